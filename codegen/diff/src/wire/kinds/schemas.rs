//! Kinds about schemas. What narrows a schema breaks who writes it, what widens it breaks who reads it.

use super::{Kind, define_kinds};

define_kinds! {
    SCHEMAS;

    TYPE_CHANGED: "type-changed" <-> "type-changed", Replaces,
        "type of `{at}` changed from {base} to {head}",
        "Some values that were right are wrong now, and some that were wrong are right.",
        "`type: string` becomes `type: integer`";
    TYPE_WIDENED: "type-widened" <-> "type-narrowed", Widens,
        "type of `{at}` widened from {base} to {head}",
        "All values that clients send stay right; they may get values that they cannot read.",
        "`type: integer` becomes `type: number`";
    TYPE_NARROWED: "type-narrowed" <-> "type-widened", Narrows,
        "type of `{at}` narrowed from {base} to {head}",
        "Some values that clients send are refused now; those that they get are a part of those that they expect.",
        "`type: number` becomes `type: integer`";
    TYPE_CHANGED_LOOSELY: "loose-type-changed" <-> "loose-type-changed", Undecided,
        "type of `{at}` changed from {base} to {head}, in a media type that has no such types",
        "JSON's types say little about other media types, so the document cannot decide whether anything changes on the wire.",
        "`type: string` becomes `type: object` below `application/xml`";
    FORMAT_CHANGED: "format-changed" <-> "format-changed", Replaces,
        "format of `{at}` changed from {base} to {head}",
        "The same type is written in another form.",
        "`format: date` becomes `format: date-time`";
    FORMAT_WIDENED: "format-widened" <-> "format-narrowed", Widens,
        "format of `{at}` widened from {base} to {head}",
        "All values that clients send stay right; they may get values that they cannot hold.",
        "`format: int32` becomes `format: int64`, or is deleted";
    FORMAT_NARROWED: "format-narrowed" <-> "format-widened", Narrows,
        "format of `{at}` narrowed from {base} to {head}",
        "Some values that clients send are refused now.",
        "`format: uuid` is added to a string";
    BECAME_NULLABLE: "became-nullable" <-> "became-not-nullable", Widens,
        "`{at}` may now be null",
        "Clients that get null where they expect a value stop.",
        "`nullable: true` is added";
    BECAME_NOT_NULLABLE: "became-not-nullable" <-> "became-nullable", Narrows,
        "`{at}` may no longer be null",
        "Clients that send null are refused.",
        "`nullable: true` is deleted";
    BECAME_ENUM: "became-enum" <-> "no-longer-enum", Narrows,
        "`{at}` restricted to the values {head}",
        "Other values were right.",
        "`enum` is added";
    NO_LONGER_ENUM: "no-longer-enum" <-> "became-enum", AddsNames,
        "`{at}` no longer restricted to the values {base}",
        "Clients may get values that they do not know. Whether they mind the document cannot decide.",
        "`enum` is deleted";
    ENUM_VALUE_ADDED: "enum-value-added" <-> "enum-value-removed", AddsNames,
        "value {subject} of `{at}` added",
        "Clients may get a value that they do not know. Those that keep unknown values apart go on.",
        "`enum: [a]` becomes `enum: [a, b]`";
    ENUM_VALUE_REMOVED: "enum-value-removed" <-> "enum-value-added", Narrows,
        "value {subject} of `{at}` removed",
        "Clients that send it are refused.",
        "`enum: [a, b]` becomes `enum: [a]`";
    ENUM_REPLACED: "enum-replaced" <-> "enum-replaced", Replaces,
        "values of `{at}` replaced: {head} instead of {base}",
        "No value that was right is right now, and every value that clients get is one that they do not know.",
        "`const: a` becomes `const: b`";
    UPPER_LIMIT_RAISED: "upper-limit-raised" <-> "upper-limit-lowered", Widens,
        "`{subject}` of `{at}` raised from {base} to {head}",
        "Clients may get more than they have room for.",
        "`maxLength: 10` becomes `maxLength: 20`";
    UPPER_LIMIT_LOWERED: "upper-limit-lowered" <-> "upper-limit-raised", Narrows,
        "`{subject}` of `{at}` lowered from {base} to {head}",
        "Clients that send more are refused.",
        "`maxLength: 20` becomes `maxLength: 10`";
    LOWER_LIMIT_RAISED: "lower-limit-raised" <-> "lower-limit-lowered", Narrows,
        "`{subject}` of `{at}` raised from {base} to {head}",
        "Clients that send less are refused.",
        "`minimum: 0` becomes `minimum: 1`";
    LOWER_LIMIT_LOWERED: "lower-limit-lowered" <-> "lower-limit-raised", Widens,
        "`{subject}` of `{at}` lowered from {base} to {head}",
        "Clients may get less than they count on.",
        "`minItems: 1` becomes `minItems: 0`";
    LIMIT_ADDED: "limit-added" <-> "limit-removed", Narrows,
        "`{subject}` of `{at}` added: {head}",
        "Values outside of the limit were right, as the document said it, and are refused now. That the server may always have \
         had the limit does not count: `minLength: 0` that becomes `minLength: 1` says the same as `minLength: 1` where nothing was.",
        "`maxLength: 10` is added";
    LIMIT_REMOVED: "limit-removed" <-> "limit-added", Widens,
        "`{subject}` of `{at}` removed: {base}",
        "Clients may get values outside what they were promised.",
        "`maxLength: 10` is deleted";
    PATTERN_ADDED: "pattern-added" <-> "pattern-removed", Narrows,
        "pattern {head} of `{at}` added",
        "Texts that were right are refused.",
        "`pattern: ^[a-z]+$` is added";
    PATTERN_REMOVED: "pattern-removed" <-> "pattern-added", AddsNames,
        "pattern {base} of `{at}` removed",
        "Clients may get other texts. Whether they rely on the pattern the document cannot decide.",
        "`pattern: ^[a-z]+$` is deleted, or becomes `.*`";
    PATTERN_CHANGED: "pattern-changed" <-> "pattern-changed", Undecided,
        "pattern of `{at}` changed from {base} to {head}",
        "Which of two patterns takes more texts is not decided here.",
        "`pattern: ^[a-z]+$` becomes `pattern: ^[a-z0-9]+$`";
    MULTIPLE_OF_CHANGED: "multiple-of-changed" <-> "multiple-of-changed", Replaces,
        "`multipleOf` of `{at}` changed from {base} to {head}",
        "Some numbers that were right are wrong now, and some that were wrong are right.",
        "`multipleOf: 2` becomes `multipleOf: 3`";
    MULTIPLE_OF_NARROWED: "multiple-of-narrowed" <-> "multiple-of-widened", Narrows,
        "`multipleOf` of `{at}` narrowed from {base} to {head}",
        "Some numbers that clients send are refused.",
        "`multipleOf: 2` becomes `multipleOf: 4`";
    MULTIPLE_OF_WIDENED: "multiple-of-widened" <-> "multiple-of-narrowed", Widens,
        "`multipleOf` of `{at}` widened from {base} to {head}",
        "Clients may get numbers between those that they expect.",
        "`multipleOf: 4` becomes `multipleOf: 2`";
    UNIQUE_ITEMS_REQUIRED: "unique-items-required" <-> "unique-items-dropped", Narrows,
        "items of `{at}` must now be unique",
        "Arrays with equal items were right.",
        "`uniqueItems: true` is added";
    UNIQUE_ITEMS_DROPPED: "unique-items-dropped" <-> "unique-items-required", Widens,
        "items of `{at}` need no longer be unique",
        "Clients that collect them into a set lose items or stop.",
        "`uniqueItems: true` is deleted";
    ITEMS_ADDED: "items-added" <-> "items-removed", Narrows,
        "schema of the items of `{at}` added",
        "Anything could stand in the array before.",
        "`items` is added";
    ITEMS_REMOVED: "items-removed" <-> "items-added", Widens,
        "schema of the items of `{at}` removed",
        "Anything may stand in the array now.",
        "`items` is deleted";
    PROPERTY_ADDED: "property-added" <-> "property-removed", Harmless,
        "optional property `{subject}` of `{at}` added",
        "Objects without it stay right, and clients ignore what they do not know.",
        "a new entry below `properties`";
    PROPERTY_REMOVED: "property-removed" <-> "property-added", Drops,
        "optional property `{subject}` of `{at}` removed",
        "A server may ignore what it does not know or refuse it. Clients were never sure to get it, and still go without.",
        "an entry below `properties` is deleted";
    REQUIRED_PROPERTY_ADDED: "required-property-added" <-> "required-property-removed", Narrows,
        "required property `{subject}` of `{at}` added",
        "Objects without it were right. Clients that get it ignore it.",
        "a new entry below `properties` and `required`";
    REQUIRED_PROPERTY_REMOVED: "required-property-removed" <-> "required-property-added", DropsPromise,
        "required property `{subject}` of `{at}` removed",
        "Clients rely on getting it. A server may ignore it or refuse it.",
        "an entry below `properties` and `required` is deleted";
    CLOSED_PROPERTY_ADDED: "closed-property-added" <-> "closed-property-removed", AddsNames,
        "optional property `{subject}` of `{at}`, which allows no others, added",
        "Requests without it stay right. Clients that check strictly refuse a property that they do not know.",
        "a new entry below `properties` beside `additionalProperties: false`";
    CLOSED_PROPERTY_REMOVED: "closed-property-removed" <-> "closed-property-added", NarrowsNames,
        "optional property `{subject}` of `{at}`, which allows no others, removed",
        "Requests that have it are refused. Clients were never sure to get it, and still go without.",
        "an entry below `properties` is deleted beside `additionalProperties: false`";
    REQUIRED_CLOSED_PROPERTY_ADDED: "required-closed-property-added" <-> "required-closed-property-removed", NarrowsNames,
        "required property `{subject}` of `{at}`, which allows no others, added",
        "Objects without it were right. Clients that check strictly refuse a property that they do not know.",
        "a new entry below `properties` and `required` beside `additionalProperties: false`";
    REQUIRED_CLOSED_PROPERTY_REMOVED: "required-closed-property-removed" <-> "required-closed-property-added", Replaces,
        "required property `{subject}` of `{at}`, which allows no others, removed",
        "Requests that have it are refused. Clients rely on getting it.",
        "an entry below `properties` and `required` is deleted beside `additionalProperties: false`";
    PROPERTY_BECAME_REQUIRED: "property-became-required" <-> "property-became-optional", Narrows,
        "property `{subject}` of `{at}` is now required",
        "Objects without it were right.",
        "a name is added to `required`";
    PROPERTY_BECAME_OPTIONAL: "property-became-optional" <-> "property-became-required", Widens,
        "property `{subject}` of `{at}` is now optional",
        "Clients rely on getting it.",
        "a name is deleted from `required`";
    UNDESCRIBED_BECAME_REQUIRED: "undescribed-property-became-required" <-> "undescribed-property-became-optional", MayNarrow,
        "property `{subject}` of `{at}`, which is not described, is now required",
        "A name in `required` without an entry in `properties` is often a slip that servers do not enforce.",
        "a name is added to `required` that `properties` does not have";
    UNDESCRIBED_BECAME_OPTIONAL: "undescribed-property-became-optional" <-> "undescribed-property-became-required", AddsNames,
        "property `{subject}` of `{at}`, which is not described, is no longer required",
        "A name in `required` without an entry in `properties` is often a slip that servers did not enforce.",
        "a name is deleted from `required` that `properties` does not have";
    ADDITIONAL_PROPERTIES_REFUSED: "additional-properties-refused" <-> "additional-properties-allowed", Narrows,
        "`{at}` no longer allows additional properties",
        "Objects with further properties were right.",
        "`additionalProperties: false` is added";
    ADDITIONAL_PROPERTIES_ALLOWED: "additional-properties-allowed" <-> "additional-properties-refused", AddsNames,
        "`{at}` now allows additional properties",
        "Clients may get properties that they do not know. Those that check strictly stop.",
        "`additionalProperties: false` is deleted";
    ADDITIONAL_PROPERTIES_NARROWED: "additional-properties-narrowed" <-> "additional-properties-widened", Narrows,
        "schema of the additional properties of `{at}` added",
        "They could be anything before.",
        "`additionalProperties: {type: string}` is added";
    ADDITIONAL_PROPERTIES_WIDENED: "additional-properties-widened" <-> "additional-properties-narrowed", Widens,
        "schema of the additional properties of `{at}` removed",
        "They may be anything now.",
        "`additionalProperties: {type: string}` is deleted";
    BECAME_READ_ONLY: "became-read-only" <-> "no-longer-read-only", MayNarrow,
        "`{at}` is now read-only",
        "What clients send there is ignored or refused; the document does not say which.",
        "`readOnly: true` is added";
    NO_LONGER_READ_ONLY: "no-longer-read-only" <-> "became-read-only", Harmless,
        "`{at}` is no longer read-only",
        "Clients may send it now and need not.",
        "`readOnly: true` is deleted";
    REQUIRED_BECAME_READ_ONLY: "required-property-became-read-only" <-> "required-property-no-longer-read-only", MayNarrow,
        "required property `{at}` is now read-only",
        "What clients send there is ignored or refused; the document does not say which.",
        "`readOnly: true` is added to a required property";
    REQUIRED_NO_LONGER_READ_ONLY: "required-property-no-longer-read-only" <-> "required-property-became-read-only", Narrows,
        "required property `{at}` is no longer read-only",
        "Only answers had to have it; now requests must have it, too.",
        "`readOnly: true` of a required property is deleted";
    BECAME_WRITE_ONLY: "became-write-only" <-> "no-longer-write-only", MayWiden,
        "`{at}` is now write-only",
        "Clients that read it should no longer get it.",
        "`writeOnly: true` is added";
    NO_LONGER_WRITE_ONLY: "no-longer-write-only" <-> "became-write-only", MayWiden,
        "`{at}` is no longer write-only",
        "Clients may get it now. A secret that answers never held may be in them.",
        "`writeOnly: true` is deleted";
    DEFAULT_CHANGED: "default-changed" <-> "default-changed", MayMean,
        "default of `{at}` changed from {base} to {head}",
        "What an object without this part means may have changed: a default of a property may be filled in by either side.",
        "`default: 1` becomes `default: 2`";
    PARAMETER_DEFAULT_CHANGED: "parameter-default-changed" <-> "parameter-default-changed", Means,
        "default of `{at}` changed from {base} to {head}",
        "The server fills in the default of a parameter, so the same request asks for something else.",
        "`default: 10` of a query parameter becomes `default: 20`";
    DEFAULT_WITHOUT_EFFECT: "default-changed-without-effect" <-> "default-changed-without-effect", Text,
        "default of `{at}`, which is required, changed from {base} to {head}",
        "It is never left out, so its default is never used.",
        "`default: 1` on a required parameter";
    XML_CHANGED: "xml-changed" <-> "xml-changed", Undecided,
        "XML form of `{at}` changed from {base} to {head}",
        "It changes XML on the wire and nothing else; whether XML travels here is not judged.",
        "`xml: {attribute: true}` is added";
}
