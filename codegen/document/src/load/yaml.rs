//! Reads YAML: values with `serde_yaml`, places with the events of `saphyr-parser`. Aliases are not expanded for places, so a
//! document with many aliases costs no more than its text.

mod tabs;
pub(super) mod wide;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use self::wide::Twice;
use super::OnError;
use super::convert::{NotJson, to_json};
use super::limits::{self, Excess, Tally};
use super::spans::{Begun, Builder, NodeId, Spans, Style};
use super::syntax;
use crate::finding::{self, Finding, Severity};
use crate::pointer::Pointer;
use crate::quiet;
use crate::source::Source;

pub(super) fn read(source: &Source, on_error: OnError) -> Result<super::Read, Vec<Finding>> {
    limits::brackets(source.text()).map_err(|(excess, at)| vec![excess.finding(Some(at))])?;
    // The second parser is used for places only. If it fails on something that the first one accepts, findings point at the
    // nearest known place.
    let index = quiet::catch(|| index(source)).unwrap_or_else(|_| Index {
        broken: Some(0),
        ..Index::default()
    });
    if let Some((excess, at)) = index.excess {
        return Err(vec![excess.finding(Some(at))]);
    }
    let budget = Cell::new(limits::budget(source.text().len()));
    let twice = (on_error == OnError::KeepGoing || index.broken.is_some()).then(Twice::default);
    let mut yaml = match tabs::from_yaml(source.text(), &budget, twice.as_ref()) {
        Ok(yaml) => yaml,
        Err(_) if budget.get() == 0 => return Err(vec![Excess::Aliases.finding(Some(0))]),
        // `serde_yaml` has its own limit for aliases, which it may reach before the budget is spent.
        Err(error) if error.to_string().starts_with("repetition limit") => {
            return Err(vec![Excess::Aliases.finding(Some(0))]);
        }
        Err(_) if !index.duplicates.is_empty() => return Err(index.duplicates),
        Err(error) => return Err(vec![syntax::in_yaml(source, &error)]),
    };
    if let Err(error) = yaml.apply_merge() {
        return Err(vec![syntax::in_yaml(source, &error)]);
    }
    let mut problems = Vec::new();
    let value = to_json(yaml, &mut problems);
    let not_json = |problem| not_json(&index.spans, problem, on_error);
    let findings: Vec<_> = problems.into_iter().map(not_json).collect();
    if finding::refuses(&findings) {
        return Err(findings);
    }
    let mut duplicates = index.duplicates;
    if let (Some(_), Some(twice)) = (index.broken, &twice) {
        duplicates.extend(unplaced(twice, &duplicates, &index.spans));
    }
    let inexact = index.broken.map(|at| inexact(source, at));
    match super::about_duplicates(duplicates, twice.as_ref(), on_error) {
        Ok(duplicates) => {
            let findings = findings.into_iter().chain(duplicates).chain(inexact);
            Ok((value, index.spans, findings.collect()))
        }
        Err(duplicates) => Err(duplicates.into_iter().chain(inexact).collect()),
    }
}

/// The findings about duplicate keys behind the place where the parser for places has failed.
fn unplaced(twice: &Twice, known: &[Finding], spans: &Spans) -> Vec<Finding> {
    let known: HashSet<_> = known.iter().map(|finding| &finding.pointer).collect();
    let mut places = twice.places();
    places.retain(|place| !known.contains(place));
    places.sort_unstable();
    let finding = |place: Pointer| {
        let span = spans.nearest_written(&place, |place| place.key.clone().unwrap_or_else(|| place.value.clone()));
        let help = format!("remove one of the keys at `{place}`; readers disagree about which one is used");
        super::duplicate_key(place, None, span).with_help(help)
    };
    places.into_iter().map(finding).collect()
}

fn inexact(source: &Source, at: usize) -> Finding {
    let line = source.position(at).line;
    let end = syntax::end(source, at);
    let message =
        format!("some YAML readers reject this notation; the places of findings after line {line} are not exact");
    Finding::new("syntax", Severity::Warning, Pointer::root(), Some(at..end), message)
        .with_help("check the quotes, brackets, tabs and comments on this line and the line before")
}

