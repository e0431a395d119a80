//! The keys that came with OpenAPI 3.1 and that no key of 3.0 can say.

use openapi_document::grammar::Object;

use super::{Row, SERVER_CHECKS, row};

pub(super) const TABLE: &[Row] = &[
    Row {
        whole: true,
        ..row(
            Object::OpenApi,
            "webhooks",
            "are the server's requests, which a client does not answer",
            "describe them in a document for whoever receives them",
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "if",
            "of a condition is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "then",
            "of a condition is not checked by the client",
            SERVER_CHECKS,
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "else",
            "of a condition is not checked by the client",
            SERVER_CHECKS,
        )
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
            "gives no types: such properties are further ones like all others",
            "describe them with `additionalProperties`",
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "prefixItems",
            "gives no types: all items have the type that `items` says",
            "describe all items by `items`",
        )
    },
    Row {
        whole: true,
        ..row(
            Object::Schema,
            "contentSchema",
            "gives no type: the client leaves the text as it is",
            "read the text by hand",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "contentEncoding",
            "is not undone: the client leaves the text as it is",
            "decode the text by hand",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "contentMediaType",
            "gives no type: the client leaves the text as it is",
            "read the text by hand",
        )
    },
    Row {
        whole: false,
        ..row(
            Object::Schema,
            "$dynamicRef",
            "gives no type beside a `$ref`",
            "write one of the two",
        )
    },
];
