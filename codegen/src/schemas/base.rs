//! Inheritance: a schema with a discriminator that other schemas extend by `allOf`. A reference to it accepts each of them.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value};

use super::definition::Variant;
use super::form::Form;
use super::gather::gather;
use super::name::{self, Hint, Scope};
use super::part::Part;
use super::resolver::{Named, Plan, Resolver};

/// A schema that a reference to its base accepts.
pub(super) struct Heir {
    /// Its place, at the end of references.
    place: Pointer,
    /// The values of the discriminator for it.
    tags: Vec<String>,
}

/// Heirs by name and place.
type Heirs = BTreeMap<(String, Pointer), Vec<String>>;

impl<'d> Resolver<'d> {
    /// The schemas that a reference to the base at `base` accepts. Empty if it is not a base.
    pub(super) fn heirs(&self, base: &Pointer) -> Vec<Heir> {
        let Some(discriminator) = self.discriminator(base) else {
            return Vec::new();
        };
        let made = self.descendants(base);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mut heirs = Heirs::new();
        for (tag, target) in mapping.into_iter().flatten() {
            let heir = self.mapped(target);
            let heir = heir.filter(|heir| heir.at == *base || made.contains(&heir.at) || self.extends(heir, base));
            if let Some(heir) = heir {
                heirs.entry(self.key(&heir.at)).or_default().push(tag.clone());
            }
        }
        if heirs.is_empty() {
            heirs = self.whole(base, mapping);
        }
        let is_mapped = !heirs.is_empty();
        for heir in &made {
            // If there is a mapping, a schema that it leaves out may only connect the base to others.
            let connects = self.children.get(heir).is_some_and(|children| !children.is_empty());
            let key = self.key(heir);
            if heirs.contains_key(&key) || is_mapped && connects {
                continue;
            }
            let mut tags = self.implied_tags(heir, discriminator);
            tags.retain(|tag| !mapping.is_some_and(|mapping| mapping.contains_key(tag)));
            if !tags.is_empty() {
                heirs.insert(key, tags);
            }
        }
        if heirs.len() == 1 && heirs.keys().all(|(_, place)| place == base) {
            return Vec::new();
        }
        let heirs = heirs.into_iter();
        heirs.map(|((_, place), tags)| Heir { place, tags }).collect()
    }

    fn key(&self, place: &Pointer) -> (String, Pointer) {
        let component = self.component_at(place).map(|(name, _)| name);
        (component.unwrap_or_else(|| name::spelt(place)), place.clone())
    }

    /// The schemas that extend the one at `base`, directly or indirectly.
    fn descendants(&self, base: &Pointer) -> BTreeSet<Pointer> {
        let mut made = BTreeSet::new();
        let mut open = vec![base];
        while let Some(base) = open.pop() {
            for child in self.children.get(base).into_iter().flatten() {
                if made.insert(child.clone()) {
                    open.push(child);
                }
            }
        }
        made
    }

    /// Whether a schema extends the one at `base`, directly or indirectly.
    fn extends(&self, heir: &Part<'d>, base: &Pointer) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![heir.clone()];
        while let Some(part) = open.pop() {
            let members = part
                .list("allOf")
                .into_iter()
                .filter(|member| member.reference().is_some());
            for member in members.filter_map(|member| member.followed(self.document)) {
                if member.at == *base {
                    return true;
                }
                if seen.insert(member.at.clone()) {
                    open.push(member);
                }
            }
        }
        false
    }

    /// The tags of a schema that no mapping names: its own values of the discriminator, or else its name.
    fn implied_tags(&self, heir: &Pointer, discriminator: &Map<String, Value>) -> Vec<String> {
        let (name, _) = self.key(heir);
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let own = property.and_then(|property| {
            let part = Part::new(heir.clone(), self.document.pointer(heir.as_str())?);
            let gathered = gather(self.document, &[part]);
            gather(self.document, gathered.properties.get(property)?).values
        });
        let own: Vec<_> = own.iter().flatten().filter_map(|value| value.as_str()).collect();
        // A list with the names of all heirs does not name this one.
        if own.is_empty() || own.contains(&name.as_str()) {
            return vec![name];
        }
        own.into_iter().map(ToOwned::to_owned).collect()
    }

