//! Checks whether a value matches a Schema Object of OpenAPI 3.0.
//!
//! It checks all keywords of 3.0 except `pattern`, which would need a regular expression engine, and of 3.1 those that decide
//! which schema a value has: `prefixItems` and `patternProperties`. Messages contain no value, only
//! types, names and limits, because a value may be a secret. Work and depth are limited for each value, so recursive schemas
//! do no harm. A value that reaches a limit is accepted.

use openapi_document::load::trail::Trail;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, follow};
use serde_json::{Map, Value};

use super::formats;
use crate::lint::wrong_type::kind;

/// The direction in which a value is sent. It decides which `required` properties are required.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Direction {
    /// `readOnly` properties are not sent.
    Request,
    /// `writeOnly` properties are not returned.
    Response,
    /// Either direction.
    Either,
}

/// A place where a value does not match its schema.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Mismatch {
    /// The place in the document.
    pub at: Pointer,
    /// Whether the finding is about the place's key, not its value.
    pub is_key: bool,
    /// What is wrong. The message is the name of the place followed by this text.
    pub message: String,
    /// Whether only the format of a string is wrong. Such a value is a string in Rust anyway.
    pub is_form: bool,
    /// If the value is a secret: the place in the schema that says so.
    pub secret: Option<Pointer>,
}

/// The limit of steps for one value. It is a hundred times what the largest published examples need.
const STEPS: usize = 100_000;

/// The limit of nested schemas. The readers limit values to about a hundred levels, and a level needs few schemas.
const DEPTH: usize = 200;

