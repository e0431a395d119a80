//! Every edit that the grammar of OpenAPI allows, each as a pair of documents, with what a diff must say of it.
//!
//! `sites::all` walks the grammar to every place at which an object can stand; `edits` adds, removes and changes each of
//! the object's keys there, to each value that differs in kind. `judge` says what must hold of the report, and `audit` asks it
//! of all edits.

mod audit;
mod judge;
mod sites;
mod values;
mod waivers;

pub use audit::{Audit, Plan, audit};
pub use judge::{Fault, Reader, Rust};
pub use sites::{Site, Travel};
pub use waivers::Waivers;

use openapi_document::grammar::Object;
use openapi_document::pointer::Pointer;
use serde_json::Value;

/// An edit of one key and its reverse.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The key that is edited.
    pub key: String,
    /// Its value before; `None` where it is added.
    pub from: Option<Value>,
    /// Its value after; `None` where it is removed.
    pub to: Option<Value>,
    /// The document before.
    pub base: Value,
    /// The document after.
    pub head: Value,
}

/// Draws one in so many edits, at all places alike.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    every: usize,
    seen: usize,
}

impl Draw {
    /// Draws one in `every` edits.
    #[must_use]
    pub const fn one_in(every: usize) -> Self {
        Self { every, seen: 0 }
    }

    const fn next(&mut self) -> bool {
        self.seen += 1;
        self.seen.is_multiple_of(self.every)
    }

    /// How many edits there are, drawn or not, with those that take them back.
    #[must_use]
    pub const fn edits(&self) -> usize {
        self.seen * 2
    }
}

/// Every place at which an object can stand.
#[must_use]
pub fn sites() -> Vec<Site> {
    sites::all()
}

/// The edits at a place that are drawn, each with the one that takes it back.
#[must_use]
pub fn edits(site: &Site, draw: &mut Draw) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (key, expect) in values::keys(site.object) {
        let mut host = site.document.clone();
        if let Some(object) = host.pointer_mut(site.pointer.as_str()) {
            values::beside(site.object, &key, object);
        }
        let mut states: Vec<Option<Value>> = vec![None];
        states.extend(values::of(site.object, &key, expect).into_iter().map(Some));
        let at = site.pointer.child(&key);
        // Each value is changed to each other one at one place of a kind, and to the next one at all others.
        let most = if site.is_main() { usize::MAX } else { 1 };
        for (index, from) in states.iter().enumerate() {
            let most = if from.is_none() { usize::MAX } else { most };
            for to in states.iter().skip(index + 1).take(most) {
                if draw.next() {
                    edits.extend(edit(site, &host, &at, &key, from, to));
                }
            }
        }
    }
    edits
}

fn edit(site: &Site, host: &Value, at: &Pointer, key: &str, from: &Option<Value>, to: &Option<Value>) -> Option<Edit> {
    let is = |says: fn(Object, &str, Option<&Value>) -> bool| {
        [from, to].iter().any(|value| says(site.object, key, value.as_ref()))
    };
    let (is_newer, is_older) = (is(values::is_newer), is(values::is_older));
    // No document has what only one version has beside what only the other has.
    if is_newer && is_older {
        return None;
    }
    let with = |value: &Option<Value>| {
        let mut document = host.clone();
        let is_modern = is_newer || site.needs_newer();
        if let (true, Some(version)) = (is_modern, document.get_mut("openapi")) {
            *version = Value::from("3.1.0");
        }
        match value {
            Some(value) => sites::put(&mut document, at, value.clone()),
            None => {
                if let Some(Value::Object(map)) = document.pointer_mut(site.pointer.as_str()) {
                    map.remove(key);
                }
            }
        }
        document
    };
    if is_older && site.needs_newer() {
        return None;
    }
    Some(Edit {
        key: key.to_owned(),
        from: from.clone(),
        to: to.clone(),
        base: with(from),
        head: with(to),
    })
}

impl Site {
    /// Whether the place is one that only OpenAPI 3.1 has.
    fn needs_newer(&self) -> bool {
        let newer = |key: &str| {
            let objects = [Object::OpenApi, Object::Components, Object::Schema];
            objects
                .iter()
                .any(|object| object.field(key).is_some_and(|field| field.newer))
        };
        self.pointer.tokens().any(|token| newer(&token)) || self.name.contains("pathItems")
    }
}

impl Edit {
    /// The edit in words.
    #[must_use]
    pub fn describe(&self, site: &Site) -> String {
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        format!(
            "{} › {}: {} → {}",
            site.name,
            self.key,
            shown(&self.from),
            shown(&self.to)
        )
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            key: self.key.clone(),
            from: self.to.clone(),
            to: self.from.clone(),
            base: self.head.clone(),
            head: self.base.clone(),
        }
    }
}
