//! Structs, enums, variants and traits.

use super::super::item::{Auto, EnumShape, FieldsKind, MemberShape, StructShape, TraitShape, VariantShape};
use super::{Judgement, generics, major, minor};

pub(super) fn structure(was: &StructShape, is: &StructShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    if was.non_exhaustive != is.non_exhaustive && !was.private_fields {
        found.extend(exhaustiveness(
            was.non_exhaustive,
            is.non_exhaustive,
            "a struct",
            "expression that builds it and each pattern without `..`",
        ));
    } else if was.constructible && !is.constructible {
        found.push(major(
            "A struct that users could build with a struct literal now has a private field: such literals stop compiling.",
        ));
    } else if !was.constructible && is.constructible {
        found.push(minor("Users can now build the struct with a struct literal."));
    }
    if was.form != is.form {
        // Other crates cannot tell whether private fields have names.
        let seen = was.constructible || was.form == FieldsKind::Unit || !was.private_fields;
        found.push(if seen {
            major("The form of the struct changed (named fields, tuple or unit).")
        } else {
            minor("The form of the struct changed (named fields, tuple or unit), but its fields are private.")
        });
    }
    found.extend(generics(&was.generics, &is.generics));
    found.extend(auto(was.auto, is.auto));
    found
}

/// Judges an added or removed `#[non_exhaustive]`.
pub(super) fn exhaustiveness(was: bool, is: bool, kind: &str, use_: &str) -> Vec<Judgement> {
    match (was, is) {
        (false, true) => vec![major(format!(
            "`#[non_exhaustive]` was added to {kind}: each {use_} stops compiling."
        ))],
        (true, false) => vec![minor(format!("`#[non_exhaustive]` was removed from {kind}."))],
        _ => Vec::new(),
    }
}

pub(super) fn auto(was: Auto, is: Auto) -> Vec<Judgement> {
    let mut found = Vec::new();
    for (name, was, is) in [("Send", was.send, is.send), ("Sync", was.sync, is.sync)] {
        match (was, is) {
            (true, false) => found.push(major(format!(
                "It is no longer `{name}`: code that uses it in other threads stops compiling."
            ))),
            (false, true) => found.push(minor(format!("It is now `{name}`."))),
            _ => {}
        }
    }
    found
}

pub(super) fn enumeration(was: &EnumShape, is: &EnumShape) -> Vec<Judgement> {
    let mut found = exhaustiveness(
        was.non_exhaustive,
        is.non_exhaustive,
        "an enum",
        "`match` without a wildcard arm",
    );
    found.extend(generics(&was.generics, &is.generics));
    found.extend(auto(was.auto, is.auto));
    found
}

/// Judges an item of a trait that both sides have.
pub(super) fn member(was: &MemberShape, is: &MemberShape) -> Vec<Judgement> {
    if was.shape != is.shape {
        return vec![major(
            "The signature of a trait item changed: calls and implementations stop compiling.",
        )];
    }
    match (was.has_default, is.has_default) {
        (true, false) if !was.sealed => {
            vec![major(
                "A trait item no longer has a default: implementations without it stop compiling.",
            )]
        }
        (false, true) => vec![minor("A trait item now has a default.")],
        _ => Vec::new(),
    }
}

pub(super) fn variant(was: &VariantShape, is: &VariantShape) -> Vec<Judgement> {
    let open = was.non_exhaustive;
    let mut found = exhaustiveness(
        open,
        is.non_exhaustive,
        "a variant",
        "expression that builds it and each pattern without `..`",
    );
    let (held, holds) = (&was.payload, &is.payload);
    if held != holds {
        let named = held.form == FieldsKind::Named && holds.form == FieldsKind::Named;
        let grown = named && held.fields.iter().all(|field| holds.fields.contains(field));
        found.push(match grown && open {
            true => minor("A field was added to a `#[non_exhaustive]` variant."),
            false => major("The fields of a variant changed: code that builds or matches it stops compiling."),
        });
    }
    if was.discriminant != is.discriminant {
        found.push(major(
            "The discriminant of a variant changed: code that casts it gets another number.",
        ));
    }
    found
}

pub(super) fn of_trait(was: &TraitShape, is: &TraitShape) -> Vec<Judgement> {
    let mut found = generics(&was.generics, &is.generics);
    if was.is_unsafe != is.is_unsafe {
        found.push(major(
            "Only one side of a trait is `unsafe`: implementations stop compiling.",
        ));
    }
    if let Some(gone) = was.supertraits.difference(&is.supertraits).next() {
        found.push(major(format!(
            "The supertrait `{gone}` was removed: code that relies on it stops compiling."
        )));
    } else if let Some(new) = is.supertraits.difference(&was.supertraits).next() {
        found.push(if was.sealed {
            minor(format!(
                "The supertrait `{new}` was added to a trait that only this crate can implement."
            ))
        } else {
            major(format!(
                "The supertrait `{new}` was added: types in other crates may not implement it."
            ))
        });
    }
    if was.dyn_compatible && !is.dyn_compatible {
        found.push(major("A trait can no longer be used as `dyn`."));
    } else if !was.dyn_compatible && is.dyn_compatible {
        found.push(minor("A trait can now be used as `dyn`."));
    }
    if !was.sealed && is.sealed && was.supertraits == is.supertraits {
        found.push(major("Users can no longer implement a trait."));
    }
    found
}
