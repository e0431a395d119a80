//! Kinds about operations, parameters, lifecycle, callbacks and webhooks.

use super::{ChangeKind, define_kinds};

define_kinds! {
    OPERATIONS;

    OPERATION_ADDED: "operation-added" <-> "operation-removed", Harmless,
        "operation `{subject}` added",
        "Nobody calls it yet.",
        "a new method below a path";
    OPERATION_REMOVED: "operation-removed" <-> "operation-added", Ends,
        "operation `{subject}` removed",
        "Every client that calls it fails, without notice. A sunset that is not a date does not count as notice.",
        "a method or a whole path is deleted, or the path is spelt differently";
    DEPRECATED_OPERATION_ADDED: "deprecated-operation-added" <-> "deprecated-operation-removed", Harmless,
        "operation `{subject}` added, already deprecated",
        "Nobody calls it yet.",
        "a new method with `deprecated: true`";
    DEPRECATED_OPERATION_REMOVED: "deprecated-operation-removed" <-> "deprecated-operation-added", Unknown,
        "deprecated operation `{subject}` removed",
        "The removal was announced, without a date or for a date that has passed.",
        "a method with `deprecated: true` is deleted";
    PROMISED_OPERATION_ADDED: "operation-with-sunset-added" <-> "operation-removed-before-sunset", Harmless,
        "operation `{subject}` added, already deprecated and with a sunset",
        "Nobody calls it yet.",
        "a new method with `deprecated: true` and `x-sunset: 2099-01-01`";
    OPERATION_REMOVED_BEFORE_SUNSET: "operation-removed-before-sunset" <-> "operation-with-sunset-added", Ends,
        "deprecated operation `{subject}` removed before its sunset",
        "Clients were told that the operation works until that date.",
        "a method with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    UNSTABLE_OPERATION_ADDED: "unstable-operation-added" <-> "unstable-operation-removed", Harmless,
        "operation `{subject}` added with stability draft or alpha",
        "Nobody calls it yet.",
        "a new method with `x-stability-level: alpha`";
    UNSTABLE_OPERATION_REMOVED: "unstable-operation-removed" <-> "unstable-operation-added", Unknown,
        "operation `{subject}` with stability draft or alpha removed",
        "An operation with stability draft or alpha is not promised to stay.",
        "a method with `x-stability-level: draft` is deleted";
    PATH_ADDED: "path-added" <-> "path-removed", Harmless,
        "path `{subject}` without operations added",
        "The path has no operation to call.",
        "`/pets: {}` is added";
    PATH_REMOVED: "path-removed" <-> "path-added", Harmless,
        "path `{subject}` without operations removed",
        "The path had no operation to call.",
        "`/pets: {}` is deleted";
    PATH_PARAMETER_RENAMED: "path-parameter-renamed" <-> "path-parameter-renamed", Text,
        "path parameter {base} renamed to {head}",
        "The URL contains the value of a path parameter, not its name.",
        "`/pets/{id}` becomes `/pets/{petId}`";
    OPERATION_ID_CHANGED: "operation-id-changed" <-> "operation-id-changed", Harmless,
        "`operationId` of `{at}` changed from {base} to {head}",
        "An `operationId` is not sent. Generated code is named after it; the changes in Rust list those names.",
        "`operationId: list` becomes `operationId: listPets`";
    TAG_ADDED: "tag-added" <-> "tag-removed", Text,
        "tag `{subject}` added to `{at}`",
        "Tags group operations for people.",
        "`tags: [pets]` becomes `tags: [pets, shop]`";
    TAG_REMOVED: "tag-removed" <-> "tag-added", Text,
        "tag `{subject}` removed from `{at}`",
        "Tags group operations for people.",
        "`tags: [pets, shop]` becomes `tags: [pets]`";
    DEPRECATED: "deprecated" <-> "no-longer-deprecated", Harmless,
        "`{at}` is now deprecated",
        "The part works as before, but may be removed later.",
        "`deprecated: true` is added";
    NO_LONGER_DEPRECATED: "no-longer-deprecated" <-> "deprecated", Harmless,
        "`{at}` is no longer deprecated",
        "The part works as before.",
        "`deprecated: true` is deleted";
    SUNSET_SET: "sunset-set" <-> "sunset-withdrawn", Harmless,
        "sunset {head} added to `{at}`, which was already deprecated",
        "The part works as before until that date.",
        "`x-sunset: 2030-01-01` is added";
    SUNSET_WITHDRAWN: "sunset-withdrawn" <-> "sunset-set", Ends,
        "sunset {base} removed from `{at}`, which stays deprecated",
        "Clients planned for that date. Without a date, a deprecated part may be removed at any time.",
        "`x-sunset` is deleted while `deprecated: true` stays";
    SUNSET_REMOVED: "sunset-removed" <-> "sunset-added", Harmless,
        "sunset removed from `{at}`",
        "The part is not deprecated, so it needs no sunset.",
        "`x-sunset` is deleted together with `deprecated: true`";
    SUNSET_ADDED: "sunset-added" <-> "sunset-removed", Harmless,
        "sunset {head} added to `{at}`, which is newly deprecated",
        "The part works as before until that date.",
        "`x-sunset: 2030-01-01` is added together with `deprecated: true`";
    SUNSET_EARLIER: "sunset-earlier" <-> "sunset-later", Ends,
        "sunset of `{at}` is now earlier: {head} instead of {base}",
        "Clients that planned for the later date stop working before it.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2029-01-01`";
    SUNSET_LATER: "sunset-later" <-> "sunset-earlier", Harmless,
        "sunset of `{at}` is now later: {head} instead of {base}",
        "Clients have more time.",
        "`x-sunset: 2029-01-01` becomes `x-sunset: 2030-01-01`";
    SUNSET_REWRITTEN: "sunset-rewritten" <-> "sunset-rewritten", Text,
        "sunset of `{at}` changed from {base} to {head}, which is the same day",
        "The day is the same.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2030-01-01T00:00:00Z`";
    SUNSET_UNREADABLE: "sunset-unreadable" <-> "sunset-unreadable", Ends,
        "sunset of `{at}` changed from {base} to {head}; at least one of them is not a date",
        "A sunset must be a date or a time as in RFC 3339. Otherwise clients cannot know how long they may rely on the part.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: next year`";
    SUNSET_VOID: "sunset-without-date-added" <-> "sunset-without-date-removed", Ends,
        "sunset {head}, which is not a date, added to `{at}`, which is newly deprecated",
        "Clients cannot know how long they may rely on the part.",
        "`deprecated: true` and `x-sunset: soon` are added";
    SUNSET_VOIDED: "sunset-without-date-removed" <-> "sunset-without-date-added", Harmless,
        "sunset {base}, which is not a date, removed from `{at}`, which is no longer deprecated",
        "The part is not deprecated, so it needs no sunset.",
        "`deprecated: true` and `x-sunset: soon` are deleted";
    STABILITY_RAISED: "stability-raised" <-> "stability-lowered", Harmless,
        "stability of `{at}` raised from {base} to {head}",
        "The API promises more than before.",
        "`x-stability-level: beta` becomes `x-stability-level: stable`";
    STABILITY_LOWERED: "stability-lowered" <-> "stability-raised", Ends,
        "stability of `{at}` lowered from {base} to {head}",
        "Clients rely on the higher level. With the lower level, the part may change or be removed without notice.",
        "`x-stability-level: stable` becomes `x-stability-level: beta`";
    STABILITY_UNREADABLE: "stability-unreadable" <-> "stability-unreadable", Ends,
        "stability of `{at}` changed from {base} to {head}; at least one of them is not a level",
        "The levels are draft, alpha, beta and stable. Clients cannot rely on any other word.",
        "`x-stability-level: stable` becomes `x-stability-level: maybe`";
    PARAMETER_ADDED: "parameter-added" <-> "parameter-removed", Harmless,
        "optional parameter {subject} added",
        "Requests without it stay valid.",
        "a query parameter without `required`";
    PARAMETER_REMOVED: "parameter-removed" <-> "parameter-added", Drops,
        "optional parameter {subject} removed",
        "Servers may ignore unknown parameters or reject them; the document does not say which.",
        "a query parameter is deleted";
    PROMISED_PARAMETER_ADDED: "parameter-with-sunset-added" <-> "parameter-removed-before-sunset", Harmless,
        "optional parameter {subject} added, already deprecated and with a sunset",
        "Requests without it stay valid.",
        "a query parameter with `deprecated: true` and `x-sunset: 2099-01-01`";
    PARAMETER_REMOVED_BEFORE_SUNSET: "parameter-removed-before-sunset" <-> "parameter-with-sunset-added", Ends,
        "deprecated optional parameter {subject} removed before its sunset",
        "Clients were told that the parameter works until that date.",
        "a query parameter with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    PROMISED_REQUIRED_PARAMETER_ADDED: "required-parameter-with-sunset-added" <-> "required-parameter-removed-before-sunset", Narrows,
        "required parameter {subject} added, already deprecated and with a sunset",
        "Requests without it were valid.",
        "a required header with `deprecated: true` and `x-sunset: 2099-01-01`";
    REQUIRED_PARAMETER_REMOVED_BEFORE_SUNSET: "required-parameter-removed-before-sunset" <-> "required-parameter-with-sunset-added", Ends,
        "deprecated required parameter {subject} removed before its sunset",
        "Clients were told that the parameter works until that date.",
        "a required header with `deprecated: true` and `x-sunset: 2099-01-01` is deleted";
    REQUIRED_PARAMETER_ADDED: "required-parameter-added" <-> "required-parameter-removed", Narrows,
        "required parameter {subject} added",
        "Requests without it were valid.",
        "a query parameter with `required: true`";
    REQUIRED_PARAMETER_REMOVED: "required-parameter-removed" <-> "required-parameter-added", DropsPromise,
        "required parameter {subject} removed",
        "Clients go on sending it. Servers may ignore unknown parameters or reject them; the document does not say which.",
        "a required header is deleted";
    PARAMETER_BECAME_REQUIRED: "parameter-became-required" <-> "parameter-became-optional", Narrows,
        "parameter {subject} is now required",
        "Requests without it were valid.",
        "`required: true` is added";
    PARAMETER_BECAME_OPTIONAL: "parameter-became-optional" <-> "parameter-became-required", Widens,
        "parameter {subject} is now optional",
        "Requests with it stay valid.",
        "`required: true` is deleted";
    STYLE_CHANGED: "style-changed" <-> "style-changed", Replaces,
        "style of `{at}` changed from {base} to {head}",
        "The same value is sent as another string.",
        "`style: form` becomes `style: pipeDelimited`";
    EXPLODE_CHANGED: "explode-changed" <-> "explode-changed", Replaces,
        "`explode` of `{at}` changed from {base} to {head}",
        "Arrays and objects are sent as another string.",
        "`?ids=1&ids=2` becomes `?ids=1,2`";
    EXPLODE_WITHOUT_EFFECT: "explode-changed-without-effect" <-> "explode-changed-without-effect", Text,
        "`explode` of `{at}`, where it has no effect, changed from {base} to {head}",
        "`explode` matters for several values only. In the style `simple` it does not matter for arrays either.",
        "`explode: false` on a string";
    SERIALIZATION_CHANGED: "serialization-changed" <-> "serialization-changed", Replaces,
        "`{at}` is now described by {head} instead of {base}",
        "With `schema` a value is sent in a style, with `content` in a media type. So the same value is sent as another string.",
        "a parameter's `schema` moves below `content: application/json`";
    ALLOW_RESERVED_CHANGED: "allow-reserved-changed" <-> "allow-reserved-changed", Undecided,
        "`allowReserved` of `{at}` changed from {base} to {head}",
        "This decides whether clients percent-encode characters such as `/` and `?`. Most servers accept both.",
        "`allowReserved: true` is added";
    EMPTY_VALUE_REFUSED: "empty-value-refused" <-> "empty-value-allowed", Narrows,
        "`{at}` may no longer be empty",
        "Requests with `?name=` or `?name` were valid.",
        "`allowEmptyValue: true` is deleted";
    EMPTY_VALUE_ALLOWED: "empty-value-allowed" <-> "empty-value-refused", MayWiden,
        "`{at}` may now be empty",
        "Requests with a value stay valid.",
        "`allowEmptyValue: true` is added";
    CALLBACK_ADDED: "callback-added" <-> "callback-removed", Harmless,
        "callback `{subject}` added to `{at}`",
        "The server does not call clients that do not ask for it.",
        "a new entry below `callbacks`";
    CALLBACK_REMOVED: "callback-removed" <-> "callback-added", Ends,
        "callback `{subject}` removed from `{at}`",
        "Clients wait for a call that never comes.",
        "an entry below `callbacks` is deleted";
    WEBHOOK_ADDED: "webhook-added" <-> "webhook-removed", Harmless,
        "webhook `{subject}` added",
        "The server does not call clients that do not register for it.",
        "a new entry below `webhooks`";
    WEBHOOK_REMOVED: "webhook-removed" <-> "webhook-added", Ends,
        "webhook `{subject}` removed",
        "Clients wait for a call that never comes.",
        "an entry below `webhooks` is deleted";
}
