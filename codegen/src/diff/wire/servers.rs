//! Servers: where requests go. An operation's own come before those of its path, and those before the document's.

use std::collections::BTreeMap;

use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{SERVER_ADDED, SERVER_REMOVED, SERVER_VARIABLE_CHANGED};
use super::operations::Scopes;
use super::resolve::{At, Both, Pair};
use super::texts;
use super::walk::{Walk, What};
use crate::pointer::Pointer;

static NO_SERVERS: Value = Value::Array(Vec::new());

/// Sees to it that the servers of two operations are compared.
pub(super) fn visit<'d>(walk: &mut Walk<'d>, id: NodeId, scopes: &Scopes<'_, 'd>, pair: &Pair<'d>) {
    let root = Both {
        base: At::root(walk.documents.base),
        head: At::root(walk.documents.head),
    };
    let effective = |operation: &At<'d>, item: &At<'d>, root: &At<'d>| {
        let outer = if scopes.inherits { root } else { operation };
        stated(operation)
            .or_else(|| stated(item))
            .or_else(|| stated(outer))
            .unwrap_or_else(|| none(outer))
    };
    let servers = Both {
        base: effective(&pair.base, &scopes.item.base, &root.base),
        head: effective(&pair.head, &scopes.item.head, &root.head),
    };
    walk.visit(id, Flow::Keep, What::Servers, servers);
}

/// Sees to it that the servers of the document or of a path item are compared, even if every operation has others.
pub(super) fn visit_around<'d>(walk: &mut Walk<'d>, id: NodeId, around: &Pair<'d>) {
    let servers = |at: &At<'d>| stated(at).unwrap_or_else(|| none(at));
    let servers = Both {
        base: servers(&around.base),
        head: servers(&around.head),
    };
    walk.visit(id, Flow::Inert, What::Servers, servers);
}

/// An empty list is none: OpenAPI puts `/` in its place.
fn stated<'d>(at: &At<'d>) -> Option<At<'d>> {
    at.get("servers")
        .filter(|servers| servers.value.as_array().is_none_or(|list| !list.is_empty()))
}

/// What stands in the place of no servers, as if it were written at `owner`.
fn none<'d>(owner: &At<'d>) -> At<'d> {
    At {
        pointer: owner.pointer.child("servers"),
        value: &NO_SERVERS,
    }
}

/// The servers of a list by URL; a slash at the end makes no difference.
fn by_url<'d>(list: &At<'d>) -> BTreeMap<String, At<'d>> {
    let url = |at: &At<'d>| {
        let url = at.value.get("url").and_then(Value::as_str).unwrap_or_default();
        if url == "/" {
            url.to_owned()
        } else {
            url.trim_end_matches('/').to_owned()
        }
    };
    list.items().map(|at| (url(&at), at)).collect()
}

/// Compares two lists of servers.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    if !pair.base.value.is_array() || !pair.head.value.is_array() {
        walk.fields(id, pair);
        return;
    }
    let (mut before, mut now) = (by_url(&pair.base), by_url(&pair.head));
    for list in [&mut before, &mut now] {
        if list.is_empty() {
            list.insert(
                "/".to_owned(),
                At {
                    pointer: Pointer::root().child("servers"),
                    value: &Value::Null,
                },
            );
        }
    }
    let (before_urls, now_urls): (Vec<_>, Vec<_>) = (before.keys().cloned().collect(), now.keys().cloned().collect());
    for url in &before_urls {
        match (before.get(url), now.get(url)) {
            (Some(base), Some(head)) => compare_server(
                walk,
                id,
                &Both {
                    base: base.clone(),
                    head: head.clone(),
                },
            ),
            (base, _) => {
                let sides = Both {
                    base: base.cloned(),
                    head: None,
                };
                walk.one_sided(id, Flow::Keep, &SERVER_REMOVED, &sides, &pair.head.pointer, url);
            }
        }
    }
    for url in now_urls.iter().filter(|url| !before.contains_key(*url)) {
        let sides = Both {
            base: None,
            head: now.get(url).cloned(),
        };
        walk.one_sided(id, Flow::Keep, &SERVER_ADDED, &sides, &pair.head.pointer, url);
    }
}

fn compare_server<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    if pair.base.value.is_null() || pair.head.value.is_null() {
        return; // the `/` that OpenAPI puts in the place of no server
    }
    for field in walk.fields(id, pair) {
        match field.key {
            "url" => {}
            "description" => texts::compare(walk, id, pair, &field),
            "variables" => variables(walk, id, pair),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn variables<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("variables");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<&'d str, At<'d>> {
        at.iter().flat_map(|at| at.entries().collect::<Vec<_>>()).collect()
    };
    let (before, now) = (listed(&sides.base), listed(&sides.head));
    for (name, base) in &before {
        let head = now.get(name);
        if head.is_none_or(|head| !equal_variable(base.value, head.value)) {
            let sides = Both {
                base: Some(base.clone()),
                head: head.cloned(),
            };
            walk.one_sided(
                id,
                Flow::Keep,
                &SERVER_VARIABLE_CHANGED,
                &sides,
                &pair.head.pointer,
                name,
            );
        } else if let Some(head) = head {
            let pair = Both {
                base: base.clone(),
                head: head.clone(),
            };
            for field in walk
                .fields(id, &pair)
                .iter()
                .filter(|field| !matches!(field.key, "default" | "enum"))
            {
                match field.key {
                    "description" => texts::compare(walk, id, &pair, field),
                    _ => walk.other_field(id, &pair, field),
                }
            }
        }
    }
    for (name, head) in now.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let sides = Both {
            base: None,
            head: Some(head.clone()),
        };
        walk.one_sided(
            id,
            Flow::Keep,
            &SERVER_VARIABLE_CHANGED,
            &sides,
            &pair.head.pointer,
            name,
        );
    }
}

/// Whether two variables take the same values and have the same default.
fn equal_variable(base: &Value, head: &Value) -> bool {
    let values = |value: &Value| {
        let mut values: Vec<String> = value
            .get("enum")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(Value::to_string)
            .collect();
        values.sort();
        values
    };
    base.get("default") == head.get("default") && values(base) == values(head)
}
