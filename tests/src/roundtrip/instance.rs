//! Values that a schema allows, made from nothing but the schema. They are a proposal: a validator has the last word.

mod scalar;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Beyond this many schemas in each other, only what must be there is made.
const DEEP: usize = 5;
/// Beyond this many, nothing is.
const TOO_DEEP: usize = 24;

/// How much of a value is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What must be there.
    Least,
    /// Everything that may be there.
    Most,
    /// What chance has it.
    Some,
}

/// Makes values of the schemas of a document.
pub(super) struct Maker<'d> {
    /// The document, its schemas translated.
    document: &'d Value,
    /// The document as it is: it knows of discriminators.
    source: &'d Value,
    /// Which component schemas are made of which by `allOf`: the child behind its base.
    children: BTreeMap<String, Vec<String>>,
    random: Random,
    extent: Extent,
}

/// The keywords of a schema, and where they stand.
struct Part<'d> {
    at: Option<String>,
    map: &'d Map<String, Value>,
}

impl<'d> Maker<'d> {
    pub(super) fn new(document: &'d Value, source: &'d Value, seed: u64) -> Self {
        Self {
            document,
            source,
            children: children(source),
            random: Random::new(seed),
            extent: Extent::Some,
        }
    }

    /// A value for the schema at `pointer`.
    pub(super) fn make(&mut self, pointer: &str, extent: Extent) -> Option<Value> {
        self.extent = extent;
        let schema = self.document.pointer(pointer)?;
        self.value(&[(Some(pointer.to_owned()), schema)], 0)
    }

