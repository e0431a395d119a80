//! Matches the paths and operations of both documents, and compares operations.
//!
//! Two paths that differ only in the names of their parameters are the same path.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::grammar::METHODS;
use serde_json::Value;

use super::graph::{Flow, NodeId, Operation, ROOT, Raw};
use super::kinds::{
    CALLBACK_ADDED, CALLBACK_REMOVED, ChangeKind, DEPRECATED_OPERATION_ADDED, DEPRECATED_OPERATION_REMOVED,
    OPERATION_ADDED, OPERATION_ID_CHANGED, OPERATION_REMOVED, OPERATION_REMOVED_BEFORE_SUNSET, PATH_ADDED,
    PATH_PARAMETER_RENAMED, PATH_REMOVED, PROMISED_OPERATION_ADDED, REQUEST_BODY_ADDED, REQUEST_BODY_REMOVED,
    REQUIRED_REQUEST_BODY_ADDED, REQUIRED_REQUEST_BODY_REMOVED, SUMMARY_CHANGED, TAG_ADDED, TAG_REMOVED,
    UNSTABLE_OPERATION_ADDED, UNSTABLE_OPERATION_REMOVED,
};
use super::places::{At, Both, Field, Pair, flag};
use super::scopes::Scopes;
use super::walk::{PartKinds, Walk, What};
use super::wording::brief;
use super::{documentation, lifecycle, parameters, responses, security, servers};

/// Compares all paths.
pub(super) fn compare_paths<'d>(walk: &mut Walk<'d>, pair: &Pair<'d>) {
    for field in walk
        .fields(ROOT, pair)
        .iter()
        .filter(|field| field.key.starts_with("x-"))
    {
        walk.other_field(ROOT, pair, field);
    }
    for (base, head) in matching(pair, walk.base_path.as_ref()) {
        let side = |at: &Option<At<'d>>| {
            at.as_ref()
                .map(|at| at.pointer.last().unwrap_or_default())
                .unwrap_or_default()
        };
        let templates = Both {
            base: side(&base),
            head: side(&head),
        };
        match (base, head) {
            (Some(base), Some(head)) => compare_item(walk, &templates, Both { base, head }),
            (base, head) => one_sided_item(walk, &templates, &Both { base, head }),
        }
    }
}

/// Matches paths: first those with the same text, then those that differ only in parameter names. `prefixes` are put before
/// the paths.
fn matching<'d>(pair: &Pair<'d>, prefixes: Option<&Both<String>>) -> Vec<(Option<At<'d>>, Option<At<'d>>)> {
    let listed = |paths: &At<'d>, prefix: Option<&String>| -> BTreeMap<String, At<'d>> {
        let prefix = prefix.map_or("", String::as_str);
        let paths = paths.entries().filter(|(key, _)| !key.starts_with("x-"));
        paths.map(|(path, at)| (format!("{prefix}{path}"), at)).collect()
    };
    let before = listed(&pair.base, prefixes.map(|prefixes| &prefixes.base));
    let mut now = listed(&pair.head, prefixes.map(|prefixes| &prefixes.head));
    let mut forms: BTreeMap<String, (Vec<At<'d>>, Vec<At<'d>>)> = BTreeMap::new();
    let mut matched = Vec::new();
    for (path, base) in before {
        match now.remove(&path) {
            Some(head) => matched.push((Some(base), Some(head))),
            None => forms.entry(form(&path)).or_default().0.push(base),
        }
    }
    for (path, head) in now {
        forms.entry(form(&path)).or_default().1.push(head);
    }
    for (mut bases, mut heads) in forms.into_values() {
        bases.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        heads.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        let (mut bases, mut heads) = (bases.into_iter(), heads.into_iter());
        loop {
            match (bases.next(), heads.next()) {
                (None, None) => break,
                sides => matched.push(sides),
            }
        }
    }
    matched
}

/// The base paths of the servers of both documents, if a part of the URLs moved between the servers and the paths. That is so
/// if more URLs stay the same with the base paths than without.
pub(super) fn moved_base_path(documents: &Both<&Value>) -> Option<Both<String>> {
    let prefixes = Both {
        base: servers::base_path(documents.base)?,
        head: servers::base_path(documents.head)?,
    };
    if prefixes.base == prefixes.head {
        return None;
    }
    let forms = |document: &Value, prefix: &str| -> BTreeSet<String> {
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
        paths.map(|(path, _)| form(&format!("{prefix}{path}"))).collect()
    };
    let shared = |base: &str, head: &str| {
        let now = forms(documents.head, head);
        forms(documents.base, base).intersection(&now).count()
    };
    (shared(&prefixes.base, &prefixes.head) > shared("", "")).then_some(prefixes)
}

