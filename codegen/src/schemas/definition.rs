//! Definitions of named types.

use openapi_document::pointer::Pointer;
use serde_json::{Number, Value};

use super::form::Form;

/// A named type.
#[derive(Clone, Debug, PartialEq)]
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

#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    pub(crate) variants: Vec<Variant>,
    /// The property whose value names the variant.
    pub(crate) tag: Option<String>,
    /// The properties that all forms have, if the union replaces a base schema that they extend.
    pub(crate) common: Vec<String>,
    /// Whether a value can have several forms at once.
    pub(crate) is_any: bool,
    /// Whether a value of no documented form is kept. It is not kept as plain JSON if it could hold a secret.
    pub(crate) is_open: bool,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    /// The Rust identifier.
    pub(crate) ident: String,
    pub(crate) form: Form,
    /// The values of the discriminator for it.
    pub(crate) tags: Vec<String>,
    pub(crate) description: Option<String>,
    /// Whether the form has no property for the discriminator, so that the tag is written separately.
    pub(crate) is_tag_added: bool,
    /// The shapes of values of this form. A value has one of them.
    pub(crate) shapes: Vec<Shape>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
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
    /// Its allowed values, if the document lists them.
    pub(crate) listed: Vec<Value>,
    pub(crate) default: Option<Value>,
    /// Whether null differs from absence: it is optional, may be null, and is sent.
    pub(crate) distinguishes_null: bool,
    /// Whether a value without the key is refused though the field may be null: it must be there, and is never received.
    pub(crate) must_be_present: bool,
    /// Whether a caller must set it, even if a server may omit it.
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
    pub(super) fn of(value: &Value) -> Option<Self> {
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
    /// The form of a present value. Null counts as absent if the field is optional and does not distinguish null from absence.
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

/// The shape of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A string. If texts are listed, it is one of them.
    Text(Vec<String>),
    /// A list.
    List,
    /// An object.
    Object {
        /// The required keys.
        required: Vec<String>,
        /// The allowed keys.
        known: Vec<String>,
        /// The texts that the value at a pointer may be.
        tags: Vec<(String, Vec<String>)>,
        /// The other values that the value at a pointer may be.
        values: Vec<(String, Vec<Value>)>,
    },
    /// Any value.
    Any,
}

impl Shape {
    /// Whether an object can have both shapes, each with a key that the other does not have.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let (
            Self::Object {
                known, tags, values, ..
            },
            Self::Object {
                known: other_known,
                tags: other_tags,
                values: other_values,
                ..
            },
        ) = (self, other)
        else {
            return false;
        };
        let is_apart = tags
            .iter()
            .any(|(at, _)| other_tags.iter().any(|(other, _)| other == at))
            || values
                .iter()
                .any(|(at, _)| other_values.iter().any(|(other, _)| other == at));
        !is_apart
            && known.iter().any(|key| !other_known.contains(key))
            && other_known.iter().any(|key| !known.contains(key))
    }
}