    /// A value that satisfies all `schemas`.
    fn value(&mut self, schemas: &[(Option<String>, &'d Value)], depth: usize) -> Option<Value> {
        if depth > TOO_DEEP {
            return None;
        }
        let (mut parts, mut tags) = (Vec::new(), Vec::new());
        for (at, schema) in schemas {
            self.expand(at.clone(), schema, &mut parts, &mut tags, 0)?;
        }
        let mut value = self.of_parts(&parts, depth)?;
        if let Value::Object(map) = &mut value {
            for (key, tag) in tags {
                map.insert(key, Value::String(tag));
            }
        }
        Some(value)
    }

    /// Follows references and compositions; of unions, branches are picked.
    fn expand(
        &mut self,
        at: Option<String>,
        schema: &'d Value,
        parts: &mut Vec<Part<'d>>,
        tags: &mut Vec<(String, String)>,
        steps: usize,
    ) -> Option<()> {
        let map = match schema {
            Value::Bool(true) => return Some(()),
            Value::Object(map) if steps < TOO_DEEP => map,
            _ => return None,
        };
        if let Some(pointer) = map.get("$ref").and_then(Value::as_str) {
            let pointer = pointer.strip_prefix('#')?;
            let (pointer, tag) = self.heir(pointer, tags, steps);
            tags.extend(tag);
            let target = self.document.pointer(&pointer)?;
            self.expand(Some(pointer), target, parts, tags, steps + 1)?;
        } else if steps == 0
            && let Some(pointer) = &at
        {
            let (heir, tag) = self.heir(pointer, tags, steps);
            if heir != *pointer {
                tags.extend(tag);
                let target = self.document.pointer(&heir)?;
                return self.expand(Some(heir), target, parts, tags, steps + 1);
            }
        }
        let below = |key: &str, index: usize| at.as_ref().map(|at| format!("{at}/{key}/{index}"));
        for (index, member) in list(map, "allOf").iter().enumerate() {
            // What a child is made of is its base, and not one of the base's children.
            self.expand(below("allOf", index), member, parts, tags, steps + 2)?;
        }
        for key in ["oneOf", "anyOf"] {
            let branches = list(map, key);
            if branches.is_empty() {
                continue;
            }
            let index = self.random.below(branches.len());
            self.branch(at.as_deref(), key, index, &branches[index], parts, tags, steps)?;
            if key == "anyOf" && self.random.below(4) == 0 {
                let other = self.random.below(branches.len());
                if other != index {
                    self.branch(at.as_deref(), key, other, &branches[other], parts, tags, steps)?;
                }
            }
        }
        if self.random.below(2) == 0
            && let Some(then) = map.get("then")
        {
            if let Some(condition) = map.get("if") {
                self.expand(None, condition, parts, tags, steps + 1)?;
            }
            self.expand(None, then, parts, tags, steps + 1)?;
        }
        parts.push(Part { at, map });
        Some(())
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a step of the expansion, with all of its state"
    )]
    fn branch(
        &mut self,
        at: Option<&str>,
        key: &str,
        index: usize,
        branch: &'d Value,
        parts: &mut Vec<Part<'d>>,
        tags: &mut Vec<(String, String)>,
        steps: usize,
    ) -> Option<()> {
        if let Some((property, tag)) = at.and_then(|at| self.tag_of(at, branch)) {
            tags.push((property, tag));
        }
        let below = at.map(|at| format!("{at}/{key}/{index}"));
        self.expand(below, branch, parts, tags, steps + 2)
    }

    /// The discriminator's property and value for a branch of the union at `at`.
    fn tag_of(&self, at: &str, branch: &Value) -> Option<(String, String)> {
        let discriminator = self.source.pointer(at)?.get("discriminator")?;
        let reference = branch.get("$ref")?.as_str()?;
        tag(discriminator, reference.rsplit('/').next()?)
    }

    /// One of the schemas that the component at `pointer` is the base of, and the tag that says so; the component itself where
    /// there is none.
    fn heir(&mut self, pointer: &str, tags: &[(String, String)], steps: usize) -> (String, Option<(String, String)>) {
        let itself = (pointer.to_owned(), None);
        let is_member = steps > 1;
        let source = self.source;
        let Some(name) = pointer.strip_prefix("/components/schemas/") else {
            return itself;
        };
        let discriminator = source.pointer(pointer).and_then(|schema| {
            let is_base = schema.get("oneOf").is_none() && schema.get("anyOf").is_none();
            schema.get("discriminator").filter(|_| is_base)
        });
        let Some(discriminator) = discriminator.filter(|_| !is_member && tags.is_empty()) else {
            return itself;
        };
        let mut heirs: Vec<String> = self.children.get(name).cloned().unwrap_or_default();
        let mapped = discriminator.get("mapping").and_then(Value::as_object);
        let mapped = mapped.into_iter().flat_map(Map::values).filter_map(Value::as_str);
        heirs.extend(mapped.filter_map(|target| Some(target.rsplit('/').next()?.to_owned())));
        heirs.retain(|heir| source.pointer(&format!("/components/schemas/{heir}")).is_some() && heir != name);
        match self.random.pick(&heirs) {
            Some(heir) => (format!("/components/schemas/{heir}"), tag(discriminator, heir)),
            None => itself,
        }
    }

    fn of_parts(&mut self, parts: &[Part<'d>], depth: usize) -> Option<Value> {
        let constants: Vec<_> = parts.iter().filter_map(|part| part.map.get("const")).collect();
        if let Some(first) = constants.first() {
            return constants.iter().all(|other| other == first).then(|| (*first).clone());
        }
        let listed: Vec<_> = parts
            .iter()
            .filter_map(|part| part.map.get("enum")?.as_array())
            .collect();
        if let Some(first) = listed.first() {
            let common: Vec<_> = first
                .iter()
                .filter(|value| listed.iter().all(|values| values.contains(value)))
                .collect();
            return self.random.pick(&common).map(|value| (*value).clone());
        }
        let kinds = kinds(parts)?;
        let kind = match kinds.as_slice() {
            [] => return Some(scalar::anything(&mut self.random)),
            // Null is the special case of most documents, and the rule of none.
            [kind, "null"] | ["null", kind] if self.extent == Extent::Most || self.random.below(4) > 0 => kind,
            kinds => self.random.pick(kinds)?,
        };
        match *kind {
            "null" => Some(Value::Null),
            "boolean" => Some(json!(self.random.below(2) == 0)),
            "object" => self.object(parts, depth),
            "array" => self.list(parts, depth),
            "string" => scalar::text(&mut self.random, &maps(parts)),
            kind => scalar::number(&mut self.random, &maps(parts), kind == "integer"),
        }
    }

    fn object(&mut self, parts: &[Part<'d>], depth: usize) -> Option<Value> {
        let mut properties: BTreeMap<&str, Vec<(Option<String>, &'d Value)>> = BTreeMap::new();
        let mut required: Vec<&str> = Vec::new();
        for part in parts {
            for (key, schema) in part
                .map
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                let at = part
                    .at
                    .as_ref()
                    .map(|at| format!("{at}/properties/{}", super::schema::escaped(key)));
                properties.entry(key).or_default().push((at, schema));
            }
            required.extend(list(part.map, "required").iter().filter_map(Value::as_str));
        }
        let mut map = Map::new();
        for key in &required {
            if let Some(schemas) = properties.get(key) {
                map.insert((*key).to_owned(), self.value(schemas, depth + 1)?);
            }
        }
        for (key, schemas) in &properties {
            let is_wanted = match self.extent {
                _ if depth > DEEP => false,
                Extent::Least => false,
                Extent::Most => true,
                Extent::Some => self.random.below(2) == 0,
            };
            if is_wanted
                && !map.contains_key(*key)
                && let Some(value) = self.value(schemas, depth + 1)
            {
                map.insert((*key).to_owned(), value);
            }
        }
        self.additional(parts, &required, &mut map, depth);
        let least = parts
            .iter()
            .filter_map(|part| part.map.get("minProperties")?.as_u64())
            .max();
        for (key, schemas) in &properties {
            if least.is_some_and(|least| (map.len() as u64) < least) && !map.contains_key(*key) {
                map.insert((*key).to_owned(), self.value(schemas, depth + 1)?);
            }
        }
        Some(Value::Object(map))
    }

    /// Members that no property names: those that must be there, and where the document speaks of others, a few of them.
    fn additional(&mut self, parts: &[Part<'d>], required: &[&str], map: &mut Map<String, Value>, depth: usize) {
        let mut schemas: Vec<(Option<String>, &'d Value)> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let mut patterns = Vec::new();
        for part in parts {
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                if let Some(schema) = part.map.get(keyword) {
                    schemas.push((part.at.as_ref().map(|at| format!("{at}/{keyword}")), schema));
                }
            }
            let named = part.map.get("patternProperties").and_then(Value::as_object);
            patterns.extend(named.into_iter().flatten());
        }
        keys.extend(
            required
                .iter()
                .filter(|key| !map.contains_key(**key))
                .map(|key| (*key).to_owned()),
        );
        let is_wanted = depth <= DEEP && self.extent != Extent::Least;
        if !schemas.is_empty() && is_wanted && self.random.below(3) > 0 {
            keys.extend(
                ["one more", "x-2"]
                    .iter()
                    .take(1 + self.random.below(2))
                    .map(|key| (*key).to_owned()),
            );
        }
        for key in keys {
            if !map.contains_key(&key)
                && let Some(value) = self.value(&schemas, depth + 1)
            {
                map.insert(key, value);
            }
        }
        for (pattern, schema) in patterns.into_iter().filter(|_| is_wanted) {
            if let Some(key) = scalar::matching(&mut self.random, pattern)
                && !map.contains_key(&key)
                && let Some(value) = self.value(&[(None, schema)], depth + 1)
            {
                map.insert(key, value);
            }
        }
    }

    fn list(&mut self, parts: &[Part<'d>], depth: usize) -> Option<Value> {
        let bound = |key: &'static str| parts.iter().filter_map(move |part| part.map.get(key)?.as_u64());
        let least = usize::try_from(bound("minItems").max().unwrap_or(0))
            .ok()
            .filter(|least| *least < 200)?;
        let most = bound("maxItems").min().map_or(usize::MAX, |most| most as usize);
        let wanted = match self.extent {
            _ if depth > DEEP => 0,
            Extent::Least => 0,
            Extent::Most => 2,
            Extent::Some => self.random.below(4),
        };
        let first: Vec<_> = parts.iter().flat_map(|part| list(part.map, "prefixItems")).collect();
        let wanted = if wanted > 0 && !first.is_empty() {
            first.len() + wanted - 1
        } else {
            wanted
        };
        let mut items = Vec::new();
        for index in 0..wanted.max(least).min(most) {
            let of_index: Vec<_> = match first.get(index) {
                Some(schema) => vec![(None, *schema)],
                None => parts
                    .iter()
                    .filter_map(|part| {
                        let at = part.at.as_ref().map(|at| format!("{at}/items"));
                        Some((at, part.map.get("items")?))
                    })
                    .collect(),
            };
            match self.value(&of_index, depth + 1) {
                Some(item) => items.push(item),
                None if index >= least => break,
                None => return None,
            }
        }
        let is_set = parts
            .iter()
            .any(|part| part.map.get("uniqueItems") == Some(&json!(true)));
        if is_set {
            let mut seen: Vec<Value> = Vec::new();
            items.retain(|item| {
                !seen.contains(item) && {
                    seen.push(item.clone());
                    true
                }
            });
        }
        Some(Value::Array(items))
    }
}

fn maps<'d>(parts: &[Part<'d>]) -> Vec<&'d Map<String, Value>> {
    parts.iter().map(|part| part.map).collect()
}

fn list<'v>(map: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    map.get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The kinds that all parts allow; an empty list where none says any, `None` where there is no such kind.
fn kinds<'d>(parts: &[Part<'d>]) -> Option<Vec<&'d str>> {
    let mut known: Option<Vec<&str>> = None;
    for part in parts {
        let stated: Vec<&str> = match part.map.get("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        known = Some(match known {
            None => stated,
            Some(known) => {
                let both = |kind: &&str| stated.contains(kind) || *kind == "integer" && stated.contains(&"number");
                let mut common: Vec<&str> = known.iter().copied().filter(both).collect();
                if known.contains(&"number") && stated.contains(&"integer") && !common.contains(&"integer") {
                    common.push("integer");
                }
                common
            }
        });
    }
    match known {
        Some(known) => (!known.is_empty()).then_some(known),
        None => {
            let has = |keys: &[&str]| {
                parts
                    .iter()
                    .any(|part| keys.iter().any(|key| part.map.contains_key(*key)))
            };
            Some(
                if has(&["properties", "additionalProperties", "patternProperties", "required"]) {
                    vec!["object"]
                } else if has(&["items", "prefixItems", "minItems"]) {
                    vec!["array"]
                } else if has(&["pattern", "minLength", "maxLength"]) {
                    vec!["string"]
                } else if has(&["minimum", "maximum", "multipleOf"]) {
                    vec!["number"]
                } else {
                    Vec::new()
                },
            )
        }
    }
}

/// The property and the value by which a discriminator names the component `name`.
fn tag(discriminator: &Value, name: &str) -> Option<(String, String)> {
    let property = discriminator.get("propertyName")?.as_str()?.to_owned();
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .find(|(_, target)| target.as_str().and_then(|target| target.rsplit('/').next()) == Some(name));
    Some((property, mapped.map_or_else(|| name.to_owned(), |(tag, _)| tag.clone())))
}

fn children(document: &Value) -> BTreeMap<String, Vec<String>> {
    let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let members = schema.get("allOf").and_then(Value::as_array);
        for member in members.into_iter().flatten() {
            let base = member.get("$ref").and_then(Value::as_str);
            if let Some(base) = base.and_then(|base| base.strip_prefix("#/components/schemas/")) {
                children.entry(base.to_owned()).or_default().push(name.clone());
            }
        }
    }
    children
}
