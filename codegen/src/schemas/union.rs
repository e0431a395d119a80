//! `oneOf` and `anyOf`: the types of their branches, and how the branches are distinguished.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value, json};

use super::definition::Variant;
use super::form::{Form, Integer};
use super::gather::{Gathered, JsonType, Union, gather, word};
use super::name::{self, Hint, Scope};
use super::part::{self, Part};
use super::resolver::{Named, Plan, Resolver};
use super::scalar::{self, Listed};
use crate::names::{readable, type_name};

/// The maximum number of combinations of several unions at one place.
const MAX_BRANCHES: usize = 64;

/// The type of a union, and whether it may be null.
pub(super) enum Outcome<'d> {
    /// A single type.
    Form(Form, bool),
    /// An enumeration of strings.
    Texts(Vec<String>, bool),
    /// The type of the keywords next to the union. The union only constrains it.
    Plain(bool),
    /// One of several types.
    Union(Plan<'d>, bool),
}

/// Whether a branch of a union in `gathered` is null.
pub(super) fn has_null(document: &Value, gathered: &Gathered<'_>) -> bool {
    let branches = gathered.unions.iter().flat_map(|union| &union.branches);
    branches
        .into_iter()
        .any(|branch| is_null(&gather(document, std::slice::from_ref(branch))))
}

fn is_null(gathered: &Gathered<'_>) -> bool {
    // `nullable: true` and nothing else, as a branch, can only mean that the other branches may be null.
    if gathered.is_silent() && gathered.nullable && !gathered.constrained {
        return true;
    }
    let values = gathered.values.as_deref();
    gathered.kind_alone() == Some(JsonType::Null)
        || values.is_some_and(|values| !values.is_empty() && values.iter().all(|value| value.is_null()))
}

/// A combination of branches, one of each union at a place.
struct Branch<'d> {
    parts: Vec<Part<'d>>,
    gathered: Gathered<'d>,
}

/// The type of the unions in `gathered`, which was gathered from `parts`.
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
            let plan = Plan {
                variants,
                tag,
                common: Vec::new(),
                is_any: tag.is_none() && gathered.unions.iter().all(|union| union.is_any),
            };
            Outcome::Union(plan, null)
        }
    }
}

/// All combinations of one branch of each union; `None` if there are too many.
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

/// The type of branches that are all strings: an enumeration of all listed values. An enumeration also accepts other
/// values, so a branch that accepts any string adds nothing.
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
        let is_text = branch.gathered.unions.is_empty() && branch.gathered.kind_alone() == Some(JsonType::Text);
        let is_text = is_text && base.kind_alone().is_none_or(|kind| kind == JsonType::Text);
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
        // A branch without constraints accepts any string if the keywords around the union allow strings only.
        [] if !silent || base.kinds.is_some() => Some(Outcome::Form(Form::Text, null)),
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

/// The variants of the branches, and whether one of them may be null.
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
            is_tag_added: false,
            shapes: Vec::new(),
        });
    }
    (variants, nullable)
}

/// The name of a variant: from the type that it refers to, its title, its required properties, or its kind.
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

/// The value of the branch's first property that has only one allowed value.
fn constant<'d>(resolver: &Resolver<'d>, branch: &Branch<'d>) -> Option<&'d str> {
    branch.gathered.properties.values().find_map(|parts| {
        let property = gather(resolver.document, parts);
        match property.values.as_deref() {
            Some([Value::String(text)]) => Some(text.as_str()),
            _ => None,
        }
    })
}

/// The values of the discriminator for a branch: those mapped to it, otherwise its name, otherwise the values of its
/// own property.
fn tags(resolver: &Resolver<'_>, branch: &Branch<'_>, discriminator: &Map<String, Value>) -> Vec<String> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    for part in &branch.parts {
        let Some(target) = part.reference() else { continue };
        let end = part.followed(resolver.document).map(|part| part.at);
        let component = end.as_ref().and_then(|end| resolver.component_at(end));
        let name = part::component_name(&target).or(component.map(|(name, _)| name));
        let is_this = |value: &Value| {
            let value = value.as_str().unwrap_or_default();
            part::target(value).as_ref() == Some(&target) || name.as_deref() == Some(value)
        };
        // Several references can have the same end, so the reference itself comes first.
        let ends_here = |value: &Value| end.is_some() && resolver.mapped(value).map(|part| part.at) == end;
        let leads_here: [&dyn Fn(&Value) -> bool; 2] = [&is_this, &ends_here];
        for leads_here in leads_here {
            let mapped = mapping.into_iter().flatten().filter(|(_, value)| leads_here(value));
            let mapped: Vec<_> = mapped.map(|(tag, _)| tag.clone()).collect();
            if !mapped.is_empty() {
                return mapped;
            }
        }
        let own = own_tags(resolver, branch, discriminator);
        // A property that lists the names of all forms does not name its own form.
        return match name {
            Some(name) if own.is_empty() || own.contains(&name) => vec![name],
            _ => own,
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

static KINDS: LazyLock<[(JsonType, &'static str, Value); 6]> = LazyLock::new(|| {
    [
        (JsonType::Object, "object", json!({ "type": "object" })),
        (JsonType::Array, "array", json!({ "type": "array" })),
        (JsonType::Text, "string", json!({ "type": "string" })),
        (JsonType::Integer, "integer", json!({ "type": "integer" })),
        (JsonType::Number, "number", json!({ "type": "number" })),
        (JsonType::Boolean, "boolean", json!({ "type": "boolean" })),
    ]
});

/// The union of a list of types.
pub(super) fn of_kinds<'d>(
    resolver: &mut Resolver<'d>,
    kinds: &BTreeSet<JsonType>,
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
    Plan {
        variants,
        tag: None,
        common: Vec::new(),
        is_any: false,
    }
}

/// The variant for values of one kind.
fn of_kind(label: &str, form: Form) -> Variant {
    Variant {
        ident: label.to_owned(),
        form,
        tags: Vec::new(),
        description: None,
        is_tag_added: false,
        shapes: Vec::new(),
    }
}

/// The union of a list of values of several kinds.
pub(super) fn of_values<'d>(
    resolver: &mut Resolver<'d>,
    kinds: &[JsonType],
    texts: &[String],
    hint: Hint<'_>,
    place: &Pointer,
) -> Plan<'d> {
    let mut variants = Vec::new();
    for kind in kinds {
        let label = word(*kind);
        let form = match kind {
            JsonType::Text => {
                let key = format!("{place} texts");
                resolver.named(
                    &key,
                    &[],
                    Hint::Part(&hint, label),
                    Named::Texts(texts.to_vec()),
                    place.child("enum"),
                )
            }
            JsonType::Integer => Form::Integer(Integer::I128),
            JsonType::Number => Form::Number,
            JsonType::Boolean => Form::Boolean,
            JsonType::Object | JsonType::Array | JsonType::Null => continue,
        };
        variants.push(of_kind(label, form));
    }
    Plan {
        variants,
        tag: None,
        common: Vec::new(),
        is_any: false,
    }
}
