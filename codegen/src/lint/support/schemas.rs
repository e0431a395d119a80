//! Descriptions, in the form of rules, of what the generator reports when it converts schemas to types.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use crate::lint::Rule;

/// Sorted by id.
pub(in crate::lint) const SCHEMAS: &[Rule] = &[
    Rule {
        id: "degraded",
        summary: "every schema and every body has its own Rust type",
        severities: &[Severity::Note],
        why: "If no Rust type can express a schema, the code uses `serde_json::Value`, a string or bytes at that place only. The client still sends and receives the same values, but the compiler checks less. If a type does not hold some values, the note says which.",
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
        summary: "names in the same place stay distinct when they are converted to Rust names",
        severities: &[Severity::Note],
        why: "`book-id` and `book_id` both become the Rust name `book_id`. One of them gets a longer name in Rust. The names in requests and responses do not change.",
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

/// Finds nothing: the pipeline reports these after it has resolved the schemas.
fn resolved(_: &Context<'_>, _: &mut Vec<Finding>) {}
