//! How the content of a body is sent, by its media type and schema.

use serde_json::{Map, Value};

/// How the client sends a body. The order is that in which callers prefer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BodyKind {
    /// A typed value, sent as JSON.
    Json,
    /// A typed value, sent as a multipart form.
    Multipart,
    /// A typed value, sent as a URL-encoded form.
    Form,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
}

impl BodyKind {
    /// Whether the value has a type made from a schema.
    #[must_use]
    pub(crate) const fn is_typed(self) -> bool {
        matches!(self, Self::Json | Self::Multipart | Self::Form)
    }
}

/// Whether a schema describes bytes.
pub(super) fn is_binary(schema: &Map<String, Value>) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    text("format") == Some("binary") && text("type").is_none_or(|kind| kind == "string" || kind == "file")
}

/// Whether only a structured format can represent values of a schema.
pub(super) fn is_structured(schema: &Map<String, Value>) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some(kind) => matches!(kind, "object" | "array"),
        None => ["properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.contains_key(*key)),
    }
}
