//! Schemas with several types, and `null` as one of several.

use serde_json::{Map, Value, json};

use super::Dialect;
use super::types::{Word, has_format, keys_of, type_of};
use crate::grammar::{Expect, Object, ProblemKind};
use crate::load::trail::Trail;

const TYPE: Expect = Expect::OneOf(&["array", "boolean", "integer", "number", "object", "string"]);

impl Dialect<'_> {
    /// Converts a list of types.
    pub(super) fn kinds(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(Value::Array(list)) = map.get("type") else {
            return;
        };
        let written = Value::Array(list.clone());
        let Some(words) = list.iter().map(word).collect::<Option<Vec<_>>>() else {
            return;
        };
        let has_null = words.contains(&Word::Null);
        let mut types: Vec<(&str, Option<&str>)> = Vec::new();
        for word in &words {
            if let Word::Type(of, format) = *word
                && !types.contains(&(of, format))
            {
                types.push((of, format));
            }
        }
        // Every integer is a number.
        if types.contains(&("number", None)) {
            types.retain(|(of, _)| *of != "integer");
        }
        map.remove("type");
        if words.contains(&Word::Any) {
            types.clear();
        } else if types.is_empty() && has_null {
            Self::only_null(map);
        }
        if has_null {
            map.insert("nullable".to_owned(), Value::Bool(true));
        }
        match types.as_slice() {
            [] => {}
            [(of, format)] => {
                map.insert("type".to_owned(), json!(of));
                if let Some(format) = format.filter(|_| !map.contains_key("format")) {
                    self.spans
                        .moved([(at.pointer().child("format"), at.pointer().child("type"))]);
                    map.entry("format").or_insert_with(|| json!(format));
                }
            }
            several => self.split(at, map, several),
        }
        if !self.is_modern() {
            let read_as = match (types.len(), has_null) {
                (0, _) => "a schema of these values".to_owned(),
                (1, true) => "this type and `nullable`".to_owned(),
                (1, false) => "this type".to_owned(),
                _ => "an `anyOf` of these types".to_owned(),
            };
            let kind = ProblemKind::WrongType(TYPE);
            self.correct(
                &Trail::Key(at, "type").pointer(),
                Object::Schema,
                kind,
                written,
                Some(read_as),
            );
        }
    }

    /// Makes one branch for each type, with the keys that apply to it. Keys that apply to all types stay in place.
    fn split(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, types: &[(&str, Option<&str>)]) {
        let mut branches = Vec::new();
        for (of, format) in types {
            let mut branch = Map::from_iter([("type".to_owned(), json!(of))]);
            let format = map
                .get("format")
                .filter(|format| format.as_str().is_some_and(|format| has_format(of, format)))
                .cloned()
                .or_else(|| format.map(|format| json!(format)));
            branch.extend(format.map(|format| ("format".to_owned(), format)));
            for key in keys_of(of) {
                branch.extend(map.get(*key).map(|value| ((*key).to_owned(), value.clone())));
            }
            if let Some(Value::Array(values)) = map.get("enum") {
                let own: Vec<_> = values.iter().filter(|value| is_of(value, of)).cloned().collect();
                if own.is_empty() {
                    continue;
                }
                branch.insert("enum".to_owned(), Value::Array(own));
            }
            branches.push(Value::Object(branch));
        }
        for (of, _) in types {
            for key in keys_of(of) {
                map.remove(*key);
            }
        }
        map.remove("enum");
        map.remove("format");
        let here = at.pointer();
        // If the schema has branches already, values must match those too.
        let count = branches.len();
        let place = if map.contains_key("anyOf") {
            let list = map.entry("allOf").or_insert_with(|| json!([]));
            let Value::Array(list) = list else { return };
            list.push(json!({ "anyOf": branches }));
            here.child("allOf").item(list.len() - 1).child("anyOf")
        } else {
            map.insert("anyOf".to_owned(), Value::Array(branches));
            here.child("anyOf")
        };
        self.spans.moved(
            (0..count)
                .map(|index| (place.item(index), here.clone()))
                .collect::<Vec<_>>(),
        );
    }

    /// Removes a branch that allows only `null`, and makes the schema nullable.
    pub(super) fn null_branch(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, key: &'static str) {
        let Some(Value::Array(branches)) = map.get_mut(key) else {
            return;
        };
        if branches.len() < 2 || !branches.iter().any(is_null) {
            return;
        }
        let here = at.pointer();
        let mut kept = Vec::new();
        let mut from = Vec::new();
        for (index, branch) in branches.drain(..).enumerate() {
            if is_null(&branch) {
                if !self.is_modern() {
                    let place = here.child(key).item(index).child("type");
                    let kind = ProblemKind::WrongType(TYPE);
                    self.correct(
                        &place,
                        Object::Schema,
                        kind,
                        json!("null"),
                        Some("`nullable`".to_owned()),
                    );
                }
            } else {
                from.push(here.child(key).item(index));
                kept.push(branch);
            }
        }
        if kept.is_empty() {
            map.remove(key);
            return Self::only_null(map);
        }
        map.insert("nullable".to_owned(), Value::Bool(true));
        // A single branch is not a choice any more.
        let target = if kept.len() == 1 && !map.contains_key("allOf") {
            "allOf"
        } else {
            key
        };
        let moves: Vec<_> = from
            .into_iter()
            .enumerate()
            .map(|(index, from)| (here.child(target).item(index), from))
            .collect();
        self.spans.moved(moves);
        map.remove(key);
        map.insert(target.to_owned(), Value::Array(kept));
    }
}

fn word(value: &Value) -> Option<Word> {
    match value {
        Value::String(word) => Word::of(word),
        Value::Null => Some(Word::Null),
        _ => None,
    }
}

/// Whether a value of an `enum` has this type. `nullable` covers nulls.
fn is_of(value: &Value, of: &str) -> bool {
    type_of(value).is_some_and(|own| own == of || (own == "integer" && of == "number"))
}

/// Whether a branch allows only `null`. The form of OpenAPI 3.0, an `enum` with only `null`, is left as it is.
fn is_null(branch: &Value) -> bool {
    let Some(map) = branch.as_object() else { return false };
    let is_word = |word: &Value| word.is_null() || word == "null";
    let by_type = match map.get("type") {
        Some(Value::Array(list)) => list.len() == 1 && list.iter().all(is_word),
        Some(word) => is_word(word),
        None => false,
    };
    let others = ["type", "enum", "const", "nullable", "title", "description"];
    (by_type || map.get("const") == Some(&Value::Null)) && map.keys().all(|key| others.contains(&key.as_str()))
}
