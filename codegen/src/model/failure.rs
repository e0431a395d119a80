//! Which schemas tell a failure, by the extensions of this generator.

use serde_json::Value;

/// The extension of a schema that tells a failure: `{code: property, message: [property, …]}`.
pub const FAILURE: &str = "x-failure";
/// The extension of a schema that may carry a failure in a success: the property that is set then.
pub const IN_BAND: &str = "x-in-band-failure";
/// The extension of an answer's schema: the properties that repeat what the request body had under the same name. An answer
/// that repeats something else is another call's.
pub const ECHO: &str = "x-echo";

/// Which properties of a schema tell a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureFacts {
    /// The property with the machine-readable code.
    pub code: Option<String>,
    /// The properties with text for people, the best first.
    pub message: Vec<String>,
}

impl FailureFacts {
    pub(super) fn of(extension: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let message = extension.get("message").and_then(Value::as_array);
        Self {
            code: extension.get("code").and_then(text),
            message: message.into_iter().flatten().filter_map(text).collect(),
        }
    }
}
