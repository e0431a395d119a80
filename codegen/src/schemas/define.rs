//! The definitions of named types.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;

use super::definition::{Constant, Definition, DefinitionKind, Field, NumberValue, REST, TextValue};
use super::form::Form;
use super::gather::{Additional, Gathered, gather};
use super::name::Hint;
use super::part::Part;
use super::resolver::{Job, Named, Remark, Resolver, are_same};
use crate::names;

/// The builders' own methods. No field can have these names.
const BUILDER_METHODS: [&str; 1] = ["build"];

impl<'d> Resolver<'d> {
    /// Defines all queued types, and the types that they need.
    pub(super) fn define_all(&mut self) {
        while let Some(job) = self.queue.pop_front() {
            let name = job.name.clone();
            let definition = self.define(job);
            self.definitions.insert(name, definition);
        }
    }

    fn define(&mut self, job: Job<'d>) -> Definition {
        let gathered = gather(self.document, &job.parts);
        let kind = self.kind(job.kind, &job.name, &job.parts, &gathered, &job.place);
        Definition {
            numbers: numbers(&job.parts, &gathered, &kind),
            description: gathered.description.or(gathered.title).map(ToOwned::to_owned),
            deprecated: gathered.deprecated,
            // Computed when all types are known.
            has_builder: true,
            kind,
            place: job.place,
        }
    }

