//! Names of types that have none in the document.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use openapi_document::load::files;
use openapi_document::pointer::Pointer;

use crate::names::{self, type_name};

/// The type names in use.
#[derive(Debug, Default)]
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which these names are in use.
    pub(super) fn with(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// Takes `name`, with the lowest number that makes it free if needed.
    pub(super) fn take(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2;
        while !self.0.insert(free.clone()) {
            free = type_name(&names::numbered(name, number));
            number += 1;
        }
        free
    }
}

/// How to name a type that has no name in the document. Few schemas need one, so the name is only computed if needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hint<'h> {
    /// Exactly this name.
    Name(&'h str),
    /// A type's name and one of its keys.
    Inner(&'h str, &'h str),
    /// An operation's id and a word for a part of the operation.
    Operation(&'h str, &'h str),
    /// The place of the schema.
    Place(&'h Pointer),
    /// A part of a type that has the first name.
    Part(&'h Hint<'h>, &'h str),
}

impl Hint<'_> {
    /// The name.
    pub(super) fn name(self) -> String {
        match self {
            Self::Name(name) => name.to_owned(),
            Self::Inner(owner, key) => type_name(&format!("{owner}_{}", key.to_snake_case())),
            Self::Operation(id, word) => type_name(&format!("{id}-{word}")),
            Self::Place(at) => of_place(at),
            Self::Part(whole, label) => type_name(&format!("{}{label}", whole.name())),
        }
    }
}

/// Steps of a pointer that do not describe the schema.
const FILLERS: [&str; 21] = [
    "components",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "content",
    "schema",
    "properties",
    "items",
    "paths",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "additionalProperties",
    "definitions",
    "$defs",
    "requestBody",
    "callbacks",
    "pathItems",
];

/// A name for a schema at a place other than a component schema. A schema in a component of another kind is named after
/// that component, and the root of a file after the file.
pub(super) fn of_place(at: &Pointer) -> String {
    let (file, at) = files::split(at);
    let all: Vec<String> = at.tokens().collect();
    let suffix = match all.as_slice() {
        [components, kind, ..] if components == "components" => match kind.as_str() {
            "responses" => "Response",
            "requestBodies" => "Body",
            "parameters" => "Parameter",
            "headers" => "Header",
            _ => "",
        },
        _ => "",
    };
    let is_word = |token: &&String| {
        let is_media_type = token.contains('/') && !token.starts_with('/');
        let is_index = token.len() == 1 && token.bytes().all(|b| b.is_ascii_digit());
        !FILLERS.contains(&token.as_str()) && !is_media_type && !is_index
    };
    let words: Vec<&str> = all.iter().filter(is_word).map(String::as_str).collect();
    let name = match (words.as_slice(), file) {
        ([], Some(file)) => type_name(stem(&file)),
        _ => type_name(&words.join("_")),
    };
    if name.ends_with(suffix) {
        name
    } else {
        format!("{name}{suffix}")
    }
}

/// What a schema at a place is called in the document: the last key, or the file.
pub(super) fn spelt(at: &Pointer) -> String {
    let (file, at) = files::split(at);
    at.last().unwrap_or_else(|| stem(&file.unwrap_or_default()).to_owned())
}

/// `Owner` of `schemas/Owner.yaml`.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name)
}
