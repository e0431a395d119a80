//! A folder that replaces crates.io: the packages of a lock file, as cargo downloaded them to build the workspace.
//!
//! Cargo accepts such a folder as a source (`local-registry`), so it needs no network. The index is written from the
//! output of `cargo metadata`, since the format of cargo's own copy of the index is not documented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

/// Fills `folder` with the packages that this machine needs of the workspace at `root`.
///
/// # Errors
///
/// If cargo cannot list the packages, or one of them is not in its cache.
pub fn fill(folder: &Path, root: &Path, cargo: &Path) -> io::Result<()> {
    let checksums = checksums(&fs::read_to_string(root.join("Cargo.lock"))?);
    let metadata = metadata(root, cargo)?;
    let resolved = resolved(&metadata);
    let mut index: BTreeMap<String, String> = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        if package["source"].is_null() {
            continue;
        }
        let (name, version) = (text(&package["name"]), text(&package["version"]));
        let Some(checksum) = checksums.get(&(name.clone(), version.clone())) else {
            return Err(io::Error::other(format!(
                "Cargo.lock has no checksum of {name} {version}"
            )));
        };
        let file = format!("{name}-{version}.crate");
        let target = folder.join(&file);
        if !target.exists() {
            let source = cached(package, &file)?;
            fs::copy(&source, &target).map_err(|error| {
                let why = format!(
                    "{} is not in cargo's cache ({error}): run `cargo fetch`",
                    source.display()
                );
                io::Error::new(error.kind(), why)
            })?;
        }
        let used = resolved.get(&text(&package["id"])).cloned().unwrap_or_default();
        let entry = entry(package, checksum, &used);
        index.entry(name).or_default().push_str(&format!("{entry}\n"));
    }
    for (name, lines) in index {
        let path = folder.join("index").join(path_of(&name));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        xtask::fs::write_atomically(&path, &name, lines.as_bytes())
            .map_err(|failure| io::Error::other(format!("{failure:?}")))?;
    }
    Ok(())
}

fn metadata(root: &Path, cargo: &Path) -> io::Result<Value> {
    let version = Command::new("rustc").arg("-vV").output()?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let mut command = Command::new(cargo);
    command.args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
    ]);
    let output = command.arg(host.unwrap_or_default()).current_dir(root).output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("run `cargo fetch` first: {why}")));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Where cargo keeps the archive of a package.
fn cached(package: &Value, file: &str) -> io::Result<PathBuf> {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let mut above = manifest.ancestors().skip(2);
    let (Some(sources), Some(registry)) = (above.next(), above.nth(1)) else {
        return Err(io::Error::other(format!("{} is in no registry", manifest.display())));
    };
    Ok(registry
        .join("cache")
        .join(sources.file_name().unwrap_or_default())
        .join(file))
}

/// The packages that each package uses on this machine, by their names.
fn resolved(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let names: BTreeMap<_, _> = list(&metadata["packages"])
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let used = |node: &Value| {
        list(&node["deps"])
            .filter_map(|used| names.get(&text(&used["pkg"])).cloned())
            .collect()
    };
    list(&metadata["resolve"]["nodes"])
        .map(|node| (text(&node["id"]), used(node)))
        .collect()
}

/// A package's line of the index, without dependencies that only other platforms need: they were never downloaded.
fn entry(package: &Value, checksum: &str, used: &BTreeSet<String>) -> Value {
    // Dependencies for the package's own tests are never resolved, but a feature may name one.
    let foreign = |dependency: &Value| {
        dependency["kind"] != "dev" && !dependency["target"].is_null() && !used.contains(&text(&dependency["name"]))
    };
    let (mut dependencies, mut dropped) = (Vec::new(), BTreeSet::new());
    for dependency in list(&package["dependencies"]) {
        let renamed = !dependency["rename"].is_null();
        let name = &dependency[if renamed { "rename" } else { "name" }];
        if foreign(dependency) {
            dropped.insert(text(name));
            continue;
        }
        let package = if renamed { &dependency["name"] } else { &Value::Null };
        let kind = dependency["kind"].as_str().unwrap_or("normal");
        dependencies.push(json!({
            "name": name, "package": package, "req": dependency["req"], "kind": kind,
            "features": dependency["features"], "default_features": dependency["uses_default_features"],
            "optional": dependency["optional"], "target": dependency["target"],
        }));
    }
    let kept = |name: &str| {
        dependencies
            .iter()
            .any(|kept| kept["name"] == name && kept["kind"] != "dev")
    };
    dropped.retain(|name| !kept(name));
    let features: Map<_, _> = package["features"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| !dropped.contains(*name))
        .map(|(name, values)| {
            let kept =
                list(values).filter(|value| !dropped.contains(dependency_of(value.as_str().unwrap_or_default())));
            (name.clone(), Value::from(kept.cloned().collect::<Vec<_>>()))
        })
        .collect();
    json!({
        "v": 2, "name": package["name"], "vers": package["version"], "deps": dependencies, "features": features,
        "links": package["links"], "rust_version": package["rust_version"], "cksum": checksum, "yanked": false,
    })
}

/// The dependency that a value of a feature names, if any: `dep:name`, `name/feature`, `name?/feature`, `name`.
fn dependency_of(value: &str) -> &str {
    let value = value.strip_prefix("dep:").unwrap_or(value);
    let name = value.split_once('/').map_or(value, |(name, _)| name);
    name.trim_end_matches('?')
}

/// The checksums of a lock file, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |entry: &str, key: &str| {
        let line = entry
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.map(|value| value.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|entry| {
            Some((
                (value(entry, "name")?, value(entry, "version")?),
                value(entry, "checksum")?,
            ))
        })
        .collect()
}

/// Where a crate's entries are in an index.
fn path_of(name: &str) -> PathBuf {
    let lower = name.to_lowercase();
    match lower.len() {
        length @ 1..=2 => PathBuf::from(length.to_string()).join(lower),
        3 => ["3", &lower[..1], &lower].iter().collect(),
        _ => [&lower[..2], &lower[2..4], &lower].iter().collect(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
