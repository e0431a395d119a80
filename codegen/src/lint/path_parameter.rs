//! Path templates and path parameters that do not match each other.

use std::collections::{HashMap, HashSet};

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Recovery, Severity};
use openapi_document::grammar::Object;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, ParameterNode};
use serde_json::{Map, Value};

use super::Rule;
use super::support::suggest::{closest, did_you_mean, misspelt_name};

pub(super) const RULE: Rule = Rule {
    id: "path-parameter",
    summary: "every `{name}` in a path has a required path parameter of that name, and every path parameter is in the path",
    severities: &[Severity::Error, Severity::Warning],
    why: "Without a value for each `{name}`, a request has no URL. A parameter that the path does not contain is never sent.",
    bad: "\
paths:
  /books/{id}:
    get:
      operationId: getBook
      responses: { '204': { description: There is none. } }
",
    good: "\
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses: { '204': { description: There is none. } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    templates(context, findings);
    for operation in context.operations() {
        let Ok(names) = names(&operation.path) else { continue };
        let parameters = context.parameters(&operation);
        let declared: Vec<_> = parameters
            .iter()
            .filter(|parameter| parameter.location() == "path")
            .collect();
        undeclared(context, &operation, &names, &declared, findings);
        for parameter in declared {
            unused(context, parameter, &operation.path, &names, findings);
            optional(context, parameter, findings);
        }
    }
}

/// Findings about the templates themselves.
fn templates(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paths = Pointer::root().child("paths");
    let mut items: Vec<_> = context
        .served()
        .filter(|node| node.object == Object::PathItem && node.pointer.parent().as_ref() == Some(&paths))
        .collect();
    items.sort_by_cached_key(|item| context.start(&item.pointer));
    let mut first_uses: HashMap<String, Pointer> = HashMap::new();
    for item in items {
        let path = item.pointer.last().unwrap_or_default();
        let error = |message: String| context.at_key(RULE.id, Severity::Error, &item.pointer, message);
        let names = match names(&path) {
            Ok(names) => names,
            Err(problem) => {
                let help = "write each parameter as `{name}`; the name must not contain `/` or braces";
                let recovery = closed(context, &item.pointer, &path);
                let finding = error(format!("invalid path template: {problem}")).with_help(help);
                findings.push(finding.with_recovery(recovery));
                continue;
            }
        };
        let mut seen = HashSet::new();
        for name in names.iter().filter(|name| !seen.insert(**name)) {
            let message = format!("path parameter `{name}` occurs twice in the path; both places get the same value");
            let finding = context.at_key(RULE.id, Severity::Warning, &item.pointer, message);
            findings.push(finding.with_help("use a different name for each place in the path"));
        }
        let shape = names
            .iter()
            .fold(path.clone(), |path, name| path.replace(&format!("{{{name}}}"), "{}"));
        if let Some(first) = first_uses.get(&shape) {
            let message = "this path differs from another path only in the names of its parameters";
            let finding = context.at_key(RULE.id, Severity::Warning, &item.pointer, message);
            let finding = finding.with_label(context.document.key_span(first), "the other path");
            findings.push(finding.with_help("merge the two paths into one"));
        } else {
            first_uses.insert(shape, item.pointer.clone());
        }
    }
}

