//! Kinds about bodies, media types, responses, headers and links.

use super::{Kind, define_kinds};

define_kinds! {
    PAYLOADS;

    REQUEST_BODY_ADDED: "request-body-added" <-> "request-body-removed",
        [Compatible, Compatible, Compatible],
        "`{at}` takes an optional body now",
        "Requests without a body stay right.",
        "`requestBody` is added without `required`";
    REQUEST_BODY_REMOVED: "request-body-removed" <-> "request-body-added",
        [Breaking, Breaking, Compatible],
        "`{at}` no longer takes a body",
        "What clients say in the body is no longer heard, or is refused.",
        "`requestBody` is deleted";
    REQUIRED_REQUEST_BODY_ADDED: "required-request-body-added" <-> "required-request-body-removed",
        [Breaking, Breaking, Compatible],
        "`{at}` requires a body now",
        "Requests without a body were right.",
        "`requestBody` is added with `required: true`";
    REQUIRED_REQUEST_BODY_REMOVED: "required-request-body-removed" <-> "required-request-body-added",
        [Breaking, Breaking, Compatible],
        "`{at}` no longer takes a body, and required one before",
        "What clients say in the body is no longer heard, or is refused.",
        "`requestBody` with `required: true` is deleted";
    REQUEST_BODY_BECAME_REQUIRED: "request-body-became-required" <-> "request-body-became-optional",
        [Breaking, Breaking, Compatible],
        "`{at}` is now required",
        "Requests without a body were right.",
        "`required: true` is added to `requestBody`";
    REQUEST_BODY_BECAME_OPTIONAL: "request-body-became-optional" <-> "request-body-became-required",
        [Compatible, Compatible, Compatible],
        "`{at}` is now optional",
        "Requests with a body stay right.",
        "`required: true` of `requestBody` is deleted";
    MEDIA_TYPE_ADDED: "media-type-added" <-> "media-type-removed",
        [Compatible, Compatible, Compatible],
        "`{at}` may now be `{subject}`",
        "The media types that were there stay. A client that accepts them goes on getting them.",
        "`application/xml` beside `application/json`";
    MEDIA_TYPE_REMOVED: "media-type-removed" <-> "media-type-added",
        [Breaking, Breaking, Compatible],
        "`{at}` may no longer be `{subject}`",
        "Clients that write or read this media type no longer can.",
        "`application/xml` beside `application/json` is deleted";
    MEDIA_TYPE_GENERALIZED: "media-type-generalized" <-> "media-type-specialized",
        [Compatible, Breaking, Compatible],
        "the media type {base} has become the more general {head}",
        "What clients send still fits; what they get may be more than they can read.",
        "`application/problem+json` becomes `application/json`";
    MEDIA_TYPE_SPECIALIZED: "media-type-specialized" <-> "media-type-generalized",
        [Breaking, Risky, Compatible],
        "the media type {base} has become the more special {head}",
        "What clients send may no longer fit. What they get still reads as before, unless they compare the name itself.",
        "`application/json` becomes `application/problem+json`";
    MEDIA_TYPE_PARAMETERS_CHANGED: "media-type-parameters-changed" <-> "media-type-parameters-changed",
        [Risky, Risky, Compatible],
        "the media type {base} is now written {head}",
        "Parameters of a media type mean what the type says; most readers ignore those that they do not know.",
        "`application/json` becomes `application/json; charset=utf-8`";
    SCHEMA_ADDED: "schema-added" <-> "schema-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` has a schema now",
        "Anything could be sent before.",
        "a media type gets a `schema`";
    SCHEMA_REMOVED: "schema-removed" <-> "schema-added",
        [Compatible, Risky, Compatible],
        "`{at}` no longer has a schema",
        "Anything may come now, and maybe the same as before.",
        "the `schema` of a media type is deleted";
    ENCODING_CHANGED: "encoding-changed" <-> "encoding-changed",
        [Risky, Risky, Compatible],
        "the encoding of the property `{subject}` at `{at}` has changed from {base} to {head}",
        "The part of the form is written in another way; whether the reader minds depends on the reader.",
        "`contentType: image/png` becomes `contentType: image/jpeg`";
    RESPONSE_ADDED: "response-added" <-> "response-removed",
        [Compatible, Compatible, Compatible],
        "`{at}` may now answer with `{subject}`",
        "A client must expect failures that the document does not list.",
        "`404` below `responses`";
    RESPONSE_REMOVED: "response-removed" <-> "response-added",
        [Compatible, Compatible, Compatible],
        "`{at}` no longer answers with `{subject}`",
        "A client that is prepared for it is prepared in vain.",
        "`404` below `responses` is deleted";
    SUCCESS_RESPONSE_ADDED: "success-response-added" <-> "success-response-removed",
        [Risky, Risky, Risky],
        "`{at}` may now succeed with `{subject}`",
        "Many clients compare the status with those that they know, and take another success for a failure.",
        "`202` beside `200`";
    SUCCESS_RESPONSE_REMOVED: "success-response-removed" <-> "success-response-added",
        [Breaking, Breaking, Compatible],
        "`{at}` no longer succeeds with `{subject}`",
        "Clients wait for a success that does not come.",
        "`200` becomes `204`";
    DEFAULT_RESPONSE_ADDED: "default-response-added" <-> "default-response-removed",
        [Compatible, Compatible, Compatible],
        "`{at}` now says what every other answer looks like",
        "A client must expect answers that the document does not list.",
        "`default` below `responses`";
    DEFAULT_RESPONSE_REMOVED: "default-response-removed" <-> "default-response-added",
        [Risky, Risky, Compatible],
        "`{at}` no longer says what every other answer looks like",
        "The answers for which it stood may come in another form now, or not at all.",
        "`default` below `responses` is deleted";
    HEADER_ADDED: "header-added" <-> "header-removed",
        [Compatible, Compatible, Compatible],
        "the header `{subject}` of `{at}` is new",
        "Clients ignore headers that they do not know.",
        "a header without `required` below a response's `headers`";
    HEADER_REMOVED: "header-removed" <-> "header-added",
        [Risky, Risky, Compatible],
        "the optional header `{subject}` of `{at}` is gone",
        "It was never sure to come, and clients that read it still go without.",
        "a header without `required` is deleted";
    REQUIRED_HEADER_ADDED: "required-header-added" <-> "required-header-removed",
        [Breaking, Compatible, Compatible],
        "the header `{subject}` of `{at}` is new and always there",
        "Clients ignore headers that they do not know.",
        "a header with `required: true` below a response's `headers`";
    REQUIRED_HEADER_REMOVED: "required-header-removed" <-> "required-header-added",
        [Compatible, Breaking, Compatible],
        "the header `{subject}` of `{at}` is gone, and was promised before",
        "Clients rely on it.",
        "a header with `required: true` is deleted";
    HEADER_BECAME_REQUIRED: "header-became-required" <-> "header-became-optional",
        [Breaking, Compatible, Compatible],
        "`{at}` is now always there",
        "Clients that can do without it go on.",
        "`required: true` is added to a response's header";
    HEADER_BECAME_OPTIONAL: "header-became-optional" <-> "header-became-required",
        [Compatible, Breaking, Compatible],
        "`{at}` may now be missing",
        "Clients rely on it.",
        "`required: true` of a response's header is deleted";
    LINK_ADDED: "link-added" <-> "link-removed",
        [Compatible, Compatible, Compatible],
        "the link `{subject}` of `{at}` is new",
        "A link says how to go on from an answer; the answer itself is as before.",
        "a new entry below a response's `links`";
    LINK_REMOVED: "link-removed" <-> "link-added",
        [Risky, Risky, Compatible],
        "the link `{subject}` of `{at}` is gone",
        "Clients that follow it no longer know where to. Links do not travel, so a client that learnt it may go on.",
        "an entry below a response's `links` is deleted";
    LINK_CHANGED: "link-changed" <-> "link-changed",
        [Risky, Risky, Compatible],
        "`{subject}` of the link `{at}` has changed from {base} to {head}",
        "The link leads elsewhere or carries other values. Whether what it leads to takes them the document cannot decide.",
        "`operationId: getPet` becomes `operationId: getAnimal`";
}
