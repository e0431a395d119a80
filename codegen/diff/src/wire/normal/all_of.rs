//! Merges an `allOf` into one schema, if its schemas only constrain a value as a whole.

use openapi_document::view::resolve;
use serde_json::{Map, Value, json};

use super::Normal;

/// Keywords that constrain a value as a whole, not its parts.
pub(super) const PLAIN: &[&str] = &[
    "type",
    "format",
    "enum",
    "const",
    "nullable",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "pattern",
    "multipleOf",
    "uniqueItems",
];

/// Keywords that do not constrain values.
pub(super) const TEXTS: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
];

/// The most references that are followed for one merge.
const DEEPEST: usize = 8;

impl Normal<'_> {
    /// Merges the branches of `allOf` into `map`, if all of them are plain and can be merged.
    pub(super) fn merge(&mut self, map: &mut Map<String, Value>) {
        let Some(Value::Array(branches)) = map.get("allOf") else {
            return;
        };
        let constrains = map.keys().any(|key| PLAIN.contains(&key.as_str()) && key != "nullable");
        // A wrapper around one schema stays, so that the schema keeps its place.
        if branches.len() < 2 && !constrains {
            return;
        }
        let Some(branches) = branches
            .clone()
            .iter()
            .map(|branch| self.plain(branch))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let own_null = map.get("nullable").cloned();
        let mut merged = map.clone();
        merged.remove("allOf");
        let is_nullable = |map: &Map<String, Value>| map.get("nullable") == Some(&Value::Bool(true));
        let says_types = |map: &Map<String, Value>| map.contains_key("type") || map.contains_key("enum");
        let all_nullable = branches.iter().filter(|branch| says_types(branch)).all(is_nullable);
        for branch in branches {
            if !intersect(&mut merged, branch) {
                return;
            }
        }
        match own_null {
            None if all_nullable && !constrains => drop(merged.insert("nullable".to_owned(), Value::Bool(true))),
            None => drop(merged.remove("nullable")),
            Some(own) => drop(merged.insert("nullable".to_owned(), own)),
        }
        *map = merged;
    }

    /// The normal form of a branch, if the branch is plain.
    fn plain(&mut self, branch: &Value) -> Option<Map<String, Value>> {
        let is_reference = branch.get("$ref").is_some();
        let target = if is_reference {
            resolve(self.written, branch)?
        } else {
            branch
        };
        let is_plain = |key: &String| PLAIN.contains(&key.as_str()) || TEXTS.contains(&key.as_str());
        if self.depth >= DEEPEST || !target.as_object()?.keys().all(is_plain) {
            return None;
        }
        let mut target = target.clone();
        self.depth += 1;
        self.schema(&mut target);
        self.depth -= 1;
        match target {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }
}

/// Adds the constraints of `branch` to `map`. Returns `false` if two of them cannot be merged.
fn intersect(map: &mut Map<String, Value>, mut branch: Map<String, Value>) -> bool {
    for (bound, flag, upper) in [
        ("minimum", "exclusiveMinimum", false),
        ("maximum", "exclusiveMaximum", true),
    ] {
        let other = (branch.remove(bound), branch.remove(flag));
        if is_tighter(&other, &(map.get(bound).cloned(), map.get(flag).cloned()), upper) {
            map.remove(flag);
            map.extend(other.0.map(|value| (bound.to_owned(), value)));
            map.extend(other.1.map(|value| (flag.to_owned(), value)));
        }
    }
    branch.into_iter().all(|(key, value)| {
        let both = match map.get(&key) {
            Some(own) => common(&key, own, &value),
            None => Some(value),
        };
        both.map(|both| map.insert(key, both)).is_some()
    })
}

/// A bound, and whether it is exclusive.
type Bound = (Option<Value>, Option<Value>);

fn is_tighter(a: &Bound, b: &Bound, upper: bool) -> bool {
    let number = |bound: &Bound| bound.0.as_ref().and_then(Value::as_f64);
    match (number(a), number(b)) {
        (None, _) => false,
        (_, None) => true,
        (Some(a), Some(b)) if a > b => !upper,
        (Some(a), Some(b)) if a < b => upper,
        _ => a.1 == Some(Value::Bool(true)),
    }
}

/// The value of a keyword that is equivalent to both values together.
fn common(key: &str, own: &Value, other: &Value) -> Option<Value> {
    if own == other || TEXTS.contains(&key) || key == "nullable" {
        return Some(own.clone());
    }
    let pick = |larger: bool| {
        let (a, b) = (own.as_f64()?, other.as_f64()?);
        Some(if (a > b) == larger { own.clone() } else { other.clone() })
    };
    match key {
        "type" if is_number(own) && is_number(other) => Some(json!("integer")),
        "enum" => {
            let other = other.as_array()?;
            let shared = own.as_array()?.iter().filter(|value| other.contains(value));
            let shared: Vec<_> = shared.cloned().collect();
            (!shared.is_empty()).then_some(Value::Array(shared))
        }
        "minimum" | "minLength" | "minItems" | "minProperties" => pick(true),
        "maximum" | "maxLength" | "maxItems" | "maxProperties" => pick(false),
        "multipleOf" => {
            let (a, b) = (own.as_f64()?, other.as_f64()?);
            let (larger, smaller) = if a > b { (own, b) } else { (other, a) };
            (larger.as_f64()? % smaller == 0.0).then(|| larger.clone())
        }
        "uniqueItems" => Some(Value::Bool(true)),
        _ => None,
    }
}

fn is_number(kind: &Value) -> bool {
    kind == "integer" || kind == "number"
}

/// Whether a schema in its normal form allows only null.
pub(in crate::wire) fn is_only_null(schema: &Value) -> bool {
    schema.get("type") == Some(&json!([])) && schema.get("nullable") == Some(&Value::Bool(true))
}
