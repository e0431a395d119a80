//! Documents whose schemas refer to each other in cycles, or along very many paths.

use openapi_diff::wire::compare;
use serde_json::{Map, Value, json};

use super::edits::document;

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A document with these schemas. Its one operation takes the schema `taken` and returns the schema `given`.
fn with(schemas: &Map<String, Value>, taken: &str, given: &str) -> Value {
    let content = |name: &str| json!({"application/json": {"schema": reference(name)}});
    json!({
        "openapi": "3.0.3", "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": {
            "requestBody": {"content": content(taken)},
            "responses": {"200": {"description": "a", "content": content(given)}},
        }}},
        "components": {"schemas": schemas},
    })
}

/// A document with this number of schemas. The first `on_cycle` ones form a cycle, with further references inside it.
fn cycle(schemas: usize, on_cycle: usize, most: usize) -> Value {
    let schema = |number: usize| {
        let text = json!({"type": "string", "maxLength": most});
        let name = |number: usize| format!("S{}", number % on_cycle);
        let properties = if number < on_cycle {
            json!({"text": text, "next": reference(&name(number + 1)), "other": reference(&name(number * 7 + 3))})
        } else {
            json!({"text": text, "one": reference(&name(number))})
        };
        (
            format!("S{number}"),
            json!({"type": "object", "properties": properties}),
        )
    };
    with(&(0..schemas).map(schema).collect(), "S0", &format!("S{}", schemas - 1))
}

/// A document with pairs of schemas. Each schema is made of both schemas of the next pair, so each pair doubles the number
/// of paths.
fn lattice(pairs: usize, most: usize) -> Value {
    let schema = |(pair, side): (usize, char)| {
        let own =
            json!({"type": "object", "properties": {format!("p{pair}{side}"): {"type": "string", "maxLength": most}}});
        let below = ['L', 'R'].map(|side| reference(&format!("{side}{}", pair + 1)));
        let below = below.into_iter().filter(|_| pair + 1 < pairs);
        let all: Vec<_> = below.chain([own]).collect();
        (format!("{side}{pair}"), json!({"allOf": all}))
    };
    let names = (0..pairs).flat_map(|pair| ['L', 'R'].map(|side| (pair, side)));
    with(&names.map(schema).collect(), "L0", "L0")
}

#[test]
fn a_cycle_is_compared_once() {
    for schemas in [319, 638] {
        let on_cycle = schemas * 134 / 319;
        let (base, head) = (cycle(schemas, on_cycle, 10), cycle(schemas, on_cycle, 9));
        let changes = compare(&document(&base), &document(&head));
        assert_eq!(changes.len(), schemas);
        // The response leads into the cycle as the request does; nothing leads to the others.
        let used = changes.iter().filter(|change| !change.operations.is_empty()).count();
        assert_eq!(used, on_cycle + 1);
    }
}

#[test]
fn a_lattice_is_compared_once() {
    for pairs in [40, 80] {
        let changes = compare(&document(&lattice(pairs, 10)), &document(&lattice(pairs, 9)));
        let used = changes.iter().filter(|change| !change.operations.is_empty()).count();
        // Nothing uses the other schema of the first pair.
        assert_eq!((changes.len(), used), (pairs * 2, pairs * 2 - 1));
    }
}
