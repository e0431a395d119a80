//! The keys of OpenAPI 3.1 that have no equivalent in 3.0.

use openapi_document::grammar::Object;

use super::{Row, SERVER_CHECKS, row};

pub(super) const TABLE: &[Row] = &[
    Row {
        whole: true,
        ..row(
            Object::OpenApi,
            "webhooks",
            "are requests by the server, which the client does not handle",
            "describe them in a document for the program that receives them",
        )
    },
    Row {
        whole: true,
        ..row(Object::Schema, "if", "is not checked by the client", SERVER_CHECKS)
    },
    Row {
        whole: true,
        ..row(Object::Schema, "then", "is not checked by the client", SERVER_CHECKS)
    },
    Row {
        whole: true,
        ..row(Object::Schema, "else", "is not checked by the client", SERVER_CHECKS)
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "dependentSchemas",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "dependentRequired",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "propertyNames",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "contains",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "minContains",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "maxContains",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "unevaluatedItems",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "unevaluatedProperties",
            "is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "patternProperties",
            "is not used for types: the client treats such properties as additional properties",
            "describe them with `additionalProperties`",
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "prefixItems",
            "is not used for types: all items have the type of `items`",
            "describe all items with `items`",
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "contentSchema",
            "is not used for types: the client does not parse the string",
            "parse the string in your code",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "contentEncoding",
            "is not decoded by the client",
            "decode the string in your code",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "contentMediaType",
            "is not used for types: the client does not parse the string",
            "parse the string in your code",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "$dynamicRef",
            "next to a `$ref` is not used for types",
            "keep one of the two",
        )
    },
];
