//! What the finish passes need to know of the types that stand for schemas. The lowering `schemas` finds it out.

use std::collections::{BTreeMap, BTreeSet};

use crate::pointer::Pointer;

/// What is known of a type that stands for a schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelFacts {
    /// Where the document says what it is.
    pub place: Pointer,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// The names on the wire of those fields or variants whose identifiers do not follow from them.
    pub wire: BTreeMap<String, String>,
    /// The fields that are read and never sent (`readOnly`).
    pub read_only: BTreeSet<String>,
    /// The fields that the document calls deprecated.
    pub deprecated_fields: BTreeSet<String>,
    /// What tells its forms apart, where it is one of several.
    pub union: Option<UnionFacts>,
}

/// One of several forms: what the carrier's fields stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionFacts {
    /// The forms, in the document's order.
    pub variants: Vec<VariantFacts>,
    /// The property whose value names the form.
    pub tag: Option<String>,
    /// Whether a value of no documented form is kept. Where one could hold a secret, nothing keeps it as plain JSON.
    pub open: bool,
}

/// One form of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantFacts {
    /// The variant's identifier.
    pub ident: String,
    /// The carrier's field that has its type.
    pub field: String,
    /// The document's description.
    pub description: Option<String>,
    /// What values of this form look like; any of them will do.
    pub shapes: Vec<Shape>,
}

/// What a JSON value looks like from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text, one of these if there are any.
    Text(Vec<String>),
    /// A list.
    List,
    /// An object.
    Object {
        /// The keys that it must have.
        required: Vec<String>,
        /// The keys that it may have.
        known: Vec<String>,
        /// The texts that the value of a key may be.
        tags: Vec<(String, Vec<String>)>,
    },
    /// Any value.
    Any,
}
