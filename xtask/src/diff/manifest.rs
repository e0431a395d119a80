//! The version in a manifest, and its line.

use openapi_diff::show::VersionPlace;

use crate::manifest::Manifest;

/// A crate's version and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) text: String,
    pub(super) place: VersionPlace,
}

/// The version of the crate with the manifest `own`, which may inherit it from that of the workspace. Each is a path and a
/// text. `None` if there is no version.
pub(super) fn version(own: (&str, &str), workspace: (&str, &str)) -> Option<Version> {
    let manifest = Manifest::parse(own.1).ok()?;
    let inherits = manifest.at(&["package", "version", "workspace"]);
    if inherits.and_then(toml_edit::Item::as_bool) == Some(true) {
        let shared = Manifest::parse(workspace.1).ok()?;
        return written(workspace.0, &shared, &["workspace", "package", "version"]);
    }
    written(own.0, &manifest, &["package", "version"])
}

fn written(file: &str, manifest: &Manifest<'_>, path: &[&str]) -> Option<Version> {
    let version = manifest.text_at(path)?;
    Some(Version {
        text: version.value.to_owned(),
        place: VersionPlace {
            file: file.to_owned(),
            line: manifest.line(&version),
        },
    })
}
