//! The normal form, in which schemas are compared. Different ways to write the same schema get the same normal form.
//!
//! For example, `const` becomes an `enum` of one value. A list of types with null becomes a nullable type. An exclusive bound of
//! integers becomes an inclusive one. An `allOf` of plain constraints becomes their intersection. Keywords without effect are
//! removed. Implied keywords are added: the type of enum values, and the tags of a discriminator. Places keep their pointers;
//! only merged schemas move into the schema that they are merged into.
//!
//! It covers the objects of OpenAPI 3.1, and all targets of references. A second run changes nothing.

mod all_of;
mod idle;
mod lists;
mod numbers;
mod schema;
mod tags;
mod unions;
mod values;

pub(super) use all_of::is_only_null;
pub(super) use idle::OF_LISTED;
pub(super) use unions::types_of;

use std::collections::{BTreeMap, HashSet};

use openapi_document::grammar::METHODS;
use openapi_document::load::{Document, Version};
use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::Value;

/// The document, with every schema in its normal form.
pub(super) fn normal(document: &Document) -> Value {
    let mut value = document.value.clone();
    let mut normal = Normal {
        written: &document.value,
        is_modern: document.version > Version::V30,
        depth: 0,
        heirs: tags::heirs(&document.value),
        open: Vec::new(),
    };
    normal.document(&mut value);
    normal.follow(&mut value);
    value
}

/// Brings one part of a document into its normal form.
type Step<'d> = fn(&mut Normal<'d>, &mut Value);

struct Normal<'d> {
    /// The document as loaded, in which references are looked up.
    written: &'d Value,
    /// Whether fields beside a reference count, as since OpenAPI 3.1.
    is_modern: bool,
    /// The number of references that were followed to the current schema.
    depth: usize,
    /// Names of schema components, by the component that they extend.
    heirs: BTreeMap<String, Vec<String>>,
    /// Targets of references that are not inside a known section of the document.
    open: Vec<(Pointer, Step<'d>)>,
}

impl<'d> Normal<'d> {
    fn document(&mut self, document: &mut Value) {
        self.entries(document.get_mut("paths"), Self::item);
        self.entries(document.get_mut("webhooks"), Self::item);
        let Some(components) = document.get_mut("components") else {
            return;
        };
        if let Some(Value::Object(schemas)) = components.get_mut("schemas") {
            for (name, schema) in schemas {
                self.component(name, schema);
            }
        }
        for (section, part) in sections() {
            self.entries(components.get_mut(section), part);
        }
    }

    fn entries(&mut self, map: Option<&mut Value>, part: Step<'d>) {
        let map = map.and_then(Value::as_object_mut);
        map.into_iter().flatten().for_each(|(_, value)| part(self, value));
    }

    fn items(&mut self, list: Option<&mut Value>, part: Step<'d>) {
        let list = list.and_then(Value::as_array_mut);
        list.into_iter().flatten().for_each(|value| part(self, value));
    }

