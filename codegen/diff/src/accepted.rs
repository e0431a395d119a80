//! Accepted changes: corrections of a document that was wrong about the wire.
//!
//! A file lists them, each with `kind`, `pointer`, `reason` and `until`. An accepted change stays in the report and needs no
//! more than a patch. Its effect on the Rust code still counts.

use std::ops::Range;

use openapi_document::finding::sort;
use openapi_document::load::{OnError, Spans, read as read_text};
use openapi_document::{Finding, Pointer, Source};
use semver::Version;
use serde_json::{Map, Value};

use crate::change::{Acceptance, Severity, WireChange};
use crate::wire;

/// The rule of all findings about the file.
const RULE: &str = "accepted-change";
const KEYS: [&str; 4] = ["kind", "pointer", "reason", "until"];

/// The accepted changes of a document.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    entries: Vec<AcceptedChange>,
}

#[derive(Clone, Debug)]
struct AcceptedChange {
    kind: &'static str,
    pointer: String,
    reason: String,
    until: Version,
    place: Pointer,
    span: Option<Range<usize>>,
    until_span: Option<Range<usize>>,
}

impl Accepted {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// The findings about the file.
    pub fn read(source: &Source) -> Result<Self, Vec<Finding>> {
        let (value, spans, findings) = read_text(source, OnError::Refuse)?;
        let mut reader = Reader { spans, findings };
        reader
            .findings
            .retain(|finding| finding.severity == openapi_document::Severity::Error);
        let entries = reader.list(&value);
        if reader.findings.is_empty() {
            Ok(Self { entries })
        } else {
            sort(&mut reader.findings);
            Err(reader.findings)
        }
    }

    /// Marks the accepted changes in `wire`, and sorts them after the others.
    ///
    /// `earlier` are the entries that the base has. They need not match a change, which was made before. `version` is the
    /// version of the crate at head.
    ///
    /// # Errors
    ///
    /// A finding for each entry that matches no change or has expired.
    pub fn apply(
        &self,
        wire: &mut [WireChange],
        earlier: &Self,
        version: Option<&Version>,
    ) -> Result<(), Vec<Finding>> {
        let mut findings = Vec::new();
        for entry in &self.entries {
            if let Some(version) = version.filter(|version| **version >= entry.until) {
                findings.push(entry.expired(version));
                continue;
            }
            let mut matched = false;
            for change in wire.iter_mut().filter(|change| entry.names(change)) {
                matched = true;
                change.accepted = Some(Acceptance {
                    reason: entry.reason.clone(),
                    until: entry.until.to_string(),
                });
            }
            if !matched && !earlier.entries.iter().any(|other| entry.is(other)) {
                findings.push(entry.stale(wire));
            }
        }
        wire.sort_by_key(|change| std::cmp::Reverse(change.weight()));
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }
}

impl AcceptedChange {
    fn names(&self, change: &WireChange) -> bool {
        change.id == self.kind && change.pointer == self.pointer && change.severity >= Severity::Risky
    }

    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.pointer == other.pointer
    }

    fn finding(&self, span: &Option<Range<usize>>, message: String) -> Finding {
        error(&self.place, span.clone(), message)
    }

    fn expired(&self, version: &Version) -> Finding {
        let message = format!(
            "this accepted change expired with version {}, and the crate has version {version}",
            self.until
        );
        self.finding(&self.until_span, message).with_help("delete the entry")
    }

    fn stale(&self, wire: &[WireChange]) -> Finding {
        let at_place: Vec<_> = wire.iter().filter(|change| change.pointer == self.pointer).collect();
        let is_light = at_place.iter().any(|change| change.id == self.kind);
        let (message, help) = if is_light {
            let message = format!(
                "the change `{}` at `{}` is neither breaking nor risky",
                self.kind, self.pointer
            );
            (message, "delete the entry: nothing has to be accepted".to_owned())
        } else {
            let message = format!("no change `{}` at `{}`", self.kind, self.pointer);
            let help = match at_place.iter().find(|change| change.severity >= Severity::Risky) {
                Some(change) => format!("delete the entry, or change its kind to `{}`", change.id),
                None => "delete the entry, or correct its pointer: `--format json` has the pointer of each change"
                    .to_owned(),
            };
            (message, help)
        };
        self.finding(&self.span, message).with_help(help)
    }
}

fn error(place: &Pointer, span: Option<Range<usize>>, message: String) -> Finding {
    Finding::new(RULE, openapi_document::Severity::Error, place.clone(), span, message)
}

struct Reader {
    spans: Spans,
    findings: Vec<Finding>,
}

