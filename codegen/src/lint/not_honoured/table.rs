//! The keys that the generated client does not support.

mod newer;

use openapi_document::grammar::{Node, Object};
use serde_json::Value;

use crate::model::SchemeKind;

/// A key of an object, and how the client treats it.
pub(super) struct Row {
    pub object: Object,
    pub key: &'static str,
    /// What happens instead. The message is the key followed by this text.
    pub instead: &'static str,
    /// What the user of the client may do.
    pub help: &'static str,
    /// Whether the client does not support the key at this place.
    pub when: fn(&Node<'_>, &Value) -> bool,
    /// Whether everything inside the key is unsupported too.
    pub whole: bool,
}

const fn row(object: Object, key: &'static str, instead: &'static str, help: &'static str) -> Row {
    Row {
        object,
        key,
        instead,
        help,
        when: always,
        whole: false,
    }
}

const SERVER_CHECKS: &str = "the server checks it; the client also sends and accepts values that violate it";
const CLIENT_HAS_ONE_URL: &str = "create a separate client with the other base URL";
const BY_HAND: &str = "set up the client's connection for it with `Config::reqwest`";
const READ_BY_HAND: &str = "read them from `ResponseValue::headers`";
const DOCUMENTATION: &str = "put it in the `description`, which becomes documentation";

/// Whether this rule reports `key` of `object`, so that no other rule needs to report it as lost.
pub(in crate::lint) fn covers(object: Object, key: &str) -> bool {
    rows().any(|row| row.object == object && row.key == key)
}

/// All rows: those for OpenAPI 3.0 and those for later versions.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().chain(newer::TABLE)
}

const TABLE: &[Row] = &[
    Row {
        whole: true,
        ..row(
            Object::PathItem,
            "servers",
            "is not used: all requests go to the client's base URL",
            CLIENT_HAS_ONE_URL,
        )
    },
    row(
        Object::PathItem,
        "summary",
        "of a path is not in the generated documentation",
        "put it in the operations",
    ),
    row(
        Object::PathItem,
        "description",
        "of a path is not in the generated documentation",
        "put it in the operations",
    ),
    Row {
        whole: true,
        ..row(
            Object::Operation,
            "servers",
            "is not used: all requests go to the client's base URL",
            CLIENT_HAS_ONE_URL,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Operation,
            "callbacks",
            "are requests by the server, which the client does not handle",
            "describe them in a document for the program that receives them",
        )
    },
    row(
        Object::Operation,
        "externalDocs",
        "of an operation is not in the generated documentation",
        DOCUMENTATION,
    ),
    row(
        Object::Parameter,
        "deprecated",
        "does not make the argument `#[deprecated]`",
        DOCUMENTATION,
    ),
    Row {
        when: is_no_credential,
        ..row(
            Object::SecurityScheme,
            "type",
            "of a security scheme is not supported: the client sends no credential for it",
            BY_HAND,
        )
    },
    Row {
        when: is_other_http_scheme,
        ..row(
            Object::SecurityScheme,
            "scheme",
            "of HTTP authentication is not supported by the client",
            BY_HAND,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Encoding,
            "headers",
            "of a part have no types in the client",
            "add such headers to a file with `Upload::with_part_header`",
        )
    },
    Row {
        when: beside_content_type,
        whole: true,
        ..row(
            Object::Response,
            "headers",
            "of a response have no types in the client",
            READ_BY_HAND,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Response,
            "links",
            "are not followed by the client",
            "call the linked operation in your code",
        )
    },
    row(
        Object::Schema,
        "externalDocs",
        "of a schema is not in the generated documentation",
        DOCUMENTATION,
    ),
    row(
        Object::Schema,
        "xml",
        "is not used: the client does not support XML",
        "describe a JSON media type",
    ),
    Row {
        when: tells_nothing_apart,
        ..row(
            Object::Schema,
            "discriminator",
            "without `oneOf` or `anyOf` is not used: the type is that of this schema alone",
            "list the possible schemas in a `oneOf`",
        )
    },
    row(Object::Schema, "not", "is not checked by the client", SERVER_CHECKS),
    row(Object::Schema, "pattern", "is not checked by the client", SERVER_CHECKS),
    Row {
        when: is_unchecked_format,
        ..row(
            Object::Schema,
            "format",
            "of a string is not checked by the client",
            SERVER_CHECKS,
        )
    },
    row(
        Object::Schema,
        "multipleOf",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    Row {
        when: is_unenforced_bound,
        ..row(Object::Schema, "minimum", "is not checked by the client", SERVER_CHECKS)
    },
    Row {
        when: is_unenforced_bound,
        ..row(Object::Schema, "maximum", "is not checked by the client", SERVER_CHECKS)
    },
    row(
        Object::Schema,
        "exclusiveMinimum",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "exclusiveMaximum",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "minItems",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "maxItems",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "uniqueItems",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "minProperties",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "maxProperties",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "minLength",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    row(
        Object::Schema,
        "maxLength",
        "is not checked by the client",
        SERVER_CHECKS,
    ),
    Row {
        when: is_no_text,
        ..row(
            Object::Schema,
            "enum",
            "of numbers or booleans is not checked by the client",
            SERVER_CHECKS,
        )
    },
];

fn always(_: &Node<'_>, _: &Value) -> bool {
    true
}

/// OpenAPI itself tells readers to ignore a response header `Content-Type`.
fn beside_content_type(_: &Node<'_>, value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|headers| headers.keys().any(|name| !name.eq_ignore_ascii_case("Content-Type")))
}

fn is_no_credential(node: &Node<'_>, value: &Value) -> bool {
    value != "http" && SchemeKind::of(node.map).is_none()
}

fn is_other_http_scheme(node: &Node<'_>, _: &Value) -> bool {
    kind(node) == Some("http") && SchemeKind::of(node.map).is_none()
}

fn kind<'n>(node: &Node<'n>) -> Option<&'n str> {
    node.map.get("type")?.as_str()
}

