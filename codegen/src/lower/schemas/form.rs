//! The few forms in which typify is shown what stands at a place.

use serde_json::{Map, Value, json};

/// What stands at a place: a type that needs no name, or the name of one that does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Form {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// A whole number, with what typify chooses its type by.
    Integer {
        format: Option<String>,
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    /// A number, of single precision where `format` is `float`.
    Number { single: bool },
    /// A string.
    Text,
    /// A string with one of the formats that have a type in Rust's own library.
    Address(String),
    /// A string that nobody may see.
    Secret,
    /// A list.
    List(Box<Self>),
    /// An object whose keys are the server's.
    Map(Box<Self>),
    /// The type of this name.
    Named(String),
    /// Null, or something else.
    Nullable(Box<Self>),
}

impl Form {
    /// The form, which may also be null where `nullable` says so.
    pub(super) fn or_null(self, nullable: bool) -> Self {
        match self {
            Self::Any | Self::Nullable(_) => self,
            form if nullable => Self::Nullable(Box::new(form)),
            form => form,
        }
    }

    /// The form without null.
    pub(super) fn not_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            form => form,
        }
    }

    /// The schema that typify makes exactly this type of.
    pub(super) fn schema(&self) -> Map<String, Value> {
        let value = match self {
            Self::Any => json!({}),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Integer {
                format,
                minimum,
                maximum,
            } => {
                let mut schema = json!({ "type": "integer" });
                for (key, value) in [
                    ("format", format.clone().map(Value::from)),
                    ("minimum", minimum.map(Value::from)),
                    ("maximum", maximum.map(Value::from)),
                ] {
                    if let (Some(value), Some(map)) = (value, schema.as_object_mut()) {
                        map.insert(key.to_owned(), value);
                    }
                }
                schema
            }
            Self::Number { single: true } => json!({ "type": "number", "format": "float" }),
            Self::Number { single: false } => json!({ "type": "number", "format": "double" }),
            Self::Text => json!({ "type": "string" }),
            Self::Address(format) => json!({ "type": "string", "format": format }),
            Self::Secret => json!({ "type": "string", "format": "password" }),
            Self::List(item) => json!({ "type": "array", "items": item.schema() }),
            Self::Map(value) => match &**value {
                Self::Any => json!({ "type": "object", "additionalProperties": true }),
                value => json!({ "type": "object", "additionalProperties": value.schema() }),
            },
            Self::Named(name) => json!({ "$ref": reference(name) }),
            Self::Nullable(inner) => {
                let mut schema = inner.schema();
                if schema.contains_key("$ref") {
                    schema = Map::from_iter([("allOf".to_owned(), json!([schema]))]);
                }
                schema.insert("nullable".to_owned(), Value::Bool(true));
                return schema;
            }
        };
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// The schema with what is said of this place. A reference has no room for that, so it becomes a composition of one.
    pub(super) fn described(&self, description: Option<&str>, default: Option<Value>) -> Value {
        let mut schema = self.schema();
        if (description.is_some() || default.is_some()) && schema.contains_key("$ref") {
            schema = Map::from_iter([("allOf".to_owned(), json!([schema]))]);
        }
        if let Some(description) = description {
            schema.insert("description".to_owned(), Value::from(description));
        }
        if let Some(default) = default {
            schema.insert("default".to_owned(), default);
        }
        Value::Object(schema)
    }

    /// The names that it holds.
    pub(super) fn names(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.names(),
            _ => None,
        }
    }

    /// The name that it is, null aside.
    pub(super) fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Nullable(inner) => inner.named(),
            _ => None,
        }
    }
}

/// The reference to the lowered component `name`.
pub(super) fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}
