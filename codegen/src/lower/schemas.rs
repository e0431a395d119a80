//! Every schema becomes one of the few forms that typify makes the right type of, whatever the document says.
//!
//! typify takes JSON Schema in all its breadth and panics, overflows its stack or names two types alike where schemas
//! combine in ways that it has not met. Here all that is decided before: what satisfies several schemas at once
//! (`allOf`), what forms there are to choose from (`oneOf`, `anyOf`), which types need a name and what it is, and where
//! a type would contain itself. What typify gets to see are named objects, enumerations and lists of references. A schema
//! that no type is faithful to stays plain JSON, at that place alone, and the author is told.
//!
//! References are followed in the author's document, so that one of any depth leads to what the author meant by it.

mod apart;
mod define;
mod form;
mod gather;
mod graph;
mod name;
mod part;
mod resolve;
mod scalar;
mod slots;
mod union;
mod write;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::form::Form;
use self::name::Hint;
use self::part::Part;
use self::resolve::{Job, Loss, Named, Resolver};
use self::write::Writer;
use super::Rewrite;
use crate::facts::{Facts, ModelFacts};
use crate::names;

/// The pass; it runs last, by [`run`].
pub(super) const ID: &str = "schemas";
pub(super) const SUMMARY: &str = "every schema becomes one of the forms that typify makes the right type of";

/// The Rust types of the author's component schemas, by their names in the document: what the name suggests, or where two
/// suggest the same, a number behind.
#[must_use]
pub(crate) fn type_names(document: &Value) -> BTreeMap<String, String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut keys: Vec<_> = schemas.into_iter().flatten().map(|(key, _)| key).collect();
    // Who is called just so keeps the name.
    keys.sort_by_key(|key| (names::type_name(key) != **key, key.as_str()));
    let mut scope = name::Scope::of_types();
    keys.into_iter()
        .map(|key| (key.clone(), scope.take(&name::type_name(key))))
        .collect()
}

/// What came of the schemas.
pub(super) struct Lowered {
    /// The places that lost something.
    pub(super) rewrites: Vec<Rewrite>,
    /// What finish passes have to know, by the names of the types.
    pub(super) models: BTreeMap<String, ModelFacts>,
    /// Whether an operation has a type of the module `types`.
    pub(super) operations_name_types: bool,
}

/// Rewrites all schemas of `lowered`; references are those of the author's `document`.
pub(super) fn run(document: &Value, lowered: &mut Value, facts: &Facts) -> Lowered {
    let made = made(document, lowered);
    let names = made.keys().cloned().collect();
    let mut resolver = Resolver::new(document, facts.type_names.clone(), names);
    let mut components = Map::new();
    let mut carried = BTreeMap::new();
    for (name, schema) in made {
        if let Some(job) = renamed(document, &name, &schema) {
            resolver.queue.push_back(job);
            continue;
        }
        let (schema, holds) = carrier(&mut resolver, &name, schema);
        components.insert(name.clone(), schema);
        carried.insert(name, holds);
    }
    let slots = slots::find(&mut resolver, lowered);
    for (key, name) in &facts.type_names {
        let at = super::component(key);
        if let Some(value) = document.pointer(at.as_str()) {
            resolver.queue.push_back(Job {
                name: name.clone(),
                parts: vec![Part::new(at.clone(), value)],
                kind: Named::Component,
                place: at,
            });
        }
    }
    resolver.define_all();
    let mut definitions = std::mem::take(&mut resolver.definitions);
    for at in graph::cut_endless(&mut definitions) {
        resolver.degrade(
            &at,
            "this schema is made of itself with no object between, so that part of it is left out",
        );
    }
    let operations_name_types = slots::name_types(&slots, lowered, &components);
    graph::shorten_chains(&mut definitions);
    slots::fill(lowered, &slots, &definitions, &mut components);
    let (sent, received) = slots::directions(&slots, &carried);
    let mut writer = Writer::new(&definitions, &sent, &received);
    let mut models = BTreeMap::new();
    for (name, definition) in &definitions {
        components.insert(name.clone(), writer.schema(name, definition));
        models.insert(name.clone(), writer.facts(name, definition));
    }
    let losses = writer.losses.into_iter().chain(resolver.losses);
    let rewrites = losses.map(Rewrite::from).collect();
    if let Some(map) = lowered.as_object_mut() {
        let components = Map::from_iter([("schemas".to_owned(), Value::Object(components))]);
        map.insert("components".to_owned(), Value::Object(components));
    }
    Lowered {
        rewrites,
        models,
        operations_name_types,
    }
}

impl From<Loss> for Rewrite {
    fn from(loss: Loss) -> Self {
        if loss.degrades {
            Self::lossy(loss.at, loss.what)
        } else {
            Self::ignored(loss.at, loss.what)
        }
    }
}

/// The component schemas that earlier passes have added.
fn made(document: &Value, lowered: &Value) -> BTreeMap<String, Value> {
    let author = document.pointer("/components/schemas");
    let schemas = lowered.pointer("/components/schemas").and_then(Value::as_object);
    let schemas = schemas.into_iter().flatten();
    schemas
        .filter(|(name, _)| author.is_none_or(|author| author.get(name.as_str()).is_none()))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect()
}

/// The definition of a component that is a schema of the author's by another name.
fn renamed<'d>(document: &'d Value, name: &str, schema: &Value) -> Option<Job<'d>> {
    let target = part::target(schema.get("$ref")?.as_str()?)?;
    let value = document.pointer(target.as_str())?;
    Some(Job {
        name: name.to_owned(),
        parts: vec![Part::new(target.clone(), value)],
        kind: Named::Component,
        place: target,
    })
}

/// A component that an earlier pass has added, and the types that it holds: an object with a property for each of several
/// types, or one that stands for a type which the generator does not define.
fn carrier(resolver: &mut Resolver<'_>, name: &str, mut schema: Value) -> (Value, Vec<String>) {
    let mut holds = Vec::new();
    let mut hold = |key: &str, property: &mut Value| {
        if let Some(form) = of_reference(resolver, property, Hint::Inner(name, key)) {
            holds.extend(form.names().map(ToOwned::to_owned));
            *property = Value::Object(form.schema());
        }
    };
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (key, property) in properties.into_iter().flatten() {
        hold(key, property);
    }
    if let Some(rest) = schema.get_mut("additionalProperties") {
        hold("value", rest);
    }
    (schema, holds)
}

/// What the schema of a lowered document is that refers to the author's; `None` for one of the generator's own making.
fn of_reference(resolver: &mut Resolver<'_>, schema: &Value, hint: Hint<'_>) -> Option<Form> {
    let target = part::target(schema.get("$ref")?.as_str()?)?;
    Some(match part::component_name(&target) {
        Some(name) if resolver.made.contains(&name) => Form::Named(name),
        Some(name) if resolver.components.contains_key(&name) => resolver.component_form(&name, &target),
        _ => resolver.at(&target, hint),
    })
}
