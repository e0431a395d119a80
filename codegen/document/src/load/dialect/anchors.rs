//! Names of schemas: `$anchor`, `$dynamicAnchor` and `$id`. A reference to one becomes a reference to the place where the
//! schema stands, so that nothing behind this module knows of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::pointer::{Pointer, percent_decode};

/// Keys whose values are no part of a document's structure.
const VALUES: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Has every reference to a named schema lead to its place.
pub(super) fn resolve(document: &mut Value) {
    let mut names = Names::default();
    names.collect(document, &Pointer::root(), "");
    if !names.is_empty() {
        let lead = |reference: &str, base: &str, document: &Value| names.place(reference, base, document);
        let leads = references(document, "", &lead);
        for (at, target) in leads {
            if let Some(slot) = document.pointer_mut(at.as_str()) {
                *slot = Value::String(target);
            }
        }
    }
}

/// Where named schemas stand.
#[derive(Default)]
struct Names {
    /// By the URI of the resource that they are in, and their name in it.
    anchors: BTreeMap<(String, String), Pointer>,
    /// By their own URI.
    ids: BTreeMap<String, Pointer>,
}

impl Names {
    fn is_empty(&self) -> bool {
        self.anchors.is_empty() && self.ids.is_empty()
    }

    fn collect(&mut self, value: &Value, at: &Pointer, base: &str) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect(item, &at.item(index), base);
                }
            }
            Value::Object(map) => {
                let base = own_base(map, base);
                if map.get("$id").is_some_and(Value::is_string) {
                    self.ids.entry(base.clone()).or_insert_with(|| at.clone());
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = map.get(key).and_then(Value::as_str) {
                        let name = (base.clone(), name.to_owned());
                        self.anchors.entry(name).or_insert_with(|| at.clone());
                    }
                }
                for (key, value) in map.iter().filter(|(key, _)| !VALUES.contains(&key.as_str())) {
                    self.collect(value, &at.child(key), &base);
                }
            }
            _ => {}
        }
    }

    /// The reference to the place of the schema that `reference` names, in a resource whose URI is `base`.
    fn place(&self, reference: &str, base: &str, document: &Value) -> Option<String> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = if uri.is_empty() {
            base.to_owned()
        } else {
            joined(base, uri)
        };
        let root = self.ids.get(&resource);
        if !uri.is_empty() && root.is_none() {
            return None;
        }
        let fragment = percent_decode(fragment)?;
        if fragment.is_empty() {
            return Some(format!("#{}", root?));
        }
        if fragment.starts_with('/') {
            let inside = format!("{}{fragment}", root?);
            // Documents also take the root of the whole file for that of a schema with a URI.
            let is_outside = uri.is_empty() && document.pointer(&fragment).is_some();
            return (!is_outside && document.pointer(&inside).is_some()).then(|| format!("#{inside}"));
        }
        let own = self.anchors.get(&(resource, fragment.clone()));
        let anywhere = || {
            let mut all = self.anchors.iter().filter(|((_, name), _)| *name == fragment);
            all.next().map(|(_, at)| at).filter(|_| all.next().is_none())
        };
        Some(format!("#{}", own.or_else(anywhere)?))
    }
}

/// The URI of the resource that an object is in: its own, if it has one.
fn own_base(map: &Map<String, Value>, base: &str) -> String {
    match map.get("$id").and_then(Value::as_str) {
        Some(id) => joined(base, id.split('#').next().unwrap_or(id)),
        None => base.to_owned(),
    }
}

/// The URI that `reference` is, seen from `base` (RFC 3986, section 5.2).
fn joined(base: &str, reference: &str) -> String {
    let is_scheme = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if reference.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme)) {
        return reference.to_owned();
    }
    let base = base.split('?').next().unwrap_or_default();
    let host = base.find("://").map_or(0, |at| at + 3);
    if let Some(other) = reference.strip_prefix("//") {
        return format!("{}{other}", &base[..host]);
    }
    let (host, path) = base.split_at(
        base[host..]
            .find('/')
            .map_or(if host == 0 { 0 } else { base.len() }, |at| host + at),
    );
    let folder = match path.rfind('/') {
        _ if reference.starts_with('/') => "",
        Some(at) => &path[..=at],
        None if host.is_empty() => "",
        None => "/",
    };
    format!("{host}{}", without_dots(&format!("{folder}{reference}")))
}

/// A path without the steps `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The places of references in `document` that lead elsewhere than they are written, and what to write.
fn references(
    document: &Value,
    base: &str,
    lead: &impl Fn(&str, &str, &Value) -> Option<String>,
) -> Vec<(Pointer, String)> {
    let mut leads = Vec::new();
    let mut open = vec![(Pointer::root(), document, base.to_owned(), false)];
    while let Some((at, value, base, is_mapping)) = open.pop() {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, item)| (at.item(index), item, base.clone(), false)));
            }
            Value::Object(map) => {
                let base = own_base(map, &base);
                for (key, value) in map.iter().filter(|(key, _)| !VALUES.contains(&key.as_str())) {
                    let here = at.child(key);
                    let is_reference = is_mapping || key == "$ref" || key == "$dynamicRef";
                    match value {
                        Value::String(reference) if is_reference => {
                            leads.extend(lead(reference, &base, document).map(|target| (here, target)));
                        }
                        value => open.push((here, value, base.clone(), key == "mapping")),
                    }
                }
            }
            _ => {}
        }
    }
    leads
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_reference_is_seen_from_its_base() {
        for (base, reference, expected) in [
            ("", "book", "book"),
            ("", "./book", "book"),
            ("shelf", "book", "book"),
            ("shelf", "./book", "book"),
            ("a/shelf", "book", "a/book"),
            ("a/b/shelf", "../book", "a/book"),
            ("/a/shelf", "/book", "/book"),
            ("https://example.org", "book", "https://example.org/book"),
            (
                "https://example.org/a/shelf?x=/y",
                "../book",
                "https://example.org/book",
            ),
            ("https://example.org/a/shelf", "/book", "https://example.org/book"),
            (
                "https://example.org/a",
                "//example.com/book",
                "https://example.com/book",
            ),
            ("https://example.org/a", "urn:book", "urn:book"),
        ] {
            assert_eq!(joined(base, reference), expected, "{base} {reference}");
        }
    }
}