    fn item(&mut self, item: &mut Value) {
        self.note(item, Self::item);
        self.items(item.get_mut("parameters"), Self::parameter);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                self.operation(operation);
            }
        }
    }

    fn operation(&mut self, operation: &mut Value) {
        self.items(operation.get_mut("parameters"), Self::parameter);
        if let Some(body) = operation.get_mut("requestBody") {
            self.body(body);
        }
        self.entries(operation.get_mut("responses"), Self::response);
        self.entries(operation.get_mut("callbacks"), Self::callback);
    }

    fn callback(&mut self, callback: &mut Value) {
        self.note(callback, Self::callback);
        self.entries(Some(callback), Self::item);
    }

    /// A parameter or a header.
    fn parameter(&mut self, parameter: &mut Value) {
        self.note(parameter, Self::parameter);
        if let Some(schema) = parameter.get_mut("schema") {
            self.schema(schema);
        }
        self.entries(parameter.get_mut("content"), Self::media_type);
    }

    fn body(&mut self, body: &mut Value) {
        self.note(body, Self::body);
        self.entries(body.get_mut("content"), Self::media_type);
    }

    fn response(&mut self, response: &mut Value) {
        self.note(response, Self::response);
        self.entries(response.get_mut("headers"), Self::parameter);
        self.entries(response.get_mut("content"), Self::media_type);
    }

    fn media_type(&mut self, media_type: &mut Value) {
        if let Some(schema) = media_type.get_mut("schema") {
            self.schema(schema);
        }
        self.entries(media_type.get_mut("encoding"), Self::encoding);
    }

    fn encoding(&mut self, encoding: &mut Value) {
        self.entries(encoding.get_mut("headers"), Self::parameter);
    }

    /// Records the target of the reference in `value`, unless it is in a known section of the document.
    fn note(&mut self, value: &Value, part: Step<'d>) {
        let reference = value.get("$ref").and_then(Value::as_str);
        let Some(pointer) = reference
            .and_then(|text| text.strip_prefix('#'))
            .and_then(percent_decode)
        else {
            return;
        };
        if !is_walked(&pointer) {
            self.open.push((Pointer::from_escaped(&pointer), part));
        }
    }

    /// Brings the recorded targets into their normal form.
    fn follow(&mut self, document: &mut Value) {
        let mut seen = HashSet::new();
        while let Some((pointer, part)) = self.open.pop() {
            let slot = document.pointer_mut(pointer.as_str());
            if let Some(slot) = slot.filter(|_| seen.insert(pointer.clone())) {
                part(self, slot);
            }
        }
    }
}

/// The sections of the components that contain schemas, except `schemas`.
fn sections<'d>() -> [(&'static str, Step<'d>); 6] {
    [
        ("responses", Normal::response),
        ("parameters", Normal::parameter),
        ("requestBodies", Normal::body),
        ("headers", Normal::parameter),
        ("callbacks", Normal::callback),
        ("pathItems", Normal::item),
    ]
}

/// Whether `pointer` is in a known section of the document.
fn is_walked(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    match (tokens.next(), tokens.next()) {
        (Some("paths" | "webhooks"), _) => true,
        (Some("components"), Some(section)) => {
            section == "schemas" || sections().iter().any(|(known, _)| *known == section)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::normal;
    use openapi_document::load::load;
    use openapi_document::source::Source;

    #[test]
    fn a_second_run_changes_nothing() {
        let schemas = json!({
            "values": {"oneOf": [{"const": "a"}, {"enum": ["b", null]}]},
            "types": {"anyOf": [{"type": ["string", "null"], "maxLength": 3}, {"type": "integer"}]},
            "forms": {"type": ["string", "object"], "maxLength": 3, "properties": {"a": true, "b": false}},
            "bounds": {"type": "integer", "exclusiveMinimum": 1, "maximum": 9.5, "multipleOf": 1},
            "merged": {"allOf": [{"$ref": "#/components/schemas/bounds"}, {"minimum": 3}], "maximum": 5},
            "beside": {"$ref": "#/components/schemas/bounds", "description": "A text.", "minLength": 0},
            "nothing": {"not": {}},
            "null": {"type": "null"},
            "tags": {"oneOf": [{"$ref": "#/components/schemas/forms"}], "discriminator": {"propertyName": "a"}},
            "parent": {"type": "object", "discriminator": {"propertyName": "kind"}},
            "heir": {"allOf": [{"$ref": "#/components/schemas/parent"}, {"patternProperties": {"^x": {"const": 1}}}]},
        });
        for version in ["3.0.3", "3.1.0"] {
            let info = json!({"title": "t", "version": "1"});
            let document = json!({"openapi": version, "info": info, "paths": {}, "components": {"schemas": schemas}, "webhooks": {}});
            let mut document = load(Source::new("openapi.json", &document.to_string())).unwrap();
            let once = normal(&document);
            assert_ne!(once, document.value);
            document.value = once;
            assert_eq!(normal(&document), document.value);
        }
    }
}