fn is_no_text(node: &Node<'_>, _: &Value) -> bool {
    matches!(kind(node), Some("boolean" | "integer" | "number"))
}

/// Next to `oneOf` or `anyOf`, a discriminator selects the schema.
fn tells_nothing_apart(node: &Node<'_>, _: &Value) -> bool {
    !node.map.contains_key("oneOf") && !node.map.contains_key("anyOf")
}

/// The formats in `known` have their own type or define how bytes are encoded.
fn is_unchecked_format(node: &Node<'_>, value: &Value) -> bool {
    let known = ["password", "binary", "byte"];
    kind(node) == Some("string") && value.as_str().is_some_and(|format| !known.contains(&format))
}

/// A bound of an integer needs no check if it equals the bound of the Rust type for the format.
fn is_unenforced_bound(node: &Node<'_>, value: &Value) -> bool {
    const TYPES: [(&str, f64, f64); 10] = [
        ("int8", i8::MIN as f64, i8::MAX as f64),
        ("uint8", 0.0, u8::MAX as f64),
        ("int16", i16::MIN as f64, i16::MAX as f64),
        ("uint16", 0.0, u16::MAX as f64),
        ("int32", i32::MIN as f64, i32::MAX as f64),
        ("uint32", 0.0, u32::MAX as f64),
        ("int64", i64::MIN as f64, i64::MAX as f64),
        ("uint64", 0.0, u64::MAX as f64),
        ("int", i32::MIN as f64, i32::MAX as f64),
        ("uint", 0.0, u32::MAX as f64),
    ];
    let is = |key: &str| node.map.get(key).is_some_and(|own| std::ptr::eq(own, value));
    // An exclusive bound is reported as one.
    let exclusive = if is("minimum") {
        "exclusiveMinimum"
    } else {
        "exclusiveMaximum"
    };
    if node.map.get(exclusive) == Some(&Value::Bool(true)) {
        return false;
    }
    let format = node.map.get("format").and_then(Value::as_str);
    let (_, least, most) = match (kind(node), TYPES.iter().find(|(name, ..)| Some(*name) == format)) {
        (Some("integer" | "number"), Some(bounds)) => bounds,
        // Without a format, the type holds what `i64` and `u64` hold.
        (Some("integer"), None) => &("", i64::MIN as f64, u64::MAX as f64),
        _ => return true,
    };
    let own = if is("minimum") { least } else { most };
    value.as_f64() != Some(*own)
}
