//! The places of operations in which a schema stands: parameters, request bodies, responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::define::{Definition, DefinitionKind};
use super::form::{self, Form};
use super::name::Hint;
use super::resolve::Resolver;
use crate::emit::RUST_TYPE;
use crate::pointer::Pointer;
use crate::shape::METHODS;

/// What a type is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Parameter,
    Body,
    Response,
}

/// A place in which a schema stands, and what it is.
pub(super) struct Slot {
    /// The place in the lowered document.
    at: Pointer,
    form: Form,
    role: Role,
}

/// All places of all operations whose schema refers to the author's document.
pub(super) fn find(resolver: &mut Resolver<'_>, lowered: &Value) -> Vec<Slot> {
    let mut slots = Vec::new();
    let paths = lowered.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = Pointer::root().child("paths").child(path);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let mut finder = Finder {
                    resolver,
                    id: operation.get("operationId").and_then(Value::as_str).unwrap_or_default(),
                    slots: &mut slots,
                };
                finder.operation(&at.child(method), operation);
            }
        }
    }
    slots
}

struct Finder<'r, 'd, 'l> {
    resolver: &'r mut Resolver<'d>,
    id: &'l str,
    slots: &'r mut Vec<Slot>,
}

impl Finder<'_, '_, '_> {
    fn operation(&mut self, at: &Pointer, operation: &Value) {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let at = at.child("parameters").item(index).child("schema");
            self.slot(&at, parameter.get("schema"), name, Role::Parameter);
        }
        if let Some(body) = operation.get("requestBody") {
            self.content(&at.child("requestBody"), body, "body", Role::Body);
        }
        let responses = operation.get("responses").and_then(Value::as_object);
        for (status, response) in responses.into_iter().flatten() {
            let at = at.child("responses").child(status);
            self.content(&at, response, "response", Role::Response);
        }
    }

    fn content(&mut self, at: &Pointer, owner: &Value, word: &str, role: Role) {
        let content = owner.get("content").and_then(Value::as_object);
        for (media_type, content) in content.into_iter().flatten() {
            let at = at.child("content").child(media_type).child("schema");
            self.slot(&at, content.get("schema"), word, role);
        }
    }

    fn slot(&mut self, at: &Pointer, schema: Option<&Value>, word: &str, role: Role) {
        let hint = Hint::Operation(self.id, word);
        let form = schema.and_then(|schema| super::of_reference(self.resolver, schema, hint));
        if let Some(form) = form {
            self.slots.push(Slot {
                at: at.clone(),
                form,
                role,
            });
        }
    }
}

/// Puts the forms where they belong.
pub(super) fn fill(
    lowered: &mut Value,
    slots: &[Slot],
    definitions: &BTreeMap<String, Definition>,
    components: &mut Map<String, Value>,
) {
    for slot in slots {
        let form = match slot.role {
            // A parameter that is not there is left out, and one that is null cannot be sent.
            Role::Parameter => slot.form.clone().not_null(),
            Role::Body | Role::Response => slot.form.clone(),
        };
        let is_unknown = |name: &&str| {
            let stands_in = components
                .get(*name)
                .is_some_and(|known| known.get(RUST_TYPE).is_some());
            is_opaque(slot.role, definitions.get(*name)) && !stands_in
        };
        let schema = match form.named().filter(is_unknown) {
            Some(name) => {
                let stand_in = format!("{name}Argument");
                let rust_type = format!("types::{name}");
                let schema = json!({ "type": "object", RUST_TYPE: rust_type });
                components.entry(stand_in.as_str()).or_insert(schema);
                let schema = json!({ "$ref": form::reference(&stand_in) });
                match form {
                    Form::Nullable(_) => json!({ "nullable": true, "allOf": [schema] }),
                    _ => schema,
                }
            }
            None => Value::Object(form.schema()),
        };
        if let Some(place) = lowered.pointer_mut(slot.at.as_str()) {
            *place = schema;
        }
    }
}

/// Whether progenitor is shown a type that it knows nothing of: it takes a parameter that has a builder for a body, and
/// unions lose their builders.
fn is_opaque(role: Role, definition: Option<&Definition>) -> bool {
    let Some(definition) = definition else {
        return role == Role::Parameter;
    };
    match definition.kind {
        DefinitionKind::Object { .. } => role == Role::Parameter,
        DefinitionKind::Union { .. } => role != Role::Response,
        _ => false,
    }
}

/// The names of the types that are sent and of those that are received; `carried` says what components of earlier passes
/// hold.
pub(super) fn directions(
    slots: &[Slot],
    carried: &BTreeMap<String, Vec<String>>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for slot in slots {
        let names = slot.form.names().into_iter();
        let held = names.clone().filter_map(|name| carried.get(name)).flatten();
        let all = names.map(ToOwned::to_owned).chain(held.cloned());
        match slot.role {
            Role::Parameter | Role::Body => sent.extend(all),
            Role::Response => received.extend(all),
        }
    }
    (sent, received)
}

/// Whether an operation names a type of the module `types`; `made` are the components that earlier passes have added.
pub(super) fn name_types(slots: &[Slot], lowered: &Value, made: &Map<String, Value>) -> bool {
    // What stands for a type of `crate::support` is a component as well.
    let is_elsewhere = |name: &str| {
        let rust_type = made.get(name).and_then(|made| made.get(RUST_TYPE)?.as_str());
        rust_type.is_some_and(|path| path.starts_with("crate::"))
    };
    let is_type = |target: &str| {
        target
            .strip_prefix("#/components/schemas/")
            .is_some_and(|name| !is_elsewhere(name))
    };
    let is_named = slots
        .iter()
        .any(|slot| slot.form.names().is_some_and(|name| !is_elsewhere(name)));
    is_named || lowered.get("paths").is_some_and(|paths| leads(paths, &is_type))
}

/// Whether a reference anywhere in `value` leads to a target of this kind.
fn leads(value: &Value, is_of_kind: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Object(map) => {
            let target = map.get("$ref").and_then(Value::as_str);
            target.is_some_and(is_of_kind) || map.values().any(|value| leads(value, is_of_kind))
        }
        Value::Array(items) => items.iter().any(|value| leads(value, is_of_kind)),
        _ => false,
    }
}
