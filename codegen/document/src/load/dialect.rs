//! Whatever dialect a document is written in, it becomes OpenAPI 3.0 here, as values.
//!
//! OpenAPI 3.1 says much by other keys, and authors of 3.0 documents slip in ways that have one sensible reading. Both are
//! rewritten, so that nothing behind this module knows more than one notation. What was a slip is a [`Correction`], which the
//! rules about shape report as a warning; what has no sensible reading is left as it is, for them to refuse. Nothing is
//! rewritten that is right, and a second run changes nothing.
//!
//! The walk goes along the shape table. Places that only a reference leads to (below `definitions`, say) are walked as
//! what the reference takes them for.

mod coerce;
mod combine;
mod keys;
mod objects;
mod references;
mod schema;
mod types;

pub(super) use keys::meant as meant_key;

use std::collections::HashSet;

use serde_json::Value;

use super::spans::Spans;
use super::trail::Trail;
use super::version::Version;
use crate::grammar::{Expect, Object, ProblemKind, expected_at};
use crate::pointer::Pointer;
use crate::source::Source;

/// A slip that was read as what it must have been meant for.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The place in what the author has written: for a missing key, the object that lacks it.
    pub pointer: Pointer,
    /// The object that the place belongs to.
    pub object: Object,
    /// What did not fit.
    pub kind: ProblemKind,
    /// What the author has written; `null` for what is missing.
    pub written: Value,
    /// What it was read as, to stand behind "it is read as"; `None` where that needs no words.
    pub read_as: Option<String>,
}

/// Rewrites `document` and returns the slips, in no order that means anything.
pub(super) fn settle(document: &mut Value, source: &Source, spans: &mut Spans) -> (Version, Vec<Correction>) {
    // A document in a version that is not read is judged by that alone.
    let Some(version) = Version::of(document) else {
        return (Version::default(), Vec::new());
    };
    (version, settle_as(version, document, source, spans))
}

/// [`settle`] for a document whose version is known.
pub(super) fn settle_as(version: Version, document: &mut Value, source: &Source, spans: &mut Spans) -> Vec<Correction> {
    let mut dialect = Dialect {
        source,
        spans,
        version,
        corrections: Vec::new(),
        open: Vec::new(),
    };
    dialect.fit(&Trail::Root, document, Expect::Is(Object::OpenApi), Object::OpenApi);
    dialect.follow(document);
    // Progenitor wants a whole version, and `3.0` is not one.
    if let Some(declared) = document.get_mut("openapi")
        && (version > Version::V30
            || declared
                .as_str()
                .is_none_or(|text| semver::Version::parse(text).is_err()))
    {
        *declared = Value::String("3.0.3".to_owned());
    }
    let mut corrections = dialect.corrections;
    // A place that two references lead to is walked twice where one lies in the other.
    let mut seen = HashSet::new();
    corrections.retain(|mend| seen.insert((mend.pointer.clone(), mend.object, format!("{:?}", mend.kind))));
    corrections
}

/// A document on its way.
struct Dialect<'d> {
    source: &'d Source,
    spans: &'d mut Spans,
    version: Version,
    corrections: Vec<Correction>,
    /// Where references lead, and what they take it for.
    open: Vec<(Pointer, Object)>,
}

impl Dialect<'_> {
    /// Whether the document is written in OpenAPI 3.1 or later, where much is right that is a slip in 3.0.
    fn is_modern(&self) -> bool {
        self.version > Version::V30
    }

    fn mend(&mut self, pointer: &Pointer, object: Object, kind: ProblemKind, written: Value, read_as: Option<String>) {
        self.corrections.push(Correction {
            pointer: self.spans.author(pointer),
            object,
            kind,
            written,
            read_as,
        });
    }

    /// Makes `value` what `expect` wants, as far as there is one reading.
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

    /// Walks what references lead to and the walk along the table does not.
    fn follow(&mut self, document: &mut Value) {
        let mut seen = HashSet::new();
        while let Some((pointer, object)) = self.open.pop() {
            if reaches(&pointer) || !seen.insert(pointer.clone()) {
                continue;
            }
            let Some(slot) = document.pointer_mut(pointer.as_str()) else {
                continue;
            };
            // Nothing else is changed meanwhile: references are only noted down.
            let mut value = slot.take();
            self.fit(&Trail::Start(&pointer), &mut value, Expect::IsOrRef(object), object);
            *slot = value;
        }
    }
}

/// Whether the walk along the table comes to `pointer`, as whatever object.
fn reaches(pointer: &Pointer) -> bool {
    matches!(
        expected_at(pointer),
        Some(Expect::Is(_) | Expect::IsOrRef(_) | Expect::BooleanOrSchema)
    )
}
