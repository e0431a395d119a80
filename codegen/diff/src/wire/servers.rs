//! Servers: where clients send requests. The servers of an operation override those of its path, which override those of the
//! document.

use std::collections::BTreeMap;

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::documentation;
use super::graph::{Flow, NodeId};
use super::kinds::{SERVER_ADDED, SERVER_REMOVED, SERVER_VARIABLE_CHANGED, SERVERS_REORDERED};
use super::places::{At, Both, Pair};
use super::scopes::Scopes;
use super::walk::{Walk, What};

static NO_SERVERS: Value = Value::Array(Vec::new());

/// Queues the servers of two operations.
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

/// Queues the servers of the document or of a path item, even if every operation has its own.
pub(super) fn visit_around<'d>(walk: &mut Walk<'d>, id: NodeId, around: &Pair<'d>) {
    let servers = |at: &At<'d>| stated(at).unwrap_or_else(|| none(at));
    let servers = Both {
        base: servers(&around.base),
        head: servers(&around.head),
    };
    walk.visit(id, Flow::Inert, What::Servers, servers);
}

/// The servers at `at`. An empty list counts as absent: its default in OpenAPI is `/`.
fn stated<'d>(at: &At<'d>) -> Option<At<'d>> {
    at.get("servers")
        .filter(|servers| servers.value.as_array().is_none_or(|list| !list.is_empty()))
}

/// An empty list of servers at `owner`, for an object without servers.
fn none<'d>(owner: &At<'d>) -> At<'d> {
    At {
        pointer: owner.pointer.child("servers"),
        value: &NO_SERVERS,
    }
}

/// The URLs of a list of servers, with their entries. A slash at the end and the case of scheme and host do not matter.
/// `prefix` is removed from the end of the URLs, because the paths start with it.
fn urls<'d>(list: &At<'d>, prefix: &str) -> Vec<(String, At<'d>)> {
    let url = |at: &At<'d>| {
        let url = at.value.get("url").and_then(Value::as_str).unwrap_or_default();
        let url = url.trim_end_matches('/');
        let url = url.strip_suffix(prefix).unwrap_or(url);
        if url.is_empty() {
            "/".to_owned()
        } else {
            with_small_host(url)
        }
    };
    let mut urls: Vec<_> = list.items().map(|at| (url(&at), at)).collect();
    if urls.is_empty() {
        let pointer = Pointer::root().child("servers");
        let value = &Value::Null;
        urls.push(("/".to_owned(), At { pointer, value }));
    }
    urls
}

/// A URL with its scheme and host in lower case, except the names of variables.
fn with_small_host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut is_name = false;
    let host = host.chars().map(|character| {
        is_name = character == '{' || is_name && character != '}';
        if is_name {
            character
        } else {
            character.to_ascii_lowercase()
        }
    });
    format!("{}://{}{path}", scheme.to_ascii_lowercase(), host.collect::<String>())
}

/// The path at the end of the URLs of all servers of the document; empty if there is none. `None` if the paths differ, or
/// contain variables.
pub(super) fn base_path(document: &Value) -> Option<String> {
    let list = document.get("servers").and_then(Value::as_array).map(Vec::as_slice);
    let mut paths = list.unwrap_or_default().iter().map(|server| {
        let url = server.get("url").and_then(Value::as_str)?;
        let behind_host = url.split_once("://").map_or(Some(url), |(_, rest)| {
            Some(rest.split_at(rest.find('/').unwrap_or(rest.len())).1)
        });
        behind_host.map(|path| path.trim_end_matches('/'))
    });
    let first = paths.next().unwrap_or(Some(""))?;
    let plain = !first.contains('{') && (first.is_empty() || first.starts_with('/'));
    (plain && paths.all(|path| path == Some(first))).then(|| first.to_owned())
}

/// Compares two lists of servers.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    if !pair.base.value.is_array() || !pair.head.value.is_array() {
        walk.fields(id, pair);
        return;
    }
    // Only the servers of the document can have moved together with its paths.
    let is_root = |at: &At<'_>| at.pointer == Pointer::root().child("servers");
    let moved = walk
        .base_path
        .as_ref()
        .filter(|_| is_root(&pair.base) && is_root(&pair.head));
    let before = urls(&pair.base, moved.map_or("", |prefixes| &prefixes.base));
    let now = urls(&pair.head, moved.map_or("", |prefixes| &prefixes.head));
    let order = |servers: &[(String, At<'d>)]| servers.iter().map(|(url, _)| url.clone()).collect::<Vec<_>>();
    let (before_urls, now_urls) = (order(&before), order(&now));
    let (before, now): (BTreeMap<_, _>, BTreeMap<_, _>) = (before.into_iter().collect(), now.into_iter().collect());
    if before_urls != now_urls && before.keys().eq(now.keys()) && before.len() == before_urls.len() {
        walk.report(id, Flow::Keep, &SERVERS_REORDERED, pair, &pair.head.pointer, "");
    }
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
        return; // the default server `/`
    }
    for field in walk.fields(id, pair) {
        match field.key {
            "url" => {}
            "description" => documentation::compare(walk, id, pair, &field),
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
                    "description" => documentation::compare(walk, id, &pair, field),
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

/// Whether two variables have the same values and the same default.
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
