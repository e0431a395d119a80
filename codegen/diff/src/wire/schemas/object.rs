//! Objects: properties, required properties and additional properties.

use std::collections::BTreeMap;

use serde_json::Value;

use super::pair::Schemas;
use super::view::View;
use crate::wire::graph::Flow;
use crate::wire::kinds::{
    ADDITIONAL_PROPERTIES_ALLOWED, ADDITIONAL_PROPERTIES_NARROWED, ADDITIONAL_PROPERTIES_REFUSED,
    ADDITIONAL_PROPERTIES_WIDENED, BECAME_READ_ONLY, BECAME_WRITE_ONLY, CLOSED_PROPERTY_ADDED, CLOSED_PROPERTY_REMOVED,
    ChangeKind, NO_LONGER_READ_ONLY, NO_LONGER_WRITE_ONLY, PROPERTY_ADDED, PROPERTY_BECAME_OPTIONAL,
    PROPERTY_BECAME_REQUIRED, PROPERTY_REMOVED, REQUIRED_BECAME_READ_ONLY, REQUIRED_CLOSED_PROPERTY_ADDED,
    REQUIRED_CLOSED_PROPERTY_REMOVED, REQUIRED_NO_LONGER_READ_ONLY, REQUIRED_PROPERTY_ADDED, REQUIRED_PROPERTY_REMOVED,
    UNDESCRIBED_BECAME_OPTIONAL, UNDESCRIBED_BECAME_REQUIRED,
};
use crate::wire::places::{At, Both};
use crate::wire::walk::{Walk, What};

/// A property in one document.
#[derive(Default)]
struct Property<'d> {
    /// Its schema.
    schema: Option<At<'d>>,
    /// Its place in `required`.
    required: Option<At<'d>>,
    /// Its schema, as it is read.
    view: Option<View<'d>>,
}

impl Property<'_> {
    fn flag(&self, key: &str) -> bool {
        self.view.as_ref().is_some_and(|view| view.flag(key))
    }

    /// The direction of a change that concerns only this side.
    fn flow(&self) -> Flow {
        flow(self.flag("readOnly"), self.flag("writeOnly"))
    }
}

const fn flow(read_only: bool, write_only: bool) -> Flow {
    match (read_only, write_only) {
        (true, false) => Flow::NotInRequest,
        (false, true) => Flow::NotInResponse,
        (true, true) => Flow::Inert,
        (false, false) => Flow::Keep,
    }
}

/// Compares two schemas as objects.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let documents = Both {
        base: walk.documents.base,
        head: walk.documents.head,
    };
    let mut properties: BTreeMap<String, Both<Property<'d>>> = BTreeMap::new();
    for (name, property) in read(documents.base, &schemas.base) {
        properties.entry(name).or_insert_with(neither).base = property;
    }
    for (name, property) in read(documents.head, &schemas.head) {
        properties.entry(name).or_insert_with(neither).head = property;
    }
    for (name, property) in properties {
        compare_property(walk, schemas, &name, property);
    }
    modes(walk, schemas, &schemas.base, &schemas.head, false);
    additional(walk, schemas);
}

fn neither<'d>() -> Both<Property<'d>> {
    Both {
        base: Property::default(),
        head: Property::default(),
    }
}

fn read<'d>(document: &'d Value, view: &View<'d>) -> BTreeMap<String, Property<'d>> {
    let mut properties: BTreeMap<String, Property<'d>> = BTreeMap::new();
    for list in view.all("properties") {
        for (name, at) in list.entries() {
            let property = properties.entry(name.to_owned()).or_default();
            // An empty schema in one branch yields to the schema in another branch.
            let says_nothing = |schema: &At<'d>| schema.map().is_some_and(serde_json::Map::is_empty);
            if property.schema.as_ref().is_none_or(says_nothing) {
                property.view = Some(View::of(document, &at.clone().resolved(document)));
                property.schema = Some(at);
            }
        }
    }
    for list in view.all("required") {
        for at in list.items() {
            if let Some(name) = at.value.as_str() {
                properties
                    .entry(name.to_owned())
                    .or_default()
                    .required
                    .get_or_insert(at);
            }
        }
    }
    properties
}

