//! Path templates with a query or a fragment.

use openapi_document::finding::{Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "path-query",
    summary: "a path template has no query and no fragment",
    severities: &[Severity::Warning],
    why: "Servers and other tools do not match requests with a `?` or `#` in a path template. Query parameters describe a query. A fragment is never sent.",
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
                format!("path `{path}` contains a query, which OpenAPI does not allow there"),
                "the client sends the query unchanged; describe it with query parameters",
            )
        } else if text.contains('#') {
            (
                format!("path `{path}` contains a fragment, which is never sent"),
                "remove the fragment; the client sends only the part before it",
            )
        } else {
            continue;
        };
        let finding = context.at_key(RULE.id, Severity::Warning, &paths.child(path), message);
        findings.push(finding.with_help(help));
    }
}

/// A template without the text between braces.
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
