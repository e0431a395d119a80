//! What a value at a place is: the few forms that every schema comes down to.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

/// What stands at a place: a type that needs no name, or the name of one that does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number, of single precision where `single`.
    Number { single: bool },
    /// A string.
    Text,
    /// A string that nobody may see.
    Secret,
    /// Bytes that a request carries: `crate::support::Upload`.
    Upload,
    /// A list.
    List(Box<Self>),
    /// An object whose keys are the server's.
    Map(Box<Self>),
    /// The type of this name.
    Named(String),
    /// Null, or something else.
    Nullable(Box<Self>),
}

/// The Rust types of whole numbers. A document chooses one by `format`, never by a bound: a bound that changes is no other
/// type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integer {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

impl Integer {
    /// The type that a `format` of OpenAPI's registry or a customary one names.
    pub(super) fn of_format(format: &str) -> Option<Self> {
        Some(match format {
            "int8" => Self::I8,
            "uint8" => Self::U8,
            "int16" => Self::I16,
            "uint16" => Self::U16,
            "int" | "int32" => Self::I32,
            "uint" | "uint32" => Self::U32,
            "int64" => Self::I64,
            "uint64" => Self::U64,
            _ => return None,
        })
    }

    /// The Rust type, and the `format` that progenitor makes it of.
    pub(crate) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::I8 => ("i8", "int8"),
            Self::U8 => ("u8", "uint8"),
            Self::I16 => ("i16", "int16"),
            Self::U16 => ("u16", "uint16"),
            Self::I32 => ("i32", "int32"),
            Self::U32 => ("u32", "uint32"),
            Self::I64 => ("i64", "int64"),
            Self::U64 => ("u64", "uint64"),
        }
    }
}

/// The Rust type of a secret, as code refers to it that has imported `crate::support`.
pub(crate) const SECRET: &str = "support::Secret";
/// The Rust type of bytes that a request carries.
pub(crate) const UPLOAD: &str = "support::Upload";

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
    pub(crate) fn not_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            form => form,
        }
    }

    /// The Rust type. `module` leads to the module of the named types: `types::`, `super::` or nothing.
    pub(crate) fn rust_type(&self, module: &str) -> Cow<'static, str> {
        Cow::Owned(match self {
            Self::Any => return Cow::Borrowed("serde_json::Value"),
            Self::Boolean => return Cow::Borrowed("bool"),
            Self::Integer(integer) => return Cow::Borrowed(integer.names().0),
            Self::Number { single: true } => return Cow::Borrowed("f32"),
            Self::Number { single: false } => return Cow::Borrowed("f64"),
            Self::Text => return Cow::Borrowed("String"),
            Self::Secret => return Cow::Borrowed(SECRET),
            Self::Upload => return Cow::Borrowed(UPLOAD),
            Self::List(item) => format!("Vec<{}>", item.rust_type(module)),
            Self::Map(value) => match &**value {
                Self::Any => return Cow::Borrowed("serde_json::Map<String, serde_json::Value>"),
                value => format!("std::collections::HashMap<String, {}>", value.rust_type(module)),
            },
            Self::Named(name) => format!("{module}{name}"),
            Self::Nullable(inner) => format!("Option<{}>", inner.rust_type(module)),
        })
    }

    /// The schema that progenitor makes exactly this type of. `reference` is what stands for the type of a name.
    pub(crate) fn schema(&self, reference: &mut dyn FnMut(&str) -> Value) -> Value {
        match self {
            Self::Any => json!({}),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Integer(integer) => json!({ "type": "integer", "format": integer.names().1 }),
            Self::Number { single: true } => json!({ "type": "number", "format": "float" }),
            Self::Number { single: false } => json!({ "type": "number", "format": "double" }),
            Self::Text => json!({ "type": "string" }),
            Self::Secret => json!({ "type": "string", "format": "password" }),
            Self::Upload => reference(UPLOAD),
            Self::List(item) => json!({ "type": "array", "items": item.schema(reference) }),
            Self::Map(value) => match &**value {
                Self::Any => json!({ "type": "object", "additionalProperties": true }),
                value => json!({ "type": "object", "additionalProperties": value.schema(reference) }),
            },
            Self::Named(name) => reference(name),
            Self::Nullable(inner) => {
                let schema = match inner.schema(reference) {
                    Value::Object(schema) if !schema.contains_key("$ref") => schema,
                    // A reference has no room for more.
                    schema => Map::from_iter([("allOf".to_owned(), json!([schema]))]),
                };
                let mut schema = schema;
                schema.insert("nullable".to_owned(), Value::Bool(true));
                Value::Object(schema)
            }
        }
    }

    /// The name that it holds, at any depth.
    pub(crate) fn name_inside(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.name_inside(),
            _ => None,
        }
    }

    /// The name that it is, null aside.
    pub(crate) fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Nullable(inner) => inner.named(),
            _ => None,
        }
    }
}
