//! Security requirements: the credentials that a request needs. [`super::schemes`] compares how they are sent.
//!
//! A requirement is a list of alternatives. Each alternative is a set of schemes with scopes. The name of a scheme is not
//! sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::{Flow, NodeId, ROOT};
use super::kinds::{
    ChangeKind, SECURITY_ADDED, SECURITY_ALTERNATIVE_ADDED, SECURITY_ALTERNATIVE_RELAXED, SECURITY_ALTERNATIVE_REMOVED,
    SECURITY_ALTERNATIVE_TIGHTENED, SECURITY_BECAME_OPTIONAL, SECURITY_BECAME_REQUIRED, SECURITY_REMOVED,
    SECURITY_SCOPE_ADDED, SECURITY_SCOPE_REMOVED,
};
use super::places::{At, Both, Pair};
use super::scopes::Scopes;
use super::walk::{Walk, What};

static NO_SECURITY: Value = Value::Array(Vec::new());

/// Queues the requirements of two operations.
pub(super) fn visit<'d>(walk: &mut Walk<'d>, id: NodeId, scopes: &Scopes<'_, 'd>, pair: &Pair<'d>) {
    let root = Both {
        base: At::root(walk.documents.base),
        head: At::root(walk.documents.head),
    };
    let effective = |operation: &At<'d>, root: &At<'d>| {
        let outer = if scopes.inherits { root } else { operation };
        operation
            .get("security")
            .or_else(|| outer.get("security"))
            .unwrap_or_else(|| none(outer))
    };
    let security = Both {
        base: effective(&pair.base, &root.base),
        head: effective(&pair.head, &root.head),
    };
    walk.visit(id, Flow::Request, What::Security, security);
}

/// Queues the requirements of the document, even if every operation has its own.
pub(super) fn visit_root<'d>(walk: &mut Walk<'d>, root: &Pair<'d>) {
    let effective = |root: &At<'d>| root.get("security").unwrap_or_else(|| none(root));
    let security = Both {
        base: effective(&root.base),
        head: effective(&root.head),
    };
    walk.visit(ROOT, Flow::Inert, What::Security, security);
}

/// An empty requirement at `owner`, for a document without one.
fn none<'d>(owner: &At<'d>) -> At<'d> {
    At {
        pointer: owner.pointer.child("security"),
        value: &NO_SECURITY,
    }
}

/// The scopes of each scheme of one alternative.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// Alternatives by the names of their schemes.
type Alternatives<'d> = BTreeMap<Vec<String>, Vec<(Alternative, At<'d>)>>;

fn alternatives<'d>(list: &At<'d>, rename: impl Fn(&str) -> String) -> Alternatives<'d> {
    let mut alternatives = Alternatives::new();
    for at in list.items() {
        let scopes = |value: &Value| {
            let scopes = value.as_array().into_iter().flatten();
            scopes
                .map(|scope| scope.as_str().map_or_else(|| scope.to_string(), ToOwned::to_owned))
                .collect()
        };
        let alternative: Alternative = at
            .entries()
            .map(|(name, at)| (rename(name), scopes(at.value)))
            .collect();
        let names = alternative.keys().cloned().collect();
        alternatives.entry(names).or_default().push((alternative, at));
    }
    alternatives
}

/// Whether credentials for `more` also satisfy `less`, because `less` needs no other scheme or scope.
fn implies(more: &Alternative, less: &Alternative) -> bool {
    less.iter()
        .all(|(scheme, scopes)| more.get(scheme).is_some_and(|granted| scopes.is_subset(granted)))
}

/// Removes alternatives that are pointless beside a weaker one.
fn without_implied(alternatives: &mut Alternatives<'_>) {
    let all: Vec<Alternative> = alternatives
        .values()
        .flatten()
        .map(|(alternative, _)| alternative.clone())
        .filter(|alternative| !alternative.is_empty())
        .collect();
    for listed in alternatives.values_mut() {
        listed.retain(|(alternative, _)| {
            !all.iter()
                .any(|other| other != alternative && implies(alternative, other))
        });
    }
    alternatives.retain(|_, listed| !listed.is_empty());
}

