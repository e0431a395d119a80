//! Finds and masks the values that the document marks `format: password`.
//!
//! The document alone decides which headers, query parameters and JSON properties are secret; this module names none.
//! Masking works on raw text, so that the rest stays as it went over the wire. It may mask too much: a property name is
//! secret wherever it occurs.

use std::collections::BTreeSet;

use serde_json::Value;

/// The text that replaces a secret value. It does not show the value's length.
pub const MASK: &str = "••••••••";

/// The names whose values are secret, and known secret values.
#[derive(Clone, Default)]
pub struct Secrets {
    /// In lower case.
    headers: BTreeSet<String>,
    query_parameters: BTreeSet<String>,
    path_parameters: BTreeSet<String>,
    properties: BTreeSet<String>,
    values: Vec<String>,
}

impl Secrets {
    /// Reads the names from a parsed OpenAPI document: every parameter and every schema property with
    /// `format: password`.
    #[must_use]
    pub fn of_document(document: &Value) -> Self {
        let mut secrets = Self::default();
        secrets.collect(document, document);
        secrets
    }

    /// Adds a value that is masked wherever it occurs. An empty value is ignored.
    #[must_use]
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.values.push(value);
            // Longest first. Otherwise a part of a value that contains another one would stay.
            self.values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        }
        self
    }

    /// Whether the value of this header is secret, whatever the case of its name.
    #[must_use]
    pub fn covers_header(&self, name: &str) -> bool {
        self.headers.contains(&name.to_ascii_lowercase())
    }

    /// The path parameters that the document marks as secret.
    pub fn path_parameters(&self) -> impl Iterator<Item = &str> {
        self.path_parameters.iter().map(String::as_str)
    }

    /// `text` with every known value masked.
    #[must_use]
    pub fn mask_values(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, value| text.replace(value.as_str(), MASK))
    }

    /// A query string, without its `?`, with the values of secret parameters masked.
    #[must_use]
    pub fn mask_query(&self, query: &str) -> String {
        let pairs: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if self.query_parameters.contains(name) => format!("{name}={MASK}"),
                _ => pair.to_owned(),
            })
            .collect();
        self.mask_values(&pairs.join("&"))
    }

    /// JSON text with the values of secret properties masked; `null` stays, since it is not a secret.
    ///
    /// The text need not be complete: a value that is cut off is masked up to the end.
    #[must_use]
    pub fn mask_json(&self, text: &str) -> String {
        let masked = self
            .properties
            .iter()
            .fold(text.to_owned(), |text, name| mask_property(&text, name));
        self.mask_values(&masked)
    }

    fn collect(&mut self, document: &Value, node: &Value) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.collect(document, item)),
            Value::Object(members) => {
                self.collect_parameter(document, node);
                if let Some(Value::Object(properties)) = members.get("properties") {
                    let secret = properties.iter().filter(|(_, schema)| is_secret(document, schema));
                    self.properties.extend(secret.map(|(name, _)| name.clone()));
                }
                members.values().for_each(|member| self.collect(document, member));
            }
            _ => {}
        }
    }

    fn collect_parameter(&mut self, document: &Value, node: &Value) {
        let (Some(name), Some(location)) = (node["name"].as_str(), node["in"].as_str()) else {
            return;
        };
        if !is_secret(document, &node["schema"]) {
            return;
        }
        match location {
            "header" => self.headers.insert(name.to_ascii_lowercase()),
            "query" => self.query_parameters.insert(name.to_owned()),
            "path" => self.path_parameters.insert(name.to_owned()),
            _ => false,
        };
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets")
            .field("headers", &self.headers)
            .field("query_parameters", &self.query_parameters)
            .field("path_parameters", &self.path_parameters)
            .field("properties", &self.properties)
            .field("values", &self.values.len())
            .finish()
    }
}

/// Whether a schema, or the one it refers to, directly or as a part of `allOf`, has `format: password`.
fn is_secret(document: &Value, schema: &Value) -> bool {
    // References in a reasonable document are not deeper. The limit ends a loop.
    fn within(document: &Value, schema: &Value, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        if let Some(pointer) = schema["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'))
        {
            return document
                .pointer(pointer)
                .is_some_and(|target| within(document, target, depth - 1));
        }
        let mut parts = schema["allOf"].as_array().into_iter().flatten();
        schema["format"] == "password" || parts.any(|part| within(document, part, depth - 1))
    }
    within(document, schema, 16)
}

/// Masks the value behind every `"name":` in JSON text and leaves all other characters alone.
fn mask_property(text: &str, name: &str) -> String {
    let key = Value::from(name).to_string();
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&key) {
        masked.push_str(before);
        masked.push_str(&key);
        let value = after.trim_start().strip_prefix(':').map(str::trim_start);
        rest = match value {
            Some(value) if !value.starts_with("null") => {
                masked.push_str(&after[..after.len() - value.len()]);
                let (shown, rest) = if let Some(inner) = value.strip_prefix('"') {
                    (format!("\"{MASK}\""), after_string(inner))
                } else {
                    (MASK.to_owned(), after_scalar(value))
                };
                masked.push_str(&shown);
                rest
            }
            _ => after,
        };
    }
    masked.push_str(rest);
    masked
}

/// The text after the closing quote of a JSON string whose opening quote was consumed.
fn after_string(text: &str) -> &str {
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => _ = characters.next(),
            '"' => return &text[index + 1..],
            _ => {}
        }
    }
    ""
}

/// The text after a JSON number, a literal or invalid JSON.
fn after_scalar(text: &str) -> &str {
    text.find([',', '}', ']']).map_or("", |end| &text[end..])
}
