//! Discriminators: adds every possible value, called a tag here, to the mapping, with the component that it selects.
//!
//! The tag of a variant that the mapping does not list is the name of its component. Without `oneOf` and `anyOf`, the variants
//! are the components that extend the schema with the discriminator by `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Normal;

const SCHEMAS: &str = "#/components/schemas/";

/// Names of schema components, by the name of the component that they extend.
pub(super) fn heirs(document: &Value) -> BTreeMap<String, Vec<String>> {
    let mut heirs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for parent in branches.filter_map(|branch| branch.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)) {
            heirs.entry(parent.to_owned()).or_default().push(name.clone());
        }
    }
    heirs
}

impl Normal<'_> {
    /// Completes the mapping of the schema `map` with the component name `name`.
    pub(super) fn tags(&self, map: &mut Map<String, Value>, name: Option<&str>) {
        let forms: Vec<String> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| map.get(*key)?.as_array())
            .flatten()
            .filter_map(|form| form.get("$ref")?.as_str().map(ToOwned::to_owned))
            .collect();
        let is_union = map.contains_key("oneOf") || map.contains_key("anyOf");
        let Some(Value::Object(discriminator)) = map.get_mut("discriminator") else {
            return;
        };
        let forms = match name {
            Some(name) if !is_union => self.descendants(name),
            _ => forms,
        };
        let mapping = discriminator.entry("mapping").or_insert_with(|| json!({}));
        let Value::Object(mapping) = mapping else { return };
        for target in mapping.values_mut() {
            if let Value::String(text) = target
                && !text.contains(['#', '/', '.'])
            {
                *text = format!("{SCHEMAS}{text}");
            }
        }
        let mapped: BTreeSet<String> = mapping
            .values()
            .filter_map(|target| target.as_str().map(ToOwned::to_owned))
            .collect();
        for form in forms.into_iter().filter(|form| !mapped.contains(form)) {
            if let Some(tag) = form.rsplit('/').next() {
                mapping.entry(tag.to_owned()).or_insert_with(|| json!(form));
            }
        }
        if mapping.is_empty() {
            discriminator.remove("mapping");
        }
    }

    /// References to the components that extend `name`, directly or through others.
    fn descendants(&self, name: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(parent) = open.pop() {
            for heir in self.heirs.get(parent).into_iter().flatten() {
                if heir != name && found.insert(format!("{SCHEMAS}{heir}")) {
                    open.push(heir);
                }
            }
        }
        found.into_iter().collect()
    }
}
