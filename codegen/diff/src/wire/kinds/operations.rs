//! Kinds about operations, their parameters, their lifecycle and their callbacks.

use super::{Kind, define_kinds};

define_kinds! {
    OPERATIONS;

    OPERATION_ADDED: "operation-added" <-> "operation-removed", Harmless,
        "operation `{subject}` added",
        "Nobody calls it yet.",
        "a new method below a path";
    OPERATION_REMOVED: "operation-removed" <-> "operation-added", Ends,
        "operation `{subject}` removed",
        "Every client that calls it fails, and nothing had announced that (a sunset that is no date announces nothing).",
        "a method or a whole path is deleted, or the path is spelt differently";
    DEPRECATED_OPERATION_ADDED: "deprecated-operation-added" <-> "deprecated-operation-removed", Harmless,
        "operation `{subject}` added, deprecated from the start",
        "Nobody calls it yet.",
        "a new method with `deprecated: true`";
    DEPRECATED_OPERATION_REMOVED: "deprecated-operation-removed" <-> "deprecated-operation-added", Unknown,
        "deprecated operation `{subject}` removed",
        "Its end was announced, without a day or for one that has come. Whether somebody still calls it the document cannot tell.",
        "a method with `deprecated: true` is deleted";
    PROMISED_OPERATION_ADDED: "operation-with-sunset-added" <-> "operation-removed-before-sunset", Harmless,
        "operation `{subject}` added, deprecated from the start until its sunset",
        "Nobody calls it yet.",
        "a new method with `deprecated: true` and `x-sunset: 2099-01-01`";
    OPERATION_REMOVED_BEFORE_SUNSET: "operation-removed-before-sunset" <-> "operation-with-sunset-added", Ends,
        "deprecated operation `{subject}` removed before its sunset",
        "Clients were promised that it works until that day.",
        "a method with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    UNSTABLE_OPERATION_ADDED: "unstable-operation-added" <-> "unstable-operation-removed", Harmless,
        "operation `{subject}` added, as a draft or in alpha",
        "Nobody calls it yet.",
        "a new method with `x-stability-level: alpha`";
    UNSTABLE_OPERATION_REMOVED: "unstable-operation-removed" <-> "unstable-operation-added", Unknown,
        "operation `{subject}`, a draft or in alpha, removed",
        "It never promised to stay. Whether somebody relies on it the document cannot tell.",
        "a method with `x-stability-level: draft` is deleted";
    PATH_ADDED: "path-added" <-> "path-removed", Harmless,
        "path `{subject}` without operations added",
        "There is nothing to call.",
        "`/pets: {}` is added";
    PATH_REMOVED: "path-removed" <-> "path-added", Harmless,
        "path `{subject}` without operations removed",
        "There was nothing to call.",
        "`/pets: {}` is deleted";
    PATH_PARAMETER_RENAMED: "path-parameter-renamed" <-> "path-parameter-renamed", Text,
        "path parameter {base} renamed to {head}",
        "A path parameter travels by its place in the path; its name does not.",
        "`/pets/{id}` becomes `/pets/{petId}`";
    OPERATION_ID_CHANGED: "operation-id-changed" <-> "operation-id-changed", Harmless,
        "operationId of `{at}` changed from {base} to {head}",
        "An operationId does not travel. Generated code is named after it; the Rust axis says what that costs.",
        "`operationId: list` becomes `operationId: listPets`";
    TAG_ADDED: "tag-added" <-> "tag-removed", Text,
        "tag `{subject}` added to `{at}`",
        "Tags sort operations for people.",
        "`tags: [pets]` becomes `tags: [pets, shop]`";
    TAG_REMOVED: "tag-removed" <-> "tag-added", Text,
        "tag `{subject}` removed from `{at}`",
        "Tags sort operations for people.",
        "`tags: [pets, shop]` becomes `tags: [pets]`";
    DEPRECATED: "deprecated" <-> "no-longer-deprecated", Harmless,
        "`{at}` is now deprecated",
        "It works as before; its end is announced.",
        "`deprecated: true` is added";
    NO_LONGER_DEPRECATED: "no-longer-deprecated" <-> "deprecated", Harmless,
        "`{at}` is no longer deprecated",
        "It works as before, and stays.",
        "`deprecated: true` is deleted";
    SUNSET_SET: "sunset-set" <-> "sunset-withdrawn", Harmless,
        "sunset {head} added to `{at}`, which was deprecated before",
        "It works as before until that date.",
        "`x-sunset: 2030-01-01` is added";
    SUNSET_WITHDRAWN: "sunset-withdrawn" <-> "sunset-set", Ends,
        "sunset {base} removed from `{at}`, which stays deprecated",
        "Clients planned with that date. Without it a deprecated part may end at any time.",
        "`x-sunset` is deleted while `deprecated: true` stays";
    SUNSET_REMOVED: "sunset-removed" <-> "sunset-added", Harmless,
        "sunset removed from `{at}`",
        "It is not deprecated, so it stays.",
        "`x-sunset` is deleted together with `deprecated: true`";
    SUNSET_ADDED: "sunset-added" <-> "sunset-removed", Harmless,
        "sunset {head} added to `{at}`, which was not deprecated before",
        "It works as before until that date.",
        "`x-sunset: 2030-01-01` is added together with `deprecated: true`";
    SUNSET_EARLIER: "sunset-earlier" <-> "sunset-later", Ends,
        "sunset of `{at}` moved forward from {base} to {head}",
        "Clients that planned with the later date stop working before it.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2029-01-01`";
    SUNSET_LATER: "sunset-later" <-> "sunset-earlier", Harmless,
        "sunset of `{at}` moved back from {base} to {head}",
        "Clients have more time.",
        "`x-sunset: 2029-01-01` becomes `x-sunset: 2030-01-01`";
    SUNSET_REWRITTEN: "sunset-rewritten" <-> "sunset-rewritten", Text,
        "sunset of `{at}` rewritten from {base} to {head}: the same day",
        "The day is the same.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2030-01-01T00:00:00Z`";
    SUNSET_UNREADABLE: "sunset-unreadable" <-> "sunset-unreadable", Ends,
        "sunset of `{at}` changed from {base} to {head}, and not both are dates",
        "A sunset that is no date (RFC 3339, day or time) promises nothing, so a client cannot know until when it may rely on it.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: next year`";
    SUNSET_VOID: "sunset-without-date-added" <-> "sunset-without-date-removed", Ends,
        "sunset {head}, which is not a date, added to `{at}`, which was not deprecated before",
        "Clients cannot know until when they may rely on it.",
        "`deprecated: true` and `x-sunset: soon` are added";
    SUNSET_VOIDED: "sunset-without-date-removed" <-> "sunset-without-date-added", Harmless,
        "sunset {base}, which is not a date, removed from `{at}`, which is not deprecated",
        "It stays.",
        "`deprecated: true` and `x-sunset: soon` are deleted";
    STABILITY_RAISED: "stability-raised" <-> "stability-lowered", Harmless,
        "stability of `{at}` raised from {base} to {head}",
        "It promises more than before.",
        "`x-stability-level: beta` becomes `x-stability-level: stable`";
    STABILITY_LOWERED: "stability-lowered" <-> "stability-raised", Ends,
        "stability of `{at}` lowered from {base} to {head}",
        "A promise on which clients rely is taken back: it may change or end now without notice.",
        "`x-stability-level: stable` becomes `x-stability-level: beta`";
    STABILITY_UNREADABLE: "stability-unreadable" <-> "stability-unreadable", Ends,
        "stability of `{at}` changed from {base} to {head}, and not both are levels",
        "The levels are draft, alpha, beta and stable. Another word promises nothing that a client could rely on.",
        "`x-stability-level: stable` becomes `x-stability-level: maybe`";
    PARAMETER_ADDED: "parameter-added" <-> "parameter-removed", Harmless,
        "optional parameter {subject} added",
        "Requests without it stay right.",
        "a query parameter without `required`";
    PARAMETER_REMOVED: "parameter-removed" <-> "parameter-added", Drops,
        "optional parameter {subject} removed",
        "A server may ignore what it does not know or refuse it; the document does not say which.",
        "a query parameter is deleted";
    PROMISED_PARAMETER_ADDED: "parameter-with-sunset-added" <-> "parameter-removed-before-sunset", Harmless,
        "optional parameter {subject} added, deprecated from the start until its sunset",
        "Requests without it stay right.",
        "a query parameter with `deprecated: true` and `x-sunset: 2099-01-01`";
    PARAMETER_REMOVED_BEFORE_SUNSET: "parameter-removed-before-sunset" <-> "parameter-with-sunset-added", Ends,
        "deprecated optional parameter {subject} removed before its sunset",
        "Clients were promised that it works until that day.",
        "a query parameter with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    PROMISED_REQUIRED_PARAMETER_ADDED: "required-parameter-with-sunset-added" <-> "required-parameter-removed-before-sunset", Narrows,
        "required parameter {subject} added, deprecated from the start until its sunset",
        "Requests that were right lack it.",
        "a required header with `deprecated: true` and `x-sunset: 2099-01-01`";
    REQUIRED_PARAMETER_REMOVED_BEFORE_SUNSET: "required-parameter-removed-before-sunset" <-> "required-parameter-with-sunset-added", Ends,
        "deprecated required parameter {subject} removed before its sunset",
        "Clients were promised that it works until that day.",
        "a required header with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    REQUIRED_PARAMETER_ADDED: "required-parameter-added" <-> "required-parameter-removed", Narrows,
        "required parameter {subject} added",
        "Requests that were right lack it.",
        "a query parameter with `required: true`";
    REQUIRED_PARAMETER_REMOVED: "required-parameter-removed" <-> "required-parameter-added", DropsPromise,
        "required parameter {subject} removed",
        "Clients go on sending it. A server may ignore what it does not know or refuse it; the document does not say which.",
        "a required header is deleted";
    PARAMETER_BECAME_REQUIRED: "parameter-became-required" <-> "parameter-became-optional", Narrows,
        "parameter {subject} is now required",
        "Requests without it were right.",
        "`required: true` is added";
    PARAMETER_BECAME_OPTIONAL: "parameter-became-optional" <-> "parameter-became-required", Widens,
        "parameter {subject} is now optional",
        "Requests with it stay right.",
        "`required: true` is deleted";
    STYLE_CHANGED: "style-changed" <-> "style-changed", Replaces,
        "style of `{at}` changed from {base} to {head}",
        "The same value is other text on the wire.",
        "`style: form` becomes `style: pipeDelimited`";
    EXPLODE_CHANGED: "explode-changed" <-> "explode-changed", Replaces,
        "`explode` of `{at}` changed from {base} to {head}",
        "Arrays and objects are other text on the wire.",
        "`?ids=1&ids=2` becomes `?ids=1,2`";
    EXPLODE_WITHOUT_EFFECT: "explode-changed-without-effect" <-> "explode-changed-without-effect", Text,
        "`explode` of `{at}`, which is neither array nor object, changed from {base} to {head}",
        "`explode` says how several values are written, and here is only one.",
        "`explode: false` on a string";
    SERIALIZATION_CHANGED: "serialization-changed" <-> "serialization-changed", Replaces,
        "`{at}` is now described by {head}, before by {base}",
        "`schema` writes a value as plain text in a style, `content` in a media type: other text on the wire.",
        "a parameter's `schema` moves below `content: application/json`";
    ALLOW_RESERVED_CHANGED: "allow-reserved-changed" <-> "allow-reserved-changed", Undecided,
        "`allowReserved` of `{at}` changed from {base} to {head}",
        "Whether `/`, `?` and the like are percent-encoded changes. Most servers decode both.",
        "`allowReserved: true` is added";
    EMPTY_VALUE_REFUSED: "empty-value-refused" <-> "empty-value-allowed", Narrows,
        "`{at}` may no longer be empty",
        "Requests with `?name=` or `?name` were right.",
        "`allowEmptyValue: true` is deleted";
    EMPTY_VALUE_ALLOWED: "empty-value-allowed" <-> "empty-value-refused", MayWiden,
        "`{at}` may now be empty",
        "Requests with a value stay right.",
        "`allowEmptyValue: true` is added";
    CALLBACK_ADDED: "callback-added" <-> "callback-removed", Harmless,
        "callback `{subject}` of `{at}` added",
        "Clients that do not ask for it are not called.",
        "a new entry below `callbacks`";
    CALLBACK_REMOVED: "callback-removed" <-> "callback-added", Ends,
        "callback `{subject}` of `{at}` removed",
        "Clients that wait for it wait for ever.",
        "an entry below `callbacks` is deleted";
    WEBHOOK_ADDED: "webhook-added" <-> "webhook-removed", Harmless,
        "webhook `{subject}` added",
        "Clients that do not register for it are not called.",
        "a new entry below `webhooks`";
    WEBHOOK_REMOVED: "webhook-removed" <-> "webhook-added", Ends,
        "webhook `{subject}` removed",
        "Clients that wait for it wait for ever.",
        "an entry below `webhooks` is deleted";
}
