//! Reads JSON: values with `serde_json`, and places with a scan of the text, which is used only if `serde_json` accepts it.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::OnError;
use super::convert::to_json;
use super::limits::{Excess, Tally};
use super::spans::{Builder, Style};
use super::yaml::wide::{self, Twice};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::source::Source;
use crate::threads;

pub(super) fn read(source: &Source, on_error: OnError) -> Result<super::Read, Vec<Finding>> {
    let value = || serde_json::from_str::<Value>(source.text()).map_err(|error| vec![syntax_error(source, &error)]);
    let (value, scan) = threads::both(value, || Scan::of(source));
    let value = value?;
    if let Some(excess) = scan.excess {
        return Err(vec![excess.finding(Some(scan.at))]);
    }
    let (spans, duplicates) = scan.spans.finish();
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
    Ok((value, spans, super::about_duplicates(duplicates, twice.as_ref())?))
}

fn syntax_error(source: &Source, error: &serde_json::Error) -> Finding {
    let start = source.offset(error.line(), error.column().saturating_sub(1));
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    Finding::new(
        "syntax",
        Severity::Error,
        Pointer::root(),
        Some(start..start),
        format!("this is not JSON: {message}"),
    )
    .with_help(if source.text().trim_start().starts_with(['{', '[']) {
        "fix the syntax; check the commas, quotes and brackets on this line and the line before"
    } else {
        "JSON begins with `{`; if the document is YAML, name the file `.yaml`"
    })
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
