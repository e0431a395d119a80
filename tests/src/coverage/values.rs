//! The values that stand behind a key of the grammar, one of each kind.

use openapi_document::grammar::{Expect, METHODS, Object};
use serde_json::{Map, Value, json};

/// The keys that an object has: those of the grammar, those that its author may choose, and an extension.
pub(super) fn keys(object: Object) -> Vec<(String, Expect)> {
    let fixed = object.fields().iter().map(|field| {
        // The grammar leaves the server's own requests alone.
        let is_webhooks = object == Object::OpenApi && field.name == "webhooks";
        let expect = if is_webhooks {
            Expect::Map(&Expect::Is(Object::PathItem))
        } else {
            field.expect
        };
        (field.name.to_owned(), expect)
    });
    let chosen = chosen(object)
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), object.patterned(key)?)));
    let mut keys: Vec<_> = fixed.chain(chosen).collect();
    if object == Object::Schema {
        // What OpenAPI 3.1 says with keys that loading turns into those of 3.0.
        keys.extend(["const", "examples"].map(|key| (key.to_owned(), Expect::Anything)));
    }
    if object != Object::SecurityRequirement {
        keys.push(("x-a".to_owned(), Expect::Anything));
    }
    keys
}

/// Keys of an author's choice, one of each kind.
const fn chosen(object: Object) -> &'static [&'static str] {
    match object {
        Object::Paths => &["/a", "/a/{a}", "/b/{c}"],
        Object::Responses => &["200", "201", "2XX", "404", "4XX", "default"],
        Object::Callback => &["{$request.body#/url}"],
        Object::SecurityRequirement => &["A", "B"],
        _ => &[],
    }
}

/// The keys by which the walk goes into a map.
pub(super) fn names(object: Object, key: &str) -> &'static [&'static str] {
    match (object, key) {
        (Object::RequestBody, "content") => &[
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "text/plain",
            "application/xml",
        ],
        (Object::Response, "content") => &["application/json", "text/plain", "application/xml"],
        (_, "content") => &["application/json"],
        (Object::Components, _) => &["A"],
        (_, "headers") => &["X-A"],
        (_, "patternProperties") => &["^a"],
        _ => &["a"],
    }
}

/// Values behind `key` that differ in kind from each other.
pub(super) fn of(object: Object, key: &str, expect: Expect) -> Vec<Value> {
    special(object, key).unwrap_or_else(|| generic(key, expect))
}

fn generic(key: &str, expect: Expect) -> Vec<Value> {
    match expect {
        Expect::Anything => vec![json!("a"), json!("b"), json!(1), json!({"a": "a"})],
        Expect::Text if is_address(key) => vec![json!("https://one.example"), json!("https://two.example/b")],
        Expect::Text => vec![json!("a"), json!("b")],
        Expect::OneOf(words) => words.iter().map(|word| json!(word)).collect(),
        Expect::Boolean => vec![json!(false), json!(true)],
        Expect::Count => vec![json!(0), json!(1), json!(2)],
        Expect::Number => vec![json!(0), json!(1), json!(2.5)],
        Expect::Is(object) | Expect::IsOrRef(object) => samples(object),
        Expect::BooleanOrSchema => [json!(false), json!(true)]
            .into_iter()
            .chain(samples(Object::Schema))
            .collect(),
        Expect::List(item) => {
            let items = generic(key, *item);
            let (first, last) = ends(&items);
            vec![json!([]), json!([first]), json!([last]), json!([first, last])]
        }
        Expect::Map(item) => {
            let items = generic(key, *item);
            let (first, last) = ends(&items);
            let (one, other) = match key {
                "content" => ("application/json", "text/plain"),
                "headers" => ("X-A", "X-B"),
                "patternProperties" => ("^a", "^b"),
                _ => ("a", "b"),
            };
            vec![
                json!({}),
                json!({one: first}),
                json!({one: last}),
                json!({other: first}),
                json!({one: first, other: last}),
            ]
        }
    }
}

fn ends(items: &[Value]) -> (&Value, &Value) {
    (
        items.first().unwrap_or(&Value::Null),
        items.last().unwrap_or(&Value::Null),
    )
}

fn is_address(key: &str) -> bool {
    key.ends_with("Url")
        || matches!(
            key,
            "url" | "termsOfService" | "namespace" | "$schema" | "$id" | "jsonSchemaDialect" | "$self"
        )
}

