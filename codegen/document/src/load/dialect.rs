//! Converts documents to OpenAPI 3.0, as values.
//!
//! OpenAPI 3.1 uses other keys than 3.0, and authors of 3.0 documents make mistakes that have one obvious meaning. Both are
//! rewritten, so that later stages support one dialect only. Each corrected mistake is a [`Correction`], which the rules about
//! grammar report as a warning. A mistake without an obvious meaning is left as it is, and the same rules report it. Correct
//! parts are not rewritten, and a second run changes nothing.
//!
//! The walk follows the grammar. A place that can only be reached by a reference (such as one below `definitions`) has the
//! kind that the reference expects.

mod anchors;
mod coerce;
mod combine;
mod keys;
mod objects;
mod references;
mod schema;
mod types;

pub(super) use keys::{hidden, meant as meant_key};

use std::collections::HashSet;

use serde_json::Value;

use super::spans::Spans;
use super::trail::Trail;
use super::version::Version;
use crate::finding::Severity;
use crate::grammar::{Expect, Object, ProblemKind, expected_at, may_have};
use crate::pointer::Pointer;
use crate::source::Source;

/// A mistake with an obvious meaning that was corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The place in the author's document: for a missing key, the object that lacks it.
    pub pointer: Pointer,
    /// The kind of object that the place belongs to.
    pub object: Object,
    /// What was wrong.
    pub kind: ProblemKind,
    /// What the author wrote; `null` if it is missing.
    pub written: Value,
    /// A warning, or an error if every reader that does not correct the mistake loses a part of the API.
    pub severity: Severity,
    /// What it was read as. Messages put "it is read as" before this text. `None` if no explanation is needed.
    pub read_as: Option<String>,
}

/// Rewrites `document` and returns the corrections, in no particular order.
pub(super) fn normalize(document: &mut Value, source: &Source, spans: &mut Spans) -> (Version, Vec<Correction>) {
    // If the version is not supported, only that is reported.
    let Some(version) = Version::of(document) else {
        return (Version::default(), Vec::new());
    };
    (version, normalize_as(version, document, source, spans))
}

/// [`normalize`] for a document whose version is known.
pub(super) fn normalize_as(
    version: Version,
    document: &mut Value,
    source: &Source,
    spans: &mut Spans,
) -> Vec<Correction> {
    if version > Version::V30 {
        anchors::resolve(document);
    }
    let mut dialect = Dialect {
        source,
        spans,
        version,
        corrections: Vec::new(),
        open: Vec::new(),
    };
    dialect.fit(&Trail::Root, document, Expect::Is(Object::OpenApi), Object::OpenApi);
    dialect.follow(document);
    // Progenitor requires a complete version, and `3.0` is not one.
    if let Some(declared) = document.get_mut("openapi")
        && (version > Version::V30
            || declared
                .as_str()
                .is_none_or(|text| semver::Version::parse(text).is_err()))
    {
        *declared = Value::String("3.0.3".to_owned());
    }
    let mut corrections = dialect.corrections;
    // A place is walked twice if two references lead to it and to a place around it.
    let mut seen = HashSet::new();
    corrections.retain(|correction| {
        let kind = format!("{:?}", correction.kind);
        seen.insert((correction.pointer.clone(), correction.object, kind))
    });
    corrections
}

/// The state of a conversion.
struct Dialect<'d> {
    source: &'d Source,
    spans: &'d mut Spans,
    version: Version,
    corrections: Vec<Correction>,
    /// The targets of references, each with the kind of object that the reference expects.
    open: Vec<(Pointer, Object)>,
}

impl Dialect<'_> {
    /// Whether the document is written in OpenAPI 3.1 or later, which allows much that is a mistake in 3.0.
    fn is_modern(&self) -> bool {
        self.version > Version::V30
    }

    fn correct(
        &mut self,
        pointer: &Pointer,
        object: Object,
        kind: ProblemKind,
        written: Value,
        read_as: Option<String>,
    ) {
        self.corrections.push(Correction {
            pointer: self.spans.author(pointer),
            object,
            kind,
            written,
            severity: Severity::Warning,
            read_as,
        });
    }

    /// Converts `value` to what `expect` requires, as far as its meaning is obvious.
    fn fit(&mut self, at: &Trail<'_>, value: &mut Value, expect: Expect, owner: Object) {
        self.coerce(at, value, expect, owner);
        match (expect, value) {
            (Expect::List(item), Value::Array(items)) => {
                if matches!(item, Expect::Text) {
                    self.without_repetitions(at, items, owner);
                }
                for (index, value) in items.iter_mut().enumerate() {
                    self.fit(&Trail::Item(at, index), value, *item, owner);
                }
            }
            (Expect::Map(item), Value::Object(map)) => {
                for (key, value) in map {
                    self.fit(&Trail::Key(at, key), value, *item, owner);
                }
            }
            (Expect::Is(object), Value::Object(map)) => self.object(at, map, object),
            (Expect::IsOrRef(object), Value::Object(map)) => self.object_or_reference(at, map, object),
            (Expect::BooleanOrSchema, Value::Object(map)) => self.object_or_reference(at, map, Object::Schema),
            _ => {}
        }
    }

    /// Walks the targets of references that the walk along the grammar does not reach.
    fn follow(&mut self, document: &mut Value) {
        let mut seen = HashSet::new();
        while let Some((pointer, object)) = self.open.pop() {
            if reaches(&pointer) || !may_have(&pointer, object) || !seen.insert(pointer.clone()) {
                continue;
            }
            let Some(slot) = document.pointer_mut(pointer.as_str()) else {
                continue;
            };
            // Nothing else in the document changes meanwhile: references are only recorded.
            let mut value = slot.take();
            self.fit(&Trail::Start(&pointer), &mut value, Expect::IsOrRef(object), object);
            *slot = value;
        }
    }
}

/// Whether the walk along the grammar reaches an object at `pointer`.
fn reaches(pointer: &Pointer) -> bool {
    matches!(
        expected_at(pointer),
        Some(Expect::Is(_) | Expect::IsOrRef(_) | Expect::BooleanOrSchema)
    )
}