/// Checks `value` at `at` against `schema` at `schema_at`.
pub(in crate::lint) fn check<'d>(
    context: &Context<'d>,
    direction: Direction,
    (schema, schema_at): (&'d Value, &Pointer),
    (value, at): (&'d Value, &Pointer),
) -> Vec<Mismatch> {
    let mut checker = Checker {
        context,
        direction,
        steps: STEPS,
        open: Vec::new(),
        found: Vec::new(),
    };
    checker.check(schema, &Trail::Start(schema_at), value, &Trail::Start(at));
    checker.found
}

struct Checker<'c, 'd> {
    context: &'c Context<'d>,
    direction: Direction,
    steps: usize,
    /// The schemas that are being checked, each with its value.
    open: Vec<(&'d Map<String, Value>, &'d Value)>,
    found: Vec<Mismatch>,
}

impl<'d> Checker<'_, 'd> {
    fn check(&mut self, schema: &'d Value, schema_at: &Trail<'_>, value: &'d Value, at: &Trail<'_>) {
        if self.is_exhausted() {
            return;
        }
        self.steps -= 1;
        let mut target = None;
        let schema = follow(&self.context.document.value, schema, |pointer| {
            target = Some(Pointer::from_escaped(pointer));
        });
        let Some(Value::Object(schema)) = schema else { return };
        let target = target.as_ref().map(Trail::Start);
        let schema_at = target.as_ref().unwrap_or(schema_at);
        // A schema that contains itself for the same value adds no constraint.
        let mut open = self.open.iter();
        if open.any(|(open, against)| std::ptr::eq(*open, schema) && std::ptr::eq(*against, value)) {
            return;
        }
        let secret = schema.get("format").and_then(Value::as_str) == Some("password");
        let before = self.found.len();
        self.open.push((schema, value));
        self.check_object(schema, schema_at, value, at);
        self.open.pop();
        if secret {
            for mismatch in self.found.iter_mut().skip(before) {
                mismatch.message = "does not match its schema".to_owned();
                mismatch.secret = Some(Trail::Key(schema_at, "format").pointer());
            }
        }
    }

    fn is_exhausted(&self) -> bool {
        self.steps == 0 || self.open.len() == DEPTH
    }

    fn check_object(
        &mut self,
        schema: &'d Map<String, Value>,
        schema_at: &Trail<'_>,
        value: &'d Value,
        at: &Trail<'_>,
    ) {
        if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return;
        }
        let wanted = schema.get("type").and_then(Value::as_str);
        if let Some(wanted) = wanted.filter(|wanted| !is_of_type(value, wanted)) {
            return self.mismatch(at, type_message(value, wanted));
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array)
            && !values.iter().any(|allowed| equal(allowed, value))
        {
            self.mismatch(at, "is not one of the values in the schema's `enum`".to_owned());
        }
        match value {
            Value::Number(_) => self.check_number(schema, value, at),
            Value::String(text) => self.check_text(schema, text, at),
            Value::Array(items) => self.check_array(schema, schema_at, items, at),
            Value::Object(map) => self.check_map(schema, schema_at, map, at),
            Value::Null | Value::Bool(_) => {}
        }
        self.check_composed(schema, schema_at, value, at);
    }

    fn check_number(&mut self, schema: &Map<String, Value>, value: &Value, at: &Trail<'_>) {
        let Some(number) = value.as_f64() else { return };
        let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
        let is_exclusive = |key: &str| schema.get(key) == Some(&Value::Bool(true));
        if let Some(least) = limit("minimum")
            && (number < least || (number <= least && is_exclusive("exclusiveMinimum")))
        {
            self.mismatch(at, format!("is below the `minimum` of {least}"));
        }
        if let Some(most) = limit("maximum")
            && (number > most || (number >= most && is_exclusive("exclusiveMaximum")))
        {
            self.mismatch(at, format!("is above the `maximum` of {most}"));
        }
        if let Some(unit) = limit("multipleOf").filter(|unit| *unit > 0.0) {
            let times = number / unit;
            // Decimal fractions have no exact binary form, so allow for rounding.
            if (times - times.round()).abs() > 1e-9 * times.abs().max(1.0) {
                self.mismatch(at, format!("is not a multiple of {unit}"));
            }
        }
        let is_integer = schema.get("type").and_then(Value::as_str) == Some("integer");
        let fits = match schema.get("format").and_then(Value::as_str) {
            Some("int32") if is_integer => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Some("int64") if is_integer => value.as_i64().is_some() || value.is_f64(),
            _ => true,
        };
        if !fits {
            self.mismatch(at, "is out of range for the schema's `format`".to_owned());
        }
    }

    fn check_text(&mut self, schema: &Map<String, Value>, text: &str, at: &Trail<'_>) {
        self.check_count(
            schema,
            ("minLength", "maxLength", "characters"),
            text.chars().count(),
            at,
        );
        let format = schema.get("format").and_then(Value::as_str);
        if let Some(looks) = format.and_then(|format| formats::violated(format, text)) {
            self.mismatch(at, format!("must be {looks}"));
            if let Some(mismatch) = self.found.last_mut() {
                mismatch.is_form = true;
            }
        }
    }

    fn check_array(
        &mut self,
        schema: &'d Map<String, Value>,
        schema_at: &Trail<'_>,
        items: &'d [Value],
        at: &Trail<'_>,
    ) {
        self.check_count(schema, ("minItems", "maxItems", "items"), items.len(), at);
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut seen = std::collections::HashSet::new();
            if !items.iter().all(|item| seen.insert(item.to_string())) {
                self.mismatch(at, "has duplicate items, which `uniqueItems` forbids".to_owned());
            }
        }
        let first = schema.get("prefixItems").and_then(Value::as_array);
        let first = first.map(Vec::as_slice).unwrap_or_default();
        let place = Trail::Key(schema_at, "prefixItems");
        for (index, (schema, item)) in first.iter().zip(items).enumerate() {
            self.check(schema, &Trail::Item(&place, index), item, &Trail::Item(at, index));
        }
        if let Some(schema) = schema.get("items") {
            let schema_at = Trail::Key(schema_at, "items");
            for (index, item) in items.iter().enumerate().skip(first.len()) {
                self.check(schema, &schema_at, item, &Trail::Item(at, index));
            }
        }
    }

    fn check_map(
        &mut self,
        schema: &'d Map<String, Value>,
        schema_at: &Trail<'_>,
        map: &'d Map<String, Value>,
        at: &Trail<'_>,
    ) {
        self.check_count(schema, ("minProperties", "maxProperties", "properties"), map.len(), at);
        let properties = schema.get("properties").and_then(Value::as_object);
        let property = |key: &str| properties.and_then(|properties| properties.get(key));
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        for key in required.filter_map(Value::as_str).filter(|key| !map.contains_key(*key)) {
            if property(key).is_none_or(|property| self.travels(property)) {
                self.mismatch_at(at, true, format!("is missing the required property `{key}`"));
            }
        }
        let further = schema.get("additionalProperties");
        let (inside, beside) = (
            Trail::Key(schema_at, "properties"),
            Trail::Key(schema_at, "additionalProperties"),
        );
        let named = Trail::Key(schema_at, "patternProperties");
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        for (key, value) in map {
            let at = Trail::Key(at, key);
            let mut is_named = false;
            for (pattern, schema) in patterns.into_iter().flatten() {
                match names(pattern, key) {
                    Some(true) => self.check(schema, &Trail::Key(&named, pattern), value, &at),
                    Some(false) => continue,
                    None => {}
                }
                is_named = true;
            }
            match (property(key), further) {
                (Some(property), _) => self.check(property, &Trail::Key(&inside, key), value, &at),
                _ if is_named => {}
                (None, Some(Value::Bool(false))) => {
                    self.mismatch_at(&at, true, "is a property that the schema does not allow".to_owned());
                }
                (None, Some(further)) => self.check(further, &beside, value, &at),
                (None, None) => {}
            }
        }
    }

    fn check_composed(
        &mut self,
        schema: &'d Map<String, Value>,
        schema_at: &Trail<'_>,
        value: &'d Value,
        at: &Trail<'_>,
    ) {
        let members = |key: &str| schema.get(key).and_then(Value::as_array).map(Vec::as_slice);
        let place = Trail::Key(schema_at, "allOf");
        for (index, member) in members("allOf").unwrap_or_default().iter().enumerate() {
            self.check(member, &Trail::Item(&place, index), value, at);
        }
        let place = Trail::Key(schema_at, "anyOf");
        if let Some(members) = members("anyOf").filter(|members| !members.is_empty()) {
            let mut members = members.iter().enumerate();
            if !members.any(|(index, member)| self.accepts(member, &Trail::Item(&place, index), value, at)) {
                self.mismatch(at, "matches none of the schemas in `anyOf`".to_owned());
            }
        }
        let place = Trail::Key(schema_at, "oneOf");
        if let Some(members) = members("oneOf").filter(|members| !members.is_empty()) {
            let members = members.iter().enumerate();
            let fitting =
                members.filter(|(index, member)| self.accepts(member, &Trail::Item(&place, *index), value, at));
            match fitting.count() {
                0 => self.mismatch(at, "matches none of the schemas in `oneOf`".to_owned()),
                1 => {}
                many => self.mismatch(
                    at,
                    format!("matches {many} of the schemas in `oneOf`, but must match exactly one"),
                ),
            }
        }
        if let Some(not) = schema.get("not")
            && !self.is_exhausted()
            && self.accepts(not, &Trail::Key(schema_at, "not"), value, at)
        {
            self.mismatch(at, "matches the schema in `not`".to_owned());
        }
    }

    fn accepts(&mut self, schema: &'d Value, schema_at: &Trail<'_>, value: &'d Value, at: &Trail<'_>) -> bool {
        let before = self.found.len();
        self.check(schema, schema_at, value, at);
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    /// Whether a property is sent in this direction.
    fn travels(&self, property: &'d Value) -> bool {
        let Some(property) = self.context.resolve(property) else {
            return true;
        };
        let is = |key: &str| property.get(key) == Some(&Value::Bool(true));
        match self.direction {
            Direction::Request => !is("readOnly"),
            Direction::Response => !is("writeOnly"),
            Direction::Either => !is("readOnly") && !is("writeOnly"),
        }
    }

    fn check_count(
        &mut self,
        schema: &Map<String, Value>,
        (least, most, what): (&str, &str, &str),
        count: usize,
        at: &Trail<'_>,
    ) {
        let limit = |key: &str| schema.get(key).and_then(Value::as_u64);
        if let Some(limit) = limit(least).filter(|limit| (count as u64) < *limit) {
            self.mismatch(at, format!("has {count} {what}, fewer than the `{least}` of {limit}"));
        }
        if let Some(limit) = limit(most).filter(|limit| (count as u64) > *limit) {
            self.mismatch(at, format!("has {count} {what}, more than the `{most}` of {limit}"));
        }
    }

    fn mismatch(&mut self, at: &Trail<'_>, message: String) {
        self.mismatch_at(at, false, message);
    }

    fn mismatch_at(&mut self, at: &Trail<'_>, is_key: bool, message: String) {
        self.found.push(Mismatch {
            at: at.pointer(),
            is_key,
            message,
            is_form: false,
            secret: None,
        });
    }
}

