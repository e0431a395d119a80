//! Servers: where clients send requests. The servers of an operation override those of its path, which override those of the
//! document.

use std::collections::BTreeMap;

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::documentation;
use super::graph::{Flow, NodeId};
use super::kinds::{
    SERVER_ADDED, SERVER_REMOVED, SERVER_VARIABLE_CHANGED, SERVER_VARIABLE_VALUE_ADDED, SERVER_VARIABLE_VALUE_REMOVED,
    SERVERS_REORDERED,
};
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

/// The URLs of a list of servers, with their entries. A slash at the end, the case of scheme and host, and the names of
/// variables do not matter.
/// `prefix` is removed from the end of the URLs, because the paths start with it.
fn urls<'d>(list: &At<'d>, prefix: &str) -> Vec<(String, At<'d>)> {
    let url = |at: &At<'d>| {
        let url = at.value.get("url").and_then(Value::as_str).unwrap_or_default();
        let url = url.trim_end_matches('/');
        let url = url.strip_suffix(prefix).unwrap_or(url);
        if url.is_empty() {
            "/".to_owned()
        } else {
            without_names(&with_small_host(url))
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

/// The URL of a server as written.
fn written<'d>(server: &At<'d>) -> &'d str {
    server.value.get("url").and_then(Value::as_str).unwrap_or("/")
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

/// The names of the variables in a URL, in order.
fn names(url: &str) -> Vec<&str> {
    let parts = url.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// A URL whose variables are numbered: `https://{region}.example` as `https://{1}.example`. One that occurs twice keeps its
/// number.
fn without_names(url: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut numbered = url.to_owned();
    for name in names(url) {
        if !known.contains(&name) {
            known.push(name);
            numbered = numbered.replace(&format!("{{{name}}}"), &format!("{{{}}}", known.len()));
        }
    }
    numbered
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
                let url = base.map_or("/", written);
                walk.one_sided(id, Flow::Keep, &SERVER_REMOVED, &sides, &pair.head.pointer, url);
            }
        }
    }
    for url in now_urls.iter().filter(|url| !before.contains_key(*url)) {
        let sides = Both {
            base: None,
            head: now.get(url).cloned(),
        };
        let url = now.get(url).map_or("/", written);
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

/// Compares the variables of two servers whose URLs differ in the names of variables at most.
fn variables<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("variables");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<&'d str, At<'d>> {
        at.iter().flat_map(|at| at.entries().collect::<Vec<_>>()).collect()
    };
    let in_url = |at: &At<'d>| names(at.value.get("url").and_then(Value::as_str).unwrap_or_default());
    let (mut before, mut now) = (listed(&sides.base), listed(&sides.head));
    let places = in_url(&pair.base).into_iter().zip(in_url(&pair.head));
    let mut pairs: Vec<_> = places
        .map(|(was, is)| (was, before.remove(was), now.remove(is)))
        .collect();
    pairs.extend(
        before
            .into_iter()
            .map(|(name, base)| (name, Some(base), now.remove(name))),
    );
    pairs.extend(now.into_iter().map(|(name, head)| (name, None, Some(head))));
    for (name, base, head) in pairs {
        match (base, head) {
            (Some(base), Some(head)) => variable(walk, id, name, &Both { base, head }, pair),
            (None, None) => {}
            (base, head) => {
                let sides = Both { base, head };
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
    }
}

fn variable<'d>(walk: &mut Walk<'d>, id: NodeId, name: &str, pair: &Pair<'d>, server: &Pair<'d>) {
    let (before, now) = (values(pair.base.value), values(pair.head.value));
    let is_open = before.is_empty() != now.is_empty();
    if is_open || pair.base.value.get("default") != pair.head.value.get("default") {
        let sides = Both {
            base: Some(pair.base.clone()),
            head: Some(pair.head.clone()),
        };
        walk.one_sided(
            id,
            Flow::Keep,
            &SERVER_VARIABLE_CHANGED,
            &sides,
            &server.head.pointer,
            name,
        );
    } else {
        let (lost, won) = (only(&pair.base, now), only(&pair.head, before));
        for (kind, base, head) in lost
            .into_iter()
            .map(|at| (&SERVER_VARIABLE_VALUE_REMOVED, Some(at), None))
            .chain(won.into_iter().map(|at| (&SERVER_VARIABLE_VALUE_ADDED, None, Some(at))))
        {
            walk.one_sided(id, Flow::Keep, kind, &Both { base, head }, &server.head.pointer, name);
        }
    }
    for field in walk.fields(id, pair) {
        match field.key {
            "default" | "enum" => {}
            "description" => documentation::compare(walk, id, pair, &field),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// The values of a variable.
fn values(variable: &Value) -> &[Value] {
    let values = variable.get("enum").and_then(Value::as_array);
    values.map(Vec::as_slice).unwrap_or_default()
}

/// The values of a variable that are not among `others`.
fn only<'d>(variable: &At<'d>, others: &[Value]) -> Vec<At<'d>> {
    let listed = variable
        .get("enum")
        .into_iter()
        .flat_map(|list| list.items().collect::<Vec<_>>());
    listed.filter(|at| !others.contains(at.value)).collect()
}
