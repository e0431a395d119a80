//! Keys that OpenAPI 3.0 does not define in their place, and keys next to a `$ref`.

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Recovery, Severity};
use openapi_document::grammar::{METHODS, Object, Problem, ProblemKind, is_status};
use openapi_document::load::{self, Correction, Version};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::references::cycle;
use super::support::suggest::{closest, misspelt};

pub(super) const RULE: Rule = Rule {
    id: "unknown-key",
    summary: "OpenAPI defines every key of the document, or its name begins with `x-`",
    severities: &[Severity::Error, Severity::Warning, Severity::Note],
    why: "An unknown key is usually misspelt, and every reader ignores it. For example, a misspelt `required` makes a field optional without any other sign. The finding is an error if the key hides a path, an operation, a parameter, a body or a response.",
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
            ProblemKind::UnknownKey if is_own_keyword(context, problem) => {}
            ProblemKind::UnknownKey => findings.push(unknown(context, problem)),
            // A reference that leads back to itself is at fault, and not the keys next to it.
            ProblemKind::BesideRef if !is_in_cycle(context, problem) => findings.push(beside_ref(context, problem)),
            _ => {}
        }
    }
    let unknown = |correction: &&Correction| correction.kind == ProblemKind::UnknownKey;
    for correction in context.document.corrections.iter().filter(unknown) {
        let key = correction.pointer.last().unwrap_or_default();
        let finding = context.at_correction(RULE.id, correction, false, &message(correction.object, &key));
        let edits = renamed(context, &correction.pointer, correction.object, &key);
        findings.push(finding.with_help(help(correction.object, &key)).with_edits(edits));
    }
}

/// An unknown key in `paths` or `responses` may hide a path or a response, and a misspelt one may be next to the key that is
/// meant. Any other unknown key is ignored.
fn unknown(context: &Context<'_>, problem: &Problem) -> Finding {
    let (object, key) = (problem.object, problem.pointer.last().unwrap_or_default());
    let severity = match object {
        Object::Paths | Object::Responses => Severity::Error,
        _ if hidden(context, problem, &key).is_some() => Severity::Error,
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

/// Whether an unknown key is a keyword of the author, which schemas in OpenAPI 3.1 may have. A misspelt one is not.
fn is_own_keyword(context: &Context<'_>, problem: &Problem) -> bool {
    let key = problem.pointer.last().unwrap_or_default();
    let is_free = context.document.version > Version::V30 && problem.object == Object::Schema;
    let is_near = || closest(&key, Object::Schema.fields().iter().map(|field| field.name)).is_some();
    is_free && (foreign(Object::Schema, &key).is_some() || !is_near())
}

/// The key that is meant by one that hides a part of the API.
fn hidden(context: &Context<'_>, problem: &Problem, key: &str) -> Option<&'static str> {
    load::hidden_key(problem.object, key, context.document.at(&problem.pointer)?)
}

/// The edits that spell a key as it was meant, where the object around it has no such key.
fn renamed(context: &Context<'_>, place: &Pointer, object: Object, key: &str) -> Vec<Edit> {
    let meant = load::meant_key(object, key).or_else(|| {
        let fields = object.fields().iter().map(|field| field.name);
        let is_foreign = foreign(object, key).is_some();
        misspelt(key, fields).filter(|_| !is_foreign).map(str::to_owned)
    });
    let around = place.parent().unwrap_or_default();
    let is_free = |key: &String| context.document.spans.written(&around.child(key)).is_none();
    let edits = meant
        .filter(is_free)
        .map(|meant| edit::rename(context.document, place, &meant));
    edits.unwrap_or_default()
}

/// A key that is not a path is read as one if it has operations. A key that is not a status is read as the status that
/// it begins with. All others are removed, unless they may have operations.
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
            let status = || key.get(..3).filter(|status| is_status(status)).map(str::to_owned);
            let status = range(key).or_else(status);
            let around = place.parent()?;
            let status = status.filter(|status| context.document.at(&around.child(status)).is_none());
            Some(match status {
                Some(status) => Recovery::rename(place, status),
                None => Recovery::remove(place),
            })
        }
        // A recovery must not lose an operation.
        _ => hidden(context, problem, key)
            .filter(|meant| *meant != "paths" && !METHODS.contains(meant))
            .map(|_| Recovery::remove(place)),
    }
}

/// The range of statuses that is written as its first and its last one: `2XX` for `200-299`.
fn range(key: &str) -> Option<String> {
    let (first, last) = key.split_once('-')?;
    let class = first.trim().strip_suffix("00")?;
    let range = format!("{class}XX");
    (is_status(&range) && last.trim().strip_suffix("99") == Some(class)).then_some(range)
}

