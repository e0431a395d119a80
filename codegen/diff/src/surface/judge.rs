//! What a change of one item owes, by the chapter on SemVer compatibility of the Cargo book; where that leaves a choice,
//! what the compiler refuses is major. Every rule is here or in a module below, with the sentence that says why.

mod functions;
mod types;

use std::collections::BTreeSet;

use super::super::change::Bump;
use super::item::{Detail, GenericsShape, ImplShape, Item};

/// A bump and why it is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) bump: Bump,
    pub(super) reason: String,
}

pub(super) fn major(reason: impl Into<String>) -> Judgement {
    Judgement {
        bump: Bump::Major,
        reason: reason.into(),
    }
}

pub(super) fn minor(reason: impl Into<String>) -> Judgement {
    Judgement {
        bump: Bump::Minor,
        reason: reason.into(),
    }
}

pub(super) fn patch(reason: impl Into<String>) -> Judgement {
    Judgement {
        bump: Bump::Patch,
        reason: reason.into(),
    }
}

/// What an item that is gone owes.
pub(super) fn removed(item: &Item) -> Judgement {
    match &item.detail {
        Detail::RustVersion(_) => minor("No oldest Rust is promised any more."),
        Detail::Impl(_) => major("A trait implementation is gone: code that relies on the trait stops compiling."),
        Detail::Feature { .. } => major("A feature is gone: a manifest that asks for it is refused by Cargo."),
        Detail::Field { .. } => major("A public field is gone: code that reads it stops compiling."),
        Detail::Variant(_) => major("A variant is gone: code that names it stops compiling."),
        Detail::TraitItem(_) => major("An item of a trait is gone: code that calls or implements it stops compiling."),
        _ => major(format!(
            "{} is gone: code that names it stops compiling.",
            capital(item.kind)
        )),
    }
}

/// What a new item owes; `around` is what it belongs to, as it was at base.
pub(super) fn added(item: &Item, around: Option<&Item>) -> Judgement {
    match (&item.detail, around.map(|around| &around.detail)) {
        (Detail::Field { .. }, Some(Detail::Struct(shape))) if shape.constructible => major(
            "A field is new in a struct that users can write out in full: each such expression or pattern lacks it.",
        ),
        (Detail::Field { .. }, _) => minor("A field is new in a struct that users cannot write out in full."),
        (Detail::Variant(_), Some(Detail::Enum(shape))) if !shape.non_exhaustive => major(
            "A variant is new in an enum that is not `#[non_exhaustive]`: a `match` over all its variants lacks it.",
        ),
        (Detail::Variant(_), _) => {
            minor("A variant is new in a `#[non_exhaustive]` enum, which every `match` allows for.")
        }
        (Detail::TraitItem(member), _) => match (member.sealed, member.has_default) {
            (true, _) => minor("A trait that only this crate can implement has a new item."),
            (false, true) => minor("A trait has a new item with a default."),
            (false, false) => major("A trait has a new item without a default: implementations elsewhere lack it."),
        },
        (Detail::Impl(_), _) => minor("A trait implementation is new."),
        (Detail::RustVersion(_), _) => minor("The oldest Rust that the crate promises to compile with is stated."),
        _ => minor(format!("{} is new.", capital(item.kind))),
    }
}

/// What an item that is still there owes for each way in which it differs; nothing where a user cannot tell the two apart.
pub(super) fn changed(base: &Item, head: &Item) -> Vec<Judgement> {
    let mut found = detail(base, head);
    if base.conditions != head.conditions {
        found.push(if head.conditions.is_subset(&base.conditions) {
            minor(format!("{} is there under fewer conditions.", capital(base.kind)))
        } else {
            major(format!(
                "{} is there under other conditions: without them, code that names it stops compiling.",
                capital(base.kind)
            ))
        });
    }
    for (word, was, is) in [
        ("deprecated", base.deprecated, head.deprecated),
        ("must_use", base.must_use, head.must_use),
    ] {
        match (was, is) {
            (false, true) => found.push(minor(format!(
                "`#[{word}]` is new: code that compiled does so with a warning."
            ))),
            (true, false) => found.push(patch(format!("`#[{word}]` is gone: there is one warning less."))),
            _ => {}
        }
    }
    found
}

