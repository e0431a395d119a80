//! Security schemes: how credentials are sent, and where clients get them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::documentation;
use super::graph::{Flow, NodeId};
use super::kinds::{
    BEARER_FORMAT_CHANGED, DESCRIPTION_CHANGED, SCOPE_DEFINED, SCOPE_NO_LONGER_DEFINED, SECURITY_FLOW_ADDED,
    SECURITY_FLOW_REMOVED, SECURITY_SCHEME_CHANGED, SECURITY_URL_CHANGED,
};
use super::places::{At, Both, Field, Pair};
use super::walk::Walk;

/// Renamed schemes: base name to head name.
pub(super) fn renamed(documents: &Both<&Value>) -> BTreeMap<String, String> {
    let listed = |document: &Value| {
        document
            .pointer("/components/securitySchemes")
            .and_then(Value::as_object)
            .cloned()
    };
    let (Some(before), Some(now)) = (listed(documents.base), listed(documents.head)) else {
        return BTreeMap::new();
    };
    let mut contents: BTreeMap<String, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (name, scheme) in before.iter().filter(|(name, _)| !now.contains_key(*name)) {
        contents.entry(scheme.to_string()).or_default().0.push(name);
    }
    for (name, scheme) in now.iter().filter(|(name, _)| !before.contains_key(*name)) {
        contents.entry(scheme.to_string()).or_default().1.push(name);
    }
    let single = contents
        .values()
        .filter_map(|(before, now)| match (before.as_slice(), now.as_slice()) {
            ([before], [now]) => Some(((*before).to_owned(), (*now).to_owned())),
            _ => None,
        });
    single.collect()
}

/// Compares two Security Scheme Objects.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    for field in walk.fields(id, pair) {
        match field.key {
            "description" => documentation::compare(walk, id, pair, &field),
            "flows" => flows(walk, id, pair),
            "bearerFormat" => changed(walk, id, pair, &field, false),
            "openIdConnectUrl" | "type" | "in" | "scheme" => changed(walk, id, pair, &field, true),
            // The case of a header's name does not matter.
            "name" if equal_header_names(pair) => {}
            "name" => changed(walk, id, pair, &field, true),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn equal_header_names(pair: &Pair<'_>) -> bool {
    let name = |at: &At<'_>| {
        let text = |key| at.value.get(key).and_then(Value::as_str).unwrap_or_default();
        (text("in") == "header").then(|| text("name").to_ascii_lowercase())
    };
    name(&pair.base).is_some_and(|base| Some(base) == name(&pair.head))
}

fn changed<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, field: &Field<'d>, judged: bool) {
    let kind = match field.key {
        _ if !judged => &BEARER_FORMAT_CHANGED,
        "openIdConnectUrl" => &SECURITY_URL_CHANGED,
        _ => &SECURITY_SCHEME_CHANGED,
    };
    // Nor does the case of an HTTP authentication scheme.
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_ascii_lowercase);
    let equal = field.key == "scheme" && text(field.base).is_some() && text(field.base) == text(field.head);
    if field.differs() && !equal {
        walk.field(id, Flow::Keep, kind, pair, field);
    }
}

fn flows<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let Both {
        base: Some(base),
        head: Some(head),
    } = pair.get("flows")
    else {
        let sides = pair.get("flows");
        return walk.one_sided(
            id,
            Flow::Keep,
            &SECURITY_SCHEME_CHANGED,
            &sides,
            &pair.head.pointer,
            "flows",
        );
    };
    let flows = Both { base, head };
    for field in walk.fields(id, &flows) {
        match flows.get(field.key) {
            _ if field.key.starts_with("x-") => walk.other_field(id, &flows, &field),
            Both {
                base: Some(base),
                head: Some(head),
            } => flow(walk, id, &Both { base, head }),
            sides => {
                let kind = if sides.head.is_some() {
                    &SECURITY_FLOW_ADDED
                } else {
                    &SECURITY_FLOW_REMOVED
                };
                walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, field.key);
            }
        }
    }
}

fn flow<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    for field in walk.fields(id, pair) {
        match field.key {
            "scopes" => scopes(walk, id, pair),
            "authorizationUrl" | "tokenUrl" | "refreshUrl" => {
                if field.differs() {
                    walk.field(id, Flow::Keep, &SECURITY_URL_CHANGED, pair, &field);
                }
            }
            _ => walk.other_field(id, pair, &field),
        }
    }
}

fn scopes<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("scopes");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<&'d str, At<'d>> {
        at.iter().flat_map(|at| at.entries().collect::<Vec<_>>()).collect()
    };
    let (before, now) = (listed(&sides.base), listed(&sides.head));
    for (scope, base) in &before {
        match now.get(scope) {
            None => {
                let sides = Both {
                    base: Some(base.clone()),
                    head: None,
                };
                walk.one_sided(
                    id,
                    Flow::Keep,
                    &SCOPE_NO_LONGER_DEFINED,
                    &sides,
                    &pair.head.pointer,
                    scope,
                );
            }
            Some(head) if base.value != head.value => {
                let pair = Both {
                    base: base.clone(),
                    head: head.clone(),
                };
                walk.report(id, Flow::Keep, &DESCRIPTION_CHANGED, &pair, &pair.head.pointer, "");
            }
            Some(_) => {}
        }
    }
    for (scope, head) in now.iter().filter(|(scope, _)| !before.contains_key(*scope)) {
        let sides = Both {
            base: None,
            head: Some(head.clone()),
        };
        walk.one_sided(id, Flow::Keep, &SCOPE_DEFINED, &sides, &pair.head.pointer, scope);
    }
}
