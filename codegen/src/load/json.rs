//! JSON: values by `serde_json`, places by a scan of the text, which counts only where `serde_json` finds it valid.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use super::limits::{Excess, Tally};
use super::spans::{Place, Spans, Style, first_line};
use super::yaml::wide;
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::source::Source;
use crate::threads;

pub(super) fn read(source: &Source) -> Result<super::Read, Vec<Finding>> {
    let value = || serde_json::from_str::<Value>(source.text()).map_err(|error| vec![syntax_error(source, &error)]);
    let (value, scan) = if source.is_large() {
        threads::both(value, || Scan::of(source))
    } else {
        // What is no JSON is not scanned for nothing.
        (Ok(value()?), Scan::of(source))
    };
    let value = value?;
    if let Some(excess) = scan.excess {
        return Err(vec![excess.finding(Some(scan.at))]);
    }
    if scan.duplicates.is_empty() {
        return Ok((value, scan.spans, Vec::new()));
    }
    // `serde_json` takes the last of two keys; the reader of YAML values compares them.
    match wide::from_json(source.text()) {
        Ok(()) => Ok((value, scan.spans, super::harmless(scan.duplicates))),
        Err(_) => Err(scan.duplicates),
    }
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
    .with_help("mend the notation; look at the commas, quotes and brackets of this line and the one before")
}

/// A collection that is being read.
struct Frame<'s> {
    pointer: Pointer,
    start: usize,
    kind: Kind<'s>,
    slot_key: Option<Range<usize>>,
}

enum Kind<'s> {
    Object {
        seen: HashMap<Cow<'s, str>, Range<usize>>,
        key: Option<(Cow<'s, str>, Range<usize>)>,
    },
    Array {
        next: usize,
    },
}

/// What a string says, given with its quotes.
fn unquoted(text: &str) -> Cow<'_, str> {
    let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match plain.filter(|text| !text.contains('\\')) {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(serde_json::from_str(text).unwrap_or_default()),
    }
}

/// A scanner for valid JSON; of what is invalid it makes something that nobody looks at. It holds no stack of its own beyond `frames`, and reads past nothing: where the text ends
/// early, it stops.
struct Scan<'s> {
    source: &'s Source,
    at: usize,
    spans: Spans,
    frames: Vec<Frame<'s>>,
    duplicates: Vec<Finding>,
    tally: Tally,
    excess: Option<Excess>,
}

impl<'s> Scan<'s> {
    fn of(source: &'s Source) -> Self {
        let mut scan = Self {
            source,
            at: 0,
            spans: Spans::for_text(source.text()),
            frames: Vec::new(),
            duplicates: Vec::new(),
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
                b'{' => self.open(Kind::Object {
                    seen: HashMap::new(),
                    key: None,
                }),
                b'[' => self.open(Kind::Array { next: 0 }),
                b'}' | b']' => self.close(),
                b'"' => self.string(bytes),
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => self.at += 1,
                _ => self.bare(bytes),
            }
        }
    }

    fn open(&mut self, kind: Kind<'s>) {
        let (pointer, slot_key) = self.slot();
        self.frames.push(Frame {
            pointer,
            start: self.at,
            kind,
            slot_key,
        });
        self.at += 1;
    }

    fn close(&mut self) {
        self.at += 1;
        if let Some(frame) = self.frames.pop() {
            let value = first_line(self.source, frame.start..self.at);
            self.place(frame.pointer, frame.slot_key, value, Style::Collection);
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
        if !self.key(&range) {
            let (pointer, key) = self.slot();
            self.place(pointer, key, range, Style::Quoted);
        }
    }

    /// Takes the string at `range` as a key, if a key is what comes here.
    fn key(&mut self, range: &Range<usize>) -> bool {
        let Some(Frame {
            pointer,
            kind: Kind::Object { seen, key: key @ None },
            ..
        }) = self.frames.last_mut()
        else {
            return false;
        };
        let text = unquoted(&self.source.text()[range.clone()]);
        if let Some(first) = seen.get(&text) {
            self.duplicates
                .push(super::duplicate_key(pointer.child(&text), first.clone(), range.clone()));
        } else {
            seen.insert(text.clone(), range.clone());
        }
        *key = Some((text, range.clone()));
        true
    }

    fn bare(&mut self, bytes: &[u8]) {
        let start = self.at;
        let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
        self.at = bytes[start..]
            .iter()
            .position(ends)
            .map_or(bytes.len(), |length| start + length.max(1));
        let (pointer, key) = self.slot();
        self.place(pointer, key, start..self.at, Style::Plain);
    }

    fn slot(&mut self) -> (Pointer, Option<Range<usize>>) {
        match self.frames.last_mut() {
            None => (Pointer::root(), None),
            Some(Frame {
                pointer,
                kind: Kind::Object { key, .. },
                ..
            }) => match key.take() {
                Some((text, range)) => (pointer.child(text), Some(range)),
                None => (pointer.clone(), None),
            },
            Some(Frame {
                pointer,
                kind: Kind::Array { next },
                ..
            }) => {
                *next += 1;
                (pointer.item(*next - 1), None)
            }
        }
    }

    fn place(&mut self, pointer: Pointer, key: Option<Range<usize>>, value: Range<usize>, style: Style) {
        self.excess = self.tally.count(self.frames.len(), pointer.as_str().len()).err();
        let key_style = key.as_ref().map(|_| Style::Quoted);
        self.spans.insert(
            pointer,
            Place {
                key,
                key_style,
                value,
                style,
            },
        );
    }
}