fn not_json(spans: &Spans, problem: NotJson, on_error: OnError) -> Finding {
    let span = spans.nearest(&problem.pointer, |place| place.value.clone());
    let message = format!(
        "{} is not allowed: an OpenAPI document contains only JSON values",
        problem.what
    );
    let finding = Finding::new("not-json", Severity::Error, problem.pointer, span, message)
        .with_help("write a string, number, boolean, list or mapping");
    match on_error {
        OnError::Refuse => finding,
        OnError::KeepGoing => finding.recovered_as(problem.how),
    }
}

#[derive(Default)]
struct Index {
    spans: Spans,
    duplicates: Vec<Finding>,
    /// The offset at which the parser for places has failed.
    broken: Option<usize>,
    /// The limit that was exceeded, and the offset.
    excess: Option<(Excess, usize)>,
}

fn index(source: &Source) -> Index {
    let mut indexer = Indexer {
        source,
        spans: Builder::default(),
        tally: Tally::default(),
        excess: None,
        anchors: HashMap::new(),
        skip: 0,
    };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(source.text());
    let mut broken = None;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                broken = Some(source.offset(error.marker().line(), error.marker().col()));
                break;
            }
        };
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        indexer.event(&event, span);
        if indexer.excess.is_some() {
            break;
        }
    }
    let (spans, mut duplicates) = indexer.spans.finish();
    // Do not report a repeated `<<`: it is YAML's merge, not a key.
    duplicates.retain(|finding| finding.pointer.last().as_deref() != Some("<<"));
    Index {
        spans,
        duplicates,
        broken,
        excess: indexer.excess,
    }
}

struct Indexer<'s> {
    source: &'s Source,
    spans: Builder,
    tally: Tally,
    excess: Option<(Excess, usize)>,
    anchors: HashMap<usize, NodeId>,
    /// The depth inside a key that is a collection; its contents have no pointer.
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
                let range = range.start..self.closed(&range, *style);
                let style = if *style == ScalarStyle::Plain {
                    Style::Plain
                } else {
                    Style::Quoted
                };
                if self.spans.expects_key() {
                    self.spans.key(text, range, style);
                } else if let Some(node) = self.spans.begin(range.start) {
                    self.anchor(*anchor, node.id);
                    self.place(node, range, style);
                }
            }
            Event::Alias(anchor) => {
                if self.spans.expects_key() {
                    self.spans.key("", range, Style::Plain);
                } else if let Some(node) = self.spans.begin(range.start) {
                    if let Some(anchor) = self.anchors.get(anchor) {
                        self.spans.alias(node.id, *anchor);
                    }
                    self.place(node, range, Style::Collection);
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

    /// The end of the scalar in `range`. The parser's range of a quoted scalar also has the space and the comments behind it.
    fn closed(&self, range: &Range<usize>, style: ScalarStyle) -> usize {
        let text = self.source.text().get(range.clone()).unwrap_or_default();
        let quote = match style {
            ScalarStyle::SingleQuoted => b'\'',
            ScalarStyle::DoubleQuoted => b'"',
            _ => return range.end,
        };
        let mut bytes = text.bytes().enumerate().skip(1).peekable();
        while let Some((at, byte)) = bytes.next() {
            let is_doubled = quote == b'\'' && bytes.peek().is_some_and(|(_, next)| *next == quote);
            match byte {
                b'\\' if quote == b'"' => drop(bytes.next()),
                _ if byte == quote && is_doubled => drop(bytes.next()),
                _ if byte == quote => return range.start + at + 1,
                _ => {}
            }
        }
        range.end
    }

    fn open(&mut self, anchor: usize, start: usize, is_mapping: bool) {
        if self.spans.expects_key() {
            self.spans.key("", start..start, Style::Collection);
            self.skip = 1;
            return;
        }
        let Some(node) = self.spans.begin(start) else { return };
        self.anchor(anchor, node.id);
        self.count(node.pointer, start);
        self.spans.open(node, is_mapping);
    }

    fn close(&mut self, end: usize) {
        if let Some((node, start)) = self.spans.close(self.source, end) {
            self.count(node.pointer, start);
        }
    }

    fn place(&mut self, node: Begun, value: Range<usize>, style: Style) {
        self.count(node.pointer, value.start);
        self.spans.place(node.id, value, style);
    }

    fn anchor(&mut self, anchor: usize, node: NodeId) {
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
    }

    fn count(&mut self, pointer: usize, at: usize) {
        let depth = self.spans.depth() + self.skip;
        if let Err(excess) = self.tally.count(depth, pointer) {
            self.excess.get_or_insert((excess, at));
        }
    }
}
