//! Links an item in Rust to its place in the document, and from there to the changes on the wire.
//!
//! The generator writes the places of models and methods into their documentation. The places of fields, variants and
//! setters follow from their names. A type without a place gets the place of an item that mentions it.

mod users;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use openapi_document::pointer::Pointer;

use super::super::change::{RustChange, Severity, WireChange};
use super::compare;
use super::item::{Detail, Item, ItemKey, Space};

/// The most steps from a type without a place to an item that has one.
const MAX_HOPS: usize = 4;

pub(super) fn link(
    rust: &mut [RustChange],
    wire: &[WireChange],
    base: &BTreeMap<ItemKey, Item>,
    head: &BTreeMap<ItemKey, Item>,
) {
    let causes = Causes::of(wire);
    let sides = [(base, &places(base)), (head, &places(head))];
    let fingerprints = |found| fingerprints(wire, found);
    for change in rust.iter_mut() {
        let own = sides.iter().filter_map(|(_, places)| places.get(&change.item));
        let places: BTreeSet<&str> = own.flatten().map(String::as_str).collect();
        change.caused_by = fingerprints(causes.at(&places));
    }
    through_mentions(rust);
    users::of_whole_client(rust, wire);
    users::through_users(rust, &causes, sides, fingerprints);
    users::through_contents(rust);
    through_operations(rust);
}

/// The fingerprints of the changes on the wire with these indices.
fn fingerprints(wire: &[WireChange], found: BTreeSet<usize>) -> Vec<String> {
    let found: Vec<_> = found.into_iter().filter_map(|index| wire.get(index)).collect();
    // Texts and examples change no signature. If anything else changed as well, that is the cause.
    let telling = found.iter().any(|change| change.severity > Severity::Docs);
    let found = found
        .into_iter()
        .filter(|change| !telling || change.severity > Severity::Docs);
    let fingerprints: BTreeSet<_> = found.map(|change| change.fingerprint.clone()).collect();
    fingerprints.into_iter().collect()
}

/// Gives an item of the whole client the causes of the operations that changed with it. An example is the limit for silent
/// streams, which exists only if an operation returns a stream.
fn through_operations(rust: &mut [RustChange]) {
    let is_of_operation = |item: &str| item.starts_with("builder::") || item.starts_with("Client::");
    let causes: BTreeSet<_> = rust
        .iter()
        .filter(|change| is_of_operation(&change.item))
        .flat_map(|change| change.caused_by.clone())
        .collect();
    let without = |change: &&mut RustChange| change.caused_by.is_empty() && change.item.starts_with("Client::");
    for change in rust.iter_mut().filter(without) {
        change.caused_by = causes.iter().cloned().collect();
    }
}

/// Gives a change without a cause the causes of changes that mention its model, step by step. An example is the builder of a
/// model, which exists only if a request contains the model.
fn through_mentions(rust: &mut [RustChange]) {
    for _ in 0..MAX_HOPS {
        let mut found = Vec::new();
        for (at, change) in rust
            .iter()
            .enumerate()
            .filter(|(_, change)| change.caused_by.is_empty())
        {
            let Some(model) = model(&change.item) else { continue };
            let mentions = |other: &&RustChange| {
                let mut texts = other.base.iter().chain(&other.head);
                let mut names = texts.by_ref().flat_map(|text| words(text));
                !other.caused_by.is_empty() && names.any(|name| name == model)
            };
            let causes: BTreeSet<_> = rust
                .iter()
                .filter(mentions)
                .flat_map(|other| other.caused_by.clone())
                .collect();
            if !causes.is_empty() {
                found.push((at, causes));
            }
        }
        if found.is_empty() {
            return;
        }
        for (at, causes) in found {
            if let Some(change) = rust.get_mut(at) {
                change.caused_by = causes.into_iter().collect();
            }
        }
    }
}

/// The path of the model that an item belongs to: `types::Pet` of `types::builder::Pet::name`.
fn model(item: &str) -> Option<String> {
    let rest = item.split_once("types::")?.1;
    let rest = rest.strip_prefix("builder::").unwrap_or(rest);
    let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    Some(format!("types::{name}"))
}

/// The paths in a signature.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
}

/// The changes on the wire, by their places and by the operations that they affect.
#[derive(Default)]
struct Causes<'w> {
    by_pointer: BTreeMap<&'w str, Vec<usize>>,
    by_operation: HashMap<&'w str, Vec<usize>>,
    in_components: Vec<usize>,
}

