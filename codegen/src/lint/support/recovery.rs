//! Recoveries for an object that is missing or of the wrong kind.
//!
//! Every operation stays, with all of its responses. A schema or a body becomes free-form JSON. Documentation, and parts that
//! cannot be sent without a definition, are left out.

use openapi_document::finding::Recovery;
use openapi_document::grammar::Object;
use openapi_document::media::is_json;
use openapi_document::pointer::{Pointer, percent_decode};
use openapi_document::view::Context;
use serde_json::{Map, Value, json};

use super::references::Use;

/// The recovery for `place`, which should have an `object` and has nothing like one.
pub(in crate::lint) fn hole(place: &Pointer, object: Object) -> Recovery {
    let free = json!({ "application/json": { "schema": {} } });
    let (value, read_as) = match object {
        Object::Schema => (json!({}), "free-form JSON"),
        Object::MediaType => (json!({ "schema": {} }), "free-form JSON"),
        Object::RequestBody => (json!({ "content": free }), "free-form JSON"),
        Object::Response if has_body(place) => (json!({ "description": "", "content": free }), "free-form JSON"),
        Object::Response => (json!({ "description": "" }), "a response without a body"),
        Object::Responses => (json!({}), "responses that are not described"),
        _ => return Recovery::remove(place.clone()),
    };
    Recovery::replace(place.clone(), value, read_as)
}

/// The recovery for a reference without a target: a reference to the only component with that name, or a [`hole`].
pub(in crate::lint) fn meant_or_hole(context: &Context<'_>, reference: &Use<'_, '_>) -> Recovery {
    if reference.object == Object::PathItem {
        return Recovery::remove(reference.pointer());
    }
    match meant(context, reference) {
        Some(meant) => Recovery::replace(reference.pointer(), json!(meant), &format!("`{meant}`")),
        None => hole(reference.owner(), reference.object),
    }
}

/// A reference to the component of the right kind whose name is the end of `reference`.
pub(in crate::lint) fn meant(context: &Context<'_>, reference: &Use<'_, '_>) -> Option<String> {
    let kind = reference.object.component_kind()?;
    let text = reference.target;
    let name = match text.split_once('#') {
        Some(("", fragment)) => fragment.rsplit('/').next()?,
        None if !text.contains(['/', '.', ':']) => text,
        _ => return None,
    };
    let place = Pointer::from_escaped(&format!("/components/{kind}/{}", percent_decode(name)?));
    let meant = format!("#{}", encoded(&place));
    (context.document.at(&place).is_some() && meant != text).then_some(meant)
}

/// Whether HTTP allows a body with the status at `place`.
fn has_body(place: &Pointer) -> bool {
    let status = place.last().unwrap_or_default();
    !status.starts_with('1') && !matches!(status.as_str(), "204" | "205" | "304")
}

/// The recovery for `place`, which should have an `object` and refers to another kind at `target`: the target converted to
/// an `object`.
pub(in crate::lint) fn converted(context: &Context<'_>, place: &Pointer, object: Object, target: &Pointer) -> Recovery {
    let components: Vec<_> = target.tokens().collect();
    let kind = match components.as_slice() {
        [components, kind, _] if components == "components" => kind.as_str(),
        _ => return hole(place, object),
    };
    let resolved = context
        .document
        .at(target)
        .and_then(|value| context.resolve_at(target, value));
    let Some((target, Value::Object(map))) = resolved else {
        return hole(place, object);
    };
    let schema = schema_of(kind, &target, map);
    let value = match (object, kind) {
        (Object::Schema, _) => schema,
        (Object::Response, "schemas") => {
            schema.map(|schema| json!({ "description": "", "content": { "application/json": { "schema": schema } } }))
        }
        (Object::Response, "requestBodies") => map
            .get("content")
            .map(|content| json!({ "description": "", "content": content })),
        (Object::RequestBody, "schemas") => {
            schema.map(|schema| json!({ "content": { "application/json": { "schema": schema } } }))
        }
        (Object::RequestBody, "responses") => map.get("content").map(|content| json!({ "content": content })),
        (Object::Header, "schemas") => schema.map(|schema| json!({ "schema": schema })),
        (Object::Header, "parameters") => Some(header(map)),
        _ => None,
    };
    match value {
        Some(value) => {
            let read_as = format!("{} with the same content", object.described());
            Recovery::replace(place.clone(), value, &read_as)
        }
        None => hole(place, object),
    }
}

/// A reference to the schema of the component of this `kind` at `target`.
fn schema_of(kind: &str, target: &Pointer, map: &Map<String, Value>) -> Option<Value> {
    let content = || {
        let content = map.get("content")?.as_object()?;
        let chosen = content
            .iter()
            .find(|(name, _)| is_json(name))
            .or_else(|| content.iter().next());
        let (name, media) = chosen?;
        media.get("schema")?;
        Some(target.child("content").child(name).child("schema"))
    };
    let place = match kind {
        "schemas" => Some(target.clone()),
        "responses" | "requestBodies" => content(),
        "parameters" | "headers" if map.contains_key("schema") => Some(target.child("schema")),
        "parameters" | "headers" => content(),
        _ => None,
    };
    place.map(|place| json!({ "$ref": format!("#{}", encoded(&place)) }))
}

/// A parameter as a header, without `name` and `in`.
fn header(parameter: &Map<String, Value>) -> Value {
    let keys = parameter
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "name" | "in" | "style" | "allowReserved"));
    Value::Object(keys.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// A pointer as the fragment of a reference.
pub(in crate::lint) fn encoded(pointer: &Pointer) -> String {
    pointer.as_str().replace('%', "%25")
}
