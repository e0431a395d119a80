//! Gathers all constraints on a value from the schemas that it must satisfy: the given ones, those that they refer to,
//! and the members of their `allOf`.

mod conditions;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value};

use super::part::Part;

/// The maximum depth of schemas that compose one another, where a reference counts as a schema. It is deeper than any real
/// document, and fits on the stack.
const MAX_DEPTH: usize = 256;

/// A kind of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum JsonType {
    Object,
    Array,
    Text,
    Integer,
    Number,
    Boolean,
    Null,
}

impl JsonType {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "object" => Self::Object,
            "array" => Self::Array,
            "string" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "null" => Self::Null,
            _ => return None,
        })
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Union<'d> {
    pub(super) branches: Vec<Part<'d>>,
    /// Whether it is an `anyOf`: a value can satisfy several branches.
    pub(super) is_any: bool,
    pub(super) discriminator: Option<&'d Map<String, Value>>,
}

/// The constraint on keys that `properties` does not name.
#[derive(Clone, Debug, Default)]
pub(super) enum Additional<'d> {
    /// There is none.
    #[default]
    Open,
    /// They are forbidden.
    Never,
    /// Their values satisfy these parts. Without parts, any value is valid.
    Schema(Vec<Part<'d>>),
}

/// The constraints on a value.
#[derive(Debug, Default)]
pub(super) struct Gathered<'d> {
    /// The allowed kinds; `None` if there is no `type`.
    pub(super) kinds: Option<BTreeSet<JsonType>>,
    /// Whether null is allowed too.
    pub(super) nullable: bool,
    pub(super) format: Option<&'d str>,
    /// The allowed values, if they are listed.
    pub(super) values: Option<Vec<&'d Value>>,
    pub(super) properties: BTreeMap<&'d str, Vec<Part<'d>>>,
    pub(super) required: BTreeSet<&'d str>,
    pub(super) additional: Option<Additional<'d>>,
    pub(super) items: Vec<Part<'d>>,
    /// The schemas of the first items of a list, in order.
    pub(super) first_items: Vec<Part<'d>>,
    pub(super) is_list: bool,
    pub(super) unions: Vec<Union<'d>>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) max_items: Option<u64>,
    /// Whether no value satisfies all schemas.
    pub(super) never: bool,
    /// Whether a schema contains itself.
    pub(super) circular: bool,
    /// Whether schemas compose one another deeper than [`MAX_DEPTH`], and the deeper ones were not read.
    pub(super) is_cut: bool,
    /// Whether there are constraints that do not determine the kind, such as `not`.
    pub(super) constrained: bool,
    pub(super) pattern: bool,
    /// The schemas for the values of keys that match a pattern.
    patterns: Vec<Part<'d>>,
    /// Properties that only conditions name, and whose schemas hold only if a condition does: with the place of one.
    pub(super) uncertain: BTreeMap<&'d str, Pointer>,
    /// Properties that are only present under a condition.
    conditional: BTreeMap<&'d str, Vec<Part<'d>>>,
    /// Properties that conditions test.
    tested: BTreeSet<&'d str>,
    /// The schemas that were read, by place, each with whether it is one of the given ones, and whether without its unions.
    read: HashSet<(Pointer, bool, bool)>,
    // What the schema itself says, not what it refers to:
    pub(super) description: Option<&'d str>,
    pub(super) title: Option<&'d str>,
    pub(super) default: Option<(Pointer, &'d Value)>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

/// The way through the schemas that are read.
struct Walk<'d> {
    document: &'d Value,
    /// The places of the schemas around the one that is read.
    path: Vec<Pointer>,
    /// What schemas in conditions say, by their places.
    conditional: HashMap<Pointer, Rc<Gathered<'d>>>,
}