/// The values of keys whose kinds the grammar does not tell.
#[allow(clippy::too_many_lines, reason = "one table of values")]
fn special(object: Object, key: &str) -> Option<Vec<Value>> {
    let list = match (object, key) {
        (Object::OpenApi, "openapi") => json!(["3.0.3", "3.0.2", "3.1.0"]),
        (Object::OpenApi, "security") | (Object::Operation, "security") => {
            json!([[], [{}], [{"A": []}], [{"A": []}, {"B": []}], [{"A": []}, {}], [{"A": [], "B": []}], [{"O": ["read"]}], [{"O": ["read", "write"]}]])
        }
        (Object::SecurityRequirement, _) => json!([[], ["read"], ["read", "write"]]),
        (Object::PathItem, "$ref") => json!(["#/paths/~1other", "#/paths/~1another"]),
        (Object::Server, "url") => json!(["https://one.example", "https://two.example", "/v1"]),
        (Object::Schema, "type") => json!([
            "array",
            "boolean",
            "integer",
            "number",
            "object",
            "string",
            ["string", "null"],
            ["string", "integer"],
            "null"
        ]),
        (Object::Schema, "format") => json!(["date", "date-time", "uuid", "int32", "int64", "x"]),
        (Object::Schema, "pattern") => json!(["^a$", "^b+$"]),
        (Object::Schema, "enum") => json!([["a"], ["b"], ["a", "b"], ["a", null], [1]]),
        (Object::Schema, "const") => json!(["a", "b", null]),
        (Object::Schema, "examples") => json!([["a"], ["b"]]),
        (Object::Schema, "required") => json!([[], ["a"], ["c"], ["a", "b"]]),
        (Object::Schema, "multipleOf") => json!([1, 2, 3, 4, 0.5]),
        (Object::Schema, "exclusiveMaximum" | "exclusiveMinimum") => json!([false, true, 3, 5]),
        (Object::Schema, "dependentRequired") => json!([{}, {"a": ["b"]}, {"a": ["c"]}, {"b": ["a"]}]),
        (Object::Schema, "$dynamicRef") => json!(["#a", "#b"]),
        (Object::Schema, "$vocabulary") => json!([{}, {"https://one.example": true}]),
        (Object::Schema, "contentEncoding") => json!(["base64", "base64url"]),
        (Object::Schema, "contentMediaType") => json!(["application/json", "image/png"]),
        (Object::Schema, "allOf" | "oneOf" | "anyOf") => json!([
            [{"type": "string"}],
            [{"type": "string", "maxLength": 1}],
            [{"type": "string"}, {"type": "integer"}],
            [{"$ref": "#/components/schemas/P"}, {"$ref": "#/components/schemas/Q"}],
            [{"$ref": "#/components/schemas/P"}]
        ]),
        (Object::Schema, "discriminator") => json!([
            {"propertyName": "kind"},
            {"propertyName": "other"},
            {"propertyName": "kind", "mapping": {"p": "#/components/schemas/P", "q": "#/components/schemas/Q"}},
            {"propertyName": "kind", "mapping": {"p": "#/components/schemas/Q", "q": "#/components/schemas/P"}}
        ]),
        (Object::Discriminator, "propertyName") => json!(["kind", "other"]),
        (Object::Discriminator, "mapping") => json!([
            {},
            {"p": "#/components/schemas/P"},
            {"q": "#/components/schemas/P"},
            {"p": "#/components/schemas/Q"},
            {"p": "#/components/schemas/P", "q": "#/components/schemas/Q"}
        ]),
        (Object::Encoding, "contentType") => json!(["application/json", "text/plain", "image/png, image/jpeg"]),
        (Object::Link, "operationId") => json!(["one", "two"]),
        (Object::Link, "operationRef") => json!(["#/paths/~1a/get", "#/paths/~1b/get"]),
        (Object::SecurityScheme, "scheme") => json!(["basic", "bearer", "Bearer"]),
        (Object::OAuthFlow, "scopes") => json!([{}, {"read": "a"}, {"read": "b"}, {"read": "a", "write": "b"}]),
        (Object::Components, "schemas") => {
            // What the rest of the document refers to stays.
            let with = |mine: Value| {
                let mut schemas = super::sites::skeleton_schemas();
                if let (Some(map), Value::Object(mine)) = (schemas.as_object_mut(), mine) {
                    map.extend(mine);
                }
                schemas
            };
            let last = json!({"$ref": "#/components/schemas/P"});
            let two = with(json!({"a": {}, "b": last}));
            json!([
                with(json!({})),
                with(json!({"a": {}})),
                with(json!({"a": last})),
                with(json!({"b": {}})),
                two
            ])
        }
        (Object::Components, "securitySchemes") => {
            let one = json!({"type": "apiKey", "in": "header", "name": "X-A"});
            let other = json!({"type": "http", "scheme": "bearer"});
            json!([{}, {"C": one}, {"C": other}, {"D": one}])
        }
        _ => return None,
    };
    list.as_array().cloned()
}

