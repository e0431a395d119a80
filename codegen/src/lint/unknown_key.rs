//! A key that OpenAPI 3.0 does not know where it stands, and keys beside `$ref`.

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Recovery, Severity};
use openapi_document::grammar::{METHODS, Object, Problem, ProblemKind, is_status};
use openapi_document::load::{self, Correction, Version};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::suggest::closest;

pub(super) const RULE: Rule = Rule {
    id: "unknown-key",
    summary: "a key that OpenAPI does not know is most often misspelt, and every reader ignores it",
    severities: &[Severity::Error, Severity::Warning, Severity::Note],
    why: "A misspelt `required` makes a field optional without any other sign. It is an error where the key hides a path or a response.",
    bad: "\
components:
  schemas:
    Book:
      type: object
      requird: [title]
      properties:
        title: { type: string }
",
    good: "\
components:
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        title: { type: string }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for problem in &context.nodes.problems {
        match problem.kind {
            ProblemKind::UnknownKey => findings.push(unknown(context, problem)),
            ProblemKind::BesideRef => findings.push(beside_ref(context, problem)),
            _ => {}
        }
    }
    let unknown = |mend: &&Correction| mend.kind == ProblemKind::UnknownKey;
    for mend in context.document.corrections.iter().filter(unknown) {
        let key = mend.pointer.last().unwrap_or_default();
        let finding = context.at_correction(RULE.id, mend, false, &message(mend.object, &key));
        let edits = renamed(context, &mend.pointer, mend.object, &key);
        findings.push(finding.with_help(help(mend.object, &key)).with_edits(edits));
    }
}

/// A key that is no status may hide a response; every other one is ignored.
fn unknown(context: &Context<'_>, problem: &Problem) -> Finding {
    let (object, key) = (problem.object, problem.pointer.last().unwrap_or_default());
    let severity = match object {
        Object::Paths | Object::Responses => Severity::Error,
        _ => Severity::Warning,
    };
    context
        .at_key(RULE.id, severity, &problem.pointer, message(object, &key))
        .with_help(help(object, &key))
        .with_edits(renamed(
            context,
            &context.document.author(&problem.pointer),
            object,
            &key,
        ))
        .with_recovery(recovery(context, problem, &key))
}

/// The edits that spell a key as it was meant, where the object around it has no such key.
fn renamed(context: &Context<'_>, place: &Pointer, object: Object, key: &str) -> Vec<Edit> {
    let meant = load::meant_key(object, key).or_else(|| {
        let fields = object.fields().iter().map(|field| field.name);
        let is_foreign = foreign(object, key).is_some();
        closest(key, fields).filter(|_| !is_foreign).map(str::to_owned)
    });
    let around = place.parent().unwrap_or_default();
    let is_free = |key: &String| context.document.spans.written(&around.child(key)).is_none();
    let edits = meant
        .filter(is_free)
        .map(|meant| edit::rename(context.document, place, &meant));
    edits.unwrap_or_default()
}

/// A key that is no path is read as one where it has operations; one that is no status says of no answer what it is.
fn recovery(context: &Context<'_>, problem: &Problem, key: &str) -> Option<Recovery> {
    let place = problem.pointer.clone();
    match problem.object {
        Object::Paths => {
            let item = context.document.at(&place).and_then(Value::as_object);
            let is_item = |item: &serde_json::Map<String, Value>| METHODS.iter().any(|key| item.contains_key(*key));
            if !item.is_some_and(is_item) {
                return Some(Recovery::remove(place));
            }
            let path = format!("/{key}");
            let is_free = context.document.at(&place.parent()?.child(&path)).is_none();
            is_free.then(|| Recovery::rename(place, path))
        }
        Object::Responses => {
            let status = key.get(..3).filter(|status| is_status(status));
            let around = place.parent()?;
            let status = status.filter(|status| context.document.at(&around.child(status)).is_none());
            Some(match status {
                Some(status) => Recovery::rename(place, status.to_owned()),
                None => Recovery::remove(place),
            })
        }
        _ => None,
    }
}

fn message(object: Object, key: &str) -> String {
    match object {
        Object::Paths => format!("`{key}` is no path: a path begins with `/`"),
        Object::Responses => format!("`{key}` is no status, no range of statuses and not `default`"),
        object => format!("{} has no key `{key}`", object.described()),
    }
}

