//! `oneOf` and `anyOf`: what their branches amount to, and how the branches are told apart.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value, json};

use super::define::{self, DefinitionKind, Variant, word};
use super::form::{Form, Integer};
use super::gather::{Gathered, Kind, Union, gather};
use super::name::{self, Hint, Scope};
use super::part::{self, Part};
use super::resolve::{Named, Resolver};
use super::scalar::{self, Listed};
use crate::names::{readable, type_name};

/// How many combinations of several unions at one place are told apart.
const MAX_BRANCHES: usize = 64;

/// A type that is one of several forms.
pub(super) struct Plan<'d> {
    variants: Vec<Variant>,
    /// The discriminator's property.
    tag: Option<&'d str>,
}

/// What a union amounts to, and whether its values may be null.
pub(super) enum Outcome<'d> {
    /// What one form says already.
    Form(Form, bool),
    /// An enumeration of texts.
    Texts(Vec<String>, bool),
    /// What stands beside the union; the union bounds it further.
    Plain(bool),
    /// Several forms.
    Union(Plan<'d>, bool),
}

impl Plan<'_> {
    pub(super) fn define(self, name: &str) -> DefinitionKind {
        let mut variants = self.variants;
        // A union that has itself for a branch says no more than without it.
        variants.retain(|variant| variant.form.named() != Some(name));
        DefinitionKind::Union(define::Union {
            variants,
            tag: self.tag.map(ToOwned::to_owned),
            // Known when all types are.
            is_open: false,
        })
    }
}

/// Whether a branch of some union in `gathered` is null.
pub(super) fn has_null(document: &Value, gathered: &Gathered<'_>) -> bool {
    let branches = gathered.unions.iter().flat_map(|union| &union.branches);
    branches
        .into_iter()
        .any(|branch| is_null(&gather(document, std::slice::from_ref(branch))))
}

fn is_null(gathered: &Gathered<'_>) -> bool {
    let values = gathered.values.as_deref();
    gathered.kind_alone() == Some(Kind::Null)
        || values.is_some_and(|values| !values.is_empty() && values.iter().all(|value| value.is_null()))
}

/// A combination of branches, one of each union at a place.
struct Branch<'d> {
    parts: Vec<Part<'d>>,
    gathered: Gathered<'d>,
}

/// What the unions of `gathered` amount to, `parts` being what it was gathered from.
pub(super) fn plan<'d>(
    resolver: &mut Resolver<'d>,
    gathered: &Gathered<'d>,
    parts: &[Part<'d>],
    hint: Hint<'_>,
    place: &Pointer,
) -> Outcome<'d> {
    let bare: Vec<_> = parts.iter().map(Part::bare).collect();
    let base = gather(resolver.document, &bare);
    let Some(combinations) = combinations(&gathered.unions) else {
        resolver.degrade(
            place,
            "the `oneOf` and `anyOf` here combine to too many variants, so the values stay plain JSON",
        );
        return Outcome::Form(Form::Any, false);
    };
    let mut null = false;
    let mut silent = false;
    let mut branches = Vec::new();
    for parts in combinations {
        let gathered = gather(resolver.document, &parts);
        if is_null(&gathered) {
            null = true;
        } else if gathered.is_silent() {
            silent = true;
        } else if !gathered.never {
            branches.push(Branch { parts, gathered });
        }
    }
    if branches.is_empty() {
        return if base.has_content() || base.kinds.is_some() {
            Outcome::Plain(null)
        } else {
            Outcome::Form(Form::Any, false)
        };
    }
    if let Some(outcome) = texts(resolver, &branches, &base, silent, null, hint) {
        return outcome;
    }
    let surroundings = if base.has_content() { bare } else { Vec::new() };
    if silent && base.has_content() {
        branches.push(Branch {
            gathered: gather(resolver.document, &surroundings),
            parts: Vec::new(),
        });
    }
    let discriminator = gathered.unions.iter().find_map(|union| union.discriminator);
    let (variants, nullable) = variants(resolver, &branches, &surroundings, discriminator, hint);
    null |= nullable;
    match variants.as_slice() {
        [] => Outcome::Form(Form::Any, false),
        [only] if !silent => Outcome::Form(only.form.clone(), null),
        _ => {
            let tag = discriminator
                .and_then(|map| map.get("propertyName"))
                .and_then(Value::as_str);
            Outcome::Union(Plan { variants, tag }, null)
        }
    }
}