fn detail(base: &Item, head: &Item) -> Vec<Judgement> {
    match (&base.detail, &head.detail) {
        (was, is) if was == is => Vec::new(),
        (Detail::Struct(was), Detail::Struct(is)) => types::structure(was, is),
        (Detail::Enum(was), Detail::Enum(is)) => types::enumeration(was, is),
        (Detail::Field { .. }, Detail::Field { .. }) => {
            vec![major(
                "A public field has another type: code that reads or sets it stops compiling.",
            )]
        }
        (Detail::Variant(was), Detail::Variant(is)) => types::variant(was, is),
        (Detail::Function(was), Detail::Function(is)) => functions::function(was, is),
        (Detail::Constant { of: was, .. }, Detail::Constant { of: is, .. }) => vec![match was == is {
            true => patch("A constant has another value."),
            false => major("A constant has another type."),
        }],
        (Detail::Static { of: was, .. }, Detail::Static { of: is, .. }) => vec![major(match was == is {
            true => "A static's mutability has changed: reading it is another kind of expression.",
            false => "A static has another type.",
        })],
        (Detail::Trait(was), Detail::Trait(is)) => types::of_trait(was, is),
        (Detail::TraitItem(was), Detail::TraitItem(is)) => types::member(was, is),
        (Detail::Alias(was), Detail::Alias(is)) => {
            let other = (was.of != is.of).then(|| major("A type alias stands for another type."));
            other.into_iter().chain(generics(&was.generics, &is.generics)).collect()
        }
        (Detail::Impl(was), Detail::Impl(is)) => implementation(was, is),
        (Detail::Reexport { .. }, Detail::Reexport { .. }) => vec![major("A name stands for another item.")],
        (Detail::Feature { enables: was }, Detail::Feature { enables: is }) => vec![match was.is_subset(is) {
            true => minor("A feature turns on more than before."),
            false => major("A feature does not turn on all that it did: code that relied on it stops compiling."),
        }],
        (Detail::RustVersion(_), Detail::RustVersion(_)) => {
            vec![minor(
                "The oldest Rust that the crate promises to compile with has changed.",
            )]
        }
        _ => vec![major(format!(
            "It was {} and is {}: they are used differently.",
            base.kind, head.kind
        ))],
    }
}

fn implementation(was: &ImplShape, is: &ImplShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    if was.associated != is.associated {
        found.push(major(
            "An associated type of a trait implementation is another: code that names it stops compiling.",
        ));
    }
    found.extend(bounds(&was.bounds, &is.bounds));
    found
}

/// What differing generics owe.
pub(super) fn generics(was: &GenericsShape, is: &GenericsShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    let kinds = |shape: &GenericsShape| {
        shape
            .parameters
            .iter()
            .map(|parameter| parameter.kind.clone())
            .collect::<Vec<_>>()
    };
    let (before, after) = (kinds(was), kinds(is));
    if before != after {
        let defaults = is
            .parameters
            .iter()
            .skip(before.len())
            .all(|parameter| parameter.default.is_some());
        found.push(if after.starts_with(&before) && defaults {
            minor("A generic parameter with a default is new.")
        } else {
            major("The generic parameters are others: code that names them stops compiling.")
        });
    }
    for (was, is) in was.parameters.iter().zip(&is.parameters) {
        match (&was.default, &is.default) {
            (None, Some(_)) => found.push(minor("A generic parameter has a default now.")),
            (Some(was), other) if other.as_ref() != Some(was) => {
                found.push(major("The default of a generic parameter is another or gone."));
            }
            _ => {}
        }
    }
    found.extend(bounds(&was.bounds, &is.bounds));
    found
}

/// What differing bounds owe: more of them shut users out, fewer do not. `?Sized` counts the other way round.
fn bounds(was: &BTreeSet<String>, is: &BTreeSet<String>) -> Vec<Judgement> {
    let (new, gone): (Vec<_>, Vec<_>) = (is.difference(was).collect(), was.difference(is).collect());
    if let Some(value) = new.iter().find_map(|bound| required_value(bound)) {
        return vec![major(format!(
            "`{value}` must be set now: a call that does not set it stops compiling."
        ))];
    }
    if let (true, Some(value)) = (new.is_empty(), gone.iter().find_map(|bound| required_value(bound))) {
        return vec![minor(format!("`{value}` may be left out now."))];
    }
    if let Some(bound) = new.iter().find(|bound| !is_relaxing(bound)) {
        let instead = gone.iter().find(|other| is_alike(bound, other));
        return vec![major(match instead {
            Some(other) => format!("The bound is `{bound}`, not `{other}`: what met the one may not meet the other."),
            None => format!("The bound `{bound}` is new: what did not have to meet it may not meet it."),
        })];
    }
    match (
        gone.iter().find(|bound| is_relaxing(bound)),
        new.is_empty() && gone.is_empty(),
    ) {
        (Some(bound), _) => vec![major(format!(
            "The bound `{bound}` is gone: a type without a known size is refused."
        ))],
        (None, true) => Vec::new(),
        (None, false) => vec![minor("There are fewer bounds than before.")],
    }
}

/// The value that a builder must have been given where this is a bound of one of its methods.
fn required_value(bound: &str) -> Option<&str> {
    let (_, of_trait) = bound.split_once(": ")?;
    let (module, value) = of_trait.rsplit_once("::")?;
    (module == "required" || module.ends_with("::required")).then_some(value)
}

/// Whether a bound lets more types in, not fewer.
fn is_relaxing(bound: &str) -> bool {
    bound.ends_with(": ?Sized")
}

/// Whether two bounds are about the same type and trait and differ in the trait's arguments only.
fn is_alike(one: &str, other: &str) -> bool {
    let subject = |bound: &str| {
        let (subject, of_trait) = bound.rsplit_once(": ").unwrap_or(("", bound));
        (
            subject.to_owned(),
            of_trait.split('<').next().unwrap_or_default().to_owned(),
        )
    };
    subject(one) == subject(other)
}

/// `a type alias` at the beginning of a sentence.
fn capital(kind: &str) -> String {
    let mut characters = kind.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
