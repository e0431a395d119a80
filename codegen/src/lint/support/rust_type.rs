//! What typify makes of a schema, as far as names and sameness go: which types it will name, how, and whether two
//! schemas become one type.
//!
//! The rules are typify's own, repeated for the usual forms of schemas. Inside of `oneOf` and `anyOf` it invents names
//! that depend on much else; what stands there is not followed, so nothing is claimed about it.

use serde_json::{Map, Value};

use crate::names;
use crate::pointer::Pointer;

/// A schema that is no component and that gets a named type all the same.
#[derive(Clone)]
pub(crate) struct Inline<'d> {
    /// The type's name.
    pub name: String,
    /// Where the schema stands.
    pub pointer: Pointer,
    /// The schema.
    pub schema: &'d Value,
}

/// How a type will be called that needs a name.
#[derive(Clone)]
pub(crate) enum Name {
    /// So and not otherwise: a component.
    Required(String),
    /// So unless the schema has a `title`.
    Suggested(String),
}

impl Name {
    fn text(&self) -> &str {
        let (Self::Required(text) | Self::Suggested(text)) = self;
        text
    }
}

/// Reads types off schemas and collects the inline ones that get a name.
#[derive(Default)]
pub(crate) struct Types<'d> {
    /// The named inline types, in the order in which they were met.
    pub inline: Vec<Inline<'d>>,
    /// Components that become an option of a type of their own name: the place of what makes each one so.
    pub doubled: Vec<Pointer>,
}

impl<'d> Types<'d> {
    /// The text of the type that `schema` at `at` becomes: two schemas with the same text share a type.
    pub(crate) fn of(&mut self, schema: &'d Value, at: &Pointer, name: Name) -> String {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            return names::type_name(target.rsplit('/').next().unwrap_or_default());
        }
        let Some(map) = schema.as_object() else {
            return "Value".to_owned();
        };
        if map.get("nullable") == Some(&Value::Bool(true)) && map.contains_key("type") {
            // The component itself wraps the option then, so the type inside needs another name.
            let inner = match name {
                Name::Required(name) => Name::Suggested(format!("{name}Inner")),
                suggested @ Name::Suggested(_) => suggested,
            };
            return format!("Option<{}>", self.of_kind(schema, map, at, inner));
        }
        let own_name = own_name(&name);
        let text = self.of_kind(schema, map, at, name);
        if map.get("nullable") != Some(&Value::Bool(true)) {
            return text;
        }
        if sole_composition(map).is_some() && own_name.is_some_and(|own_name| own_name == text) {
            self.doubled.push(at.child("nullable"));
        }
        format!("Option<{text}>")
    }

    fn of_kind(&mut self, schema: &'d Value, map: &'d Map<String, Value>, at: &Pointer, name: Name) -> String {
        let kind = map.get("type").and_then(Value::as_str).unwrap_or_else(|| implied(map));
        if COMPOSITIONS.iter().any(|key| map.contains_key(*key)) {
            return self.of_composed(schema, map, at, name);
        }
        match kind {
            "string" if map.contains_key("enum") => self.named(schema, at, &name),
            "string" => self.of_string(schema, map, at, &name),
            "integer" | "number" if map.contains_key("enum") => self.named(schema, at, &name),
            "integer" | "number" => number(kind, map),
            "boolean" => "bool".to_owned(),
            "array" => self.of_array(map, at, &name),
            "object" if is_map(map) => {
                let values = map.get("additionalProperties").filter(|values| values.is_object());
                let value = values.map_or_else(
                    || "Value".to_owned(),
                    |values| {
                        let name = Name::Suggested(format!("{}Value", name.text()));
                        self.of(values, &at.child("additionalProperties"), name)
                    },
                );
                format!("Map<{value}>")
            }
            "object" => self.of_struct(schema, map, at, &name),
            _ if map.contains_key("enum") => self.named(schema, at, &name),
            _ => "Value".to_owned(),
        }
    }

    fn of_string(&mut self, schema: &'d Value, map: &Map<String, Value>, at: &Pointer, name: &Name) -> String {
        match map.get("format").and_then(Value::as_str) {
            Some(format @ ("ip" | "ipv4" | "ipv6")) => format.to_owned(),
            _ if map.contains_key("minLength") || map.contains_key("maxLength") => self.named(schema, at, name),
            _ => "String".to_owned(),
        }
    }

    fn of_array(&mut self, map: &'d Map<String, Value>, at: &Pointer, name: &Name) -> String {
        let Some(items) = map.get("items") else {
            return "Vec<Value>".to_owned();
        };
        let (least, most) = (map.get("minItems"), map.get("maxItems"));
        let length =
            most.filter(|most| least == Some(*most) && most.as_u64() != Some(0) && !is_true(map, "uniqueItems"));
        let item = Name::Suggested(match length {
            Some(_) => format!("{}_item", name.text()),
            None => format!("{}Item", type_name(map, name)),
        });
        let item = self.of(items, &at.child("items"), item);
        match length {
            Some(length) => format!("[{item}; {length}]"),
            None if is_true(map, "uniqueItems") => format!("Set<{item}>"),
            None => format!("Vec<{item}>"),
        }
    }

    fn of_struct(&mut self, schema: &'d Value, map: &'d Map<String, Value>, at: &Pointer, name: &Name) -> String {
        let text = self.named(schema, at, name);
        let properties = map.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let name = Name::Suggested(format!("{text}_{}", heck::ToSnakeCase::to_snake_case(key.as_str())));
            self.of(property, &at.child("properties").child(key), name);
        }
        if let Some(values) = map.get("additionalProperties").filter(|values| values.is_object()) {
            let name = Name::Suggested(format!("{text}_extraValue"));
            self.of(values, &at.child("additionalProperties"), name);
        }
        text
    }

    fn of_composed(&mut self, schema: &'d Value, map: &'d Map<String, Value>, at: &Pointer, name: Name) -> String {
        let members = sole_composition(map).and_then(|key| Some((key, map.get(key)?.as_array()?)));
        let Some((key, members)) = members else {
            return self.named(schema, at, &name);
        };
        let mut members = members
            .iter()
            .enumerate()
            .map(|(index, member)| (at.child(key).item(index), member));
        if members.len() == 1 {
            return members
                .next()
                .map_or_else(|| "Value".to_owned(), |(at, member)| self.of(member, &at, name));
        }
        let (nulls, mut others): (Vec<_>, Vec<_>) = members.partition(|(_, member)| is_null(member));
        if key != "allOf" && !nulls.is_empty() && others.len() == 1 {
            let Some((place, member)) = others.pop() else {
                return "Value".to_owned();
            };
            let own_name = own_name(&name);
            let text = self.of(member, &place, name);
            if own_name.is_some_and(|own_name| own_name == text) && member.get("$ref").is_none() {
                self.doubled.push(at.child(key));
            }
            return format!("Option<{text}>");
        }
        self.named(schema, at, &name)
    }

    fn named(&mut self, schema: &'d Value, at: &Pointer, name: &Name) -> String {
        let text = schema.as_object().map_or_else(String::new, |map| type_name(map, name));
        if matches!(name, Name::Suggested(_)) {
            self.inline.push(Inline {
                name: text.clone(),
                pointer: at.clone(),
                schema,
            });
        }
        text
    }
}

