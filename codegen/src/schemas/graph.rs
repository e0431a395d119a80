//! The graph of types: which ones contain themselves, contain a secret, are sent, or are received.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::pointer::Pointer;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::definition::{Definition, DefinitionKind};
use super::form::Form;

type Definitions = BTreeMap<String, Definition>;

fn forms<'f>(definitions: &'f Definitions, name: &str) -> Vec<&'f Form> {
    definitions.get(name).map(Definition::forms).unwrap_or_default()
}

/// All types that `roots` refer to, directly or indirectly, including `roots`.
pub(super) fn reachable(definitions: &Definitions, roots: &BTreeSet<String>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = roots.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if reached.insert(name.to_owned()) {
            open.extend(forms(definitions, name).into_iter().filter_map(Form::name_inside));
        }
    }
    reached
}

/// The types that contain a secret, directly or indirectly.
pub(super) fn secret(definitions: &Definitions) -> BTreeSet<String> {
    let mut referred_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut open = Vec::new();
    for name in definitions.keys() {
        for form in forms(definitions, name) {
            if let Some(inner) = form.name_inside() {
                referred_by.entry(inner).or_default().push(name);
            }
            if holds_secret(form) {
                open.push(name.as_str());
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name.to_owned()) {
            open.extend(referred_by.get(name).into_iter().flatten());
        }
    }
    found
}

/// The types that accept any JSON value, including null.
pub(super) fn any(definitions: &Definitions) -> BTreeSet<String> {
    let is_any = |definition: &Definition| match &definition.kind {
        DefinitionKind::Alias(Form::Any) => true,
        // Chains have been shortened before.
        DefinitionKind::Alias(Form::Named(name)) => {
            let end = definitions.get(name).map(|definition| &definition.kind);
            matches!(end, Some(DefinitionKind::Alias(Form::Any)))
        }
        _ => false,
    };
    let any = definitions.iter().filter(|(_, definition)| is_any(definition));
    any.map(|(name, _)| name.clone()).collect()
}

fn holds_secret(form: &Form) -> bool {
    match form {
        Form::Secret => true,
        Form::List(inner) | Form::Map(inner) | Form::Nullable(inner) => holds_secret(inner),
        _ => false,
    }
}

/// Removes aliases and variants of unions that lead back to their own type without an object or a list in between. No
/// finite value has such a type. Returns the places.
pub(super) fn cut_endless(definitions: &mut Definitions) -> Vec<Pointer> {
    let mut cut = Vec::new();
    let mut done = BTreeSet::new();
    let names: Vec<_> = definitions.keys().cloned().collect();
    for name in names {
        while let Some((from, to)) = back_edge(definitions, &name, &mut done) {
            let Some(definition) = definitions.get_mut(&from) else {
                break;
            };
            match &mut definition.kind {
                DefinitionKind::Alias(form) => *form = Form::Any,
                DefinitionKind::Union(union) => union.variants.retain(|variant| variant.form.named() != Some(&to)),
                _ => break,
            }
            cut.push(definition.place.clone());
        }
    }
    cut
}

/// The first edge that closes a circle of aliases and unions below `root`. Adds types without a circle below them to
/// `done`.
fn back_edge(definitions: &Definitions, root: &str, done: &mut BTreeSet<String>) -> Option<(String, String)> {
    let next = |name: &str| -> Vec<String> {
        let forms = match definitions.get(name).map(|definition| &definition.kind) {
            Some(DefinitionKind::Alias(_) | DefinitionKind::Union(_)) => forms(definitions, name),
            _ => Vec::new(),
        };
        let named = forms.into_iter().filter_map(Form::named);
        named.map(ToOwned::to_owned).collect()
    };
    if done.contains(root) {
        return None;
    }
    let mut path = vec![(root.to_owned(), next(root))];
    let mut on_path = BTreeSet::from([root.to_owned()]);
    while let Some((name, open)) = path.last_mut() {
        let Some(to) = open.pop() else {
            on_path.remove(name);
            done.insert(name.clone());
            path.pop();
            continue;
        };
        if on_path.contains(&to) {
            return Some((name.clone(), to));
        }
        if !done.contains(&to) {
            let following = next(&to);
            on_path.insert(to.clone());
            path.push((to, following));
        }
    }
    None
}

/// Boxes every field whose type contains the field's owner by value, directly or indirectly. The result does not depend
/// on the order of types.
pub(super) fn box_circles(definitions: &mut Definitions) {
    let circles = circles(definitions);
    for (name, definition) in definitions.iter_mut() {
        let Some(circle) = circles.get(name) else { continue };
        if let DefinitionKind::Object { fields, .. } = &mut definition.kind {
            for field in fields {
                field.is_boxed = field
                    .form
                    .named()
                    .is_some_and(|inner| circles.get(inner) == Some(circle));
            }
        }
    }
}

/// The types on a circle of types that contain one another by value, each with the number of its circle. Circles that
/// share a type count as one.
fn circles(definitions: &Definitions) -> BTreeMap<String, usize> {
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let nodes: BTreeMap<&str, NodeIndex> = definitions
        .keys()
        .map(|name| (name.as_str(), graph.add_node(name)))
        .collect();
    for (name, node) in &nodes {
        let held = forms(definitions, name).into_iter().filter_map(Form::named);
        for inner in held.filter_map(|inner| nodes.get(inner)) {
            graph.add_edge(*node, *inner, ());
        }
    }
    let mut circles = BTreeMap::new();
    // Tarjan's algorithm would need recursion. Types can refer to one another in long chains.
    for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        let is_circle = match component.as_slice() {
            [only] => graph.contains_edge(*only, *only),
            _ => true,
        };
        let names = component
            .iter()
            .filter(|_| is_circle)
            .filter_map(|node| graph.node_weight(*node));
        circles.extend(names.map(|name| ((*name).to_owned(), number)));
    }
    circles
}

/// Replaces each alias of an alias by its final type, since typify follows such chains recursively. There are no
/// circles at this point.
pub(super) fn shorten_chains(definitions: &mut Definitions) {
    let next = |name: &str| match definitions.get(name).map(|definition| &definition.kind) {
        Some(DefinitionKind::Alias(Form::Named(next))) => Some(next.clone()),
        _ => None,
    };
    let mut ends: BTreeMap<String, String> = BTreeMap::new();
    for name in definitions.keys() {
        let mut chain = vec![name.clone()];
        let mut last = name.clone();
        while let Some(following) = next(&last) {
            if let Some(end) = ends.get(&following) {
                last.clone_from(end);
                break;
            }
            chain.push(following.clone());
            last = following;
        }
        ends.extend(chain.into_iter().map(|name| (name, last.clone())));
    }
    for (name, definition) in definitions.iter_mut() {
        if let DefinitionKind::Alias(Form::Named(next)) = &mut definition.kind
            && let Some(end) = ends.get(name).filter(|end| *end != name)
        {
            next.clone_from(end);
        }
    }
}