fn undeclared(
    context: &Context<'_>,
    operation: &OperationNode<'_>,
    names: &[&str],
    declared: &[&ParameterNode<'_>],
    findings: &mut Vec<Finding>,
) {
    let known: HashSet<_> = declared.iter().map(|parameter| parameter.name()).collect();
    let item = operation.pointer.parent().unwrap_or_default();
    let missing: Vec<_> = names.iter().filter(|name| !known.contains(**name)).collect();
    if missing.is_empty() {
        return;
    }
    let mut places = operation.owners_of_parameters().map(|(at, _)| at.child("parameters"));
    let is_effect = places.any(|place| context.document.is_left_out_inside(&place));
    // A parameter that was left out may be the missing one.
    let is_unclear = context.document.findings.iter().any(|finding| finding.is_recovered)
        || operation
            .owners_of_parameters()
            .any(|(at, map)| is_unclear(context, map, at, names));
    for name in missing {
        let message = format!(
            "`{}` does not declare path parameter `{name}`; it is treated as a required string",
            operation.method
        );
        let finding = context.at_key(RULE.id, Severity::Warning, &operation.pointer, message);
        let edits = if is_unclear {
            Vec::new()
        } else {
            declared_as(context, operation, name)
        };
        findings.push(
            finding
                .with_label(context.document.key_span(&item), "used here in the path")
                .with_help(format!(
                    "add a parameter with `name: {name}`, `in: path` and `required: true`"
                ))
                .with_edits(edits)
                .as_effect(is_effect),
        );
    }
}

/// Whether the parameters of `map`, an operation or a path item, may have a path parameter that is not understood: a reference
/// without a target, a name that is not in the path, or a misspelt key. It may declare what seems to be missing.
fn is_unclear(context: &Context<'_>, map: &Map<String, Value>, at: &Pointer, names: &[&str]) -> bool {
    let place = at.child("parameters");
    let is_unclear = |(index, value): (usize, &Value)| {
        let target = context.resolve_at(&place.item(index), value);
        let Some(parameter) = target.and_then(|(_, value)| value.as_object()) else {
            return true;
        };
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        match (text("in"), text("name")) {
            (Some("path"), Some(name)) => !names.contains(&name),
            // A parameter of the same name may have the wrong `in`.
            (Some("query" | "header" | "cookie"), Some(name)) => names.contains(&name),
            _ => true,
        }
    };
    let is_misspelt = |key: &String| closest(key, ["parameters", "$ref"]).is_some();
    match map.get("parameters") {
        Some(Value::Array(items)) => items.iter().enumerate().any(is_unclear),
        Some(_) => true,
        None => map.keys().any(is_misspelt),
    }
}

/// The edits that declare a path parameter of an operation, as the required text that it is taken for.
fn declared_as(context: &Context<'_>, operation: &OperationNode<'_>, name: &str) -> Vec<Edit> {
    let document = context.document;
    if !name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    {
        return Vec::new();
    }
    let flow = format!(r#"{{ "name": "{name}", "in": "path", "required": true, "schema": {{ "type": "string" }} }}"#);
    let operation_at = document.author(&operation.pointer);
    if operation.map.contains_key("parameters") {
        return edit::insert_item(document, &operation_at.child("parameters"), &flow);
    }
    // Keys are sorted by their places, so that the first of them is the first that the author has written.
    let first = operation.map.keys().map(|key| operation.pointer.child(key));
    let Some(first) = first.min_by_key(|key| context.start(key)) else {
        return Vec::new();
    };
    let lines = format!("\n  - {}", flow.replace('"', ""));
    edit::insert_before(
        document,
        &document.author(&first),
        "parameters",
        &lines,
        &format!("[{flow}]"),
    )
}

fn unused(
    context: &Context<'_>,
    parameter: &ParameterNode<'_>,
    path: &str,
    names: &[&str],
    findings: &mut Vec<Finding>,
) {
    let name = parameter.name();
    if name.is_empty() || names.contains(&name) {
        return;
    }
    let message = format!("path parameter `{name}` does not occur in the path `{path}` and is ignored");
    let edits = misspelt_name(name, names.iter().copied()).map(|meant| {
        edit::retype(
            context.document,
            &context.document.author(&parameter.target.child("name")),
            meant,
        )
    });
    let help = did_you_mean(name, names.iter().copied());
    let help = help.unwrap_or_else(|| format!("add `{{{name}}}` to the path, or remove the parameter"));
    let place = parameter.target.child("name");
    findings.push(
        context
            .at_value(RULE.id, Severity::Warning, &place, message)
            .with_help(help)
            .with_edits(edits.unwrap_or_default()),
    );
}

fn optional(context: &Context<'_>, parameter: &ParameterNode<'_>, findings: &mut Vec<Finding>) {
    let place = match parameter.map.get("required") {
        Some(Value::Bool(false)) => parameter.target.child("required"),
        None => parameter.target.child("in"),
        Some(_) => return,
    };
    let written = context.document.author(&place);
    let edits = if parameter.map.contains_key("required") {
        edit::replace(context.document, &written, "true")
    } else if closest("required", parameter.map.keys().map(String::as_str)).is_some() {
        // The parameter exists with a misspelt key, which another rule reports.
        Vec::new()
    } else {
        edit::insert_before(context.document, &written, "required", "true", "true")
    };
    let message = format!(
        "path parameter `{}` is treated as `required`, because every path parameter must be",
        parameter.name()
    );
    findings.push(
        context
            .at_value(RULE.id, Severity::Warning, &place, message)
            .with_help("write `required: true`")
            .with_edits(edits),
    );
}

/// A template in which every brace has its other one: a parameter ends with its part of the path, and begins with it. `None`
/// where another path is called so.
fn closed(context: &Context<'_>, place: &Pointer, path: &str) -> Option<Recovery> {
    let parts = path.split('/').enumerate().map(|(index, part)| {
        let mut text = String::new();
        let mut is_open = false;
        for c in part.chars() {
            match c {
                '{' if is_open => {}
                '}' if !is_open => text = format!("{{{text}}}"),
                c => text.push(c),
            }
            is_open = (is_open || c == '{') && c != '}';
        }
        if is_open {
            text.push('}');
        }
        text.replace("{}", &format!("{{parameter{index}}}"))
    });
    let path = parts.collect::<Vec<_>>().join("/");
    let is_free = context.document.at(&place.parent()?.child(&path)).is_none();
    (is_free && names(&path).is_ok()).then(|| Recovery::rename(place.clone(), path))
}

/// The names in a path template, in order.
fn names(path: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(inside) = rest[at..].strip_prefix('{') else {
            return Err("a `}` has no matching `{`");
        };
        let end = inside.find('}').ok_or("a `{` has no matching `}`")?;
        let name = &inside[..end];
        if name.is_empty() {
            return Err("a parameter has no name");
        }
        if name.contains(['/', '{']) {
            return Err("a `{` has no matching `}`");
        }
        names.push(name);
        rest = &inside[end + 1..];
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn templates_are_read() {
        assert_eq!(names("/pets/{a}-{b}{c}:x"), Ok(vec!["a", "b", "c"]));
        for broken in ["/{a", "/a}", "/{}", "/{a/b}", "/{a{b}}"] {
            assert!(names(broken).is_err(), "{broken}");
        }
    }
}
