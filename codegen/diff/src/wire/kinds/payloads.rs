//! Kinds about bodies, media types, responses, headers and links.

use super::{ChangeKind, define_kinds};

define_kinds! {
    PAYLOADS;

    REQUEST_BODY_ADDED: "request-body-added" <-> "request-body-removed", Harmless,
        "optional body added to `{at}`",
        "Requests without a body stay valid.",
        "`requestBody` is added without `required`";
    REQUEST_BODY_REMOVED: "request-body-removed" <-> "request-body-added", Replaces,
        "optional body removed from `{at}`",
        "The server ignores or rejects the body that clients send.",
        "`requestBody` is deleted";
    REQUIRED_REQUEST_BODY_ADDED: "required-request-body-added" <-> "required-request-body-removed", Narrows,
        "required body added to `{at}`",
        "Requests without a body were valid.",
        "`requestBody` is added with `required: true`";
    REQUIRED_REQUEST_BODY_REMOVED: "required-request-body-removed" <-> "required-request-body-added", Replaces,
        "required body removed from `{at}`",
        "The server ignores or rejects the body that clients send.",
        "`requestBody` with `required: true` is deleted";
    REQUEST_BODY_BECAME_REQUIRED: "request-body-became-required" <-> "request-body-became-optional", Narrows,
        "`{at}` is now required",
        "Requests without a body were valid.",
        "`required: true` is added to `requestBody`";
    REQUEST_BODY_BECAME_OPTIONAL: "request-body-became-optional" <-> "request-body-became-required", Widens,
        "`{at}` is now optional",
        "Requests with a body stay valid.",
        "`required: true` of `requestBody` is deleted";
    MEDIA_TYPE_ADDED: "media-type-added" <-> "media-type-removed", Harmless,
        "media type `{subject}` added to `{at}`",
        "The old media types stay, and clients can still use them.",
        "`application/xml` beside `application/json`";
    MEDIA_TYPE_REMOVED: "media-type-removed" <-> "media-type-added", Replaces,
        "media type `{subject}` removed from `{at}`",
        "Clients can no longer send or get this media type.",
        "`application/xml` beside `application/json` is deleted";
    MEDIA_TYPE_GENERALIZED: "media-type-generalized" <-> "media-type-specialized", Widens,
        "media type changed from {base} to the more general {head}",
        "Not every content of the general media type is one of the specific media type.",
        "`application/problem+json` becomes `application/json`";
    MEDIA_TYPE_SPECIALIZED: "media-type-specialized" <-> "media-type-generalized", NarrowsNames,
        "media type changed from {base} to the more specific {head}",
        "Clients can read responses as before, unless they compare the name of the media type.",
        "`application/json` becomes `application/problem+json`";
    MEDIA_TYPE_PARAMETERS_CHANGED: "media-type-parameters-changed" <-> "media-type-parameters-changed", Undecided,
        "parameters of a media type changed from {base} to {head}",
        "Each media type defines what its parameters mean. Most readers ignore parameters that they do not know.",
        "`application/json` becomes `application/json; charset=utf-8`";
    MEDIA_TYPE_PARAMETERS_ADDED: "media-type-parameters-added" <-> "media-type-parameters-removed", MayNarrow,
        "parameters of a media type added: {base} became {head}",
        "Clients still get the media type that they know. The document does not say whether the server accepts requests without \
         the parameters.",
        "`text/plain` becomes `text/plain; charset=utf-8`";
    MEDIA_TYPE_PARAMETERS_REMOVED: "media-type-parameters-removed" <-> "media-type-parameters-added", AddsNames,
        "parameters of a media type removed: {base} became {head}",
        "Responses may now have any parameters, such as another charset.",
        "`text/plain; charset=utf-8` becomes `text/plain`";
    SCHEMA_ADDED: "schema-added" <-> "schema-removed", Narrows,
        "schema added to `{at}`",
        "Any value was valid before.",
        "a media type gets a `schema`";
    SCHEMA_REMOVED: "schema-removed" <-> "schema-added", Widens,
        "schema removed from `{at}`",
        "Any value is valid now.",
        "the `schema` of a media type is deleted";
    ENCODING_CHANGED: "encoding-changed" <-> "encoding-changed", Undecided,
        "encoding of the property `{subject}` at `{at}` changed from {base} to {head}",
        "The property is sent in another way. The document does not say whether readers accept both ways.",
        "`contentType: image/png` becomes `contentType: image/jpeg`";
    ENCODING_STYLE_CHANGED: "encoding-style-changed" <-> "encoding-style-changed", Replaces,
        "style of the property `{subject}` at `{at}` changed from {base} to {head}",
        "The same value is sent as another string.",
        "`explode: false` is added to the `encoding` of an array in a form";
    RESPONSE_ADDED: "response-added" <-> "response-removed", Harmless,
        "response `{subject}` added to `{at}`",
        "Clients must expect errors that the document does not list.",
        "`404` below `responses`";
    RESPONSE_REMOVED: "response-removed" <-> "response-added", Harmless,
        "response `{subject}` removed from `{at}`",
        "Clients that handle the status still work.",
        "`404` below `responses` is deleted";
    SUCCESS_RESPONSE_ADDED: "success-response-added" <-> "success-response-removed", AddsNames,
        "success response `{subject}` added to `{at}`",
        "Many clients only know the listed statuses, and treat any other success as an error.",
        "`202` beside `200`";
    SUCCESS_RESPONSE_REMOVED: "success-response-removed" <-> "success-response-added", Replaces,
        "success response `{subject}` removed from `{at}`",
        "Clients expect a success that they no longer get.",
        "`200` becomes `204`";
    SUCCESS_RANGE_WIDENED: "success-range-widened" <-> "success-range-narrowed", AddsNames,
        "success response of `{at}` changed from single statuses to the range `{subject}`",
        "Clients may get a success status that they do not know.",
        "`200` becomes `2XX`";
    SUCCESS_RANGE_NARROWED: "success-range-narrowed" <-> "success-range-widened", Harmless,
        "success response of `{at}` changed from the range `{subject}` to single statuses",
        "Clients that know the whole range know each of its statuses.",
        "`2XX` becomes `200`";
    DEFAULT_RESPONSE_ADDED: "default-response-added" <-> "default-response-removed", Harmless,
        "default response added to `{at}`",
        "Clients must expect responses that the document does not list.",
        "`default` below `responses`";
    DEFAULT_RESPONSE_REMOVED: "default-response-removed" <-> "default-response-added", Drops,
        "default response removed from `{at}`",
        "The responses that it described may now have another form, or may not exist.",
        "`default` below `responses` is deleted";
    HEADER_ADDED: "header-added" <-> "header-removed", Harmless,
        "optional header `{subject}` added to `{at}`",
        "Clients ignore headers that they do not know.",
        "a header without `required` below a response's `headers`";
    HEADER_REMOVED: "header-removed" <-> "header-added", Drops,
        "optional header `{subject}` removed from `{at}`",
        "Clients could never rely on getting the header.",
        "a header without `required` is deleted";
    REQUIRED_HEADER_ADDED: "required-header-added" <-> "required-header-removed", Narrows,
        "required header `{subject}` added to `{at}`",
        "Clients ignore headers that they do not know.",
        "a header with `required: true` below a response's `headers`";
    REQUIRED_HEADER_REMOVED: "required-header-removed" <-> "required-header-added", Widens,
        "required header `{subject}` removed from `{at}`",
        "Clients rely on the header.",
        "a header with `required: true` is deleted";
    HEADER_BECAME_REQUIRED: "header-became-required" <-> "header-became-optional", Narrows,
        "`{at}` is now required",
        "Responses always have the header now. In the response to a callback, the client has to send it.",
        "`required: true` is added to a response's header";
    HEADER_BECAME_OPTIONAL: "header-became-optional" <-> "header-became-required", Widens,
        "`{at}` is now optional",
        "A client that relies on the header may get a response without it.",
        "`required: true` of a response's header is deleted";
    LINK_ADDED: "link-added" <-> "link-removed", Harmless,
        "link `{subject}` added to `{at}`",
        "A link names an operation to call after this response. The response itself stays the same.",
        "a new entry below a response's `links`";
    LINK_REMOVED: "link-removed" <-> "link-added", Drops,
        "link `{subject}` removed from `{at}`",
        "Clients that look for the link no longer find it. Links are not sent, so clients that already know it may still work.",
        "an entry below a response's `links` is deleted";
    LINK_CHANGED: "link-changed" <-> "link-changed", Undecided,
        "`{subject}` of the link `{at}` changed from {base} to {head}",
        "The link names another operation or passes other values. The document does not say whether that operation accepts them.",
        "`operationId: getPet` becomes `operationId: getAnimal`";
}
