//! The version that a release writes into manifests and into the lock file.

use semver::Version;

use crate::failure::Failure;
use crate::manifest::{Manifest, text};

/// The values in the crate's manifest that a release needs.
#[derive(Clone, Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: Version,
}

/// The tables of a root manifest that may have dependencies on the crate.
const DEPENDENCIES: [&[&str]; 4] = [
    &["workspace", "dependencies"],
    &["dependencies"],
    &["dev-dependencies"],
    &["build-dependencies"],
];

/// Reads name and version from the manifest with the given name and text.
pub(super) fn package(name: &str, text: &str) -> Result<Package, Failure> {
    let manifest = parse(name, text)?;
    let field = |key: &str| manifest.text_at(&["package", key]).map(|text| text.value);
    let failed = |why: String| {
        Failure::new(format!("cannot read the package in {name}"), why)
            .with_help("a release needs `name` and a `version` of the crate's own in `[package]`")
    };
    let missing = |key: &str| failed(format!("`[package]` has no `{key}` that is a string"));
    let version = field("version").ok_or_else(|| missing("version"))?;
    Ok(Package {
        name: field("name").ok_or_else(|| missing("name"))?.to_owned(),
        version: version
            .parse()
            .map_err(|error| failed(format!("`{version}` is not a version: {error}")))?,
    })
}

/// The manifest with the version of `[package]` set to `to`.
pub(super) fn with_version(name: &str, text: &str, to: &Version) -> Result<String, Failure> {
    let manifest = parse(name, text)?;
    let version = manifest.text_at(&["package", "version"]);
    let replacements = version.map(|version| (version, to.to_string()));
    Ok(manifest.with(replacements.into_iter().collect()))
}

/// The root manifest with the version of every dependency on `package` set to `to`. An operator before it stays.
pub(super) fn with_dependency(name: &str, root: &str, package: &Package, to: &Version) -> Result<String, Failure> {
    let manifest = parse(name, root)?;
    let tables = DEPENDENCIES
        .iter()
        .filter_map(|path| manifest.at(path)?.as_table_like());
    let entries = tables.flat_map(toml_edit::TableLike::iter);
    let own = entries.filter(|(key, entry)| {
        let name = entry.get("package").and_then(toml_edit::Item::as_str).unwrap_or(key);
        name == package.name
    });
    let versions = own.filter_map(|(_, entry)| text(entry).or_else(|| text(entry.get("version")?)));
    let replacements = versions.map(|version| {
        let operator = version.value.split(|c: char| c.is_ascii_digit()).next();
        let new = format!("{}{to}", operator.unwrap_or_default());
        (version, new)
    });
    Ok(manifest.with(replacements.collect()))
}

/// The lock file with the version of the workspace's own `package` set to `to`.
pub(super) fn with_locked(name: &str, lock: &str, package: &Package, to: &Version) -> Result<String, Failure> {
    let manifest = parse(name, lock)?;
    let packages = manifest.at(&["package"]).and_then(toml_edit::Item::as_array_of_tables);
    let current = package.version.to_string();
    let is = |entry: &toml_edit::Table, key: &str, value: &str| {
        entry.get(key).and_then(toml_edit::Item::as_str) == Some(value)
    };
    // An entry with a source is another package of that name.
    let own = packages.into_iter().flatten().filter(|entry| {
        is(entry, "name", &package.name) && is(entry, "version", &current) && !entry.contains_key("source")
    });
    let versions = own.filter_map(|entry| text(entry.get("version")?));
    let replacements = versions.map(|version| (version, to.to_string()));
    Ok(manifest.with(replacements.collect()))
}

fn parse<'t>(name: &str, text: &'t str) -> Result<Manifest<'t>, Failure> {
    Manifest::parse(text).map_err(|error| Failure::new(format!("cannot read {name} of HEAD"), error))
}
