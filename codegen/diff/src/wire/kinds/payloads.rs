//! Kinds about bodies, media types, responses, headers and links.

use super::{Kind, define_kinds};

define_kinds! {
    PAYLOADS;

    REQUEST_BODY_ADDED: "request-body-added" <-> "request-body-removed", Harmless,
        "optional body added to `{at}`",
        "Requests without a body stay right.",
        "`requestBody` is added without `required`";
    REQUEST_BODY_REMOVED: "request-body-removed" <-> "request-body-added", Replaces,
        "optional body removed from `{at}`",
        "What clients say in the body is no longer heard, or is refused.",
        "`requestBody` is deleted";
    REQUIRED_REQUEST_BODY_ADDED: "required-request-body-added" <-> "required-request-body-removed", Narrows,
        "required body added to `{at}`",
        "Requests without a body were right.",
        "`requestBody` is added with `required: true`";
    REQUIRED_REQUEST_BODY_REMOVED: "required-request-body-removed" <-> "required-request-body-added", Replaces,
        "required body removed from `{at}`",
        "What clients say in the body is no longer heard, or is refused.",
        "`requestBody` with `required: true` is deleted";
    REQUEST_BODY_BECAME_REQUIRED: "request-body-became-required" <-> "request-body-became-optional", Narrows,
        "`{at}` is now required",
        "Requests without a body were right.",
        "`required: true` is added to `requestBody`";
    REQUEST_BODY_BECAME_OPTIONAL: "request-body-became-optional" <-> "request-body-became-required", Widens,
        "`{at}` is now optional",
        "Requests with a body stay right.",
        "`required: true` of `requestBody` is deleted";
    MEDIA_TYPE_ADDED: "media-type-added" <-> "media-type-removed", Harmless,
        "media type `{subject}` of `{at}` added",
        "The media types that were there stay. A client that accepts them goes on getting them.",
        "`application/xml` beside `application/json`";
    MEDIA_TYPE_REMOVED: "media-type-removed" <-> "media-type-added", Replaces,
        "media type `{subject}` of `{at}` removed",
        "Clients that write or read this media type no longer can.",
        "`application/xml` beside `application/json` is deleted";
    MEDIA_TYPE_GENERALIZED: "media-type-generalized" <-> "media-type-specialized", Widens,
        "media type changed from {base} to the more general {head}",
        "What clients send still fits; what they get may be more than they can read.",
        "`application/problem+json` becomes `application/json`";
    MEDIA_TYPE_SPECIALIZED: "media-type-specialized" <-> "media-type-generalized", NarrowsNames,
        "media type changed from {base} to the more special {head}",
        "What clients send may no longer fit. What they get still reads as before, unless they compare the name itself.",
        "`application/json` becomes `application/problem+json`";
    MEDIA_TYPE_PARAMETERS_CHANGED: "media-type-parameters-changed" <-> "media-type-parameters-changed", Undecided,
        "parameters of a media type changed from {base} to {head}",
        "Parameters of a media type mean what the type says; most readers ignore those that they do not know.",
        "`application/json` becomes `application/json; charset=utf-8`";
    MEDIA_TYPE_PARAMETERS_ADDED: "media-type-parameters-added" <-> "media-type-parameters-removed", MayNarrow,
        "parameters of a media type added: {base} became {head}",
        "What clients get is still of the media type that they know. Whether the server takes what lacks the parameters the \
         document does not say.",
        "`text/plain` becomes `text/plain; charset=utf-8`";
    MEDIA_TYPE_PARAMETERS_REMOVED: "media-type-parameters-removed" <-> "media-type-parameters-added", AddsNames,
        "parameters of a media type removed: {base} became {head}",
        "What clients send still fits. What they get may have other parameters than those that they know.",
        "`text/plain; charset=utf-8` becomes `text/plain`";
    SCHEMA_ADDED: "schema-added" <-> "schema-removed", Narrows,
        "schema of `{at}` added",
        "Anything could be sent before.",
        "a media type gets a `schema`";
    SCHEMA_REMOVED: "schema-removed" <-> "schema-added", Widens,
        "schema of `{at}` removed",
        "Anything may come now.",
        "the `schema` of a media type is deleted";
    ENCODING_CHANGED: "encoding-changed" <-> "encoding-changed", Undecided,
        "encoding of the property `{subject}` at `{at}` changed from {base} to {head}",
        "The part of the form is written in another way; whether the reader minds depends on the reader.",
        "`contentType: image/png` becomes `contentType: image/jpeg`";
    RESPONSE_ADDED: "response-added" <-> "response-removed", Harmless,
        "response `{subject}` of `{at}` added",
        "A client must expect failures that the document does not list.",
        "`404` below `responses`";
    RESPONSE_REMOVED: "response-removed" <-> "response-added", Harmless,
        "response `{subject}` of `{at}` removed",
        "A client that is prepared for it is prepared in vain.",
        "`404` below `responses` is deleted";
    SUCCESS_RESPONSE_ADDED: "success-response-added" <-> "success-response-removed", AddsNames,
        "success response `{subject}` of `{at}` added",
        "Many clients compare the status with those that they know, and take another success for a failure.",
        "`202` beside `200`";
    SUCCESS_RESPONSE_REMOVED: "success-response-removed" <-> "success-response-added", Replaces,
        "success response `{subject}` of `{at}` removed",
        "Clients wait for a success that does not come.",
        "`200` becomes `204`";
    SUCCESS_RANGE_WIDENED: "success-range-widened" <-> "success-range-narrowed", AddsNames,
        "success response of `{at}` widened from single statuses to `{subject}`",
        "Clients may get a success that they do not know.",
        "`200` becomes `2XX`";
    SUCCESS_RANGE_NARROWED: "success-range-narrowed" <-> "success-range-widened", Harmless,
        "success response of `{at}` narrowed from `{subject}` to single statuses",
        "Clients that know the whole range know each of its statuses.",
        "`2XX` becomes `200`";
    DEFAULT_RESPONSE_ADDED: "default-response-added" <-> "default-response-removed", Harmless,
        "default response of `{at}` added",
        "A client must expect answers that the document does not list.",
        "`default` below `responses`";
    DEFAULT_RESPONSE_REMOVED: "default-response-removed" <-> "default-response-added", Drops,
        "default response of `{at}` removed",
        "The answers for which it stood may come in another form now, or not at all.",
        "`default` below `responses` is deleted";
    HEADER_ADDED: "header-added" <-> "header-removed", Harmless,
        "optional header `{subject}` of `{at}` added",
        "Clients ignore headers that they do not know.",
        "a header without `required` below a response's `headers`";
    HEADER_REMOVED: "header-removed" <-> "header-added", Drops,
        "optional header `{subject}` of `{at}` removed",
        "It was never sure to come, and clients that read it still go without.",
        "a header without `required` is deleted";
    REQUIRED_HEADER_ADDED: "required-header-added" <-> "required-header-removed", Narrows,
        "required header `{subject}` of `{at}` added",
        "Clients ignore headers that they do not know.",
        "a header with `required: true` below a response's `headers`";
    REQUIRED_HEADER_REMOVED: "required-header-removed" <-> "required-header-added", Widens,
        "required header `{subject}` of `{at}` removed",
        "Clients rely on it.",
        "a header with `required: true` is deleted";
    HEADER_BECAME_REQUIRED: "header-became-required" <-> "header-became-optional", Narrows,
        "`{at}` is now required",
        "Clients that can do without it go on.",
        "`required: true` is added to a response's header";
    HEADER_BECAME_OPTIONAL: "header-became-optional" <-> "header-became-required", Widens,
        "`{at}` is now optional",
        "Clients rely on it.",
        "`required: true` of a response's header is deleted";
    LINK_ADDED: "link-added" <-> "link-removed", Harmless,
        "link `{subject}` of `{at}` added",
        "A link says how to go on from an answer; the answer itself is as before.",
        "a new entry below a response's `links`";
    LINK_REMOVED: "link-removed" <-> "link-added", Drops,
        "link `{subject}` of `{at}` removed",
        "Clients that follow it no longer know where to. Links do not travel, so a client that learnt it may go on.",
        "an entry below a response's `links` is deleted";
    LINK_CHANGED: "link-changed" <-> "link-changed", Undecided,
        "`{subject}` of the link `{at}` changed from {base} to {head}",
        "The link leads elsewhere or carries other values. Whether what it leads to takes them the document cannot decide.",
        "`operationId: getPet` becomes `operationId: getAnimal`";
}
