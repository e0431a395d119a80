//! OpenAPI 3.1 and common mistakes are converted to the OpenAPI 3.0 with the same meaning.

#![allow(clippy::unwrap_used, reason = "a failed expectation is a test's report")]
#![allow(clippy::too_many_lines, reason = "tables of cases")]

use codegen::lint;
use openapi_document::load::{Document, load};
use openapi_document::view::Context;
use openapi_document::{Finding, Severity, Source};
use serde_json::{Value, json};

fn document(version: &str, paths: &Value, schema: &Value) -> Value {
    json!({
        "openapi": version,
        "info": { "title": "Library", "version": "1.0.0" },
        "paths": paths,
        "components": { "schemas": { "Book": { "type": "string" }, "It": schema } }
    })
}

fn read(document: &Value) -> Document {
    load(Source::new("document.json", &document.to_string())).unwrap()
}

fn findings(document: &Value, rules: &[&str]) -> Vec<Finding> {
    let (_, findings) = lint(Source::new("document.json", &document.to_string()));
    findings
        .into_iter()
        .filter(|finding| rules.contains(&finding.rule))
        .collect()
}

const SHAPE: [&str; 3] = ["missing-key", "unknown-key", "wrong-type"];

/// Schemas of 3.1, and the same schemas in 3.0.
fn schemas() -> Vec<(Value, Value)> {
    let book = "#/components/schemas/Book";
    vec![
        (json!(true), json!({})),
        (json!(false), json!({ "not": {} })),
        (
            json!({ "type": ["string", "null"] }),
            json!({ "type": "string", "nullable": true }),
        ),
        (json!({ "type": ["string"] }), json!({ "type": "string" })),
        (json!({ "type": "null" }), json!({ "nullable": true, "enum": [null] })),
        (
            json!({ "type": ["integer", "string"], "minimum": 1, "maxLength": 3, "description": "Either." }),
            json!({
                "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "maxLength": 3 }],
                "description": "Either."
            }),
        ),
        (
            json!({ "type": ["string", "integer", "null"], "enum": ["a", 1, null] }),
            json!({
                "anyOf": [{ "type": "string", "enum": ["a"] }, { "type": "integer", "enum": [1] }],
                "nullable": true
            }),
        ),
        (json!({ "type": ["integer", "number"] }), json!({ "type": "number" })),
        (
            json!({ "type": ["string", "array"], "anyOf": [{ "maxLength": 1 }, { "maxItems": 1 }] }),
            json!({
                "anyOf": [{ "maxLength": 1 }, { "maxItems": 1 }],
                "allOf": [{ "anyOf": [{ "type": "string" }, { "type": "array" }] }]
            }),
        ),
        (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
        (json!({ "const": null }), json!({ "nullable": true, "enum": [null] })),
        (
            json!({ "type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 9, "maximum": 5 }),
            json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true, "maximum": 5 }),
        ),
        (
            json!({ "type": "string", "examples": ["a", "b"] }),
            json!({ "type": "string", "example": "a" }),
        ),
        (
            json!({ "$ref": book, "description": "A book." }),
            json!({ "allOf": [{ "$ref": book }], "description": "A book." }),
        ),
        (
            json!({ "anyOf": [{ "$ref": book }, { "type": "null" }] }),
            json!({ "allOf": [{ "$ref": book }], "nullable": true }),
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "null" }, { "type": "integer" }] }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true }),
        ),
        (
            json!({ "type": "string", "contentEncoding": "base64", "contentMediaType": "image/png" }),
            json!({ "type": "string", "format": "byte" }),
        ),
        (
            json!({ "contentMediaType": "image/png" }),
            json!({ "type": "string", "format": "binary" }),
        ),
        (json!({ "type": "array" }), json!({ "type": "array" })),
        (
            json!({ "properties": { "a": true } }),
            json!({ "type": "object", "properties": { "a": {} } }),
        ),
        (
            json!({ "$defs": { "A": { "type": ["string", "null"] } }, "$ref": "#/components/schemas/It/$defs/A" }),
            json!({
                "$defs": { "A": { "type": "string", "nullable": true } },
                "allOf": [{ "$ref": "#/components/schemas/It/$defs/A" }]
            }),
        ),
    ]
}

#[test]
fn schemas_of_openapi_3_1_become_those_of_3_0() {
    for (newer, older) in schemas() {
        let document = document("3.1.0", &json!({}), &newer);
        let value = read(&document).value;
        assert_eq!(value["components"]["schemas"]["It"], older, "{newer}");
        assert_eq!(value["openapi"], "3.0.3");
        assert_eq!(findings(&document, &SHAPE), [], "{newer}");
    }
}

