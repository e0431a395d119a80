//! Structs, enums, variants and traits.

use super::super::item::{Auto, EnumShape, Form, MemberShape, StructShape, TraitShape, VariantShape};
use super::{Judgement, generics, major, minor};

pub(super) fn structure(was: &StructShape, is: &StructShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    if was.non_exhaustive != is.non_exhaustive && !was.private_fields {
        found.extend(exhaustiveness(
            was.non_exhaustive,
            is.non_exhaustive,
            "a struct",
            "expression or pattern without `..`",
        ));
    } else if was.constructible && !is.constructible {
        found.push(major(
            "A struct that users could write out has a private field now: each such expression stops compiling.",
        ));
    } else if !was.constructible && is.constructible {
        found.push(minor("Users can write the struct out now."));
    }
    if was.form != is.form {
        // Nothing outside the crate can tell how fields are written that it cannot see.
        let seen = was.constructible || was.form == Form::Unit || !was.private_fields;
        found.push(if seen {
            major("The struct's fields are written in another way.")
        } else {
            minor("The struct's private fields are written in another way.")
        });
    }
    found.extend(generics(&was.generics, &is.generics));
    found.extend(auto(was.auto, is.auto));
    found
}

/// What `#[non_exhaustive]` owes where it comes or goes.
pub(super) fn exhaustiveness(was: bool, is: bool, kind: &str, use_: &str) -> Vec<Judgement> {
    match (was, is) {
        (false, true) => vec![major(format!(
            "`#[non_exhaustive]` is new on {kind}: each complete {use_} stops compiling."
        ))],
        (true, false) => vec![minor(format!("`#[non_exhaustive]` is gone from {kind}."))],
        _ => Vec::new(),
    }
}

pub(super) fn auto(was: Auto, is: Auto) -> Vec<Judgement> {
    let mut found = Vec::new();
    for (name, was, is) in [("Send", was.send, is.send), ("Sync", was.sync, is.sync)] {
        match (was, is) {
            (true, false) => found.push(major(format!(
                "It is not `{name}` any more: code that takes it to other threads stops compiling."
            ))),
            (false, true) => found.push(minor(format!("It is `{name}` now."))),
            _ => {}
        }
    }
    found
}

pub(super) fn enumeration(was: &EnumShape, is: &EnumShape) -> Vec<Judgement> {
    let mut found = exhaustiveness(was.non_exhaustive, is.non_exhaustive, "an enum", "`match`");
    found.extend(generics(&was.generics, &is.generics));
    found.extend(auto(was.auto, is.auto));
    found
}

/// An item of a trait that is there on both sides.
pub(super) fn member(was: &MemberShape, is: &MemberShape) -> Vec<Judgement> {
    if was.shape != is.shape {
        return vec![major(
            "An item of a trait has another signature: calls and implementations stop compiling.",
        )];
    }
    match (was.has_default, is.has_default) {
        (true, false) if !was.sealed => {
            vec![major(
                "An item of a trait has lost its default: implementations without it stop compiling.",
            )]
        }
        (false, true) => vec![minor("An item of a trait need not be implemented any more.")],
        _ => Vec::new(),
    }
}

pub(super) fn variant(was: &VariantShape, is: &VariantShape) -> Vec<Judgement> {
    let open = was.non_exhaustive;
    let mut found = exhaustiveness(
        open,
        is.non_exhaustive,
        "a variant",
        "expression or pattern without `..`",
    );
    let (held, holds) = (&was.payload, &is.payload);
    if held != holds {
        let named = held.form == Form::Named && holds.form == Form::Named;
        let grown = named && held.fields.iter().all(|field| holds.fields.contains(field));
        found.push(match grown && open {
            true => minor("A `#[non_exhaustive]` variant has a new field."),
            false => major("A variant holds something else: code that makes or matches it stops compiling."),
        });
    }
    if was.discriminant != is.discriminant {
        found.push(major(
            "A variant has another discriminant: code that casts it gets another number.",
        ));
    }
    found
}

pub(super) fn of_trait(was: &TraitShape, is: &TraitShape) -> Vec<Judgement> {
    let mut found = generics(&was.generics, &is.generics);
    if was.is_unsafe != is.is_unsafe {
        found.push(major(
            "A trait is `unsafe` on one side only: implementations stop compiling.",
        ));
    }
    if let Some(gone) = was.supertraits.difference(&is.supertraits).next() {
        found.push(major(format!(
            "The supertrait `{gone}` is gone: code that relies on it stops compiling."
        )));
    } else if let Some(new) = is.supertraits.difference(&was.supertraits).next() {
        found.push(if was.sealed {
            minor(format!(
                "A trait that only this crate can implement has the new supertrait `{new}`."
            ))
        } else {
            major(format!(
                "The supertrait `{new}` is new: implementations elsewhere may lack it."
            ))
        });
    }
    if was.dyn_compatible && !is.dyn_compatible {
        found.push(major("A trait cannot be made into `dyn` any more."));
    } else if !was.dyn_compatible && is.dyn_compatible {
        found.push(minor("A trait can be made into `dyn` now."));
    }
    if !was.sealed && is.sealed && was.supertraits == is.supertraits {
        found.push(major("Users cannot implement a trait any more."));
    }
    found
}
