//! The definitions of types that have a name.

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

/// A type with a name.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// Where the document says what it is.
    pub(crate) place: Pointer,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// Whether callers build it. A type that only answers hold is read; its fields can be set, or it is read off JSON.
    pub(crate) has_builder: bool,
    pub(crate) kind: DefinitionKind,
}

#[derive(Clone, Debug)]
pub(crate) enum DefinitionKind {
    /// An object with fields, and what the values of its other keys are if they are kept.
    Object { fields: Vec<Field>, rest: Option<Form> },
    /// An enumeration of texts.
    Texts(Vec<TextValue>),
    /// Another type by this name.
    Alias(Form),
    /// One of several forms.
    Union(Union),
}

/// A value of an enumeration of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextValue {
    /// The variant.
    pub(crate) ident: String,
    /// The value on the wire.
    pub(crate) text: String,
}

/// One of several forms.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Variant>,
    /// The property whose value names the form.
    pub(crate) tag: Option<String>,
    /// Whether a value of no documented form is kept. Where one could hold a secret, nothing keeps it as plain JSON.
    pub(crate) is_open: bool,
}

/// A form of a union.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// The Rust identifier.
    pub(crate) ident: String,
    pub(crate) form: Form,
    /// The values of the discriminator that stand for it.
    pub(crate) tags: Vec<String>,
    pub(crate) description: Option<String>,
    /// What values of this form look like; any of them will do.
    pub(crate) shapes: Vec<Shape>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The key on the wire.
    pub(crate) key: String,
    /// The Rust identifier.
    pub(crate) ident: String,
    pub(crate) form: Form,
    /// Whether a value cannot be without it, in whatever direction it goes.
    pub(crate) required: bool,
    /// Whether it is read and never sent.
    pub(crate) is_read_only: bool,
    /// Whether it is sent and never read.
    pub(crate) is_write_only: bool,
    /// Whether its type would contain itself without a `Box`.
    pub(crate) is_boxed: bool,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// The one value that it may have.
    pub(crate) constant: Option<Constant>,
    pub(crate) default: Option<Value>,
}

/// The one value that a field may have.
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
    /// What the field holds where it is there: null is an absent field as far as it need not be there.
    pub(crate) fn present(&self) -> Form {
        if self.required {
            self.form.clone()
        } else {
            self.form.clone().not_null()
        }
    }
}

impl Definition {
    /// Whether the document calls it or a part of it deprecated.
    pub(crate) fn has_deprecated(&self) -> bool {
        let fields = match &self.kind {
            DefinitionKind::Object { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        self.deprecated || fields.iter().any(|field| field.deprecated)
    }

    /// The forms that it is made of.
    pub(crate) fn forms(&self) -> Vec<&Form> {
        match &self.kind {
            DefinitionKind::Object { fields, rest } => fields.iter().map(|field| &field.form).chain(rest).collect(),
            DefinitionKind::Alias(form) => vec![form],
            DefinitionKind::Union(union) => union.variants.iter().map(|variant| &variant.form).collect(),
            DefinitionKind::Texts(_) => Vec::new(),
        }
    }
}

/// The name that progenitor gives the field of an object's other keys.
pub(crate) const REST: &str = "extra";

/// What a builder calls its own methods, so that no field can have the name.
const BUILDER_METHODS: [&str; 1] = ["build"];

impl<'d> Resolver<'d> {
    /// Defines what waits, and what that needs in turn.
    pub(super) fn define_all(&mut self) {
        while let Some(job) = self.queue.pop_front() {
            let name = job.name.clone();
            let definition = self.define(job);
            self.definitions.insert(name, definition);
        }
    }

    fn define(&mut self, job: Job<'d>) -> Definition {
        let gathered = gather(self.document, &job.parts);
        Definition {
            description: gathered.description.or(gathered.title).map(ToOwned::to_owned),
            deprecated: gathered.deprecated,
            // Known when all types are.
            has_builder: true,
            kind: self.kind(job.kind, &job.name, &job.parts, &gathered, &job.place),
            place: job.place,
        }
    }

    /// What a type is whose `parts` have been gathered.
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
            Named::Object => self.fields(name, gathered, place),
            Named::Texts(texts) => self.texts(&texts, place),
            Named::Union(plan) => plan.define(name),
        }
    }

    /// A component: its type has its name, whatever it is.
    fn component(
        &mut self,
        name: &str,
        parts: &[Part<'d>],
        gathered: &Gathered<'d>,
        place: &Pointer,
    ) -> DefinitionKind {
        match self.claimed(parts, gathered, name).not_null() {
            // What would get a name of its own as part of something else has this one, and waits to be defined.
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
            form => DefinitionKind::Alias(form),
        }
    }

    fn fields(&mut self, owner: &str, gathered: &Gathered<'d>, place: &Pointer) -> DefinitionKind {
        let is_kept = matches!(gathered.additional, Some(Additional::Schema(_)));
        let is_possible = |parts: &Vec<Part<'_>>| parts.iter().any(|part| part.value != &Value::Bool(false));
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
            default: gathered.default.map(|(_, value)| value.clone()),
        }
    }

    /// An enumeration of texts at `place`.
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

    /// Tells the author of names that are not what they would be alone, since others in their scope are spelt alike.
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
        default: None,
    }
}

/// The kinds of values by the words for them.
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
