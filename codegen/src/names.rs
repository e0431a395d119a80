//! The Rust identifiers that the generator makes of OpenAPI's names.
//!
//! The rules for types and fields are those of typify, which progenitor writes models with: an identifier made here stays
//! the same when typify makes one of it again.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;
use unicode_ident::{is_xid_continue, is_xid_start};

/// The name of a type or a variant: `chat-system error` → `ChatSystemError`.
#[must_use]
pub(crate) fn type_name(name: &str) -> String {
    if is_pascal_case(name) {
        return name.to_owned();
    }
    stable(name, |name| sanitize(name, str::to_pascal_case, "X"))
}

/// The name of a field made of a property's name: `firstName` → `first_name`.
#[must_use]
pub(crate) fn field_name(name: &str) -> String {
    if is_snake_case(name) && is_identifier(name) {
        return name.to_owned();
    }
    stable(name, |name| sanitize(name, str::to_snake_case, "x"))
}

/// What `spell` makes of `name`, made again until it stays the same. Once is enough for nearly all names; a name that still
/// changes after a few turns has no letters that matter.
fn stable(name: &str, spell: impl Fn(&str) -> String) -> String {
    let mut name = spell(name);
    for _ in 0..3 {
        let again = spell(&name);
        if again == name {
            break;
        }
        name = again;
    }
    name
}

/// The name of a method or an argument made of an operationId's or a parameter's: `X-KEY` → `x_key`.
#[must_use]
pub(crate) fn method_name(name: &str) -> String {
    sanitize(name, str::to_snake_case, "_")
}

/// The name of the builder made of an operationId: `getPet` → `GetPet`.
#[must_use]
pub(crate) fn builder_name(operation_id: &str) -> String {
    sanitize(&method_name(operation_id), str::to_pascal_case, "_")
}

/// Whether `name` can stand as an identifier in Rust of any edition as it is.
#[must_use]
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|c| c == '_' || is_xid_start(c));
    starts && characters.all(is_xid_continue) && !KEYWORDS.contains(&name)
}

/// The words that no identifier can be: Rust's keywords of all editions, those kept for later, and `_`.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether `name` is made of words like `Pet2` alone, which stay as they are. Most names of schemas do.
fn is_pascal_case(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [b'A'..=b'Z', b'a'..=b'z', tail @ ..] = rest {
        let end = tail.iter().position(|b| !b.is_ascii_lowercase() && !b.is_ascii_digit());
        rest = end.and_then(|end| tail.get(end..)).unwrap_or_default();
    }
    // The only keyword that looks like this.
    rest.is_empty() && !name.is_empty() && name != "Self"
}

/// Whether `name` is made of lower-case words with one `_` between, which stay as they are. Many names of properties do.
fn is_snake_case(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(is_word)
}

/// `prefix` stands before a name that would begin with no letter.
fn sanitize(name: &str, to_case: fn(&str) -> String, prefix: &str) -> String {
    let cased = match name {
        // Reactions, in the API that progenitor met them in; no other sign has a word.
        "+1" => to_case("plus1"),
        "-1" => to_case("minus1"),
        _ => to_case(&name.replace('\'', "").replace(|c: char| !is_xid_continue(c), "-")),
    };
    let cased = match cased.chars().next() {
        None => to_case("x"),
        Some(first) if is_xid_start(first) => cased,
        Some(_) => format!("{prefix}{cased}"),
    };
    if is_identifier(&cased) {
        cased
    } else {
        format!("{cased}_")
    }
}

