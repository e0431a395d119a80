//! Changes to a document that keep it a document: nodes and keys are taken away, doubled, swapped, retyped, renamed and
//! grafted, references are turned to other places. What comes out is seldom legal, and never has to be.
//!
//! The fuzz targets and the test `mutations` share this module. It needs nothing but `serde_json`, and the same seed makes
//! the same changes.

mod odd;
// The generator of random numbers of all tests, from its own file: this package cannot depend on theirs.
#[path = "../../../../tests/src/random.rs"]
#[allow(dead_code, unreachable_pub, reason = "its other user is a library")]
mod random;

use odd::{FORMATS, KEYWORDS, TYPES, odd_key, odd_name, odd_number, odd_scalar, odd_value};
use serde_json::{Map, Value, json};

pub(crate) use random::Random;

/// A change makes no document that nests deeper than this, so that its own recursion stays within any stack. JSON readers
/// stop at 128 anyway.
const MAX_DEPTH: usize = 120;

/// A change makes no document of more nodes than this: grafts would double one again and again.
const MAX_NODES: usize = 60_000;

/// Makes `changes` changes to `document`, drawn from `random`. Branches of `donor` are grafted as well where there is one.
pub(crate) fn mutate(document: &mut Value, donor: Option<&Value>, changes: usize, random: &mut Random) {
    for _ in 0..changes {
        change(document, donor, random);
    }
}

fn change(document: &mut Value, donor: Option<&Value>, random: &mut Random) {
    let size = size(document);
    let at = random.below(size);
    match random.below(16) {
        0 | 1 => delete(document, at, random),
        2 => duplicate(document, at, random),
        3 => swap(document, at, random.below(size)),
        4 | 5 => put(document, at, odd_value(random)),
        6 => rename(document, at, random),
        7 | 8 => redirect(document, random),
        9 => refer(document, at, random),
        10 | 11 => graft(document, at, donor, random),
        12 => nest(document, at, random),
        13 => keyword(document, at, random),
        14 => text(document, random),
        _ => shuffle(document, at, random),
    }
}

/// How many nodes there are, `value` itself among them.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(map) => map.values().map(size).sum(),
        _ => 0,
    }
}

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The JSON Pointer of the node that comes `at`-th, parents before children, and the one of its parent where it has one.
fn pointer(value: &Value, at: usize) -> String {
    let (mut value, mut at, mut path) = (value, at, String::new());
    while at > 0 {
        at -= 1;
        let children: Vec<(String, &Value)> = match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(i, item)| (i.to_string(), item))
                .collect(),
            Value::Object(map) => map.iter().map(|(key, item)| (escape(key), item)).collect(),
            _ => Vec::new(),
        };
        let mut found = None;
        for (key, child) in children {
            let nodes = size(child);
            if at < nodes {
                found = Some((key, child));
                break;
            }
            at -= nodes;
        }
        let Some((key, child)) = found else { break };
        path.push('/');
        path.push_str(&key);
        value = child;
    }
    path
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The parent of the node that comes `at`-th, and the key or index that leads from there to it.
fn parent(document: &mut Value, at: usize) -> Option<(&mut Value, String)> {
    let path = pointer(document, at);
    let (above, key) = path.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    Some((document.pointer_mut(above)?, key))
}

fn node(document: &mut Value, at: usize) -> Option<&mut Value> {
    let path = pointer(document, at);
    document.pointer_mut(&path)
}

/// Every string, or every one that stands under a key `$ref`.
fn strings<'v>(value: &'v mut Value, all: bool, found: &mut Vec<&'v mut String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| strings(item, all, found)),
        Value::Object(map) => {
            for (key, item) in map {
                if all || !item.is_string() || key == "$ref" {
                    strings(item, all, found);
                }
            }
        }
        Value::String(text) => found.push(text),
        _ => {}
    }
}

fn delete(document: &mut Value, at: usize, random: &mut Random) {
    match parent(document, at) {
        Some((Value::Object(map), key)) => drop(map.remove(&key)),
        Some((Value::Array(items), key)) => {
            if let Some(index) = key.parse().ok().filter(|&index: &usize| index < items.len()) {
                drop(items.remove(index));
            }
        }
        _ if random.below(50) == 0 => *document = odd_value(random),
        _ => {}
    }
}

fn duplicate(document: &mut Value, at: usize, random: &mut Random) {
    let Some(copy) = node(document, at).map(|node| node.clone()) else {
        return;
    };
    if size(document) + size(&copy) > MAX_NODES {
        return;
    }
    match parent(document, at) {
        Some((Value::Object(map), key)) => {
            map.insert(odd_key(&key, random), copy);
        }
        Some((Value::Array(items), _)) => {
            let place = random.below(items.len() + 1);
            items.insert(place, copy);
        }
        _ => {}
    }
}

