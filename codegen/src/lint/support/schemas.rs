//! What the generator tells of schemas when it makes types of them, described as rules are.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use crate::lint::Rule;

/// In the order of their ids.
pub(in crate::lint) const SCHEMAS: &[Rule] = &[
    Rule {
        id: "degraded",
        summary: "a schema or a body has a type of its own in Rust",
        severities: &[Severity::Note],
        why: "Where no Rust type can express a schema, the code has `serde_json::Value`, text or bytes at that place alone. Nothing is lost on the wire; the compiler checks less.",
        bad: "\
components:
  schemas:
    Title:
      allOf:
        - type: string
        - type: integer
",
        good: "\
components:
  schemas:
    Title:
      allOf:
        - type: string
        - maxLength: 80
",
        check: resolved,
    },
    Rule {
        id: "renamed",
        summary: "two names in the same place stay different when they are written as Rust names",
        severities: &[Severity::Note],
        why: "Rust has one spelling for a name, so `book-id` and `book_id` would be one field. One of them gets a longer name in Rust. Nothing changes on the wire.",
        bad: "\
components:
  schemas:
    Book:
      type: object
      properties:
        book-id: { type: string }
        book_id: { type: string }
",
        good: "\
components:
  schemas:
    Book:
      type: object
      properties:
        book_id: { type: string }
        shelf_id: { type: string }
",
        check: resolved,
    },
];

/// Finds nothing: the pipeline tells these when it has resolved the schemas.
fn resolved(_: &Context<'_>, _: &mut Vec<Finding>) {}
