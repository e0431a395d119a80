//! Keys that are lost when the document is converted to the types of `openapiv3` and back.
//!
//! Other rules report keys that are lost because they are misspelt, have the wrong type or are not supported. This rule
//! reports the rest: keys that OpenAPI has, but that have no effect in their place.

mod plain;

use std::collections::{HashMap, HashSet};

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Expect, METHODS, Node, Object};
use openapi_document::load::Version;

use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use openapiv3::OpenAPI;
use plain::is_plain;
use serde::Deserialize;
use serde_json::{Map, Number, Value, json};

use super::{Rule, not_honoured};

pub(super) const RULE: Rule = Rule {
    id: "lost-key",
    summary: "every key is in a place where OpenAPI gives it a meaning",
    severities: &[Severity::Warning],
    why: "OpenAPI defines the key, but it has no meaning in this place. Its author probably expects an effect.",
    bad: "\
components:
  securitySchemes:
    reader: { type: http, scheme: basic, in: header }
",
    good: "\
components:
  securitySchemes:
    reader: { type: http, scheme: basic }
",
    check,
};

/// The number of nested schemas up to which a schema is compared. If one is invalid, `openapiv3` tries each schema around it
/// twice, so the time doubles with every level.
const MAX_LEVELS: usize = 12;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    overridden(context, findings);
    let value = &remainder(&context.document.value, Expect::Is(Object::OpenApi), 0);
    // Other rules report why `openapiv3` cannot read the document.
    let Ok(typed) = OpenAPI::deserialize(value) else { return };
    let Ok(back) = serde_json::to_value(&typed) else { return };
    let mut differences = Vec::new();
    compare(&mut Vec::new(), value, &back, &mut differences);
    if differences.is_empty() {
        return;
    }
    let mut report = Report {
        context,
        objects: context.nodes.objects.iter().map(|node| (&node.pointer, node)).collect(),
        reported: context.nodes.problems.iter().map(|problem| &problem.pointer).collect(),
        findings,
    };
    differences.iter().for_each(|difference| report.add(difference));
}

/// Operations that a path has itself and in the path item that it refers to. OpenAPI does not define which one counts.
fn overridden(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let paths = context.document.value.get("paths").and_then(Value::as_object);
    for (path, item) in paths
        .into_iter()
        .flatten()
        .filter(|(_, item)| item.get("$ref").is_some())
    {
        let items = context.path_items(Pointer::root().child("paths").child(path), item);
        for method in METHODS {
            let mut places = items
                .iter()
                .filter(|(_, item)| item.contains_key(method))
                .map(|(at, _)| at.child(method));
            let Some(used) = places.next() else { continue };
            if let Some(other) = places.next() {
                let message = format!("`{method}` is also in the path item that `$ref` leads to; this one is used");
                let finding = context.at_key(RULE.id, Severity::Warning, &used, message);
                let finding = finding.with_label(context.document.key_span(&other), "the other one");
                findings.push(finding.with_help("remove one of them; OpenAPI does not define which one counts"));
            }
        }
    }
}

/// The part of a value in a place for `expect` that has to be converted and compared. Plain path items and components are
/// left out; plain values elsewhere become a reference. Extensions are left out, because they are not compared. A schema
/// inside [`MAX_LEVELS`] others becomes empty; `levels` counts the schemas around the value.
fn remainder(value: &Value, expect: Expect, levels: usize) -> Value {
    match (expect, value) {
        (Expect::List(item), Value::Array(items)) => {
            items.iter().map(|value| remainder(value, *item, levels)).collect()
        }
        (Expect::Map(item), Value::Object(map)) => {
            let inner = map
                .iter()
                .map(|(key, value)| (key.clone(), remainder(value, *item, levels)));
            Value::Object(inner.collect())
        }
        // An empty object stays empty, because the loss of an empty value is not a difference.
        (Expect::IsOrRef(_) | Expect::BooleanOrSchema, Value::Object(map))
            if !map.is_empty() && is_plain(value, expect) =>
        {
            json!({ "$ref": "#" })
        }
        (Expect::IsOrRef(_) | Expect::BooleanOrSchema, Value::Object(map)) if map.contains_key("$ref") => value.clone(),
        (Expect::Is(object) | Expect::IsOrRef(object), Value::Object(map)) => inside(map, object, levels),
        (Expect::BooleanOrSchema, Value::Object(map)) => inside(map, Object::Schema, levels),
        _ => value.clone(),
    }
}

