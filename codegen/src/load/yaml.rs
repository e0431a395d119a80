//! YAML: values by `serde_yaml`, places by `saphyr-parser`'s events. Aliases are never expanded for the places, so a
//! document full of them costs no more than its text.

pub(super) mod wide;

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::convert::to_json;
use super::limits::{self, Excess, Tally};
use super::spans::{Place, Spans, Style, first_line};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::quiet;
use crate::source::Source;

pub(super) fn read(source: &Source) -> Result<super::Read, Vec<Finding>> {
    limits::brackets(source.text()).map_err(|(excess, at)| vec![excess.finding(Some(at))])?;
    // The second parser is only asked where things stand; should it fail on something that the first one takes, the
    // findings point at the nearest place it saw.
    let index = quiet::catch(|| index(source)).unwrap_or_default();
    if let Some((excess, at)) = index.excess {
        return Err(vec![excess.finding(Some(at))]);
    }
    let budget = Cell::new(limits::budget(source.text().len()));
    let mut yaml = match wide::from_yaml(source.text(), &budget) {
        Ok(yaml) => yaml,
        Err(_) if budget.get() == 0 => return Err(vec![Excess::Aliases.finding(Some(0))]),
        // `serde_yaml` counts aliases as well, and gives up before the budget does where they stand for little.
        Err(error) if error.to_string().starts_with("repetition limit") => {
            return Err(vec![Excess::Aliases.finding(Some(0))]);
        }
        Err(_) if !index.duplicates.is_empty() => return Err(index.duplicates),
        Err(error) => return Err(vec![syntax_error(source, &error)]),
    };
    if let Err(error) = yaml.apply_merge() {
        return Err(vec![syntax_error(source, &error)]);
    }
    let mut problems = Vec::new();
    let value = to_json(yaml, &mut problems);
    if problems.is_empty() {
        return Ok((value, index.spans, super::harmless(index.duplicates)));
    }
    Err(problems
        .into_iter()
        .map(|problem| {
            let span = index.spans.nearest(&problem.pointer, |place| place.value.clone());
            let message = format!(
                "{} has no form in JSON, and OpenAPI documents are JSON values",
                problem.what
            );
            Finding::new("not-json", Severity::Error, problem.pointer, span, message)
                .with_help("write a plain string, number, boolean, list or mapping")
        })
        .collect())
}

fn syntax_error(source: &Source, error: &serde_yaml::Error) -> Finding {
    let span = error.location().map(|location| {
        let start = source.offset(location.line(), location.column().saturating_sub(1));
        let rest = &source.text()[start..];
        start..start + rest.chars().next().filter(|&c| c != '\n').map_or(0, char::len_utf8)
    });
    // `serde_yaml` ends its message with the place, which the finding shows already.
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    Finding::new(
        "syntax",
        Severity::Error,
        Pointer::root(),
        span,
        format!("this is not YAML: {message}"),
    )
    .with_help("mend the notation; look at the indentation and quotes of this line and the one before")
}

#[derive(Default)]
struct Index {
    spans: Spans,
    duplicates: Vec<Finding>,
    tally: Tally,
    /// What there was too much of, and where.
    excess: Option<(Excess, usize)>,
}

/// A collection that is being read.
enum Frame {
    Mapping {
        pointer: Pointer,
        start: usize,
        key: Option<Key>,
        seen: HashMap<String, Range<usize>>,
        place: Slot,
    },
    Sequence {
        pointer: Pointer,
        start: usize,
        next: usize,
        place: Slot,
    },
}

struct Key {
    text: String,
    range: Range<usize>,
    style: Style,
}

/// What leads to a node: its key, if it has one.
#[derive(Clone)]
struct Slot {
    pointer: Pointer,
    key: Option<Range<usize>>,
    key_style: Option<Style>,
}

fn index(source: &Source) -> Index {
    let mut indexer = Indexer {
        source,
        index: Index::default(),
        frames: Vec::new(),
        anchors: HashMap::new(),
        skip: 0,
    };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(source.text());
    while let Some(Ok((event, span))) = parser.next_event() {
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        indexer.event(&event, span);
        if indexer.index.excess.is_some() {
            break;
        }
    }
    indexer.index
}

struct Indexer<'s> {
    source: &'s Source,
    index: Index,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Pointer>,
    /// How many collections deep we are inside a key that is itself a collection; those have no pointer.
    skip: usize,
}

