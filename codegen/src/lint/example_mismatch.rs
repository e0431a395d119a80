//! Examples that do not match their schema.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use super::Rule;
use super::support::examples::examples;

pub(super) const RULE: Rule = Rule {
    id: "example-mismatch",
    summary: "an example matches its schema",
    severities: &[Severity::Warning],
    why: "Either the example or the schema is wrong. People copy examples, so a wrong example misleads them. A wrong schema does not describe what the server sends.",
    bad: "\
components:
  schemas:
    Page: { type: integer, example: first }
",
    good: "\
components:
  schemas:
    Page: { type: integer, example: 1 }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sample in examples(context) {
        findings.extend(sample.findings(context, RULE.id, Severity::Warning, "example"));
    }
}
