//! What `load` finds in the notation of a text, described as rules are. `load` itself looks, before there is a document.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use crate::lint::Rule;

/// In the order of their ids.
pub(in crate::lint) const NOTATION: &[Rule] = &[
    Rule {
        id: "duplicate-key",
        summary: "a key stands once in an object, since readers disagree on which of two counts",
        severities: &[Severity::Error, Severity::Warning],
        why: "Some readers take the first value, some the last. It is a warning where both values are the same.",
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
        summary: "YAML that no JSON can say is no part of an OpenAPI document",
        severities: &[Severity::Error],
        why: "An OpenAPI document is a JSON value, even when it is written as YAML. Infinity, tags and keys that are lists have no JSON form.",
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
        summary: "a document is YAML or JSON, and an object",
        severities: &[Severity::Error],
        why: "Text that is neither YAML nor JSON has no values that could be judged. A wrong indentation is the most frequent cause.",
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
        summary: "a document stands for no more values, and no deeper ones, than can be read in good time",
        severities: &[Severity::Error],
        why: "A small text with anchors or deep nesting can stand for more values than memory holds. The limits are far above those of published documents.",
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

/// Finds nothing: a document that was loaded has been judged by its notation already.
fn loaded(_: &Context<'_>, _: &mut Vec<Finding>) {}
