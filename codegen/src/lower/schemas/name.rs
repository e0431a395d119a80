//! Names of types, fields and variants that are free, whatever the document calls things.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;

use crate::names;
use crate::pointer::Pointer;

/// What code beside the models calls by these names.
const RESERVED: [&str; 15] = [
    "Box", "Default", "Err", "From", "Into", "Iterator", "None", "Ok", "Option", "Result", "Self", "Some", "String",
    "ToString", "Vec",
];

/// The names of one scope.
#[derive(Debug)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
    /// What typify makes of a name here.
    spell: fn(&str) -> String,
}

impl Scope {
    /// A scope of types.
    pub(super) fn of_types() -> Self {
        Self {
            taken: RESERVED.into_iter().map(ToOwned::to_owned).collect(),
            spell: type_name,
        }
    }

    /// The scope of an enumeration's variants.
    pub(super) fn of_variants() -> Self {
        Self {
            taken: BTreeSet::new(),
            spell: type_name,
        }
    }

    /// The scope of an object's fields.
    pub(super) fn of_fields() -> Self {
        Self {
            taken: BTreeSet::new(),
            spell: names::field_name,
        }
    }

    /// Takes `name`, or the first of `name2`, `name3`, … that is free.
    pub(super) fn take(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2_usize;
        while !self.taken.insert(free.clone()) {
            // A digit behind a digit would read as one number.
            let gap = if name.ends_with(|c: char| c.is_ascii_digit()) {
                "N"
            } else {
                ""
            };
            free = (self.spell)(&format!("{name}{gap}{number}"));
            number += 1;
        }
        free
    }

    /// Takes exactly `name`; `false` where it is taken.
    pub(super) fn claim(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }
}

/// The type name that `text` suggests; typify makes the same of it again.
pub(super) fn type_name(text: &str) -> String {
    let mut name = names::type_name(text);
    // Once is enough for nearly all names; what is not stable after a few turns has no letters that change.
    for _ in 0..3 {
        let again = names::type_name(&name);
        if again == name {
            break;
        }
        name = again;
    }
    name
}

/// What a type is to be called that the document has no name for. Few schemas need such a type, so the name is made when
/// one does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hint<'h> {
    /// Just so.
    Name(&'h str),
    /// As what stands at a key inside of a type: owner and key.
    Inner(&'h str, &'h str),
    /// As a part of an operation: its id and a word for the part.
    Operation(&'h str, &'h str),
    /// As what stands at this place.
    Place(&'h Pointer),
    /// As a part of what would have the first name.
    Part(&'h Hint<'h>, &'h str),
}

impl Hint<'_> {
    /// The name.
    pub(super) fn name(self) -> String {
        match self {
            Self::Name(name) => name.to_owned(),
            // As typify would call it.
            Self::Inner(owner, key) => type_name(&format!("{owner}_{}", key.to_snake_case())),
            Self::Operation(id, word) => type_name(&format!("{id}-{word}")),
            Self::Place(at) => of_place(at),
            Self::Part(whole, label) => type_name(&format!("{}{label}", whole.name())),
        }
    }
}

/// A name for what stands at a place that is no component: what tells its way apart from others.
pub(super) fn of_place(at: &Pointer) -> String {
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
    let tokens = at.tokens().filter(|token| !FILLERS.contains(&token.as_str()));
    let tokens = tokens.filter(|token| !token.contains('/') || token.starts_with('/'));
    let words: Vec<_> = tokens
        .filter(|token| token.len() > 1 || !token.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    type_name(&words.join("_"))
}

/// The identifier of an enumeration's variant for `value`, spelt out where the value has nothing but signs.
pub(super) fn variant(value: &str) -> String {
    if value.chars().any(char::is_alphanumeric) {
        return type_name(value);
    }
    spelt(value)
}

/// `value` with its signs as words.
pub(super) fn spelt(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let words: String = value
        .chars()
        .map(|c| match SIGNS.iter().find(|(sign, _)| *sign == c) {
            Some((_, word)) => format!(" {word} "),
            None => c.to_string(),
        })
        .collect();
    type_name(words.trim())
}

const SIGNS: [(char, &str); 33] = [
    (' ', "space"),
    ('!', "not"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('\'', "apostrophe"),
    ('(', "open"),
    (')', "close"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less"),
    ('=', "equal"),
    ('>', "greater"),
    ('?', "question"),
    ('@', "at"),
    ('[', "bracket"),
    ('\\', "backslash"),
    (']', "unbracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "brace"),
    ('|', "or"),
    ('}', "unbrace"),
    ('~', "tilde"),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Source, Unobserved, generate};

    #[test]
    fn names_that_differ_in_case_alone_and_end_with_a_digit_are_told_apart() {
        let text = json!({ "type": "string" });
        let object = json!({ "type": "object", "properties": { "a1": text, "A1": text, "b": { "$ref": "#/components/schemas/x8" } } });
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Digits", "version": "1" },
            "paths": {},
            "components": { "schemas": {
                "x8": { "type": "string", "enum": ["x8", "X8", "x9", "X-9"] },
                "X8": object,
            } },
        });
        let generated = generate(Source::new("digits.json", &document.to_string()), &mut Unobserved);
        let errors: Vec<_> = generated.findings.iter().map(|finding| &finding.message).collect();
        let code = generated.code.unwrap_or_else(|| panic!("{errors:?}"));
        for name in [
            "a1_n2: ",
            "enum X8n2 ",
            "rename = \"A1\"",
            "rename = \"X8\"",
            "rename = \"X-9\"",
        ] {
            assert!(code.contains(name), "{name} is missing");
        }
    }
}
