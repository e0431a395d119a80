//! Descriptions, in the form of rules, of what `load` reports about syntax. `load` itself checks this.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use crate::lint::Rule;

/// Sorted by id.
pub(in crate::lint) const NOTATION: &[Rule] = &[
    Rule {
        id: "duplicate-key",
        summary: "an object contains each key once",
        severities: &[Severity::Error, Severity::Warning],
        why: "For a duplicate key, some readers use the first value, some the last. The finding is a warning if both values are equal.",
        bad: "\
components:
  schemas:
    Book:
      type: object
      type: string
",
        good: "\
components:
  schemas:
    Book:
      type: object
",
        check: loaded,
    },
    Rule {
        id: "encoding",
        summary: "a document is UTF-8 text without NUL bytes",
        severities: &[Severity::Error],
        why: "OpenAPI documents are UTF-8 text. A NUL byte or another encoding means that an editor or a transfer has damaged the file.",
        bad: "\
info: { title: Library\0, version: 1.0.0 }
",
        good: "\
info: { title: Library, version: 1.0.0 }
",
        check: loaded,
    },
    Rule {
        id: "not-json",
        summary: "a YAML document contains only values that JSON has too",
        severities: &[Severity::Error],
        why: "An OpenAPI document is a JSON value, even if it is written in YAML. JSON has no infinity, no tags, and no keys that are lists.",
        bad: "\
x-limits: { loans: .inf }
",
        good: "\
x-limits: { loans: unlimited }
",
        check: loaded,
    },
    Rule {
        id: "syntax",
        summary: "a document is valid YAML or JSON, and an object",
        severities: &[Severity::Error, Severity::Warning],
        why: "Text that is neither YAML nor JSON cannot be read as an OpenAPI document. The most frequent cause is wrong indentation. The finding is a warning if only some YAML readers reject the notation.",
        bad: "\
info:
  title: Library
 version: 1.0.0
",
        good: "\
info:
  title: Library
  version: 1.0.0
",
        check: loaded,
    },
    Rule {
        id: "too-large",
        summary: "a document stays below the limits for its number of values and its depth",
        severities: &[Severity::Error],
        why: "A small text with YAML aliases or deep nesting can expand to more values than fit into memory. The limits are far above the sizes of published documents.",
        bad: "\
x-0: &a [book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book, book]
x-1: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
x-2: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
x-3: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
",
        good: "\
x-0: [book, book]
",
        check: loaded,
    },
];

/// Finds nothing: `load` has already checked a document that was loaded.
fn loaded(_: &Context<'_>, _: &mut Vec<Finding>) {}
