//! Kinds about operations, their parameters, their lifecycle and their callbacks.

use super::{Kind, define_kinds};

define_kinds! {
    OPERATIONS;

    OPERATION_ADDED: "operation-added" <-> "operation-removed",
        [Compatible, Compatible, Compatible],
        "the operation `{subject}` is new",
        "Nobody calls it yet.",
        "a new method below a path";
    OPERATION_REMOVED: "operation-removed" <-> "operation-added",
        [Breaking, Breaking, Breaking],
        "the operation `{subject}` is gone",
        "Every client that calls it fails, and nothing had announced that (a sunset that is no date announces nothing).",
        "a method or a whole path is deleted, or the path is spelt differently";
    DEPRECATED_OPERATION_ADDED: "deprecated-operation-added" <-> "deprecated-operation-removed",
        [Compatible, Compatible, Compatible],
        "the operation `{subject}` is new, and deprecated from the start",
        "Nobody calls it yet.",
        "a new method with `deprecated: true`";
    DEPRECATED_OPERATION_REMOVED: "deprecated-operation-removed" <-> "deprecated-operation-added",
        [Risky, Risky, Risky],
        "the deprecated operation `{subject}` is gone",
        "Its end was announced. Whether somebody still calls it, and whether its sunset has come, the document cannot tell.",
        "a method with `deprecated: true` is deleted";
    UNSTABLE_OPERATION_ADDED: "unstable-operation-added" <-> "unstable-operation-removed",
        [Compatible, Compatible, Compatible],
        "the operation `{subject}` is new, and its stability is still low",
        "Nobody calls it yet.",
        "a new method with `x-stability-level: alpha`";
    UNSTABLE_OPERATION_REMOVED: "unstable-operation-removed" <-> "unstable-operation-added",
        [Risky, Risky, Risky],
        "the operation `{subject}`, a draft or in alpha, is gone",
        "It never promised to stay. Whether somebody relies on it all the same the document cannot tell.",
        "a method with `x-stability-level: draft` is deleted";
    PATH_ADDED: "path-added" <-> "path-removed",
        [Compatible, Compatible, Compatible],
        "the path `{subject}`, which has no operations, is new",
        "There is nothing to call.",
        "`/pets: {}` is added";
    PATH_REMOVED: "path-removed" <-> "path-added",
        [Compatible, Compatible, Compatible],
        "the path `{subject}`, which had no operations, is gone",
        "There was nothing to call.",
        "`/pets: {}` is deleted";
    PATH_PARAMETER_RENAMED: "path-parameter-renamed" <-> "path-parameter-renamed",
        [Docs, Docs, Docs],
        "the path parameter {base} is now called {head}",
        "A path parameter travels by its place in the path; its name does not.",
        "`/pets/{id}` becomes `/pets/{petId}`";
    OPERATION_ID_CHANGED: "operation-id-changed" <-> "operation-id-changed",
        [Compatible, Compatible, Compatible],
        "the operationId of `{at}` has changed from {base} to {head}",
        "An operationId does not travel. Generated code is named after it; the Rust axis says what that costs.",
        "`operationId: list` becomes `operationId: listPets`";
    TAG_ADDED: "tag-added" <-> "tag-removed",
        [Docs, Docs, Docs],
        "`{at}` has the new tag `{subject}`",
        "Tags sort operations for people.",
        "`tags: [pets]` becomes `tags: [pets, shop]`";
    TAG_REMOVED: "tag-removed" <-> "tag-added",
        [Docs, Docs, Docs],
        "`{at}` no longer has the tag `{subject}`",
        "Tags sort operations for people.",
        "`tags: [pets, shop]` becomes `tags: [pets]`";
    DEPRECATED: "deprecated" <-> "no-longer-deprecated",
        [Compatible, Compatible, Compatible],
        "`{at}` is now deprecated",
        "It works as before; its end is announced.",
        "`deprecated: true` is added";
    NO_LONGER_DEPRECATED: "no-longer-deprecated" <-> "deprecated",
        [Compatible, Compatible, Compatible],
        "`{at}` is no longer deprecated",
        "It works as before, and stays.",
        "`deprecated: true` is deleted";
    SUNSET_SET: "sunset-set" <-> "sunset-withdrawn",
        [Compatible, Compatible, Compatible],
        "`{at}` now has a sunset: {head}",
        "It works as before until that date.",
        "`x-sunset: 2030-01-01` is added";
    SUNSET_WITHDRAWN: "sunset-withdrawn" <-> "sunset-set",
        [Breaking, Breaking, Breaking],
        "`{at}` is still deprecated, and the date until which it was promised to work ({base}) is gone",
        "Clients planned with that date. Without it a deprecated part may end at any time.",
        "`x-sunset` is deleted while `deprecated: true` stays";
    SUNSET_REMOVED: "sunset-removed" <-> "sunset-added",
        [Compatible, Compatible, Compatible],
        "`{at}` no longer has a sunset",
        "It is not deprecated, so it stays.",
        "`x-sunset` is deleted together with `deprecated: true`";
    SUNSET_ADDED: "sunset-added" <-> "sunset-removed",
        [Compatible, Compatible, Compatible],
        "`{at}` was not deprecated before, and now has a sunset: {head}",
        "It works as before until that date.",
        "`x-sunset: 2030-01-01` is added together with `deprecated: true`";
    SUNSET_EARLIER: "sunset-earlier" <-> "sunset-later",
        [Breaking, Breaking, Breaking],
        "the sunset of `{at}` has moved forward from {base} to {head}",
        "Clients that planned with the later date stop working before it.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2029-01-01`";
    SUNSET_LATER: "sunset-later" <-> "sunset-earlier",
        [Compatible, Compatible, Compatible],
        "the sunset of `{at}` has moved back from {base} to {head}",
        "Clients have more time.",
        "`x-sunset: 2029-01-01` becomes `x-sunset: 2030-01-01`";
    SUNSET_REWRITTEN: "sunset-rewritten" <-> "sunset-rewritten",
        [Docs, Docs, Docs],
        "the sunset of `{at}` is now written {head}, before {base}: the same day",
        "The day is the same.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: 2030-01-01T00:00:00Z`";
    SUNSET_UNREADABLE: "sunset-unreadable" <-> "sunset-unreadable",
        [Breaking, Breaking, Breaking],
        "the sunset of `{at}` has changed from {base} to {head}, and one of the two is no date",
        "A sunset that is no date (RFC 3339, day or time) promises nothing, so a client cannot know until when it may rely on it.",
        "`x-sunset: 2030-01-01` becomes `x-sunset: next year`";
    STABILITY_RAISED: "stability-raised" <-> "stability-lowered",
        [Compatible, Compatible, Compatible],
        "the stability of `{at}` has risen from {base} to {head}",
        "It promises more than before.",
        "`x-stability-level: beta` becomes `x-stability-level: stable`";
    STABILITY_LOWERED: "stability-lowered" <-> "stability-raised",
        [Breaking, Breaking, Breaking],
        "the stability of `{at}` has fallen from {base} to {head}",
        "A promise on which clients rely is taken back: it may change or end now without notice.",
        "`x-stability-level: stable` becomes `x-stability-level: beta`";
    STABILITY_UNREADABLE: "stability-unreadable" <-> "stability-unreadable",
        [Breaking, Breaking, Breaking],
        "the stability of `{at}` is {head}, before {base}, and one of the two is no level",
        "The levels are draft, alpha, beta and stable. Another word promises nothing that a client could rely on.",
        "`x-stability-level: stable` becomes `x-stability-level: maybe`";
    PARAMETER_ADDED: "parameter-added" <-> "parameter-removed",
        [Compatible, Compatible, Compatible],
        "the optional parameter {subject} is new",
        "Requests without it stay right.",
        "a query parameter without `required`";
    PARAMETER_REMOVED: "parameter-removed" <-> "parameter-added",
        [Risky, Risky, Compatible],
        "the optional parameter {subject} is gone",
        "A server may ignore what it does not know or refuse it; the document does not say which.",
        "a query parameter is deleted";
    REQUIRED_PARAMETER_ADDED: "required-parameter-added" <-> "required-parameter-removed",
        [Breaking, Breaking, Compatible],
        "the required parameter {subject} is new",
        "Requests that were right lack it.",
        "a query parameter with `required: true`";
    REQUIRED_PARAMETER_REMOVED: "required-parameter-removed" <-> "required-parameter-added",
        [Risky, Risky, Compatible],
        "the required parameter {subject} is gone",
        "Clients go on sending it. A server may ignore what it does not know or refuse it; the document does not say which.",
        "a required header is deleted";
    PARAMETER_BECAME_REQUIRED: "parameter-became-required" <-> "parameter-became-optional",
        [Breaking, Breaking, Compatible],
        "the parameter {subject} is now required",
        "Requests without it were right.",
        "`required: true` is added";
    PARAMETER_BECAME_OPTIONAL: "parameter-became-optional" <-> "parameter-became-required",
        [Compatible, Compatible, Compatible],
        "the parameter {subject} is now optional",
        "Requests with it stay right.",
        "`required: true` is deleted";
    STYLE_CHANGED: "style-changed" <-> "style-changed",
        [Breaking, Breaking, Compatible],
        "`{at}` is now written in the style {head}, before {base}",
        "The same value is other text on the wire.",
        "`style: form` becomes `style: pipeDelimited`";
    EXPLODE_CHANGED: "explode-changed" <-> "explode-changed",
        [Breaking, Breaking, Compatible],
        "`explode` of `{at}` is now {head}, before {base}",
        "Arrays and objects are other text on the wire.",
        "`?ids=1&ids=2` becomes `?ids=1,2`";
    EXPLODE_WITHOUT_EFFECT: "explode-changed-without-effect" <-> "explode-changed-without-effect",
        [Docs, Docs, Docs],
        "`explode` of `{at}` is now {head}, before {base}; its value is neither array nor object",
        "`explode` says how several values are written, and here is only one.",
        "`explode: false` on a string";
    SERIALIZATION_CHANGED: "serialization-changed" <-> "serialization-changed",
        [Breaking, Breaking, Compatible],
        "`{at}` is now described by {head}, before by {base}",
        "`schema` writes a value as plain text in a style, `content` in a media type: other text on the wire.",
        "a parameter's `schema` moves below `content: application/json`";
    ALLOW_RESERVED_CHANGED: "allow-reserved-changed" <-> "allow-reserved-changed",
        [Risky, Risky, Compatible],
        "`allowReserved` of `{at}` is now {head}, before {base}",
        "Whether `/`, `?` and the like are percent-encoded changes. Most servers decode both.",
        "`allowReserved: true` is added";
    EMPTY_VALUE_REFUSED: "empty-value-refused" <-> "empty-value-allowed",
        [Breaking, Compatible, Compatible],
        "`{at}` must no longer be empty",
        "Requests with `?name=` or `?name` were right.",
        "`allowEmptyValue: true` is deleted";
    EMPTY_VALUE_ALLOWED: "empty-value-allowed" <-> "empty-value-refused",
        [Compatible, Risky, Compatible],
        "`{at}` may be empty now",
        "Requests with a value stay right.",
        "`allowEmptyValue: true` is added";
    CALLBACK_ADDED: "callback-added" <-> "callback-removed",
        [Compatible, Compatible, Compatible],
        "the callback `{subject}` of `{at}` is new",
        "Clients that do not ask for it are not called.",
        "a new entry below `callbacks`";
    CALLBACK_REMOVED: "callback-removed" <-> "callback-added",
        [Breaking, Breaking, Breaking],
        "the callback `{subject}` of `{at}` is gone",
        "Clients that wait for it wait for ever.",
        "an entry below `callbacks` is deleted";
}
