//! Examples and defaults, each with the schema that it must match.

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::media::is_json;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::schema_check::{self, Direction, Mismatch};

/// A value, with the schema that it must match.
pub(in crate::lint) struct Sample<'d> {
    /// The value's place.
    pub at: Pointer,
    /// The value.
    pub value: &'d Value,
    /// The schema.
    pub schema: &'d Value,
    /// Whether the client has a type for the value. It has none for most media types.
    pub is_typed: bool,
    schema_at: Pointer,
    direction: Direction,
}

impl<'d> Sample<'d> {
    /// The findings of `rule` about this value. `what` is its name in messages.
    pub(in crate::lint) fn findings(
        &self,
        context: &Context<'d>,
        rule: &'static str,
        severity: Severity,
        what: &str,
    ) -> Vec<Finding> {
        self.mismatches(context)
            .into_iter()
            .map(|mismatch| self.finding(context, rule, severity, what, &mismatch))
            .collect()
    }

    /// Whether the value matches its schema.
    pub(in crate::lint) fn is_valid(&self, context: &Context<'d>) -> bool {
        self.mismatches(context).iter().all(|mismatch| mismatch.is_form)
    }

    /// The pointer from this value to a place inside it.
    pub(in crate::lint) fn inside<'p>(&self, place: &'p Pointer) -> &'p str {
        place.as_str().get(self.at.as_str().len()..).unwrap_or_default()
    }

    fn mismatches(&self, context: &Context<'d>) -> Vec<Mismatch> {
        let schema = (self.schema, &self.schema_at);
        schema_check::check(context, self.direction, schema, (self.value, &self.at))
    }

    fn finding(
        &self,
        context: &Context<'d>,
        rule: &'static str,
        severity: Severity,
        what: &str,
        mismatch: &Mismatch,
    ) -> Finding {
        let inside = self.inside(&mismatch.at);
        let message = if inside.is_empty() {
            format!("this {what} {}", mismatch.message)
        } else {
            format!("`{inside}` in this {what} {}", mismatch.message)
        };
        let severity = if mismatch.is_form { Severity::Warning } else { severity };
        let finding = if mismatch.is_key {
            context.at_key(rule, severity, &mismatch.at, message)
        } else {
            context.at_value(rule, severity, &mismatch.at, message)
        };
        let finding = finding.with_help(format!("fix the {what}, or fix the schema if the {what} is right"));
        match &mismatch.secret {
            // Point at the line that makes the value a secret; do not show the secret.
            Some(schema) => Finding {
                span: context.document.value_span(schema),
                ..finding
            },
            None => finding,
        }
    }
}

/// The examples of parameters, headers, media types and schemas.
pub(in crate::lint) fn examples<'d>(context: &Context<'d>) -> Vec<Sample<'d>> {
    let mut samples = Vec::new();
    for node in context.served() {
        match node.object {
            Object::Schema => samples.extend(of_schema(node, "example")),
            Object::Parameter => beside(context, node, Direction::Request, &mut samples),
            Object::Header => beside(context, node, Direction::Response, &mut samples),
            Object::MediaType => beside(context, node, direction(&node.pointer), &mut samples),
            _ => {}
        }
    }
    samples
}

/// The defaults of schemas.
pub(in crate::lint) fn defaults<'d>(context: &Context<'d>) -> Vec<Sample<'d>> {
    let schemas = context.served().filter(|node| node.object == Object::Schema);
    schemas.filter_map(|node| of_schema(node, "default")).collect()
}

/// The value of `key` in a schema.
fn of_schema<'d>(node: &Node<'d>, key: &str) -> Option<Sample<'d>> {
    let value = node.map.get(key)?;
    let place = node.pointer.child(key);
    Some(Sample {
        at: place,
        value,
        schema_at: node.pointer.clone(),
        schema: node.value,
        is_typed: true,
        direction: Direction::Either,
    })
}

/// The values of `example` and `examples` next to a `schema`.
fn beside<'d>(context: &Context<'d>, node: &Node<'d>, direction: Direction, samples: &mut Vec<Sample<'d>>) {
    let Some(schema) = node.map.get("schema") else { return };
    let is_typed = node.object != Object::MediaType || node.pointer.last().is_some_and(|name| has_type(&name));
    let mut push = |at: Pointer, value: &'d Value| {
        if is_serialized(node, value) {
            return;
        }
        let schema_at = node.pointer.child("schema");
        samples.push(Sample {
            at,
            value,
            schema_at,
            schema,
            is_typed,
            direction,
        });
    };
    if let Some(value) = node.map.get("example") {
        push(node.pointer.child("example"), value);
    }
    for (name, example) in named(node.map) {
        let place = node.pointer.child("examples").child(name);
        let resolved = context.resolve_at(&place, example);
        let Some((at, Value::Object(example))) = resolved else {
            continue;
        };
        if let Some(value) = example.get("value") {
            push(at.child("value"), value);
        }
    }
}

fn named(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    map.get("examples").and_then(Value::as_object).into_iter().flatten()
}

/// Whether an example is an encoded body in a media type other than JSON. The schema does not describe the encoded form.
fn is_serialized(node: &Node<'_>, value: &Value) -> bool {
    node.object == Object::MediaType && value.is_string() && !node.pointer.last().is_some_and(|name| is_json(&name))
}

/// Whether the body of a media type has the type of its schema.
fn has_type(media: &str) -> bool {
    is_json(media) || media.starts_with("multipart/") || media.starts_with("application/x-www-form-urlencoded")
}

fn direction(pointer: &Pointer) -> Direction {
    if pointer.parts().any(|token| token == "responses") {
        Direction::Response
    } else {
        Direction::Request
    }
}
