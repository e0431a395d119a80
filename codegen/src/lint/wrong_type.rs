//! A value of another type than OpenAPI 3.0 requires in its place.

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Recovery, Severity};
use openapi_document::grammar::{Expect, METHODS, Object, Problem, ProblemKind};
use openapi_document::load::{Correction, Style};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::missing_key::is_vital;
use super::support::recovery::hole;
use super::support::suggest::{did_you_mean, misspelt};

pub(super) const RULE: Rule = Rule {
    id: "wrong-type",
    summary: "a value has the type that OpenAPI requires",
    severities: &[Severity::Error, Severity::Warning],
    why: "Some readers convert a value of the wrong type, some drop it, some reject the document. The finding is an error if the generator cannot tell what the author meant.",
    bad: "\
components:
  schemas:
    Book: { type: objekt }
",
    good: "\
components:
  schemas:
    Book: { type: object }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for problem in &context.nodes.problems {
        let ProblemKind::WrongType(expect) = problem.kind else {
            continue;
        };
        let Some(value) = context.document.at(&problem.pointer) else {
            continue;
        };
        findings.push(finding(context, problem, expect, value));
    }
    for correction in &context.document.corrections {
        findings.extend(corrected(context, correction));
    }
}

/// The finding for a wrong value that was read as a right one.
fn corrected(context: &Context<'_>, correction: &Correction) -> Option<Finding> {
    let what = what(context, &correction.pointer);
    let (message, help) = match correction.kind {
        ProblemKind::WrongType(expect) => {
            let help = help(
                context,
                &correction.pointer,
                correction.object,
                expect,
                &correction.written,
            );
            (
                message(&what, expect, &correction.written),
                help.unwrap_or_else(|| format!("write {}", wanted(expect))),
            )
        }
        ProblemKind::Repeated => (
            format!("{what} is already in the list"),
            "remove the duplicate".to_owned(),
        ),
        _ => return None,
    };
    let edits = match correction.kind {
        ProblemKind::WrongType(expect) => edits(
            context,
            &correction.pointer,
            correction.object,
            expect,
            &correction.written,
        ),
        _ => Vec::new(),
    };
    let finding = context.at_correction(RULE.id, correction, true, &message);
    Some(finding.with_help(help).with_edits(edits))
}

/// The edits that write a scalar as the kind that it was meant for: with quotes, without them, or spelt as OpenAPI has it.
fn edits(context: &Context<'_>, place: &Pointer, object: Object, expect: Expect, value: &Value) -> Vec<Edit> {
    let document = context.document;
    match (expect, value) {
        (Expect::Text, Value::Number(_) | Value::Bool(_)) => {
            let span = document.spans.written(place).map(|place| place.value.clone());
            span.map(|span| edit::quote(document, span)).unwrap_or_default()
        }
        (Expect::Boolean, Value::String(word)) if matches!(word.as_str(), "true" | "false") => {
            edit::replace(document, place, word)
        }
        (Expect::Number | Expect::Count, Value::String(word))
            if serde_json::from_str::<serde_json::Number>(word).is_ok() =>
        {
            edit::replace(document, place, word)
        }
        (Expect::OneOf(words), Value::String(word)) => {
            let is_type = object == Object::Schema && place.last().as_deref() == Some("type");
            let meant = if is_type {
                exact_type(word).or_else(|| misspelt(word, words.iter().copied()))
            } else {
                misspelt(word, words.iter().copied())
            };
            meant
                .map(|meant| edit::retype(document, place, meant))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The type that authors mean by a word of another language, where no format belongs to it.
fn exact_type(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "int" => Some("integer"),
        "bool" => Some("boolean"),
        "str" | "text" => Some("string"),
        "dict" | "map" | "hash" => Some("object"),
        "list" => Some("array"),
        _ => None,
    }
}

fn finding(context: &Context<'_>, problem: &Problem, expect: Expect, value: &Value) -> Finding {
    let message = message(&what(context, &problem.pointer), expect, value);
    // An empty YAML value has no text, so the finding points at its key.
    let finding = if value.is_null() {
        context.at_key(RULE.id, Severity::Error, &problem.pointer, message)
    } else {
        context.at_value(RULE.id, Severity::Error, &problem.pointer, message)
    };
    let place = context.document.author(&problem.pointer);
    let finding = finding.with_recovery(recovery(context, problem, expect, value));
    let finding = finding.with_edits(edits(context, &place, problem.object, expect, value));
    match help(context, &place, problem.object, expect, value) {
        Some(help) => finding.with_help(help),
        None => finding.with_help(format!("write {}", wanted(expect))),
    }
}

/// What is read instead: free-form JSON or nothing, but never less operations.
fn recovery(context: &Context<'_>, problem: &Problem, expect: Expect, value: &Value) -> Option<Recovery> {
    let (place, owner) = (&problem.pointer, problem.object);
    if place.last().as_deref() == Some("$ref") {
        // An invalid `$ref` is ignored, and the keys next to it are read.
        return Some(Recovery::remove(place.clone()));
    }
    if let Some(object) = vital_for(context, place, owner) {
        return Some(Recovery::remove_object(object, owner.name()));
    }
    match (expect, value) {
        (Expect::Is(Object::OpenApi), _) => None,
        (Expect::Is(Object::Paths | Object::PathItem), value) if has_operations(value) => None,
        (Expect::Is(object) | Expect::IsOrRef(object), _) => Some(hole(place, object)),
        (Expect::List(Expect::IsOrRef(Object::Parameter)), Value::Object(map))
            if map.values().all(Value::is_object) =>
        {
            let items = map.values().cloned().collect();
            Some(Recovery::replace(place.clone(), Value::Array(items), "a list"))
        }
        // Without the scheme the client would send no credential.
        (Expect::List(_), _) if owner == Object::SecurityRequirement => Some(Recovery::replace(
            place.clone(),
            Value::Array(Vec::new()),
            "an empty list",
        )),
        _ => Some(Recovery::remove(place.clone())),
    }
}

/// The place of the `owner` of the key at `place`, if the owner is left out without it.
fn vital_for(context: &Context<'_>, place: &Pointer, owner: Object) -> Option<Pointer> {
    let around = place.parent()?;
    let map = context.document.at(&around)?.as_object()?;
    is_vital(owner, map, &place.last()?).then_some(around)
}

/// Whether an operation stands somewhere in a list, where it has no path.
fn has_operations(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_operations),
        Value::Object(map) => map
            .iter()
            .any(|(key, value)| METHODS.contains(&key.as_str()) && value.is_object() || has_operations(value)),
        _ => false,
    }
}