/// Whether a pattern names a key. `None` if only an engine for regular expressions could tell.
fn names(pattern: &str, key: &str) -> Option<bool> {
    let (start, end) = (pattern.starts_with('^'), pattern.ends_with('$'));
    let text = pattern.strip_prefix('^').unwrap_or(pattern);
    let text = text.strip_suffix('$').unwrap_or(text);
    if text == ".*" {
        return Some(true);
    }
    if text.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')) {
        return None;
    }
    Some(match (start, end) {
        (true, true) => key == text,
        (true, false) => key.starts_with(text),
        (false, true) => key.ends_with(text),
        (false, false) => key.contains(text),
    })
}

pub(in crate::lint) fn is_of_type(value: &Value, wanted: &str) -> bool {
    match wanted {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

pub(in crate::lint) fn type_message(value: &Value, wanted: &str) -> String {
    let wanted = match wanted {
        "string" => "a string",
        "boolean" => "`true` or `false`",
        "integer" => "an integer",
        "number" => "a number",
        "array" => "an array",
        _ => "an object",
    };
    match value {
        Value::Null => format!("must be {wanted}; it is null, and the schema is not `nullable`"),
        Value::Number(_) if wanted == "an integer" => "must be an integer".to_owned(),
        value => format!("must be {wanted}, but is {}", kind(value)),
    }
}

/// Equality of JSON values in which `1` and `1.0` are the same.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() != b.is_f64() && a.as_f64() == b.as_f64()),
        (a, b) => a == b,
    }
}
