//! Edits of a document's text that fix a finding. Every other byte stays.
//!
//! There are edits for scalars on one line, for keys, and for new keys. Anything else has no edit, and the help of the finding
//! says what to do.

use std::ops::Range;

use crate::finding::Edit;
use crate::load::{Document, NodeSpan};
use crate::pointer::Pointer;

/// The edits that replace the key of `place` by `key`. Empty if the author did not write that key.
#[must_use]
pub fn rename(document: &Document, place: &Pointer, key: &str) -> Vec<Edit> {
    let written = document.spans.written(place).and_then(|place| place.key.clone());
    written
        .and_then(|span| scalar(document, span, key))
        .into_iter()
        .collect()
}

/// The edits that replace the scalar at `place` by the string `text`, quoted if it needs quotes.
#[must_use]
pub fn retype(document: &Document, place: &Pointer, text: &str) -> Vec<Edit> {
    let written = value(document, place);
    written
        .and_then(|span| scalar(document, span, text))
        .into_iter()
        .collect()
}

/// The edits that replace the scalar at `place` by `text` without quoting it.
#[must_use]
pub fn replace(document: &Document, place: &Pointer, text: &str) -> Vec<Edit> {
    let written = value(document, place).filter(|span| one_line(document, span).is_some());
    let edit = |span| Edit {
        span,
        text: text.to_owned(),
    };
    written.map(edit).into_iter().collect()
}

/// The edits that quote the scalar in `span`, so that it is read as a string.
#[must_use]
pub fn quote(document: &Document, span: Range<usize>) -> Vec<Edit> {
    let Some(text) = one_line(document, &span).filter(|text| !text.contains(['\'', '"', '\\'])) else {
        return Vec::new();
    };
    let quote = if is_json(document, span.start) { '"' } else { '\'' };
    let end = span.start + text.len();
    vec![Edit {
        text: format!("{quote}{text}{quote}"),
        span: span.start..end,
    }]
}

/// The edits that insert a key with its value before the key of `place`. A block mapping gets a new line with `lines`, which
/// may be several; a flow mapping gets `flow`. Empty if the author wrote that key already, for example with the value `null`.
#[must_use]
pub fn insert_before(document: &Document, place: &Pointer, key: &str, lines: &str, flow: &str) -> Vec<Edit> {
    let Some(NodeSpan { key: Some(span), .. }) = document.spans.written(place) else {
        return Vec::new();
    };
    let around = place.parent().unwrap_or_default();
    if document.spans.written(&around.child(key)).is_some() {
        return Vec::new();
    }
    let Some(column) = column(document, span.start) else {
        return Vec::new();
    };
    let text = if is_json(document, span.start) {
        Some(format!("\"{key}\": {flow},{}", column.break_or_space()))
    } else if is_flow(document, &around) {
        Some(format!("{key}: {},{}", plainer(flow), column.break_or_space()))
    } else {
        column.indent().map(|indent| {
            let indent = format!("\n{indent}");
            format!(
                "{key}:{}{}{indent}",
                if lines.starts_with('\n') { "" } else { " " },
                lines.replace('\n', &indent)
            )
        })
    };
    let at = span.start..span.start;
    text.map(|text| Edit { span: at, text }).into_iter().collect()
}

/// The edits that insert an item at the beginning of the list at `place`.
#[must_use]
pub fn insert_item(document: &Document, place: &Pointer, flow: &str) -> Vec<Edit> {
    let Some(first) = document.spans.written(&place.item(0)) else {
        return Vec::new();
    };
    let start = first.value.start;
    let Some(column) = column(document, start) else {
        return Vec::new();
    };
    let text = if is_json(document, start) {
        Some(format!("{flow},{}", column.break_or_space()))
    } else if is_flow(document, place) {
        Some(format!("{},{}", plainer(flow), column.break_or_space()))
    } else {
        // The dash before the first item becomes that of the new one.
        let dash = column.before.rfind('-');
        dash.filter(|dash| column.before[..*dash].trim().is_empty())
            .map(|dash| format!("{}\n{}{}", plainer(flow), " ".repeat(dash), &column.before[dash..]))
    };
    text.map(|text| Edit {
        span: start..start,
        text,
    })
    .into_iter()
    .collect()
}