/// Every way to take one branch of each union; `None` where there are too many.
fn combinations<'d>(unions: &[Union<'d>]) -> Option<Vec<Vec<Part<'d>>>> {
    let mut combinations: Vec<Vec<Part<'d>>> = vec![Vec::new()];
    for union in unions {
        let is_single = unions.len() == 1;
        if !is_single && combinations.len().saturating_mul(union.branches.len()) > MAX_BRANCHES {
            return None;
        }
        combinations = combinations
            .iter()
            .flat_map(|taken| {
                union.branches.iter().map(move |branch| {
                    let mut taken = taken.clone();
                    taken.push(branch.clone());
                    taken
                })
            })
            .collect();
    }
    Some(combinations)
}

/// What branches amount to that are all texts: an enumeration of all the values that they list. An enumeration takes other
/// values as well, so a branch that takes any text adds nothing.
fn texts<'d>(
    resolver: &mut Resolver<'d>,
    branches: &[Branch<'d>],
    base: &Gathered<'d>,
    silent: bool,
    null: bool,
    hint: Hint<'_>,
) -> Option<Outcome<'d>> {
    let mut values: Vec<String> = Vec::new();
    let mut listing = Vec::new();
    for branch in branches {
        let is_text = branch.gathered.unions.is_empty() && branch.gathered.kind_alone() == Some(Kind::Text);
        let is_text = is_text && base.kind_alone().is_none_or(|kind| kind == Kind::Text);
        if !is_text {
            return None;
        }
        if let Some(listed) = &branch.gathered.values {
            let Listed::Texts(texts) = scalar::listed(&branch.gathered, listed) else {
                return None;
            };
            values.extend(texts);
            listing.push(branch);
        }
    }
    let secret = branches.iter().any(|branch| branch.gathered.format == Some("password"));
    match listing.as_slice() {
        _ if secret => Some(Outcome::Form(Form::Secret, null)),
        [] => Some(Outcome::Form(Form::Text, null)),
        _ if silent => None,
        [only] if only.parts.iter().any(|part| part.reference().is_some()) => {
            Some(Outcome::Form(resolver.form(&only.parts, hint), null))
        }
        _ => {
            let mut seen = BTreeSet::new();
            values.retain(|value| seen.insert(value.clone()));
            Some(Outcome::Texts(values, null))
        }
    }
}

/// The variants that branches become, and whether one of them may be null.
fn variants<'d>(
    resolver: &mut Resolver<'d>,
    branches: &[Branch<'d>],
    surroundings: &[Part<'d>],
    discriminator: Option<&'d Map<String, Value>>,
    hint: Hint<'_>,
) -> (Vec<Variant>, bool) {
    let mut scope = Scope::with(["Self", "Unknown"].map(ToOwned::to_owned));
    let mut nullable = false;
    let mut variants: Vec<Variant> = Vec::new();
    for branch in branches {
        let mut parts = surroundings.to_vec();
        parts.extend(branch.parts.iter().cloned());
        if !surroundings.is_empty() && gather(resolver.document, &parts).never {
            continue;
        }
        let tags = discriminator.map(|map| tags(resolver, branch, map)).unwrap_or_default();
        let label = label(resolver, branch, &tags);
        let form = resolver.form(&parts, Hint::Part(&hint, &label));
        nullable |= matches!(form, Form::Nullable(_));
        let form = form.not_null();
        if form == Form::Any {
            continue;
        }
        if let Some(known) = variants.iter_mut().find(|known| known.form == form) {
            known.tags.extend(tags);
            continue;
        }
        variants.push(Variant {
            ident: scope.take(&label),
            form,
            tags,
            description: branch.gathered.description.map(ToOwned::to_owned),
            shapes: Vec::new(),
        });
    }
    (variants, nullable)
}

/// What a variant is called: as the type that it refers to, by its title, by what it must have, or by its kind.
fn label(resolver: &Resolver<'_>, branch: &Branch<'_>, tags: &[String]) -> String {
    for part in &branch.parts {
        let Some(target) = part.reference() else { continue };
        let component = part::component_name(&target).and_then(|name| resolver.components.get(&name));
        return component.cloned().unwrap_or_else(|| name::of_place(&target));
    }
    if let Some(title) = branch.gathered.title.filter(|title| title.len() < 60) {
        return type_name(title);
    }
    if let Some(tag) = tags.first().map(String::as_str).or_else(|| constant(resolver, branch)) {
        return readable(tag, type_name);
    }
    if let (1, Some(key)) = (branch.gathered.required.len(), branch.gathered.required.first()) {
        return readable(key, type_name);
    }
    match branch.gathered.kind_alone() {
        Some(kind) => word(kind).to_owned(),
        None => "Other".to_owned(),
    }
}

/// The value of the first property of a branch that can have but one.
fn constant<'d>(resolver: &Resolver<'d>, branch: &Branch<'d>) -> Option<&'d str> {
    branch.gathered.properties.values().find_map(|parts| {
        let property = gather(resolver.document, parts);
        match property.values.as_deref() {
            Some([Value::String(text)]) => Some(text.as_str()),
            _ => None,
        }
    })
}

/// The values of the discriminator that stand for a branch: those mapped to it, else its name, else what its own property
/// can be.
fn tags(resolver: &Resolver<'_>, branch: &Branch<'_>, discriminator: &Map<String, Value>) -> Vec<String> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    for part in &branch.parts {
        let Some(target) = part.reference() else { continue };
        let name = part::component_name(&target);
        let leads_here = |value: &&Value| {
            let value = value.as_str().unwrap_or_default();
            part::target(value).as_ref() == Some(&target) || name.as_deref() == Some(value)
        };
        let mapped = mapping.into_iter().flatten().filter(|(_, value)| leads_here(value));
        let mapped: Vec<_> = mapped.map(|(tag, _)| tag.clone()).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let own = own_tags(resolver, branch, discriminator);
        return if own.is_empty() {
            name.into_iter().collect()
        } else {
            own
        };
    }
    own_tags(resolver, branch, discriminator)
}

