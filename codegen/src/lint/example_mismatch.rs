//! Examples that do not fit their schema.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use super::Rule;
use super::support::examples::examples;

pub(super) const RULE: Rule = Rule {
    id: "example-mismatch",
    summary: "an example that its own schema refuses says that one of the two is wrong",
    severities: &[Severity::Warning],
    why: "People copy examples. One that the schema refuses misleads them, or the schema describes something else than the server sends.",
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