const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

/// The keys of a schema that say nothing about its values, or that the typed document does not have.
const ANNOTATIONS: [&str; 11] = [
    "title",
    "description",
    "default",
    "nullable",
    "example",
    "deprecated",
    "discriminator",
    "externalDocs",
    "readOnly",
    "writeOnly",
    "xml",
];

/// The composing key of a schema in which nothing but annotations stands beside it.
fn sole_composition(map: &Map<String, Value>) -> Option<&'static str> {
    let key = COMPOSITIONS.into_iter().find(|key| map.contains_key(*key))?;
    let is_alone = map
        .keys()
        .all(|other| other == key || ANNOTATIONS.contains(&other.as_str()) || other.starts_with("x-"));
    is_alone.then_some(key)
}

/// The name that a component's type must have.
fn own_name(name: &Name) -> Option<String> {
    match name {
        Name::Required(name) => Some(names::type_name(name)),
        Name::Suggested(_) => None,
    }
}

fn type_name(map: &Map<String, Value>, name: &Name) -> String {
    match (name, map.get("title").and_then(Value::as_str)) {
        (Name::Suggested(_), Some(title)) => names::type_name(title),
        _ => names::type_name(name.text()),
    }
}

fn number(kind: &str, map: &Map<String, Value>) -> String {
    let format = map.get("format").and_then(Value::as_str);
    match (kind, format) {
        ("number", Some("float")) => "f32".to_owned(),
        ("number", _) => "f64".to_owned(),
        (_, format) => {
            let bounds = ["minimum", "maximum"].map(|key| map.get(key).map(ToString::to_string).unwrap_or_default());
            let format = format.filter(|format| *format != "int64").unwrap_or_default();
            format!("int {format} {}", bounds.join(" ")).trim_end().to_owned()
        }
    }
}

/// The kind that the keys of a schema without `type` speak of.
fn implied(map: &Map<String, Value>) -> &'static str {
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    if has(&[
        "properties",
        "additionalProperties",
        "required",
        "minProperties",
        "maxProperties",
    ]) {
        "object"
    } else if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
        "array"
    } else if has(&["minLength", "maxLength"]) {
        "string"
    } else {
        ""
    }
}

/// Whether an object is a map to typify: nothing is known of its keys.
pub(crate) fn is_map(map: &Map<String, Value>) -> bool {
    let is_empty = |key: &str| match map.get(key) {
        None => true,
        Some(Value::Object(entries)) => entries.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    };
    is_empty("properties") && is_empty("required") && map.get("additionalProperties") != Some(&Value::Bool(false))
}

fn is_true(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key) == Some(&Value::Bool(true))
}

/// Whether a schema takes nothing but null.
fn is_null(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

/// Whether two schemas are the same but for words that people read.
pub(crate) fn same_but_for_words(a: &Value, b: &Value) -> bool {
    const WORDS: [&str; 5] = ["description", "example", "externalDocs", "deprecated", "title"];
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            fn telling(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
                map.iter()
                    .filter(|(key, value)| !WORDS.contains(&key.as_str()) || value.is_object())
            }
            let mut others = telling(b);
            telling(a).all(|(key, value)| {
                others
                    .next()
                    .is_some_and(|(other, with)| key == other && same_but_for_words(value, with))
            }) && others.next().is_none()
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_for_words(a, b))
        }
        (a, b) => a == b,
    }
}