fn what(context: &Context<'_>, pointer: &Pointer) -> String {
    let place = context.document.spans.get(pointer);
    match pointer.last() {
        Some(_) if place.is_some_and(|place| place.key.is_none()) => "this item".to_owned(),
        Some(key) => format!("`{key}`"),
        None => "the document".to_owned(),
    }
}

fn message(what: &str, expect: Expect, value: &Value) -> String {
    match (expect, value) {
        (Expect::OneOf(words), Value::String(_)) => format!("{what} must be {}", either(words)),
        (Expect::Count, Value::Number(number)) => format!("{what} must be {}, but is {number}", wanted(expect)),
        _ => format!("{what} must be {}, but is {}", wanted(expect), kind(value)),
    }
}

/// What to write instead. `place` is the place in the author's document.
fn help(context: &Context<'_>, place: &Pointer, object: Object, expect: Expect, value: &Value) -> Option<String> {
    let key = place.last().unwrap_or_default();
    let is_schema = object == Object::Schema;
    match (expect, value) {
        (Expect::OneOf(_), Value::String(word)) if key == "type" && word == "null" => {
            Some("write `nullable: true` to allow null in OpenAPI 3.0".to_owned())
        }
        (Expect::OneOf(words), Value::String(word)) => {
            let is_format =
                key == "type" && matches!(word.as_str(), "date" | "date-time" | "uuid" | "binary" | "password");
            let format = || is_format.then(|| format!("write `type: string` and `format: {word}`"));
            did_you_mean(word, words.iter().copied()).or_else(format)
        }
        (Expect::OneOf(_), Value::Array(_)) if is_schema && key == "type" => {
            Some("OpenAPI 3.0 allows one type; use `nullable: true` for null, and `oneOf` for several types".to_owned())
        }
        (Expect::Boolean, Value::Number(_)) if key.starts_with("exclusiveM") => {
            let bound = key.replace("exclusiveM", "m");
            Some(format!(
                "in OpenAPI 3.0, write the limit as `{bound}`, and add `{key}: true`"
            ))
        }
        (Expect::Number, Value::Bool(false)) if key.starts_with("exclusiveM") => Some(
            "remove it: a limit is not exclusive unless `exclusiveMinimum` or `exclusiveMaximum` says so".to_owned(),
        ),
        (Expect::Number, Value::Bool(_)) if key.starts_with("exclusiveM") => {
            let bound = key.replace("exclusiveM", "m");
            Some(format!("in OpenAPI 3.1, write the limit as `{key}`, without `{bound}`"))
        }
        (Expect::Boolean, Value::Array(_)) if is_schema && key == "required" => {
            Some("move the list to the schema that has the properties".to_owned())
        }
        (Expect::List(_), Value::Bool(_) | Value::String(_)) if is_schema && key == "required" => {
            Some("list the names of the required properties in the schema that has them".to_owned())
        }
        (Expect::Text, Value::Number(_) | Value::Bool(_)) => {
            let text = context.document.spans.written(place)?.value.clone();
            let text = context.document.source.text().get(text)?;
            let quote = if is_yaml(context) { '\'' } else { '"' };
            Some(format!("quote it: {quote}{text}{quote}"))
        }
        (Expect::Boolean, Value::String(word)) if matches!(word.as_str(), "true" | "false") => unquote(),
        (Expect::Number | Expect::Count, Value::String(word)) if word.parse::<f64>().is_ok() => unquote(),
        (_, Value::Null) => Some(format!("write {}, or remove the key", wanted(expect))),
        _ => None,
    }
}

fn unquote() -> Option<String> {
    Some("remove the quotes".to_owned())
}

/// Whether the document is written in YAML. JSON has no keys without quotes.
fn is_yaml(context: &Context<'_>) -> bool {
    context
        .document
        .spans
        .iter()
        .any(|(_, place)| place.key_style == Some(Style::Plain))
}

fn wanted(expect: Expect) -> String {
    match expect {
        Expect::Anything => "anything".to_owned(),
        Expect::Text => "a string".to_owned(),
        Expect::OneOf(words) => either(words),
        Expect::Boolean => "`true` or `false`".to_owned(),
        Expect::Count => "a non-negative integer".to_owned(),
        Expect::Number => "a number".to_owned(),
        Expect::Is(object) => object.described(),
        Expect::IsOrRef(object) => format!("{} or a `$ref` to one", object.described()),
        Expect::BooleanOrSchema => "`true`, `false` or a schema".to_owned(),
        Expect::List(_) => "an array".to_owned(),
        Expect::Map(_) => "an object".to_owned(),
    }
}

fn either(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        _ => quoted.concat(),
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
