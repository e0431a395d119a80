//! The words that authors use for types.

/// The meaning of a word in `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A type of OpenAPI 3.0, with the format that the word implies.
    Type(&'static str, Option<&'static str>),
    /// `null`, which OpenAPI 3.0 expresses with `nullable`.
    Null,
    /// Any type.
    Any,
}

impl Word {
    /// Parses a word; `None` if it is unknown.
    pub(super) fn of(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase();
        let (of, format) = match word.as_str() {
            "array" | "list" => ("array", None),
            "boolean" | "bool" => ("boolean", None),
            "integer" | "int" => ("integer", None),
            "int32" => ("integer", Some("int32")),
            "int64" | "long" => ("integer", Some("int64")),
            "number" | "num" | "numeric" | "decimal" => ("number", None),
            "float" => ("number", Some("float")),
            "double" => ("number", Some("double")),
            "object" | "dict" | "dictionary" | "map" | "hash" => ("object", None),
            "string" | "str" | "text" => ("string", None),
            "byte" => ("string", Some("byte")),
            "binary" | "file" => ("string", Some("binary")),
            "date" => ("string", Some("date")),
            "datetime" | "date-time" | "timestamp" => ("string", Some("date-time")),
            "uuid" | "guid" => ("string", Some("uuid")),
            "password" => ("string", Some("password")),
            "email" => ("string", Some("email")),
            "uri" | "url" => ("string", Some("uri")),
            "null" | "nil" => return Some(Self::Null),
            "any" | "mixed" | "unknown" => return Some(Self::Any),
            _ => return None,
        };
        Some(Self::Type(of, format))
    }

    /// Whether `word` is a type of OpenAPI or JSON Schema.
    pub(super) fn is_exact(word: &str) -> bool {
        matches!(
            word,
            "array" | "boolean" | "integer" | "number" | "object" | "string" | "null"
        )
    }
}

/// The keys that apply only to values of this type.
pub(super) fn keys_of(of: &str) -> &'static [&'static str] {
    match of {
        "string" => &[
            "maxLength",
            "minLength",
            "pattern",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
        ],
        "integer" | "number" => &[
            "exclusiveMaximum",
            "exclusiveMinimum",
            "maximum",
            "minimum",
            "multipleOf",
        ],
        "array" => &[
            "contains",
            "items",
            "maxContains",
            "maxItems",
            "minContains",
            "minItems",
            "prefixItems",
            "unevaluatedItems",
            "uniqueItems",
        ],
        "object" => &[
            "additionalProperties",
            "dependentRequired",
            "dependentSchemas",
            "maxProperties",
            "minProperties",
            "patternProperties",
            "properties",
            "propertyNames",
            "required",
            "unevaluatedProperties",
        ],
        _ => &[],
    }
}

/// Whether `format` applies to values of this type. An unknown format applies to strings.
pub(super) fn has_format(of: &str, format: &str) -> bool {
    let is_integer = format.starts_with("int") || format.starts_with("uint");
    let is_number = matches!(format, "float" | "double" | "decimal");
    match of {
        "integer" => is_integer,
        "number" => is_integer || is_number,
        "string" => !is_integer && !is_number,
        _ => false,
    }
}

/// The type of a JSON value.
pub(super) fn type_of(value: &serde_json::Value) -> Option<&'static str> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::Bool(_) => Some("boolean"),
        serde_json::Value::Number(number) if number.is_f64() => Some("number"),
        serde_json::Value::Number(_) => Some("integer"),
        serde_json::Value::String(_) => Some("string"),
        serde_json::Value::Array(_) => Some("array"),
        serde_json::Value::Object(_) => Some("object"),
    }
}
