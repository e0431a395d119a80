//! progenitor has one type for all successes of an operation and one for all errors, and panics where the document has
//! several. Here the several become one component: an object with a property for each status, from whose fields the
//! finish pass `outcomes` reads the Rust types of the variants that it writes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Pass, Rewrite};
use crate::facts::{self, Facts, OperationFacts, Outcome, ResponseFacts, Status};
use crate::lint::resolve;
use crate::pointer::Pointer;

pub(super) const PASS: Pass = Pass {
    id: "responses",
    summary: "the successes of an operation become one response, and so do its errors, since progenitor has one type for each",
    run,
};

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    let mut components = BTreeMap::new();
    for operation in &facts.operations {
        let Some(plan) = Plan::of(document, operation) else {
            continue;
        };
        let mut rewrite = Rewrite::lossless(operation.pointer.child("responses"));
        let responses = plan.responses(&mut components, &mut rewrite.moved);
        if let Some(map) = document
            .pointer_mut(operation.pointer.as_str())
            .and_then(Value::as_object_mut)
        {
            map.insert("responses".to_owned(), Value::Object(responses));
            rewrites.push(rewrite);
        }
    }
    super::add_schemas(document, components);
    rewrites
}

/// What an operation's responses become.
struct Plan<'f> {
    operation: &'f OperationFacts,
    /// The responses as they stand, references followed, by their keys.
    listed: Vec<(String, Map<String, Value>)>,
}

impl<'f> Plan<'f> {
    /// `None` where progenitor can take the responses as they are.
    fn of(document: &Value, operation: &'f OperationFacts) -> Option<Self> {
        let map = document
            .pointer(operation.pointer.child("responses").as_str())?
            .as_object()?;
        let mut listed = Vec::new();
        let mut is_needed = matches!(
            (&operation.success, &operation.error),
            (Outcome::Union(_) | Outcome::Hoisted(_), _) | (_, Outcome::Union(_) | Outcome::Hoisted(_))
        );
        for (key, response) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(response) = resolve(document, response).and_then(Value::as_object) else {
                continue;
            };
            let mut response = response.clone();
            let chosen = response
                .get("content")
                .and_then(Value::as_object)
                .and_then(|content| facts::json(document, content));
            if let Some((name, content)) = chosen {
                let is_plain =
                    super::is_json(name) && content.get("schema").is_some() && content.get("encoding").is_none();
                is_needed |= !is_plain || is_passed_over(key);
                let schema = content.get("schema").cloned().unwrap_or_else(|| json!({}));
                response.insert(
                    "content".to_owned(),
                    json!({ "application/json": { "schema": schema } }),
                );
            }
            is_needed |= key == "101";
            listed.push((key.clone(), response));
        }
        is_needed.then_some(Self { operation, listed })
    }

    fn responses(
        &self,
        components: &mut BTreeMap<String, Value>,
        moved: &mut Vec<(Pointer, Pointer)>,
    ) -> Map<String, Value> {
        let operation = self.operation;
        let mut responses = Map::new();
        let successes = facts::successes(&operation.responses);
        let errors = facts::errors(&operation.responses);
        let default_succeeds = successes.iter().any(|response| response.status == Status::Default);
        let both_single = matches!(
            (&operation.success, &operation.error),
            (Outcome::Single, Outcome::Single)
        );
        match operation.success.union() {
            Some(name) => {
                responses.insert("200".to_owned(), typed(name));
                components.insert(name.to_owned(), union(name, &successes, moved));
            }
            None if default_succeeds && !both_single => self.keep(&mut responses, |key| key == "default", Some("200")),
            None => self.keep(&mut responses, |key| key.starts_with('2'), None),
        }
        match &operation.error {
            Outcome::Union(name) => {
                responses.insert("4XX".to_owned(), typed(name));
                components.insert(name.clone(), union(name, &errors, moved));
            }
            Outcome::Hoisted(name) => {
                responses.insert("4XX".to_owned(), typed(name));
                if let Some((at, _)) = errors.first().and_then(|error| error.schema.as_ref()) {
                    components.insert(name.clone(), super::schema_at(at));
                    moved.push((at.clone(), super::component(name)));
                }
            }
            Outcome::Single if default_succeeds && !both_single => {
                self.keep(&mut responses, |key| key == "default", Some("4XX"));
            }
            Outcome::Single => self.keep(&mut responses, |key| key == "default" || !key.starts_with('2'), None),
        }
        responses
    }

    /// Takes over the listed responses whose key is wanted, but those that progenitor must not see.
    fn keep(&self, responses: &mut Map<String, Value>, is_wanted: impl Fn(&str) -> bool, rename: Option<&str>) {
        for (key, response) in &self.listed {
            if is_wanted(key) && !is_passed_over(key) {
                let key = rename.unwrap_or(key);
                responses.entry(key).or_insert_with(|| Value::Object(response.clone()));
            }
        }
    }
}

/// Whether the client returns an answer with such a status without reading it.
fn is_passed_over(key: &str) -> bool {
    key.starts_with('1') || key.starts_with('3')
}

fn typed(component: &str) -> Value {
    let reference = format!("#/components/schemas/{component}");
    json!({ "description": "", "content": { "application/json": { "schema": { "$ref": reference } } } })
}

/// The object with a property for each response that has a schema.
fn union(name: &str, responses: &[&ResponseFacts], moved: &mut Vec<(Pointer, Pointer)>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for response in responses {
        let Some((at, _)) = &response.schema else { continue };
        let key = property(response.status);
        moved.push((at.clone(), super::component(name).child("properties").child(&key)));
        properties.insert(key.clone(), super::schema_at(at));
        required.push(Value::String(key));
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

/// The property that stands for a status.
pub(crate) fn property(status: Status) -> String {
    status.variant().to_lowercase()
}
