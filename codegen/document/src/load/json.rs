//! Reads JSON: values with `serde_json`, and places with a scan of the text, which is used only if `serde_json` accepts it.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::OnError;
use super::convert::to_json;
use super::limits::{Excess, Tally};
use super::spans::{Builder, Spans, Style};
use super::syntax;
use super::yaml::wide::{self, Twice};
use crate::finding::Finding;
use crate::grammar::expected_at;
use crate::source::Source;
use crate::threads;

pub(super) fn read(source: &Source, on_error: OnError) -> Result<super::Read, Vec<Finding>> {
    let value = || values(source).map_err(|error| vec![syntax_error(source, &error)]);
    let (value, scan) = threads::both(value, || Scan::of(source));
    let (value, large) = value?;
    if let Some(excess) = scan.excess {
        return Err(vec![excess.finding(Some(scan.at))]);
    }
    let (spans, duplicates) = scan.spans.finish();
    if let Some(at) = large.iter().find(|at| !is_in_extension(&spans, **at)) {
        let help = "write a number that a 64-bit float can represent";
        return Err(vec![syntax::in_json(source, *at, "number out of range", help)]);
    }
    if duplicates.is_empty() {
        return Ok((value, spans, duplicates));
    }
    // `serde_json` takes the last of two keys; the reader of YAML values compares them.
    let twice = (on_error == OnError::KeepGoing).then(Twice::default);
    let Ok(read) = wide::from_json(source.text(), twice.as_ref()) else {
        return Err(duplicates);
    };
    let value = if twice.is_some() {
        to_json(read, &mut Vec::new())
    } else {
        value
    };
    Ok((
        value,
        spans,
        super::about_duplicates(duplicates, twice.as_ref(), on_error)?,
    ))
}

/// The number of numbers beyond the range of a float that are read. Each of them costs another parse.
const LARGE: usize = 32;

/// The values of a text, and the places of numbers that no float can represent, which become 0. An extension may have them.
fn values(source: &Source) -> Result<(Value, Vec<usize>), serde_json::Error> {
    let (mut text, mut large) = (Cow::Borrowed(source.text()), Vec::new());
    loop {
        let error = match serde_json::from_str(&text) {
            Ok(value) => return Ok((value, large)),
            Err(error) => error,
        };
        let is_large = error.to_string().starts_with("number out of range") && large.len() < LARGE;
        let Some(range) = is_large.then(|| number(&text, offset(source, &error))).flatten() else {
            return Err(error);
        };
        large.push(range.start);
        text.to_mut()
            .replace_range(range.clone(), &format!("{:<1$}", "0", range.len()));
    }
}

/// The number that contains the byte at `at`.
fn number(text: &str, at: usize) -> Option<Range<usize>> {
    let is_other = |c: char| !c.is_ascii_digit() && !"+-.eE".contains(c);
    let start = text.get(..at)?.rfind(is_other).map_or(0, |end| end + 1);
    let length = text[start..].find(is_other).unwrap_or(text.len() - start);
    (length > 0).then(|| start..start + length)
}

/// Whether the value that begins at `start` is part of an extension.
fn is_in_extension(spans: &Spans, start: usize) -> bool {
    let found = spans
        .iter()
        .find(|(_, place)| place.style == Style::Plain && place.value.start == start);
    let mut at = found.map(|(id, _)| spans.pointer(id));
    while let Some(here) = at {
        // A key of the author's choice, such as the name of a header, is no extension.
        if here.last().is_some_and(|key| key.starts_with("x-")) && expected_at(&here).is_none() {
            return true;
        }
        at = here.parent();
    }
    false
}

fn syntax_error(source: &Source, error: &serde_json::Error) -> Finding {
    let start = offset(source, error);
    let text = error.to_string();
    if text.starts_with("recursion limit") {
        return Excess::Depth.finding(Some(start));
    }
    let message = text.split(" at line ").next().unwrap_or(&text);
    let help = if source.text().trim_start().starts_with(['{', '[']) {
        "fix the syntax; check the commas, quotes and brackets on this line and the line before"
    } else {
        "JSON begins with `{`; if the document is YAML, name the file `.yaml`"
    };
    syntax::in_json(source, start, message, help)
}

fn offset(source: &Source, error: &serde_json::Error) -> usize {
    source.offset(error.line(), error.column().saturating_sub(1))
}

/// The value of a string literal.
fn unquoted(text: &str) -> Cow<'_, str> {
    let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match plain.filter(|text| !text.contains('\\')) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(serde_json::from_str(text).unwrap_or_default()),
    }
}

/// A scanner for valid JSON. For invalid JSON, its result is not used; it stops at the end of the text.
struct Scan<'s> {
    source: &'s Source,
    at: usize,
    spans: Builder,
    tally: Tally,
    excess: Option<Excess>,
}

impl<'s> Scan<'s> {
    fn of(source: &'s Source) -> Self {
        let mut scan = Self {
            source,
            at: 0,
            spans: Builder::for_text(source.text()),
            tally: Tally::default(),
            excess: None,
        };
        scan.document();
        scan
    }

    fn document(&mut self) {
        let bytes = self.source.text().as_bytes();
        while let Some(&byte) = bytes.get(self.at).filter(|_| self.excess.is_none()) {
            match byte {
                b'{' => self.open(true),
                b'[' => self.open(false),
                b'}' | b']' => self.close(),
                b'"' => self.string(bytes),
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => self.at += 1,
                _ => self.bare(bytes),
            }
        }
    }

    fn open(&mut self, is_mapping: bool) {
        if let Some(node) = self.spans.begin(self.at) {
            self.spans.open(node, is_mapping);
        }
        self.at += 1;
    }

    fn close(&mut self) {
        self.at += 1;
        if let Some((node, _)) = self.spans.close(self.source, self.at) {
            self.count(node.pointer);
        }
    }

    fn string(&mut self, bytes: &[u8]) {
        let start = self.at;
        self.at += 1;
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => break,
                _ => {}
            }
        }
        let range = start..self.at.min(bytes.len());
        if self.spans.expects_key() {
            let text = unquoted(&self.source.text()[range.clone()]);
            self.spans.key(&text, range, Style::Quoted);
        } else {
            self.scalar(range, Style::Quoted);
        }
    }

    fn bare(&mut self, bytes: &[u8]) {
        let start = self.at;
        let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
        self.at = bytes[start..]
            .iter()
            .position(ends)
            .map_or(bytes.len(), |length| start + length.max(1));
        self.scalar(start..self.at, Style::Plain);
    }

    fn scalar(&mut self, value: Range<usize>, style: Style) {
        if let Some(node) = self.spans.begin(value.start) {
            self.spans.place(node.id, value, style);
            self.count(node.pointer);
        }
    }

    fn count(&mut self, pointer: usize) {
        self.excess = self.tally.count(self.spans.depth(), pointer).err();
    }
}