fn swap(document: &mut Value, one: usize, other: usize) {
    let (one, other) = (pointer(document, one), pointer(document, other));
    let within = |a: &str, b: &str| b.starts_with(a);
    if within(&one, &other) || within(&other, &one) {
        return;
    }
    let taken = document.pointer_mut(&one).map(Value::take).unwrap_or_default();
    let taken = match document.pointer_mut(&other) {
        Some(place) => std::mem::replace(place, taken),
        None => taken,
    };
    if let Some(place) = document.pointer_mut(&one) {
        *place = taken;
    }
    keep_shallow(document);
}

/// Cuts off what nests too deep.
fn keep_shallow(document: &mut Value) {
    fn cut(value: &mut Value, left: usize) {
        if left == 0 {
            *value = Value::Null;
        }
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| cut(item, left - 1)),
            Value::Object(map) => map.values_mut().for_each(|item| cut(item, left - 1)),
            _ => {}
        }
    }
    if depth(document) > MAX_DEPTH {
        cut(document, MAX_DEPTH);
    }
}

fn put(document: &mut Value, at: usize, value: Value) {
    // The whole document is replaced by `delete`, and seldom.
    if let Some(place) = node(document, at.max(1)) {
        *place = value;
    }
}

fn rename(document: &mut Value, at: usize, random: &mut Random) {
    if let Some((Value::Object(map), key)) = parent(document, at)
        && let Some(value) = map.remove(&key)
    {
        map.insert(odd_key(&key, random), value);
    }
}

/// Turns a reference that is there to another place.
fn redirect(document: &mut Value, random: &mut Random) {
    let target = target(document, random);
    let mut found = Vec::new();
    strings(document, false, &mut found);
    let index = random.below(found.len());
    if let Some(reference) = found.into_iter().nth(index) {
        *reference = target;
    }
}

/// Puts a reference where there was none.
fn refer(document: &mut Value, at: usize, random: &mut Random) {
    let target = target(document, random);
    match node(document, at) {
        // Beside siblings.
        Some(Value::Object(map)) if random.below(4) == 0 => {
            map.insert("$ref".to_owned(), target.into());
        }
        Some(_) => put(document, at, json!({ "$ref": target })),
        None => {}
    }
}

/// What a reference may say: mostly some place of the document, often a component.
fn target(document: &Value, random: &mut Random) -> String {
    let odd = [
        "#",
        "#/",
        "",
        "#/components/schemas/",
        "#/components/schemas/Missing",
        "#/paths",
        "other.yaml#/a",
        "#/%7E1",
        "#/components/schemas/%C3%A4",
        "#/components/schemas/~",
        "#/components/schemas/%zz",
        "#anchor",
        "https://example.com/a",
        "#/components/schemas/A/properties/a",
        "#/components/responses/A",
        "//",
        "\u{0}",
        "./\\",
        "#/paths/~1/get",
    ];
    match random.below(6) {
        0 => (*random.pick(&odd).unwrap_or(&"")).to_owned(),
        1..3 => format!("#{}", pointer(document, random.below(size(document)))),
        _ => {
            let groups = document.get("components").and_then(Value::as_object);
            let named = groups.into_iter().flatten().flat_map(|(group, entries)| {
                let entries = entries.as_object().into_iter().flatten();
                entries.map(move |(name, _)| format!("#/components/{}/{}", escape(group), escape(name)))
            });
            let named: Vec<_> = named.collect();
            random
                .pick(&named)
                .cloned()
                .unwrap_or_else(|| "#/components".to_owned())
        }
    }
}

/// Puts a branch from elsewhere in the document, or from another, in the place of a node.
fn graft(document: &mut Value, at: usize, donor: Option<&Value>, random: &mut Random) {
    let branch = {
        let from = donor.filter(|_| random.below(2) == 0).unwrap_or(document);
        let path = pointer(from, random.below(size(from)));
        from.pointer(&path).cloned().unwrap_or_default()
    };
    if size(document) + size(&branch) > MAX_NODES {
        return;
    }
    match node(document, at) {
        Some(Value::Object(map)) if random.below(2) == 0 => {
            map.insert(odd_key("", random), branch);
        }
        Some(Value::Array(items)) if random.below(2) == 0 => items.push(branch),
        _ => put(document, at, branch),
    }
    keep_shallow(document);
}

