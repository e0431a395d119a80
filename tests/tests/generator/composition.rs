//! Schemas that are made of others, along very many or very long ways.

use codegen::{Generated, Unobserved, generate};
use openapi_document::Source;
use serde_json::{Map, Value, json};

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Generates the client of a document that sends `S0`.
fn sent(schemas: &Map<String, Value>) -> Generated {
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "a", "responses": {"204": {"description": ""}},
            "requestBody": {"content": {"application/json": {"schema": reference("S0")}}},
        }}},
        "components": {"schemas": schemas},
    });
    generate(Source::new("openapi.json", &document.to_string()), &mut Unobserved)
}

/// The last of the schemas, with a property.
fn last() -> Value {
    json!({"type": "object", "properties": {"deepest": {"type": "string"}}})
}

/// `length` schemas, and the last one. Each extends the next.
fn chain(length: usize) -> Map<String, Value> {
    let schema = |number: usize| json!({"allOf": [reference(&format!("S{}", number + 1))]});
    let mut schemas: Map<_, _> = (0..length)
        .map(|number| (format!("S{number}"), schema(number)))
        .collect();
    for (_, schema) in &mut schemas {
        schema["required"] = json!(["deepest"]);
    }
    schemas.insert(format!("S{length}"), last());
    schemas
}

#[test]
fn each_schema_is_read_once_however_many_ways_lead_to_it() {
    const LEVELS: usize = 40;
    let levels = |schema: &dyn Fn(&str, &str) -> Value| {
        let name = |level: usize, side: &str| format!("S{level}{}", if level == 0 { "" } else { side });
        let mut schemas = Map::new();
        for level in 0..LEVELS {
            for side in ["", "b"] {
                let next = [name(level + 1, ""), name(level + 1, "b")];
                schemas.insert(name(level, side), schema(&next[0], &next[1]));
            }
        }
        schemas.insert(name(LEVELS, ""), last());
        schemas.insert(name(LEVELS, "b"), last());
        schemas
    };
    let lattices = [
        levels(&|one, other| json!({"allOf": [reference(one), reference(other)], "required": ["deepest"]})),
        levels(
            &|one, other| json!({"type": "object", "if": {"required": ["a"]}, "then": reference(one), "else": reference(other)}),
        ),
    ];
    for schemas in lattices {
        let code = sent(&schemas).code.unwrap();
        let model = &code[code.find("pub struct S0 {").unwrap()..];
        assert!(model[..model.find('}').unwrap()].contains("deepest:"), "{code}");
    }
}

#[test]
fn a_long_chain_is_read_to_its_end_or_reported() {
    let told = |generated: &Generated| {
        generated
            .findings
            .iter()
            .any(|finding| finding.message.contains("too deep"))
    };
    let whole = sent(&chain(100));
    assert!(!told(&whole) && whole.code.unwrap().contains("pub deepest: String"));
    assert!(told(&sent(&chain(300))));
}