impl<'w> Causes<'w> {
    fn of(wire: &'w [WireChange]) -> Self {
        let mut causes = Self::default();
        for (index, change) in wire.iter().enumerate() {
            causes
                .by_pointer
                .entry(change.pointer.as_str())
                .or_default()
                .push(index);
            for operation in &change.operations {
                causes.by_operation.entry(operation).or_default().push(index);
            }
            if change.pointer.starts_with("/components/") {
                causes.in_components.push(index);
            }
        }
        causes
    }

    /// The changes closest to the places: at or below them; beside or above them; of properties that they may inherit; anywhere
    /// in the same schema or operation; changes that affect that operation; or else changes in components that it may refer to.
    fn at(&self, places: &BTreeSet<&str>) -> BTreeSet<usize> {
        let found = self.near(places);
        if found.is_empty() && !places.is_empty() {
            return self.in_components.iter().copied().collect();
        }
        found
    }

    /// Those of [`at`](Self::at) without the changes in components that the places may refer to.
    fn near(&self, places: &BTreeSet<&str>) -> BTreeSet<usize> {
        let steps: [fn(&Self, &str) -> Vec<usize>; 5] = [
            Self::at_or_below,
            Self::above,
            Self::inherited,
            Self::around,
            Self::reaching,
        ];
        for step in steps {
            let found: BTreeSet<usize> = places.iter().flat_map(|place| step(self, place)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        BTreeSet::new()
    }

    fn at_or_below(&self, place: &str) -> Vec<usize> {
        let from = self.by_pointer.range(place..);
        let below = from.map_while(|(pointer, indices)| Some((pointer.strip_prefix(place)?, indices)));
        // `/a/bc` is not below `/a/b`.
        let below = below.filter(|(rest, _)| rest.is_empty() || rest.starts_with('/'));
        below.flat_map(|(_, indices)| indices.iter().copied()).collect()
    }

    fn above(&self, place: &str) -> Vec<usize> {
        let mut place = place;
        while let Some((shorter, _)) = place.rsplit_once('/').filter(|(shorter, _)| !shorter.is_empty()) {
            place = shorter;
            // `required` is beside `properties`.
            let mut indices = self.at_or_below(&format!("{place}/required"));
            indices.extend(self.by_pointer.get(place).into_iter().flatten());
            if !indices.is_empty() {
                return indices;
            }
        }
        Vec::new()
    }

    /// Changes of properties with the name of this property, in any component: `allOf` gives a model the properties of others.
    fn inherited(&self, place: &str) -> Vec<usize> {
        let Some(at) = place.rfind("/properties/") else {
            return Vec::new();
        };
        let own = &place[at..];
        let inside = format!("{own}/");
        let in_components = self.by_pointer.range("/components/".."/components0");
        let of_name = in_components.filter(|(pointer, _)| pointer.ends_with(own) || pointer.contains(&inside));
        of_name.flat_map(|(_, indices)| indices.iter().copied()).collect()
    }

    fn around(&self, place: &str) -> Vec<usize> {
        self.at_or_below(&first_tokens(place, 3))
    }

    fn reaching(&self, place: &str) -> Vec<usize> {
        let tokens: Vec<String> = Pointer::from_escaped(place).tokens().take(3).collect();
        let [paths, path, method] = tokens.as_slice() else {
            return Vec::new();
        };
        if paths != "paths" {
            return Vec::new();
        }
        let mut indices = self.at_or_below(&format!("{}/parameters", first_tokens(place, 2)));
        indices.extend(
            self.by_operation
                .get(format!("{} {path}", method.to_uppercase()).as_str())
                .into_iter()
                .flatten(),
        );
        indices
    }
}

/// The first `count` tokens of a pointer: `/components/schemas/Pet` and `/paths/~1pets/get` have three.
fn first_tokens(pointer: &str, count: usize) -> String {
    pointer
        .split('/')
        .skip(1)
        .take(count)
        .map(|token| format!("/{token}"))
        .collect()
}

/// The places of items in the document, by the names of the items in a report.
fn places(items: &BTreeMap<ItemKey, Item>) -> HashMap<String, BTreeSet<String>> {
    let mut places: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (key, item) in items {
        if let Some(pointer) = &item.pointer {
            places.entry(compare::name(key)).or_default().insert(pointer.clone());
        }
    }
    operations(items, &mut places);
    for _ in 0..MAX_HOPS {
        let before = places.len();
        members(items, &mut places);
        mentions(items, &mut places);
        if places.len() == before {
            break;
        }
    }
    implementations(items, &mut places);
    modules(items, &mut places);
    places
}

/// A module has the places of the items directly in it.
fn modules(items: &BTreeMap<ItemKey, Item>, places: &mut HashMap<String, BTreeSet<String>>) {
    for (key, _) in items.iter().filter(|(_, item)| matches!(item.detail, Detail::Module)) {
        let inside = format!("{}::", key.path);
        let own = items.keys().filter(|known| {
            let below = known.path.strip_prefix(&inside);
            below.is_some_and(|below| !below.contains("::"))
        });
        let own: BTreeSet<_> = own
            .filter_map(|known| places.get(&compare::name(known)).cloned())
            .flatten()
            .collect();
        if !own.is_empty() {
            places.entry(key.path.clone()).or_insert(own);
        }
    }
}

/// The builder of an operation has the place of the method that returns it.
fn operations(items: &BTreeMap<ItemKey, Item>, places: &mut HashMap<String, BTreeSet<String>>) {
    for item in items.values() {
        if let (Detail::Function(function), Some(pointer)) = (&item.detail, &item.pointer) {
            let builder = function.output.split('<').next().unwrap_or_default();
            places.entry(builder.to_owned()).or_default().insert(pointer.clone());
        }
    }
}

/// A member of an item is below the place of the item, by its name on the wire.
fn members(items: &BTreeMap<ItemKey, Item>, places: &mut HashMap<String, BTreeSet<String>>) {
    for (key, item) in items {
        let name = compare::name(key);
        let Some((around, own)) = name.rsplit_once("::").filter(|_| !places.contains_key(&name)) else {
            continue;
        };
        // The builder of a model has the place of the model.
        if let ("types::builder", Some(model)) = (around, places.get(&format!("types::{own}"))) {
            let model = model.clone();
            places.insert(name, model);
            continue;
        }
        let wire_name = item.wire_name.as_deref().unwrap_or(own);
        let below = |place: &String| -> String {
            let place = Pointer::from_escaped(place);
            match (&item.detail, own) {
                (Detail::Field { .. }, _) => place.child("properties").child(wire_name).to_string(),
                (Detail::Variant(_), _) => place.child("enum").to_string(),
                (_, "body" | "body_map") => place.child("requestBody").to_string(),
                (_, "send") => place.child("responses").to_string(),
                _ => place.to_string(),
            }
        };
        // A setter of a model's builder has the place of the model's field.
        let field = around.replace("types::builder::", "types::");
        let own_places = match places.get(&format!("{field}::{own}")).filter(|_| field != around) {
            Some(field) => field.clone(),
            None => match places.get(&around.replace("types::builder::", "types::")) {
                Some(around) => around.iter().map(below).collect(),
                None => continue,
            },
        };
        places.insert(name, own_places);
    }
}

/// The types that an item mentions, as texts.
fn texts(item: &Item) -> Vec<&String> {
    match &item.detail {
        Detail::Field { of } => vec![of],
        Detail::Variant(variant) => variant.payload.fields.iter().map(|(_, of)| of).collect(),
        Detail::Function(function) => function.generics.bounds.iter().chain([&function.output]).collect(),
        _ => Vec::new(),
    }
}

/// A type without a place gets the places of items that mention it.
fn mentions(items: &BTreeMap<ItemKey, Item>, places: &mut HashMap<String, BTreeSet<String>>) {
    for (key, item) in items {
        let texts = texts(item);
        if texts.is_empty() {
            continue;
        }
        let Some(own) = places.get(&compare::name(key)).cloned() else {
            continue;
        };
        for mentioned in texts.into_iter().flat_map(|text| words(text)) {
            let known = ItemKey {
                path: mentioned.to_owned(),
                space: Space::Type,
            };
            let without_place = items.get(&known).is_some_and(|item| item.pointer.is_none());
            if without_place
                && mentioned.starts_with("types::")
                && !mentioned.starts_with("types::builder::")
                && !places.contains_key(mentioned)
            {
                places.insert(mentioned.to_owned(), own.clone());
            }
        }
    }
}

/// An implementation has the places of its types.
fn implementations(items: &BTreeMap<ItemKey, Item>, places: &mut HashMap<String, BTreeSet<String>>) {
    for (key, item) in items.iter().filter(|(key, _)| key.space == Space::Impl) {
        let about = item
            .parents
            .iter()
            .map(|parent| parent.path.replace("types::builder::", "types::"));
        let own: BTreeSet<_> = about
            .filter_map(|parent| places.get(&parent).cloned())
            .flatten()
            .collect();
        if !own.is_empty() {
            places.insert(compare::name(key), own);
        }
    }
}
