//! The version of OpenAPI that a document declares.

use serde_json::Value;

use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

/// A version that the generator reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// OpenAPI 3.0.
    #[default]
    V30,
    /// OpenAPI 3.1, with JSON Schema 2020-12 as schemas.
    V31,
}

impl Version {
    /// The version of `document`; `None` if it is not supported or not declared.
    #[must_use]
    pub fn of(document: &Value) -> Option<Self> {
        let text = match document.get("openapi")? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let mut parts = text.trim().trim_start_matches(['v', 'V']).split(['.', '-']);
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0") | None) => Some(Self::V30),
            (Some("3"), Some("1")) => Some(Self::V31),
            _ => None,
        }
    }
}

/// Treats a document with paths and without a version as OpenAPI 3.0. Keywords that were added in 3.1 are also read.
pub(super) fn assume(document: &mut Value) -> Option<Finding> {
    let map = document.as_object_mut()?;
    let is_other = map.contains_key("swagger") || !map.contains_key("paths");
    if is_other || matches!(map.get("openapi"), Some(Value::String(_) | Value::Number(_))) {
        return None;
    }
    map.insert("openapi".to_owned(), Value::String("3.0.3".to_owned()));
    let message = "this document does not say by `openapi` in which version it is written";
    let finding = Finding::new("missing-key", Severity::Error, Pointer::root(), Some(0..0), message)
        .with_help("name the version of OpenAPI: `openapi: 3.0.3`");
    Some(finding.recovered_as("it is read as OpenAPI 3.0"))
}
