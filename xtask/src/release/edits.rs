//! The edits of a release. The same `HEAD` always leads to the same edits, so an interrupted release is recognized.

use std::path::PathBuf;

use semver::Version;

use super::manifest::{self, Package};
use super::state::{MANIFEST, ReleaseState};
use crate::failure::Failure;
use crate::fs;
use crate::git::Git;
use crate::workspace::Workspace;

/// The name of the lock file.
const LOCK: &str = "Cargo.lock";

/// A file that a release changes.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) path: PathBuf,
    /// The path below the workspace's root, with `/`.
    pub(super) name: String,
    /// Its whole new text.
    pub(super) text: String,
    /// Whether it has that text already.
    pub(super) done: bool,
}

/// The edits that make `HEAD` version `to`; `changelog` is the new text of the changelog.
pub(super) fn edits(
    workspace: &Workspace,
    git: &Git,
    state: &ReleaseState,
    to: &Version,
    changelog: String,
) -> Result<Vec<Edit>, Failure> {
    let package: &Package = &state.package;
    let name = state.manifest_name();
    let own = manifest::with_version(&name, &state.manifest, to)?;
    let mut texts = vec![(name, own)];
    if let Some(root) = git.at_head(MANIFEST)? {
        texts.push((
            MANIFEST.to_owned(),
            manifest::with_dependency(MANIFEST, &root, package, to)?,
        ));
    }
    if let Some(lock) = git.at_head(LOCK)? {
        texts.push((LOCK.to_owned(), manifest::with_locked(LOCK, &lock, package, to)?));
    }
    texts.push((state.changelog_name(), changelog));
    let mut edits = Vec::new();
    for (name, text) in texts {
        if git.at_head(&name)?.as_deref() == Some(&text) {
            continue;
        }
        let path = workspace.root().join(&name);
        let done = fs::read(&path, &name, u64::MAX)?.is_some_and(|current| current == text.as_bytes());
        edits.push(Edit { path, name, text, done });
    }
    Ok(edits)
}