    /// The kind of a type whose `parts` have been gathered.
    fn kind(
        &mut self,
        kind: Named<'d>,
        name: &str,
        parts: &[Part<'d>],
        gathered: &Gathered<'d>,
        place: &Pointer,
    ) -> DefinitionKind {
        match kind {
            Named::Component => self.component(name, parts, gathered, place),
            Named::Heirs(base) => {
                let heirs = self.heirs(&base);
                self.base(name, heirs, parts, &base).define(name)
            }
            Named::Object => self.fields(name, gathered, place),
            Named::Texts(texts) => self.texts(&texts, place),
            Named::Numbers(form) => DefinitionKind::Alias(form),
            Named::Union(plan) => plan.define(name),
        }
    }

    /// A component schema. Its type has its name, whatever its kind is.
    fn component(
        &mut self,
        name: &str,
        parts: &[Part<'d>],
        gathered: &Gathered<'d>,
        place: &Pointer,
    ) -> DefinitionKind {
        let heirs = self.heirs(place);
        if !heirs.is_empty() {
            return self.base(name, heirs, parts, place).define(name);
        }
        match self.claimed(parts, gathered, name).not_null() {
            // As part of another schema it would get a name of its own. Here it has the component's name, and is
            // queued.
            Form::Named(inner) if inner == name => match self.queue.pop_back() {
                Some(job) if job.name == name && are_same(parts, &job.parts) => {
                    self.kind(job.kind, name, parts, gathered, place)
                }
                Some(job) if job.name == name => self.define(job).kind,
                other => {
                    self.queue.extend(other);
                    DefinitionKind::Alias(Form::Any)
                }
            },
            // It only extends its base, but must not become a union with the base's other heirs.
            Form::Named(base) if self.is_heir_of(place, &base) => self.fields(name, gathered, place),
            form => DefinitionKind::Alias(form),
        }
    }

    fn fields(&mut self, owner: &str, gathered: &Gathered<'d>, place: &Pointer) -> DefinitionKind {
        let is_kept = matches!(gathered.additional, Some(Additional::Schema(_)));
        let is_possible = |parts: &Vec<Part<'_>>| parts.is_empty() || parts.iter().any(|part| !part.is_never());
        let declared: Vec<_> = gathered
            .properties
            .iter()
            .filter(|(_, parts)| is_possible(parts))
            .collect();
        let undeclared = gathered
            .required
            .iter()
            .filter(|key| !gathered.properties.contains_key(*key) && !is_kept);
        let undeclared: Vec<_> = undeclared.copied().collect();
        let mut reserved = BUILDER_METHODS.to_vec();
        reserved.extend(is_kept.then_some(REST));
        let keys = declared.iter().map(|(key, _)| **key).chain(undeclared.iter().copied());
        let idents = names::identifiers(keys, names::field_name, &reserved);
        self.remark_on_names(place, &idents, names::field_name);
        let ident = |key: &str| {
            idents
                .get(key)
                .cloned()
                .unwrap_or_else(|| unreachable!("every key has a name"))
        };
        let mut fields = Vec::new();
        for (key, parts) in declared {
            let field = self.field(owner, key, ident(key), parts, gathered.required.contains(key));
            if let Some(condition) = gathered.uncertain.get(key).filter(|_| field.form != Form::Any) {
                self.remark(Remark::partial(
                    condition.clone(),
                    "if the condition does not hold, a property that it adds may have another type; such a value is refused",
                ));
            }
            fields.push(field);
        }
        fields.extend(undeclared.into_iter().map(|key| undeclared_field(key, ident(key))));
        let rest = match &gathered.additional {
            Some(Additional::Schema(parts)) => {
                let hint = Hint::Part(&Hint::Name(owner), "_extraValue");
                Some(self.form(parts, hint))
            }
            _ => None,
        };
        DefinitionKind::Object { fields, rest }
    }

    fn field(&mut self, owner: &str, key: &str, ident: String, parts: &[Part<'d>], required: bool) -> Field {
        let gathered = gather(self.document, parts);
        let form = self.form_of(parts, Some(&gathered), Hint::Inner(owner, key));
        let constant = match gathered.values.as_deref() {
            Some([value]) => Constant::of(value),
            _ => None,
        };
        Field {
            key: key.to_owned(),
            ident,
            form,
            required,
            is_read_only: gathered.read_only,
            is_write_only: gathered.write_only,
            is_boxed: false,
            description: gathered.description.map(ToOwned::to_owned),
            deprecated: gathered.deprecated,
            constant,
            listed: gathered.values.into_iter().flatten().cloned().collect(),
            default: gathered.default.map(|(_, value)| value.clone()),
            distinguishes_null: false,
            must_be_present: false,
            is_demanded: false,
        }
    }

    /// An enumeration of strings at `place`.
    fn texts(&mut self, texts: &[String], place: &Pointer) -> DefinitionKind {
        let idents = names::identifiers(texts.iter().map(String::as_str), names::type_name, &["Self", "Unknown"]);
        self.remark_on_names(place, &idents, names::type_name);
        let values = texts.iter().map(|text| TextValue {
            ident: idents
                .get(text.as_str())
                .cloned()
                .unwrap_or_else(|| unreachable!("every value has a name")),
            text: text.clone(),
        });
        DefinitionKind::Texts(values.collect())
    }

    /// Records a finding for each name whose identifier differs because another name in its scope is similar.
    fn remark_on_names(
        &mut self,
        place: &Pointer,
        identifiers: &std::collections::BTreeMap<&str, String>,
        spell: fn(&str) -> String,
    ) {
        let taken: BTreeSet<_> = identifiers.values().map(String::as_str).collect();
        for (name, identifier) in identifiers {
            let plain = names::readable(name, spell);
            if plain != *identifier && taken.contains(plain.as_str()) {
                let what =
                    format!("`{name}` is named `{identifier}` in Rust, because another name here becomes `{plain}`");
                self.remark(Remark::renamed(place.clone(), what));
            }
        }
    }
}

/// The constants of an enumeration of whole numbers, named by `x-enum-varnames` or after the number.
fn numbers(parts: &[Part<'_>], gathered: &Gathered<'_>, kind: &DefinitionKind) -> Vec<NumberValue> {
    let DefinitionKind::Alias(Form::Integer(integer)) = kind else {
        return Vec::new();
    };
    let listed = gathered.values.iter().flatten().filter_map(|value| value.as_number());
    let listed: Vec<_> = listed.filter(|number| integer.holds(number)).collect();
    let said = ["x-enum-varnames", "x-enumNames"];
    let said = parts
        .iter()
        .find_map(|part| said.iter().find_map(|key| part.value.get(key)?.as_array()));
    let said = said.filter(|said| Some(said.len()) == gathered.values.as_ref().map(Vec::len));
    let name = |index: usize| said?.get(index)?.as_str().and_then(names::constant_name);
    let mut values: Vec<NumberValue> = Vec::new();
    for (index, number) in listed.into_iter().enumerate() {
        let number = number.to_string();
        let plain = format!("VALUE_{}", number.replace('-', "MINUS_"));
        let is_free = |ident: &String| {
            !values
                .iter()
                .any(|value| value.ident == *ident || value.number == number)
        };
        let ident = name(index).filter(is_free).unwrap_or(plain);
        if is_free(&ident) {
            values.push(NumberValue { ident, number });
        }
    }
    values
}

/// A required key without a schema.
fn undeclared_field(key: &str, ident: String) -> Field {
    Field {
        key: key.to_owned(),
        ident,
        form: Form::Any,
        required: true,
        is_read_only: false,
        is_write_only: false,
        is_boxed: false,
        description: None,
        deprecated: false,
        constant: None,
        listed: Vec::new(),
        default: None,
        distinguishes_null: false,
        must_be_present: false,
        is_demanded: true,
    }
}