/// A path template without the names of its parameters.
fn form(path: &str) -> String {
    let mut form = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, (_, behind))) = rest
        .split_once('{')
        .and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        form.push_str(before);
        form.push_str("{}");
        rest = behind;
    }
    form.push_str(rest);
    form
}

/// The parameter names of a path template, in order.
fn names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|tail| Some(tail.split_once('}')?.0))
        .collect()
}

fn compare_item<'d>(walk: &mut Walk<'d>, templates: &Both<String>, pair: Pair<'d>) {
    let variables = Both {
        base: names(&templates.base),
        head: names(&templates.head),
    };
    let place = pair.clone();
    let pair = walk.resolved(pair);
    walk.compared.note(&pair.base.pointer, &pair.head.pointer);
    let item = walk.graph.add(None);
    walk.graph.link(ROOT, Flow::Keep, item);
    for field in walk.fields(item, &pair) {
        if METHODS.contains(&field.key) {
            let name = |path: &str| format!("{} {path}", field.key.to_uppercase());
            let operation = Both {
                base: pair.base.get(field.key),
                head: pair.head.get(field.key),
            };
            match (operation.base, operation.head) {
                (Some(base), Some(head)) => {
                    let unstable = lifecycle::is_unstable(base.value) && lifecycle::is_unstable(head.value);
                    let id = walk.graph.add(Some(Operation {
                        name: name(&templates.head),
                        unstable,
                    }));
                    walk.graph.link(id, Flow::Keep, item);
                    rename(walk, id, &variables, &place);
                    let scopes = Scopes {
                        item: &pair,
                        variables: &variables,
                        inherits: true,
                    };
                    compare(walk, id, &scopes, &Both { base, head });
                }
                (base, head) => {
                    let path = if head.is_some() {
                        &templates.head
                    } else {
                        &templates.base
                    };
                    one_sided(walk, &name(path), &Both { base, head });
                }
            }
        } else {
            item_field(walk, item, &pair, &field);
        }
    }
}

fn rename<'d>(walk: &mut Walk<'d>, id: NodeId, variables: &Both<Vec<&str>>, place: &Pair<'d>) {
    let pairs = variables.base.iter().zip(&variables.head);
    for (before, now) in pairs.filter(|(before, now)| before != now) {
        let change = Raw {
            kind: &PATH_PARAMETER_RENAMED,
            flow: Flow::Keep,
            base: Some(place.base.pointer.clone()),
            head: Some(place.head.pointer.clone()),
            at: place.head.pointer.clone(),
            subject: String::new(),
            from: format!("`{before}`"),
            to: format!("`{now}`"),
        };
        walk.graph.record(id, change);
    }
}

/// Compares the fields of a Path Item Object other than its operations. Parameters are compared with the operations.
fn item_field<'d>(walk: &mut Walk<'d>, item: NodeId, pair: &Pair<'d>, field: &Field<'d>) {
    match field.key {
        "parameters" => {}
        "servers" => servers::visit_around(walk, item, pair),
        "summary" | "description" => documentation::compare(walk, item, pair, field),
        "$ref" if field.differs() => walk.field(item, Flow::Keep, &super::kinds::REFERENCE_CHANGED, pair, field),
        _ => walk.other_field(item, pair, field),
    }
}

/// Reports a path that only one document has.
fn one_sided_item<'d>(walk: &mut Walk<'d>, templates: &Both<String>, sides: &Both<Option<At<'d>>>) {
    let documents = Both {
        base: walk.documents.base,
        head: walk.documents.head,
    };
    let base = sides.base.clone().map(|at| at.resolved(documents.base));
    let head = sides.head.clone().map(|at| at.resolved(documents.head));
    let path = if head.is_some() {
        &templates.head
    } else {
        &templates.base
    };
    let mut empty = true;
    for method in METHODS {
        let get = |at: &Option<At<'d>>| at.as_ref().and_then(|at| at.get(method));
        let sides = Both {
            base: get(&base),
            head: get(&head),
        };
        if sides.base.is_some() || sides.head.is_some() {
            empty = false;
            one_sided(walk, &format!("{} {path}", method.to_uppercase()), &sides);
        }
    }
    if empty {
        let kind = if head.is_some() { &PATH_ADDED } else { &PATH_REMOVED };
        walk.one_sided(
            ROOT,
            Flow::Keep,
            kind,
            &Both { base, head },
            &openapi_document::Pointer::root(),
            path,
        );
    }
}

