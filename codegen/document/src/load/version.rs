//! The version of OpenAPI that a document declares.

use serde_json::Value;

/// A version that the generator supports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// OpenAPI 3.0.
    #[default]
    V30,
    /// OpenAPI 3.1 and 3.2, with JSON Schema 2020-12 as schemas.
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
            (Some("3"), Some("1" | "2")) => Some(Self::V31),
            _ => None,
        }
    }
}
