//! References: their targets, and the keys next to them.

use serde_json::{Map, Value, json};

use super::Dialect;
use crate::grammar::Object;
use crate::load::files::{file_of, localised};
use crate::load::trail::Trail;
use crate::pointer::{Pointer, fragment};

impl Dialect<'_> {
    pub(super) fn object_or_reference(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        if object == Object::Schema && self.is_modern() {
            self.dynamic(at, map);
        }
        if !map.contains_key("$ref") {
            return self.object(at, map, object);
        }
        // In OpenAPI 3.1, the keys next to the reference count. OpenAPI 3.0 expresses that with `allOf`.
        if object == Object::Schema
            && self.is_modern()
            && map.len() > 1
            && map.get("$ref").is_some_and(Value::is_string)
        {
            self.wrap(at, map);
            return self.object(at, map, object);
        }
        self.lead(at, map, object);
    }

    /// Converts the reference in `map` to a local one if possible, and records its target.
    fn lead(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        if let Some(Value::String(reference)) = map.get_mut("$ref") {
            self.localise(at, reference);
        }
        let Some(target) = map.get("$ref").and_then(Value::as_str).and_then(local) else {
            return;
        };
        self.open.push((target, object));
    }

    fn localise(&self, at: &Trail<'_>, reference: &mut String) {
        // In a document of one file, a reference that begins with `#` is local already.
        if reference.starts_with('#') && self.source.files().next().is_none() {
            return;
        }
        if let Some(local) = localised(self.source, &file_of(&at.pointer()), reference) {
            *reference = local;
        }
    }

    pub(super) fn path_item(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        self.lead(at, map, Object::PathItem);
    }

    pub(super) fn mapping(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(Value::Object(mapping)) = map.get_mut("mapping") else {
            return;
        };
        for target in mapping.values_mut() {
            let Value::String(target) = target else { continue };
            if target.contains(['#', '.', '/']) {
                self.localise(at, target);
            }
            if let Some(target) = local(target) {
                self.open.push((target, Object::Schema));
            }
        }
    }

    fn wrap(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        let Some(reference) = map.remove("$ref") else { return };
        let here = at.pointer();
        let list = map.entry("allOf").or_insert_with(|| json!([]));
        let Value::Array(list) = list else {
            map.insert("$ref".to_owned(), reference);
            return;
        };
        // Append, so that the existing branches keep their places.
        self.spans.moved([(here.child("allOf").item(list.len()), here)]);
        list.push(json!({ "$ref": reference }));
    }

    /// A dynamic reference leads to its anchor, because no other document extends this one.
    fn dynamic(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>) {
        if map.contains_key("$ref") || !map.get("$dynamicRef").is_some_and(Value::is_string) {
            return;
        }
        if let Some(reference) = map.remove("$dynamicRef") {
            let here = at.pointer();
            self.spans.moved([(here.child("$ref"), here.child("$dynamicRef"))]);
            map.insert("$ref".to_owned(), reference);
        }
    }
}

/// The target of a reference in this document.
fn local(reference: &str) -> Option<Pointer> {
    let fragment = fragment(reference)?;
    (fragment.is_empty() || fragment.starts_with('/')).then(|| Pointer::from_escaped(&fragment))
}
