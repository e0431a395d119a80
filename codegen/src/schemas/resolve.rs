//! From a schema of the author's document to a form: what needs a name gets one, and is defined later.

use std::collections::{BTreeMap, HashMap, VecDeque};

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::define::Definition;
use super::form::Form;
use super::gather::{Additional, Gathered, Kind, gather};
use super::name::{Hint, Scope};
use super::part::{self, Part};
use super::scalar::{self, Listed};
use super::union;
use crate::names::RESERVED_TYPES;

/// The limit for the nesting of lists and maps without a named type in between.
const MAX_DEPTH: usize = 48;

/// A note for the author about the code for a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// The place in the document.
    pub(crate) place: Pointer,
    /// The message of the finding.
    pub(crate) what: String,
    pub(crate) kind: RemarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RemarkKind {
    /// A type is lost: the code is less precise than the document.
    Degraded,
    /// A name got another identifier than usual, to keep it distinct.
    Renamed,
}

impl Remark {
    /// The remark that a type is lost at `place`.
    pub(crate) fn degraded(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            kind: RemarkKind::Degraded,
        }
    }

    /// The remark that a name at `place` would become the same identifier as another.
    pub(super) fn renamed(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            kind: RemarkKind::Renamed,
        }
    }
}

/// A type that has a name and waits for its definition.
pub(super) struct Job<'d> {
    pub(super) name: String,
    pub(super) parts: Vec<Part<'d>>,
    pub(super) kind: Named<'d>,
    pub(super) place: Pointer,
}

/// What a type with a name is.
pub(super) enum Named<'d> {
    /// A component, whatever it turns out to be.
    Component,
    /// An object with fields.
    Object,
    /// An enumeration of texts.
    Texts(Vec<String>),
    /// One of several forms.
    Union(union::Plan<'d>),
}

/// What becomes of the schemas of one document.
pub(super) struct Resolver<'d> {
    pub(super) document: &'d Value,
    /// Component schemas, by their name in the document: their Rust type.
    pub(super) components: &'d BTreeMap<String, String>,
    pub(super) scope: Scope,
    pub(super) queue: VecDeque<Job<'d>>,
    pub(super) definitions: BTreeMap<String, Definition>,
    pub(super) remarks: Vec<Remark>,
    /// The component schemas that are a reference and nothing else, by the place that they refer to: the schema there is
    /// the component's, and has its name.
    aliases: HashMap<Pointer, (String, Pointer)>,
    /// The names of types without one in the document, by the places of the schemas that they come from.
    memo: HashMap<String, Form>,
    /// Which components may be null, as far as it is known.
    nullable: BTreeMap<String, bool>,
    /// The places of schemas that are being resolved.
    active: Vec<Pointer>,
    /// The name that the schemas with this key are to have, as a component's type has the component's.
    claim: Option<(String, String)>,
}