/// Wraps a node in a schema, once or many times.
fn nest(document: &mut Value, at: usize, random: &mut Random) {
    let layers = if random.below(8) == 0 {
        random.below(60)
    } else {
        1 + random.below(3)
    };
    let kind = random.below(8);
    if let Some(place) = node(document, at.max(1)) {
        for layer in 0..layers {
            let inner = place.take();
            *place = match if layers > 3 { kind } else { random.below(8) } {
                0 => json!({ "type": "array", "items": inner }),
                1 => json!({ "allOf": [inner] }),
                2 => json!({ "oneOf": [inner, { "type": "string", "nullable": true }] }),
                3 => json!({ "anyOf": [inner, { "type": "object", "properties": { "a": { "type": "integer" } } }] }),
                4 => json!({ "type": "object", "additionalProperties": inner }),
                5 => {
                    json!({ "type": "object", "required": ["a"], "properties": { "a": inner, "b": { "type": "number" } } })
                }
                6 => {
                    json!({ "allOf": [{ "type": "object", "properties": { format!("p{layer}"): { "type": "string" } } }, inner] })
                }
                _ => json!({ "not": inner }),
            };
        }
    }
    keep_shallow(document);
}

/// Adds a keyword to an object: one that means something somewhere, with a value that may or may not fit.
fn keyword(document: &mut Value, at: usize, random: &mut Random) {
    let key = (*random.pick(KEYWORDS).unwrap_or(&"type")).to_owned();
    let value = if random.below(3) == 0 {
        odd_value(random)
    } else {
        fitting(&key, document, random)
    };
    let mut at = at;
    // The nearest object before.
    while let Some(place) = node(document, at) {
        if let Value::Object(map) = place {
            map.insert(key, value);
            return;
        }
        if at == 0 {
            return;
        }
        at -= 1;
    }
}

/// A value that an author may have given to `key`.
fn fitting(key: &str, document: &Value, random: &mut Random) -> Value {
    let reference = json!({ "$ref": target(document, random) });
    match key {
        "type" => random.pick(TYPES).copied().unwrap_or("string").into(),
        "format" => random.pick(FORMATS).copied().unwrap_or("uuid").into(),
        "in" => random
            .pick(&["path", "query", "header", "cookie", "body"])
            .copied()
            .unwrap_or("query")
            .into(),
        "style" => {
            let styles = [
                "matrix",
                "label",
                "form",
                "simple",
                "spaceDelimited",
                "pipeDelimited",
                "deepObject",
            ];
            random.pick(&styles).copied().unwrap_or("form").into()
        }
        "nullable" | "required" | "explode" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems"
        | "allowReserved" | "allowEmptyValue" | "exclusiveMinimum" => (random.below(2) == 0).into(),
        "allOf" | "oneOf" | "anyOf" => {
            let mut members = vec![reference, json!({ "type": "object" })];
            members.truncate(random.below(3));
            for _ in 0..random.below(4) {
                members.push(json!({ "$ref": target(document, random) }));
            }
            members.into()
        }
        "enum" => (0..random.below(5)).map(|_| odd_scalar(random)).collect(),
        "items" | "additionalProperties" | "not" | "schema" => reference,
        "properties" => json!({ odd_name(random): reference, odd_name(random): { "type": "string" } }),
        "discriminator" => {
            json!({ "propertyName": odd_name(random), "mapping": { odd_name(random): target(document, random) } })
        }
        "content" => json!({ "application/json": { "schema": reference }, "multipart/form-data": { "schema": {} } }),
        "default" | "example" | "const" => odd_value(random),
        "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "minProperties" | "maxProperties" => odd_number(random),
        _ => odd_name(random).into(),
    }
}

/// Changes the characters of a string.
fn text(document: &mut Value, random: &mut Random) {
    let new = odd_name(random);
    let mut found = Vec::new();
    strings(document, true, &mut found);
    let index = random.below(found.len());
    let Some(text) = found.into_iter().nth(index) else {
        return;
    };
    let cut = text
        .char_indices()
        .map(|(at, _)| at)
        .nth(random.below(text.chars().count()))
        .unwrap_or(0);
    match random.below(4) {
        0 => *text = new,
        1 => text.insert_str(cut, &new),
        2 => text.truncate(cut),
        _ => *text = text.repeat(2),
    }
}

/// Turns an object's values around among its keys, or a list's items.
fn shuffle(document: &mut Value, at: usize, random: &mut Random) {
    match node(document, at) {
        Some(Value::Object(map)) if !map.is_empty() => {
            let keys: Vec<_> = map.keys().cloned().collect();
            let mut values: Vec<_> = std::mem::take(map).into_iter().map(|(_, value)| value).collect();
            let by = random.below(values.len());
            values.rotate_left(by);
            *map = keys.into_iter().zip(values).collect::<Map<_, _>>();
        }
        Some(Value::Array(items)) if !items.is_empty() => {
            let by = random.below(items.len());
            items.rotate_left(by);
        }
        _ => {}
    }
}
