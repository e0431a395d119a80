//! The bump that a change of one item needs. The rules are those of the chapter on SemVer compatibility in the Cargo book.
//! Where the book leaves a choice, a change that stops code from compiling is major. Each rule has a sentence with its reason.

mod functions;
mod types;

use std::collections::BTreeSet;

use super::super::change::Bump;
use super::item::{Detail, GenericsShape, ImplShape, Item};

/// A bump, and the reason for it.
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

/// Judges a removed item.
pub(super) fn removed(item: &Item) -> Judgement {
    match &item.detail {
        Detail::RustVersion(_) => minor("The crate no longer states `rust-version`."),
        Detail::Impl(_) => major("A trait implementation was removed: code that relies on the trait stops compiling."),
        Detail::Feature { .. } => major("A feature was removed: Cargo rejects manifests that enable it."),
        Detail::Field { .. } => major("A public field was removed: code that uses it stops compiling."),
        Detail::Variant(_) => major("A variant was removed: code that names it stops compiling."),
        Detail::TraitItem(_) => {
            major("An item of a trait was removed: code that calls or implements it stops compiling.")
        }
        _ => major(format!(
            "{} was removed: code that names it stops compiling.",
            capital(item.kind)
        )),
    }
}

/// Judges an added item; `around` is the item that contains it, as it was at base.
pub(super) fn added(item: &Item, around: Option<&Item>) -> Judgement {
    match (&item.detail, around.map(|around| &around.detail)) {
        (Detail::Field { .. }, Some(Detail::Struct(shape))) if shape.constructible => major(
            "A field was added to a struct that users can build with a struct literal: such literals stop compiling, and so do patterns without `..`.",
        ),
        (Detail::Field { .. }, _) => {
            minor("A field was added to a struct that users cannot build with a struct literal.")
        }
        (Detail::Variant(_), Some(Detail::Enum(shape))) if !shape.non_exhaustive => major(
            "A variant was added to an enum that is not `#[non_exhaustive]`: a `match` over all its variants stops compiling.",
        ),
        (Detail::Variant(_), _) => {
            minor("A variant was added to a `#[non_exhaustive]` enum: every `match` already has a wildcard arm.")
        }
        (Detail::TraitItem(member), _) => match (member.sealed, member.has_default) {
            (true, _) => minor("An item was added to a trait that only this crate can implement."),
            (false, true) => minor("An item with a default was added to a trait."),
            (false, false) => {
                major("An item without a default was added to a trait: implementations in other crates stop compiling.")
            }
        },
        (Detail::Impl(_), _) => minor("A trait implementation was added."),
        (Detail::RustVersion(_), _) => minor("The crate now states its `rust-version`."),
        _ => minor(format!("{} was added.", capital(item.kind))),
    }
}

/// Judges an item that both sides have: one entry for each difference that a user can notice.
pub(super) fn changed(base: &Item, head: &Item) -> Vec<Judgement> {
    let mut found = detail(base, head);
    if base.conditions != head.conditions {
        found.push(if head.conditions.is_subset(&base.conditions) {
            minor(format!("{} now has fewer `cfg` conditions.", capital(base.kind)))
        } else {
            major(format!(
                "{} now has other `cfg` conditions: code that names it stops compiling where they do not hold.",
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
                "`#[{word}]` was added: code that uses the item may get a warning."
            ))),
            (true, false) => found.push(patch(format!(
                "`#[{word}]` was removed: code that uses the item gets fewer warnings."
            ))),
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
                "The type of a public field changed: code that reads or sets it stops compiling.",
            )]
        }
        (Detail::Variant(was), Detail::Variant(is)) => types::variant(was, is),
        (Detail::Function(was), Detail::Function(is)) => functions::function(was, is),
        (Detail::Constant { of: was, .. }, Detail::Constant { of: is, .. }) => vec![match was == is {
            true => patch("The value of a constant changed."),
            false => major("The type of a constant changed."),
        }],
        (Detail::Static { of: was, .. }, Detail::Static { of: is, .. }) => vec![major(match was == is {
            true => "The mutability of a static changed: a `static mut` needs `unsafe`.",
            false => "The type of a static changed.",
        })],
        (Detail::Trait(was), Detail::Trait(is)) => types::of_trait(was, is),
        (Detail::TraitItem(was), Detail::TraitItem(is)) => types::member(was, is),
        (Detail::Alias(was), Detail::Alias(is)) => {
            let other = (was.of != is.of).then(|| major("A type alias now names another type."));
            other.into_iter().chain(generics(&was.generics, &is.generics)).collect()
        }
        (Detail::Impl(was), Detail::Impl(is)) => implementation(was, is),
        (Detail::Reexport { .. }, Detail::Reexport { .. }) => vec![major("A re-export now names another item.")],
        (Detail::Feature { enables: was }, Detail::Feature { enables: is }) => vec![match was.is_subset(is) {
            true => minor("A feature now enables more than before."),
            false => {
                major("A feature no longer enables all that it enabled before: code that relies on it stops compiling.")
            }
        }],
        (Detail::RustVersion(_), Detail::RustVersion(_)) => {
            vec![minor("The crate's `rust-version` changed.")]
        }
        _ => vec![major(format!(
            "It was {} and is now {}: they are used differently.",
            base.kind, head.kind
        ))],
    }
}

