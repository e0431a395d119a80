//! Responses by status, their headers and their links.

use openapi_document::grammar::METHODS;
use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{
    ChangeKind, DEFAULT_RESPONSE_ADDED, DEFAULT_RESPONSE_REMOVED, EXTENSION_CHANGED, HEADER_ADDED,
    HEADER_BECAME_OPTIONAL, HEADER_BECAME_REQUIRED, HEADER_REMOVED, LINK_ADDED, LINK_CHANGED, LINK_REMOVED,
    REQUIRED_HEADER_ADDED, REQUIRED_HEADER_REMOVED, RESPONSE_ADDED, RESPONSE_REMOVED, SUCCESS_RANGE_NARROWED,
    SUCCESS_RANGE_WIDENED, SUCCESS_RESPONSE_ADDED, SUCCESS_RESPONSE_REMOVED,
};
use super::places::{At, Both, Pair, flag};
use super::same::same;
use super::walk::{Notation, PartKinds, Walk, What};
use super::{documentation, lifecycle, parameters, payloads};

/// Compares the responses of two operations. `sides` are the Responses Objects; one of them may be missing.
pub(super) fn compare_all<'d>(walk: &mut Walk<'d>, id: NodeId, owner: &Pair<'d>, sides: &Both<Option<At<'d>>>) {
    let ranges = sides;
    for (status, sides) in sides.entries(str::to_ascii_uppercase) {
        match sides {
            Both {
                base: Some(base),
                head: Some(head),
            } => {
                let pair = Both { base, head };
                if !status.starts_with("x-") {
                    walk.visit(id, Flow::Response, What::Response, pair);
                } else if pair.base.value != pair.head.value {
                    walk.report(
                        id,
                        Flow::Response,
                        &EXTENSION_CHANGED,
                        &pair,
                        &owner.head.pointer,
                        status,
                    );
                }
            }
            sides if status.starts_with("x-") => {
                walk.one_sided(
                    id,
                    Flow::Response,
                    &EXTENSION_CHANGED,
                    &sides,
                    &owner.head.pointer,
                    status,
                );
            }
            sides => one_sided_status(walk, id, owner, status, (sides, ranges)),
        }
    }
}

/// Reports a status that only one side lists. If the other side lists its range, the two responses are compared.
fn one_sided_status<'d>(
    walk: &mut Walk<'d>,
    id: NodeId,
    owner: &Pair<'d>,
    status: &str,
    (sides, all): (Both<Option<At<'d>>>, &Both<Option<At<'d>>>),
) {
    let around = |other: &Option<At<'d>>| range_around(other.as_ref()?, status);
    let pair = match &sides {
        Both { base: Some(base), .. } => around(&all.head).map(|head| (base.clone(), head)),
        Both { head: Some(head), .. } => around(&all.base).map(|base| (base, head.clone())),
        Both { base: None, head: None } => None,
    };
    if let Some((base, head)) = pair {
        return walk.visit(id, Flow::Response, What::Response, Both { base, head });
    }
    let other = if sides.head.is_some() { &all.base } else { &all.head };
    let is_split = is_success(status) && other.as_ref().is_some_and(|other| holds_of(other, status));
    let (added, removed) = if is_split {
        (&SUCCESS_RANGE_WIDENED, &SUCCESS_RANGE_NARROWED)
    } else {
        presence(status)
    };
    let kind = if sides.head.is_some() { added } else { removed };
    walk.one_sided(id, Flow::Response, kind, &sides, &owner.head.pointer, status);
}

/// The response for the range of a status: `2XX` for `200`.
fn range_around<'d>(responses: &At<'d>, status: &str) -> Option<At<'d>> {
    let class = class(status).filter(|_| !is_range(status))?;
    let mut entries = responses.entries();
    entries.find_map(|(key, at)| (is_range(key) && self::class(key) == Some(class)).then_some(at))
}

/// Whether the responses list a status in `range`.
fn holds_of(responses: &At<'_>, range: &str) -> bool {
    let in_range = |key: &str| !is_range(key) && class(key) == class(range);
    is_range(range) && responses.entries().any(|(key, _)| in_range(key))
}

/// The first digit of a status or range.
fn class(status: &str) -> Option<char> {
    status
        .chars()
        .next()
        .filter(|_| openapi_document::grammar::is_status(&status.to_ascii_uppercase()))
}

fn is_range(status: &str) -> bool {
    status.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("XX"))
}

fn is_success(status: &str) -> bool {
    class(status) == Some('2')
}

