//! Files that list pairs of documents.

use std::path::Path;
use std::{fs, io};

use openapi_document::Source;
use openapi_document::load::{OnError, read};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An old and a new document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NamedPair {
    /// What the pair is called in the report.
    #[serde(default)]
    pub name: String,
    /// The old document.
    pub base: Value,
    /// The new document.
    pub head: Value,
}

/// Reads a list of pairs: `[{"name": "…", "base": …, "head": …}]`. A text in place of a document is the path of its file,
/// relative to the folder of the list. A pair without a name is named after its place in the list.
///
/// # Errors
///
/// If a file cannot be read, or is not such a list.
pub fn read_pairs(path: &Path) -> io::Result<Vec<NamedPair>> {
    let text = fs::read_to_string(path).map_err(|error| at(path, &error))?;
    let mut pairs: Vec<NamedPair> = serde_json::from_str(&text).map_err(|error| at(path, &error))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for (index, pair) in pairs.iter_mut().enumerate() {
        if pair.name.is_empty() {
            let shown = |side: &Value| side.as_str().map(ToOwned::to_owned);
            let files = shown(&pair.base).zip(shown(&pair.head));
            pair.name = files.map_or_else(
                || format!("pair {}", index + 1),
                |(base, head)| format!("{base} → {head}"),
            );
        }
        for side in [&mut pair.base, &mut pair.head] {
            if let Some(file) = side.as_str() {
                *side = document(&folder.join(file))?;
            }
        }
    }
    Ok(pairs)
}

/// Writes a list of pairs that [`read_pairs`] reads.
///
/// # Errors
///
/// If the file cannot be written.
#[allow(
    clippy::disallowed_methods,
    reason = "a list that was not written to its end is no JSON"
)]
pub fn write_pairs(path: &Path, pairs: &[NamedPair]) -> io::Result<()> {
    let text = serde_json::to_string_pretty(pairs).map_err(|error| at(path, &error))?;
    fs::write(path, text + "\n").map_err(|error| at(path, &error))
}

/// The content of a document's file.
pub(super) fn document(path: &Path) -> io::Result<Value> {
    let text = fs::read_to_string(path).map_err(|error| at(path, &error))?;
    parse(&path.display().to_string(), &text)
}

/// The content of a document.
pub(super) fn parse(name: &str, text: &str) -> io::Result<Value> {
    let content = read(&Source::new(name, text), OnError::Refuse);
    content.map(|(value, ..)| value).map_err(|findings| {
        let message = findings
            .first()
            .map_or("it is not a document", |finding| &finding.message);
        io::Error::other(format!("{name}: {message}"))
    })
}

/// An error with the file that it is about.
pub(super) fn at(path: &Path, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}
