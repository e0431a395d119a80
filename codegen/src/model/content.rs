//! What the content of a body is, by its media type and schema.

use serde_json::{Map, Value};

/// What the client makes a body of. Ordered by what a caller would rather write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BodyKind {
    /// A typed value, sent as JSON.
    Json,
    /// A typed value, sent as a form of several parts.
    Multipart,
    /// A typed value, sent as a form of pairs.
    Form,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
}

impl BodyKind {
    /// Whether the type of the value is that of a schema.
    #[must_use]
    pub const fn is_typed(self) -> bool {
        matches!(self, Self::Json | Self::Multipart | Self::Form)
    }
}

/// Whether a schema is that of bytes.
pub(super) fn is_binary(schema: &Map<String, Value>) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    text("format") == Some("binary") && text("type").is_none_or(|kind| kind == "string" || kind == "file")
}

/// Whether a schema is of a kind that only a structured format can carry.
pub(super) fn is_structured(schema: &Map<String, Value>) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some(kind) => matches!(kind, "object" | "array"),
        None => ["properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.contains_key(*key)),
    }
}
