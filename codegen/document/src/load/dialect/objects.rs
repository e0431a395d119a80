//! Objects of OpenAPI: their keys one by one, missing keys, and remains of Swagger 2.0.

use serde_json::{Map, Value, json};

use super::Dialect;
use super::types::Word;
use crate::grammar::{Expect, Object, ProblemKind};
use crate::load::trail::Trail;

/// The keys that Swagger 2.0 has in a parameter or a header, and OpenAPI has in its `schema`.
const OF_SCHEMA: [&str; 16] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];

impl Dialect<'_> {
    pub(super) fn object(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        self.rename(at, map, object);
        match object {
            Object::Schema => self.schema(at, map),
            Object::Parameter | Object::Header => self.parameter(at, map, object),
            Object::Response => self.response(at, map),
            Object::PathItem => self.path_item(at, map),
            Object::Discriminator => self.mapping(at, map),
            Object::Info => Self::info(map),
            _ => {}
        }
        self.drop_nulls(at, map, object);
        for (key, value) in &mut *map {
            let at = Trail::Key(at, key);
            if let Some(expect) = object.behind(key) {
                self.fit(&at, value, expect, object);
            }
        }
        self.newer_keys(at, map, object);
        self.complete(at, map, object);
    }

    /// Removes optional keys with the value `null`, and operations that are empty lists.
    fn drop_nulls(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        // This is nearly always so, and faster than looking up every possible key.
        let is_nothing = |expect: Expect, value: &Value| {
            let is_operation = matches!(expect, Expect::Is(Object::Operation));
            value.is_null() || is_operation && value.as_array().is_some_and(Vec::is_empty)
        };
        if !map
            .values()
            .any(|value| is_nothing(Expect::Is(Object::Operation), value))
        {
            return;
        }
        let empty = |expect| match expect {
            Expect::Anything => true,
            // These objects may be empty, so `null` is read as an empty one.
            Expect::Is(inner) | Expect::IsOrRef(inner) => {
                matches!(
                    inner,
                    Object::Schema | Object::Paths | Object::Response | Object::Responses
                )
            }
            _ => false,
        };
        for field in object.fields() {
            let is_dropped = |value: &Value| !field.required && !empty(field.expect) && is_nothing(field.expect, value);
            if map.get(field.name).is_some_and(is_dropped)
                && let Some(written) = map.remove(field.name)
            {
                let at = Trail::Key(at, field.name).pointer();
                let read_as = Some("if it were absent".to_owned());
                self.correct(&at, object, ProblemKind::WrongType(field.expect), written, read_as);
            }
        }
    }

    /// Reports keys of OpenAPI 3.1 in a 3.0 document. They have the same meaning as in 3.1.
    fn newer_keys(&mut self, at: &Trail<'_>, map: &Map<String, Value>, object: Object) {
        let is_newer = |key: &String| object.field(key).is_some_and(|field| field.newer);
        if self.is_modern() || !map.keys().any(is_newer) {
            return;
        }
        for field in object.fields().iter().filter(|field| field.newer) {
            if let Some(value) = map.get(field.name) {
                let at = Trail::Key(at, field.name).pointer();
                self.correct(&at, object, ProblemKind::UnknownKey, value.clone(), None);
            }
        }
    }

    /// Adds missing keys that OpenAPI requires but a client does not need.
    fn complete(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        let is_flow = |flows: &[&str]| matches!(at, Trail::Key(_, flow) if flows.contains(flow));
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let default: &[(&'static str, Value)] = &match object {
            Object::OpenApi => vec![
                ("info", json!({ "title": "API", "version": "0.0.0" })),
                ("paths", json!({})),
            ],
            Object::Info => vec![("title", json!("API")), ("version", json!("0.0.0"))],
            Object::Operation => vec![("responses", json!({}))],
            Object::RequestBody => vec![("content", json!({}))],
            Object::Response => vec![("description", json!(""))],
            Object::License => vec![("name", json!(""))],
            Object::ExternalDocumentation => vec![("url", json!(""))],
            Object::ServerVariable => vec![("default", first(map, "enum").unwrap_or_else(|| json!("")))],
            Object::OAuthFlow => {
                let mut keys = vec![("scopes", json!({}))];
                if is_flow(&["implicit", "authorizationCode"]) {
                    keys.push(("authorizationUrl", json!("")));
                }
                if is_flow(&["password", "clientCredentials", "authorizationCode"]) {
                    keys.push(("tokenUrl", json!("")));
                }
                keys
            }
            Object::SecurityScheme => match text("type") {
                Some("oauth2") => vec![("flows", json!({}))],
                Some("openIdConnect") => vec![("openIdConnectUrl", json!(""))],
                Some("http") if map.contains_key("bearerFormat") => vec![("scheme", json!("bearer"))],
                _ => return,
            },
            _ => return,
        };
        for (key, value) in default {
            if map.contains_key(*key) {
                continue;
            }
            map.insert((*key).to_owned(), value.clone());
            // OpenAPI 3.1 requires neither of them.
            if !(self.is_modern() && matches!(*key, "paths" | "responses")) {
                let is_empty = value == "" || value.as_object().is_some_and(Map::is_empty);
                let read_as = (!is_empty).then(|| super::coerce::described(value));
                self.correct(
                    &at.pointer(),
                    object,
                    ProblemKind::MissingKey(key),
                    Value::Null,
                    read_as,
                );
            }
        }
    }

    /// Uses `summary`, which is new in 3.1, as the description if there is none.
    fn info(map: &mut Map<String, Value>) {
        if !map.contains_key("description")
            && let Some(summary) = map.get("summary").filter(|summary| summary.is_string()).cloned()
        {
            map.insert("description".to_owned(), summary);
        }
    }

    fn parameter(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        if map.contains_key("schema") || map.contains_key("content") {
            return self.schema_or_content(at, map, object);
        }
        // Only a type that is known is moved into a schema.
        let is_typed = map
            .get("type")
            .and_then(Value::as_str)
            .is_some_and(|word| Word::of(word).is_some());
        let mut schema = Map::new();
        let here = at.pointer();
        let target = here.child("schema");
        for key in OF_SCHEMA.iter().filter(|_| is_typed) {
            if let Some(value) = map.remove(*key) {
                self.spans.moved([(target.child(key), here.child(key))]);
                self.correct(
                    &here.child(key),
                    object,
                    ProblemKind::UnknownKey,
                    value.clone(),
                    Some("part of `schema`".to_owned()),
                );
                schema.insert((*key).to_owned(), value);
            }
        }
        if schema.is_empty() {
            let read_as = Some("a string".to_owned());
            self.correct(&here, object, ProblemKind::MissingKey("schema"), Value::Null, read_as);
            schema.insert("type".to_owned(), json!("string"));
        }
        map.insert("schema".to_owned(), Value::Object(schema));
    }

    /// A document must describe a value either by `schema` or by `content`. If it uses both, `schema` is kept.
    fn schema_or_content(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        if !map.contains_key("schema") {
            return;
        }
        let Some(content) = map.remove("content") else { return };
        if content.as_object().is_none_or(|content| !content.is_empty()) {
            let read_as = Some("if `content` were absent".to_owned());
            let place = Trail::Key(at, "content").pointer();
            self.correct(&place, object, ProblemKind::BesideSchema, content, read_as);
        }
    }

    /// Swagger 2.0 has the schema of a response next to its description.
    fn response(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        if map.contains_key("content") || !map.get("schema").is_some_and(Value::is_object) {
            return;
        }
        let Some(schema) = map.remove("schema") else { return };
        let here = at.pointer();
        let target = here.child("content").child("application/json").child("schema");
        self.spans.moved([(target, here.child("schema"))]);
        let read_as = Some("the schema of `application/json` in `content`".to_owned());
        self.correct(
            &here.child("schema"),
            Object::Response,
            ProblemKind::UnknownKey,
            schema.clone(),
            read_as,
        );
        map.insert(
            "content".to_owned(),
            json!({ "application/json": { "schema": schema } }),
        );
    }

    /// Removes duplicate strings from a list.
    pub(super) fn without_repetitions(&mut self, at: &Trail<'_>, items: &mut Vec<Value>, owner: Object) {
        let mut kept: Vec<Value> = Vec::with_capacity(items.len());
        let mut moves = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (index, item) in items.drain(..).enumerate() {
            let repeated = item.as_str().is_some_and(|text| !seen.insert(text.to_owned()));
            if repeated {
                let read_as = Some("if it were there once".to_owned());
                self.correct(
                    &Trail::Item(at, index).pointer(),
                    owner,
                    ProblemKind::Repeated,
                    item,
                    read_as,
                );
            } else {
                if kept.len() != index {
                    let list = at.pointer();
                    moves.push((list.item(kept.len()), list.item(index)));
                }
                kept.push(item);
            }
        }
        *items = kept;
        self.spans.moved(moves);
    }
}

fn first(map: &Map<String, Value>, key: &str) -> Option<Value> {
    map.get(key)?.as_array()?.first().cloned()
}
