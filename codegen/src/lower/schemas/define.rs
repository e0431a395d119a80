//! The definitions of types that have a name.

use std::collections::BTreeMap;

use heck::ToSnakeCase as _;
use serde_json::Value;

use super::form::Form;
use super::gather::{Additional, Gathered, Kind, gather};
use super::name::{self, Hint, Scope};
use super::part::Part;
use super::resolve::{self, Job, Named, Resolver};
use super::scalar;
use super::union::Variant;
use crate::names;
use crate::pointer::Pointer;

/// A type with a name.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    /// Where the document says what it is.
    pub(super) place: Pointer,
    pub(super) description: Option<String>,
    pub(super) deprecated: bool,
    pub(super) kind: DefinitionKind,
}

#[derive(Clone, Debug)]
pub(super) enum DefinitionKind {
    /// An object with fields.
    Object { fields: Vec<Field>, additional: Rest },
    /// An enumeration of texts: as typify is shown them, and what those are on the wire that differ.
    Texts {
        shown: Vec<String>,
        wire: BTreeMap<String, String>,
    },
    /// A text of bounded length.
    Bounded { least: Option<u64>, most: Option<u64> },
    /// Another type by this name.
    Alias(Form),
    /// One of several forms.
    Union {
        variants: Vec<Variant>,
        tag: Option<String>,
    },
}

/// What becomes of an object's other keys.
#[derive(Clone, Debug)]
pub(super) enum Rest {
    /// They are passed over.
    Open,
    /// They are refused.
    Never,
    /// They are kept.
    Kept(Form),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The key on the wire.
    pub(super) key: String,
    /// The key that typify is shown.
    pub(super) shown: String,
    /// The Rust identifier.
    pub(super) ident: String,
    pub(super) form: Form,
    pub(super) required: bool,
    pub(super) description: Option<String>,
    pub(super) default: Option<(Pointer, Value)>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    /// The one value that it may have, by which unions are told apart.
    pub(super) constant: Option<String>,
}

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
            // typify shows the title of some types and not of others; a description is what all have.
            description: gathered.description.or(gathered.title).map(ToOwned::to_owned),
            deprecated: gathered.deprecated,
            place: job.place,
            kind: self.kind(job.kind, &job.name, &job.parts, &gathered),
        }
    }

    /// What a type is whose `parts` have been gathered.
    fn kind(&mut self, kind: Named<'d>, name: &str, parts: &[Part<'d>], gathered: &Gathered<'d>) -> DefinitionKind {
        match kind {
            Named::Component => self.component(name, parts, gathered),
            Named::Object => self.fields(name, gathered),
            Named::Texts(texts) => texts_kind(&texts),
            Named::Bounded => bounded(gathered),
            Named::Union(plan) => plan.define(name),
        }
    }

    /// A component: its type has its name, whatever it is.
    fn component(&mut self, name: &str, parts: &[Part<'d>], gathered: &Gathered<'d>) -> DefinitionKind {
        match self.claimed(parts, gathered, name).not_null() {
            // What would get a name of its own as part of something else has this one, and waits to be defined.
            Form::Named(inner) if inner == name => match self.queue.pop_back() {
                Some(job) if job.name == name && resolve::are_same(parts, &job.parts) => {
                    self.kind(job.kind, name, parts, gathered)
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

    fn fields(&mut self, owner: &str, gathered: &Gathered<'d>) -> DefinitionKind {
        let mut scope = Scope::of_fields();
        let keeps = matches!(gathered.additional, Some(Additional::Schema(_)));
        if keeps {
            // typify's name for the other keys.
            scope.claim("extra");
        }
        let mut fields = Vec::new();
        for (key, parts) in &gathered.properties {
            if parts.iter().all(|part| part.value == &Value::Bool(false)) {
                continue;
            }
            fields.push(self.field(owner, key, parts, gathered.required.contains(key), &mut scope));
        }
        for key in &gathered.required {
            if !gathered.properties.contains_key(key) && !keeps {
                fields.push(undeclared(key, &mut scope));
            }
        }
        let additional = match &gathered.additional {
            Some(Additional::Schema(parts)) => {
                let hint = Hint::Part(&Hint::Name(owner), "_extraValue");
                Rest::Kept(self.form(parts, hint))
            }
            Some(Additional::Never) => Rest::Never,
            _ => Rest::Open,
        };
        DefinitionKind::Object { fields, additional }
    }

    fn field(&mut self, owner: &str, key: &str, parts: &[Part<'d>], required: bool, scope: &mut Scope) -> Field {
        let gathered = gather(self.document, parts);
        let form = self.form_of(parts, Some(&gathered), Hint::Inner(owner, key));
        let (shown, ident) = shown(key, scope);
        let constant = match gathered.values.as_deref() {
            Some([Value::String(text)]) => Some(text.clone()),
            _ => None,
        };
        Field {
            key: key.to_owned(),
            shown,
            ident,
            form,
            required,
            description: gathered.description.map(ToOwned::to_owned),
            default: gathered.default.map(|(at, value)| (at, value.clone())),
            read_only: gathered.read_only,
            write_only: gathered.write_only,
            deprecated: gathered.deprecated,
            constant,
        }
    }
}

/// A key that must be there and that nothing is said of.
fn undeclared(key: &str, scope: &mut Scope) -> Field {
    let (shown, ident) = shown(key, scope);
    Field {
        key: key.to_owned(),
        shown,
        ident,
        form: Form::Any,
        required: true,
        description: None,
        default: None,
        read_only: false,
        write_only: false,
        deprecated: false,
        constant: None,
    }
}

/// The key that typify is shown for `key`, and the identifier that it makes of it.
fn shown(key: &str, scope: &mut Scope) -> (String, String) {
    let ident = names::field_name(key);
    let readable = key.chars().any(char::is_alphanumeric);
    if readable && scope.claim(&ident) {
        return (key.to_owned(), ident);
    }
    let base = if readable {
        ident
    } else {
        names::field_name(&name::spelt(key).to_snake_case())
    };
    let free = scope.take(&base);
    (free.clone(), free)
}

fn texts_kind(texts: &[String]) -> DefinitionKind {
    let (shown, wire) = scalar::variants(texts);
    DefinitionKind::Texts { shown, wire }
}

fn bounded(gathered: &Gathered<'_>) -> DefinitionKind {
    let (least, most) = scalar::lengths(gathered);
    DefinitionKind::Bounded { least, most }
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
