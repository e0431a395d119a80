//! What is known of a public item. Nothing here judges.

use std::collections::{BTreeMap, BTreeSet};

/// What tells an item from every other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// The path as its user writes it; `impl Clone for types::Pet` for an implementation.
    pub(super) path: String,
    pub(super) space: Space,
}

/// What an item's name does not collide with.
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
    /// What it is, with its article: `a struct`.
    pub(super) kind: &'static str,
    /// What is shown of it.
    pub(super) signature: String,
    /// The items without which it would not be: that they are new or gone says that it is.
    pub(super) parents: Vec<Key>,
    /// The conditions under which it is there, as `cfg` predicates.
    pub(super) conditions: BTreeSet<String>,
    pub(super) deprecated: bool,
    pub(super) must_use: bool,
    pub(super) detail: Detail,
    /// Where the document says so: the JSON Pointer that the generator wrote into its documentation.
    pub(super) pointer: Option<String>,
    /// The name on the wire, where it is another than the item's.
    pub(super) wire_name: Option<String>,
}

/// What is compared of an item.
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
    /// Something of another crate, or a variant, under another name.
    Reexport {
        target: String,
    },
    Feature {
        enables: BTreeSet<String>,
    },
    RustVersion(String),
}

/// A struct or union without its public fields, which are items of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StructShape {
    pub(super) form: Form,
    /// Whether users can write it out: every field is public, and it is not `#[non_exhaustive]`.
    pub(super) constructible: bool,
    pub(super) non_exhaustive: bool,
    pub(super) private_fields: bool,
    pub(super) generics: GenericsShape,
    pub(super) auto: Auto,
}

/// An enum without its variants, which are items of their own.
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
    /// The discriminant, where it is written.
    pub(super) discriminant: Option<String>,
}

/// A type alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AliasShape {
    pub(super) of: String,
    pub(super) generics: GenericsShape,
}

/// How the fields of a struct or variant are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Named,
    Tuple,
    Unit,
}

/// The auto traits that a type has as far as its fields tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Auto {
    pub(super) send: bool,
    pub(super) sync: bool,
}

/// What a variant holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub(super) form: Form,
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
    /// Whether a supertrait that users cannot name keeps them from implementing it.
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
    /// What its associated types and constants are.
    pub(super) associated: BTreeMap<String, String>,
}
