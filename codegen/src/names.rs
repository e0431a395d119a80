//! The Rust identifiers that the generator makes of OpenAPI's names.
//!
//! The rules are typify's (types and fields) and progenitor's (methods and their arguments), repeated here so that
//! collisions can be found and named before they become code that does not compile.

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// The name of a type made of a component schema's name: `chat-system error` → `ChatSystemError`.
#[must_use]
pub fn type_name(name: &str) -> String {
    if is_pascal_case(name) {
        return name.to_owned();
    }
    sanitize(name, str::to_pascal_case, "X")
}

/// The name of a field made of a property's name: `firstName` → `first_name`.
#[must_use]
pub fn field_name(name: &str) -> String {
    if is_snake_case(name) && is_identifier(name) {
        return name.to_owned();
    }
    sanitize(name, str::to_snake_case, "x")
}

/// The name of a method or an argument made of an operationId's or a parameter's: `X-KEY` → `x_key`.
#[must_use]
pub fn method_name(name: &str) -> String {
    sanitize(name, str::to_snake_case, "_")
}

/// The name of the builder made of an operationId: `getPet` → `GetPet`.
#[must_use]
pub fn builder_name(operation_id: &str) -> String {
    sanitize(&method_name(operation_id), str::to_pascal_case, "_")
}

/// Whether `name` can stand as an identifier in Rust of any edition as it is.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use heck::{ToPascalCase as _, ToSnakeCase as _};

    use super::{builder_name, field_name, is_identifier, method_name, type_name};

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
