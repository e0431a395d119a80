//! Inheritance: a component with a discriminator that other components extend by `allOf`. A reference to it accepts each of them.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value};

use super::definition::Variant;
use super::gather::gather;
use super::name::{Hint, Scope};
use super::part::{self, Part};
use super::resolver::{Named, Plan, Resolver, component};

impl<'d> Resolver<'d> {
    /// The components that a reference to the base `name` accepts, each with its tags. Empty if it is not a base.
    pub(super) fn heirs(&self, name: &str) -> Vec<(String, Vec<String>)> {
        let Some(discriminator) = self.discriminator(name) else {
            return Vec::new();
        };
        let mut made = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(base) = open.pop() {
            for child in self.children.get(&base).into_iter().flatten() {
                if made.insert(child.clone()) {
                    open.push(child.clone());
                }
            }
        }
        let mut heirs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        for (tag, target) in mapping.into_iter().flatten() {
            let heir = mapped_component(target);
            if self.components.contains_key(&heir) && (made.contains(&heir) || heir == name) {
                heirs.entry(heir).or_default().push(tag.clone());
            }
        }
        if heirs.is_empty() {
            heirs = self.mapped(name, mapping);
        }
        let is_mapped = !heirs.is_empty();
        for heir in &made {
            // If there is a mapping, a component that it leaves out may only connect the base to others.
            let connects = self.children.get(heir).is_some_and(|children| !children.is_empty());
            if heirs.contains_key(heir) || is_mapped && connects {
                continue;
            }
            let mut tags = self.implied_tags(heir, discriminator);
            tags.retain(|tag| !mapping.is_some_and(|mapping| mapping.contains_key(tag)));
            if !tags.is_empty() {
                heirs.insert(heir.clone(), tags);
            }
        }
        if heirs.len() == 1 && heirs.contains_key(name) {
            return Vec::new();
        }
        heirs.into_iter().collect()
    }

    /// The tags of a component that no mapping names: its own values of the discriminator, or else its name.
    fn implied_tags(&self, name: &str, discriminator: &Map<String, Value>) -> Vec<String> {
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let own = property.and_then(|property| {
            let part = self.component_part(name)?;
            let gathered = gather(self.document, &[part]);
            gather(self.document, gathered.properties.get(property)?).values
        });
        let own: Vec<_> = own.iter().flatten().filter_map(|value| value.as_str()).collect();
        // A list with the names of all heirs does not name this one.
        if own.is_empty() || own.contains(&name) {
            return vec![name.to_owned()];
        }
        own.into_iter().map(ToOwned::to_owned).collect()
    }

    /// The components that the mapping of the base `name` leads to, if none of them extends it by `allOf`. Empty unless each has
    /// all properties of the base.
    fn mapped(&self, name: &str, mapping: Option<&Map<String, Value>>) -> BTreeMap<String, Vec<String>> {
        let properties = |name: &str| -> Option<BTreeSet<&'d str>> {
            let at = component(name);
            let part = Part::new(at.clone(), self.document.pointer(at.as_str())?);
            Some(gather(self.document, &[part]).properties.into_keys().collect())
        };
        let own = properties(name).unwrap_or_default();
        let mut heirs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (tag, target) in mapping.into_iter().flatten() {
            let heir = mapped_component(target);
            let is_whole =
                self.components.contains_key(&heir) && properties(&heir).is_some_and(|all| all.is_superset(&own));
            if !is_whole {
                return BTreeMap::new();
            }
            heirs.entry(heir).or_default().push(tag.clone());
        }
        heirs
    }

    /// The discriminator of a component without `oneOf` and `anyOf`.
    fn discriminator(&self, name: &str) -> Option<&'d Map<String, Value>> {
        let schema = self.document.pointer(component(name).as_str())?.as_object()?;
        let is_union = schema.contains_key("oneOf") || schema.contains_key("anyOf");
        let discriminator = schema.get("discriminator")?.as_object()?;
        (!is_union && discriminator.contains_key("propertyName")).then_some(discriminator)
    }

    /// The union of the `heirs` of the base `name`. `parts` are the schemas of the base.
    pub(super) fn base(
        &mut self,
        name: &str,
        heirs: Vec<(String, Vec<String>)>,
        parts: &[Part<'d>],
        place: &Pointer,
    ) -> Plan<'d> {
        let common = gather(self.document, parts).properties.keys().copied().collect();
        let mut scope = Scope::with(["Self", "Unknown"].map(ToOwned::to_owned));
        let mut variants = Vec::new();
        for (heir, tags) in heirs {
            let at = component(&heir);
            let is_base = heir == name;
            let form = if is_base {
                // The base itself, as an object. The union has its name.
                let owner = self.components.get(&heir).cloned().unwrap_or_default();
                let key = format!("{place} base");
                self.named(
                    &key,
                    parts,
                    Hint::Part(&Hint::Name(&owner), "_base"),
                    Named::Object,
                    place.clone(),
                )
            } else {
                self.component_form(&heir, &at).not_null()
            };
            let label = self.components.get(&heir).cloned().unwrap_or_default();
            let description = self
                .document
                .pointer(at.as_str())
                .and_then(|schema| schema.get("description"));
            variants.push(Variant {
                ident: scope.take(&label),
                form,
                tags,
                description: description.and_then(Value::as_str).map(ToOwned::to_owned),
                is_tag_added: false,
                shapes: Vec::new(),
            });
        }
        let discriminator = self.discriminator(name);
        let tag = discriminator
            .and_then(|map| map.get("propertyName"))
            .and_then(Value::as_str);
        Plan {
            variants,
            tag,
            common,
            is_any: false,
        }
    }
}

/// The component that a value of a discriminator's `mapping` names, by a reference or by its name.
fn mapped_component(target: &Value) -> String {
    let target = target.as_str().unwrap_or_default();
    let named = part::target(target).and_then(|at| part::component_name(&at));
    named.unwrap_or_else(|| target.to_owned())
}
