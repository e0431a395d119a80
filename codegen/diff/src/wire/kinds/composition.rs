//! Kinds about schemas that are made of others: unions, intersections, conditions and negations.

use super::{Kind, define_kinds};

define_kinds! {
    COMPOSITION;

    NOT_ADDED: "not-added" <-> "not-removed", Narrows,
        "`not` of `{at}` added",
        "Some values that were right are refused.",
        "`not: {enum: [root]}` is added";
    NOT_REMOVED: "not-removed" <-> "not-added", AddsNames,
        "`not` of `{at}` removed",
        "Clients may get what was excluded.",
        "`not` is deleted";
    NOT_VALUE_ADDED: "not-value-added" <-> "not-value-removed", Narrows,
        "`not` of `{at}` excludes further values: {head} instead of {base}",
        "Values that were right are refused.",
        "`not: {enum: [root]}` becomes `not: {enum: [root, admin]}`";
    NOT_VALUE_REMOVED: "not-value-removed" <-> "not-value-added", AddsNames,
        "`not` of `{at}` excludes fewer values: {head} instead of {base}",
        "Clients may get a value that was excluded.",
        "`not: {enum: [root, admin]}` becomes `not: {enum: [root]}`";
    NOT_CHANGED: "not-changed" <-> "not-changed", Undecided,
        "`not` of `{at}` changed",
        "Whether more or fewer values are excluded is not decided here.",
        "`not: {enum: [root]}` becomes `not: {enum: [admin]}`";
    CONSTRAINT_ADDED: "constraint-added" <-> "constraint-removed", Narrows,
        "`{subject}` of `{at}` added",
        "Some values that were right are refused.",
        "`contains: {type: string}` is added";
    CONSTRAINT_REMOVED: "constraint-removed" <-> "constraint-added", Widens,
        "`{subject}` of `{at}` removed",
        "Clients may get values that they were promised not to get.",
        "`contains: {type: string}` is deleted";
    CONDITION_CHANGED: "condition-changed" <-> "condition-changed", Undecided,
        "condition `if` of `{at}` changed",
        "Which values it now selects is not decided here.",
        "another schema below `if`";
    DEPENDENCY_ADDED: "dependency-added" <-> "dependency-removed", Narrows,
        "`{at}` now requires {subject}",
        "Objects that have the one and lack the other were right.",
        "`dependentRequired: {card: [address]}` is added";
    DEPENDENCY_REMOVED: "dependency-removed" <-> "dependency-added", Widens,
        "`{at}` no longer requires {subject}",
        "Clients rely on getting both.",
        "`dependentRequired: {card: [address]}` is deleted";
    ONE_OF_ADDED: "one-of-added" <-> "one-of-removed", Narrows,
        "`oneOf` of `{at}` added",
        "It could have any other form before.",
        "`oneOf` is added to a schema";
    ONE_OF_REMOVED: "one-of-removed" <-> "one-of-added", Widens,
        "`oneOf` of `{at}` removed",
        "Clients may get other forms.",
        "`oneOf` is deleted";
    ANY_OF_ADDED: "any-of-added" <-> "any-of-removed", Narrows,
        "`anyOf` of `{at}` added",
        "It could have any other form before.",
        "`anyOf` is added to a schema";
    ANY_OF_REMOVED: "any-of-removed" <-> "any-of-added", Widens,
        "`anyOf` of `{at}` removed",
        "Clients may get other forms.",
        "`anyOf` is deleted";
    ONE_OF_VARIANT_ADDED: "one-of-variant-added" <-> "one-of-variant-removed", Widens,
        "variant `{subject}` of `{at}` (`oneOf`) added",
        "Clients may get a form that they do not know.",
        "a new entry below `oneOf`";
    ONE_OF_VARIANT_REMOVED: "one-of-variant-removed" <-> "one-of-variant-added", Narrows,
        "variant `{subject}` of `{at}` (`oneOf`) removed",
        "Clients that send this form are refused.",
        "an entry below `oneOf` is deleted";
    ANY_OF_VARIANT_ADDED: "any-of-variant-added" <-> "any-of-variant-removed", Widens,
        "variant `{subject}` of `{at}` (`anyOf`) added",
        "Clients may get a form that they do not know.",
        "a new entry below `anyOf`";
    ANY_OF_VARIANT_REMOVED: "any-of-variant-removed" <-> "any-of-variant-added", Narrows,
        "variant `{subject}` of `{at}` (`anyOf`) removed",
        "Clients that send this form are refused.",
        "an entry below `anyOf` is deleted";
    ONE_OF_BECAME_ANY_OF: "one-of-became-any-of" <-> "any-of-became-one-of", MayWiden,
        "`oneOf` of `{at}` became `anyOf`: a value may now match several variants",
        "Whether some value has two of the forms the document cannot decide.",
        "`oneOf` of two objects becomes `anyOf` of them";
    ANY_OF_BECAME_ONE_OF: "any-of-became-one-of" <-> "one-of-became-any-of", MayNarrow,
        "`anyOf` of `{at}` became `oneOf`: a value must now match exactly one variant",
        "Whether some value has two of the forms the document cannot decide.",
        "`anyOf` of two objects becomes `oneOf` of them";
    BECAME_UNION: "became-union" <-> "no-longer-union", Replaces,
        "`{at}` replaced by a union of other variants",
        "What was right is wrong now, or no longer promised.",
        "an object with the properties a and b becomes `oneOf` an object with a or one with b";
    NO_LONGER_UNION: "no-longer-union" <-> "became-union", Replaces,
        "union of variants at `{at}` replaced by a schema that was none of them",
        "What was right is wrong now, or no longer promised.",
        "`oneOf` an object with a or one with b becomes an object with a and b";
    WIDENED_TO_UNION: "widened-to-union" <-> "narrowed-from-union", Widens,
        "`{at}` widened to a union that has the schema from before as a variant",
        "What clients send stays right; they may get forms that they do not know.",
        "`$ref: Cat` becomes `oneOf: [$ref: Cat, $ref: Dog]`";
    NARROWED_FROM_UNION: "narrowed-from-union" <-> "widened-to-union", Narrows,
        "`{at}` narrowed from a union to one of its variants",
        "Clients that send one of the others are refused.",
        "`oneOf: [$ref: Cat, $ref: Dog]` becomes `$ref: Cat`";
    ALL_OF_BRANCH_ADDED: "all-of-branch-added" <-> "all-of-branch-removed", Narrows,
        "branch `{subject}` of `{at}` (`allOf`) added",
        "What clients send may lack what the new branch asks for.",
        "a new entry below `allOf`";
    ALL_OF_BRANCH_REMOVED: "all-of-branch-removed" <-> "all-of-branch-added", Undecided,
        "branch `{subject}` of `{at}` (`allOf`) removed",
        "The branches say different things of the same part, so what is left of the promise is not decided here.",
        "an entry below `allOf` is deleted";
    DISCRIMINATOR_ADDED: "discriminator-added" <-> "discriminator-removed", Undecided,
        "discriminator {head} of `{at}` added",
        "Readers that follow the discriminator may choose another form, or miss the property.",
        "`discriminator` is added";
    DISCRIMINATOR_REMOVED: "discriminator-removed" <-> "discriminator-added", Undecided,
        "discriminator {base} of `{at}` removed",
        "Readers that followed the discriminator have to try the forms.",
        "`discriminator` is deleted";
    DISCRIMINATOR_PROPERTY_CHANGED: "discriminator-property-changed" <-> "discriminator-property-changed", Undecided,
        "discriminator property of `{at}` changed from {base} to {head}",
        "Readers look at another property; whether both are there the document cannot decide.",
        "`propertyName: kind` becomes `propertyName: type`";
    DISCRIMINATOR_VALUE_ADDED: "discriminator-value-added" <-> "discriminator-value-removed", AddsNames,
        "discriminator value `{subject}` of `{at}` added",
        "Clients may get a tag that they do not know, for a form that they know.",
        "a new entry below `mapping`";
    DISCRIMINATOR_VALUE_REMOVED: "discriminator-value-removed" <-> "discriminator-value-added", Narrows,
        "discriminator value `{subject}` of `{at}` removed",
        "Clients that send it are refused.",
        "an entry below `mapping` is deleted";
    DISCRIMINATOR_VALUE_REPLACED: "discriminator-value-replaced" <-> "discriminator-value-replaced", Replaces,
        "discriminator value of `{at}` changed from {base} to {head}",
        "The tag travels: the old one is no longer understood, and the new one is one that clients do not know. Where the \
         mapping does not say otherwise, a form's tag is the name of its component.",
        "`components/schemas/Cat`, a form without a mapping, becomes `components/schemas/Kitty`";
    DISCRIMINATOR_VALUE_CHANGED: "discriminator-value-changed" <-> "discriminator-value-changed", Replaces,
        "discriminator value `{subject}` of `{at}` leads to {head} instead of {base}",
        "The same tag leads readers to another form.",
        "another `$ref` below `mapping`";
}
