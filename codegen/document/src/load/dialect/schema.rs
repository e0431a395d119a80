//! Schemas: the keys of JSON Schema 2020-12 that have another form in OpenAPI 3.0.

use serde_json::{Map, Value, json};

use super::Dialect;
use super::coerce::boolean;
use super::types::{Word, type_of};
use crate::grammar::{Expect, Object, ProblemKind};
use crate::load::trail::Trail;

const NAMES: Expect = Expect::List(&Expect::Text);

impl Dialect<'_> {
    pub(super) fn schema(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        self.older_keys(at, map);
        self.constant(at, map);
        self.kind(at, map);
        self.bound(at, map, "minimum", "exclusiveMinimum");
        self.bound(at, map, "maximum", "exclusiveMaximum");
        self.examples(at, map);
        Self::content(map);
        self.item_list(at, map);
        self.required_properties(at, map);
        self.null_branch(at, map, "anyOf");
        self.null_branch(at, map, "oneOf");
        self.infer(at, map);
    }

    /// Records a correction for a key that is a mistake in OpenAPI 3.0 but correct in 3.1.
    fn foreign(&mut self, at: &Trail<'_>, key: &str, kind: ProblemKind, written: &Value, read_as: String) {
        if !self.is_modern() {
            let place = Trail::Key(at, key).pointer();
            self.correct(&place, Object::Schema, kind, written.clone(), Some(read_as));
        }
    }

    /// Reports keys of OpenAPI 3.0 in a 3.1 document. They are read as in 3.0.
    fn older_keys(&mut self, at: &Trail<'_>, map: &Map<String, Value>) {
        if !self.is_modern() {
            return;
        }
        if map.get("nullable") == Some(&Value::Bool(true)) && self.is_written(at, "nullable", "true") {
            let place = Trail::Key(at, "nullable").pointer();
            let read_as = Some("`null` next to the other types".to_owned());
            self.correct(
                &place,
                Object::Schema,
                ProblemKind::UnknownKey,
                Value::Bool(true),
                read_as,
            );
        }
        for (bound, key) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            let Some(flag @ Value::Bool(is_exclusive)) = map.get(key) else {
                continue;
            };
            if self.is_written(at, key, if *is_exclusive { "true" } else { "false" }) {
                let place = Trail::Key(at, key).pointer();
                let read_as = match is_exclusive {
                    true => format!("an exclusive `{bound}`"),
                    false => "if it were absent".to_owned(),
                };
                let kind = ProblemKind::WrongType(Expect::Number);
                self.correct(&place, Object::Schema, kind, flag.clone(), Some(read_as));
            }
        }
    }

    /// Whether the author has written `text` as the value of `key`. Conversion writes the same keys.
    fn is_written(&self, at: &Trail<'_>, key: &str, text: &str) -> bool {
        let place = self.spans.author(&Trail::Key(at, key).pointer());
        let place = self.spans.written(&place).map(|place| place.value.clone());
        place.and_then(|span| self.source.text().get(span)) == Some(text)
    }

    fn constant(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(value) = map.remove("const") else { return };
        let read_as = "an `enum` of this one value".to_owned();
        self.foreign(at, "const", ProblemKind::UnknownKey, &value, read_as);
        let here = at.pointer();
        let (values, constant) = (here.child("enum"), here.child("const"));
        self.spans
            .moved([(values.item(0), constant.clone()), (values, constant)]);
        match type_of(&value) {
            None => {
                map.insert("nullable".to_owned(), Value::Bool(true));
            }
            Some(of) => {
                map.entry("type").or_insert_with(|| json!(of));
            }
        }
        map.insert("enum".to_owned(), json!([value]));
    }

    /// `type`: a word or a list of words.
    fn kind(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        match map.get("type") {
            Some(Value::String(word)) if word == "null" || !Word::is_exact(word) => {
                let (word, written) = (Word::of(word), json!(word));
                let Some(word) = word else { return };
                let place = Trail::Key(at, "type").pointer();
                let read_as = match word {
                    Word::Null => {
                        Self::only_null(map);
                        "`nullable`".to_owned()
                    }
                    Word::Any => {
                        map.remove("type");
                        "any type".to_owned()
                    }
                    Word::Type(of, format) => {
                        map.insert("type".to_owned(), json!(of));
                        let Some(format) = format else {
                            return self.word(&place, written, format!("`{of}`"));
                        };
                        if map.get("format").is_none_or(|own| !own.is_string()) {
                            self.spans
                                .moved([(at.pointer().child("format"), at.pointer().child("type"))]);
                            map.insert("format".to_owned(), json!(format));
                        }
                        format!("`{of}` with format `{format}`")
                    }
                };
                if !(self.is_modern() && word == Word::Null) {
                    self.word(&place, written, read_as);
                }
            }
            Some(Value::Null) => {
                Self::only_null(map);
                let place = Trail::Key(at, "type").pointer();
                self.word(&place, Value::Null, "`nullable`".to_owned());
            }
            Some(Value::Array(_)) => self.kinds(at, map),
            _ => {}
        }
    }

    fn word(&mut self, place: &crate::pointer::Pointer, written: Value, read_as: String) {
        const TYPE: ProblemKind = ProblemKind::WrongType(Expect::OneOf(&[
            "array", "boolean", "integer", "number", "object", "string",
        ]));
        self.correct(place, Object::Schema, TYPE, written, Some(read_as));
    }

    /// Makes a schema that allows only `null`.
    pub(super) fn only_null(map: &mut Map<String, Value>) {
        map.remove("type");
        map.insert("nullable".to_owned(), Value::Bool(true));
        map.entry("enum").or_insert_with(|| json!([null]));
    }

    /// In JSON Schema 2020-12, `exclusiveMinimum` is itself a limit.
    fn bound(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, bound: &str, exclusive: &str) {
        let Some(own) = map.get(exclusive).filter(|own| own.is_number()).cloned() else {
            return;
        };
        let read_as = format!("an exclusive `{bound}`");
        self.foreign(at, exclusive, ProblemKind::WrongType(Expect::Boolean), &own, read_as);
        let (Some(number), other) = (own.as_f64(), map.get(bound).and_then(Value::as_f64)) else {
            return;
        };
        let is_tighter = other.is_none_or(|other| {
            if bound == "minimum" {
                number >= other
            } else {
                number <= other
            }
        });
        if is_tighter {
            let here = at.pointer();
            self.spans.moved([(here.child(bound), here.child(exclusive))]);
            map.insert(bound.to_owned(), own);
            map.insert(exclusive.to_owned(), Value::Bool(true));
        } else {
            map.remove(exclusive);
        }
    }

    /// Uses the first of several examples.
    fn examples(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(examples) = map.remove("examples") else { return };
        let read_as = "`example` with the first of them".to_owned();
        self.foreign(at, "examples", ProblemKind::UnknownKey, &examples, read_as);
        let (key, first) = match &examples {
            Value::Array(items) => match items.first() {
                Some(first) => ("0".to_owned(), first.clone()),
                None => return,
            },
            Value::Object(named) => match named.iter().next() {
                Some((name, example)) => (name.clone(), example.get("value").unwrap_or(example).clone()),
                None => return,
            },
            _ => return,
        };
        if !map.contains_key("example") {
            let here = at.pointer();
            self.spans
                .moved([(here.child("example"), here.child("examples").child(key))]);
            map.insert("example".to_owned(), first);
        }
    }

    /// OpenAPI 3.0 has formats for strings that contain bytes.
    fn content(map: &mut Map<String, Value>) {
        if !map.contains_key("contentEncoding") && !map.contains_key("contentMediaType") {
            return;
        }
        let text = |map: &Map<String, Value>, key| map.get(key).and_then(Value::as_str).map(str::to_ascii_lowercase);
        if !matches!(text(map, "type").as_deref(), Some("string") | None) || map.contains_key("format") {
            return;
        }
        let format = match (text(map, "contentEncoding").as_deref(), text(map, "contentMediaType")) {
            (Some("base64"), _) => "byte",
            (Some("binary"), _) => "binary",
            (None, Some(media)) if !media.starts_with("text/") && !media.contains("json") && !media.contains("xml") => {
                "binary"
            }
            _ => return,
        };
        map.insert("type".to_owned(), json!("string"));
        map.insert("format".to_owned(), json!(format));
        map.remove("contentEncoding");
        map.remove("contentMediaType");
    }

    /// Older drafts of JSON Schema describe tuples with a list of schemas in `items`.
    fn item_list(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(Value::Array(items)) = map.get("items") else {
            return;
        };
        let (written, mut items) = (Value::Array(items.clone()), items.clone());
        let place = Trail::Key(at, "items").pointer();
        let read_as = match items.len() {
            0 => "any value",
            1 => "this one schema",
            _ => "any of these schemas",
        };
        let kind = ProblemKind::WrongType(Expect::IsOrRef(Object::Schema));
        self.correct(&place, Object::Schema, kind, written, Some(read_as.to_owned()));
        if items.len() == 1 {
            self.spans.moved([(place.clone(), place.item(0))]);
            map.insert("items".to_owned(), items.remove(0));
        } else {
            let any = place.child("anyOf");
            let moves: Vec<_> = (0..items.len())
                .map(|index| (any.item(index), place.item(index)))
                .collect();
            self.spans.moved(moves);
            let any = if items.is_empty() {
                json!({})
            } else {
                json!({ "anyOf": items })
            };
            map.insert("items".to_owned(), any);
        }
    }

    /// `required: true` in a property is moved to the list of the schema with the property. Elsewhere it is removed.
    fn required_properties(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        if let Some(Value::String(name)) = map.get("required")
            && boolean(name).is_none()
        {
            // A single name becomes a list of one, as everywhere.
        } else if let Some(flag) = map
            .get("required")
            .filter(|flag| flag.is_boolean() || flag.is_string())
            .cloned()
        {
            map.remove("required");
            let place = Trail::Key(at, "required").pointer();
            let read_as = Some("if it were absent".to_owned());
            self.correct(&place, Object::Schema, ProblemKind::WrongType(NAMES), flag, read_as);
        }
        let Some(Value::Object(properties)) = map.get_mut("properties") else {
            return;
        };
        let mut names = Vec::new();
        for (name, property) in properties {
            let Some(property) = property.as_object_mut() else {
                continue;
            };
            let flag = match property.get("required") {
                Some(Value::Bool(flag)) => *flag,
                Some(Value::String(word)) => match boolean(word) {
                    Some(flag) => flag == Value::Bool(true),
                    None => continue,
                },
                _ => continue,
            };
            let written = property.remove("required").unwrap_or_default();
            let place = at.pointer().child("properties").child(name).child("required");
            let read_as = if flag {
                names.push(Value::String(name.clone()));
                "part of `required` in the schema around it"
            } else {
                "if it were absent"
            };
            let kind = ProblemKind::WrongType(NAMES);
            self.correct(&place, Object::Schema, kind, written, Some(read_as.to_owned()));
        }
        if names.is_empty() {
            return;
        }
        match map.entry("required").or_insert_with(|| json!([])) {
            Value::Array(list) => {
                names.retain(|name| !list.contains(name));
                list.extend(names);
            }
            lone @ Value::String(_) => {
                names.retain(|name| name != &*lone);
                names.insert(0, lone.take());
                *lone = Value::Array(names);
            }
            other => *other = Value::Array(names),
        }
    }

    /// A schema with `properties` describes an object, and one with `items` an array, even without `type`.
    fn infer(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        const OTHERWISE: [&str; 8] = ["type", "$ref", "allOf", "anyOf", "oneOf", "not", "enum", "if"];
        let is_array = map.get("type").and_then(Value::as_str) == Some("array");
        // Later stages treat items without a schema as items of any type.
        if is_array && !map.contains_key("items") && !self.is_modern() {
            let (place, kind) = (at.pointer().child("type"), ProblemKind::MissingKey("items"));
            let read_as = Some("an array with items of any type".to_owned());
            self.correct(&place, Object::Schema, kind, json!("array"), read_as);
        }
        if OTHERWISE.iter().any(|key| map.contains_key(*key)) {
            return;
        }
        let of = match (map.contains_key("properties"), map.contains_key("items")) {
            (true, false) => "object",
            (false, true) => "array",
            _ => return,
        };
        map.insert("type".to_owned(), json!(of));
    }
}
