//! Names of types that the document has no name for.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use openapi_document::load::files;
use openapi_document::pointer::Pointer;

use crate::names::{self, type_name};

/// The type names that are taken.
#[derive(Debug, Default)]
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which these names are taken.
    pub(super) fn with(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// Takes `name`, or that with the first number that makes it free.
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

/// What a type is called that the document has no name for. Few schemas need such a type, so the name is made when one does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hint<'h> {
    /// Exactly this.
    Name(&'h str),
    /// After a key of a type: the type's name and the key.
    Inner(&'h str, &'h str),
    /// After a part of an operation: its id and a word for the part.
    Operation(&'h str, &'h str),
    /// After the place at which it stands.
    Place(&'h Pointer),
    /// After a part of a type that would have the first name.
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

/// Steps of a pointer that say nothing about what stands there.
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

/// A name for what stands at a place that is no component schema. What stands below a component of another kind is called
/// after that component, and the root of a file after the file.
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

/// `Owner` of `schemas/Owner.yaml`.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name)
}
