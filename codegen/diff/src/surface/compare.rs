//! Pairs the items of two surfaces and lists the changes. [`super::judge`] decides the bump of each change.

use std::collections::{BTreeMap, BTreeSet};

use super::super::change::{Bump, ItemChange, RustChange};
use super::item::{Detail, Item, ItemKey, Space};
use super::judge::{self, Judgement};

/// Every item that was added, removed or changed, the worst first, then by path.
pub(super) fn compare(base: &BTreeMap<ItemKey, Item>, head: &BTreeMap<ItemKey, Item>) -> Vec<RustChange> {
    let mut changes = Vec::new();
    for (key, item) in base {
        match head.get(key) {
            Some(other) => changes.extend(changed(key, item, other)),
            None if is_covered(item, base, head) => {}
            None => changes.push(change(key, ItemChange::Removed, judge::removed(item), Some(item), None)),
        }
    }
    for (key, item) in head.iter().filter(|(key, _)| !base.contains_key(*key)) {
        if !is_covered(item, head, base) {
            let around = item.parents.first().and_then(|parent| base.get(parent));
            changes.push(change(
                key,
                ItemChange::Added,
                judge::added(item, around),
                None,
                Some(item),
            ));
        }
    }
    changes.sort_by(|a, b| {
        b.bump
            .cmp(&a.bump)
            .then_with(|| a.item.cmp(&b.item))
            .then_with(|| a.change.cmp(&b.change))
    });
    changes
}

/// Whether the item is on one side only because an item that contains it is.
fn is_covered(item: &Item, here: &BTreeMap<ItemKey, Item>, there: &BTreeMap<ItemKey, Item>) -> bool {
    item.parents
        .iter()
        .any(|parent| here.contains_key(parent) && !there.contains_key(parent))
}

/// The constant with the hash of the document that a client was generated from. It changes with every edit of the document,
/// and the wire axis already reports those.
const DIGEST: &str = "DOCUMENT_SHA256";

fn changed(key: &ItemKey, base: &Item, head: &Item) -> Option<RustChange> {
    let judgement = judge::changed(base, head)
        .into_iter()
        .reduce(|worst, next| if next.bump > worst.bump { next } else { worst })?;
    if key.path.rsplit("::").next() == Some(DIGEST) && judgement.bump == Bump::Patch {
        return None;
    }
    Some(change(key, ItemChange::Changed, judgement, Some(base), Some(head)))
}

fn change(
    key: &ItemKey,
    change: ItemChange,
    judgement: Judgement,
    base: Option<&Item>,
    head: Option<&Item>,
) -> RustChange {
    let Judgement { bump, reason } = judgement;
    RustChange {
        item: name(key),
        change,
        bump,
        reason,
        base: base.map(shown),
        head: head.map(shown),
        caused_by: Vec::new(),
    }
}

/// The text shown for an item: its signature, with the attributes that users notice.
pub(super) fn shown(item: &Item) -> String {
    let marks = [(item.deprecated, "#[deprecated]"), (item.must_use, "#[must_use]")];
    let marks = marks.into_iter().filter_map(|(is, mark)| is.then_some(mark.to_owned()));
    let conditions = Some(conditions(item)).filter(|conditions| !conditions.is_empty());
    conditions
        .into_iter()
        .chain(marks)
        .chain([item.signature.clone()])
        .collect::<Vec<_>>()
        .join(" ")
}

/// The name of an item in a report.
pub(super) fn name(key: &ItemKey) -> String {
    match key.space {
        Space::Feature => format!("feature `{}`", key.path),
        _ => key.path.clone(),
    }
}

/// The `cfg` conditions of an item, as an attribute.
fn conditions(item: &Item) -> String {
    let list: Vec<_> = item.conditions.iter().map(String::as_str).collect();
    match list.as_slice() {
        [] => String::new(),
        [one] => format!("#[cfg({one})]"),
        several => format!("#[cfg(all({}))]", several.join(", ")),
    }
}

/// The paths that are public on both sides. An item with several public paths gets one of these.
pub(super) fn common_paths(base: &BTreeMap<ItemKey, Item>, head: &BTreeMap<ItemKey, Item>) -> BTreeSet<String> {
    base.keys()
        .filter(|key| head.contains_key(key))
        .map(|key| key.path.clone())
        .collect()
}

/// Whether any item has several public paths, so that one must be chosen.
pub(super) fn has_aliases(items: &BTreeMap<ItemKey, Item>) -> bool {
    let is_known = |path: &String| {
        [Space::Type, Space::Value].into_iter().any(|space| {
            items.contains_key(&ItemKey {
                path: path.clone(),
                space,
            })
        })
    };
    items
        .values()
        .any(|item| matches!(&item.detail, Detail::Reexport { target } if is_known(target)))
}
