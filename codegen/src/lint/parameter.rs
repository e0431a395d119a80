//! Parameters that the generated client cannot send, or would send otherwise than the document says.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::support::rust_type::{is_map, unwrapped};
use super::{Context, OperationNode, ParameterNode, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "parameter",
    summary: "progenitor takes path, query and header parameters with a schema, in OpenAPI's default style",
    check,
};

/// Header parameters that OpenAPI says in other places; section 4.7.12.1 tells readers to ignore them.
const ELSEWHERE: [(&str, &str); 3] = [
    ("accept", "the media types of the responses say what the client accepts"),
    (
        "content-type",
        "the media type of the request body says what the client sends",
    ),
    (
        "authorization",
        "a security scheme says how the client proves who it is",
    ),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for operation in context.operations() {
        let parameters = context.parameters(&operation);
        namesakes(context, &operation, &parameters, findings);
        for parameter in &parameters {
            let found = location(context, parameter)
                .or_else(|| content(context, parameter))
                .or_else(|| style(context, parameter))
                .or_else(|| value(context, parameter));
            findings.extend(found);
            findings.extend(elsewhere(context, parameter));
        }
    }
}

/// Parameters of one operation with one name: progenitor keeps the last one.
fn namesakes<'d>(
    context: &Context<'d>,
    operation: &OperationNode<'d>,
    parameters: &[ParameterNode<'d>],
    findings: &mut Vec<Finding>,
) {
    let mut ordered: Vec<_> = parameters
        .iter()
        .filter(|parameter| !parameter.name().is_empty())
        .collect();
    ordered.sort_by_key(|parameter| context.start(&parameter.pointer));
    let mut first_uses: HashMap<&str, &ParameterNode<'_>> = HashMap::new();
    for parameter in ordered {
        let Some(first) = first_uses.get(parameter.name()) else {
            first_uses.insert(parameter.name(), parameter);
            continue;
        };
        let name = parameter.name();
        let message = if first.location() == parameter.location() {
            format!(
                "the parameter `{name}` stands twice in `{} {}`",
                operation.method.to_uppercase(),
                operation.path
            )
        } else {
            let (one, two) = (first.location(), parameter.location());
            format!(
                "the parameter `{name}` is in the {one} and in the {two}; progenitor tells parameters apart by name only"
            )
        };
        let place = if parameter.target == parameter.pointer {
            parameter.pointer.child("name")
        } else {
            parameter.pointer.clone()
        };
        let finding = context.at_value(RULE.id, Severity::Error, &place, message);
        let label = context.document.value_span(&first.target.child("name"));
        findings.push(
            finding
                .with_label(label, "it stands here too")
                .with_help("keep one of the two"),
        );
    }
}

fn location(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    if parameter.location() != "cookie" {
        return None;
    }
    let message = format!(
        "the cookie `{}` cannot be sent: progenitor takes no cookie parameters",
        parameter.name()
    );
    let finding = context.at_value(RULE.id, Severity::Error, &parameter.target.child("in"), message);
    Some(finding.with_help("remove it, and let the client's user set the header `Cookie`"))
}

fn content(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    if !parameter.map.contains_key("content") || parameter.map.contains_key("schema") {
        return None;
    }
    let message = format!(
        "the parameter `{}` has a media type, which progenitor does not take",
        parameter.name()
    );
    let finding = context.at_key(RULE.id, Severity::Error, &parameter.target.child("content"), message);
    Some(finding.with_help("describe the parameter's text by a `schema` of type `string`"))
}

fn style(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    let style = parameter.map.get("style")?.as_str()?;
    let taken = match parameter.location() {
        "query" => "form",
        "path" | "header" => "simple",
        _ => return None,
    };
    if style == taken {
        return None;
    }
    let message = format!(
        "progenitor does not send {} parameters in the style `{style}`",
        parameter.location()
    );
    let finding = context.at_value(RULE.id, Severity::Error, &parameter.target.child("style"), message);
    Some(finding.with_help(format!("`{taken}` is the style that it sends")))
}

/// Judges what the parameter holds.
fn value(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    let schema = parameter.map.get("schema")?;
    let place = parameter.target.child("schema");
    let map = unwrapped(context, schema)?;
    let (name, location) = (parameter.name(), parameter.location());
    let error = |message: String| context.at_key(RULE.id, Severity::Error, &place, message);
    match (location, form(context, map)) {
        (_, Form::Struct) => {
            let message = format!("the parameter `{name}` is an object, and progenitor sends objects in bodies only");
            Some(error(message).with_help("give each of its properties a parameter of its own"))
        }
        ("path" | "header", form @ (Form::List | Form::Map)) => {
            let what = if form == Form::List { "a list" } else { "an object" };
            let message = format!("the {location} parameter `{name}` is {what}, which progenitor cannot write as text");
            Some(error(message).with_help("describe it as a `string` and let the caller write it"))
        }
        ("path" | "header", Form::Mixed) => {
            let message = format!(
                "the {location} parameter `{name}` is not always a scalar, and progenitor writes only those as text"
            );
            Some(error(message).with_help("describe it as a `string` and let the caller write it"))
        }
        ("path" | "header", _) if is_nullable(map) || schema.as_object().is_some_and(is_nullable) => {
            let message = format!("the {location} parameter `{name}` is `nullable`, and null has no form as text");
            Some(error(message).with_help("remove `nullable`; a header that is not `required` may be left out"))
        }
        ("query", Form::List) if parameter.map.get("explode") == Some(&Value::Bool(false)) => {
            let message = format!("the client sends the list `{name}` as `{name}=1&{name}=2`, not as `{name}=1,2`");
            let finding = context.at_value(RULE.id, Severity::Error, &parameter.target.child("explode"), message);
            Some(finding.with_help("describe it as a `string` and let the caller join the values"))
        }
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Scalar,
    List,
    Map,
    Struct,
    /// Alternatives, one of which is no scalar.
    Mixed,
}

fn form(context: &Context<'_>, map: &Map<String, Value>) -> Form {
    let kind = map.get("type").and_then(Value::as_str);
    let is_object = kind == Some("object") || (kind.is_none() && map.contains_key("properties"));
    let mut alternatives = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| map.get(*key)?.as_array())
        .flatten();
    match kind {
        Some("array") => Form::List,
        _ if is_object && is_map(map) && !map.contains_key("allOf") => Form::Map,
        _ if is_object => Form::Struct,
        _ if alternatives.any(|schema| !is_scalar(context, schema)) => Form::Mixed,
        _ => Form::Scalar,
    }
}

/// Whether an alternative is written as text; alternatives of its own are not followed.
fn is_scalar(context: &Context<'_>, schema: &Value) -> bool {
    let Some(map) = unwrapped(context, schema) else {
        return true;
    };
    !["oneOf", "anyOf", "properties"]
        .iter()
        .any(|key| map.contains_key(*key))
        && !matches!(map.get("type").and_then(Value::as_str), Some("array" | "object"))
}

fn is_nullable(map: &Map<String, Value>) -> bool {
    map.get("nullable") == Some(&Value::Bool(true))
}

fn elsewhere(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    if parameter.location() != "header" {
        return None;
    }
    let name = parameter.name();
    let (_, why) = ELSEWHERE.iter().find(|(header, _)| name.eq_ignore_ascii_case(header))?;
    let message =
        format!("OpenAPI tells readers to ignore a header parameter `{name}`, and progenitor does not: {why}");
    let finding = context.at_value(RULE.id, Severity::Warning, &parameter.target.child("name"), message);
    Some(finding.with_help("remove the parameter"))
}
