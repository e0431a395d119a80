//! Findings as JSON for programs. The format is stable: keys may be added, but never change.
//!
//! ```json
//! [
//!   {
//!     "rule": "duplicate-key",
//!     "severity": "error",
//!     "file": "spec/openapi.yaml",
//!     "pointer": "/info/title",
//!     "start": { "line": 4, "column": 3, "offset": 41 },
//!     "end": { "line": 4, "column": 8, "offset": 46 },
//!     "message": "duplicate key `title`",
//!     "help": "remove one of them; readers disagree about which one is used",
//!     "labels": [
//!       {
//!         "start": { "line": 3, "column": 3, "offset": 25 },
//!         "end": { "line": 3, "column": 8, "offset": 30 },
//!         "message": "first defined here"
//!       }
//!     ]
//!   }
//! ]
//! ```
//!
//! `severity` is `error`, `warning` or `note`. `file` is the file of the finding: the document, or one that it refers to.
//! `pointer` is a JSON Pointer (RFC 6901) into that file; an empty one is the whole file.
//! `start` is inclusive and `end` is exclusive; both are `null` if the finding has no place in the text. `line` and `column`
//! count from 1, columns in characters. `offset` counts bytes of UTF-8 from 0, in the text without byte order mark and
//! with every line end one byte long. `help` may be `null`. Without findings, the array is empty.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::acts;
use crate::finding::{Finding, Label};
use crate::load::files;
use crate::source::Source;

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    file: &'a str,
    pointer: String,
    start: Option<Place>,
    end: Option<Place>,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    start: Place,
    end: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

pub(super) fn render(source: &Source, findings: &[Finding]) -> String {
    let findings: Vec<_> = findings.iter().map(|finding| json_finding(source, finding)).collect();
    // This cannot fail: all keys are strings and all numbers are integers.
    let text = serde_json::to_string_pretty(&findings).unwrap_or_default();
    escape(&text).into_owned() + "\n"
}

/// Escapes characters that JSON allows but that would control a terminal. All of them are in strings.
fn escape(json: &str) -> Cow<'_, str> {
    if !json.contains(acts) {
        return Cow::Borrowed(json);
    }
    let escaped = json.chars().map(|c| {
        if acts(c) {
            format!("\\u{:04x}", u32::from(c))
        } else {
            c.to_string()
        }
    });
    Cow::Owned(escaped.collect())
}

fn json_finding<'a>(source: &'a Source, finding: &'a Finding) -> JsonFinding<'a> {
    let (start, end) = finding.span.as_ref().map(|span| places(source, span)).unzip();
    JsonFinding {
        rule: finding.rule,
        severity: finding.severity.as_str(),
        file: source.name_at(finding.span.as_ref().map_or(0, |span| span.start)),
        pointer: files::split(&finding.pointer).1.to_string(),
        start,
        end,
        message: &finding.message,
        help: finding.help.as_deref(),
        labels: finding.labels.iter().map(|label| json_label(source, label)).collect(),
    }
}

fn json_label<'a>(source: &Source, label: &'a Label) -> JsonLabel<'a> {
    let (start, end) = places(source, &label.span);
    JsonLabel {
        start,
        end,
        message: &label.text,
    }
}

fn places(source: &Source, span: &Range<usize>) -> (Place, Place) {
    let place = |offset| {
        let position = source.position(offset);
        Place {
            line: position.line,
            column: position.column,
            offset: offset - source.start_at(offset),
        }
    };
    (place(span.start), place(span.end))
}
