//! Matches the parameters of both documents, and compares them.
//!
//! Two parameters are the same if they have the same name and location. It does not matter whether the operation or its path
//! item lists them. Two path parameters are the same if they have the same position in the path.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::graph::{Flow, NodeId, ROOT};
use super::kinds::{
    ALLOW_RESERVED_CHANGED, EMPTY_VALUE_ALLOWED, EMPTY_VALUE_REFUSED, EXPLODE_CHANGED, EXPLODE_WITHOUT_EFFECT,
    PARAMETER_ADDED, PARAMETER_BECAME_OPTIONAL, PARAMETER_BECAME_REQUIRED, PARAMETER_REMOVED,
    PARAMETER_REMOVED_BEFORE_SUNSET, PROMISED_PARAMETER_ADDED, PROMISED_REQUIRED_PARAMETER_ADDED,
    REQUIRED_PARAMETER_ADDED, REQUIRED_PARAMETER_REMOVED, REQUIRED_PARAMETER_REMOVED_BEFORE_SUNSET, SCHEMA_ADDED,
    SCHEMA_REMOVED, SERIALIZATION_CHANGED, STYLE_CHANGED, SUNSET_UNREADABLE,
};
use super::places::{At, Both, Field, Pair, flag};
use super::scopes::Scopes;
use super::walk::{Notation, Walk, What};
use super::{documentation, lifecycle, payloads};

/// Location and name, or the text of an unresolved reference. The name of a path parameter is its position, because its name
/// is not sent. The name of a header is in lower case, because case does not matter.
type Identity = (String, String);

/// A parameter of an operation.
struct Listed<'d> {
    /// Its place in the list.
    place: At<'d>,
    /// The Parameter Object, with references resolved.
    target: At<'d>,
}

/// Header parameters that OpenAPI ignores, because other parts of the document describe them.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// A path parameter that the document does not describe: any string.
static UNDESCRIBED: LazyLock<Value> =
    LazyLock::new(|| json!({"in": "path", "required": true, "schema": {"type": "string"}}));

/// Compares the parameters of two operations, including those of their path items.
pub(super) fn compare_lists<'d>(walk: &mut Walk<'d>, id: NodeId, scopes: &Scopes<'_, 'd>, pair: &Pair<'d>) {
    let variables = &scopes.variables;
    let (base_order, base) = effective(walk.documents.base, &scopes.item.base, &pair.base, &variables.base);
    let (head_order, mut head) = effective(walk.documents.head, &scopes.item.head, &pair.head, &variables.head);
    for identity in &base_order {
        let Some(before) = base.get(identity) else { continue };
        match head.remove(identity) {
            Some(now) => {
                let pair = Both {
                    base: before.place.clone(),
                    head: now.place,
                };
                walk.visit(id, Flow::Request, What::Parameter, pair);
            }
            None => one_sided(
                walk,
                (id, Flow::Request),
                &Both {
                    base: Some(before),
                    head: None,
                },
            ),
        }
    }
    for added in head_order.iter().filter_map(|identity| head.get(identity)) {
        one_sided(
            walk,
            (id, Flow::Request),
            &Both {
                base: None,
                head: Some(added),
            },
        );
    }
}

/// The parameters of an operation, in this order: its own, those of the path item that it does not override, and the path
/// parameters that neither of them describes.
fn effective<'d>(
    document: &'d Value,
    item: &At<'d>,
    operation: &At<'d>,
    variables: &[&str],
) -> (Vec<Identity>, HashMap<Identity, Listed<'d>>) {
    let (mut order, mut listed) = (Vec::new(), HashMap::new());
    for owner in [operation, item] {
        let mut own = HashSet::new();
        let list = owner.get("parameters");
        for place in list.iter().flat_map(|list| list.items().collect::<Vec<_>>()) {
            let target = place.clone().resolved(document);
            let identity = identity(&target, variables);
            if identity.0 == "header" && IGNORED.contains(&identity.1.as_str()) {
                continue;
            }
            // A duplicate is an error in the document. The first one counts, as in most readers.
            if !listed.contains_key(&identity) && own.insert(identity.clone()) {
                order.push(identity.clone());
                listed.insert(identity, Listed { place, target });
            }
        }
    }
    for (index, name) in variables.iter().enumerate() {
        let identity = ("path".to_owned(), index.to_string());
        if let Entry::Vacant(entry) = listed.entry(identity.clone()) {
            let place = At {
                pointer: operation.pointer.child("parameters").child(name),
                value: &UNDESCRIBED,
            };
            let target = place.clone();
            entry.insert(Listed { place, target });
            order.push(identity);
        }
    }
    (order, listed)
}

fn identity(target: &At<'_>, variables: &[&str]) -> Identity {
    if let Some(reference) = target.reference() {
        return ("$ref".to_owned(), reference.to_owned());
    }
    let text = |key| target.value.get(key).and_then(Value::as_str).unwrap_or_default();
    let (location, name) = (text("in"), text("name"));
    let place = variables
        .iter()
        .position(|variable| location == "path" && *variable == name);
    let name = match (location, place) {
        (_, Some(place)) => place.to_string(),
        ("header", _) => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    };
    (location.to_owned(), name)
}