    /// The schemas that the mapping of the base leads to, if none of them extends it by `allOf`. Empty unless each has all
    /// properties of the base.
    fn whole(&self, base: &Pointer, mapping: Option<&Map<String, Value>>) -> Heirs {
        let properties = |part: Part<'d>| gather(self.document, &[part]).properties;
        let own = self.document.pointer(base.as_str());
        let own = own.map(|value| properties(Part::new(base.clone(), value)));
        let mut heirs = Heirs::new();
        for (tag, target) in mapping.into_iter().flatten() {
            let heir = self.mapped(target);
            let has_all = |heir: &Part<'d>| {
                let all = properties(heir.clone());
                own.iter().flat_map(BTreeMap::keys).all(|key| all.contains_key(key))
            };
            let Some(heir) = heir.filter(has_all) else {
                return Heirs::new();
            };
            heirs.entry(self.key(&heir.at)).or_default().push(tag.clone());
        }
        heirs
    }

    /// The discriminator of a schema without `oneOf` and `anyOf`.
    fn discriminator(&self, at: &Pointer) -> Option<&'d Map<String, Value>> {
        let schema = self.document.pointer(at.as_str())?.as_object()?;
        let discriminator = schema.get("discriminator")?.as_object()?;
        let is_union = schema.contains_key("oneOf") || schema.contains_key("anyOf");
        (!is_union && discriminator.contains_key("propertyName")).then_some(discriminator)
    }

    /// The type of a reference to the base at `target`, which is no component; `None` if it is no base.
    pub(super) fn base_form(&mut self, target: &Pointer) -> Option<Form> {
        if self.discriminator(target).is_none() || self.heirs(target).is_empty() {
            return None;
        }
        let part = Part::new(target.clone(), self.document.pointer(target.as_str())?);
        let nullable = gather(self.document, std::slice::from_ref(&part)).nullable;
        let key = heirs_key(target);
        let form = match self.memo.get(&key) {
            Some(known) => known.clone(),
            None => {
                let kind = Named::Heirs(target.clone());
                self.named(&key, &[part], Hint::Place(target), kind, target.clone())
            }
        };
        Some(form.or_null(nullable))
    }

    /// Whether the schema at `heir` extends the one whose type is called `base`, and a reference to the base accepts it.
    pub(super) fn is_heir_of(&self, heir: &Pointer, base: &str) -> bool {
        let is_called = |place: &Pointer| match self.component_at(place) {
            Some((name, _)) => self.components.get(&name).is_some_and(|known| known == base),
            None => self.memo.get(&heirs_key(place)).and_then(Form::named) == Some(base),
        };
        let bases = self.children.iter().filter(|(_, children)| children.contains(heir));
        let mut bases = bases.map(|(place, _)| place).filter(|place| is_called(place));
        bases.any(|place| self.heirs(place).iter().any(|known| known.place == *heir))
    }

    /// The union of the `heirs` of the base at `place`, which has the type `name`. `parts` are the schemas of the base.
    pub(super) fn base(&mut self, name: &str, heirs: Vec<Heir>, parts: &[Part<'d>], place: &Pointer) -> Plan<'d> {
        let common = gather(self.document, parts).properties.keys().copied().collect();
        let mut scope = Scope::with(["Self", "Unknown"].map(ToOwned::to_owned));
        let mut variants = Vec::new();
        for heir in heirs {
            let component = self.component_at(&heir.place);
            let form = match &component {
                // The base itself, as an object. The union has its name.
                _ if heir.place == *place => self.named(
                    &format!("{place} base"),
                    parts,
                    Hint::Part(&Hint::Name(name), "_base"),
                    Named::Object,
                    place.clone(),
                ),
                Some((name, at)) => self.component_form(name, at).not_null(),
                None => {
                    let base = self.base_form(&heir.place);
                    let form = base.unwrap_or_else(|| self.at(&heir.place, Hint::Place(&heir.place)));
                    form.not_null()
                }
            };
            let label = component.and_then(|(name, _)| self.components.get(&name).cloned());
            let label = label.unwrap_or_else(|| name::of_place(&heir.place));
            let schema = self.document.pointer(heir.place.as_str());
            let description = schema.and_then(|schema| schema.get("description"));
            variants.push(Variant {
                ident: scope.take(&label),
                form,
                tags: heir.tags,
                description: description.and_then(Value::as_str).map(ToOwned::to_owned),
                is_tag_added: false,
                shapes: Vec::new(),
            });
        }
        let tag = self.discriminator(place).and_then(|map| map.get("propertyName"));
        Plan {
            variants,
            tag: tag.and_then(Value::as_str),
            common,
            is_any: false,
        }
    }
}

fn heirs_key(base: &Pointer) -> String {
    format!("{base} heirs")
}
