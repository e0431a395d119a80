//! `oneOf` and `anyOf`: which forms belong together, which have come and gone, and how they are told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::types::{bare_union, is_union};
use super::{Schemas, View};
use crate::diff::wire::graph::Flow;
use crate::diff::wire::kinds::{
    ANY_OF_ADDED, ANY_OF_REMOVED, ANY_OF_VARIANT_ADDED, ANY_OF_VARIANT_REMOVED, BECAME_UNION, DISCRIMINATOR_ADDED,
    DISCRIMINATOR_PROPERTY_CHANGED, DISCRIMINATOR_REMOVED, DISCRIMINATOR_VALUE_ADDED, DISCRIMINATOR_VALUE_CHANGED,
    DISCRIMINATOR_VALUE_REMOVED, Kind, NARROWED_FROM_UNION, NO_LONGER_UNION, ONE_OF_ADDED, ONE_OF_REMOVED,
    ONE_OF_VARIANT_ADDED, ONE_OF_VARIANT_REMOVED, UNJUDGED, WIDENED_TO_UNION,
};
use crate::diff::wire::resolve::{At, Both};
use crate::diff::wire::same::{component, same};
use crate::diff::wire::text::{brief_or_none, place_name};
use crate::diff::wire::walk::{Walk, What};

/// Keywords that may stand beside a union without narrowing it.
const BESIDE: &[&str] = &[
    "title",
    "description",
    "default",
    "example",
    "externalDocs",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
    "discriminator",
];

/// The forms of a schema that is a union and nothing else.
fn forms<'d>(view: &View<'d>) -> Option<Vec<At<'d>>> {
    let mut list = None;
    for key in view.keys() {
        match key {
            "oneOf" | "anyOf" if list.is_none() => list = view.get(key),
            _ if BESIDE.contains(&key) || key.starts_with("x-") => {}
            "allOf" if view.get(key).is_none() || view.outer().pointer != view.core().pointer => {}
            _ => return None,
        }
    }
    list.map(|list| list.items().collect())
        .filter(|forms: &Vec<_>| !forms.is_empty())
}

/// Whether a schema constrains its values without being a union.
fn is_plain(view: &View<'_>) -> bool {
    view.get("oneOf").is_none()
        && view.get("anyOf").is_none()
        && view.keys().any(|key| !BESIDE.contains(&key) && !key.starts_with("x-"))
}

/// Handles a schema that has become a union of forms, or has been one; whether it was such a pair.
pub(super) fn became_or_ended<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) -> bool {
    if bare_union(&schemas.base).is_some() || bare_union(&schemas.head).is_some() {
        return false;
    }
    let (plain_first, plain, forms) = match (forms(&schemas.base), forms(&schemas.head)) {
        (None, Some(forms)) if is_plain(&schemas.base) => (true, schemas.base.core(), forms),
        (Some(forms), None) if is_plain(&schemas.head) => (false, schemas.head.core(), forms),
        _ => return false,
    };
    let (plain_document, union_document) = if plain_first {
        (walk.documents.base, walk.documents.head)
    } else {
        (walk.documents.head, walk.documents.base)
    };
    let documents = Both {
        base: plain_document,
        head: union_document,
    };
    let form = forms.into_iter().find(|form| {
        let form = form.clone().resolved(union_document);
        form.pointer == plain.pointer && !form.pointer.as_str().starts_with("/paths")
            || same(&documents, plain.value, form.value)
    });
    let kind: &'static Kind = match (plain_first, form.is_some()) {
        (true, true) => &WIDENED_TO_UNION,
        (true, false) => &BECAME_UNION,
        (false, true) => &NARROWED_FROM_UNION,
        (false, false) => &NO_LONGER_UNION,
    };
    let pair = schemas.pair;
    walk.report(schemas.id, Flow::Keep, kind, pair, &pair.head.pointer, "");
    if let Some(form) = form {
        let plain = plain.clone();
        let pair = if plain_first {
            Both {
                base: plain,
                head: form,
            }
        } else {
            Both {
                base: form,
                head: plain,
            }
        };
        walk.visit(schemas.id, Flow::Keep, What::Schema(schemas.notation), pair);
    }
    true
}

