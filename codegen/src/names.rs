//! The Rust identifiers that the generator makes of OpenAPI's names.
//!
//! The rules are typify's (types and fields) and progenitor's (methods and their arguments), repeated here so that
//! collisions can be found and named before they become code that does not compile.

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};

/// The name of a type made of a component schema's name: `chat-system error` → `ChatSystemError`.
#[must_use]
pub fn type_name(name: &str) -> String {
    sanitize(name, str::to_pascal_case, "X")
}

/// The name of a field made of a property's name: `firstName` → `first_name`.
#[must_use]
pub fn field_name(name: &str) -> String {
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
    // `gen` is reserved since edition 2024 and `syn` takes it.
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
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
    fn keywords_are_no_identifiers() {
        assert!(is_identifier("get_pet"));
        assert!(!is_identifier("get-pet") && !is_identifier("fn") && !is_identifier("gen") && !is_identifier("_"));
    }
}
