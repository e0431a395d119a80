//! The version in a manifest: what it is, and on which line it stands.

use openapi_diff::show::VersionPlace;
use serde::Deserialize;

/// A crate's version and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) text: String,
    pub(super) place: VersionPlace,
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    workspace: Option<Workspace>,
}

#[derive(Deserialize)]
struct Workspace {
    package: Option<Package>,
}

#[derive(Deserialize)]
struct Package {
    version: Option<Field>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Own(String),
    Inherited { workspace: bool },
}

/// The version of the crate with the manifest `own`, which may take it over from that of the workspace; each is a path and a
/// text. `None` where there is none to be found.
pub(super) fn version(own: (&str, &str), workspace: (&str, &str)) -> Option<Version> {
    let package = parse(own.1)?.package?;
    match package.version? {
        Field::Own(text) => Some(Version {
            text,
            place: place(own, "[package]"),
        }),
        Field::Inherited { workspace: true } => {
            let shared = parse(workspace.1)?.workspace?.package?;
            let Some(Field::Own(text)) = shared.version else {
                return None;
            };
            Some(Version {
                text,
                place: place(workspace, "[workspace.package]"),
            })
        }
        Field::Inherited { workspace: false } => None,
    }
}

fn parse(text: &str) -> Option<Manifest> {
    basic_toml::from_str(text).ok()
}

/// The line of the version in `table`, else the first of the file.
fn place((file, text): (&str, &str), table: &str) -> VersionPlace {
    let mut inside = false;
    let line = text.lines().position(|line| {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.starts_with(table);
        }
        inside
            && line
                .strip_prefix("version")
                .is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    VersionPlace {
        file: file.to_owned(),
        line: line.map_or(1, |index| index + 1),
    }
}