/// Compares the forms of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let unions: [(_, [&'static Kind; 4]); 2] = [
        (
            "oneOf",
            [
                &ONE_OF_ADDED,
                &ONE_OF_REMOVED,
                &ONE_OF_VARIANT_ADDED,
                &ONE_OF_VARIANT_REMOVED,
            ],
        ),
        (
            "anyOf",
            [
                &ANY_OF_ADDED,
                &ANY_OF_REMOVED,
                &ANY_OF_VARIANT_ADDED,
                &ANY_OF_VARIANT_REMOVED,
            ],
        ),
    ];
    for (key, [added, removed, variant_added, variant_removed]) in unions {
        match schemas.get(key) {
            Both {
                base: Some(base),
                head: Some(head),
            } => {
                variants(walk, schemas, &base, &head, (variant_added, variant_removed));
            }
            Both { base: None, head: None } => {}
            // The types have said it.
            Both { base: Some(_), .. } if bare_union(&schemas.base).is_some() && !is_union(&schemas.head) => {}
            Both { head: Some(_), .. } if bare_union(&schemas.head).is_some() && !is_union(&schemas.base) => {}
            sides => schemas.report(walk, if sides.head.is_some() { added } else { removed }, key),
        }
    }
    discriminator(walk, schemas);
}

fn variants<'d>(
    walk: &mut Walk<'d>,
    schemas: &Schemas<'_, 'd>,
    base: &At<'d>,
    head: &At<'d>,
    (added, removed): (&'static Kind, &'static Kind),
) {
    let joined = join(&walk.documents, base.items().collect(), head.items().collect());
    for pair in joined.pairs {
        walk.visit(schemas.id, Flow::Keep, What::Schema(schemas.notation), pair);
    }
    let at = &schemas.pair.head.pointer;
    for form in joined.removed {
        let name = name(&form);
        walk.one_sided(
            schemas.id,
            Flow::Keep,
            removed,
            &Both {
                base: Some(form),
                head: None,
            },
            at,
            &name,
        );
    }
    for form in joined.added {
        let name = name(&form);
        walk.one_sided(
            schemas.id,
            Flow::Keep,
            added,
            &Both {
                base: None,
                head: Some(form),
            },
            at,
            &name,
        );
    }
}

/// What a form is called: its component, its title, its type.
pub(super) fn name(form: &At<'_>) -> String {
    let target = form.reference().map(|target| target.trim_start_matches('#'));
    let target = target.map(|target| place_name(&crate::Pointer::from_escaped(target)));
    let text = |key| form.value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    target
        .or_else(|| text("title"))
        .or_else(|| text("type"))
        .unwrap_or_else(|| "a schema".to_owned())
}

/// The schemas of two lists: those that belong together, and those that are alone.
pub(super) struct Joined<'d> {
    pub(super) pairs: Vec<Both<At<'d>>>,
    pub(super) removed: Vec<At<'d>>,
    pub(super) added: Vec<At<'d>>,
}

/// Joins two lists of schemas whose order means nothing: by component, by title, by content, and what is left over by its
/// type, if there are as many on both sides.
pub(super) fn join<'d>(documents: &Both<&'d Value>, base: Vec<At<'d>>, head: Vec<At<'d>>) -> Joined<'d> {
    let mut joined = Joined {
        pairs: Vec::new(),
        removed: base,
        added: head,
    };
    let title = |at: &At<'d>, _: &'d Value| match at.reference() {
        Some(_) => None,
        None => at.value.get("title").map(Value::to_string),
    };
    // Two components that stand side by side are two, however alike they look today.
    let stays = |at: &At<'d>| {
        let pointer = at.reference().and_then(|target| target.strip_prefix('#'));
        pointer.is_some_and(|pointer| {
            documents.base.pointer(pointer).is_some() && documents.head.pointer(pointer).is_some()
        })
    };
    let content =
        |at: &At<'d>, document: &'d Value| (!stays(at)).then(|| at.clone().resolved(document).value.to_string());
    let kind = |at: &At<'d>, _: &'d Value| match at.reference() {
        Some(_) => None,
        None => Some(at.value.get("type").map(Value::to_string).unwrap_or_default()),
    };
    joined.match_by(documents, |at, _| at.reference().map(ToOwned::to_owned), false);
    joined.match_by(documents, title, false);
    joined.match_by(documents, content, false);
    joined.match_by(documents, kind, true);
    joined.match_renamed(documents);
    joined
}

