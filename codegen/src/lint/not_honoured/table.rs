//! The keys that the generated client does not act on.

mod newer;

use openapi_document::grammar::{Node, Object};
use serde_json::Value;

use crate::model::SchemeKind;

/// A key of an object, and what becomes of it.
pub(super) struct Row {
    pub object: Object,
    pub key: &'static str,
    /// What happens instead, to be read after the key.
    pub instead: &'static str,
    /// What the user of the client may do.
    pub help: &'static str,
    /// Whether this place of the key is one that the client does not act on.
    pub when: fn(&Node<'_>, &Value) -> bool,
    /// Whether everything inside it is lost with it.
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

const SERVER_CHECKS: &str = "the server checks it; the client sends and takes what is outside of it too";
const CLIENT_HAS_ONE_URL: &str = "give a client of its own the other base URL";
const BY_HAND: &str = "set the client's connection up for it, by `Config::reqwest`";
const READ_BY_HAND: &str = "`ResponseValue::headers` has the headers as they came";
const DOCUMENTATION: &str = "write it into the `description`, which becomes documentation";

/// Whether `key` of `object` is told here, so that no other rule need tell that it is lost.
pub(in crate::lint) fn covers(object: Object, key: &str) -> bool {
    rows().any(|row| row.object == object && row.key == key)
}

/// All rows: those of OpenAPI 3.0, and those of what came later.
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
        "write it at the operations",
    ),
    row(
        Object::PathItem,
        "description",
        "of a path is not in the generated documentation",
        "write it at the operations",
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
            "are the server's requests, which a client does not answer",
            "describe them in a document for whoever receives them",
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
            "of a security scheme is one that the client sends no credential for",
            BY_HAND,
        )
    },
    Row {
        when: is_other_http_scheme,
        ..row(
            Object::SecurityScheme,
            "scheme",
            "of HTTP authentication is one that the client does not know",
            BY_HAND,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Encoding,
            "headers",
            "of a part have no types in the client",
            "give a file such headers by `Upload::with_part_header`",
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
            "call the linked operation by hand",
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
        "is not used: the client speaks no XML",
        "describe a JSON media type",
    ),
    Row {
        when: tells_nothing_apart,
        ..row(
            Object::Schema,
            "discriminator",
            "beside no `oneOf` or `anyOf` is not used: the type is that of this schema alone",
            "list the schemas that it tells apart in a `oneOf`",
        )
    },
    row(Object::Schema, "not", "is not checked by the client", SERVER_CHECKS),
    row(Object::Schema, "pattern", "is not checked by the client", SERVER_CHECKS),
    Row {
        when: is_unchecked_format,
        ..row(
            Object::Schema,
            "format",
            "of a text is not checked by the client",
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

/// Between forms to choose from, it chooses.
fn tells_nothing_apart(node: &Node<'_>, _: &Value) -> bool {
    !node.map.contains_key("oneOf") && !node.map.contains_key("anyOf")
}

/// These formats have a type of their own, or say how bytes are written.
fn is_unchecked_format(node: &Node<'_>, value: &Value) -> bool {
    let known = ["password", "binary", "byte"];
    kind(node) == Some("string") && value.as_str().is_some_and(|format| !known.contains(&format))
}

/// A bound of an integer says nothing new if it is that of the type which the format asks for.
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
    if kind(node) != Some("integer") {
        return true;
    }
    let format = node.map.get("format").and_then(Value::as_str);
    let (_, least, most) = TYPES
        .iter()
        .find(|(name, ..)| Some(*name) == format)
        // Without a format, the type is `i64`.
        .unwrap_or(&("int64", i64::MIN as f64, i64::MAX as f64));
    let own = if node.map.get("minimum") == Some(value) {
        least
    } else {
        most
    };
    value.as_f64() != Some(*own)
}