/// The identifiers of names that share a scope, by the names: each is made by `spell`, and none is `reserved`.
///
/// Where several names make the same identifier, it belongs to the name that is spelt so already, else to the one in camel
/// case, else to the one in Pascal case. The others get their own spelling as a suffix (`foo_bar_kebab` for `foo-bar`), so that
/// a further name changes no identifier that it does not take.
pub(crate) fn identifiers<'n>(
    names: impl IntoIterator<Item = &'n str>,
    spell: fn(&str) -> String,
    reserved: &[&str],
) -> BTreeMap<&'n str, String> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        groups.entry(readable(name, spell)).or_default().push(name);
    }
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(groups.keys().cloned());
    let mut identifiers = BTreeMap::new();
    for (plain, mut names) in groups {
        let is_free = !reserved.contains(&plain.as_str());
        names.sort_by_key(|name| (*name != plain, Style::of(name), *name));
        names.dedup();
        for (at, name) in names.into_iter().enumerate() {
            let identifier = if at == 0 && is_free {
                plain.clone()
            } else {
                let styled = spell(&format!("{plain}_{}", Style::of(name).word()));
                let spelt = spell(&format!("{plain}_{}", spelt(name)));
                first_free(&[styled, spelt], &mut taken, spell)
            };
            identifiers.insert(name, identifier);
        }
    }
    identifiers
}

/// The first of `wanted` that is free, else the last with the first number that makes it free; it is taken from then on.
fn first_free(wanted: &[String; 2], taken: &mut BTreeSet<String>, spell: fn(&str) -> String) -> String {
    let [_, last] = wanted;
    let numbered = (2_usize..).map(|number| spell(&numbered(last, number)));
    let mut names = wanted.iter().cloned().chain(numbered);
    loop {
        if let Some(name) = names.next()
            && taken.insert(name.clone())
        {
            return name;
        }
    }
}

/// `wanted`, or that with `separator` and the first number that makes it free; it is taken from then on.
pub(crate) fn free(wanted: &str, separator: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{wanted}{separator}{number}");
        number += 1;
    }
    name
}

/// `name` with a number behind it. A digit behind a digit would read as one number.
pub(crate) fn numbered(name: &str, number: usize) -> String {
    let gap = if name.ends_with(|c: char| c.is_ascii_digit()) {
        "N"
    } else {
        ""
    };
    format!("{name}{gap}{number}")
}

/// The identifier of `name`, spelt out where the name has nothing but signs.
pub(crate) fn readable(name: &str, spell: fn(&str) -> String) -> String {
    if name.chars().any(char::is_alphanumeric) {
        spell(name)
    } else {
        spell(&spelt(name))
    }
}

/// How the words of a name are told apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Camel,
    Pascal,
    Snake,
    Screaming,
    Kebab,
    Dotted,
    Spaced,
    Lower,
    Upper,
    Other,
}

impl Style {
    fn of(name: &str) -> Self {
        let has_case = |is_case: fn(char) -> bool| name.chars().any(is_case);
        let (lower, upper) = (has_case(char::is_lowercase), has_case(char::is_uppercase));
        let is_word = |c: char| c.is_alphanumeric();
        let signs: BTreeSet<char> = name.chars().filter(|c| !is_word(*c)).collect();
        let signs: Vec<char> = signs.into_iter().collect();
        match (signs.as_slice(), lower, upper) {
            ([], true, true) if name.starts_with(char::is_uppercase) => Self::Pascal,
            ([], true, true) => Self::Camel,
            ([], true, false) => Self::Lower,
            ([], false, true) => Self::Upper,
            (['_'], false, true) => Self::Screaming,
            (['_'], ..) => Self::Snake,
            (['-'], ..) => Self::Kebab,
            (['.'], ..) => Self::Dotted,
            ([' '], ..) => Self::Spaced,
            _ => Self::Other,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Camel => "camel",
            Self::Pascal => "pascal",
            Self::Snake => "snake",
            Self::Screaming => "screaming",
            Self::Kebab => "kebab",
            Self::Dotted => "dotted",
            Self::Spaced => "spaced",
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Other => "other",
        }
    }
}

/// `value` with its signs as words.
fn spelt(value: &str) -> String {
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

/// Names that generated code uses without a path, so that no type can have them.
pub(crate) const RESERVED_TYPES: [&str; 17] = [
    "Box",
    "Default",
    "Err",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PhantomData",
    "Result",
    "Self",
    "Some",
    "String",
    "ToOwned",
    "ToString",
    "Vec",
];

/// The Rust types of the component schemas, by their names in the document.
#[must_use]
pub(crate) fn type_names(document: &Value) -> BTreeMap<String, String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let keys = schemas.into_iter().flatten().map(|(key, _)| key.as_str());
    let identifiers = identifiers(keys, type_name, &RESERVED_TYPES);
    identifiers
        .into_iter()
        .map(|(key, name)| (key.to_owned(), name))
        .collect()
}