impl<'d> Resolver<'d> {
    /// A resolver for `document`. `components` are the names of the types of its component schemas, and `taken` further
    /// names that no type can have.
    pub(super) fn new<'n>(
        document: &'d Value,
        components: &'d BTreeMap<String, String>,
        taken: impl Iterator<Item = &'n str>,
    ) -> Self {
        let names = components.values().map(String::as_str);
        Self {
            document,
            components,
            scope: Scope::with(
                names
                    .map(ToOwned::to_owned)
                    .chain(taken.map(ToOwned::to_owned))
                    .chain(RESERVED_TYPES.map(ToOwned::to_owned)),
            ),
            queue: VecDeque::new(),
            definitions: BTreeMap::new(),
            remarks: Vec::new(),
            aliases: aliases(document, components),
            memo: HashMap::new(),
            nullable: BTreeMap::new(),
            active: Vec::new(),
            claim: None,
        }
    }

    /// Notes something that the author should know.
    pub(super) fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The place and the schema of a component: of one that is a reference and nothing else, those that it refers to.
    pub(super) fn component_part(&self, name: &str) -> Option<Part<'d>> {
        let at = component(name);
        let aliased = self.aliases.iter().find(|(_, (alias, _))| alias == name);
        let at = aliased.map_or(at, |(target, _)| target.clone());
        Some(Part::new(at.clone(), self.document.pointer(at.as_str())?))
    }

    /// Adds the remark that a type is lost at `at`.
    pub(super) fn degrade(&mut self, at: &Pointer, what: impl Into<String>) {
        self.remark(Remark::degraded(at.clone(), what));
    }

    /// What the schema at `at` is; a type that it needs and that the document has no name for is called as `hint` has it.
    pub(super) fn at(&mut self, at: &Pointer, hint: Hint<'_>) -> Form {
        match self.document.pointer(at.as_str()) {
            Some(value) => self.form(&[Part::new(at.clone(), value)], hint),
            None => Form::Any,
        }
    }

    /// What a value is that satisfies all `parts`.
    pub(super) fn form(&mut self, parts: &[Part<'d>], hint: Hint<'_>) -> Form {
        self.form_of(parts, None, hint)
    }

    /// [`form`](Self::form) for whoever may have gathered the `parts`.
    pub(super) fn form_of(&mut self, parts: &[Part<'d>], gathered: Option<&Gathered<'d>>, hint: Hint<'_>) -> Form {
        let whole = parts;
        let (parts, nullable) = simplify(whole);
        let Some(first) = parts.first() else {
            return Form::Any;
        };
        if let ([only], Some(target)) = (parts.as_slice(), first.reference()) {
            return self.reference(only, &target, hint).or_null(nullable);
        }
        let key = key(&parts);
        if let Some(known) = self.memo.get(&key) {
            return known.clone().or_null(nullable);
        }
        if self.active.len() > MAX_DEPTH || self.active.contains(&first.at) && parts.len() == 1 {
            let at = first.at.clone();
            self.degrade(
                &at,
                "this schema contains itself with no object in between, so its values stay plain JSON",
            );
            return Form::Any;
        }
        self.active.push(first.at.clone());
        // Where nothing has been simplified, the same is gathered.
        let form = match gathered.filter(|_| are_same(whole, &parts)) {
            Some(gathered) => self.resolve(gathered, &parts, hint, &key),
            None => self.resolve(&gather(self.document, &parts), &parts, hint, &key),
        };
        self.active.pop();
        self.memo.insert(key, form.clone());
        form.or_null(nullable)
    }

    /// Like [`form_of`](Self::form_of); a type that the schemas themselves need is called exactly `name`.
    pub(super) fn claimed(&mut self, parts: &[Part<'d>], gathered: &Gathered<'d>, name: &str) -> Form {
        let (simple, _) = simplify(parts);
        self.claim = Some((key(&simple), name.to_owned()));
        let form = self.form_of(parts, Some(gathered), Hint::Name(name));
        self.claim = None;
        form
    }

    fn reference(&mut self, part: &Part<'d>, target: &Pointer, hint: Hint<'_>) -> Form {
        if let Some(name) = part::component_name(target)
            && self.components.contains_key(&name)
        {
            return self.component_form(&name, target);
        }
        if let Some((name, at)) = self.aliases.get(target).cloned() {
            return self.component_form(&name, &at);
        }
        if target == &part.at || self.active.contains(target) {
            self.degrade(
                &part.at,
                "this reference leads back to itself, so its values stay plain JSON",
            );
            return Form::Any;
        }
        match self.document.pointer(target.as_str()) {
            Some(value) => {
                let hint = if is_operation(target) {
                    hint
                } else {
                    Hint::Place(target)
                };
                self.form(&[Part::new(target.clone(), value)], hint)
            }
            None => Form::Any,
        }
    }

    /// What a reference to the component `name` at `at` is.
    pub(super) fn component_form(&mut self, name: &str, at: &Pointer) -> Form {
        match self.components.get(name) {
            Some(type_name) => {
                let form = Form::Named(type_name.clone());
                let nullable = match self.nullable.get(name) {
                    Some(known) => *known,
                    None => self.is_nullable(at),
                };
                self.nullable.insert(name.to_owned(), nullable);
                form.or_null(nullable)
            }
            None => Form::Any,
        }
    }

    /// Whether a component may be null. Its type is that of its other values; who refers to it has the option.
    fn is_nullable(&self, at: &Pointer) -> bool {
        let part = self.document.pointer(at.as_str());
        let part = part.and_then(|value| Part::new(at.clone(), value).followed(self.document));
        part.is_some_and(|part| {
            let gathered = gather(self.document, &[part]);
            gathered.nullable || union::has_null(self.document, &gathered)
        })
    }

    /// What `parts` are together, given all that was `gathered` from them. They are no lone reference.
    fn resolve(&mut self, gathered: &Gathered<'d>, parts: &[Part<'d>], hint: Hint<'_>, key: &str) -> Form {
        let nullable = gathered.nullable;
        let place = place(parts);
        if gathered.never {
            self.degrade(&place, "no value matches this schema, so its values stay plain JSON");
            return Form::Any;
        }
        if gathered.circular && gathered.is_silent() {
            self.degrade(&place, "this schema consists of itself, so its values stay plain JSON");
            return Form::Any;
        }
        if gathered.unions.is_empty() {
            return self.plain(gathered, parts, hint, key, &place).or_null(nullable);
        }
        match union::plan(self, gathered, parts, hint, &place) {
            union::Outcome::Form(form, null) => form.or_null(nullable || null),
            union::Outcome::Texts(texts, null) => {
                let form = self.named(key, parts, hint, Named::Texts(texts), place);
                form.or_null(nullable || null)
            }
            union::Outcome::Plain(null) => {
                let bare: Vec<_> = parts.iter().map(Part::bare).collect();
                let gathered = gather(self.document, &bare);
                self.plain(&gathered, &bare, hint, key, &place)
                    .or_null(nullable || null)
            }
            union::Outcome::Union(plan, null) => {
                let form = self.named(key, parts, hint, Named::Union(plan), place);
                form.or_null(nullable || null)
            }
        }
    }

    /// What values are where no union says more.
    fn plain(
        &mut self,
        gathered: &Gathered<'d>,
        parts: &[Part<'d>],
        hint: Hint<'_>,
        key: &str,
        place: &Pointer,
    ) -> Form {
        if let Some(values) = &gathered.values
            && gathered.kind_alone() != Some(Kind::Object)
            && gathered.kind_alone() != Some(Kind::Array)
        {
            return self.listed(gathered, values, parts, hint, key, place);
        }
        let Some(kinds) = &gathered.kinds else {
            return Form::Any;
        };
        let Some(kind) = gathered.kind_alone() else {
            let plan = union::of_kinds(self, kinds, parts, hint, place);
            return self.named(key, parts, hint, Named::Union(plan), place.clone());
        };
        match kind {
            Kind::Object => self.object(gathered, parts, hint, key, place),
            Kind::Array => {
                let items = gathered.items.clone();
                let item = self.form(&items, Hint::Part(&hint, "Item"));
                Form::List(Box::new(item))
            }
            Kind::Text => scalar::text(gathered),
            Kind::Integer => scalar::integer(gathered).unwrap_or_else(|| {
                self.degrade(
                    place,
                    "no Rust integer type can represent all these numbers, so they stay plain JSON",
                );
                Form::Any
            }),
            Kind::Number => Form::Number {
                single: gathered.format == Some("float"),
            },
            Kind::Boolean => Form::Boolean,
            Kind::Null => Form::Any,
        }
    }

    fn object(
        &mut self,
        gathered: &Gathered<'d>,
        parts: &[Part<'d>],
        hint: Hint<'_>,
        key: &str,
        place: &Pointer,
    ) -> Form {
        if !gathered.properties.is_empty() {
            return self.named(key, parts, hint, Named::Object, place.clone());
        }
        match &gathered.additional {
            Some(Additional::Schema(values)) => {
                let value = self.form(values, Hint::Part(&hint, "Value"));
                Form::Map(Box::new(value))
            }
            _ => Form::Map(Box::new(Form::Any)),
        }
    }

    fn listed(
        &mut self,
        gathered: &Gathered<'d>,
        values: &[&'d Value],
        parts: &[Part<'d>],
        hint: Hint<'_>,
        key: &str,
        place: &Pointer,
    ) -> Form {
        if gathered.format == Some("password") {
            return Form::Secret;
        }
        match scalar::listed(gathered, values) {
            Listed::Texts(texts) => self.named(key, parts, hint, Named::Texts(texts), place.clone()),
            Listed::Of(Kind::Integer) => scalar::integer(gathered).unwrap_or(Form::Any),
            Listed::Of(Kind::Number) => Form::Number {
                single: gathered.format == Some("float"),
            },
            Listed::Of(Kind::Boolean) => Form::Boolean,
            Listed::Mixed(kinds, texts) => {
                let plan = union::of_values(self, &kinds, &texts, hint, place);
                self.named(key, parts, hint, Named::Union(plan), place.clone())
            }
            Listed::Of(_) | Listed::Other => {
                if !values.iter().all(|value| value.is_null()) {
                    self.degrade(
                        place,
                        "the values listed here have no common type, so they stay plain JSON",
                    );
                }
                Form::Any
            }
        }
    }

    /// The type that `parts` are the definition of, under a name that is free.
    pub(super) fn named(
        &mut self,
        key: &str,
        parts: &[Part<'d>],
        hint: Hint<'_>,
        kind: Named<'d>,
        place: Pointer,
    ) -> Form {
        let claim = self.claim.take_if(|(claimed, _)| claimed == key);
        let name = match claim {
            Some((_, name)) => name,
            None => self.scope.take(&hint.name()),
        };
        let form = Form::Named(name.clone());
        // Known before it is defined, so that what is inside can refer to it.
        self.memo.insert(key.to_owned(), form.clone());
        self.queue.push_back(Job {
            name,
            parts: parts.to_vec(),
            kind,
            place,
        });
        form
    }
}

/// Whether both are the same one schema.
pub(super) fn are_same(some: &[Part<'_>], others: &[Part<'_>]) -> bool {
    matches!((some, others), ([one], [other]) if one.at == other.at && one.bare == other.bare)
}

/// The place that a reader would look at: that of the part that says most in its own words.
fn place(parts: &[Part<'_>]) -> Pointer {
    let own = parts.iter().find(|part| part.reference().is_none());
    own.or(parts.first()).map(|part| part.at.clone()).unwrap_or_default()
}

fn is_operation(at: &Pointer) -> bool {
    at.as_str().starts_with("/paths/")
}

/// The place of the component schema `name`.
fn component(name: &str) -> Pointer {
    Pointer::root().child("components").child("schemas").child(name)
}

/// The components that are a reference to something else than a component: by where it leads, their names and places. Of
/// several that lead to one place the first is its name.
fn aliases(document: &Value, components: &BTreeMap<String, String>) -> HashMap<Pointer, (String, Pointer)> {
    let mut aliases = HashMap::new();
    for name in components.keys() {
        let at = component(name);
        let Some(value) = document.pointer(at.as_str()) else {
            continue;
        };
        let target = Part::new(at.clone(), value).followed(document).map(|part| part.at);
        if let Some(target) = target.filter(|target| *target != at && part::component_name(target).is_none()) {
            aliases.entry(target).or_insert_with(|| (name.clone(), at));
        }
    }
    aliases
}

/// What tells one set of schemas from another.
fn key(parts: &[Part<'_>]) -> String {
    let mut places: Vec<_> = parts
        .iter()
        .map(|part| format!("{}{}", part.at, if part.bare { " bare" } else { "" }))
        .collect();
    places.sort();
    places.dedup();
    places.join(" & ")
}

/// The parts without their wrappings, repetitions, and those that say nothing; and whether a wrapping allows null.
fn simplify<'d>(parts: &[Part<'d>]) -> (Vec<Part<'d>>, bool) {
    let mut nullable = false;
    let mut simple: Vec<Part<'d>> = Vec::new();
    let alone = parts.len() == 1;
    for part in parts {
        let mut part = part.clone();
        // Documents are not deeper than this, and a wrapping leads inwards only.
        for _ in 0..64 {
            let Some(inner) = part.wrapped() else { break };
            nullable |= alone && part.value.get("nullable") == Some(&Value::Bool(true));
            part = inner;
        }
        if !simple
            .iter()
            .any(|known| known.at == part.at || known.reference().is_some() && known.reference() == part.reference())
        {
            simple.push(part);
        }
    }
    if simple.len() > 1 {
        let telling: Vec<_> = simple.iter().filter(|part| !part.is_annotation()).cloned().collect();
        if !telling.is_empty() {
            simple = telling;
        }
    }
    (simple, nullable)
}
