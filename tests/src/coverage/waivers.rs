//! What need not hold of an edit, with the reason.

use std::collections::BTreeSet;

use openapi_document::grammar::Object;

use super::judge::IN_RUST;
use super::{Fault, Site};

/// A rule that need not hold of the edits of a key.
#[derive(Clone, Copy, Debug)]
struct Waiver {
    /// The object, or any.
    object: Option<Object>,
    /// The key, or `*` for any.
    key: &'static str,
    /// Part of the place's name, or nothing.
    place: &'static str,
    rule: &'static str,
    reason: &'static str,
}

const fn waiver(
    object: Option<Object>,
    key: &'static str,
    place: &'static str,
    rule: &'static str,
    reason: &'static str,
) -> Waiver {
    Waiver {
        object,
        key,
        place,
        rule,
        reason,
    }
}

const TABLE: &[Waiver] = &[
    waiver(
        Some(Object::Schema),
        "$dynamicRef",
        "",
        "fallback",
        "Where a dynamic reference leads is decided by the way on which a reader comes to it.",
    ),
    waiver(
        Some(Object::Schema),
        "properties",
        "",
        "law",
        "A property that was not described could be anything; that clients have not sent it otherwise is taken for granted.",
    ),
    waiver(
        Some(Object::Header),
        "schema",
        "",
        "same",
        "Without a schema the value is any text.",
    ),
    waiver(
        Some(Object::Parameter),
        "schema",
        "",
        "same",
        "Without a schema the value is any text.",
    ),
    waiver(
        Some(Object::MediaType),
        "schema",
        "",
        "same",
        "A body of plain text has no parts, so that an object there says no more than no schema.",
    ),
    waiver(
        None,
        "explode",
        "",
        "same",
        "What is not written is what OpenAPI puts in its place.",
    ),
    waiver(
        None,
        "style",
        "",
        "same",
        "What is not written is what OpenAPI puts in its place.",
    ),
    waiver(
        Some(Object::Encoding),
        "*",
        "",
        "same",
        "What is not written is what OpenAPI puts in its place, or what travels elsewhere.",
    ),
    waiver(
        Some(Object::MediaType),
        "encoding",
        "",
        "same",
        "What is not written is what OpenAPI puts in its place, and only bodies of forms have parts to encode.",
    ),
    waiver(
        Some(Object::Parameter),
        "required",
        "(path)",
        "same",
        "A parameter of the path is always required.",
    ),
    waiver(
        Some(Object::SecurityScheme),
        "scheme",
        "",
        "same",
        "The case of an authentication scheme does not matter.",
    ),
];

/// The table with those of its rows that were needed.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    needed: BTreeSet<usize>,
}

impl Waivers {
    /// Whether a fault need not be mended.
    pub fn allow(&mut self, site: &Site, key: &str, fault: &Fault) -> bool {
        let mut rows = TABLE.iter().enumerate().filter(|(_, row)| {
            row.object.is_none_or(|object| object == site.object)
                && (row.key == "*" || row.key == key)
                && site.name.contains(row.place)
                && row.rule == fault.rule
        });
        let Some((index, _)) = rows.next() else {
            return false;
        };
        self.needed.insert(index);
        true
    }

    /// How many rows there are.
    #[must_use]
    pub const fn count() -> usize {
        TABLE.len()
    }

    /// The rows that nothing has needed, in words: those about Rust only if Rust was compared.
    #[must_use]
    pub fn stale(&self, in_rust: bool) -> Vec<String> {
        let rows = TABLE
            .iter()
            .enumerate()
            .filter(|(index, row)| !self.needed.contains(index) && (in_rust || !IN_RUST.contains(&row.rule)));
        rows.map(|(_, row)| {
            format!(
                "{:?} {} {} {}: {}",
                row.object, row.key, row.place, row.rule, row.reason
            )
        })
        .collect()
    }
}