/// Reports an alternative that needs more or fewer schemes than before. Removes the old and the new one from the lists.
fn tightened<'d>(
    walk: &mut Walk<'d>,
    id: NodeId,
    at: &openapi_document::Pointer,
    before: &mut Alternatives<'d>,
    now: &mut Alternatives<'d>,
) {
    let alone = |some: &Alternatives<'d>, others: &Alternatives<'d>| -> Vec<(Alternative, At<'d>)> {
        let alone = some
            .iter()
            .filter(|(names, _)| !names.is_empty() && !others.contains_key(*names));
        alone.flat_map(|(_, listed)| listed.iter().cloned()).collect()
    };
    let (gone, new) = (alone(before, now), alone(now, before));
    let name = |alternative: &Alternative| alternative.keys().cloned().collect::<Vec<_>>();
    for (old, base) in &gone {
        for (fresh, head) in &new {
            let kind = match (implies(old, fresh), implies(fresh, old)) {
                (true, _) => &SECURITY_ALTERNATIVE_RELAXED,
                (_, true) => &SECURITY_ALTERNATIVE_TIGHTENED,
                _ => continue,
            };
            let pair = Both {
                base: base.clone(),
                head: head.clone(),
            };
            walk.report(id, Flow::Keep, kind, &pair, at, "");
            let shown = |alternative| format!("`{}`", name(alternative).join(" + "));
            walk.graph.reword(id, &shown(old), &shown(fresh));
            schemes(
                walk,
                id,
                &[(old.clone(), base.clone())],
                &[(fresh.clone(), head.clone())],
            );
            before.remove(&name(old));
            now.remove(&name(fresh));
        }
    }
}

/// Compares two requirements.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    if !pair.base.value.is_array() || !pair.head.value.is_array() {
        walk.fields(id, pair);
        return;
    }
    let renamed = walk.renamed_schemes();
    let mut before = alternatives(&pair.base, |name| renamed.get(name).unwrap_or(&name.to_owned()).clone());
    let mut now = alternatives(&pair.head, ToOwned::to_owned);
    without_implied(&mut before);
    without_implied(&mut now);
    for (names, listed) in before.iter().filter(|(names, _)| now.contains_key(*names)) {
        let others = now.get(names).map(Vec::as_slice).unwrap_or_default();
        compare_scopes(walk, id, pair, listed, others);
        schemes(walk, id, listed, others);
    }
    if let Some(kind) = need(&before, &now) {
        let written = |at: &At<'d>| Some(at.clone()).filter(|at| !std::ptr::eq(at.value, &raw const NO_SECURITY));
        let sides = Both {
            base: written(&pair.base),
            head: written(&pair.head),
        };
        walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, "");
        if kind.id == SECURITY_ADDED.id || kind.id == SECURITY_REMOVED.id {
            return;
        }
    }
    tightened(walk, id, &pair.head.pointer, &mut before, &mut now);
    for (names, at) in alone(&before, &now) {
        let sides = Both {
            base: Some(at),
            head: None,
        };
        let kind = &SECURITY_ALTERNATIVE_REMOVED;
        walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, &names);
    }
    for (names, at) in alone(&now, &before) {
        let sides = Both {
            base: None,
            head: Some(at),
        };
        let kind = &SECURITY_ALTERNATIVE_ADDED;
        walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, &names);
    }
}

/// The alternatives that only `some` has: the names of their schemes, and the first place of each.
fn alone<'d>(some: &Alternatives<'d>, others: &Alternatives<'d>) -> Vec<(String, At<'d>)> {
    let alone = some
        .iter()
        .filter(|(names, _)| !names.is_empty() && !others.contains_key(*names));
    let named = alone.filter_map(|(names, listed)| Some((names.join(" + "), listed.first()?.1.clone())));
    named.collect()
}

