//! A document, what its types are, and the values that they are to read.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use codegen::{Unobserved, generate};
use jsonschema::Validator;
use openapi_document::{Finding, Severity, Source};
use serde_json::{Value, json};

use super::instance::{Extent, Maker};
use super::project::line;
use super::schema::{escaped, translated};
use super::types::Types;
use super::{Origin, Probe, places};

/// How often an instance is tried to be made.
const TRIES: usize = 6;

pub(super) struct Subject {
    pub(super) name: String,
    /// The document as it stands.
    pub(super) document: Value,
    /// The document with JSON Schemas in it.
    schemas: Value,
    pub(super) types: Types,
    pub(super) findings: Vec<Finding>,
    /// Examples of a file beside the document: a type or a pointer, and the text of a value.
    beside: Vec<(String, String)>,
    /// The schemas that a client sends, or a part of what it sends.
    sent: BTreeSet<String>,
    received: BTreeSet<String>,
}

impl Subject {
    /// Reads a document and generates its code; the inner error says why there is none.
    pub(super) fn read(file: &Path) -> io::Result<Result<Self, String>> {
        let text = std::fs::read_to_string(file)?;
        let Some(document) = value(&text) else {
            return Ok(Err("it is neither JSON nor YAML that can be read".to_owned()));
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let generated = generate(Source::new(name.clone(), &text), &mut Unobserved);
        let Some(code) = generated.code else {
            let first = generated
                .findings
                .into_iter()
                .find(|finding| finding.severity == Severity::Error);
            return Ok(Err(first.map(|finding| finding.message).unwrap_or_default()));
        };
        let beside = match std::fs::read_to_string(file.with_extension("jsonl")) {
            Ok(lines) => lines.lines().filter_map(beside).collect(),
            Err(_) => Vec::new(),
        };
        let (sent, received) = directions(&document);
        Ok(Ok(Self {
            name,
            schemas: translated(&document),
            types: Types::of(&code).map_err(io::Error::other)?,
            findings: generated.findings,
            beside,
            sent,
            received,
            document,
        }))
    }

    /// Whether answers alone hold values that the schemas at `places` speak of.
    pub(super) fn is_received(&self, places: &BTreeSet<String>) -> bool {
        let is_in = |set: &BTreeSet<String>| places.iter().any(|place| set.contains(place));
        is_in(&self.received) && !is_in(&self.sent)
    }

    /// Those of `places` whose schema `value` is valid for: of a union, the forms that it has.
    pub(super) fn fitting(&self, places: &BTreeSet<String>, value: &Value) -> BTreeSet<String> {
        let registry = jsonschema::Registry::new().add("urn:document", self.schemas.clone());
        let Ok(registry) = registry.and_then(jsonschema::RegistryBuilder::prepare) else {
            return places.clone();
        };
        let fits = |place: &&String| {
            let validator = jsonschema::draft202012::options()
                .with_registry(&registry)
                .offline()
                .build(&json!({ "$ref": format!("urn:document#{}", encoded(place)) }));
            validator.is_ok_and(|validator| validator.is_valid(value))
        };
        places.iter().filter(fits).cloned().collect()
    }

    /// The values that types are to read, `count` made for each.
    pub(super) fn probes(&self, places: &BTreeMap<String, String>, count: usize) -> Vec<Probe> {
        let registry = jsonschema::Registry::new().add("urn:document", self.schemas.clone());
        let Ok(registry) = registry.and_then(jsonschema::RegistryBuilder::prepare) else {
            return Vec::new();
        };
        let mut examples = BTreeMap::new();
        gather_examples(&self.document, "", &mut examples);
        let mut probes = Vec::new();
        for (place, name) in places {
            let validator = jsonschema::draft202012::options()
                .with_registry(&registry)
                .offline()
                .build(&json!({ "$ref": format!("urn:document#{}", encoded(place)) }));
            let Ok(validator) = validator else { continue };
            let mut add = |text: String, origin| {
                probes.push(Probe {
                    name: name.clone(),
                    text,
                    place: place.clone(),
                    origin,
                });
            };
            for example in examples.get(place.as_str()).into_iter().flatten() {
                // What cannot be written in the notation of the document is a text of JSON.
                let written = example.as_str().and_then(|text| serde_json::from_str(text).ok());
                let written = written.filter(Value::is_object);
                let example = written.as_ref().unwrap_or(example);
                if validator.is_valid(example) {
                    add(line(example), Origin::Example);
                }
            }
            for (of, text) in &self.beside {
                if (of == name || of == place) && value(text).is_some_and(|value| validator.is_valid(&value)) {
                    add(text.clone(), Origin::Example);
                }
            }
            let instances = self.instances(place, count, &validator);
            if let Some(Value::Object(first)) = instances.first() {
                let mut grown = first.clone();
                grown.insert("added by the server".to_owned(), json!("text"));
                let grown = Value::Object(grown);
                let is_closed = places::of_root(&self.document, place).iter().any(|place| {
                    let additional = self.document.pointer(&format!("{place}/additionalProperties"));
                    additional == Some(&Value::Bool(false))
                });
                if is_closed || validator.is_valid(&grown) {
                    add(line(&grown), Origin::Grown);
                }
            }
            for (index, instance) in instances.iter().enumerate().take(4) {
                if let Some(invalid) = invalid(instance, index, &validator) {
                    add(line(&invalid), Origin::Invalid);
                }
            }
            for instance in &instances {
                add(line(instance), Origin::Instance);
            }
        }
        probes
    }

    /// Different valid values of the schema at `place`: the least one, the most one, and what chance has it.
    fn instances(&self, place: &str, count: usize, validator: &Validator) -> Vec<Value> {
        let seed = place
            .bytes()
            .fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let mut maker = Maker::new(&self.schemas, &self.document, seed);
        let mut instances: Vec<Value> = Vec::new();
        for index in 0..count {
            let extent = match index {
                0 => Extent::Least,
                1 => Extent::Most,
                _ => Extent::Some,
            };
            let made = (0..TRIES).filter_map(|_| maker.make(place, extent));
            // A type is never null. What refers to a schema that may be is an `Option`.
            let valid = made
                .filter(|value| !value.is_null() && validator.is_valid(value))
                .find(|value| !instances.contains(value));
            instances.extend(valid);
        }
        instances
    }
}

/// A line of a file beside a document.
fn beside(line: &str) -> Option<(String, String)> {
    let whole: BTreeMap<String, Box<serde_json::value::RawValue>> = serde_json::from_str(line).ok()?;
    let of: String = serde_json::from_str(whole.get("type").or_else(|| whole.get("pointer"))?.get()).ok()?;
    let text = whole.get("v").or_else(|| whole.get("value"))?.get().to_owned();
    Some((of.trim_start_matches('#').to_owned(), text))
}

fn value(text: &str) -> Option<Value> {
    let json = serde_json::from_str(text).ok();
    let yaml = || serde_yaml::from_str(text).ok();
    json.or_else(yaml)
        .or_else(|| serde_yaml::from_str(&with_floats(text)).ok())
}

/// The text with a fraction behind integers of more digits than the YAML library reads.
fn with_floats(text: &str) -> String {
    let mut floats = String::new();
    let mut digits = 0;
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits += 1;
        } else {
            if digits > 19 && c != '.' {
                floats.push_str(".0");
            }
            digits = 0;
        }
        floats.push(c);
    }
    floats
}

