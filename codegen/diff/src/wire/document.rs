//! The document as a whole: general information, and components that no operation uses.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::load::{Document, FILES, Version};
use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::graph::{Flow, ROOT, Raw};
use super::kinds::{
    API_VERSION_CHANGED, BASE_PATH_MOVED, COMPONENT_ADDED, COMPONENT_REMOVED, COMPONENT_RENAMED, INFO_CHANGED,
    OPENAPI_VERSION_CHANGED, TAG_DEFINITION_CHANGED,
};
use super::places::{At, Both, Pair};
use super::walk::{Notation, Walk, What};
use super::{callbacks, dispatch, documentation, operations, parameters, security, servers};

/// Compares two documents.
pub(super) fn compare(walk: &mut Walk<'_>) {
    let root = Both {
        base: At::root(walk.documents.base),
        head: At::root(walk.documents.head),
    };
    for field in walk.fields(ROOT, &root) {
        match field.key {
            "paths" | "components" | "servers" | "security" => {}
            "webhooks" => callbacks::compare_webhooks(walk, &root),
            "jsonSchemaDialect" | "$self" if field.differs() => {
                walk.field(ROOT, Flow::Keep, &INFO_CHANGED, &root, &field);
            }
            "jsonSchemaDialect" | "$self" => {}
            "info" => info(walk, &root),
            "tags" => tags(walk, &root),
            "openapi" if field.differs() => walk.field(ROOT, Flow::Keep, &OPENAPI_VERSION_CHANGED, &root, &field),
            // Parts of other files are compared where they are used.
            "openapi" | FILES => {}
            "externalDocs" => documentation::compare(walk, ROOT, &root, &field),
            _ => walk.other_field(ROOT, &root, &field),
        }
    }
    if let Some(prefixes) = &walk.base_path {
        let (from, to) = (format!("`{}/`", prefixes.base), format!("`{}/`", prefixes.head));
        walk.one_sided(
            ROOT,
            Flow::Keep,
            &BASE_PATH_MOVED,
            &root.get("servers"),
            &Pointer::root(),
            "",
        );
        walk.graph.reword(ROOT, &from, &to);
    }
    let paths = sections(&root, "paths");
    operations::compare_paths(walk, &paths);
    servers::visit_around(walk, ROOT, &root);
    security::visit_root(walk, &root);
    dispatch::drain(walk);
    components(walk, &sections(&root, "components"));
}

/// Reports that the documents have different versions of OpenAPI. Loading has already converted both to one version.
pub(super) fn version<'d>(walk: &mut Walk<'d>, documents: &Both<&'d Document>) {
    let at = |document: &'d Document| At::root(&document.value).get("openapi");
    let sides = Both {
        base: at(documents.base),
        head: at(documents.head),
    };
    let name = |version: Version| match version {
        Version::V30 => "`3.0`",
        Version::V31 => "`3.1`",
    };
    let root = Pointer::root();
    walk.one_sided(ROOT, Flow::Keep, &OPENAPI_VERSION_CHANGED, &sides, &root, "openapi");
    walk.graph
        .reword(ROOT, name(documents.base.version), name(documents.head.version));
}

static NOTHING: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::Object(serde_json::Map::new()));

/// The objects at a key; an empty object if the key is absent.
fn sections<'d>(pair: &Pair<'d>, key: &str) -> Pair<'d> {
    let get = |at: &At<'d>| {
        at.get(key).unwrap_or_else(|| At {
            pointer: at.pointer.child(key),
            value: &NOTHING,
        })
    };
    Both {
        base: get(&pair.base),
        head: get(&pair.head),
    }
}

fn info<'d>(walk: &mut Walk<'d>, root: &Pair<'d>) {
    let info = sections(root, "info");
    for field in walk.fields(ROOT, &info) {
        match field.key {
            _ if !field.differs() => {}
            "version" => walk.field(ROOT, Flow::Keep, &API_VERSION_CHANGED, &info, &field),
            "title" | "summary" | "description" | "termsOfService" | "contact" | "license" => {
                walk.field(ROOT, Flow::Keep, &INFO_CHANGED, &info, &field);
            }
            _ => walk.other_field(ROOT, &info, &field),
        }
    }
}

fn tags<'d>(walk: &mut Walk<'d>, root: &Pair<'d>) {
    let sides = root.get("tags");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<String, At<'d>> {
        let items = at.iter().flat_map(|at| at.items().collect::<Vec<_>>());
        let name = |at: &At<'d>| {
            at.value.get("name").map_or_else(
                || at.value.to_string(),
                |name| name.as_str().unwrap_or_default().to_owned(),
            )
        };
        items.map(|at| (name(&at), at)).collect()
    };
    let (before, now) = (listed(&sides.base), listed(&sides.head));
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for name in names {
        let entry = Both {
            base: before.get(name).cloned(),
            head: now.get(name).cloned(),
        };
        if entry.base.as_ref().map(|at| at.value) != entry.head.as_ref().map(|at| at.value) {
            walk.one_sided(
                ROOT,
                Flow::Keep,
                &TAG_DEFINITION_CHANGED,
                &entry,
                &root.head.pointer,
                name,
            );
        }
    }
}

