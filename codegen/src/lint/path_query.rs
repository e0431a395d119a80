//! Paths that hold more than a path.

use openapi_document::finding::{Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "path-query",
    summary: "a path template is a path alone: a query belongs into parameters, and a fragment is never sent",
    severities: &[Severity::Warning],
    why: "A `?` or `#` in a path template is not what servers and other tools match a request with.",
    bad: "\
paths:
  /books?sort=title:
    get:
      operationId: listBooks
      responses: { '204': { description: There are none. } }
",
    good: "\
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - { name: sort, in: query, schema: { type: string, enum: [title] } }
      responses: { '204': { description: There are none. } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paths = Pointer::root().child("paths");
    let map = context.document.value.get("paths").and_then(Value::as_object);
    for path in map.into_iter().flat_map(|map| map.keys()) {
        let text = without_parameters(path);
        let (message, help) = if path.starts_with("x-") {
            continue;
        } else if text.contains('?') {
            (
                format!("the path `{path}` holds a query, which OpenAPI has no place for"),
                "the client sends it as it stands; describe it as query parameters",
            )
        } else if text.contains('#') {
            (
                format!("the path `{path}` holds a fragment, which is never sent"),
                "the client sends what stands before it",
            )
        } else {
            continue;
        };
        let finding = context.at_key(RULE.id, Severity::Warning, &paths.child(path), message);
        findings.push(finding.with_help(help));
    }
}

/// A template without what stands between braces.
fn without_parameters(template: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in template.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}
