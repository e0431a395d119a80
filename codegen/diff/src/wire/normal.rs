//! The form in which schemas are compared: what can be said in several ways is said in one.
//!
//! `const` is an `enum` of one value, a list of types with null is a nullable type, an exclusive bound of integers an
//! inclusive one, `allOf` of plain constraints their intersection, and so on. A keyword that says nothing is left out, and
//! what follows from the rest is written down: the type of enumerated values, the tags of a discriminator. Every place stays
//! where it is, so that pointers into the document hold; what is merged stands at the place that it is merged into.
//!
//! The walk goes along the objects of OpenAPI 3.1 and to whatever else references lead to. A second run changes nothing.

mod all_of;
mod lists;
mod numbers;
mod schema;
mod tags;
mod unions;
mod values;

pub(super) use all_of::is_only_null;
pub(super) use unions::types_of;

use std::collections::{BTreeMap, HashSet};

use openapi_document::grammar::METHODS;
use openapi_document::load::{Document, Version};
use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::Value;

/// The document's values with every schema in its normal form.
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

/// Puts one part of a document into its normal form.
type Part<'d> = fn(&mut Normal<'d>, &mut Value);

struct Normal<'d> {
    /// The document as it was loaded, in which references lead somewhere.
    written: &'d Value,
    /// Whether what stands beside a reference counts.
    is_modern: bool,
    /// How many references have been followed to where the work is now.
    depth: usize,
    /// Schema components by the component that they extend.
    heirs: BTreeMap<String, Vec<String>>,
    /// Where references lead that the walk may not come to.
    open: Vec<(Pointer, Part<'d>)>,
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

    fn entries(&mut self, map: Option<&mut Value>, part: Part<'d>) {
        let map = map.and_then(Value::as_object_mut);
        map.into_iter().flatten().for_each(|(_, value)| part(self, value));
    }

    fn items(&mut self, list: Option<&mut Value>, part: Part<'d>) {
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

    /// Notes down where the reference in `value` leads, if the walk does not come there anyway.
    fn note(&mut self, value: &Value, part: Part<'d>) {
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

    /// Goes to where references lead.
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

/// The sections of the components that hold schemas, but for the schemas themselves.
fn sections<'d>() -> [(&'static str, Part<'d>); 6] {
    [
        ("responses", Normal::response),
        ("parameters", Normal::parameter),
        ("requestBodies", Normal::body),
        ("headers", Normal::parameter),
        ("callbacks", Normal::callback),
        ("pathItems", Normal::item),
    ]
}

/// Whether the walk along the objects of OpenAPI comes to the place `pointer`.
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
