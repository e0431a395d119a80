//! `oneOf` and `anyOf`: matches the variants of both documents, and reports added and removed variants.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::pair::Schemas;
use super::view::View;
use super::{apart, tags};
use crate::wire::graph::Flow;
use crate::wire::kinds::{
    ANY_OF_ADDED, ANY_OF_BECAME_ONE_OF, ANY_OF_REMOVED, ANY_OF_VARIANT_ADDED, ANY_OF_VARIANT_REMOVED, BECAME_UNION,
    ChangeKind, NARROWED_FROM_UNION, NO_LONGER_UNION, ONE_OF_ADDED, ONE_OF_BECAME_ANY_OF, ONE_OF_REMOVED,
    ONE_OF_VARIANT_ADDED, ONE_OF_VARIANT_REMOVED, WIDENED_TO_UNION,
};
use crate::wire::places::{At, Both};
use crate::wire::same::same;
use crate::wire::walk::{Walk, What};
use crate::wire::wording::place_name;

/// Keywords beside a union that do not narrow it.
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

/// The variants of a schema that is a union and nothing else.
fn forms<'d>(view: &View<'d>) -> Option<Vec<At<'d>>> {
    let is_beside = |key: &str| BESIDE.contains(&key) || key.starts_with("x-") || key == "allOf";
    let lists = [view.forms("oneOf"), view.forms("anyOf")];
    let beside = view.keys().filter(|key| !matches!(*key, "oneOf" | "anyOf"));
    match lists {
        [forms, others] if others.is_empty() && view.branches().is_empty() => Some(forms),
        [others, forms] if others.is_empty() && view.branches().is_empty() => Some(forms),
        _ => None,
    }
    .filter(|forms| !forms.is_empty() && beside.into_iter().all(is_beside))
}

/// Whether a schema is not a union, but constrains its values.
fn is_plain(view: &View<'_>) -> bool {
    !view.is_union() && view.keys().any(|key| !BESIDE.contains(&key) && !key.starts_with("x-"))
}

/// Reports a schema that became a union, or stopped being one. Returns whether the pair was one of these.
pub(super) fn became_or_ended<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) -> bool {
    if list_beside_union(schemas).is_some() {
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
    let kind: &'static ChangeKind = match (plain_first, form.is_some()) {
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

/// The kinds for a union and for its variants.
struct Kinds {
    added: &'static ChangeKind,
    removed: &'static ChangeKind,
    variant_added: &'static ChangeKind,
    variant_removed: &'static ChangeKind,
}

const ONE_OF: Kinds = Kinds {
    added: &ONE_OF_ADDED,
    removed: &ONE_OF_REMOVED,
    variant_added: &ONE_OF_VARIANT_ADDED,
    variant_removed: &ONE_OF_VARIANT_REMOVED,
};

const ANY_OF: Kinds = Kinds {
    added: &ANY_OF_ADDED,
    removed: &ANY_OF_REMOVED,
    variant_added: &ANY_OF_VARIANT_ADDED,
    variant_removed: &ANY_OF_VARIANT_REMOVED,
};

/// Compares the variants of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    if let Some((base, head)) = list_beside_union(schemas) {
        compare_forms(walk, schemas, (base, head), &ANY_OF);
        return tags::compare(walk, schemas);
    }
    let has = |view: &View<'d>| ["oneOf", "anyOf"].map(|key| view.get(key).is_some());
    match (has(&schemas.base), has(&schemas.head)) {
        ([true, false], [false, true]) => respelt(walk, schemas, ("oneOf", "anyOf"), &ANY_OF, &ONE_OF_BECAME_ANY_OF),
        ([false, true], [true, false]) => respelt(walk, schemas, ("anyOf", "oneOf"), &ONE_OF, &ANY_OF_BECAME_ONE_OF),
        _ => {
            for (key, kinds) in [("oneOf", &ONE_OF), ("anyOf", &ANY_OF)] {
                list(walk, schemas, key, kinds);
            }
        }
    }
    tags::compare(walk, schemas);
}

/// Schemas with only a type.
static BARE: LazyLock<BTreeMap<&'static str, Value>> = LazyLock::new(|| {
    let kinds = ["array", "boolean", "integer", "number", "object", "string"];
    kinds.map(|kind| (kind, json!({ "type": kind }))).into()
});

/// The variants of two schemas, if one is a union and the other a list of types. Each type counts as a variant.
pub(super) fn list_beside_union<'d>(schemas: &Schemas<'_, 'd>) -> Option<(Vec<At<'d>>, Vec<At<'d>>)> {
    let (base, head) = (&schemas.base, &schemas.head);
    let forms = |view: &View<'d>| {
        let lists = ["oneOf", "anyOf"].map(|key| view.forms(key));
        lists.into_iter().find(|forms| !forms.is_empty())
    };
    match (base.is_union(), head.is_union()) {
        (false, true) => Some((listed(base)?, forms(head)?)),
        (true, false) => Some((forms(base)?, listed(head)?)),
        _ => None,
    }
}

