//! A version in the texts of manifests and of the lock file: found, and replaced in place, so that nothing else changes.

use basic_toml::from_str;
use serde::Deserialize;

use crate::failure::Failure;

/// What a release has to know of the crate's manifest.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: semver::Version,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

/// Reads name and version off the manifest with the given name and text.
pub(super) fn package(name: &str, text: &str) -> Result<Package, Failure> {
    let manifest: Manifest = from_str(text).map_err(|error| {
        Failure::new(format!("cannot read the package in {name}"), error)
            .with_help("a release needs `name` and a `version` of the crate's own in `[package]`")
    })?;
    Ok(manifest.package)
}

/// `text` with the version of `[package]` set to `to`.
pub(super) fn with_version(text: &str, to: &semver::Version) -> String {
    let mut inside = false;
    edit(text, |line| {
        if line.starts_with('[') {
            inside = line.trim_end() == "[package]";
        }
        let is_version = line
            .strip_prefix("version")
            .is_some_and(|rest| rest.trim_start().starts_with('='));
        (inside && is_version).then(|| requoted(line, to)).flatten()
    })
}

/// The root manifest `text`, where a dependency on `package` in one line names its version.
pub(super) fn with_dependency(text: &str, package: &Package, to: &semver::Version) -> String {
    edit(text, |line| {
        let is_dependency = line
            .strip_prefix(&package.name)
            .is_some_and(|rest| rest.trim_start().starts_with('='));
        let (before, rest) = line.split_once("version").filter(|_| is_dependency)?;
        Some(format!("{before}version{}", requoted(rest, to)?))
    })
}

/// The lock file `text` with the version of the workspace's own `package`.
pub(super) fn with_locked(text: &str, package: &Package, to: &semver::Version) -> String {
    let entry = |version: &semver::Version| format!("name = \"{}\"\nversion = \"{version}\"\n", package.name);
    let old = entry(&package.version);
    // An entry with a source is another package of that name.
    let own = text.match_indices(&old).find(|(at, found)| {
        !text
            .get(at + found.len()..)
            .is_some_and(|rest| rest.starts_with("source"))
    });
    match own {
        Some((at, found)) => {
            let mut text = text.to_owned();
            text.replace_range(at..at + found.len(), &entry(to));
            text
        }
        None => text.to_owned(),
    }
}

/// `text` with each line replaced for which `replace` has another.
fn edit(text: &str, mut replace: impl FnMut(&str) -> Option<String>) -> String {
    text.split_inclusive('\n')
        .map(|line| replace(line).unwrap_or_else(|| line.to_owned()))
        .collect()
}

/// `text` with what stands in its first quotes replaced.
fn requoted(text: &str, version: &semver::Version) -> Option<String> {
    let (before, rest) = text.split_once('"')?;
    let (_, after) = rest.split_once('"')?;
    Some(format!("{before}\"{version}\"{after}"))
}
