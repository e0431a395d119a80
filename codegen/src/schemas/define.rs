//! The definitions of named types.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use serde_json::{Number, Value};

use super::apart::Shape;
use super::form::Form;
use super::gather::{Additional, Gathered, Kind, gather};
use super::name::Hint;
use super::part::Part;
use super::resolve::{self, Job, Named, Remark, Resolver};
use crate::names;

/// A named type.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// The place of its schema.
    pub(crate) place: Pointer,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// Whether it has a builder. A type that only responses contain has none; its fields can be set, or it is read from
    /// JSON.
    pub(crate) has_builder: bool,
    pub(crate) kind: DefinitionKind,
    /// The whole numbers that the document lists for it.
    pub(crate) numbers: Vec<NumberValue>,
}

/// A value of an enumeration of whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberValue {
    /// The constant.
    pub(crate) ident: String,
    /// The number, as it is written in Rust and in JSON.
    pub(crate) number: String,
}

#[derive(Clone, Debug)]
pub(crate) enum DefinitionKind {
    /// An object with fields, and the type of its other keys' values if they are kept.
    Object { fields: Vec<Field>, rest: Option<Form> },
    /// An enumeration of strings.
    Texts(Vec<TextValue>),
    /// An alias of another type.
    Alias(Form),
    /// One of several types.
    Union(Union),
}

/// A value of an enumeration of strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextValue {
    /// The name of the variant.
    pub(crate) ident: String,
    /// The value in JSON.
    pub(crate) text: String,
}

/// One of several types.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Variant>,
    /// The property whose value names the variant.
    pub(crate) tag: Option<String>,
    /// The properties that all forms have, where the union stands for a schema that they are made of.
    pub(crate) common: Vec<String>,
    /// Whether a value of no documented form is kept. Where one could hold a secret, nothing keeps it as plain JSON.
    pub(crate) is_open: bool,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// The Rust identifier.
    pub(crate) ident: String,
    pub(crate) form: Form,
    /// The values of the discriminator for it.
    pub(crate) tags: Vec<String>,
    pub(crate) description: Option<String>,
    /// Whether the form has no property for the discriminator, so that what names the form is written beside it.
    pub(crate) is_tag_added: bool,
    /// What values of this form look like; any of them will do.
    pub(crate) shapes: Vec<Shape>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The key in JSON.
    pub(crate) key: String,
    /// The Rust identifier.
    pub(crate) ident: String,
    pub(crate) form: Form,
    /// Whether every value has it, in requests and responses.
    pub(crate) required: bool,
    /// Whether it is only in responses.
    pub(crate) is_read_only: bool,
    /// Whether it is only in requests.
    pub(crate) is_write_only: bool,
    /// Whether its type would contain itself without a `Box`.
    pub(crate) is_boxed: bool,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// Its only allowed value.
    pub(crate) constant: Option<Constant>,
    /// The values that it may have, where the document lists them.
    pub(crate) listed: Vec<Value>,
    pub(crate) default: Option<Value>,
    /// Whether null is a value of its own beside absence: it need not be there, may be null, and is sent.
    pub(crate) distinguishes_null: bool,
    /// Whether a caller must give it, though a server need not.
    pub(crate) is_demanded: bool,
}

/// The only allowed value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constant {
    Text(String),
    Boolean(bool),
    Number(Number),
    Null,
}

impl Constant {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Bool(value) => Some(Self::Boolean(*value)),
            Value::Number(number) => Some(Self::Number(number.clone())),
            Value::Null => Some(Self::Null),
            Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl Field {
    /// The form of a present value. Null counts as absent if the field is optional and does not tell null from absence.
    pub(crate) fn present(&self) -> Form {
        if self.required || self.distinguishes_null {
            self.form.clone()
        } else {
            self.form.clone().not_null()
        }
    }
}

impl Definition {
    /// Whether it, or a part of it, is deprecated in the document.
    pub(crate) fn has_deprecated(&self) -> bool {
        let fields = match &self.kind {
            DefinitionKind::Object { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        self.deprecated || fields.iter().any(|field| field.deprecated)
    }

    /// The forms that it contains.
    pub(crate) fn forms(&self) -> Vec<&Form> {
        match &self.kind {
            DefinitionKind::Object { fields, rest } => fields.iter().map(|field| &field.form).chain(rest).collect(),
            DefinitionKind::Alias(form) => vec![form],
            DefinitionKind::Union(union) => union.variants.iter().map(|variant| &variant.form).collect(),
            DefinitionKind::Texts(_) => Vec::new(),
        }
    }
}

/// progenitor's name for the field with an object's other keys.
pub(crate) const REST: &str = "extra";

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
            Named::Component(key) => self.component(&key, name, parts, gathered, place),
            Named::Object => self.fields(name, gathered, place),
            Named::Texts(texts) => self.texts(&texts, place),
            Named::Numbers(form) => DefinitionKind::Alias(form),
            Named::Union(plan) => plan.define(name),
        }
    }

    /// A component schema. Its type has its name, whatever its kind is.
    fn component(
        &mut self,
        key: &str,
        name: &str,
        parts: &[Part<'d>],
        gathered: &Gathered<'d>,
        place: &Pointer,
    ) -> DefinitionKind {
        let heirs = self.heirs(key);
        if !heirs.is_empty() {
            return self.base(key, heirs, parts, place).define(name);
        }
        match self.claimed(parts, gathered, name).not_null() {
            // As part of another schema it would get a name of its own. Here it has the component's name, and is
            // queued.
            Form::Named(inner) if inner == name => match self.queue.pop_back() {
                Some(job) if job.name == name && resolve::are_same(parts, &job.parts) => {
                    self.kind(job.kind, name, parts, gathered, place)
                }
                Some(job) if job.name == name => self.define(job).kind,
                other => {
                    self.queue.extend(other);
                    DefinitionKind::Alias(Form::Any)
                }
            },
            // It is its base and no more, but not any other that is made of the base.
            Form::Named(base) if self.is_heir_of(key, &base) => self.fields(name, gathered, place),
            form => DefinitionKind::Alias(form),
        }
    }

    /// Whether the component `key` is made of the one whose type is called `base`, and stands for it.
    fn is_heir_of(&self, key: &str, base: &str) -> bool {
        let bases = self.children.iter().filter(|(_, children)| children.contains(key));
        let mut bases = bases.filter(|(name, _)| self.components.get(*name).is_some_and(|known| known == base));
        bases.any(|(name, _)| self.heirs(name).iter().any(|(heir, _)| heir == key))
    }

    fn fields(&mut self, owner: &str, gathered: &Gathered<'d>, place: &Pointer) -> DefinitionKind {
        let is_kept = matches!(gathered.additional, Some(Additional::Schema(_)));
        let is_possible =
            |parts: &Vec<Part<'_>>| parts.is_empty() || parts.iter().any(|part| part.value != &Value::Bool(false));
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
            fields.push(self.field(owner, key, ident(key), parts, gathered.required.contains(key)));
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

/// The constants of an enumeration of whole numbers: named as `x-enum-varnames` has it, or after the number.
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

/// A key that must be there and that nothing is said of.
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
        is_demanded: true,
    }
}

/// The kinds of values in words.
pub(super) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Object => "Object",
        Kind::Array => "Array",
        Kind::Text => "String",
        Kind::Integer => "Integer",
        Kind::Number => "Number",
        Kind::Boolean => "Boolean",
        Kind::Null => "Null",
    }
}
