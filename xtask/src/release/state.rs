//! The state of the repository: the last release, and how far the next one has come.

use semver::Version;

use super::changelog;
use super::manifest::{self, Package};
use crate::failure::Failure;
use crate::git::Git;
use crate::workspace::Workspace;

/// The name of every manifest.
pub(super) const MANIFEST: &str = "Cargo.toml";

/// The crate at `HEAD`, and the last release.
#[derive(Debug)]
pub(super) struct ReleaseState {
    /// The crate's folder below the workspace's root, with `/`.
    folder: String,
    /// The crate's manifest.
    pub(super) manifest: String,
    pub(super) package: Package,
    /// The crate's changelog; empty if there is none.
    pub(super) changelog: String,
    /// The highest version with a tag.
    pub(super) last: Option<Version>,
    tagged: Vec<Version>,
    head_is_tagged: bool,
}

/// How far a release has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing is committed.
    Release,
    /// It is committed, and the tag is missing.
    Tag,
    /// `HEAD` is a release.
    Done,
}

impl ReleaseState {
    /// Reads `HEAD`.
    ///
    /// # Errors
    ///
    /// If git fails, or `HEAD` has no crate with a version of its own.
    pub(super) fn read(workspace: &Workspace, git: &Git) -> Result<Self, Failure> {
        let sources = workspace.sources();
        let folder = workspace.show(sources.parent().unwrap_or(&sources));
        let name = format!("{folder}/{MANIFEST}");
        let what = "cannot release";
        let Some(head) = git.commit("HEAD")? else {
            return Err(Failure::new(what, "the repository has no commit yet").with_help("commit once"));
        };
        let Some(manifest) = git.at_head(&name)? else {
            return Err(Failure::new(what, format!("there is no {name} in HEAD")).with_help("commit the crate first"));
        };
        let package = manifest::package(&name, &manifest)?;
        let changelog = git.at_head(&format!("{folder}/CHANGELOG.md"))?.unwrap_or_default();
        let tags = git.version_tags()?;
        let mut tagged: Vec<Version> = tags
            .iter()
            .filter_map(|tag| Version::parse(tag.strip_prefix('v')?).ok())
            .collect();
        tagged.sort();
        let tag = git.commit(&format!("refs/tags/v{}", package.version))?;
        Ok(Self {
            folder,
            manifest,
            package,
            changelog,
            last: tagged.last().cloned(),
            tagged,
            head_is_tagged: tag == Some(head),
        })
    }

    /// How far the release of `version` has come; without a version, the next release.
    ///
    /// # Errors
    ///
    /// If another version is committed and has no tag.
    pub(super) fn phase(&self, version: Option<&Version>) -> Result<Phase, Failure> {
        let own = &self.package.version;
        let is_other = version.is_some_and(|version| version != own);
        if self.head_is_tagged && !is_other {
            return Ok(Phase::Done);
        }
        if self.tagged.contains(own) || changelog::released(&self.changelog, own).is_none() {
            return Ok(Phase::Release);
        }
        if is_other {
            let why = format!("{own} is committed and has no tag yet");
            return Err(Failure::new("cannot release another version", why)
                .with_help("run `cargo xtask release` without `--version` to tag it"));
        }
        Ok(Phase::Tag)
    }

    /// The tag of the version in the manifest.
    pub(super) fn tag(&self) -> String {
        format!("v{}", self.package.version)
    }

    pub(super) fn manifest_name(&self) -> String {
        format!("{}/{MANIFEST}", self.folder)
    }

    pub(super) fn changelog_name(&self) -> String {
        format!("{}/CHANGELOG.md", self.folder)
    }
}