/// Compares a component that no operation uses. Another name or location makes it another parameter.
pub(super) fn compare_component<'d>(walk: &mut Walk<'d>, pair: Pair<'d>) {
    let listed = |place: &At<'d>, document: &'d Value| Listed {
        place: place.clone(),
        target: place.clone().resolved(document),
    };
    let base = listed(&pair.base, walk.documents.base);
    let head = listed(&pair.head, walk.documents.head);
    if identity(&base.target, &[]) == identity(&head.target, &[]) {
        return walk.visit(ROOT, Flow::Inert, What::Parameter, pair);
    }
    for (base, head) in [(Some(&base), None), (None, Some(&head))] {
        one_sided(walk, (ROOT, Flow::Inert), &Both { base, head });
    }
}

fn one_sided<'d>(walk: &mut Walk<'d>, (id, flow): (NodeId, Flow), sides: &Both<Option<&Listed<'d>>>) {
    let Some(listed) = sides.base.or(sides.head) else {
        return;
    };
    let compared = if sides.base.is_some() {
        &mut walk.compared.base
    } else {
        &mut walk.compared.head
    };
    compared.insert(listed.target.pointer.clone());
    let is_promised = lifecycle::is_promised(listed.target.value, walk.today.as_deref());
    let kind = match (sides.head.is_some(), is_required(listed.target.value)) {
        (true, true) if is_promised => &PROMISED_REQUIRED_PARAMETER_ADDED,
        (false, true) if is_promised => &REQUIRED_PARAMETER_REMOVED_BEFORE_SUNSET,
        (true, false) if is_promised => &PROMISED_PARAMETER_ADDED,
        (false, false) if is_promised => &PARAMETER_REMOVED_BEFORE_SUNSET,
        (true, true) => &REQUIRED_PARAMETER_ADDED,
        (true, false) => &PARAMETER_ADDED,
        (false, true) => &REQUIRED_PARAMETER_REMOVED,
        (false, false) => &PARAMETER_REMOVED,
    };
    let text = |key| {
        listed
            .target
            .value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("unknown")
    };
    let subject = format!("`{}` ({})", text("name"), text("in"));
    let place = |listed: Option<&Listed<'d>>| listed.map(|listed| listed.place.clone());
    let sides = Both {
        base: place(sides.base),
        head: place(sides.head),
    };
    walk.one_sided(id, flow, kind, &sides, &listed.place.pointer, &subject);
    // Nobody can tell whether a sunset that is not a date has passed.
    if !lifecycle::announces(listed.target.value) {
        let sunset = listed.target.get(lifecycle::SUNSET);
        let sides = if sides.head.is_some() {
            Both {
                base: None,
                head: sunset,
            }
        } else {
            Both {
                base: sunset,
                head: None,
            }
        };
        let at = &listed.place.pointer;
        walk.one_sided(id, flow, &SUNSET_UNREADABLE, &sides, at, lifecycle::SUNSET);
    }
}

/// Compares two Parameter Objects.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    required(walk, id, pair);
    lifecycle::compare(walk, id, Flow::Keep, pair);
    style(walk, id, pair, "query");
    // This reads `required` as written, even for path parameters, which are always required.
    let required = flag(pair.base.value, "required") || flag(pair.head.value, "required");
    let repeats = repeats(pair.base.value) && repeats(pair.head.value);
    let notation = if required {
        Notation::RequiredParameter { repeats }
    } else {
        Notation::OptionalParameter { repeats }
    };
    value(walk, id, pair, notation);
    for field in walk.fields(id, pair) {
        match field.key {
            // Only path parameters may have different names here, and their names are not sent.
            "name" | "in" | "required" | "style" | "explode" | "schema" | "content" => {}
            "allowReserved" => switch(walk, id, pair, &field),
            "allowEmptyValue" => empty_value(walk, id, pair),
            "description" | "example" | "examples" => documentation::compare(walk, id, pair, &field),
            key if lifecycle::KEYS.contains(&key) => {}
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// Whether a parameter is required. Path parameters always are.
fn is_required(parameter: &Value) -> bool {
    flag(parameter, "required") || parameter.get("in").and_then(Value::as_str) == Some("path")
}

fn required<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (is_required(pair.base.value), is_required(pair.head.value)) {
        (false, true) => &PARAMETER_BECAME_REQUIRED,
        (true, false) => &PARAMETER_BECAME_OPTIONAL,
        _ => return,
    };
    let text = |key| pair.head.value.get(key).and_then(Value::as_str).unwrap_or("unknown");
    let subject = format!("`{}` ({})", text("name"), text("in"));
    walk.one_sided(
        id,
        Flow::Keep,
        kind,
        &pair.get("required"),
        &pair.head.pointer,
        &subject,
    );
}

/// Compares `schema` and `content`. A parameter or header has one of the two.
pub(super) fn value<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, notation: Notation) {
    let (schema, content) = (pair.get("schema"), pair.get("content"));
    match (schema.base, schema.head) {
        (Some(base), Some(head)) => walk.visit(id, Flow::Keep, What::Schema(notation), Both { base, head }),
        (None, None) => {}
        (base, head) if content.base.is_none() && content.head.is_none() => {
            let kind = if head.is_some() { &SCHEMA_ADDED } else { &SCHEMA_REMOVED };
            walk.one_sided(id, Flow::Keep, kind, &Both { base, head }, &pair.head.pointer, "");
        }
        (base, head) => serialization(walk, id, pair, &Both { base, head }),
    }
    let schemas = [pair.base.value.get("schema"), pair.head.value.get("schema")];
    match (&content.base, &content.head) {
        (Some(_), Some(_)) => payloads::compare_content(walk, id, pair),
        (None, None) => {}
        (None, Some(_)) | (Some(_), None) if schemas == [None, None] => serialization(walk, id, pair, &content),
        // Already reported with the schema of the other side.
        _ => {}
    }
}