/// [`remainder`] of an object.
fn inside(map: &Map<String, Value>, object: Object, levels: usize) -> Value {
    if object == Object::Schema && levels == MAX_LEVELS {
        return Value::Object(Map::new());
    }
    let levels = levels + usize::from(object == Object::Schema);
    let fields = map.iter().filter_map(|(key, value)| {
        let inner = match (object.behind(key), value) {
            (None, _) if key.starts_with("x-") && object != Object::Callback => return None,
            (None, value) => value.clone(),
            (Some(expect), value) if object == Object::Paths && is_plain(value, expect) => return None,
            (Some(Expect::Map(item @ Expect::IsOrRef(_))), Value::Object(map)) if object == Object::Components => {
                let map = map.iter().filter(|(_, value)| !is_plain(value, *item));
                let inner: Map<_, _> = map
                    .map(|(key, value)| (key.clone(), remainder(value, *item, levels)))
                    .collect();
                // The typed document drops an empty map.
                if inner.is_empty() {
                    return None;
                }
                Value::Object(inner)
            }
            (Some(expect), value) => remainder(value, expect, levels),
        };
        Some((key.clone(), inner))
    });
    Value::Object(fields.collect())
}

/// A place at which the two documents differ.
enum Difference<'v> {
    /// The key is lost, with this value.
    Lost(Pointer, &'v Value),
    /// The value has changed.
    Changed(Pointer),
}

/// One step from a value to a value inside it.
#[derive(Clone, Copy)]
enum Step<'v> {
    Key(&'v str),
    Item(usize),
}

/// Collects the differences. Most places have none, so a pointer is built only for those that do.
fn compare<'v>(way: &mut Vec<Step<'v>>, written: &'v Value, kept: &Value, differences: &mut Vec<Difference<'v>>) {
    match (written, kept) {
        (Value::Object(written), Value::Object(kept)) => {
            for (key, value) in written {
                way.push(Step::Key(key));
                match kept.get(key) {
                    Some(kept) => compare(way, value, kept, differences),
                    None if key.starts_with("x-") => {}
                    None => differences.push(Difference::Lost(pointer(way), value)),
                }
                way.pop();
            }
        }
        (Value::Array(written), Value::Array(kept)) => {
            for (index, item) in written.iter().enumerate() {
                way.push(Step::Item(index));
                match kept.get(index) {
                    Some(kept) => compare(way, item, kept, differences),
                    None => differences.push(Difference::Lost(pointer(way), item)),
                }
                way.pop();
            }
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => {}
        (written, kept) if written == kept => {}
        _ => differences.push(Difference::Changed(pointer(way))),
    }
}

fn pointer(way: &[Step<'_>]) -> Pointer {
    way.iter().fold(Pointer::root(), |at, step| match step {
        Step::Key(key) => at.child(key),
        Step::Item(index) => at.item(*index),
    })
}

struct Report<'c, 'd, 'f> {
    context: &'c Context<'d>,
    objects: HashMap<&'c Pointer, &'c Node<'d>>,
    /// Places that other rules report.
    reported: HashSet<&'c Pointer>,
    findings: &'f mut Vec<Finding>,
}

impl Report<'_, '_, '_> {
    fn add(&mut self, difference: &Difference<'_>) {
        match difference {
            Difference::Changed(at) => self.changed(at),
            Difference::Lost(at, value) => {
                let node = at.parent().and_then(|owner| self.objects.get(&owner).copied());
                let is_item = at
                    .parent()
                    .and_then(|owner| self.context.document.at(&owner))
                    .is_some_and(Value::is_array);
                if is_item || !means_absence(node, &at.last().unwrap_or_default(), value) {
                    self.lost(at, node);
                }
            }
        }
    }

    fn lost(&mut self, at: &Pointer, owner: Option<&Node<'_>>) {
        let key = at.last().unwrap_or_default();
        // The typed document knows OpenAPI 3.0 only. What came later has an effect, or another rule says that it has none.
        let is_modern = self.context.document.version > Version::V30;
        let is_newer = |owner: &Node<'_>| owner.object.field(&key).is_some_and(|field| field.newer);
        if is_modern && owner.is_some_and(is_newer) {
            return;
        }
        if self.reported.contains(at) || owner.is_some_and(|owner| not_honoured::covers(owner.object, &key)) {
            return;
        }
        if owner.is_some_and(|owner| is_read_elsewhere(owner, &key)) {
            return;
        }
        let message = match owner {
            Some(owner) => format!("`{key}` has no effect on {}", described(owner)),
            None => format!("`{key}` has no effect here"),
        };
        let finding = self.context.at_key(RULE.id, Severity::Warning, at, message);
        self.findings
            .push(finding.with_help("remove it, or check where it belongs"));
    }

    fn changed(&mut self, at: &Pointer) {
        // The client checks no bounds, so it does not need them.
        let is_unused = at.last().is_some_and(|key| not_honoured::covers(Object::Schema, &key));
        if is_unused || self.reported.contains(at) {
            return;
        }
        let message = "the generator cannot represent this value exactly; it uses the nearest one";
        let finding = self.context.at_value(RULE.id, Severity::Warning, at, message);
        self.findings.push(
            finding.with_help("write a number that a signed 64-bit integer or a 64-bit float can represent exactly"),
        );
    }
}