/// The kinds for an added and a removed status.
fn presence(status: &str) -> (&'static ChangeKind, &'static ChangeKind) {
    match status {
        "default" => (&DEFAULT_RESPONSE_ADDED, &DEFAULT_RESPONSE_REMOVED),
        _ if is_success(status) => (&SUCCESS_RESPONSE_ADDED, &SUCCESS_RESPONSE_REMOVED),
        _ => (&RESPONSE_ADDED, &RESPONSE_REMOVED),
    }
}

/// Compares two Response Objects.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    payloads::compare_content(walk, id, pair);
    headers(walk, id, pair);
    links(walk, id, pair);
    for field in walk.fields(id, pair) {
        match field.key {
            "content" | "headers" | "links" => {}
            "description" => documentation::compare(walk, id, pair, &field),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn headers<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    const KINDS: PartKinds = PartKinds {
        added: &HEADER_ADDED,
        required_added: &REQUIRED_HEADER_ADDED,
        removed: &HEADER_REMOVED,
        required_removed: &REQUIRED_HEADER_REMOVED,
    };
    for (name, sides) in pair.get("headers").entries(str::to_ascii_lowercase) {
        // OpenAPI ignores a `Content-Type` header here, because `content` describes it.
        if !name.eq_ignore_ascii_case("content-type") {
            walk.part(id, Flow::Keep, What::Header, &KINDS, sides, &pair.head.pointer, name);
        }
    }
}

/// Compares two Header Objects.
pub(super) fn compare_header<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (flag(pair.base.value, "required"), flag(pair.head.value, "required")) {
        (false, true) => Some(&HEADER_BECAME_REQUIRED),
        (true, false) => Some(&HEADER_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(kind) = kind {
        walk.one_sided(id, Flow::Keep, kind, &pair.get("required"), &pair.head.pointer, "");
    }
    lifecycle::compare(walk, id, Flow::Keep, pair);
    parameters::style(walk, id, pair, "header");
    parameters::value(walk, id, pair, Notation::Text);
    for field in walk.fields(id, pair) {
        match field.key {
            "required" | "style" | "explode" | "schema" | "content" => {}
            "allowReserved" => parameters::switch(walk, id, pair, &field),
            "allowEmptyValue" => parameters::empty_value(walk, id, pair),
            "description" | "example" | "examples" => documentation::compare(walk, id, pair, &field),
            key if lifecycle::KEYS.contains(&key) => {}
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn links<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    for (name, sides) in pair.get("links").entries(ToOwned::to_owned) {
        match sides {
            Both {
                base: Some(base),
                head: Some(head),
            } => walk.visit(id, Flow::Keep, What::Link, Both { base, head }),
            sides => {
                let kind = if sides.head.is_some() {
                    &LINK_ADDED
                } else {
                    &LINK_REMOVED
                };
                walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, name);
            }
        }
    }
}

/// Compares two Link Objects. A link names its operation by id or by reference.
pub(super) fn compare_link<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let (before, now) = (
        target(walk.documents.base, pair.base.value),
        target(walk.documents.head, pair.head.value),
    );
    let leads_on = before.is_some() && before == now;
    for field in walk.fields(id, pair) {
        match field.key {
            "description" => documentation::compare(walk, id, pair, &field),
            "operationRef" | "operationId" if leads_on => {}
            "operationRef" | "operationId" | "parameters" | "requestBody" | "server" => {
                let equal = match (field.base, field.head) {
                    (Some(base), Some(head)) => same(&walk.documents, base, head),
                    _ => false,
                };
                if !equal {
                    walk.field(id, Flow::Keep, &LINK_CHANGED, pair, &field);
                }
            }
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// The place of the operation of a link, if it is in the document.
fn target(document: &Value, link: &Value) -> Option<Pointer> {
    let text = |key: &str| link.get(key).and_then(Value::as_str);
    if let Some(reference) = text("operationRef") {
        let pointer = percent_decode(reference.strip_prefix('#')?)?;
        document.pointer(&pointer)?;
        return Some(Pointer::from_escaped(&pointer));
    }
    let wanted = text("operationId")?;
    let paths = At::root(document).get("paths")?;
    let of_item = |item: At<'_>| {
        let mut operations = item.entries().filter(|(key, _)| METHODS.contains(key));
        operations.find_map(|(_, at)| {
            let id = at.value.get("operationId").and_then(Value::as_str);
            (id == Some(wanted)).then_some(at.pointer)
        })
    };
    paths.entries().find_map(|(_, item)| of_item(item))
}