/// A JSON Pointer as the fragment of a URI.
fn encoded(pointer: &str) -> String {
    const UNSAFE: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'$')
        .remove(b'*')
        .remove(b'+')
        .remove(b'!');
    percent_encoding::utf8_percent_encode(pointer, UNSAFE).to_string()
}

/// Makes something of a valid value wrong: leaves out a member, or gives one another type. `None` where the result is valid.
fn invalid(value: &Value, index: usize, validator: &Validator) -> Option<Value> {
    let map = value.as_object()?;
    for offset in 0..map.len() {
        let mut changed = map.clone();
        let key = map.keys().nth((index + offset) % map.len())?;
        if index.is_multiple_of(2) {
            changed.remove(key);
        } else {
            let other = match map.get(key)? {
                Value::String(_) => json!(7),
                Value::Object(_) => json!([]),
                _ => json!("another type"),
            };
            changed.insert(key.clone(), other);
        }
        let changed = Value::Object(changed);
        if !validator.is_valid(&changed) {
            return Some(changed);
        }
    }
    None
}

/// The examples of a document, by the places of the schemas that they are of.
fn gather_examples(value: &Value, at: &str, examples: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather_examples(item, &format!("{at}/{index}"), examples);
            }
        }
        Value::Object(map) => {
            let mut own: Vec<&Value> = Vec::new();
            own.extend(map.get("example"));
            match map.get("examples") {
                Some(Value::Array(several)) => own.extend(several),
                Some(Value::Object(several)) => own.extend(several.values().filter_map(|example| example.get("value"))),
                _ => {}
            }
            // An example beside a schema is of what that refers to.
            let of = match map.get("schema") {
                Some(schema) => schema.get("$ref").and_then(Value::as_str).map_or_else(
                    || format!("{at}/schema"),
                    |reference| reference.trim_start_matches('#').to_owned(),
                ),
                None => at.to_owned(),
            };
            if !own.is_empty() {
                examples.entry(of).or_default().extend(own.into_iter().cloned());
            }
            for (key, value) in map {
                if !matches!(key.as_str(), "example" | "examples") {
                    gather_examples(value, &format!("{at}/{}", escaped(key)), examples);
                }
            }
        }
        _ => {}
    }
}