/// Applies edits to a text. `original` may have a byte order mark and CRLF line ends, which the offsets of edits do not count.
/// Inserted line ends are like those around them. Of edits that touch each other, only the first is applied.
#[must_use]
pub fn apply(original: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut text, mut at) = (String::with_capacity(original.len()), Offsets::of(original));
    let (mut copied, mut end) = (0, None);
    for edit in edits {
        if end.is_some_and(|end| edit.span.start <= end) {
            continue;
        }
        let (from, to) = (at.raw(edit.span.start), at.raw(edit.span.end));
        let Some(before) = original.get(copied..from) else {
            continue;
        };
        text.push_str(before);
        if at.has_long_ends {
            text.push_str(&edit.text.replace('\n', "\r\n"));
        } else {
            text.push_str(&edit.text);
        }
        copied = to;
        end = Some(edit.span.end);
    }
    text.push_str(original.get(copied..).unwrap_or_default());
    text
}

/// Translates offsets into a text without byte order mark and CRLF to offsets into the original text, in ascending order.
struct Offsets<'t> {
    text: &'t str,
    raw: usize,
    plain: usize,
    has_long_ends: bool,
}

impl<'t> Offsets<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            raw: if text.starts_with('\u{feff}') {
                '\u{feff}'.len_utf8()
            } else {
                0
            },
            plain: 0,
            has_long_ends: text.contains("\r\n"),
        }
    }

    fn raw(&mut self, plain: usize) -> usize {
        let bytes = self.text.as_bytes();
        while self.plain < plain && self.raw < bytes.len() {
            self.raw += if bytes[self.raw..].starts_with(b"\r\n") { 2 } else { 1 };
            self.plain += 1;
        }
        self.raw
    }
}

/// The span of the scalar at `place`.
fn value(document: &Document, place: &Pointer) -> Option<Range<usize>> {
    let place = document.spans.written(place)?;
    let text = document.source.text().get(place.value.clone())?;
    let is_scalar = !text.starts_with(['{', '[', '|', '>', '&', '*', '!']) && !text.is_empty();
    let end = place.value.start + text.trim_end().len();
    is_scalar.then_some(place.value.start..end)
}

/// The text of a span if it is on one line.
fn one_line<'d>(document: &'d Document, span: &Range<usize>) -> Option<&'d str> {
    let text = document.source.text().get(span.clone())?.trim_end();
    (!text.contains('\n') && !text.is_empty()).then_some(text)
}

/// `text` written as the scalar in `span` is written.
fn scalar(document: &Document, span: Range<usize>, text: &str) -> Option<Edit> {
    let written = one_line(document, &span)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let is_word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let text = match written.chars().next() {
        Some('"') => serde_json::to_string(text).ok()?,
        _ if is_json(document, span.start) => serde_json::to_string(text).ok()?,
        Some('\'') => format!("'{}'", text.replace('\'', "''")),
        _ if starts && !is_word && text.chars().all(is_plain) => text.to_owned(),
        _ => format!("'{}'", text.replace('\'', "''")),
    };
    let end = span.start + written.len();
    Some(Edit {
        span: span.start..end,
        text,
    })
}

/// Whether the file around `offset` is JSON.
fn is_json(document: &Document, offset: usize) -> bool {
    let text = document.source.text().get(document.source.start_at(offset)..);
    text.is_some_and(|text| text.trim_start().starts_with('{'))
}

/// Whether a collection is written between brackets.
fn is_flow(document: &Document, place: &Pointer) -> bool {
    let start = document.spans.written(place).map(|place| place.value.start);
    let text = start.and_then(|start| document.source.text().get(start..));
    text.is_some_and(|text| text.starts_with(['{', '[']))
}

/// JSON as a YAML flow value, without unnecessary quotes.
fn plainer(flow: &str) -> String {
    flow.replace('"', "")
}

/// The text before a place on its line.
struct Column<'d> {
    before: &'d str,
}

fn column(document: &Document, at: usize) -> Option<Column<'_>> {
    let before = document.source.text().get(..at)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    before.get(line..).map(|before| Column { before })
}

impl Column<'_> {
    /// A line break with the same indentation if there is only space before it on its line, otherwise a space.
    fn break_or_space(&self) -> String {
        if self.before.trim().is_empty() && !self.before.is_empty() {
            format!("\n{}", self.before)
        } else {
            " ".to_owned()
        }
    }

    /// The indentation of the next line of the same mapping.
    fn indent(&self) -> Option<String> {
        let is_blank = self.before.chars().all(|c| matches!(c, ' ' | '-'));
        is_blank.then(|| " ".repeat(self.before.len()))
    }
}
