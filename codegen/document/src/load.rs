//! Stage 1: text in, [`Document`] or findings out.
//!
//! The result is always in the form of OpenAPI 3.0, whatever version the document is written in. Common mistakes are corrected
//! (see [`Correction`]).
//!
//! Values come from `serde_yaml` or `serde_json`, so numbers and strings mean the same as in the rest of the ecosystem. Places
//! come from a second pass over the text. Loading reports only errors of syntax; the rules check the content.

mod convert;
mod dialect;
pub mod files;
mod json;
mod limits;
mod spans;
mod syntax;
pub mod trail;
mod version;
mod yaml;

pub use dialect::Correction;
pub use files::gather;
pub use spans::FILES;
pub use spans::{NodeId, NodeSpan, Spans, Style};
pub use version::Version;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::de::IgnoredAny;
use serde_json::Value;

use self::yaml::wide::{Reading, Twice};
use crate::finding::{self, Finding, Severity};
use crate::grammar::Object;
use crate::pointer::{self, Pointer};
use crate::source::Source;

/// The limit for the length of a document in bytes. It is about ten times the largest published OpenAPI documents.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// What to do with a document that has errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Refuse it.
    #[default]
    Refuse,
    /// Correct an error that concerns one place, or leave the place out, and read the rest. Other errors still refuse the
    /// document.
    KeepGoing,
}

/// A document that could be read: its values, and where in the text each of them stands.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub source: Source,
    /// Its content, as JSON in the form of OpenAPI 3.0.
    pub value: Value,
    /// The places of its values in the text.
    pub spans: Spans,
    /// The version of OpenAPI in which it is written.
    pub version: Version,
    /// What to do with its errors.
    pub on_error: OnError,
    /// Mistakes that were corrected.
    pub corrections: Vec<Correction>,
    /// Files that it refers to but that are not valid YAML or JSON, with the reasons.
    pub broken: BTreeMap<String, String>,
    /// Findings about the syntax, and the errors that were recovered.
    pub findings: Vec<Finding>,
    /// The places, in the author's document, that are left out because of errors.
    pub left_out: BTreeSet<Pointer>,
}

impl Document {
    /// The value at `pointer`, if there is one.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        pointer::find(&self.value, pointer.as_str())
    }

    /// The place in the author's document of the node at `pointer`, which loading may have moved.
    #[must_use]
    pub fn author(&self, pointer: &Pointer) -> Pointer {
        self.spans.author(pointer)
    }

    /// Whether an error is the reason that nothing is at `pointer`, or that something around it is left out.
    #[must_use]
    pub fn is_left_out(&self, pointer: &Pointer) -> bool {
        !self.left_out.is_empty()
            && self
                .author(pointer)
                .and_around()
                .any(|place| self.left_out.contains(place))
    }

    /// Whether an error is the reason that something inside `pointer` is left out.
    #[must_use]
    pub fn is_left_out_inside(&self, pointer: &Pointer) -> bool {
        let around = self.author(pointer);
        self.left_out.iter().any(|place| place.is_within(&around))
    }

    /// The text range of the key at `pointer`, else of its value, else of the nearest ancestor.
    #[must_use]
    pub fn key_span(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.spans.nearest(pointer, |place| {
            place.key.clone().unwrap_or_else(|| place.value.clone())
        })
    }

    /// The text range of the value at `pointer` (the first line of a collection), else of the nearest ancestor.
    #[must_use]
    pub fn value_span(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.spans.nearest(pointer, |place| place.value.clone())
    }
}

/// Reads a document, with the files that it refers to.
///
/// # Errors
///
/// The findings that explain why the text cannot be read: `syntax`, `duplicate-key`, `encoding`, `not-json`, `too-large`.
pub fn load(source: Source) -> Result<Document, Vec<Finding>> {
    load_with(source, OnError::Refuse)
}

/// [`load`], which can keep going after a syntax error that concerns one place. The findings of the document have such an
/// error.
///
/// # Errors
///
/// As those of [`load`].
pub fn load_with(source: Source, on_error: OnError) -> Result<Document, Vec<Finding>> {
    let own = if source.files().next().is_some() {
        &Source::new(source.name(), source.own_text())
    } else {
        &source
    };
    let (mut value, mut spans, mut findings) = read(own, on_error)?;
    if !value.is_object() {
        let message = "this is not an OpenAPI document: it must be an object with the key `openapi`";
        let finding = Finding::new("syntax", Severity::Error, Pointer::root(), Some(0..0), message);
        return Err(vec![
            finding.with_help("start with `openapi: 3.0.3`, followed by `info` and `paths`"),
        ]);
    }
    let (broken, kept) = files::embed(&source, &mut value, &mut spans, on_error);
    findings.extend(kept);
    if source.files().next().is_some() {
        limits::measure(&value).map_err(|excess| vec![excess.finding(Some(0))])?;
    }
    if on_error == OnError::KeepGoing {
        findings.extend(version::assume(&mut value));
    }
    let (version, corrections) = dialect::normalize(&mut value, &source, &mut spans);
    Ok(Document {
        source,
        value,
        spans,
        version,
        on_error,
        corrections,
        broken,
        findings,
        left_out: BTreeSet::new(),
    })
}