fn message(object: Object, key: &str) -> String {
    match object {
        Object::Paths => format!("`{key}` is not a path: a path begins with `/`"),
        Object::Responses => format!("`{key}` is not a status, a range of statuses or `default`"),
        object => format!("{} has no key `{key}`", object.described()),
    }
}

fn help(object: Object, key: &str) -> String {
    match object {
        Object::Paths if key.contains("://") => return "write the path only; the host is in `servers`".to_owned(),
        Object::Paths => return format!("write `/{key}`"),
        Object::Responses => {
            let range = range(key).unwrap_or_else(|| key.to_ascii_uppercase());
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
    let has_schema = matches!(object, Object::Parameter | Object::Header | Object::MediaType);
    if has_schema && (key == "$ref" || is_key_of(Object::Schema, key)) {
        return format!("move `{key}` into `schema`, which describes the value");
    }
    if matches!(object, Object::RequestBody | Object::Response) && is_key_of(Object::MediaType, key) {
        return format!("move `{key}` into a media type, such as `application/json`, below `content`");
    }
    if object == Object::Operation && is_key_of(Object::PathItem, key) {
        return format!("move `{key}` into the path item, next to the operation");
    }
    "remove it, or start its name with `x-` if it is an extension".to_owned()
}

fn is_key_of(object: Object, key: &str) -> bool {
    object.fields().iter().any(|field| field.name == key)
}

/// What to write instead of a key from another version of OpenAPI or from JSON Schema.
fn foreign(object: Object, key: &str) -> Option<&'static str> {
    let help = match (object, key) {
        (Object::Schema, "const") => "OpenAPI 3.0 has no `const`; use an `enum` with this one value",
        // It is unknown in OpenAPI 3.1 only.
        (Object::Schema, "nullable") => {
            "OpenAPI 3.1 has no `nullable`; list the type with 'null': `type: [string, 'null']`"
        }
        (Object::Schema, "examples") => "a schema in OpenAPI 3.0 has only one example; use `example`",
        (Object::Schema, "patternProperties" | "propertyNames" | "unevaluatedProperties") => {
            "OpenAPI 3.0 describes other properties with `additionalProperties` only"
        }
        (Object::Schema, "prefixItems" | "contains" | "additionalItems") => {
            "OpenAPI 3.0 describes all items of an array with the one schema in `items`"
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
            "move reusable schemas to `components.schemas`"
        }
        (Object::OpenApi, "webhooks" | "jsonSchemaDialect") | (Object::Components, "pathItems") => {
            "this key is new in OpenAPI 3.1; remove it"
        }
        (Object::Info, "summary") => "this key is new in OpenAPI 3.1; use `description`",
        (Object::License, "identifier") => "this key is new in OpenAPI 3.1; use `url`",
        (Object::OpenApi, "host" | "basePath" | "schemes") => "OpenAPI lists servers in `servers`",
        (Object::OpenApi | Object::Operation, "consumes" | "produces") => {
            "in OpenAPI, media types are the keys of `content`"
        }
        (Object::Parameter | Object::Header, "collectionFormat") => "OpenAPI has `style` and `explode` for this",
        (Object::Response, "schema" | "examples") => "move this key below a media type in `content`",
        _ => return None,
    };
    Some(help)
}

fn is_in_cycle(context: &Context<'_>, problem: &Problem) -> bool {
    let Some(owner) = problem.pointer.parent() else {
        return false;
    };
    let target = context
        .document
        .at(&owner)
        .and_then(|owner| owner.get("$ref")?.as_str());
    target.is_some_and(|target| !cycle(context, &owner, target).is_empty())
}

/// In OpenAPI 3.1, a reference may have its own `summary` and `description`, which the client does not use.
fn beside_ref(context: &Context<'_>, problem: &Problem) -> Finding {
    let key = problem.pointer.last().unwrap_or_default();
    if context.document.version > Version::V30 && matches!(key.as_str(), "summary" | "description") {
        let message =
            format!("`{key}` next to a `$ref` is not used: the documentation is taken from the target of the `$ref`");
        return context
            .at_key(RULE.id, Severity::Note, &problem.pointer, message)
            .with_help("move it to the target of the `$ref`");
    }
    let version = match context.document.version {
        Version::V30 => "3.0",
        Version::V31 => "3.1",
    };
    let message = format!("`{key}` next to a `$ref` is ignored in OpenAPI {version}");
    let help = if problem.object == Object::Schema {
        "make the `$ref` the only member of an `allOf` and keep the other keys next to it, or remove the key"
    } else {
        "remove it, or move it to the target of the `$ref`"
    };
    context
        .at_key(RULE.id, Severity::Warning, &problem.pointer, message)
        .with_help(help)
}