fn own_tags(resolver: &Resolver<'_>, branch: &Branch<'_>, discriminator: &Map<String, Value>) -> Vec<String> {
    let property = discriminator.get("propertyName").and_then(Value::as_str);
    let parts = property.and_then(|property| branch.gathered.properties.get(property));
    let values = parts.and_then(|parts| gather(resolver.document, parts).values);
    values
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(ToOwned::to_owned)
        .collect()
}

static KINDS: LazyLock<[(Kind, &'static str, Value); 6]> = LazyLock::new(|| {
    [
        (Kind::Object, "object", json!({ "type": "object" })),
        (Kind::Array, "array", json!({ "type": "array" })),
        (Kind::Text, "string", json!({ "type": "string" })),
        (Kind::Integer, "integer", json!({ "type": "integer" })),
        (Kind::Number, "number", json!({ "type": "number" })),
        (Kind::Boolean, "boolean", json!({ "type": "boolean" })),
    ]
});

/// The union that a list of types is.
pub(super) fn of_kinds<'d>(
    resolver: &mut Resolver<'d>,
    kinds: &BTreeSet<Kind>,
    parts: &[Part<'d>],
    hint: Hint<'_>,
    place: &Pointer,
) -> Plan<'d> {
    let mut variants = Vec::new();
    for (kind, name, value) in KINDS.iter().filter(|(kind, ..)| kinds.contains(kind)) {
        let mut parts: Vec<_> = parts.iter().map(Part::bare).collect();
        parts.push(Part::new(place.child("type").child(name), value));
        let label = word(*kind);
        let form = resolver.form(&parts, Hint::Part(&hint, label)).not_null();
        variants.push(of_kind(label, form));
    }
    Plan { variants, tag: None }
}

/// The variant for the values of one kind.
fn of_kind(label: &str, form: Form) -> Variant {
    Variant {
        ident: label.to_owned(),
        form,
        tags: Vec::new(),
        description: None,
        shapes: Vec::new(),
    }
}

/// The union that a list of values of several kinds is.
pub(super) fn of_values<'d>(
    resolver: &mut Resolver<'d>,
    kinds: &[Kind],
    texts: &[String],
    hint: Hint<'_>,
    place: &Pointer,
) -> Plan<'d> {
    let mut variants = Vec::new();
    for kind in kinds {
        let label = word(*kind);
        let form = match kind {
            Kind::Text => {
                let key = format!("{place} texts");
                resolver.named(
                    &key,
                    &[],
                    Hint::Part(&hint, label),
                    Named::Texts(texts.to_vec()),
                    place.child("enum"),
                )
            }
            Kind::Integer => Form::Integer(Integer::I64),
            Kind::Number => Form::Number { single: false },
            Kind::Boolean => Form::Boolean,
            Kind::Object | Kind::Array | Kind::Null => continue,
        };
        variants.push(of_kind(label, form));
    }
    Plan { variants, tag: None }
}
