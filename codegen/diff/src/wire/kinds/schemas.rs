//! Kinds about schemas. A narrower schema breaks those who send its values, a wider schema those who read them.

use super::{ChangeKind, define_kinds};

define_kinds! {
    SCHEMAS;

    TYPE_CHANGED: "type-changed" <-> "type-changed", Replaces,
        "type of `{at}` changed from {base} to {head}",
        "Some values that were valid are invalid now, and some that were invalid are valid.",
        "`type: string` becomes `type: integer`";
    TYPE_WIDENED: "type-widened" <-> "type-narrowed", Widens,
        "type of `{at}` widened from {base} to {head}",
        "The client's type for the old values may not hold the new ones.",
        "`type: integer` becomes `type: number`";
    TYPE_NARROWED: "type-narrowed" <-> "type-widened", Narrows,
        "type of `{at}` narrowed from {base} to {head}",
        "Some values that clients send are rejected now. Clients still get values that they expect.",
        "`type: number` becomes `type: integer`";
    TYPE_CHANGED_LOOSELY: "loose-type-changed" <-> "loose-type-changed", Undecided,
        "type of `{at}` changed from {base} to {head}, in a media type without JSON types",
        "JSON types say little about other media types. So the document does not say whether requests or responses change.",
        "`type: string` becomes `type: object` below `application/xml`";
    FORMAT_CHANGED: "format-changed" <-> "format-changed", Replaces,
        "format of `{at}` changed from {base} to {head}",
        "Values of the same type have another format.",
        "`format: date` becomes `format: date-time`";
    FORMAT_WIDENED: "format-widened" <-> "format-narrowed", Widens,
        "format of `{at}` widened from {base} to {head}",
        "The client's type for the old format may not hold the new values.",
        "`format: int32` becomes `format: int64`, or is deleted";
    FORMAT_NARROWED: "format-narrowed" <-> "format-widened", Narrows,
        "format of `{at}` narrowed from {base} to {head}",
        "Some values that clients send are rejected now.",
        "`format: uuid` is added to a string";
    BECAME_NULLABLE: "became-nullable" <-> "became-not-nullable", Widens,
        "`{at}` may now be null",
        "Clients that expect a value may get null.",
        "`nullable: true` is added";
    BECAME_NOT_NULLABLE: "became-not-nullable" <-> "became-nullable", Narrows,
        "`{at}` may no longer be null",
        "Requests with null are rejected.",
        "`nullable: true` is deleted";
    BECAME_ENUM: "became-enum" <-> "no-longer-enum", Narrows,
        "`{at}` is now restricted to the values {head}",
        "Other values were valid.",
        "`enum` is added";
    NO_LONGER_ENUM: "no-longer-enum" <-> "became-enum", AddsNames,
        "`{at}` is no longer restricted to the values {base}",
        "Clients may get values that they do not know. The document does not say whether clients can handle them.",
        "`enum` is deleted";
    ENUM_VALUE_ADDED: "enum-value-added" <-> "enum-value-removed", AddsNames,
        "enum value {subject} added to `{at}`",
        "Clients may get a value that they do not know. Clients that handle unknown values still work.",
        "`enum: [a]` becomes `enum: [a, b]`";
    ENUM_VALUE_REMOVED: "enum-value-removed" <-> "enum-value-added", Narrows,
        "enum value {subject} removed from `{at}`",
        "Requests with this value are rejected.",
        "`enum: [a, b]` becomes `enum: [a]`";
    ENUM_REPLACED: "enum-replaced" <-> "enum-replaced", Replaces,
        "all allowed values of `{at}` replaced: {head} instead of {base}",
        "No old value is valid now, and clients do not know any of the new values.",
        "`const: a` becomes `const: b`";
    UPPER_LIMIT_RAISED: "upper-limit-raised" <-> "upper-limit-lowered", Widens,
        "`{subject}` of `{at}` raised from {base} to {head}",
        "Clients may get values above the old limit.",
        "`maxLength: 10` becomes `maxLength: 20`";
    UPPER_LIMIT_LOWERED: "upper-limit-lowered" <-> "upper-limit-raised", Narrows,
        "`{subject}` of `{at}` lowered from {base} to {head}",
        "Requests with values above the new limit are rejected.",
        "`maxLength: 20` becomes `maxLength: 10`";
    LOWER_LIMIT_RAISED: "lower-limit-raised" <-> "lower-limit-lowered", Narrows,
        "`{subject}` of `{at}` raised from {base} to {head}",
        "Requests with values below the new limit are rejected.",
        "`minimum: 0` becomes `minimum: 1`";
    LOWER_LIMIT_LOWERED: "lower-limit-lowered" <-> "lower-limit-raised", Widens,
        "`{subject}` of `{at}` lowered from {base} to {head}",
        "Clients may get values below the old limit.",
        "`minItems: 1` becomes `minItems: 0`";
    LIMIT_ADDED: "limit-added" <-> "limit-removed", Narrows,
        "`{subject}` added to `{at}`: {head}",
        "The old document allowed values outside the limit, and they are rejected now. Whether the server always had the limit \
         does not matter: adding `minLength: 1` is the same change as raising `minLength` from 0, its default, to 1.",
        "`maxLength: 10` is added";
    LIMIT_REMOVED: "limit-removed" <-> "limit-added", Widens,
        "`{subject}` removed from `{at}`: {base}",
        "Clients may get values outside the old limit.",
        "`maxLength: 10` is deleted";
    PATTERN_ADDED: "pattern-added" <-> "pattern-removed", Narrows,
        "pattern {head} added to `{at}`",
        "Strings that were valid are rejected.",
        "`pattern: ^[a-z]+$` is added";
    PATTERN_REMOVED: "pattern-removed" <-> "pattern-added", AddsNames,
        "pattern {base} removed from `{at}`",
        "Clients may get other strings. The document does not say whether clients rely on the pattern.",
        "`pattern: ^[a-z]+$` is deleted, or becomes `.*`";
    PATTERN_CHANGED: "pattern-changed" <-> "pattern-changed", Undecided,
        "pattern of `{at}` changed from {base} to {head}",
        "The comparison cannot tell which of the two patterns matches more strings.",
        "`pattern: ^[a-z]+$` becomes `pattern: ^[a-z0-9]+$`";
    MULTIPLE_OF_CHANGED: "multiple-of-changed" <-> "multiple-of-changed", Replaces,
        "`multipleOf` of `{at}` changed from {base} to {head}",
        "Some numbers that were valid are invalid now, and some that were invalid are valid.",
        "`multipleOf: 2` becomes `multipleOf: 3`";
    MULTIPLE_OF_NARROWED: "multiple-of-narrowed" <-> "multiple-of-widened", Narrows,
        "`multipleOf` of `{at}` changed from {base} to {head}, which allows fewer numbers",
        "Some numbers that clients send are rejected.",
        "`multipleOf: 2` becomes `multipleOf: 4`";
    MULTIPLE_OF_WIDENED: "multiple-of-widened" <-> "multiple-of-narrowed", Widens,
        "`multipleOf` of `{at}` changed from {base} to {head}, which allows more numbers",
        "Clients may get numbers that they do not expect.",
        "`multipleOf: 4` becomes `multipleOf: 2`";
    UNIQUE_ITEMS_REQUIRED: "unique-items-required" <-> "unique-items-dropped", Narrows,
        "items of `{at}` must now be unique",
        "Arrays with equal items were valid.",
        "`uniqueItems: true` is added";
    UNIQUE_ITEMS_DROPPED: "unique-items-dropped" <-> "unique-items-required", Widens,
        "items of `{at}` need no longer be unique",
        "Clients that read the array into a set may lose items or fail.",
        "`uniqueItems: true` is deleted";
    ITEMS_ADDED: "items-added" <-> "items-removed", Narrows,
        "`items` added to `{at}`",
        "The array could contain any values before.",
        "`items` is added";
    ITEMS_REMOVED: "items-removed" <-> "items-added", Widens,
        "`items` removed from `{at}`",
        "The array may contain any values now.",
        "`items` is deleted";
    PROPERTY_ADDED: "property-added" <-> "property-removed", Harmless,
        "optional property `{subject}` added to `{at}`",
        "Objects without it stay valid, and clients ignore unknown properties.",
        "a new entry below `properties`";
    PROPERTY_REMOVED: "property-removed" <-> "property-added", Drops,
        "optional property `{subject}` removed from `{at}`",
        "Servers may ignore unknown properties or reject them. Clients could never rely on getting the property.",
        "an entry below `properties` is deleted";
    REQUIRED_PROPERTY_ADDED: "required-property-added" <-> "required-property-removed", Narrows,
        "required property `{subject}` added to `{at}`",
        "Objects without it were valid. Clients ignore unknown properties.",
        "a new entry below `properties` and `required`";
    REQUIRED_PROPERTY_REMOVED: "required-property-removed" <-> "required-property-added", DropsPromise,
        "required property `{subject}` removed from `{at}`",
        "Clients rely on getting it. Servers may ignore unknown properties or reject them.",
        "an entry below `properties` and `required` is deleted";
    CLOSED_PROPERTY_ADDED: "closed-property-added" <-> "closed-property-removed", AddsNames,
        "optional property `{subject}` added to `{at}`, which allows no additional properties",
        "Requests without it stay valid. Clients that validate strictly reject an unknown property.",
        "a new entry below `properties` beside `additionalProperties: false`";
    CLOSED_PROPERTY_REMOVED: "closed-property-removed" <-> "closed-property-added", NarrowsNames,
        "optional property `{subject}` removed from `{at}`, which allows no additional properties",
        "Requests with it are rejected. Clients could never rely on getting it, but may still look for it.",
        "an entry below `properties` is deleted beside `additionalProperties: false`";
    REQUIRED_CLOSED_PROPERTY_ADDED: "required-closed-property-added" <-> "required-closed-property-removed", NarrowsNames,
        "required property `{subject}` added to `{at}`, which allows no additional properties",
        "Objects without it were valid. Clients that validate strictly reject an unknown property.",
        "a new entry below `properties` and `required` beside `additionalProperties: false`";
    REQUIRED_CLOSED_PROPERTY_REMOVED: "required-closed-property-removed" <-> "required-closed-property-added", Replaces,
        "required property `{subject}` removed from `{at}`, which allows no additional properties",
        "Requests with it are rejected. Clients rely on getting it.",
        "an entry below `properties` and `required` is deleted beside `additionalProperties: false`";
    PROPERTY_BECAME_REQUIRED: "property-became-required" <-> "property-became-optional", Narrows,
        "property `{subject}` of `{at}` is now required",
        "Objects without it were valid.",
        "a name is added to `required`";
    PROPERTY_BECAME_OPTIONAL: "property-became-optional" <-> "property-became-required", Widens,
        "property `{subject}` of `{at}` is now optional",
        "Clients rely on getting it.",
        "a name is deleted from `required`";
    UNDESCRIBED_BECAME_REQUIRED: "undescribed-property-became-required" <-> "undescribed-property-became-optional", MayNarrow,
        "property `{subject}` of `{at}`, which `properties` does not list, is now required",
        "A name in `required` without an entry in `properties` is often a mistake, and servers do not enforce it.",
        "a name that `properties` does not list is added to `required`";
    UNDESCRIBED_BECAME_OPTIONAL: "undescribed-property-became-optional" <-> "undescribed-property-became-required", AddsNames,
        "property `{subject}` of `{at}`, which `properties` does not list, is no longer required",
        "A name in `required` without an entry in `properties` is often a mistake, and servers did not enforce it.",
        "a name that `properties` does not list is deleted from `required`";
    ADDITIONAL_PROPERTIES_REFUSED: "additional-properties-refused" <-> "additional-properties-allowed", Narrows,
        "`{at}` no longer allows additional properties",
        "Objects with additional properties were valid.",
        "`additionalProperties: false` is added";
    ADDITIONAL_PROPERTIES_ALLOWED: "additional-properties-allowed" <-> "additional-properties-refused", AddsNames,
        "`{at}` now allows additional properties",
        "Clients may get unknown properties. Clients that validate strictly reject them.",
        "`additionalProperties: false` is deleted";
    ADDITIONAL_PROPERTIES_NARROWED: "additional-properties-narrowed" <-> "additional-properties-widened", Narrows,
        "schema added to `additionalProperties` of `{at}`",
        "Additional properties could have any value before.",
        "`additionalProperties: {type: string}` is added";
    ADDITIONAL_PROPERTIES_WIDENED: "additional-properties-widened" <-> "additional-properties-narrowed", Widens,
        "schema removed from `additionalProperties` of `{at}`",
        "Additional properties may have any value now.",
        "`additionalProperties: {type: string}` is deleted";
    BECAME_READ_ONLY: "became-read-only" <-> "no-longer-read-only", MayNarrow,
        "`{at}` is now read-only",
        "Servers ignore or reject the value that clients send; the document does not say which.",
        "`readOnly: true` is added";
    NO_LONGER_READ_ONLY: "no-longer-read-only" <-> "became-read-only", Harmless,
        "`{at}` is no longer read-only",
        "Clients may send it now but do not have to.",
        "`readOnly: true` is deleted";
    REQUIRED_BECAME_READ_ONLY: "required-property-became-read-only" <-> "required-property-no-longer-read-only", MayNarrow,
        "required property `{at}` is now read-only",
        "Servers ignore or reject the value that clients send; the document does not say which.",
        "`readOnly: true` is added to a required property";
    REQUIRED_NO_LONGER_READ_ONLY: "required-property-no-longer-read-only" <-> "required-property-became-read-only", Narrows,
        "required property `{at}` is no longer read-only",
        "Only responses had to contain it. Now requests must contain it, too.",
        "`readOnly: true` of a required property is deleted";
    BECAME_WRITE_ONLY: "became-write-only" <-> "no-longer-write-only", MayWiden,
        "`{at}` is now write-only",
        "Clients that read it no longer get it.",
        "`writeOnly: true` is added";
    NO_LONGER_WRITE_ONLY: "no-longer-write-only" <-> "became-write-only", MayWiden,
        "`{at}` is no longer write-only",
        "Clients may get it now. Responses may contain a secret that they never contained before.",
        "`writeOnly: true` is deleted";
    DEFAULT_CHANGED: "default-changed" <-> "default-changed", MayMean,
        "default of `{at}` changed from {base} to {head}",
        "An object without the property may now mean something else: the server or the client may fill in the default.",
        "`default: 1` becomes `default: 2`";
    PARAMETER_DEFAULT_CHANGED: "parameter-default-changed" <-> "parameter-default-changed", Means,
        "default of `{at}` changed from {base} to {head}",
        "The server fills in the default of a parameter, so the same request now means something else.",
        "`default: 10` of a query parameter becomes `default: 20`";
    DEFAULT_WITHOUT_EFFECT: "default-changed-without-effect" <-> "default-changed-without-effect", Text,
        "default of `{at}`, which is required, changed from {base} to {head}",
        "A required value is never left out, so its default is never used.",
        "`default: 1` on a required parameter";
    XML_CHANGED: "xml-changed" <-> "xml-changed", Undecided,
        "`xml` of `{at}` changed from {base} to {head}",
        "The change affects only how the value is written in XML. The comparison does not check whether XML is sent here.",
        "`xml: {attribute: true}` is added";
}