/// The content of a text, the places of its values, and the findings about its syntax.
pub type Read = (Value, Spans, Vec<Finding>);

/// Reads one text. The name's extension decides between YAML and JSON, or the first character if the extension is another
/// one. If one format fails, the other is not tried, because that would hide the error. Valid JSON is JSON whatever the name
/// says, because readers of YAML refuse some of its escapes.
///
/// # Errors
///
/// The findings that say why the text is not readable.
pub fn read(source: &Source, on_error: OnError) -> Result<Read, Vec<Finding>> {
    if source.text().len() > MAX_BYTES {
        let message = format!(
            "the document has {} bytes; the limit is {MAX_BYTES}",
            source.text().len()
        );
        return Err(vec![
            Finding::new("encoding", Severity::Error, Pointer::root(), None, message)
                .with_help("split the document, or remove large examples"),
        ]);
    }
    if let Some(at) = source.text().find('\0') {
        return Err(vec![
            Finding::new(
                "encoding",
                Severity::Error,
                Pointer::root(),
                Some(at..at + 1),
                "the document contains a NUL byte",
            )
            .with_help("save the document as UTF-8 text"),
        ]);
    }
    if is_json(source) {
        return json::read(source, on_error);
    }
    let read = yaml::read(source, on_error)?;
    // Aliases give a text more values than it has places.
    limits::measure(&read.0).map_err(|excess| vec![excess.finding(Some(0))])?;
    Ok(read)
}

fn is_json(source: &Source) -> bool {
    let ending = source
        .name()
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match ending.as_str() {
        "json" => true,
        "yaml" | "yml" => {
            let text = source.text();
            text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
        }
        _ => source.text().trim_start().starts_with(['{', '[']),
    }
}

/// The finding for a duplicate key; `first` and `again` are the ranges of the two keys, as far as they are known.
fn duplicate_key(pointer: Pointer, first: Option<Range<usize>>, again: Option<Range<usize>>) -> Finding {
    let key = pointer.last().unwrap_or_default();
    Finding::new(
        "duplicate-key",
        Severity::Error,
        pointer,
        again,
        format!("duplicate key `{key}`"),
    )
    .with_label(first, "first defined here")
    .with_help("remove one of them; readers disagree about which one is used")
}

/// The findings about duplicate keys, by how each was read.
///
/// # Errors
///
/// All of them, if both values of a key are operations, or if an error refuses the document and two values differ.
fn about_duplicates(
    duplicates: Vec<Finding>,
    twice: Option<&Twice>,
    on_error: OnError,
) -> Result<Vec<Finding>, Vec<Finding>> {
    let findings =
        duplicates.into_iter().map(
            |finding| match twice.and_then(|twice| twice.reading(&finding.pointer)) {
                None | Some(Reading::Same) => harmless(finding),
                Some(Reading::Neither) => finding,
                Some(_) if on_error == OnError::Refuse => finding,
                Some(Reading::Both) => finding.recovered_as("both values are merged"),
                Some(Reading::Last) => finding.recovered_as("the last one is read"),
            },
        );
    let findings: Vec<_> = findings.collect();
    if finding::refuses(&findings) {
        Err(findings)
    } else {
        Ok(findings)
    }
}

/// The same finding about a key that says the same each time.
fn harmless(finding: Finding) -> Finding {
    Finding {
        severity: Severity::Warning,
        message: format!("{} with the same value", finding.message),
        help: Some("remove one of them".to_owned()),
        ..finding
    }
}

/// The key that an author meant by `key` in an object, which differs from it in case, `_`, `-` or a leading `/` only.
#[must_use]
pub fn meant_key(object: Object, key: &str) -> Option<String> {
    dialect::meant_key(object, key)
}

/// The key that an author probably meant by an unknown key with this value, if readers that ignore the key lose a part of the
/// API.
#[must_use]
pub fn hidden_key(object: Object, key: &str, value: &Value) -> Option<&'static str> {
    dialect::hidden(object, key, value)
}

/// Brings what has changed in a document since it was loaded down to OpenAPI 3.0 again. What is a slip in that follows from
/// the change, and is not findings.
pub fn normalize_again(document: &mut Document) {
    dialect::normalize_as(
        document.version,
        &mut document.value,
        &document.source,
        &mut document.spans,
    );
}