/// The places of the schemas that requests hold, and of those that answers hold.
fn directions(document: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = format!("/paths/{}", escaped(path));
        reach(document, item.get("parameters"), &format!("{at}/parameters"), &mut sent);
        for (method, operation) in item.as_object().into_iter().flatten() {
            let at = format!("{at}/{method}");
            for key in ["requestBody", "parameters"] {
                reach(document, operation.get(key), &format!("{at}/{key}"), &mut sent);
            }
            reach(
                document,
                operation.get("responses"),
                &format!("{at}/responses"),
                &mut received,
            );
        }
    }
    (sent, received)
}

fn reach(document: &Value, value: Option<&Value>, at: &str, reached: &mut BTreeSet<String>) {
    match value {
        Some(Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                reach(document, Some(item), &format!("{at}/{index}"), reached);
            }
        }
        Some(Value::Object(map)) => {
            if !reached.insert(at.to_owned()) {
                return;
            }
            let mapped = map.get("mapping").and_then(Value::as_object);
            let mapped = mapped.into_iter().flat_map(serde_json::Map::values);
            for reference in map.get("$ref").into_iter().chain(mapped).filter_map(Value::as_str) {
                if let Some(pointer) = reference.strip_prefix('#') {
                    reach(document, document.pointer(pointer), pointer, reached);
                }
            }
            for (key, value) in map {
                let at = format!("{at}/{}", escaped(key));
                match (key.as_str(), value) {
                    ("example" | "examples", _) => {}
                    // Of one member alone, it is what that refers to.
                    ("allOf", Value::Array(members)) if members.len() > 1 => {
                        for (index, member) in members.iter().enumerate() {
                            compose(document, member, &format!("{at}/{index}"), reached);
                        }
                    }
                    _ => reach(document, Some(value), &at, reached),
                }
            }
        }
        _ => {}
    }
}

/// Reaches what a member of `allOf` holds. What it refers to is a part of the schema around it, and no value of its own.
fn compose(document: &Value, member: &Value, at: &str, reached: &mut BTreeSet<String>) {
    let reference = member.get("$ref").and_then(Value::as_str);
    let Some(pointer) = reference.and_then(|reference| reference.strip_prefix('#')) else {
        return reach(document, Some(member), at, reached);
    };
    if !reached.insert(format!("{pointer} as a part")) {
        return;
    }
    for (key, value) in document
        .pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = format!("{pointer}/{}", escaped(key));
        match (key.as_str(), value) {
            ("example" | "examples" | "discriminator", _) => {}
            ("allOf", Value::Array(members)) => {
                for (index, member) in members.iter().enumerate() {
                    compose(document, member, &format!("{at}/{index}"), reached);
                }
            }
            _ => reach(document, Some(value), &at, reached),
        }
    }
}