/// The same keys have the same meaning in a document of version 3.0, and are reported.
#[test]
fn what_is_newer_than_the_document_says_is_taken_with_a_warning() {
    for (newer, older) in schemas() {
        // 3.0 ignores keys next to a `$ref`, and these two are not reported in any version.
        if newer.get("$ref").is_some() || newer.get("properties").is_some() || newer.get("contentMediaType").is_some() {
            continue;
        }
        let document = document("3.0.3", &json!({}), &newer);
        assert_eq!(read(&document).value["components"]["schemas"]["It"], older, "{newer}");
        let findings = findings(&document, &SHAPE);
        assert!(!findings.is_empty(), "{newer}");
        let warnings = findings.iter().all(|finding| finding.severity == Severity::Warning);
        assert!(warnings, "{newer}: {findings:#?}");
    }
}

/// The result is 3.0, so converting it again changes nothing.
#[test]
fn a_second_reading_changes_nothing() {
    for (newer, _) in schemas() {
        let once = read(&document("3.1.0", &json!({}), &newer)).value;
        assert_eq!(read(&once).value, once, "{newer}");
    }
}

fn operation(operation: &Value) -> Value {
    document("3.0.3", &json!({ "/books": { "get": operation } }), &json!({}))
}

/// Mistakes in OpenAPI 3.0: a document, the corrected place, and its value after the correction.
fn slips() -> Vec<(Value, &'static str, Value)> {
    let schema = |schema: Value| document("3.0.3", &json!({}), &schema);
    let it = "/components/schemas/It";
    let ok = json!({ "204": { "description": "" } });
    vec![
        (schema(json!({ "type": "int" })), it, json!({ "type": "integer" })),
        (
            schema(json!({ "type": "Float" })),
            it,
            json!({ "type": "number", "format": "float" }),
        ),
        (
            schema(json!({ "type": "file" })),
            it,
            json!({ "type": "string", "format": "binary" }),
        ),
        (
            schema(json!({ "type": "datetime" })),
            it,
            json!({ "type": "string", "format": "date-time" }),
        ),
        (schema(json!({ "type": "any" })), it, json!({})),
        (
            schema(json!({ "type": "object", "properties": { "a": { "type": "string", "required": true } } })),
            it,
            json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] }),
        ),
        (
            schema(json!({ "type": "object", "required": "a" })),
            it,
            json!({ "type": "object", "required": ["a"] }),
        ),
        (
            schema(json!({ "type": "object", "required": ["a", "b", "a", "c"] })),
            it,
            json!({ "type": "object", "required": ["a", "b", "c"] }),
        ),
        (
            schema(json!({ "type": "string", "minLength": "1", "maxLength": 9.0, "nullable": "true" })),
            it,
            json!({ "type": "string", "minLength": 1, "maxLength": 9, "nullable": true }),
        ),
        (
            schema(json!({ "type": "object", "properties": [] })),
            it,
            json!({ "type": "object", "properties": {} }),
        ),
        (
            schema(json!({ "type": "object", "properties": null })),
            it,
            json!({ "type": "object" }),
        ),
        (
            schema(json!({ "type": "string", "readonly": true, "max_length": 3 })),
            it,
            json!({ "type": "string", "readOnly": true, "maxLength": 3 }),
        ),
        (
            schema(json!({ "oneOf": [{ "$ref": "#/components/schemas/Book" }], "discriminator": "kind" })),
            "/components/schemas/It/discriminator",
            json!({ "propertyName": "kind" }),
        ),
        (
            schema(json!({ "type": "array", "items": [{ "type": "string" }] })),
            it,
            json!({ "type": "array", "items": { "type": "string" } }),
        ),
        (
            operation(&json!({ "responses": ok, "tags": "a" })),
            "/paths/~1books/get/tags",
            json!(["a"]),
        ),
        (
            operation(&json!({ "responses": ok, "tags": ["a", "a"] })),
            "/paths/~1books/get/tags",
            json!(["a"]),
        ),
        (
            operation(&json!({ "responses": ok, "security": { "a": [] } })),
            "/paths/~1books/get/security",
            json!([{ "a": [] }]),
        ),
        (operation(&json!({})), "/paths/~1books/get/responses", json!({})),
        (
            operation(&json!({ "responses": { "4xx": null } })),
            "/paths/~1books/get/responses",
            json!({ "4XX": { "description": "" } }),
        ),
        (
            operation(&json!({ "responses": { "200": { "description": "", "schema": { "type": "string" } } } })),
            "/paths/~1books/get/responses/200/content",
            json!({ "application/json": { "schema": { "type": "string" } } }),
        ),
        (
            operation(&json!({ "responses": ok, "parameters": [{ "name": "a", "in": "Query", "type": "int" }] })),
            "/paths/~1books/get/parameters/0",
            json!({ "name": "a", "in": "query", "schema": { "type": "integer" } }),
        ),
        (
            operation(
                &json!({ "responses": ok, "parameters": [{ "name": "a", "in": "query", "required": "yes", "schema": {} }] }),
            ),
            "/paths/~1books/get/parameters/0/required",
            json!(true),
        ),
        (
            document("3.0.3", &json!({ "books": { "GET": { "responses": ok } } }), &json!({})),
            "/paths",
            json!({ "/books": { "get": { "responses": ok } } }),
        ),
        (
            json!({ "openapi": 3.0, "info": { "version": 1.5 }, "paths": null }),
            "",
            json!({ "openapi": "3.0.3", "info": { "title": "API", "version": "1.5" }, "paths": {} }),
        ),
    ]
}