fn one_sided<'d>(walk: &mut Walk<'d>, name: &str, sides: &Both<Option<At<'d>>>) {
    let id = walk.graph.add(Some(Operation {
        name: name.to_owned(),
        unstable: false,
    }));
    let value = sides
        .base
        .as_ref()
        .or(sides.head.as_ref())
        .map_or(&Value::Null, |at| at.value);
    let (added, removed) = presence(value, walk.today.as_deref());
    let kind = if sides.head.is_some() { added } else { removed };
    walk.one_sided(id, Flow::Keep, kind, sides, &openapi_document::Pointer::root(), name);
}

/// The kinds for an added and a removed operation, by its lifecycle.
fn presence(operation: &Value, today: Option<&str>) -> (&'static ChangeKind, &'static ChangeKind) {
    if lifecycle::is_unstable(operation) {
        (&UNSTABLE_OPERATION_ADDED, &UNSTABLE_OPERATION_REMOVED)
    } else if lifecycle::is_promised(operation, today) {
        (&PROMISED_OPERATION_ADDED, &OPERATION_REMOVED_BEFORE_SUNSET)
    } else if flag(operation, "deprecated") && lifecycle::announces(operation) {
        (&DEPRECATED_OPERATION_ADDED, &DEPRECATED_OPERATION_REMOVED)
    } else {
        (&OPERATION_ADDED, &OPERATION_REMOVED)
    }
}

/// Compares two operations.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, scopes: &Scopes<'_, 'd>, pair: &Pair<'d>) {
    parameters::compare_lists(walk, id, scopes, pair);
    servers::visit(walk, id, scopes, pair);
    security::visit(walk, id, scopes, pair);
    lifecycle::compare(walk, id, Flow::Keep, pair);
    for field in walk.fields(id, pair) {
        match field.key {
            "parameters" | "servers" | "security" => {}
            "requestBody" => request_body(walk, id, pair),
            "responses" => responses::compare_all(walk, id, pair, &pair.get("responses")),
            "callbacks" => callbacks(walk, id, pair),
            "operationId" if field.differs() => walk.field(id, Flow::Keep, &OPERATION_ID_CHANGED, pair, &field),
            "operationId" => {}
            "tags" => tags(walk, id, pair),
            "summary" if field.differs() => walk.field(id, Flow::Keep, &SUMMARY_CHANGED, pair, &field),
            "summary" => {}
            "description" | "externalDocs" => documentation::compare(walk, id, pair, &field),
            key if lifecycle::KEYS.contains(&key) => {}
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn tags<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("tags");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<String, At<'d>> {
        let items = at.iter().flat_map(At::items).collect::<Vec<_>>();
        items
            .into_iter()
            .map(|at| (at.value.as_str().map_or_else(|| brief(at.value), ToOwned::to_owned), at))
            .collect()
    };
    let (before, now) = (listed(&sides.base), listed(&sides.head));
    for (tag, at) in before.iter().filter(|(tag, _)| !now.contains_key(*tag)) {
        let sides = Both {
            base: Some(at.clone()),
            head: None,
        };
        walk.one_sided(id, Flow::Keep, &TAG_REMOVED, &sides, &pair.head.pointer, tag);
    }
    for (tag, at) in now.iter().filter(|(tag, _)| !before.contains_key(*tag)) {
        let sides = Both {
            base: None,
            head: Some(at.clone()),
        };
        walk.one_sided(id, Flow::Keep, &TAG_ADDED, &sides, &pair.head.pointer, tag);
    }
}

fn request_body<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    const KINDS: PartKinds = PartKinds {
        added: &REQUEST_BODY_ADDED,
        required_added: &REQUIRED_REQUEST_BODY_ADDED,
        removed: &REQUEST_BODY_REMOVED,
        required_removed: &REQUIRED_REQUEST_BODY_REMOVED,
    };
    let (at, sides) = (&pair.head.pointer, pair.get("requestBody"));
    walk.part(id, Flow::Request, What::RequestBody, &KINDS, sides, at, "");
}

fn callbacks<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    for (name, sides) in pair.get("callbacks").entries(ToOwned::to_owned) {
        match sides {
            Both {
                base: Some(base),
                head: Some(head),
            } => walk.visit(id, Flow::Keep, What::Callback, Both { base, head }),
            Both { head: Some(_), .. } => {
                walk.one_sided(id, Flow::Keep, &CALLBACK_ADDED, &sides, &pair.head.pointer, name);
            }
            _ => walk.one_sided(id, Flow::Keep, &CALLBACK_REMOVED, &sides, &pair.head.pointer, name),
        }
    }
}
