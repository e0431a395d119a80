//! The parts of a manifest that matter to users of the crate: its features and its `rust-version`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::SurfaceError;
use super::item::{Detail, Item, ItemKey, Space};

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    features: BTreeMap<String, BTreeSet<String>>,
    #[serde(default)]
    dependencies: BTreeMap<String, serde_json::Value>,
    package: Option<Package>,
}

#[derive(Deserialize)]
struct Package {
    #[serde(rename = "rust-version")]
    rust_version: Option<serde_json::Value>,
}

/// Reads a manifest's text.
pub(super) fn items(text: &str) -> Result<BTreeMap<ItemKey, Item>, SurfaceError> {
    let manifest: Manifest = toml_edit::de::from_str(text).map_err(|error| SurfaceError {
        file: "Cargo.toml".to_owned(),
        message: format!("not a valid manifest: {error}"),
    })?;
    let mut features = manifest.features;
    // An optional dependency is also a feature, unless a feature names it with `dep:`.
    let named: BTreeSet<_> = features
        .values()
        .flatten()
        .filter_map(|entry| entry.strip_prefix("dep:"))
        .map(ToOwned::to_owned)
        .collect();
    for (name, dependency) in &manifest.dependencies {
        if dependency.get("optional").and_then(serde_json::Value::as_bool) == Some(true) && !named.contains(name) {
            features.entry(name.clone()).or_default();
        }
    }
    let mut items = BTreeMap::new();
    for (name, enables) in features {
        let list: Vec<_> = enables.iter().map(|entry| format!("{entry:?}")).collect();
        let signature = format!("{name} = [{}]", list.join(", "));
        // Users do not care which optional dependencies it enables, only which features.
        let enables = enables
            .into_iter()
            .filter(|entry| !entry.contains("dep:") && !entry.contains('/'))
            .collect();
        items.insert(
            ItemKey {
                path: name,
                space: Space::Feature,
            },
            item("a feature", signature, Detail::Feature { enables }),
        );
    }
    if let Some(version) = manifest.package.and_then(|package| package.rust_version) {
        // If the workspace sets the version, the manifest alone does not contain it.
        if let Some(version) = version.as_str() {
            let signature = format!("rust-version = \"{version}\"");
            let detail = Detail::RustVersion(version.to_owned());
            items.insert(
                ItemKey {
                    path: "rust-version".to_owned(),
                    space: Space::Manifest,
                },
                item("a version", signature, detail),
            );
        }
    }
    Ok(items)
}

fn item(kind: &'static str, signature: String, detail: Detail) -> Item {
    Item {
        kind,
        signature,
        parents: Vec::new(),
        conditions: BTreeSet::new(),
        deprecated: false,
        must_use: false,
        detail,
        pointer: None,
        wire_name: None,
    }
}