/// Objects that differ from each other.
fn samples(object: Object) -> Vec<Value> {
    let operation = |name: &str| json!({"operationId": name, "responses": {"200": {"description": "a"}}});
    let list = match object {
        Object::Schema => json!([
            {},
            {"type": "string"},
            {"type": "integer"},
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"$ref": "#/components/schemas/P"}
        ]),
        Object::Operation => json!([operation("new"), operation("newer")]),
        Object::PathItem => {
            let of = |method: &str| json!({method: operation(method)});
            json!([{}, of("get"), of("put")])
        }
        Object::Response => json!([
            {"description": "a"},
            {"description": "a", "content": {"application/json": {"schema": {"type": "string"}}}}
        ]),
        Object::RequestBody => json!([
            {"content": {"application/json": {"schema": {"type": "string"}}}},
            {"content": {"application/json": {"schema": {"type": "string"}}}, "required": true}
        ]),
        Object::Parameter => json!([
            {"name": "p", "in": "query", "schema": {"type": "string"}},
            {"name": "q", "in": "header", "required": true, "schema": {"type": "string"}}
        ]),
        Object::Header => json!([{"schema": {"type": "string"}}, {"required": true, "schema": {"type": "string"}}]),
        Object::Callback => json!([{}, {"{$request.body#/url}": {"post": operation("back")}}]),
        Object::Server => json!([{"url": "https://one.example"}, {"url": "https://two.example"}]),
        Object::ServerVariable => json!([{"default": "a"}, {"default": "b", "enum": ["a", "b"]}]),
        Object::Xml => json!([{"name": "a"}, {"attribute": true}]),
        Object::Encoding => json!([{"contentType": "application/json"}, {"contentType": "text/plain"}]),
        Object::MediaType => json!([{"schema": {"type": "string"}}, {"schema": {"type": "integer"}}]),
        Object::Tag => json!([{"name": "a"}, {"name": "b"}]),
        Object::Example => json!([{"value": "a"}, {"value": "b"}]),
        Object::Link => json!([{"operationId": "one"}, {"operationId": "two"}]),
        Object::OAuthFlows => {
            let flow = json!({"tokenUrl": "https://one.example", "scopes": {}});
            json!([{"clientCredentials": flow}, {"password": flow}])
        }
        Object::OAuthFlow => json!([
            {"tokenUrl": "https://one.example", "authorizationUrl": "https://one.example", "scopes": {}},
            {"tokenUrl": "https://two.example", "authorizationUrl": "https://one.example", "scopes": {}}
        ]),
        Object::SecurityRequirement => json!([{}, {"A": []}]),
        Object::Responses => json!([{"200": {"description": "a"}}, {"201": {"description": "a"}}]),
        Object::Paths => json!([{}, {"/b": {"get": operation("new")}}]),
        _ => return filled(object),
    };
    list.as_array().cloned().unwrap_or_default()
}

/// Two objects with different texts behind the keys that they must have, or any where they need none.
fn filled(object: Object) -> Vec<Value> {
    let with = |second: bool| {
        let needed = object.fields().iter().filter(|field| field.required);
        let mut map: Map<String, Value> = needed
            .map(|field| {
                let values = of(object, field.name, field.expect);
                let (first, last) = ends(&values);
                (field.name.to_owned(), if second { last } else { first }.clone())
            })
            .collect();
        if let (true, true, Some(field)) = (map.is_empty(), second, object.fields().first()) {
            let values = of(object, field.name, field.expect);
            map.insert(field.name.to_owned(), ends(&values).0.clone());
        }
        Value::Object(map)
    };
    vec![with(false), with(true)]
}