#[test]
fn slips_with_one_reading_are_taken_with_a_warning() {
    for (document, place, read_as) in slips() {
        assert_eq!(read(&document).value.pointer(place), Some(&read_as), "{document}");
        let findings = findings(&document, &SHAPE);
        assert!(!findings.is_empty(), "{document}");
        for finding in findings {
            assert_eq!(finding.severity, Severity::Warning, "{document}: {finding:#?}");
            assert!(
                document.pointer(finding.pointer.as_str()).is_some(),
                "{document}: {finding:#?}"
            );
            assert!(finding.span.is_some(), "{document}: {finding:#?}");
        }
    }
}

/// Findings about a moved value point to the place where its author wrote it.
#[test]
fn findings_point_at_what_the_author_has_written() {
    let text = "openapi: 3.1.0
info: {title: Library, version: '1'}
paths: {}
components:
  schemas:
    Book:
      type: [string, object]
      properties:
        a:
          anyOf:
            - type: 'null'
            - $ref: '#/components/schemas/Nowhere'
        b:
          description: Gone.
          $ref: '#/components/schemas/Gone'
";
    let (source, findings) = lint(Source::new("document.yaml", text));
    let places: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "dangling-ref")
        .map(|finding| {
            let line = source.position(finding.span.clone().unwrap().start).line;
            (line, finding.pointer.as_str())
        })
        .collect();
    let properties = "/components/schemas/Book/properties";
    assert_eq!(
        places,
        [
            (12, format!("{properties}/a/anyOf/1/$ref").as_str()),
            (15, format!("{properties}/b/$ref").as_str())
        ]
    );
}

/// A value that only a reference leads to is read as the kind of object that the reference expects.
#[test]
fn places_that_only_references_lead_to_are_read_as_well() {
    let mut document = document("3.1.0", &json!({}), &json!({ "$ref": "#/x-shared/Title" }));
    document["x-shared"] = json!({ "Title": { "type": ["string", "null"] }, "Other": { "type": ["string", "null"] } });
    let value = read(&document).value;
    assert_eq!(
        value["x-shared"]["Title"],
        json!({ "type": "string", "nullable": true })
    );
    assert_eq!(value["x-shared"]["Other"], json!({ "type": ["string", "null"] }));
}

#[test]
fn webhooks_and_path_items_have_their_places() {
    let answers = json!({ "responses": { "204": { "description": "" } } });
    let mut document = document(
        "3.1.0",
        &json!({ "/a": { "$ref": "#/components/pathItems/A" } }),
        &json!({}),
    );
    document["webhooks"] = json!({ "new": { "post": {} } });
    document["components"]["pathItems"] = json!({ "A": { "get": answers } });
    let findings = findings(&document, &["missing-key", "not-honoured", "unknown-key", "wrong-type"]);
    let pointers: Vec<_> = findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert_eq!(pointers, ["/webhooks"]);
}

/// What is next to the `$ref` of a path item counts as well: parameters for all operations, and further operations.
#[test]
fn a_path_item_has_what_is_next_to_its_reference() {
    let answers = json!({ "204": { "description": "" } });
    let id = |kind: &str| json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": kind } }]);
    let mut document = document(
        "3.1.0",
        &json!({ "/a/{id}": {
            "$ref": "#/components/pathItems/A",
            "parameters": id("integer"),
            "post": { "responses": answers }
        } }),
        &json!({}),
    );
    let page = json!({ "name": "page", "in": "query", "schema": { "type": "integer" } });
    let mut parameters = id("string");
    parameters.as_array_mut().unwrap().push(page);
    document["components"]["pathItems"] = json!({ "A": { "parameters": parameters, "get": { "responses": answers } } });
    let read = read(&document);
    let context = Context::new(&read);
    let mut found = Vec::new();
    for operation in context.operations() {
        for parameter in context.parameters(&operation) {
            found.push(format!(
                "{} {} {}",
                operation.method,
                parameter.name(),
                parameter.map["schema"]["type"]
            ));
        }
    }
    let expected = [
        "get id \"integer\"",
        "get page \"integer\"",
        "post id \"integer\"",
        "post page \"integer\"",
    ];
    assert_eq!(found, expected);
    assert!(findings(&document, &["lost-key", "path-parameter"]).is_empty());
}