fn listed<'d>(view: &View<'d>) -> Option<Vec<At<'d>>> {
    let list = view.get("type").filter(|list| list.value.is_array())?;
    let form = |kind: At<'d>| {
        let value = BARE.get(kind.value.as_str()?)?;
        let pointer = kind.pointer;
        Some(At { pointer, value })
    };
    list.items().map(form).collect()
}

fn list<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str, kinds: &Kinds) {
    match schemas.get(key) {
        Both {
            base: Some(_),
            head: Some(_),
        } => variants(walk, schemas, (key, key), kinds),
        Both { base: None, head: None } => {}
        sides => {
            let kind = if sides.head.is_some() {
                kinds.added
            } else {
                kinds.removed
            };
            schemas.report(walk, kind, key);
        }
    }
}

/// Compares `oneOf` with `anyOf`. Both mean the same if the variants exclude each other.
fn respelt<'d>(
    walk: &mut Walk<'d>,
    schemas: &Schemas<'_, 'd>,
    keys: (&str, &str),
    kinds: &Kinds,
    became: &'static ChangeKind,
) {
    let tagged = |view: &View<'d>| view.get("discriminator").is_some();
    let base = tagged(&schemas.base) || apart::all(walk.documents.base, &schemas.base.forms(keys.0));
    let head = tagged(&schemas.head) || apart::all(walk.documents.head, &schemas.head.forms(keys.1));
    if !base || !head {
        let sides = Both {
            base: schemas.base.get(keys.0),
            head: schemas.head.get(keys.1),
        };
        schemas.record(walk, became, &sides, "");
    }
    variants(walk, schemas, keys, kinds);
}

fn variants<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, keys: (&str, &str), kinds: &Kinds) {
    let forms = (schemas.base.forms(keys.0), schemas.head.forms(keys.1));
    compare_forms(walk, schemas, forms, kinds);
}

fn compare_forms<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, forms: (Vec<At<'d>>, Vec<At<'d>>), kinds: &Kinds) {
    let (added, removed) = (kinds.variant_added, kinds.variant_removed);
    let joined = join(&walk.documents, forms.0, forms.1);
    let nullable = schemas.flags("nullable");
    let what = if schemas.may_be_null || nullable.base && nullable.head {
        What::Form(schemas.notation)
    } else {
        What::Schema(schemas.notation)
    };
    for pair in joined.pairs {
        walk.visit(schemas.id, Flow::Keep, what, pair);
    }
    for form in joined.removed {
        let name = name(&form);
        let sides = Both {
            base: Some(form),
            head: None,
        };
        schemas.record(walk, removed, &sides, &name);
    }
    for form in joined.added {
        let name = name(&form);
        let sides = Both {
            base: None,
            head: Some(form),
        };
        schemas.record(walk, added, &sides, &name);
    }
}

/// The name of a variant: its component, its title or its type.
pub(super) fn name(form: &At<'_>) -> String {
    let target = form.reference().map(|target| target.trim_start_matches('#'));
    let target = target.map(|target| place_name(&openapi_document::Pointer::from_escaped(target)));
    let text = |key| form.value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    target
        .or_else(|| text("title"))
        .or_else(|| text("type"))
        .unwrap_or_else(|| "a schema".to_owned())
}

/// Two lists of schemas after matching: pairs, and schemas without a partner.
pub(super) struct Joined<'d> {
    pub(super) pairs: Vec<Both<At<'d>>>,
    pub(super) removed: Vec<At<'d>>,
    pub(super) added: Vec<At<'d>>,
}

/// Matches two lists of schemas without their order: by component, by title, by content, and by properties with one value. The
/// others are matched by type, if both sides have equally many.
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
    // A component that both documents have is matched only with itself, even if another one has the same content.
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
    let component = |at: &At<'d>, document: &'d Value| {
        let target = at.clone().resolved(document).pointer;
        let is_component = target.as_str().starts_with("/components/") && target.tokens().count() == 3;
        (at.reference().is_some() || is_component).then(|| target.to_string())
    };
    joined.match_by(documents, component, false);
    joined.match_by(documents, title, false);
    joined.match_by(documents, content, false);
    joined.match_by(documents, tag, false);
    joined.match_by(documents, kind, true);
    joined.match_renamed(documents);
    joined
}

/// The properties of an inline variant that have only one value each. They distinguish it from other variants.
fn tag<'d>(form: &At<'d>, document: &'d Value) -> Option<String> {
    let properties = form.get("properties")?;
    let tags = properties.entries().filter_map(|(name, at)| {
        let at = at.resolved(document);
        let [value] = at.value.get("enum")?.as_array()?.as_slice() else {
            return None;
        };
        Some(format!("{name}={value}"))
    });
    let tags: Vec<String> = tags.collect();
    (!tags.is_empty()).then(|| tags.join(" "))
}

impl<'d> Joined<'d> {
    /// Matches schemas with the same key, in order. If `even`, only if both sides have equally many.
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

    /// Matches the only removed component with the only added one.
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