/// The type name made of `wanted`, with the first number behind it that makes it free. It is taken from then on.
pub(crate) fn free_type(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    free(&type_name(wanted), "", taken)
}

#[cfg(test)]
mod tests {
    use heck::{ToPascalCase as _, ToSnakeCase as _};

    use super::{builder_name, field_name, identifiers, is_identifier, method_name, type_name};

    #[test]
    fn names_follow_the_generators() {
        assert_eq!(type_name("chat-system error"), "ChatSystemError");
        assert_eq!(type_name("2fa"), "X2fa");
        assert_eq!(field_name("type"), "type_");
        assert_eq!(field_name("%%"), "x");
        assert_eq!(method_name("X-KEY"), "x_key");
        assert_eq!(method_name("2fa"), "_2fa");
        assert_eq!(builder_name("getPet"), "GetPet");
    }

    #[test]
    fn a_new_neighbour_renames_nobody() {
        let of = |names: &[&'static str]| identifiers(names.iter().copied(), field_name, &["extra"]);
        let all = of(&["foo_bar", "FooBar", "foo-bar", "fooBar", "extra", "+", "-"]);
        let expected = [
            ("+", "plus"),
            ("-", "minus"),
            ("FooBar", "foo_bar_pascal"),
            ("extra", "extra_lower"),
            ("foo-bar", "foo_bar_kebab"),
            ("fooBar", "foo_bar_camel"),
            ("foo_bar", "foo_bar"),
        ];
        assert_eq!(
            all,
            expected.map(|(name, identifier)| (name, identifier.to_owned())).into()
        );
        for name in all.keys().filter(|name| !name.starts_with("foo_bar")) {
            let others: Vec<_> = all.keys().copied().filter(|other| other != name).collect();
            assert!(
                of(&others).iter().all(|(name, identifier)| all[name] == *identifier),
                "{name}"
            );
        }
        // Names that nothing but case tells apart, and that end with a digit.
        let types = identifiers(["x8", "X8", "x9", "X-9"], type_name, &[]);
        assert_eq!(types["X8"], "X8");
        assert_eq!(types["x8"], "X8Lower");
        assert_eq!(types.values().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn what_keeps_its_name_would_be_given_it() {
        let letters = ["a", "B", "1", "_", "é"];
        let mut names = vec![String::new(), "Self".to_owned(), "type".to_owned()];
        for length in 0..6 {
            let longer = names.iter().filter(|name| name.len() == length);
            let longer: Vec<_> = longer
                .flat_map(|name| letters.map(|letter| format!("{name}{letter}")))
                .collect();
            names.extend(longer);
        }
        for name in names {
            let pascal = super::sanitize(&name, str::to_pascal_case, "X");
            assert!(!super::is_pascal_case(&name) || pascal == name, "{name} is {pascal}");
            let snake = super::sanitize(&name, str::to_snake_case, "x");
            assert!(
                !super::is_snake_case(&name) || field_name(&name) == snake,
                "{name} is {snake}"
            );
        }
    }

    #[test]
    fn identifiers_are_those_of_syn() {
        let words = "Self _ __ _a a1 1a abstract as async await become box break const continue crate do dyn else enum extern \
            false final fn for if impl in let loop macro match mod move mut override priv pub ref return self static \
            struct super trait true try type typeof unsafe unsized use virtual where while yield union auto default raw \
            safe macro_rules dynamic é a\u{301} a-b a'b r#a";
        for word in words.split_whitespace().chain([""]) {
            let known = syn::parse_str::<syn::Ident>(word).is_ok() && !word.starts_with("r#");
            assert_eq!(is_identifier(word), known, "{word}");
        }
        // It is reserved since edition 2024, and `syn` takes it.
        assert!(!is_identifier("gen"));
    }

    #[test]
    fn keywords_are_no_identifiers() {
        assert!(is_identifier("get_pet"));
        assert!(!is_identifier("get-pet") && !is_identifier("fn") && !is_identifier("gen") && !is_identifier("_"));
    }
}