fn compare_property<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, name: &str, property: Both<Property<'d>>) {
    let Both { base, head } = property;
    let either = |key| base.flag(key) || head.flag(key);
    let shared = flow(either("readOnly"), either("writeOnly"));
    let required = Both {
        base: base.required.is_some(),
        head: head.required.is_some(),
    };
    match (&base.schema, &head.schema) {
        (Some(before), Some(now)) => {
            if let (Some(before), Some(now)) = (&base.view, &head.view) {
                modes(walk, schemas, before, now, required.base && required.head);
            }
            let pair = Both {
                base: before.clone(),
                head: now.clone(),
            };
            walk.visit(schemas.id, shared, What::Schema(schemas.notation.of_parts()), pair);
        }
        (None, None) => {}
        (before, now) => {
            let sides = Both {
                base: before.clone(),
                head: now.clone(),
            };
            let closed = schemas.is_closed();
            let kind = if now.is_some() {
                added(closed.base, required.head)
            } else {
                removed(closed.head, required.base)
            };
            let flow = if now.is_some() { head.flow() } else { base.flow() };
            schemas.record_along(walk, flow, kind, &sides, name);
            // If `required` changed as well, the kind already says so.
            return;
        }
    }
    let described = base.schema.is_some();
    let (kind, flow): (&'static ChangeKind, _) = match (required.base, required.head) {
        (false, true) if described => (&PROPERTY_BECAME_REQUIRED, head.flow()),
        (false, true) => (&UNDESCRIBED_BECAME_REQUIRED, head.flow()),
        (true, false) if described => (&PROPERTY_BECAME_OPTIONAL, base.flow()),
        (true, false) => (&UNDESCRIBED_BECAME_OPTIONAL, base.flow()),
        _ => return,
    };
    let sides = Both {
        base: base.required,
        head: head.required,
    };
    schemas.record_along(walk, flow, kind, &sides, name);
}

/// The kind for an added property. `closed` objects allowed no additional properties before.
const fn added(closed: bool, required: bool) -> &'static ChangeKind {
    match (closed, required) {
        (false, true) => &REQUIRED_PROPERTY_ADDED,
        (false, false) => &PROPERTY_ADDED,
        (true, true) => &REQUIRED_CLOSED_PROPERTY_ADDED,
        (true, false) => &CLOSED_PROPERTY_ADDED,
    }
}

/// The kind for a removed property. `closed` objects allow no additional properties now.
const fn removed(closed: bool, required: bool) -> &'static ChangeKind {
    match (closed, required) {
        (false, true) => &REQUIRED_PROPERTY_REMOVED,
        (false, false) => &PROPERTY_REMOVED,
        (true, true) => &REQUIRED_CLOSED_PROPERTY_REMOVED,
        (true, false) => &CLOSED_PROPERTY_REMOVED,
    }
}

/// Compares `readOnly` and `writeOnly`. A required property gets its own kind for `readOnly`. The report of its schema for the
/// same place is removed at the end.
fn modes<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, base: &View<'d>, head: &View<'d>, required: bool) {
    let changes = [
        (
            "readOnly",
            if required {
                (&REQUIRED_BECAME_READ_ONLY, &REQUIRED_NO_LONGER_READ_ONLY)
            } else {
                (&BECAME_READ_ONLY, &NO_LONGER_READ_ONLY)
            },
        ),
        ("writeOnly", (&BECAME_WRITE_ONLY, &NO_LONGER_WRITE_ONLY)),
    ];
    for (key, (became, ended)) in changes {
        let kind: &'static ChangeKind = match (base.flag(key), head.flag(key)) {
            (false, true) => became,
            (true, false) => ended,
            _ => continue,
        };
        let sides = Both {
            base: base.get(key),
            head: head.get(key),
        };
        walk.one_sided(schemas.id, Flow::Keep, kind, &sides, &head.outer().pointer, key);
    }
}

/// The additional properties that an object allows.
enum Others<'d> {
    Anything,
    Nothing,
    Some(At<'d>),
}

fn others<'d>(view: &View<'d>) -> Others<'d> {
    match view.get("additionalProperties") {
        Some(at) if at.value == &Value::Bool(false) => Others::Nothing,
        Some(at) if at.map().is_some_and(|map| !map.is_empty()) => Others::Some(at),
        _ => Others::Anything,
    }
}

fn additional<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let kind = match (others(&schemas.base), others(&schemas.head)) {
        (Others::Anything, Others::Anything) | (Others::Nothing, Others::Nothing) => return,
        (Others::Some(base), Others::Some(head)) => {
            let what = What::Schema(schemas.notation.of_parts());
            return walk.visit(schemas.id, Flow::Keep, what, Both { base, head });
        }
        (Others::Nothing, _) => &ADDITIONAL_PROPERTIES_ALLOWED,
        (_, Others::Nothing) => &ADDITIONAL_PROPERTIES_REFUSED,
        (Others::Anything, Others::Some(_)) => &ADDITIONAL_PROPERTIES_NARROWED,
        (Others::Some(_), Others::Anything) => &ADDITIONAL_PROPERTIES_WIDENED,
    };
    schemas.report(walk, kind, "additionalProperties");
}