/// The smallest objects of each kind that the walk goes on from.
pub(super) fn smallest(object: Object) -> Vec<Value> {
    let list = match object {
        Object::Parameter => json!([
            {"name": "a", "in": "query", "schema": {"type": "string"}},
            {"name": "a", "in": "header", "schema": {"type": "string"}},
            {"name": "a", "in": "cookie", "schema": {"type": "string"}},
            {"name": "a", "in": "path", "required": true, "schema": {"type": "string"}}
        ]),
        Object::SecurityScheme => json!([
            {"type": "apiKey", "in": "header", "name": "X-A"},
            {"type": "http", "scheme": "bearer"},
            {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://one.example", "scopes": {"read": "a"}}}},
            {"type": "openIdConnect", "openIdConnectUrl": "https://one.example"}
        ]),
        Object::Server => json!([{"url": "https://one.example/{a}", "variables": {"a": {"default": "a"}}}]),
        Object::OAuthFlow => json!([{
            "authorizationUrl": "https://one.example", "tokenUrl": "https://one.example", "scopes": {"read": "a"}
        }]),
        Object::Operation => json!([{"operationId": "one", "responses": {"200": {"description": "a"}}}]),
        Object::MediaType => json!([{"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}]),
        Object::Schema => json!([{}]),
        _ => return samples(object).into_iter().take(1).collect(),
    };
    list.as_array().cloned().unwrap_or_default()
}

/// What has to stand beside `key` for it to have a meaning.
pub(super) fn beside(object: Object, key: &str, value: &mut Value) {
    let needed = match object {
        Object::Schema => beside_keyword(key),
        Object::Parameter | Object::Header | Object::Encoding if matches!(key, "style" | "explode") => {
            json!({"schema": {"type": "array", "items": {"type": "string"}}})
        }
        Object::Parameter | Object::Header if key == "content" => {
            return drop(value.as_object_mut().and_then(|map| map.remove("schema")));
        }
        Object::PathItem if key == "parameters" && !METHODS.iter().any(|method| value.get(*method).is_some()) => {
            json!({"get": {"operationId": "item", "responses": {"200": {"description": "a"}}}})
        }
        Object::Link if key == "operationRef" => {
            return drop(value.as_object_mut().and_then(|map| map.remove("operationId")));
        }
        _ => return,
    };
    if let (Some(map), Value::Object(needed)) = (value.as_object_mut(), needed)
        && object != Object::Encoding
    {
        map.extend(needed);
    }
}

fn beside_keyword(key: &str) -> Value {
    let forms = json!([{"$ref": "#/components/schemas/P"}, {"$ref": "#/components/schemas/Q"}]);
    match key {
        "maxLength" | "minLength" | "pattern" | "format" | "contentEncoding" | "contentMediaType" | "default" => {
            json!({"type": "string"})
        }
        "contentSchema" => json!({"type": "string", "contentMediaType": "application/json"}),
        "maximum" | "minimum" | "multipleOf" => json!({"type": "number"}),
        "exclusiveMaximum" => json!({"type": "number", "maximum": 5}),
        "exclusiveMinimum" => json!({"type": "number", "minimum": 3}),
        "maxItems" | "minItems" | "uniqueItems" | "prefixItems" | "contains" | "unevaluatedItems" => {
            json!({"type": "array", "items": {"type": "string"}})
        }
        "items" => json!({"type": "array"}),
        "minContains" | "maxContains" => json!({"type": "array", "items": {}, "contains": {"type": "string"}}),
        "required"
        | "maxProperties"
        | "minProperties"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedProperties" => {
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}})
        }
        "properties" => json!({"type": "object"}),
        "then" | "else" => json!({"if": {"type": "string"}}),
        "discriminator" => json!({"oneOf": forms}),
        "nullable" | "readOnly" | "writeOnly" | "xml" | "enum" | "deprecated" => json!({"type": "string"}),
        _ => json!({}),
    }
}

/// Whether `key` with this value is one that only OpenAPI 3.1 has.
pub(super) fn is_newer(object: Object, key: &str, value: Option<&Value>) -> bool {
    let is_newer_type = || value.is_some_and(|value| value.is_array() || value == "null");
    let is_number = || value.is_some_and(Value::is_number);
    match (object, key) {
        (Object::Schema, "const" | "examples") => true,
        (Object::Schema, "type") => is_newer_type(),
        (Object::Schema, "exclusiveMaximum" | "exclusiveMinimum") => is_number(),
        _ => object.field(key).is_some_and(|field| field.newer),
    }
}

/// Whether `key` with this value is one that only OpenAPI 3.0 has.
pub(super) fn is_older(object: Object, key: &str, value: Option<&Value>) -> bool {
    match (object, key) {
        (Object::Schema, "nullable") => true,
        (Object::Schema, "exclusiveMaximum" | "exclusiveMinimum") => value.is_some_and(Value::is_boolean),
        _ => false,
    }
}

/// The methods that the walk does not go into: they only come and go.
pub(super) fn is_other_method(key: &str) -> bool {
    METHODS.contains(&key) && key != "post"
}
