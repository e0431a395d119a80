//! Kinds about schemas. What narrows a schema breaks who writes it, what widens it breaks who reads it.

use super::{Kind, define_kinds};

define_kinds! {
    SCHEMAS;

    TYPE_CHANGED: "type-changed" <-> "type-changed",
        [Breaking, Breaking, Compatible],
        "`{at}` is now {head}, before {base}",
        "Some values that were right are wrong now, and some that were wrong are right.",
        "`type: string` becomes `type: integer`";
    TYPE_WIDENED: "type-widened" <-> "type-narrowed",
        [Compatible, Breaking, Compatible],
        "`{at}` may now be {head}, before {base}",
        "All values that clients send stay right; they may get values that they cannot read.",
        "`type: integer` becomes `type: number`";
    TYPE_NARROWED: "type-narrowed" <-> "type-widened",
        [Breaking, Compatible, Compatible],
        "`{at}` may now only be {head}, before {base}",
        "Some values that clients send are refused now; those that they get are a part of those that they expect.",
        "`type: number` becomes `type: integer`";
    TYPE_CHANGED_LOOSELY: "loose-type-changed" <-> "loose-type-changed",
        [Risky, Risky, Compatible],
        "`{at}` is now {head}, before {base}, in a media type that knows no such types",
        "JSON's types say little about other media types, so the document cannot decide whether anything changes on the wire.",
        "`type: string` becomes `type: object` below `application/xml`";
    TYPE_RESPELT: "type-respelt" <-> "type-respelt",
        [Docs, Docs, Docs],
        "`{at}` is now called {head}, before {base}, which takes the same values",
        "The two lists of types mean the same.",
        "`oneOf: [type: integer, type: number]` becomes `type: number`";
    FORMAT_CHANGED: "format-changed" <-> "format-changed",
        [Breaking, Breaking, Compatible],
        "the format of `{at}` is now {head}, before {base}",
        "The same type is written in another form.",
        "`format: date` becomes `format: date-time`";
    FORMAT_WIDENED: "format-widened" <-> "format-narrowed",
        [Compatible, Breaking, Compatible],
        "the format of `{at}` has widened from {base} to {head}",
        "All values that clients send stay right; they may get values that they cannot hold.",
        "`format: int32` becomes `format: int64`, or is deleted";
    FORMAT_NARROWED: "format-narrowed" <-> "format-widened",
        [Breaking, Compatible, Compatible],
        "the format of `{at}` has narrowed from {base} to {head}",
        "Some values that clients send are refused now.",
        "`format: uuid` is added to a string";
    BECAME_NULLABLE: "became-nullable" <-> "became-not-nullable",
        [Compatible, Breaking, Compatible],
        "`{at}` may be null now",
        "Clients that get null where they expect a value stop.",
        "`nullable: true` is added";
    BECAME_NOT_NULLABLE: "became-not-nullable" <-> "became-nullable",
        [Breaking, Compatible, Compatible],
        "`{at}` may no longer be null",
        "Clients that send null are refused.",
        "`nullable: true` is deleted";
    BECAME_ENUM: "became-enum" <-> "no-longer-enum",
        [Breaking, Compatible, Compatible],
        "`{at}` now takes only the values {head}",
        "Other values were right.",
        "`enum` is added";
    NO_LONGER_ENUM: "no-longer-enum" <-> "became-enum",
        [Compatible, Risky, Compatible],
        "`{at}` no longer lists its values; before: {base}",
        "Clients may get values that they do not know. Whether they mind the document cannot decide.",
        "`enum` is deleted";
    ENUM_VALUE_ADDED: "enum-value-added" <-> "enum-value-removed",
        [Compatible, Risky, Compatible],
        "`{at}` has the new value {subject}",
        "Clients may get a value that they do not know. Those that keep unknown values apart go on.",
        "`enum: [a]` becomes `enum: [a, b]`";
    ENUM_VALUE_REMOVED: "enum-value-removed" <-> "enum-value-added",
        [Breaking, Compatible, Compatible],
        "`{at}` no longer has the value {subject}",
        "Clients that send it are refused.",
        "`enum: [a, b]` becomes `enum: [a]`";
    UPPER_LIMIT_RAISED: "upper-limit-raised" <-> "upper-limit-lowered",
        [Compatible, Breaking, Compatible],
        "`{subject}` of `{at}` has risen from {base} to {head}",
        "Clients may get more than they have room for.",
        "`maxLength: 10` becomes `maxLength: 20`";
    UPPER_LIMIT_LOWERED: "upper-limit-lowered" <-> "upper-limit-raised",
        [Breaking, Compatible, Compatible],
        "`{subject}` of `{at}` has fallen from {base} to {head}",
        "Clients that send more are refused.",
        "`maxLength: 20` becomes `maxLength: 10`";
    LOWER_LIMIT_RAISED: "lower-limit-raised" <-> "lower-limit-lowered",
        [Breaking, Compatible, Compatible],
        "`{subject}` of `{at}` has risen from {base} to {head}",
        "Clients that send less are refused.",
        "`minimum: 0` becomes `minimum: 1`";
    LOWER_LIMIT_LOWERED: "lower-limit-lowered" <-> "lower-limit-raised",
        [Compatible, Breaking, Compatible],
        "`{subject}` of `{at}` has fallen from {base} to {head}",
        "Clients may get less than they count on.",
        "`minItems: 1` becomes `minItems: 0`";
    LIMIT_ADDED: "limit-added" <-> "limit-removed",
        [Risky, Compatible, Compatible],
        "`{subject}` of `{at}` is now {head}",
        "A limit that is written down for the first time is often one that the server has always had. The document cannot \
         decide whether requests that were accepted are refused now.",
        "`maxLength: 10` is added";
    LIMIT_REMOVED: "limit-removed" <-> "limit-added",
        [Compatible, Breaking, Compatible],
        "`{subject}` of `{at}` is no longer limited; before: {base}",
        "Clients may get values outside what they were promised.",
        "`maxLength: 10` is deleted";
    PATTERN_ADDED: "pattern-added" <-> "pattern-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` must now match {head}",
        "Texts that were right are refused.",
        "`pattern: ^[a-z]+$` is added";
    PATTERN_REMOVED: "pattern-removed" <-> "pattern-added",
        [Compatible, Risky, Compatible],
        "`{at}` need no longer match {base}",
        "Clients may get other texts. Whether they rely on the pattern the document cannot decide.",
        "`pattern: ^[a-z]+$` is deleted, or becomes `.*`";
    PATTERN_CHANGED: "pattern-changed" <-> "pattern-changed",
        [Risky, Risky, Compatible],
        "`{at}` must now match {head}, before {base}",
        "Which of two patterns takes more texts is not decided here.",
        "`pattern: ^[a-z]+$` becomes `pattern: ^[a-z0-9]+$`";
    MULTIPLE_OF_CHANGED: "multiple-of-changed" <-> "multiple-of-changed",
        [Breaking, Breaking, Compatible],
        "`{at}` must now be a multiple of {head}, before of {base}",
        "Some numbers that were right are wrong now, and some that were wrong are right.",
        "`multipleOf: 2` becomes `multipleOf: 3`";
    MULTIPLE_OF_NARROWED: "multiple-of-narrowed" <-> "multiple-of-widened",
        [Breaking, Compatible, Compatible],
        "`{at}` must now be a multiple of {head}, before of {base}",
        "Some numbers that clients send are refused.",
        "`multipleOf: 2` becomes `multipleOf: 4`";
    MULTIPLE_OF_WIDENED: "multiple-of-widened" <-> "multiple-of-narrowed",
        [Compatible, Breaking, Compatible],
        "`{at}` must now be a multiple of {head}, before of {base}",
        "Clients may get numbers between those that they expect.",
        "`multipleOf: 4` becomes `multipleOf: 2`";
    UNIQUE_ITEMS_REQUIRED: "unique-items-required" <-> "unique-items-dropped",
        [Breaking, Compatible, Compatible],
        "the items of `{at}` must now be unique",
        "Arrays with equal items were right.",
        "`uniqueItems: true` is added";
    UNIQUE_ITEMS_DROPPED: "unique-items-dropped" <-> "unique-items-required",
        [Compatible, Breaking, Compatible],
        "the items of `{at}` need no longer be unique",
        "Clients that collect them into a set lose items or stop.",
        "`uniqueItems: true` is deleted";
    ITEMS_ADDED: "items-added" <-> "items-removed",
        [Breaking, Compatible, Compatible],
        "the items of `{at}` have a schema now",
        "Anything could stand in the array before.",
        "`items` is added";
    ITEMS_REMOVED: "items-removed" <-> "items-added",
        [Compatible, Risky, Compatible],
        "the items of `{at}` no longer have a schema",
        "Anything may stand in the array now, and maybe the same as before.",
        "`items` is deleted";
    PROPERTY_ADDED: "property-added" <-> "property-removed",
        [Compatible, Compatible, Compatible],
        "the property `{subject}` of `{at}` is new",
        "Objects without it stay right, and clients ignore what they do not know.",
        "a new entry below `properties`";
    PROPERTY_REMOVED: "property-removed" <-> "property-added",
        [Risky, Risky, Compatible],
        "the optional property `{subject}` of `{at}` is gone",
        "A server may ignore what it does not know or refuse it. Clients were never sure to get it, and still go without.",
        "an entry below `properties` is deleted";
    REQUIRED_PROPERTY_ADDED: "required-property-added" <-> "required-property-removed",
        [Breaking, Compatible, Compatible],
        "the property `{subject}` of `{at}` is new and required",
        "Objects without it were right. Clients that get it ignore it.",
        "a new entry below `properties` and `required`";
    REQUIRED_PROPERTY_REMOVED: "required-property-removed" <-> "required-property-added",
        [Risky, Breaking, Compatible],
        "the property `{subject}` of `{at}` is gone, and was required",
        "Clients rely on getting it. A server may ignore it or refuse it.",
        "an entry below `properties` and `required` is deleted";
    PROPERTY_BECAME_REQUIRED: "property-became-required" <-> "property-became-optional",
        [Breaking, Compatible, Compatible],
        "the property `{subject}` of `{at}` is now required",
        "Objects without it were right.",
        "a name is added to `required`";
    PROPERTY_BECAME_OPTIONAL: "property-became-optional" <-> "property-became-required",
        [Compatible, Breaking, Compatible],
        "the property `{subject}` of `{at}` is now optional",
        "Clients rely on getting it.",
        "a name is deleted from `required`";
    UNDESCRIBED_BECAME_REQUIRED: "undescribed-property-became-required" <-> "undescribed-property-became-optional",
        [Risky, Compatible, Compatible],
        "`{at}` now requires `{subject}`, a property that it does not describe",
        "A name in `required` without an entry in `properties` is often a slip that servers do not enforce.",
        "a name is added to `required` that `properties` does not have";
    UNDESCRIBED_BECAME_OPTIONAL: "undescribed-property-became-optional" <-> "undescribed-property-became-required",
        [Compatible, Risky, Compatible],
        "`{at}` no longer requires `{subject}`, a property that it does not describe",
        "A name in `required` without an entry in `properties` is often a slip that servers did not enforce.",
        "a name is deleted from `required` that `properties` does not have";
    ADDITIONAL_PROPERTIES_REFUSED: "additional-properties-refused" <-> "additional-properties-allowed",
        [Breaking, Compatible, Compatible],
        "`{at}` no longer takes properties beside those that it lists",
        "Objects with further properties were right.",
        "`additionalProperties: false` is added";
    ADDITIONAL_PROPERTIES_ALLOWED: "additional-properties-allowed" <-> "additional-properties-refused",
        [Compatible, Risky, Compatible],
        "`{at}` now takes properties beside those that it lists",
        "Clients may get properties that they do not know. Those that check strictly stop.",
        "`additionalProperties: false` is deleted";
    ADDITIONAL_PROPERTIES_NARROWED: "additional-properties-narrowed" <-> "additional-properties-widened",
        [Breaking, Compatible, Compatible],
        "the further properties of `{at}` have a schema now",
        "They could be anything before.",
        "`additionalProperties: {type: string}` is added";
    ADDITIONAL_PROPERTIES_WIDENED: "additional-properties-widened" <-> "additional-properties-narrowed",
        [Compatible, Risky, Compatible],
        "the further properties of `{at}` no longer have a schema",
        "They may be anything now, and maybe the same as before.",
        "`additionalProperties: {type: string}` is deleted";
    BECAME_READ_ONLY: "became-read-only" <-> "no-longer-read-only",
        [Risky, Compatible, Compatible],
        "`{at}` is now read-only",
        "What clients send there is ignored or refused; the document does not say which.",
        "`readOnly: true` is added";
    NO_LONGER_READ_ONLY: "no-longer-read-only" <-> "became-read-only",
        [Compatible, Compatible, Compatible],
        "`{at}` is no longer read-only",
        "Clients may send it now and need not.",
        "`readOnly: true` is deleted";
    REQUIRED_BECAME_READ_ONLY: "required-property-became-read-only" <-> "required-property-no-longer-read-only",
        [Risky, Compatible, Compatible],
        "`{at}`, which is required, is now read-only",
        "What clients send there is ignored or refused; the document does not say which.",
        "`readOnly: true` is added to a required property";
    REQUIRED_NO_LONGER_READ_ONLY: "required-property-no-longer-read-only" <-> "required-property-became-read-only",
        [Breaking, Compatible, Compatible],
        "`{at}`, which is required, is no longer read-only",
        "Only answers had to have it; now requests must have it, too.",
        "`readOnly: true` of a required property is deleted";
    BECAME_WRITE_ONLY: "became-write-only" <-> "no-longer-write-only",
        [Compatible, Risky, Compatible],
        "`{at}` is now write-only",
        "Clients that read it should no longer get it.",
        "`writeOnly: true` is added";
    NO_LONGER_WRITE_ONLY: "no-longer-write-only" <-> "became-write-only",
        [Compatible, Risky, Compatible],
        "`{at}` is no longer write-only",
        "Clients may get it now. A secret that answers never held may be in them.",
        "`writeOnly: true` is deleted";
    NOT_ADDED: "not-added" <-> "not-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` now excludes values by `not`",
        "Some values that were right are refused.",
        "`not: {enum: [root]}` is added";
    NOT_REMOVED: "not-removed" <-> "not-added",
        [Compatible, Risky, Compatible],
        "`{at}` no longer excludes values by `not`",
        "Clients may get what was excluded.",
        "`not` is deleted";
    NOT_CHANGED: "not-changed" <-> "not-changed",
        [Risky, Risky, Compatible],
        "`{at}` excludes other values by `not`",
        "Whether more or fewer values are excluded is not decided here.",
        "`not: {enum: [root]}` becomes `not: {enum: [admin]}`";
    ONE_OF_ADDED: "one-of-added" <-> "one-of-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` must now have exactly one of several forms (`oneOf`)",
        "It could have any other form before.",
        "`oneOf` is added to a schema";
    ONE_OF_REMOVED: "one-of-removed" <-> "one-of-added",
        [Compatible, Breaking, Compatible],
        "`{at}` need no longer have exactly one of several forms (`oneOf`)",
        "Clients may get other forms.",
        "`oneOf` is deleted";
    ANY_OF_ADDED: "any-of-added" <-> "any-of-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` must now have one of several forms (`anyOf`)",
        "It could have any other form before.",
        "`anyOf` is added to a schema";
    ANY_OF_REMOVED: "any-of-removed" <-> "any-of-added",
        [Compatible, Breaking, Compatible],
        "`{at}` need no longer have one of several forms (`anyOf`)",
        "Clients may get other forms.",
        "`anyOf` is deleted";
    ONE_OF_VARIANT_ADDED: "one-of-variant-added" <-> "one-of-variant-removed",
        [Compatible, Breaking, Compatible],
        "`{subject}` is a new form of `{at}` (`oneOf`)",
        "Clients may get a form that they do not know.",
        "a new entry below `oneOf`";
    ONE_OF_VARIANT_REMOVED: "one-of-variant-removed" <-> "one-of-variant-added",
        [Breaking, Compatible, Compatible],
        "`{subject}` is no longer a form of `{at}` (`oneOf`)",
        "Clients that send this form are refused.",
        "an entry below `oneOf` is deleted";
    ANY_OF_VARIANT_ADDED: "any-of-variant-added" <-> "any-of-variant-removed",
        [Compatible, Risky, Compatible],
        "`{subject}` is a new form of `{at}` (`anyOf`)",
        "Clients may get the new form; it may also fit one that they know.",
        "a new entry below `anyOf`";
    ANY_OF_VARIANT_REMOVED: "any-of-variant-removed" <-> "any-of-variant-added",
        [Breaking, Compatible, Compatible],
        "`{subject}` is no longer a form of `{at}` (`anyOf`)",
        "Clients that send this form are refused.",
        "an entry below `anyOf` is deleted";
    BECAME_UNION: "became-union" <-> "no-longer-union",
        [Breaking, Breaking, Compatible],
        "`{at}` is now one of several forms, and its old form is none of them",
        "What was right is wrong now, or no longer promised.",
        "an object with the properties a and b becomes `oneOf` an object with a or one with b";
    NO_LONGER_UNION: "no-longer-union" <-> "became-union",
        [Breaking, Breaking, Compatible],
        "`{at}` has only one form now, and it is none of those that it had",
        "What was right is wrong now, or no longer promised.",
        "`oneOf` an object with a or one with b becomes an object with a and b";
    WIDENED_TO_UNION: "widened-to-union" <-> "narrowed-from-union",
        [Compatible, Breaking, Compatible],
        "`{at}` may now have other forms beside its old one",
        "What clients send stays right; they may get forms that they do not know.",
        "`$ref: Cat` becomes `oneOf: [$ref: Cat, $ref: Dog]`";
    NARROWED_FROM_UNION: "narrowed-from-union" <-> "widened-to-union",
        [Breaking, Compatible, Compatible],
        "`{at}` now has only one of the forms that it had",
        "Clients that send one of the others are refused.",
        "`oneOf: [$ref: Cat, $ref: Dog]` becomes `$ref: Cat`";
    ALL_OF_BRANCH_ADDED: "all-of-branch-added" <-> "all-of-branch-removed",
        [Breaking, Compatible, Compatible],
        "`{at}` must now also be `{subject}` (`allOf`)",
        "What clients send may lack what the new branch asks for.",
        "a new entry below `allOf`";
    ALL_OF_BRANCH_REMOVED: "all-of-branch-removed" <-> "all-of-branch-added",
        [Risky, Risky, Compatible],
        "`{at}` need no longer be `{subject}` (`allOf`)",
        "Clients may no longer get what the branch promised, and a server may refuse what only the branch allowed.",
        "an entry below `allOf` is deleted";
    ALL_OF_NOTE_CHANGED: "all-of-note-changed" <-> "all-of-note-changed",
        [Docs, Docs, Docs],
        "a branch of `{at}` (`allOf`) that only holds texts has come or gone",
        "A branch without constraints takes every value.",
        "`{description: …}` is added below `allOf`";
    ALL_OF_RESTRUCTURED: "all-of-restructured" <-> "all-of-restructured",
        [Docs, Docs, Docs],
        "`{at}` is now written with `allOf` where it was not before, or no longer",
        "A schema and its branches hold together as if they were written as one. What that changes is listed on its own.",
        "the properties of an object move into a shared schema below `allOf`";
    DISCRIMINATOR_ADDED: "discriminator-added" <-> "discriminator-removed",
        [Risky, Risky, Compatible],
        "the forms of `{at}` are now told apart by the property {head}",
        "Readers that follow the discriminator may choose another form, or miss the property.",
        "`discriminator` is added";
    DISCRIMINATOR_REMOVED: "discriminator-removed" <-> "discriminator-added",
        [Risky, Risky, Compatible],
        "the forms of `{at}` are no longer told apart by the property {base}",
        "Readers that followed the discriminator have to try the forms.",
        "`discriminator` is deleted";
    DISCRIMINATOR_PROPERTY_CHANGED: "discriminator-property-changed" <-> "discriminator-property-changed",
        [Risky, Risky, Compatible],
        "the forms of `{at}` are now told apart by the property {head}, before by {base}",
        "Readers look at another property; whether both are there the document cannot decide.",
        "`propertyName: kind` becomes `propertyName: type`";
    DISCRIMINATOR_VALUE_ADDED: "discriminator-value-added" <-> "discriminator-value-removed",
        [Compatible, Risky, Compatible],
        "the value `{subject}` of the discriminator of `{at}` is new",
        "Clients may get a value that they do not know.",
        "a new entry below `mapping`";
    DISCRIMINATOR_VALUE_REMOVED: "discriminator-value-removed" <-> "discriminator-value-added",
        [Risky, Compatible, Compatible],
        "the value `{subject}` of the discriminator of `{at}` is gone",
        "Clients that send it may no longer be understood.",
        "an entry below `mapping` is deleted";
    DISCRIMINATOR_VALUE_CHANGED: "discriminator-value-changed" <-> "discriminator-value-changed",
        [Risky, Risky, Compatible],
        "the value `{subject}` of the discriminator of `{at}` now stands for {head}, before for {base}",
        "The same value leads readers to another form.",
        "another `$ref` below `mapping`";
    DEFAULT_CHANGED: "default-changed" <-> "default-changed",
        [Risky, Docs, Docs],
        "the default of `{at}` is now {head}, before {base}",
        "What an object without this part means may have changed. Whether somebody relies on it the document cannot decide.",
        "`default: 1` becomes `default: 2`";
    PARAMETER_DEFAULT_CHANGED: "parameter-default-changed" <-> "parameter-default-changed",
        [Breaking, Docs, Docs],
        "requests that leave out `{at}` now mean {head}, before {base}",
        "The same request asks for something else.",
        "`default: 10` of a query parameter becomes `default: 20`";
    DEFAULT_WITHOUT_EFFECT: "default-changed-without-effect" <-> "default-changed-without-effect",
        [Docs, Docs, Docs],
        "the default of `{at}`, which is required, is now {head}, before {base}",
        "It is never left out, so its default is never used.",
        "`default: 1` on a required parameter";
    XML_CHANGED: "xml-changed" <-> "xml-changed",
        [Risky, Risky, Compatible],
        "how `{at}` is written as XML has changed from {base} to {head}",
        "It changes XML on the wire and nothing else; whether XML travels here is not judged.",
        "`xml: {attribute: true}` is added";
}
