//! Formats values and places for messages.

use openapi_document::load::FILES;
use openapi_document::pointer::Pointer;
use openapi_document::view::resolve;
use serde_json::Value;

/// The longest value in a message, in characters.
const LONGEST: usize = 60;

/// A value for a message: JSON, shortened if it is too long.
pub(super) fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// [`brief`], or `none` for an absent value.
pub(super) fn brief_or_none(value: Option<&Value>) -> String {
    value.map_or_else(|| "none".to_owned(), brief)
}

/// [`place_name`], with the names of parameters instead of their numbers.
pub(super) fn place_name_in(document: &Value, pointer: &Pointer) -> String {
    let mut place = Pointer::root();
    let mut value = Some(document);
    for token in pointer.tokens() {
        let is_parameter = value.is_some_and(Value::is_array) && place.last().as_deref() == Some("parameters");
        value = match value {
            Some(Value::Array(list)) => token.parse::<usize>().ok().and_then(|index| list.get(index)),
            Some(value) => value.get(&token),
            None => None,
        };
        let parameter = value
            .filter(|_| is_parameter)
            .and_then(|value| resolve(document, value));
        match parameter
            .and_then(|parameter| parameter.get("name"))
            .and_then(Value::as_str)
        {
            Some(name) => place = place.parent().unwrap_or_default().child("parameter").child(name),
            None => place = place.child(&token),
        }
    }
    place_name(&place)
}

/// The pointer of a place in reports. In another file it starts with the path of the file: `common.yaml#/Pet`.
pub(super) fn shown(pointer: &Pointer) -> String {
    let mut tokens = pointer.tokens();
    match (tokens.next().as_deref(), tokens.next()) {
        (Some(FILES), Some(file)) => {
            let rest = tokens.fold(Pointer::root(), |place, token| place.child(token));
            format!("{file}#{rest}")
        }
        _ => pointer.to_string(),
    }
}

/// The name of a place in messages: `Pet.age`, `GET /pets 200 body[]`.
pub(super) fn place_name(pointer: &Pointer) -> String {
    let tokens: Vec<String> = pointer.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (mut name, rest) = match tokens.as_slice() {
        ["components", _, name, rest @ ..] => ((*name).to_owned(), rest),
        ["paths", path, method, rest @ ..] if openapi_document::grammar::METHODS.contains(method) => {
            (format!("{} {path}", method.to_uppercase()), rest)
        }
        ["paths", path, rest @ ..] => ((*path).to_owned(), rest),
        ["webhooks", name, method, rest @ ..] if openapi_document::grammar::METHODS.contains(method) => {
            (format!("webhook {name} {}", method.to_uppercase()), rest)
        }
        ["webhooks", name, rest @ ..] => (format!("webhook {name}"), rest),
        // Parts of another file have their name from that file.
        [FILES, _, name, rest @ ..] | [FILES, name, rest @ ..] => ((*name).to_owned(), rest),
        [] => ("the document".to_owned(), tokens.as_slice()),
        [first, rest @ ..] => ((*first).to_owned(), rest),
    };
    append_parts(&mut name, rest);
    name
}

fn append_parts(name: &mut String, mut rest: &[&str]) {
    while let [token, behind @ ..] = rest {
        rest = behind;
        match (*token, behind) {
            ("properties", [property, behind @ ..]) => {
                name.push('.');
                name.push_str(property);
                rest = behind;
            }
            ("items", _) => name.push_str("[]"),
            // A branch counts as a part of its schema.
            ("allOf", [_, behind @ ..]) => rest = behind,
            ("additionalProperties", _) => name.push_str(".*"),
            ("content", [_, "schema", behind @ ..]) => {
                name.push_str(" body");
                rest = behind;
            }
            ("responses", [status, behind @ ..]) => {
                name.push(' ');
                name.push_str(status);
                rest = behind;
            }
            ("schema", _) => {}
            (token, _) => {
                name.push(' ');
                name.push_str(token);
            }
        }
    }
}
