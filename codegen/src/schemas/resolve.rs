//! Resolves a schema of the author's document to a form. A type that needs a name gets one here, and is defined later.

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::form::{Form, Integer};
use super::gather::{Additional, Gathered, JsonType, gather};
use super::name::Hint;
use super::part::{self, Part};
use super::resolver::{Job, Named, Remark, Resolver, are_same};
use super::scalar::{self, Listed};
use super::union;

/// The limit for the nesting of lists and maps without a named type in between.
const MAX_DEPTH: usize = 48;

impl<'d> Resolver<'d> {
    /// The form of the schema at `at`. `hint` names a type that needs a name and has none in the document.
    pub(super) fn at(&mut self, at: &Pointer, hint: Hint<'_>) -> Form {
        match self.document.pointer(at.as_str()) {
            Some(value) => self.form(&[Part::new(at.clone(), value)], hint),
            None => Form::Any,
        }
    }

    /// The form of a value that satisfies all `parts`.
    pub(super) fn form(&mut self, parts: &[Part<'d>], hint: Hint<'_>) -> Form {
        self.form_of(parts, None, hint)
    }

    /// Like [`form`](Self::form), for callers that may have gathered the `parts` already.
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
        // If nothing was simplified, the gathered data is still valid.
        let form = match gathered.filter(|_| are_same(whole, &parts)) {
            Some(gathered) => self.resolve(gathered, &parts, hint, &key),
            None => self.resolve(&gather(self.document, &parts), &parts, hint, &key),
        };
        self.active.pop();
        self.memo.insert(key, form.clone());
        form.or_null(nullable)
    }

    /// Like [`form_of`](Self::form_of), but a type that these schemas need is named exactly `name`.
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
        if let Some(form) = self.base_form(target) {
            return form;
        }
        if target == &part.at || self.active.contains(target) {
            self.degrade(
                &part.at,
                "this reference refers to itself, so its values become plain JSON",
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

    /// The form of a reference at `at` to the component `name`.
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

    /// Whether a component may be null. Its type excludes null; each reference adds the `Option`.
    fn is_nullable(&self, at: &Pointer) -> bool {
        let part = self.document.pointer(at.as_str());
        let part = part.and_then(|value| Part::new(at.clone(), value).followed(self.document));
        part.is_some_and(|part| {
            let gathered = gather(self.document, &[part]);
            gathered.nullable || union::has_null(self.document, &gathered)
        })
    }

    /// The form of `parts` together. `gathered` holds all of their constraints. They are not a single reference.
    fn resolve(&mut self, gathered: &Gathered<'d>, parts: &[Part<'d>], hint: Hint<'_>, key: &str) -> Form {
        let nullable = gathered.nullable;
        let place = place(parts);
        if gathered.never {
            self.degrade(&place, "no value matches this schema, so its values stay plain JSON");
            return Form::Any;
        }
        if gathered.is_cut {
            self.degrade(
                &place,
                "this schema composes others too deep, so the constraints of the deepest ones are left out",
            );
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

    /// The form of a value without regard to unions.
    fn plain(
        &mut self,
        gathered: &Gathered<'d>,
        parts: &[Part<'d>],
        hint: Hint<'_>,
        key: &str,
        place: &Pointer,
    ) -> Form {
        if let Some(values) = &gathered.values
            && gathered.kind_alone() != Some(JsonType::Object)
            && gathered.kind_alone() != Some(JsonType::Array)
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
            JsonType::Object => self.object(gathered, parts, hint, key, place),
            JsonType::Array => Form::List(Box::new(self.item(gathered, hint))),
            JsonType::Text => scalar::text(gathered),
            JsonType::Integer => self.integer(gathered, place),
            JsonType::Number => scalar::number(gathered),
            JsonType::Boolean => Form::Boolean,
            JsonType::Null => Form::Any,
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

    fn integer(&mut self, gathered: &Gathered<'d>, place: &Pointer) -> Form {
        let form = scalar::integer(gathered);
        match form {
            None => self.degrade(
                place,
                "no integer type holds all these numbers, so they stay plain JSON, which rounds those of more than 64 bits",
            ),
            Some(Form::Integer(Integer::Wide | Integer::U128)) => self.remark(Remark::partial(
                place.clone(),
                "an integer of more than 64 bits is refused inside a union, and if it is written like `1.0`",
            )),
            Some(_) => {}
        }
        form.unwrap_or(Form::Any)
    }

    /// The form of the items of a list.
    fn item(&mut self, gathered: &Gathered<'d>, hint: Hint<'_>) -> Form {
        let hint = Hint::Part(&hint, "Item");
        let first: Vec<_> = gathered.first_items.clone();
        let is_full = |most: u64| !first.is_empty() && usize::try_from(most).is_ok_and(|most| most <= first.len());
        let is_closed = gathered.max_items.is_some_and(is_full) || gathered.items.iter().any(Part::is_never);
        let rest = match is_closed {
            true => None,
            false => Some(self.form(&gathered.items, hint)),
        };
        let list = first.first().and_then(|part| part.at.parent());
        let mut forms: Vec<_> = first.into_iter().map(|part| self.form(&[part], hint)).collect();
        forms.extend(rest);
        let Some(form) = forms.pop() else {
            return Form::Any;
        };
        if forms.iter().all(|other| *other == form) {
            return form;
        }
        if let Some(list) = list {
            self.degrade(
                &list,
                "the items of this list have different types, so they stay plain JSON",
            );
        }
        Form::Any
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
            Listed::Of(JsonType::Integer) => match self.integer(gathered, place) {
                // The one value of a constant needs no name.
                form @ Form::Integer(_) if values.len() > 1 => {
                    self.named(key, parts, hint, Named::Numbers(form), place.clone())
                }
                form => form,
            },
            Listed::Of(JsonType::Number) => scalar::number(gathered),
            Listed::Of(JsonType::Boolean) => Form::Boolean,
            Listed::Mixed(kinds, texts) => {
                let plan = union::of_values(self, &kinds, &texts, hint, place);
                self.named(key, parts, hint, Named::Union(plan), place.clone())
            }
            Listed::Of(_) | Listed::Other => {
                if !values.iter().all(|value| value.is_null()) {
                    self.degrade(
                        place,
                        "the listed values have no common type, so they become plain JSON",
                    );
                }
                Form::Any
            }
        }
    }

    /// The type that `parts` define, under a free name.
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
        // Registered before it is defined, so that schemas inside can refer to it.
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

/// The place to report: that of the part with the most keywords of its own.
fn place(parts: &[Part<'_>]) -> Pointer {
    let own = parts.iter().find(|part| part.reference().is_none());
    own.or(parts.first()).map(|part| part.at.clone()).unwrap_or_default()
}

fn is_operation(at: &Pointer) -> bool {
    at.as_str().starts_with("/paths/")
}

/// A key that identifies a set of schemas.
fn key(parts: &[Part<'_>]) -> String {
    let mut places: Vec<_> = parts
        .iter()
        .map(|part| format!("{}{}", part.at, if part.bare { " bare" } else { "" }))
        .collect();
    places.sort();
    places.dedup();
    places.join(" & ")
}

/// The parts without wrappers, repetitions and empty schemas, and whether a wrapper allows null.
fn simplify<'d>(parts: &[Part<'d>]) -> (Vec<Part<'d>>, bool) {
    let mut nullable = false;
    let mut simple: Vec<Part<'d>> = Vec::new();
    let alone = parts.len() == 1;
    for part in parts {
        let mut part = part.clone();
        // Documents are not deeper than this, and a wrapper only leads inwards.
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
