//! Stage 1: text in, [`Document`] or findings out.
//!
//! What is loaded is OpenAPI 3.0 as values, in whatever version and spelling it was written (see [`Correction`]).
//!
//! Values come from one reader (`serde_yaml` or `serde_json`, so that numbers and strings mean what the rest of the
//! ecosystem takes them for), places from a second pass over the same text that takes no value from it. Loading judges
//! only notation; what the document says is the lints' part.

mod convert;
mod dialect;
pub mod files;
mod json;
mod limits;
mod spans;
pub mod trail;
mod version;
mod yaml;

pub use dialect::Correction;
pub use files::{KEY as FILES, gather};
pub use spans::{NodeId, Place, Spans, Style};
pub use version::Version;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use crate::finding::{Finding, Severity};
use crate::pointer::{self, Pointer};
use crate::source::Source;

/// The longest document that is read, in bytes: 32 MiB, some ten times the largest published OpenAPI documents.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A document that could be read: its values, and where in the text each of them stands.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub source: Source,
    /// What it says, as JSON in the notation of OpenAPI 3.0.
    pub value: Value,
    /// Where it says so.
    pub spans: Spans,
    /// The version that it was written in.
    pub version: Version,
    /// What the author has written otherwise than that version has it, and what it was read as.
    pub corrections: Vec<Correction>,
    /// Files that it refers to and that are no documents, and why.
    pub broken: BTreeMap<String, String>,
    /// What there is to say about the notation.
    pub findings: Vec<Finding>,
}

impl Document {
    /// The value at `pointer`, if there is one.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        pointer::find(&self.value, pointer.as_str())
    }

    /// Where the author has written what stands at `pointer`, which loading may have moved.
    #[must_use]
    pub fn author(&self, pointer: &Pointer) -> Pointer {
        self.spans.author(pointer)
    }

    /// The text range of the key that leads to `pointer`, else that of its value, else that of the nearest node around.
    #[must_use]
    pub fn key_span(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.spans.nearest(pointer, |place| {
            place.key.clone().unwrap_or_else(|| place.value.clone())
        })
    }

    /// The text range of the value at `pointer` (the first line of a collection), else of the nearest node around.
    #[must_use]
    pub fn value_span(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.spans.nearest(pointer, |place| place.value.clone())
    }
}

/// Reads a document, with the files that belong to it.
///
/// # Errors
///
/// The findings that say why the text is no document: `syntax`, `duplicate-key`, `encoding`, `not-json`, `too-large`.
pub fn load(source: Source) -> Result<Document, Vec<Finding>> {
    let own = if source.files().next().is_some() {
        &Source::new(source.name(), source.own_text())
    } else {
        &source
    };
    let (mut value, mut spans, findings) = read(own)?;
    if !value.is_object() {
        let message = "this is no OpenAPI document: a mapping with the key `openapi` is one";
        let finding = Finding::new("syntax", Severity::Error, Pointer::root(), Some(0..0), message);
        return Err(vec![finding.with_help("write `openapi: 3.0.3` and what belongs to it")]);
    }
    let broken = files::embed(&source, &mut value, &mut spans);
    if source.files().next().is_some() {
        limits::measure(&value).map_err(|excess| vec![excess.finding(Some(0))])?;
    }
    let (version, corrections) = dialect::settle(&mut value, &source, &mut spans);
    Ok(Document {
        source,
        value,
        spans,
        version,
        corrections,
        broken,
        findings,
    })
}

/// What a text says, where it says so, and what there is to say about its notation.
pub type Read = (Value, Spans, Vec<Finding>);

/// Reads one text. YAML or JSON is decided by the name's ending, and by the first character where the ending says nothing;
/// one failing is never hidden by trying the other.
///
/// # Errors
///
/// The findings that say why the text is neither.
pub fn read(source: &Source) -> Result<Read, Vec<Finding>> {
    if source.text().len() > MAX_BYTES {
        let message = format!(
            "the document has {} bytes; at most {MAX_BYTES} are read",
            source.text().len()
        );
        return Err(vec![
            Finding::new("encoding", Severity::Error, Pointer::root(), None, message)
                .with_help("split the document, or drop examples that no reader needs"),
        ]);
    }
    if let Some(at) = source.text().find('\0') {
        return Err(vec![
            Finding::new(
                "encoding",
                Severity::Error,
                Pointer::root(),
                Some(at..at + 1),
                "the document holds a NUL byte",
            )
            .with_help("save the document as UTF-8 text"),
        ]);
    }
    if is_json(source) {
        return json::read(source);
    }
    let read = yaml::read(source)?;
    // Of a text with aliases the values are more than what has a place in it.
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
        "yaml" | "yml" => false,
        _ => source.text().trim_start().starts_with(['{', '[']),
    }
}

/// The finding for a key that stands twice in one object; `first` and `again` are the ranges of the two keys. Where both
/// times the same is said, readers cannot disagree.
fn duplicate_key(pointer: Pointer, first: Range<usize>, again: Range<usize>) -> Finding {
    let key = pointer.last().unwrap_or_default();
    Finding::new(
        "duplicate-key",
        Severity::Error,
        pointer,
        Some(again),
        format!("the key `{key}` stands here twice"),
    )
    .with_label(Some(first), "it stands here first")
    .with_help("keep one of the two; readers disagree on which one counts")
}

/// The same findings about keys that say the same each time.
fn harmless(duplicates: Vec<Finding>) -> Vec<Finding> {
    let warning = |finding: Finding| Finding {
        severity: Severity::Warning,
        message: format!("{}, with the same value", finding.message),
        help: Some("keep one of the two".to_owned()),
        ..finding
    };
    duplicates.into_iter().map(warning).collect()
}
