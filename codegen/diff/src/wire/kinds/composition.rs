//! Kinds about schemas that combine other schemas: `oneOf`, `anyOf`, `allOf`, `if` and `not`.

use super::{ChangeKind, define_kinds};

define_kinds! {
    COMPOSITION;

    NOT_ADDED: "not-added" <-> "not-removed", Narrows,
        "`not` added to `{at}`",
        "Some values that were valid are rejected.",
        "`not: {enum: [root]}` is added";
    NOT_REMOVED: "not-removed" <-> "not-added", AddsNames,
        "`not` removed from `{at}`",
        "Clients may get values that `not` excluded.",
        "`not` is deleted";
    NOT_VALUE_ADDED: "not-value-added" <-> "not-value-removed", Narrows,
        "`not` of `{at}` now excludes more values: {head} instead of {base}",
        "Values that were valid are rejected.",
        "`not: {enum: [root]}` becomes `not: {enum: [root, admin]}`";
    NOT_VALUE_REMOVED: "not-value-removed" <-> "not-value-added", AddsNames,
        "`not` of `{at}` now excludes fewer values: {head} instead of {base}",
        "Clients may get a value that `not` excluded.",
        "`not: {enum: [root, admin]}` becomes `not: {enum: [root]}`";
    NOT_CHANGED: "not-changed" <-> "not-changed", Undecided,
        "`not` of `{at}` changed",
        "The comparison cannot tell whether more or fewer values are excluded.",
        "`not: {enum: [root]}` becomes `not: {enum: [admin]}`";
    CONSTRAINT_ADDED: "constraint-added" <-> "constraint-removed", Narrows,
        "`{subject}` added to `{at}`",
        "Some values that were valid are rejected.",
        "`contains: {type: string}` is added";
    CONSTRAINT_REMOVED: "constraint-removed" <-> "constraint-added", Widens,
        "`{subject}` removed from `{at}`",
        "Clients may get values that the old document excluded.",
        "`contains: {type: string}` is deleted";
    CONDITION_CHANGED: "condition-changed" <-> "condition-changed", Undecided,
        "`if` of `{at}` changed",
        "The comparison cannot tell which values match the condition now.",
        "another schema below `if`";
    DEPENDENCY_ADDED: "dependency-added" <-> "dependency-removed", Narrows,
        "`{at}` now requires {subject}",
        "Objects that have only one of the two properties were valid.",
        "`dependentRequired: {card: [address]}` is added";
    DEPENDENCY_REMOVED: "dependency-removed" <-> "dependency-added", Widens,
        "`{at}` no longer requires {subject}",
        "Clients rely on getting both properties.",
        "`dependentRequired: {card: [address]}` is deleted";
    ONE_OF_ADDED: "one-of-added" <-> "one-of-removed", Narrows,
        "`oneOf` added to `{at}`",
        "Values that match none of the variants were valid.",
        "`oneOf` is added to a schema";
    ONE_OF_REMOVED: "one-of-removed" <-> "one-of-added", Widens,
        "`oneOf` removed from `{at}`",
        "Clients may get values that match none of the variants.",
        "`oneOf` is deleted";
    ANY_OF_ADDED: "any-of-added" <-> "any-of-removed", Narrows,
        "`anyOf` added to `{at}`",
        "Values that match none of the variants were valid.",
        "`anyOf` is added to a schema";
    ANY_OF_REMOVED: "any-of-removed" <-> "any-of-added", Widens,
        "`anyOf` removed from `{at}`",
        "Clients may get values that match none of the variants.",
        "`anyOf` is deleted";
    ONE_OF_VARIANT_ADDED: "one-of-variant-added" <-> "one-of-variant-removed", Widens,
        "`{subject}` added to `oneOf` of `{at}`",
        "Clients may get a variant that they do not know.",
        "a new entry below `oneOf`";
    ONE_OF_VARIANT_REMOVED: "one-of-variant-removed" <-> "one-of-variant-added", Narrows,
        "`{subject}` removed from `oneOf` of `{at}`",
        "Requests with this variant are rejected.",
        "an entry below `oneOf` is deleted";
    ANY_OF_VARIANT_ADDED: "any-of-variant-added" <-> "any-of-variant-removed", Widens,
        "`{subject}` added to `anyOf` of `{at}`",
        "Clients may get a variant that they do not know.",
        "a new entry below `anyOf`";
    ANY_OF_VARIANT_REMOVED: "any-of-variant-removed" <-> "any-of-variant-added", Narrows,
        "`{subject}` removed from `anyOf` of `{at}`",
        "Requests with this variant are rejected.",
        "an entry below `anyOf` is deleted";
    ONE_OF_BECAME_ANY_OF: "one-of-became-any-of" <-> "any-of-became-one-of", MayWiden,
        "`oneOf` of `{at}` became `anyOf`: a value may now match several variants",
        "The document does not say whether any value matches more than one variant.",
        "`oneOf` of two objects becomes `anyOf` of them";
    ANY_OF_BECAME_ONE_OF: "any-of-became-one-of" <-> "one-of-became-any-of", MayNarrow,
        "`anyOf` of `{at}` became `oneOf`: a value must now match exactly one variant",
        "The document does not say whether any value matches more than one variant.",
        "`anyOf` of two objects becomes `oneOf` of them";
    BECAME_UNION: "became-union" <-> "no-longer-union", Replaces,
        "`{at}` is now a union (`oneOf` or `anyOf`), and the old schema is not one of its variants",
        "Servers reject values that were valid, or clients get values that they do not know.",
        "an object with the properties `a` and `b` becomes `oneOf` of two objects, one with `a` and one with `b`";
    NO_LONGER_UNION: "no-longer-union" <-> "became-union", Replaces,
        "`{at}` is no longer a union (`oneOf` or `anyOf`), and the new schema was not one of its variants",
        "Servers reject values that were valid, or clients get values that they do not know.",
        "`oneOf` of two objects, one with `a` and one with `b`, becomes an object with both properties";
    WIDENED_TO_UNION: "widened-to-union" <-> "narrowed-from-union", Widens,
        "`{at}` is now a union (`oneOf` or `anyOf`), and the old schema is one of its variants",
        "Requests stay valid. Clients may get variants that they do not know.",
        "`$ref: Cat` becomes `oneOf: [$ref: Cat, $ref: Dog]`";
    NARROWED_FROM_UNION: "narrowed-from-union" <-> "widened-to-union", Narrows,
        "`{at}` is no longer a union (`oneOf` or `anyOf`): only one of its variants is left",
        "Requests with one of the other variants are rejected.",
        "`oneOf: [$ref: Cat, $ref: Dog]` becomes `$ref: Cat`";
    ALL_OF_BRANCH_ADDED: "all-of-branch-added" <-> "all-of-branch-removed", Narrows,
        "`{subject}` added to `allOf` of `{at}`",
        "Requests that were valid may not match the new schema.",
        "a new entry below `allOf`";
    ALL_OF_BRANCH_REMOVED: "all-of-branch-removed" <-> "all-of-branch-added", Undecided,
        "`{subject}` removed from `allOf` of `{at}`",
        "The schemas in `allOf` contradict each other. So the comparison cannot tell which values are valid now.",
        "an entry below `allOf` is deleted";
    DISCRIMINATOR_ADDED: "discriminator-added" <-> "discriminator-removed", Undecided,
        "discriminator {head} added to `{at}`",
        "Readers that use the discriminator may choose another variant, or may not find the property.",
        "`discriminator` is added";
    DISCRIMINATOR_REMOVED: "discriminator-removed" <-> "discriminator-added", Undecided,
        "discriminator {base} removed from `{at}`",
        "Readers that used the discriminator must now try one variant after another.",
        "`discriminator` is deleted";
    DISCRIMINATOR_PROPERTY_CHANGED: "discriminator-property-changed" <-> "discriminator-property-changed", Undecided,
        "discriminator property of `{at}` changed from {base} to {head}",
        "Readers now look at another property. The document does not say whether values have both properties.",
        "`propertyName: kind` becomes `propertyName: type`";
    DISCRIMINATOR_VALUE_ADDED: "discriminator-value-added" <-> "discriminator-value-removed", AddsNames,
        "discriminator value `{subject}` added to `{at}`",
        "Clients may get a value that they do not know, for a variant that they know.",
        "a new entry below `mapping`";
    DISCRIMINATOR_VALUE_REMOVED: "discriminator-value-removed" <-> "discriminator-value-added", Narrows,
        "discriminator value `{subject}` removed from `{at}`",
        "Requests with this value are rejected.",
        "an entry below `mapping` is deleted";
    DISCRIMINATOR_VALUE_REPLACED: "discriminator-value-replaced" <-> "discriminator-value-replaced", Replaces,
        "discriminator value of `{at}` changed from {base} to {head}",
        "Without an entry in `mapping`, the discriminator value is the name of the variant's component.",
        "`components/schemas/Cat`, a variant without a mapping, becomes `components/schemas/Kitty`";
    DISCRIMINATOR_VALUE_CHANGED: "discriminator-value-changed" <-> "discriminator-value-changed", Replaces,
        "discriminator value `{subject}` of `{at}` now selects {head} instead of {base}",
        "Readers choose another variant for the same value.",
        "another `$ref` below `mapping`";
}
