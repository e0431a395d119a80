//! Values of the wrong type that can be converted to the right type in an obvious way.

use serde_json::{Map, Value, json};

use super::Dialect;
use super::types::Word;
use crate::grammar::{Expect, Object, ProblemKind};
use crate::load::Style;
use crate::load::trail::Trail;

impl Dialect<'_> {
    /// Replaces `value` by what `expect` requires, if it has another type and an obvious meaning.
    pub(super) fn coerce(&mut self, at: &Trail<'_>, value: &mut Value, expect: Expect, owner: Object) {
        let Some(better) = self.better(at, value, expect) else {
            return;
        };
        let pointer = at.pointer();
        // In OpenAPI 3.1, `true` and `false` are schemas.
        if !(self.is_modern() && value.is_boolean() && is_schema(expect)) {
            let read_as = Some(described(&better));
            self.correct(&pointer, owner, ProblemKind::WrongType(expect), value.clone(), read_as);
        }
        // A single item became the first item of a list.
        if better.as_array().is_some_and(|items| !items.is_empty()) {
            self.spans.moved([(pointer.item(0), pointer)]);
        }
        *value = better;
    }

    fn better(&self, at: &Trail<'_>, value: &Value, expect: Expect) -> Option<Value> {
        match (expect, value) {
            (Expect::Text, Value::Number(_) | Value::Bool(_)) => Some(Value::String(self.text(at, value))),
            (Expect::Text, Value::Null) => Some(Value::String(String::new())),
            (Expect::Text, Value::Object(map)) => map.get("name").filter(|name| name.is_string()).cloned(),
            (Expect::OneOf(words), Value::String(word)) if !words.contains(&word.as_str()) => words
                .iter()
                .find(|known| known.eq_ignore_ascii_case(word.trim()))
                .map(|known| Value::String((*known).to_owned())),
            (Expect::Boolean | Expect::BooleanOrSchema, Value::String(word)) => boolean(word),
            (Expect::Count | Expect::Number, Value::String(word)) => number(word.trim(), expect),
            (Expect::Count, Value::Number(count)) if !count.is_u64() => whole(count.as_f64()?),
            (Expect::List(item), value) if !value.is_array() => list(*item, value),
            (Expect::Map(_), Value::Null) => Some(json!({})),
            (Expect::Map(_), Value::Array(items)) if items.is_empty() => Some(json!({})),
            (Expect::Is(object) | Expect::IsOrRef(object), value) if !value.is_object() => shorthand(object, value),
            (Expect::BooleanOrSchema, Value::Array(items)) if items.is_empty() => Some(json!({})),
            _ => None,
        }
    }

    /// A scalar as the author wrote it: `1.0` and not `1`.
    fn text(&self, at: &Trail<'_>, value: &Value) -> String {
        let place = self.spans.get(&at.pointer());
        let plain = place.filter(|place| place.style == Style::Plain);
        let spelt = plain.and_then(|place| self.source.text().get(place.value.clone()));
        spelt.map_or_else(|| value.to_string(), |text| text.trim().to_owned())
    }
}

/// The name in a message of the value that replaces a wrong one.
pub(super) fn described(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) if text.is_empty() => "an empty string".to_owned(),
        Value::String(text) if text.len() <= 40 => format!("the string `{text}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
        Value::Array(items) if items.len() == 1 => "an array with this one item".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(map) if map.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn is_schema(expect: Expect) -> bool {
    matches!(expect, Expect::Is(Object::Schema) | Expect::IsOrRef(Object::Schema))
}

pub(super) fn boolean(word: &str) -> Option<Value> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(Value::Bool(true)),
        "false" | "no" => Some(Value::Bool(false)),
        _ => None,
    }
}

fn number(word: &str, expect: Expect) -> Option<Value> {
    let number: serde_json::Number = serde_json::from_str(word).ok()?;
    match expect {
        Expect::Count if !number.is_u64() => whole(number.as_f64()?),
        _ => Some(Value::Number(number)),
    }
}

/// `3.0` as the count `3`. A count that is too large becomes the largest one.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is whole and not negative, and the conversion saturates"
)]
fn whole(number: f64) -> Option<Value> {
    (number >= 0.0 && number.fract() == 0.0).then(|| Value::from(number as u64))
}

fn list(item: Expect, value: &Value) -> Option<Value> {
    let fits = match (item, value) {
        (_, Value::Null) => return Some(json!([])),
        (Expect::Anything, _)
        | (Expect::Text, Value::String(_) | Value::Number(_))
        | (Expect::Is(Object::SecurityRequirement) | Expect::IsOrRef(Object::Schema), Value::Object(_)) => true,
        (Expect::Is(object) | Expect::IsOrRef(object), Value::Object(map)) => {
            // The object itself, and not a map with several of them.
            let fields = object.fields().iter().filter(|field| field.required);
            map.contains_key("$ref")
                || fields.clone().count() > 0 && fields.clone().all(|field| map.contains_key(field.name))
        }
        (Expect::Is(object), Value::String(_)) => shorthand(object, value).is_some(),
        _ => false,
    };
    fits.then(|| json!([value]))
}

/// The object that a short form means: only its main value, or nothing.
fn shorthand(object: Object, value: &Value) -> Option<Value> {
    match (object, value) {
        (Object::Schema, Value::Bool(true)) => Some(json!({})),
        (Object::Schema, Value::Bool(false)) => Some(json!({ "not": {} })),
        (Object::Schema, Value::String(word)) => Word::of(word).map(|_| json!({ "type": word })),
        (object, Value::Null) if object.may_be_empty() => Some(json!({})),
        (object, Value::Array(items)) if items.is_empty() && object.may_be_empty() => Some(json!({})),
        (_, Value::String(text)) => {
            let key = match object {
                Object::License | Object::Contact | Object::Tag => "name",
                Object::Server | Object::ExternalDocumentation => "url",
                Object::Response | Object::RequestBody => "description",
                Object::Discriminator => "propertyName",
                Object::Example => "value",
                _ => return None,
            };
            Some(Value::Object(Map::from_iter([(
                key.to_owned(),
                Value::String(text.clone()),
            )])))
        }
        (Object::Example, value) => Some(json!({ "value": value })),
        (Object::SecurityRequirement, Value::Array(_)) => None,
        _ => None,
    }
}