impl Reader {
    fn list(&mut self, value: &Value) -> Vec<AcceptedChange> {
        let items = match value {
            // A file with comments alone.
            Value::Null => return Vec::new(),
            Value::Array(items) => items,
            _ => {
                let message = "the file must be a list of accepted changes".to_owned();
                self.report(
                    &Pointer::root(),
                    message,
                    "write `- kind: …` and below it `pointer`, `reason` and `until`",
                );
                return Vec::new();
            }
        };
        let mut entries: Vec<AcceptedChange> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = Pointer::root().item(index);
            let Some(entry) = self.entry(&place, item) else {
                continue;
            };
            if entries.iter().any(|known| known.is(&entry)) {
                let message = format!("the change `{}` at `{}` is accepted twice", entry.kind, entry.pointer);
                self.report(&place, message, "delete one of the entries");
            }
            entries.push(entry);
        }
        entries
    }

    fn entry(&mut self, place: &Pointer, item: &Value) -> Option<AcceptedChange> {
        let Value::Object(map) = item else {
            let help = "write `kind`, `pointer`, `reason` and `until`";
            self.report(place, "an accepted change must be a mapping".to_owned(), help);
            return None;
        };
        for key in map.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let message = format!("an accepted change has no key `{key}`");
            self.report_key(
                &place.child(key),
                message,
                "its keys are `kind`, `pointer`, `reason` and `until`",
            );
        }
        let [kind, pointer, reason, until] = KEYS.map(|key| self.text(place, map, key));
        let kind = kind.and_then(|kind| self.kind(place, &kind));
        let pointer = pointer.and_then(|pointer| self.pointer(place, pointer));
        let until = until.and_then(|until| self.version(place, &until));
        let first = place.child(map.keys().next().map_or("", String::as_str));
        Some(AcceptedChange {
            kind: kind?,
            pointer: pointer?,
            reason: reason?,
            until: until?,
            span: self.span(&first, false),
            until_span: self.span(&place.child("until"), false),
            place: place.clone(),
        })
    }

    /// The string of a required key.
    fn text(&mut self, place: &Pointer, map: &Map<String, Value>, key: &str) -> Option<String> {
        let help = match key {
            "kind" => "`cargo xtask diff --list` lists all kinds",
            "pointer" => "write the JSON Pointer of the change, as in `--format json`",
            "reason" => "say why the change breaks nobody",
            _ => "write the version of the crate at which the entry expires, such as `1.2.0`",
        };
        match map.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => return Some(text.trim().to_owned()),
            None => self.report(place, format!("an accepted change needs `{key}`"), help),
            Some(Value::String(_) | Value::Null) => {
                self.report(
                    &place.child(key),
                    format!("`{key}` of an accepted change is empty"),
                    help,
                );
            }
            Some(_) => self.report(
                &place.child(key),
                format!("`{key}` of an accepted change must be a string"),
                help,
            ),
        }
        None
    }

    fn kind(&mut self, place: &Pointer, id: &str) -> Option<&'static str> {
        if let Some(kind) = wire::kind(id) {
            return Some(kind.id);
        }
        let help = match wire::similar(id) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "`cargo xtask diff --list` lists all kinds".to_owned(),
        };
        self.report(&place.child("kind"), format!("there is no kind of change `{id}`"), help);
        None
    }

    fn pointer(&mut self, place: &Pointer, text: String) -> Option<String> {
        // In another file, the pointer follows the file's path.
        if text.starts_with('/') || text.contains("#/") {
            return Some(text);
        }
        let help = "write it like `/components/schemas/Pet/properties/age`, as in `--format json`";
        self.report(&place.child("pointer"), format!("`{text}` is not a JSON Pointer"), help);
        None
    }

    fn version(&mut self, place: &Pointer, text: &str) -> Option<Version> {
        match Version::parse(text) {
            Ok(version) => Some(version),
            Err(reason) => {
                let message = format!("`{text}` is not a version ({reason})");
                self.report(&place.child("until"), message, "write it in full, such as `1.2.0`");
                None
            }
        }
    }

    fn report(&mut self, at: &Pointer, message: String, help: impl Into<String>) {
        let span = self.span(at, true);
        self.findings.push(error(at, span, message).with_help(help));
    }

    fn report_key(&mut self, at: &Pointer, message: String, help: &str) {
        let span = self.span(at, false);
        self.findings.push(error(at, span, message).with_help(help));
    }

    /// The range of the value at `at`, or of its key.
    fn span(&self, at: &Pointer, of_value: bool) -> Option<Range<usize>> {
        let place = self.spans.get(at)?;
        let key = place.key.clone().filter(|_| !of_value);
        Some(key.unwrap_or_else(|| place.value.clone()))
    }
}