fn serialization<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, sides: &Both<Option<At<'d>>>) {
    let word = |value: &Value| match (value.get("schema"), value.get("content")) {
        (_, Some(_)) => "`content`",
        (Some(_), None) => "`schema`",
        (None, None) => "nothing",
    };
    walk.one_sided(id, Flow::Keep, &SERIALIZATION_CHANGED, sides, &pair.head.pointer, "");
    walk.graph.reword(id, word(pair.base.value), word(pair.head.value));
}

/// The style of a parameter or header. The default depends on the location.
fn style_of<'v>(value: &'v Value, location: &'v str) -> &'v str {
    let location = value.get("in").and_then(Value::as_str).unwrap_or(location);
    let default = if matches!(location, "query" | "cookie") {
        "form"
    } else {
        "simple"
    };
    value.get("style").and_then(Value::as_str).unwrap_or(default)
}

fn explode_of(value: &Value, style: &str) -> bool {
    // `explode` has no effect on a deep object.
    if style == "deepObject" {
        return true;
    }
    value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form")
}

/// Whether several values are written as `?a=1&a=2`. A single value then looks like an array with one item.
fn repeats(value: &Value) -> bool {
    let style = style_of(value, "query");
    style == "form" && explode_of(value, style)
}

/// Compares `style` and `explode`; `location` is the default for `in`.
pub(super) fn style<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, location: &str) {
    let style = Both {
        base: style_of(pair.base.value, location),
        head: style_of(pair.head.value, location),
    };
    if style.base != style.head {
        walk.one_sided(
            id,
            Flow::Keep,
            &STYLE_CHANGED,
            &pair.get("style"),
            &pair.head.pointer,
            "",
        );
        walk.graph
            .reword(id, &format!("`{}`", style.base), &format!("`{}`", style.head));
    }
    let explode = Both {
        base: explode_of(pair.base.value, style.base),
        head: explode_of(pair.head.value, style.head),
    };
    let stated = pair.base.value.get("explode").is_some() || pair.head.value.get("explode").is_some();
    if explode.base != explode.head && (stated || style.base == style.head) {
        let documents = [(walk.documents.base, &pair.base), (walk.documents.head, &pair.head)];
        let styles = [style.base, style.head];
        let single = documents
            .into_iter()
            .zip(styles)
            .all(|((document, at), style)| is_single(document, at, style));
        let kind = if single {
            &EXPLODE_WITHOUT_EFFECT
        } else {
            &EXPLODE_CHANGED
        };
        walk.one_sided(id, Flow::Keep, kind, &pair.get("explode"), &pair.head.pointer, "");
        walk.graph
            .reword(id, &format!("`{}`", explode.base), &format!("`{}`", explode.head));
    }
}

/// Whether the values are written alike with and without `explode`: all but objects, and but arrays in most styles.
fn is_single<'d>(document: &'d Value, at: &At<'d>, style: &str) -> bool {
    let schema = at.get("schema").map(|schema| schema.resolved(document));
    let kind = schema
        .as_ref()
        .and_then(|schema| schema.value.get("type"))
        .and_then(Value::as_str);
    match kind {
        Some("string" | "integer" | "number" | "boolean") => true,
        Some("array") => style == "simple",
        _ => false,
    }
}

/// Compares a boolean. The comparison cannot judge its change.
pub(super) fn switch<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, field: &Field<'d>) {
    if flag(pair.base.value, field.key) != flag(pair.head.value, field.key) {
        walk.field(id, Flow::Keep, &ALLOW_RESERVED_CHANGED, pair, field);
    }
}

pub(super) fn empty_value<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (
        flag(pair.base.value, "allowEmptyValue"),
        flag(pair.head.value, "allowEmptyValue"),
    ) {
        (true, false) => &EMPTY_VALUE_REFUSED,
        (false, true) => &EMPTY_VALUE_ALLOWED,
        _ => return,
    };
    walk.one_sided(
        id,
        Flow::Keep,
        kind,
        &pair.get("allowEmptyValue"),
        &pair.head.pointer,
        "",
    );
}
