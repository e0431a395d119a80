//! The data of a public item.

use std::collections::{BTreeMap, BTreeSet};

/// The identity of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ItemKey {
    /// The path as users write it; `impl Clone for types::Pet` for an implementation.
    pub(super) path: String,
    pub(super) space: Space,
}

/// The namespace of an item. Items in different namespaces may have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Space {
    Type,
    Field,
    Value,
    Macro,
    Impl,
    Feature,
    Manifest,
}

/// A public item.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The kind of the item, with its article: `a struct`.
    pub(super) kind: &'static str,
    /// The signature that reports show.
    pub(super) signature: String,
    /// The items that contain it. If one of them was added or removed, so was this item.
    pub(super) parents: Vec<ItemKey>,
    /// Its conditions, as `cfg` predicates.
    pub(super) conditions: BTreeSet<String>,
    pub(super) deprecated: bool,
    pub(super) must_use: bool,
    pub(super) detail: Detail,
    /// Its place in the document: the JSON Pointer that the generator wrote into its documentation.
    pub(super) pointer: Option<String>,
    /// The name on the wire, if it differs from the name of the item.
    pub(super) wire_name: Option<String>,
}

/// The parts of an item that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    Module,
    Struct(StructShape),
    Enum(EnumShape),
    Field {
        of: String,
    },
    Variant(VariantShape),
    Function(FunctionShape),
    Constant {
        of: String,
        value: String,
    },
    Static {
        of: String,
        mutable: bool,
    },
    Trait(TraitShape),
    TraitItem(MemberShape),
    Alias(AliasShape),
    Impl(ImplShape),
    Macro,
    /// An item of another crate, or a variant, under another name.
    Reexport {
        target: String,
    },
    Feature {
        enables: BTreeSet<String>,
    },
    RustVersion(String),
}

/// A struct or union. Its public fields are items of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StructShape {
    pub(super) form: FieldsKind,
    /// Whether users can build it with a struct literal: every field is public, and it is not `#[non_exhaustive]`.
    pub(super) constructible: bool,
    pub(super) non_exhaustive: bool,
    pub(super) private_fields: bool,
    pub(super) generics: GenericsShape,
    pub(super) auto: Auto,
}

/// An enum. Its variants are items of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EnumShape {
    pub(super) non_exhaustive: bool,
    pub(super) generics: GenericsShape,
    pub(super) auto: Auto,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VariantShape {
    pub(super) payload: Payload,
    pub(super) non_exhaustive: bool,
    /// The discriminant, if it is written.
    pub(super) discriminant: Option<String>,
}

/// A type alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AliasShape {
    pub(super) of: String,
    pub(super) generics: GenericsShape,
}

/// The form of a struct or variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldsKind {
    Named,
    Tuple,
    Unit,
}

/// The auto traits of a type, as far as its fields decide them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Auto {
    pub(super) send: bool,
    pub(super) sync: bool,
}

/// The fields of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub(super) form: FieldsKind,
    /// Names and types.
    pub(super) fields: Vec<(String, String)>,
}

/// Generic parameters by position, and every bound on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GenericsShape {
    pub(super) parameters: Vec<Parameter>,
    pub(super) bounds: BTreeSet<String>,
}

/// A generic parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// `lifetime`, `type`, or `const` with its type.
    pub(super) kind: String,
    pub(super) default: Option<String>,
}

/// A function or method without the names of its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FunctionShape {
    pub(super) is_async: bool,
    pub(super) is_const: bool,
    pub(super) is_unsafe: bool,
    pub(super) abi: Option<String>,
    pub(super) generics: GenericsShape,
    pub(super) receiver: Option<String>,
    pub(super) arguments: Vec<String>,
    pub(super) output: String,
}

/// A trait without its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TraitShape {
    pub(super) is_unsafe: bool,
    pub(super) generics: GenericsShape,
    pub(super) supertraits: BTreeSet<String>,
    /// Whether users cannot implement it, because they cannot name one of its supertraits.
    pub(super) sealed: bool,
    /// Whether `dyn Trait` is a type.
    pub(super) dyn_compatible: bool,
}

/// An item of a trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemberShape {
    pub(super) shape: String,
    pub(super) has_default: bool,
    /// Whether only this crate can implement the trait.
    pub(super) sealed: bool,
}

/// An implementation of a trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImplShape {
    pub(super) bounds: BTreeSet<String>,
    /// Its associated types and constants.
    pub(super) associated: BTreeMap<String, String>,
}
