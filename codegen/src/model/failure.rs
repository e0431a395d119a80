//! The extensions of this generator that declare failures.

use serde_json::Value;

/// The extension of a schema that reports a failure: `{code: property, message: [property, …]}`.
pub(crate) const FAILURE: &str = "x-failure";
/// The extension of a schema that can report a failure in a success. Its value is the property that is then set.
pub(crate) const IN_BAND: &str = "x-in-band-failure";
/// The extension of a response's schema. It lists the properties that repeat the request body's property of the same
/// name. If a value differs, the response belongs to another call.
pub(crate) const ECHO: &str = "x-echo";

/// The properties of a schema that report a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FailureFacts {
    /// The property with the machine-readable code.
    pub(crate) code: Option<String>,
    /// The properties with text for people, in order of preference.
    pub(crate) message: Vec<String>,
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