/// Whether a key has an effect although the typed document has no place for it, or belongs to a part that the client does not
/// use as a whole.
fn is_read_elsewhere(owner: &Node<'_>, key: &str) -> bool {
    match owner.object {
        // References of path items are followed, and what is next to them counts.
        Object::PathItem => key == "$ref" || owner.map.contains_key("$ref"),
        // It decides how an object is written: `a=1,b=2` or `a,1,b,2`. Headers have no types in the client.
        Object::Header if key == "explode" => {
            let schema = owner.map.get("schema");
            let kind = schema.and_then(|schema| schema.get("type")?.as_str());
            !matches!(kind, Some("array" | "boolean" | "integer" | "number" | "string"))
        }
        _ => false,
    }
}

/// Whether a value means the same as its absence.
fn means_absence(node: Option<&Node<'_>>, key: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::String(style) => {
            let default = match node.map(|node| node.object) {
                Some(Object::Header) => "simple",
                Some(Object::Encoding) => "form",
                _ => return false,
            };
            key == "style" && style == default
        }
        _ => false,
    }
}

/// The name of an object in a message. The kind of the object decides which keys have an effect.
fn described(node: &Node<'_>) -> String {
    let text = |key: &str| node.map.get(key).and_then(Value::as_str);
    match node.object {
        Object::Parameter => match text("in") {
            Some(location) => format!("a {location} parameter"),
            None => "this parameter".to_owned(),
        },
        Object::SecurityScheme => match text("type") {
            Some(kind) => format!("a security scheme of type `{kind}`"),
            None => "this security scheme".to_owned(),
        },
        Object::Schema => match text("type") {
            Some(kind) => format!("a schema of type `{kind}`"),
            None => "a schema without `type`".to_owned(),
        },
        Object::OAuthFlow => format!("the flow `{}`", node.pointer.last().unwrap_or_default()),
        object => object.described(),
    }
}

/// Equality of numbers in which `1` and `1.0` are the same, and an integer differs from the nearest fraction.
fn same_number(a: &Number, b: &Number) -> bool {
    if a.is_f64() == b.is_f64() {
        return a == b;
    }
    let (whole, float) = if b.is_f64() { (a, b) } else { (b, a) };
    let Some(float) = float.as_f64() else { return false };
    // Both conversions are exact: every integer of JSON fits into an `i128`, and the float was made from one.
    let whole = whole
        .as_i64()
        .map(i128::from)
        .or_else(|| whole.as_u64().map(i128::from));
    whole.is_some_and(|whole| float.fract() == 0.0 && whole == float as i128)
}
