//! The causes of changes that nothing at their own place has caused: changes of what uses them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::super::change::{RustChange, WireChange};
use super::super::item::{Item, ItemKey};
use super::{Causes, MAX_HOPS, model, texts, words};

type Items = BTreeMap<ItemKey, Item>;

/// The places of items in the document, by name.
type Places = HashMap<String, BTreeSet<String>>;

/// Gives a change of a model without a cause the causes of the items that use the model, step by step. An example is the
/// builder of a model that responses alone now contain.
pub(super) fn through_users(
    rust: &mut [RustChange],
    causes: &Causes<'_>,
    sides: [(&Items, &Places); 2],
    fingerprints: impl Fn(BTreeSet<usize>) -> Vec<String>,
) {
    let mut orphans = rust
        .iter_mut()
        .filter(|change| change.caused_by.is_empty())
        .filter_map(|change| Some((model(&change.item)?, change)))
        .peekable();
    if orphans.peek().is_none() {
        return;
    }
    let users = users(sides.map(|(items, _)| items));
    for (model, change) in orphans {
        let (mut seen, mut open) = (BTreeSet::new(), vec![model.as_str()]);
        for _ in 0..MAX_HOPS {
            let using: BTreeSet<&str> = open
                .drain(..)
                .filter_map(|model| users.get(model))
                .flatten()
                .copied()
                .collect();
            let places = using.iter().flat_map(|user| sides.map(|(_, places)| places.get(*user)));
            let places = places.flatten().flatten().map(String::as_str).collect();
            let found = causes.near(&places);
            if !found.is_empty() {
                change.caused_by = fingerprints(found);
                break;
            }
            open.extend(
                using
                    .iter()
                    .filter_map(|user| owner(user))
                    .filter(|owner| seen.insert(*owner)),
            );
        }
    }
}

/// The items that mention each model.
fn users(sides: [&Items; 2]) -> HashMap<&str, BTreeSet<&str>> {
    let mut users: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (key, item) in sides.into_iter().flatten() {
        let models = texts(item).into_iter().flat_map(|text| words(text));
        for mentioned in models.filter(|word| word.starts_with("types::") && !word.starts_with("types::builder::")) {
            users.entry(mentioned).or_default().insert(&key.path);
        }
    }
    users
}

/// The model that an item belongs to: `types::Pet` of `types::Pet::name`.
fn owner(item: &str) -> Option<&str> {
    let rest = item.strip_prefix("types::")?;
    let name = rest.split("::").next()?;
    item.get(.."types::".len() + name.len())
}

/// Gives a module without a cause the causes of the changes that mention an item in it.
pub(super) fn through_contents(rust: &mut [RustChange]) {
    let orphans: Vec<_> = rust
        .iter()
        .enumerate()
        .filter(|(_, change)| change.caused_by.is_empty())
        .filter_map(|(at, module)| {
            let inside = format!("{}::", module.item);
            let mentions = |change: &&RustChange| {
                let mut texts = change.base.iter().chain(&change.head);
                texts.any(|text| words(text).any(|word| word.starts_with(&inside)))
            };
            let causes = rust.iter().filter(mentions).flat_map(|change| change.caused_by.clone());
            let causes: BTreeSet<_> = causes.collect();
            (!causes.is_empty()).then_some((at, causes))
        })
        .collect();
    for (at, causes) in orphans {
        if let Some(change) = rust.get_mut(at) {
            change.caused_by = causes.into_iter().collect();
        }
    }
}

/// Whether the rest of a path begins behind a whole name.
fn is_inside(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with("::")
}

/// Gives the items for credentials and servers the causes about security and servers anywhere in the document.
pub(super) fn of_whole_client(rust: &mut [RustChange], wire: &[WireChange]) {
    for change in rust.iter_mut().filter(|change| change.caused_by.is_empty()) {
        let names = |wanted: &[&str]| {
            let is_of = |word: &str| wanted.iter().any(|of| word.strip_prefix(of).is_some_and(is_inside));
            words(&change.item).any(is_of)
        };
        let keys: &[&str] = if names(&["Credentials", "Client::with_credentials"]) {
            &["security", "securitySchemes"]
        } else if names(&["Server", "servers", "Client::for_server"]) {
            &["servers"]
        } else {
            continue;
        };
        let is_about = |change: &&WireChange| change.pointer.split('/').any(|token| keys.contains(&token));
        let found: BTreeSet<_> = wire
            .iter()
            .filter(is_about)
            .map(|change| change.fingerprint.clone())
            .collect();
        change.caused_by = found.into_iter().collect();
    }
}