/// The kind for credentials that became required, optional or unnecessary.
fn need(before: &Alternatives<'_>, now: &Alternatives<'_>) -> Option<&'static ChangeKind> {
    let anonymous = Vec::new();
    let asks = |alternatives: &Alternatives<'_>| alternatives.keys().any(|names| *names != anonymous);
    let optional = (before.contains_key(&anonymous), now.contains_key(&anonymous));
    match (asks(before), asks(now), optional) {
        (false, true, (_, false)) => Some(&SECURITY_ADDED),
        (true, false, (false, _)) => Some(&SECURITY_REMOVED),
        (true, _, (false, true)) => Some(&SECURITY_BECAME_OPTIONAL),
        (_, true, (true, false)) => Some(&SECURITY_BECAME_REQUIRED),
        _ => None,
    }
}

/// Compares the scopes of alternatives with the same schemes. If several differ only in scopes, they are compared as whole
/// alternatives.
fn compare_scopes<'d>(
    walk: &mut Walk<'d>,
    id: NodeId,
    pair: &Pair<'d>,
    before: &[(Alternative, At<'d>)],
    now: &[(Alternative, At<'d>)],
) {
    if let ([(old, base)], [(new, head)]) = (before, now) {
        return scopes(
            walk,
            id,
            &Both {
                base: base.clone(),
                head: head.clone(),
            },
            old,
            new,
        );
    }
    let lists = |alternative: &Alternative, others: &[(Alternative, At<'d>)]| {
        others.iter().any(|(other, _)| other == alternative)
    };
    let name = |at: &At<'d>| at.value.to_string();
    for (_, at) in before.iter().filter(|(alternative, _)| !lists(alternative, now)) {
        let sides = Both {
            base: Some(at.clone()),
            head: None,
        };
        walk.one_sided(
            id,
            Flow::Keep,
            &SECURITY_ALTERNATIVE_REMOVED,
            &sides,
            &pair.head.pointer,
            &name(at),
        );
    }
    for (_, at) in now.iter().filter(|(alternative, _)| !lists(alternative, before)) {
        let sides = Both {
            base: None,
            head: Some(at.clone()),
        };
        walk.one_sided(
            id,
            Flow::Keep,
            &SECURITY_ALTERNATIVE_ADDED,
            &sides,
            &pair.head.pointer,
            &name(at),
        );
    }
}

/// Compares the scopes of two alternatives.
fn scopes<'d>(walk: &mut Walk<'d>, id: NodeId, place: &Pair<'d>, before: &Alternative, now: &Alternative) {
    let none = BTreeSet::new();
    for (scheme, old) in before {
        let new = now.get(scheme).unwrap_or(&none);
        let removed = old.difference(new).map(|scope| (&SECURITY_SCOPE_REMOVED, scope));
        let added = new.difference(old).map(|scope| (&SECURITY_SCOPE_ADDED, scope));
        for (kind, scope) in removed.chain(added) {
            let subject = format!("`{scope}` of `{scheme}`");
            walk.report(id, Flow::Keep, kind, place, &place.head.pointer, &subject);
        }
    }
}

/// Queues the schemes that both requirements name.
fn schemes<'d>(walk: &mut Walk<'d>, id: NodeId, before: &[(Alternative, At<'d>)], now: &[(Alternative, At<'d>)]) {
    let renamed = walk.renamed_schemes();
    let (Some((_, base)), Some((_, head))) = (before.first(), now.first()) else {
        return;
    };
    let names: Vec<(&str, String)> = base
        .entries()
        .map(|(name, _)| (name, renamed.get(name).cloned().unwrap_or_else(|| name.to_owned())))
        .filter(|(_, now)| head.value.get(now).is_some())
        .collect();
    for (before, now) in names {
        let (base, head) = (scheme(walk.documents.base, before), scheme(walk.documents.head, &now));
        if let (Some(base), Some(head)) = (base, head) {
            walk.visit(id, Flow::Keep, What::SecurityScheme, Both { base, head });
        }
    }
}

fn scheme<'d>(document: &'d Value, name: &str) -> Option<At<'d>> {
    At::root(document).get("components")?.get("securitySchemes")?.get(name)
}