impl<'d> Joined<'d> {
    /// Joins those with the same key, in order; where `even` only if both sides have as many.
    fn match_by(
        &mut self,
        documents: &Both<&'d Value>,
        key: impl Fn(&At<'d>, &'d Value) -> Option<String>,
        even: bool,
    ) {
        let mut groups: BTreeMap<String, (Vec<At<'d>>, Vec<At<'d>>)> = BTreeMap::new();
        let (removed, added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        for at in removed {
            match key(&at, documents.base) {
                Some(key) => groups.entry(key).or_default().0.push(at),
                None => self.removed.push(at),
            }
        }
        for at in added {
            match key(&at, documents.head) {
                Some(key) => groups.entry(key).or_default().1.push(at),
                None => self.added.push(at),
            }
        }
        for (before, now) in groups.into_values() {
            let pairs = if even && before.len() != now.len() {
                0
            } else {
                before.len().min(now.len())
            };
            let (mut before, mut now) = (before.into_iter(), now.into_iter());
            let joined = before.by_ref().take(pairs).zip(now.by_ref().take(pairs));
            self.pairs.extend(joined.map(|(base, head)| Both { base, head }));
            self.removed.extend(before);
            self.added.extend(now);
        }
    }

    /// Joins the only component that has gone from the document with the only one that has come to it.
    fn match_renamed(&mut self, documents: &Both<&'d Value>) {
        let lost = |at: &At<'d>, document: &Value| {
            let pointer = at.reference().and_then(|target| target.strip_prefix('#'));
            pointer.is_some_and(|pointer| document.pointer(pointer).is_none())
        };
        let gone: Vec<usize> = positions(&self.removed, |at| lost(at, documents.head));
        let new: Vec<usize> = positions(&self.added, |at| lost(at, documents.base));
        if let ([gone], [new]) = (gone.as_slice(), new.as_slice()) {
            self.pairs.push(Both {
                base: self.removed.remove(*gone),
                head: self.added.remove(*new),
            });
        }
    }
}

fn positions<T>(list: &[T], test: impl Fn(&T) -> bool) -> Vec<usize> {
    list.iter()
        .enumerate()
        .filter(|(_, item)| test(item))
        .map(|(index, _)| index)
        .collect()
}

fn discriminator<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let (base, head) = match schemas.get("discriminator") {
        Both {
            base: Some(base),
            head: Some(head),
        } => (base, head),
        Both { base: None, head: None } => return,
        sides => {
            let kind = if sides.head.is_some() {
                &DISCRIMINATOR_ADDED
            } else {
                &DISCRIMINATOR_REMOVED
            };
            let property = |at: &Option<At<'d>>| brief_or_none(at.as_ref().and_then(|at| at.value.get("propertyName")));
            schemas.report(walk, kind, "discriminator");
            return walk
                .graph
                .reword(schemas.id, &property(&sides.base), &property(&sides.head));
        }
    };
    let pair = Both { base, head };
    let at = &schemas.pair.head.pointer;
    for field in walk.fields(schemas.id, &pair).iter().filter(|field| field.differs()) {
        match field.key {
            "propertyName" => {
                let sides = pair.get("propertyName");
                walk.one_sided(schemas.id, Flow::Keep, &DISCRIMINATOR_PROPERTY_CHANGED, &sides, at, "");
            }
            "mapping" => mapping(walk, schemas, &pair.get("mapping")),
            _ => walk.field(schemas.id, Flow::Keep, &UNJUDGED, &pair, field),
        }
    }
}

fn mapping<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, sides: &Both<Option<At<'d>>>) {
    let get = |at: &Option<At<'d>>, key: &str| at.as_ref().and_then(|at| at.get(key));
    let keys: BTreeSet<&str> = [&sides.base, &sides.head]
        .into_iter()
        .flatten()
        .flat_map(|at| at.entries().map(|(key, _)| key).collect::<Vec<_>>())
        .collect();
    for key in keys {
        let entry = Both {
            base: get(&sides.base, key),
            head: get(&sides.head, key),
        };
        let kind: &'static Kind = match (&entry.base, &entry.head) {
            (Some(base), Some(head)) if base.value == head.value || same_target(base.value, head.value) => continue,
            (Some(_), Some(_)) => &DISCRIMINATOR_VALUE_CHANGED,
            (None, _) => &DISCRIMINATOR_VALUE_ADDED,
            (_, None) => &DISCRIMINATOR_VALUE_REMOVED,
        };
        walk.one_sided(schemas.id, Flow::Keep, kind, &entry, &schemas.pair.head.pointer, key);
    }
}

fn same_target(base: &Value, head: &Value) -> bool {
    component(base).is_some() && component(base) == component(head)
}