/// Gathers the constraints on values that satisfy all `parts`.
pub(super) fn gather<'d>(document: &'d Value, parts: &[Part<'d>]) -> Gathered<'d> {
    let mut gathered = Gathered::default();
    let mut walk = Walk {
        document,
        path: Vec::new(),
        conditional: HashMap::new(),
    };
    for part in parts {
        gathered.part(part, true, &mut walk);
    }
    gathered.imply();
    gathered
}

impl<'d> Walk<'d> {
    /// What a schema in a condition says. Nothing if there is none.
    fn alone(&mut self, part: Option<Part<'d>>) -> Rc<Gathered<'d>> {
        let Some(part) = part.and_then(|part| part.followed(self.document)) else {
            return Rc::default();
        };
        if let Some(known) = self.conditional.get(&part.at) {
            return Rc::clone(known);
        }
        let mut inner = Gathered::default();
        inner.part(&part, false, self);
        let inner = Rc::new(inner);
        self.conditional.insert(part.at, Rc::clone(&inner));
        inner
    }
}

impl<'d> Gathered<'d> {
    fn part(&mut self, part: &Part<'d>, own: bool, walk: &mut Walk<'d>) {
        let map = match part.value {
            Value::Bool(allowed) => {
                self.never |= !allowed;
                return;
            }
            Value::Object(map) => map,
            _ => return,
        };
        if walk.path.contains(&part.at) {
            self.circular = true;
            return;
        }
        if walk.path.len() > MAX_DEPTH {
            self.is_cut = true;
            return;
        }
        // Several schemas may refer to one. The number of ways to it can be exponential.
        if !self.read.insert((part.at.clone(), own, part.bare)) {
            return;
        }
        walk.path.push(part.at.clone());
        if part.reference().is_some() {
            match part.followed(walk.document) {
                Some(referred) => self.part(&referred, false, walk),
                None => self.circular = true,
            }
        } else {
            self.keywords(part, map);
            if own {
                self.annotations(part, map);
            }
            self.conditions(part, map, walk);
            for member in part.list("allOf") {
                let inline = own && member.reference().is_none();
                self.part(&member, inline, walk);
            }
            if !part.bare {
                self.unions(part, map, walk);
            }
        }
        walk.path.pop();
    }

    fn unions(&mut self, part: &Part<'d>, map: &'d Map<String, Value>, walk: &mut Walk<'d>) {
        let discriminator = map.get("discriminator").and_then(Value::as_object);
        for key in ["oneOf", "anyOf"] {
            let branches = part.list(key);
            match branches.as_slice() {
                [] => {}
                [only] => self.part(only, false, walk),
                _ => self.unions.push(Union {
                    branches,
                    is_any: key == "anyOf",
                    discriminator,
                }),
            }
        }
    }

    fn annotations(&mut self, part: &Part<'d>, map: &'d Map<String, Value>) {
        let flag = |key: &str| map.get(key) == Some(&Value::Bool(true));
        self.description = self.description.or_else(|| part.text("description"));
        self.title = self.title.or_else(|| part.text("title"));
        if self.default.is_none() {
            self.default = map.get("default").map(|value| (part.at.child("default"), value));
        }
        self.deprecated |= flag("deprecated");
        self.nullable |= flag("nullable");
    }

    fn keywords(&mut self, part: &Part<'d>, map: &'d Map<String, Value>) {
        self.kind(map);
        // A property that only the server sets stays read-only through a reference.
        self.read_only |= map.get("readOnly") == Some(&Value::Bool(true));
        self.write_only |= map.get("writeOnly") == Some(&Value::Bool(true));
        self.nullable |= map.get("nullable") == Some(&Value::Bool(true)) && self.is_first_word();
        self.format = self.format.or_else(|| part.text("format"));
        if let Some(values) = map.get("enum").and_then(Value::as_array) {
            self.values = Some(match self.values.take() {
                Some(known) => known.into_iter().filter(|value| values.contains(value)).collect(),
                None => values.iter().collect(),
            });
        }
        let properties = map.get("properties").and_then(Value::as_object);
        let at = part.at.child("properties");
        for (key, value) in properties.into_iter().flatten() {
            let parts = self.properties.entry(key).or_default();
            if !parts.iter().any(|known| known.value == value) {
                parts.push(Part::new(at.child(key), value));
            }
        }
        let required = map.get("required").and_then(Value::as_array);
        self.required
            .extend(required.into_iter().flatten().filter_map(Value::as_str));
        self.additional(part);
        if map.contains_key("items") {
            self.is_list = true;
            self.items
                .extend(part.child("items").filter(|items| !items.value.is_array()));
        }
        let first = ["prefixItems", "items"].map(|key| part.list(key));
        self.is_list |= map.contains_key("prefixItems");
        self.first_items.extend(first.into_iter().flatten());
        self.bounds(map);
        self.pattern |= map.contains_key("pattern");
        self.constrained |= map.contains_key("not");
        self.never |= part.is_never();
    }

    /// Whether no other schema was read before. Then what a referenced schema says about null is the only information.
    fn is_first_word(&self) -> bool {
        self.properties.is_empty() && self.values.is_none() && self.items.is_empty() && self.unions.is_empty()
    }

    fn kind(&mut self, map: &Map<String, Value>) {
        let kinds: BTreeSet<_> = match map.get("type") {
            Some(Value::String(kind)) => JsonType::parse(kind).into_iter().collect(),
            Some(Value::Array(kinds)) => kinds
                .iter()
                .filter_map(Value::as_str)
                .filter_map(JsonType::parse)
                .collect(),
            _ => return,
        };
        if kinds.is_empty() {
            return;
        }
        let both = match self.kinds.take() {
            None => kinds,
            Some(known) => {
                let mut both: BTreeSet<_> = known.intersection(&kinds).copied().collect();
                // An integer is a number.
                let whole = |one: &BTreeSet<JsonType>, other: &BTreeSet<JsonType>| {
                    one.contains(&JsonType::Integer) && other.contains(&JsonType::Number)
                };
                if whole(&known, &kinds) || whole(&kinds, &known) {
                    both.insert(JsonType::Integer);
                }
                both
            }
        };
        self.never |= both.is_empty();
        self.kinds = Some(both);
    }

    fn additional(&mut self, part: &Part<'d>) {
        let patterns = part.value.get("patternProperties").and_then(Value::as_object);
        let at = part.at.child("patternProperties");
        let patterns = patterns.into_iter().flatten();
        self.patterns
            .extend(patterns.map(|(pattern, value)| Part::new(at.child(pattern), value)));
        let stated = part.child("additionalProperties");
        let Some(child) = stated.or_else(|| part.child("unevaluatedProperties")) else {
            return;
        };
        let stated = match child.value {
            Value::Bool(true) => Additional::Schema(Vec::new()),
            Value::Bool(false) => Additional::Never,
            _ => Additional::Schema(vec![child]),
        };
        // If each member of an `allOf` forbids the keys of the others, no key is left. Authors do not mean that.
        self.additional = Some(match (self.additional.take(), stated) {
            (None, stated) => stated,
            (Some(Additional::Schema(mut parts)), Additional::Schema(more)) => {
                parts.extend(more);
                Additional::Schema(parts)
            }
            (Some(Additional::Schema(parts)), _) | (_, Additional::Schema(parts)) => Additional::Schema(parts),
            _ => Additional::Open,
        });
    }

    fn bounds(&mut self, map: &Map<String, Value>) {
        let number = |key: &str| map.get(key).and_then(Value::as_f64);
        let exclusive = |key: &str| map.get(key) == Some(&Value::Bool(true));
        let low = number("minimum").map(|value| value + f64::from(u8::from(exclusive("exclusiveMinimum"))));
        let high = number("maximum").map(|value| value - f64::from(u8::from(exclusive("exclusiveMaximum"))));
        let low = low
            .into_iter()
            .chain(number("exclusiveMinimum").map(|value| value + 1.0));
        let high = high
            .into_iter()
            .chain(number("exclusiveMaximum").map(|value| value - 1.0));
        self.minimum = low.chain(self.minimum).reduce(f64::max);
        self.maximum = high.chain(self.maximum).reduce(f64::min);
        let length = |key: &str| map.get(key).and_then(Value::as_u64);
        self.min_length = length("minLength").into_iter().chain(self.min_length).max();
        self.max_length = length("maxLength").into_iter().chain(self.max_length).min();
        self.max_items = length("maxItems").into_iter().chain(self.max_items).min();
    }

    /// Finds the kind from keywords that only apply to one kind, if there is no `type`.
    fn imply(&mut self) {
        self.imply_members();
        if let Some(kinds) = &mut self.kinds {
            self.nullable |= kinds.remove(&JsonType::Null) && !kinds.is_empty();
            if kinds.is_empty() && !self.never {
                kinds.insert(JsonType::Null);
            }
        }
        if let Some(values) = &mut self.values {
            let before = values.len();
            if before > 1 {
                values.retain(|value| !value.is_null());
                self.nullable |= values.len() < before;
            }
        }
        if self.kinds.is_some() {
            return;
        }
        let kind = if !self.properties.is_empty() || self.additional.is_some() {
            JsonType::Object
        } else if self.is_list {
            JsonType::Array
        } else if let Some(values) = &self.values {
            self.kinds = Some(values.iter().map(|value| JsonType::of(value)).collect());
            return;
        } else if self.min_length.is_some() || self.max_length.is_some() || self.pattern {
            JsonType::Text
        } else {
            match self.format {
                Some(format) if format.starts_with("int") || format.starts_with("uint") => JsonType::Integer,
                Some("float" | "double") => JsonType::Number,
                Some(_) => JsonType::Text,
                None if self.minimum.is_some() || self.maximum.is_some() => JsonType::Number,
                None => return,
            }
        };
        // If there is a union, its members determine the kind.
        if self.unions.is_empty() || kind == JsonType::Object {
            self.kinds = Some(BTreeSet::from([kind]));
        }
    }

    /// Whether there are constraints other than the kind and the unions.
    pub(super) fn has_content(&self) -> bool {
        !self.properties.is_empty()
            || self.values.is_some()
            || self.is_list
            || matches!(self.additional, Some(Additional::Schema(_)))
            || self.format.is_some()
    }

    /// Whether there is nothing that a type could express.
    pub(super) fn is_silent(&self) -> bool {
        !self.has_content() && self.kinds.is_none() && self.unions.is_empty() && !self.never
    }

    /// The kind, if there is exactly one.
    pub(super) fn kind_alone(&self) -> Option<JsonType> {
        let kinds = self.kinds.as_ref()?;
        kinds.first().copied().filter(|_| kinds.len() == 1)
    }
}

/// The kinds of values in words.
pub(super) fn word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Object => "Object",
        JsonType::Array => "Array",
        JsonType::Text => "String",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::Boolean => "Boolean",
        JsonType::Null => "Null",
    }
}