fn implementation(was: &ImplShape, is: &ImplShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    if was.associated != is.associated {
        found.push(major(
            "An associated type of a trait implementation changed: code that names it stops compiling.",
        ));
    }
    found.extend(bounds(&was.bounds, &is.bounds));
    found
}

/// Judges different generics.
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
            minor("A generic parameter with a default was added.")
        } else {
            major("The generic parameters changed: code that names them stops compiling.")
        });
    }
    for (was, is) in was.parameters.iter().zip(&is.parameters) {
        match (&was.default, &is.default) {
            (None, Some(_)) => found.push(minor("A generic parameter now has a default.")),
            (Some(was), other) if other.as_ref() != Some(was) => {
                found.push(major("The default of a generic parameter changed or was removed."));
            }
            _ => {}
        }
    }
    found.extend(bounds(&was.bounds, &is.bounds));
    found
}

/// Judges different bounds: an added bound excludes types, a removed one does not. For `?Sized` it is the other way round.
fn bounds(was: &BTreeSet<String>, is: &BTreeSet<String>) -> Vec<Judgement> {
    let (new, gone): (Vec<_>, Vec<_>) = (is.difference(was).collect(), was.difference(is).collect());
    if let Some(value) = new.iter().find_map(|bound| required_value(bound)) {
        return vec![major(format!(
            "`{value}` must now be set: a call that does not set it stops compiling."
        ))];
    }
    if let (true, Some(value)) = (new.is_empty(), gone.iter().find_map(|bound| required_value(bound))) {
        return vec![minor(format!("`{value}` can now be left out."))];
    }
    if let Some(bound) = new.iter().find(|bound| !is_relaxing(bound)) {
        let instead = gone.iter().find(|other| is_alike(bound, other));
        return vec![major(match instead {
            Some(other) => format!(
                "The bound is now `{bound}` instead of `{other}`: types that meet the old bound may not meet the new one."
            ),
            None => format!("The bound `{bound}` was added: types that do not meet it are rejected."),
        })];
    }
    match (
        gone.iter().find(|bound| is_relaxing(bound)),
        new.is_empty() && gone.is_empty(),
    ) {
        (Some(bound), _) => vec![major(format!(
            "The bound `{bound}` was removed: types without a known size are rejected."
        ))],
        (None, true) => Vec::new(),
        (None, false) => vec![minor("There are fewer bounds than before.")],
    }
}

/// The value that must be set on a builder before one of its methods can be called, if this bound of the method says so.
fn required_value(bound: &str) -> Option<&str> {
    let (_, of_trait) = bound.split_once(": ")?;
    let (module, value) = of_trait.rsplit_once("::")?;
    (module == "required" || module.ends_with("::required")).then_some(value)
}

/// Whether a bound allows more types, not fewer.
fn is_relaxing(bound: &str) -> bool {
    bound.ends_with(": ?Sized")
}

/// Whether two bounds name the same type and trait, and differ only in the arguments of the trait.
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