/// The kind of object in a section of the components; `None` for an unknown section.
fn held(section: &str) -> Option<What> {
    Some(match section {
        "schemas" => What::Schema(Notation::Json),
        "responses" => What::Response,
        "parameters" => What::Parameter,
        "examples" => What::Example,
        "requestBodies" => What::RequestBody,
        "headers" => What::Header,
        "securitySchemes" => What::SecurityScheme,
        "links" => What::Link,
        "callbacks" => What::Callback,
        "pathItems" => What::PathItem,
        _ => return None,
    })
}

/// Compares the components that no operation uses, and reports added, removed and renamed components.
fn components<'d>(walk: &mut Walk<'d>, pair: &Pair<'d>) {
    let mut one_sided = Vec::new();
    for field in walk.fields(ROOT, pair) {
        let Some(what) = held(field.key) else {
            walk.other_field(ROOT, pair, &field);
            continue;
        };
        let section = sections(pair, field.key);
        for entry in walk.fields(ROOT, &section) {
            match section.get(entry.key) {
                Both {
                    base: Some(base),
                    head: Some(head),
                } => {
                    let reached =
                        walk.compared.base.contains(&base.pointer) && walk.compared.head.contains(&head.pointer);
                    match what {
                        _ if reached => {}
                        What::Parameter => parameters::compare_component(walk, Both { base, head }),
                        _ => walk.visit(ROOT, Flow::Inert, what, Both { base, head }),
                    }
                }
                sides => one_sided.push((what, sides)),
            }
        }
    }
    dispatch::drain(walk);
    let renamed = renamed(walk, &one_sided);
    for (_, sides) in one_sided {
        let known = |at: &Option<At<'d>>| {
            at.as_ref()
                .is_some_and(|at| renamed.contains(&(sides.base.is_some(), at.pointer.clone())))
        };
        if known(&sides.base) || known(&sides.head) {
            continue;
        }
        let at = sides.base.as_ref().or(sides.head.as_ref());
        let name = at.map(|at| super::wording::place_name(&at.pointer)).unwrap_or_default();
        let kind = if sides.head.is_some() {
            &COMPONENT_ADDED
        } else {
            &COMPONENT_REMOVED
        };
        walk.one_sided(ROOT, Flow::Inert, kind, &sides, &Pointer::root(), &name);
    }
}

/// Components of one kind with the same content: those of base and those of head.
type Alike<'p> = (Vec<&'p Pointer>, Vec<&'p Pointer>);

/// Reports renamed components, and returns their places (`true` for places in base).
fn renamed<'d>(walk: &mut Walk<'d>, one_sided: &[(What, Both<Option<At<'d>>>)]) -> BTreeSet<(bool, Pointer)> {
    let gone: BTreeMap<&Pointer, &At<'d>> = one_sided
        .iter()
        .filter_map(|(_, sides)| sides.base.as_ref())
        .map(|at| (&at.pointer, at))
        .collect();
    let new: BTreeMap<&Pointer, &At<'d>> = one_sided
        .iter()
        .filter_map(|(_, sides)| sides.head.as_ref())
        .map(|at| (&at.pointer, at))
        .collect();
    let mut pairs: BTreeSet<(Pointer, Pointer)> = walk.compared.renamed.iter().cloned().collect();
    pairs.retain(|(base, head)| gone.contains_key(base) && new.contains_key(head));
    pairs.extend(alike(&gone, &new));
    let count = |side: fn(&(Pointer, Pointer)) -> &Pointer| {
        let mut counts: BTreeMap<Pointer, usize> = BTreeMap::new();
        pairs
            .iter()
            .for_each(|pair| *counts.entry(side(pair).clone()).or_default() += 1);
        counts
    };
    let (of_base, of_head) = (count(|pair| &pair.0), count(|pair| &pair.1));
    let mut renamed = BTreeSet::new();
    for (base, head) in pairs
        .iter()
        .filter(|(base, head)| of_base.get(base) == Some(&1) && of_head.get(head) == Some(&1))
    {
        let name = |pointer: &Pointer| format!("`{}`", pointer.last().unwrap_or_default());
        walk.graph.record(
            ROOT,
            Raw {
                kind: &COMPONENT_RENAMED,
                flow: Flow::Inert,
                base: Some(base.clone()),
                head: Some(head.clone()),
                at: head.clone(),
                subject: String::new(),
                from: name(base),
                to: name(head),
            },
        );
        renamed.insert((true, base.clone()));
        renamed.insert((false, head.clone()));
    }
    renamed
}

/// Matches components that nothing refers to by their content.
fn alike(gone: &BTreeMap<&Pointer, &At<'_>>, new: &BTreeMap<&Pointer, &At<'_>>) -> Vec<(Pointer, Pointer)> {
    let key = |at: &At<'_>| {
        (
            at.pointer.parent().unwrap_or_default().to_string(),
            at.value.to_string(),
        )
    };
    let mut contents: BTreeMap<(String, String), Alike<'_>> = BTreeMap::new();
    for (pointer, at) in gone {
        contents.entry(key(at)).or_default().0.push(pointer);
    }
    for (pointer, at) in new {
        contents.entry(key(at)).or_default().1.push(pointer);
    }
    let single = contents
        .into_values()
        .filter_map(|(before, now)| match (before.as_slice(), now.as_slice()) {
            ([before], [now]) => Some(((*before).clone(), (*now).clone())),
            _ => None,
        });
    single.collect()
}