impl Indexer<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        let range = self.range(span);
        if self.skip > 0 {
            match event {
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    self.skip += 1;
                    self.count(0, range.start);
                }
                Event::MappingEnd | Event::SequenceEnd => self.skip -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let style = if *style == ScalarStyle::Plain {
                    Style::Plain
                } else {
                    Style::Quoted
                };
                if self.expects_key() {
                    self.key(text.to_string(), range, style);
                } else if let Some(slot) = self.slot() {
                    self.anchor(*anchor, &slot.pointer);
                    self.place(slot, range, style);
                }
            }
            Event::Alias(anchor) => {
                if self.expects_key() {
                    self.key(String::new(), range, Style::Plain);
                } else if let Some(slot) = self.slot() {
                    if let Some(target) = self.anchors.get(anchor) {
                        self.index.spans.insert_alias(slot.pointer.clone(), target.clone());
                    }
                    self.place(slot, range, Style::Collection);
                }
            }
            Event::MappingStart(anchor, _) => self.open(*anchor, range.start, true),
            Event::SequenceStart(anchor, _) => self.open(*anchor, range.start, false),
            Event::MappingEnd | Event::SequenceEnd => self.close(range.end),
            _ => {}
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.source.offset(span.start.line(), span.start.col());
        let end = self.source.offset(span.end.line(), span.end.col());
        start..end.max(start)
    }

    fn expects_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Mapping { key: None, .. }))
    }

    fn key(&mut self, text: String, range: Range<usize>, style: Style) {
        let Some(Frame::Mapping { pointer, key, seen, .. }) = self.frames.last_mut() else {
            return;
        };
        // `<<` may stand more than once: it is YAML's merge, not a key.
        if text != "<<" {
            if let Some(first) = seen.get(&text) {
                let finding = super::duplicate_key(pointer.child(&text), first.clone(), range.clone());
                self.index.duplicates.push(finding);
            } else {
                seen.insert(text.clone(), range.clone());
            }
        }
        *key = Some(Key { text, range, style });
    }

    /// The slot of the node that begins now; `None` where it cannot have one.
    fn slot(&mut self) -> Option<Slot> {
        match self.frames.last_mut() {
            None => Some(Slot {
                pointer: Pointer::root(),
                key: None,
                key_style: None,
            }),
            Some(Frame::Mapping { pointer, key, .. }) => key.take().map(|key| Slot {
                pointer: pointer.child(&key.text),
                key: Some(key.range),
                key_style: Some(key.style),
            }),
            Some(Frame::Sequence { pointer, next, .. }) => {
                let slot = Slot {
                    pointer: pointer.item(*next),
                    key: None,
                    key_style: None,
                };
                *next += 1;
                Some(slot)
            }
        }
    }

    fn open(&mut self, anchor: usize, start: usize, mapping: bool) {
        if self.expects_key() {
            self.key(String::new(), start..start, Style::Collection);
            self.skip = 1;
            return;
        }
        let Some(place) = self.slot() else { return };
        self.anchor(anchor, &place.pointer);
        let pointer = place.pointer.clone();
        self.count(pointer.as_str().len(), start);
        self.frames.push(if mapping {
            Frame::Mapping {
                pointer,
                start,
                key: None,
                seen: HashMap::new(),
                place,
            }
        } else {
            Frame::Sequence {
                pointer,
                start,
                next: 0,
                place,
            }
        });
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let (Frame::Mapping { start, place, .. } | Frame::Sequence { start, place, .. }) = frame;
        let range = first_line(self.source, start..end.max(start));
        self.place(place, range, Style::Collection);
    }

    fn anchor(&mut self, anchor: usize, pointer: &Pointer) {
        if anchor > 0 {
            self.anchors.insert(anchor, pointer.clone());
        }
    }

    fn count(&mut self, pointer: usize, at: usize) {
        let depth = self.frames.len() + self.skip;
        if let Err(excess) = self.index.tally.count(depth, pointer) {
            self.index.excess.get_or_insert((excess, at));
        }
    }

    fn place(&mut self, slot: Slot, value: Range<usize>, style: Style) {
        self.count(slot.pointer.as_str().len(), value.start);
        let place = Place {
            key: slot.key,
            key_style: slot.key_style,
            value,
            style,
        };
        self.index.spans.insert(slot.pointer, place);
    }
}
