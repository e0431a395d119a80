//! Findings as JSON for programs. The format is stable: keys may be added, but never change.
//!
//! ```json
//! [
//!   {
//!     "id": "duplicate-key:#/info/title",
//!     "rule": "duplicate-key",
//!     "severity": "error",
//!     "kept_going": false,
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

use super::{acts, ids};
use crate::finding::{Edit, Finding, Label};
use crate::load::files;
use crate::source::Source;

#[derive(Serialize)]
struct JsonFinding<'a> {
    id: String,
    rule: &'a str,
    severity: &'a str,
    kept_going: bool,
    file: &'a str,
    pointer: String,
    start: Option<JsonPosition>,
    end: Option<JsonPosition>,
    message: &'a str,
    help: Option<&'a str>,
    edits: Vec<JsonEdit<'a>>,
    labels: Vec<JsonLabel<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    file: &'a str,
    start: JsonPosition,
    end: JsonPosition,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
    offset: usize,
}

pub(super) fn render(source: &Source, findings: &[Finding]) -> String {
    let ids = ids(findings);
    let findings: Vec<_> = findings
        .iter()
        .zip(ids)
        .map(|(finding, id)| json_finding(source, finding, id))
        .collect();
    // Nothing in these structures can fail to be JSON: their keys are strings and their numbers whole.
    let text = serde_json::to_string_pretty(&findings).unwrap_or_default();
    escape(&text).into_owned() + "\n"
}

/// JSON leaves more characters as they are than a terminal takes without acting on them. All of them are in strings.
pub(super) fn escape(json: &str) -> Cow<'_, str> {
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

fn json_finding<'a>(source: &'a Source, finding: &'a Finding, id: String) -> JsonFinding<'a> {
    let (start, end) = finding.span.as_ref().map(|span| places(source, span)).unzip();
    JsonFinding {
        id,
        rule: finding.rule,
        severity: finding.severity.as_str(),
        kept_going: finding.is_recovered,
        file: source.name_at(finding.span.as_ref().map_or(0, |span| span.start)),
        pointer: files::split(&finding.pointer).1.to_string(),
        start,
        end,
        message: &finding.message,
        help: finding.help.as_deref(),
        edits: finding.edits.iter().map(|edit| json_edit(source, edit)).collect(),
        labels: finding.labels.iter().map(|label| json_label(source, label)).collect(),
    }
}

fn json_edit<'a>(source: &'a Source, edit: &'a Edit) -> JsonEdit<'a> {
    let (start, end) = places(source, &edit.span);
    JsonEdit {
        file: source.name_at(edit.span.start),
        start,
        end,
        text: &edit.text,
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

fn places(source: &Source, span: &Range<usize>) -> (JsonPosition, JsonPosition) {
    let place = |offset| {
        let position = source.position(offset);
        JsonPosition {
            line: position.line,
            column: position.column,
            offset: offset - source.start_at(offset),
        }
    };
    (place(span.start), place(span.end))
}