fn help(object: Object, key: &str) -> String {
    match object {
        Object::Paths => return format!("write `/{key}`"),
        Object::Responses => {
            let range = key.to_ascii_uppercase();
            let meant = if is_status(&range) {
                Some(range.as_str())
            } else {
                closest(key, ["default"])
            };
            return match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write a status such as `404`, a range such as `4XX`, or `default`".to_owned(),
            };
        }
        _ => {}
    }
    if let Some(help) = foreign(object, key) {
        return help.to_owned();
    }
    if let Some(meant) = closest(key, object.fields().iter().map(|field| field.name)) {
        return format!("did you mean `{meant}`?");
    }
    if matches!(object, Object::Parameter | Object::Header) && is_key_of(Object::Schema, key) {
        return format!("`{key}` describes the value, so it stands below `schema`");
    }
    if object == Object::Operation && is_key_of(Object::PathItem, key) {
        return format!("`{key}` stands beside the operation, in the path item");
    }
    "remove it, or let its name begin with `x-` if it is an extension".to_owned()
}

fn is_key_of(object: Object, key: &str) -> bool {
    object.fields().iter().any(|field| field.name == key)
}

/// What to write instead of a key that another version of OpenAPI or JSON Schema has.
fn foreign(object: Object, key: &str) -> Option<&'static str> {
    let help = match (object, key) {
        (Object::Schema, "const") => "OpenAPI 3.0 has no `const`; write an `enum` with this one value",
        (Object::Schema, "examples") => "a schema of OpenAPI 3.0 has one `example`",
        (Object::Schema, "patternProperties" | "propertyNames" | "unevaluatedProperties") => {
            "OpenAPI 3.0 describes further properties with `additionalProperties` only"
        }
        (Object::Schema, "prefixItems" | "contains" | "additionalItems") => {
            "OpenAPI 3.0 describes all items of an array by the one schema in `items`"
        }
        (Object::Schema, "contentEncoding" | "contentMediaType") => {
            "OpenAPI 3.0 has the formats `byte` (base64) and `binary` for this"
        }
        (Object::Schema, "if" | "then" | "else" | "dependentRequired" | "dependentSchemas" | "dependencies") => {
            "OpenAPI 3.0 has no conditional schemas; use `oneOf`"
        }
        (Object::Schema, "$schema" | "$id" | "id" | "$anchor" | "$comment" | "$dynamicRef" | "$dynamicAnchor") => {
            "this belongs to JSON Schema documents; remove it"
        }
        (Object::Schema, "$defs" | "definitions") | (Object::OpenApi, "definitions") => {
            "reusable schemas stand in `components.schemas`"
        }
        (Object::OpenApi, "webhooks" | "jsonSchemaDialect") | (Object::Components, "pathItems") => {
            "this came with OpenAPI 3.1; remove it"
        }
        (Object::Info, "summary") => "this came with OpenAPI 3.1; write it into `description`",
        (Object::License, "identifier") => "this came with OpenAPI 3.1; give the license's `url`",
        (Object::OpenApi, "host" | "basePath" | "schemes") => "OpenAPI 3.0 names servers in `servers`",
        (Object::OpenApi | Object::Operation, "consumes" | "produces") => {
            "OpenAPI 3.0 names media types as the keys of `content`"
        }
        (Object::Parameter | Object::Header, "collectionFormat") => "OpenAPI 3.0 has `style` and `explode` for this",
        (Object::Response, "schema" | "examples") => "this stands below a media type in `content`",
        _ => return None,
    };
    Some(help)
}

/// In OpenAPI 3.1 a reference may carry a text of its own, which says nothing that a client acts on.
fn beside_ref(context: &Context<'_>, problem: &Problem) -> Finding {
    let key = problem.pointer.last().unwrap_or_default();
    if context.document.version > Version::V30 && matches!(key.as_str(), "summary" | "description") {
        let message = format!("`{key}` beside a `$ref` is not used: the documentation is that of where it leads");
        return context
            .at_key(RULE.id, Severity::Note, &problem.pointer, message)
            .with_help("write it where the `$ref` leads");
    }
    let message = format!("`{key}` stands beside a `$ref`, where OpenAPI 3.0 ignores it");
    let help = if problem.object == Object::Schema {
        "write the reference as the only member of an `allOf` and the rest beside that, or remove the key"
    } else {
        "remove it, or write it where the `$ref` leads"
    };
    context
        .at_key(RULE.id, Severity::Warning, &problem.pointer, message)
        .with_help(help)
}
