//! progenitor sends a request body of one media type, always, and knows four of them. Here every body becomes what it has
//! a Rust argument for: a typed value that must be there stays the body, as `application/json` whatever it is sent as;
//! everything else (text, bytes, a body that may be left out, one of several media types) becomes a parameter named
//! `body`. What is sent is written by the finish pass `send`, and the enumeration of several media types by the finish
//! pass `choices`, from the component that is made of them here.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Pass, Rewrite};
use crate::emit::RUST_TYPE;
use crate::facts::{BodyFacts, BodyKind, Facts, OperationFacts, PartKind, RequestFacts};
use crate::names;

pub(super) const PASS: Pass = Pass {
    id: "bodies",
    summary: "a request body of whatever media types becomes the one argument that progenitor has for it",
    run,
};

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut lowering = Lowering {
        upload: facts.upload.as_deref(),
        components: BTreeMap::new(),
        rewrites: Vec::new(),
    };
    for operation in &facts.operations {
        let place = operation.lowered();
        let Some(map) = document.pointer_mut(place.as_str()).and_then(Value::as_object_mut) else {
            continue;
        };
        let had = map.remove("requestBody");
        if let Some(request) = &operation.request {
            let is_plain = had.is_some_and(|body| is_plain(&body));
            lowering.body(map, operation, request, is_plain);
        }
    }
    let Lowering {
        upload,
        mut components,
        rewrites,
    } = lowering;
    if let Some(upload) = upload {
        components.insert(upload.to_owned(), opaque("crate::support::Upload"));
    }
    super::add_schemas(document, components);
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("requestBodies");
    }
    rewrites
}

/// Whether progenitor could have taken the body as it stands.
fn is_plain(body: &Value) -> bool {
    let content = body.get("content").and_then(Value::as_object);
    body.get("required") == Some(&Value::Bool(true))
        && content.is_some_and(|content| {
            content.len() == 1
                && content
                    .get("application/json")
                    .is_some_and(|json| json.get("schema").is_some())
        })
}

/// A schema that stands for a Rust type which is written elsewhere.
fn opaque(rust_type: &str) -> Value {
    json!({ "type": "object", RUST_TYPE: rust_type })
}

fn reference(component: &str) -> Value {
    json!({ "$ref": format!("#{}", super::component(component)) })
}

struct Lowering<'f> {
    upload: Option<&'f str>,
    components: BTreeMap<String, Value>,
    rewrites: Vec<Rewrite>,
}

impl Lowering<'_> {
    fn body(&mut self, map: &mut Map<String, Value>, operation: &OperationFacts, request: &RequestFacts, plain: bool) {
        let rewrite = Rewrite::lossless(operation.pointer.child("requestBody"));
        let is_lost = |body: &&BodyFacts| body.is_untyped && request.is_degraded();
        for body in request.bodies.iter().filter(is_lost) {
            let what = match body.kind {
                BodyKind::Text => "a text",
                _ => "bytes",
            };
            let what = format!(
                "the client takes a body of `{}` as {what}, not as its schema",
                body.media_type
            );
            self.rewrites.push(Rewrite::lossy(body.pointer.child("schema"), what));
        }
        match request.single().filter(|body| body.kind.is_typed() && request.required) {
            Some(body) => {
                let schema = self.schema(body);
                map.insert("requestBody".to_owned(), typed(request, &schema));
                if !plain {
                    self.rewrites.push(rewrite);
                }
            }
            None => {
                let schema = self.argument(request);
                let mut parameter = json!({
                    "name": "body", "in": "query", "required": request.required, "schema": schema,
                });
                if let (Some(text), Some(parameter)) = (&request.description, parameter.as_object_mut()) {
                    parameter.insert("description".to_owned(), Value::String(text.clone()));
                }
                let parameters = map.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
                if let Some(parameters) = parameters.as_array_mut() {
                    parameters.push(parameter);
                }
                self.rewrites.push(rewrite);
            }
        }
    }

    /// The schema of the parameter that a body becomes.
    fn argument(&mut self, request: &RequestFacts) -> Value {
        let (Some(name), None) = (&request.union, request.single()) else {
            let single = request.bodies.first();
            return single.map_or_else(|| json!({}), |body| self.schema(body));
        };
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for body in &request.bodies {
            let key = property(body);
            properties.insert(key.clone(), self.schema(body));
            required.push(key);
        }
        let union = json!({ "type": "object", "properties": properties, "required": required });
        self.components.insert(name.clone(), union);
        reference(name)
    }

    /// The schema of a body.
    fn schema(&mut self, body: &BodyFacts) -> Value {
        match (body.kind, &body.schema) {
            (BodyKind::Text, _) => json!({ "type": "string" }),
            (BodyKind::Bytes, _) => self.upload.map_or_else(|| json!({}), reference),
            _ if !body.parts.is_empty() => {
                let form = self.form(body);
                self.components.insert(body.type_name.clone(), form);
                reference(&body.type_name)
            }
            (BodyKind::Form | BodyKind::Multipart, None) => {
                json!({ "type": "object", "additionalProperties": { "type": "string" } })
            }
            (BodyKind::Json, None) => json!({}),
            (BodyKind::Json, Some((_, schema))) if schema.as_object().is_some_and(Map::is_empty) => json!({}),
            (_, Some((place, _))) => super::schema_at(place),
        }
    }

    /// The object of a form's parts, in which files are uploads.
    fn form(&self, body: &BodyFacts) -> Value {
        let upload = || self.upload.map_or_else(|| json!({}), reference);
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let mut form = Map::from_iter([("type".to_owned(), Value::String("object".to_owned()))]);
        for part in &body.parts {
            let (place, _) = &part.schema;
            let schema = match part.kind {
                PartKind::File => upload(),
                PartKind::Files => json!({ "type": "array", "items": upload() }),
                PartKind::Value => super::schema_at(place),
            };
            match &part.name {
                Some(name) => {
                    properties.insert(name.clone(), schema);
                    required.extend(part.required.then(|| Value::String(name.clone())));
                }
                None => {
                    form.insert("additionalProperties".to_owned(), schema);
                }
            }
        }
        form.insert("properties".to_owned(), Value::Object(properties));
        form.insert("required".to_owned(), Value::Array(required));
        Value::Object(form)
    }
}

fn typed(request: &RequestFacts, schema: &Value) -> Value {
    let mut body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    if let (Some(text), Some(body)) = (&request.description, body.as_object_mut()) {
        body.insert("description".to_owned(), Value::String(text.clone()));
    }
    body
}

/// The property that stands for a media type.
pub(crate) fn property(body: &BodyFacts) -> String {
    names::field_name(&body.variant)
}
