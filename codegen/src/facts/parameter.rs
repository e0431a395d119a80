//! What a document says of a parameter.

use serde_json::{Map, Value};

use crate::lint::{Context, ParameterNode};
use crate::names;

/// What a document says of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterFacts {
    /// The name on the wire.
    pub name: String,
    /// The name of the argument that progenitor makes of it.
    pub argument: String,
    /// `path`, `query` or `header`.
    pub location: String,
    /// Whether a request must have it.
    pub required: bool,
    /// The description.
    pub description: Option<String>,
    /// Whether its schema is `format: password`.
    pub secret: bool,
}

impl ParameterFacts {
    pub(super) fn of<'d>(context: &Context<'d>, parameter: &ParameterNode<'d>) -> Self {
        let schema = parameter.map.get("schema").and_then(|schema| context.resolve(schema));
        Self {
            name: parameter.name().to_owned(),
            argument: names::method_name(parameter.name()),
            location: parameter.location().to_owned(),
            required: parameter.map.get("required") == Some(&Value::Bool(true)),
            description: parameter
                .map
                .get("description")
                .and_then(Value::as_str)
                .map(ToOwned::to_owned),
            secret: schema.and_then(Value::as_object).is_some_and(is_secret),
        }
    }
}

/// Whether a schema marks its value as a secret.
#[must_use]
pub fn is_secret(schema: &Map<String, Value>) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
}
