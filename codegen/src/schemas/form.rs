//! The form of a schema, which is its Rust type.

use std::borrow::Cow;

/// The Rust type of a schema: a type without a name, or the name of a named type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(Integer),
    /// A floating-point number, of single precision if `single`.
    Number { single: bool },
    /// A string.
    Text,
    /// A string that must not be shown.
    Secret,
    /// Bytes in a request: `crate::support::Upload`.
    Upload,
    /// A list.
    List(Box<Self>),
    /// An object with arbitrary keys.
    Map(Box<Self>),
    /// The named type with this name.
    Named(String),
    /// Null or another form.
    Nullable(Box<Self>),
}

/// The Rust types of integers. A document chooses one by `format`, never by a bound, so that a changed bound does not
/// change the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integer {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

impl Integer {
    /// The type for a `format` that OpenAPI's registry lists or that is commonly used.
    pub(super) fn of_format(format: &str) -> Option<Self> {
        Some(match format {
            "int8" => Self::I8,
            "uint8" => Self::U8,
            "int16" => Self::I16,
            "uint16" => Self::U16,
            "int" | "int32" => Self::I32,
            "uint" | "uint32" => Self::U32,
            "int64" => Self::I64,
            "uint64" => Self::U64,
            _ => return None,
        })
    }

    /// The Rust type.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::U8 => "u8",
            Self::I16 => "i16",
            Self::U16 => "u16",
            Self::I32 => "i32",
            Self::U32 => "u32",
            Self::I64 => "i64",
            Self::U64 => "u64",
        }
    }
}

/// The Rust type of a secret, for code that imports `crate::support`.
pub(crate) const SECRET: &str = "support::Secret";
/// The Rust type of bytes in a request.
pub(crate) const UPLOAD: &str = "support::Upload";

impl Form {
    /// The form, which may be null if `nullable` is true.
    pub(super) fn or_null(self, nullable: bool) -> Self {
        match self {
            Self::Any | Self::Nullable(_) => self,
            form if nullable => Self::Nullable(Box::new(form)),
            form => form,
        }
    }

    /// The form without null.
    pub(crate) fn not_null(self) -> Self {
        match self {
            Self::Nullable(inner) => *inner,
            form => form,
        }
    }

    /// The Rust type. `module` is the path of the named types' module: `types::`, `super::` or empty.
    pub(crate) fn rust_type(&self, module: &str) -> Cow<'static, str> {
        Cow::Owned(match self {
            Self::Any => return Cow::Borrowed("serde_json::Value"),
            Self::Boolean => return Cow::Borrowed("bool"),
            Self::Integer(integer) => return Cow::Borrowed(integer.name()),
            Self::Number { single: true } => return Cow::Borrowed("f32"),
            Self::Number { single: false } => return Cow::Borrowed("f64"),
            Self::Text => return Cow::Borrowed("String"),
            Self::Secret => return Cow::Borrowed(SECRET),
            Self::Upload => return Cow::Borrowed(UPLOAD),
            Self::List(item) => format!("Vec<{}>", item.rust_type(module)),
            Self::Map(value) => match &**value {
                Self::Any => return Cow::Borrowed("serde_json::Map<String, serde_json::Value>"),
                value => format!("std::collections::HashMap<String, {}>", value.rust_type(module)),
            },
            Self::Named(name) => format!("{module}{name}"),
            Self::Nullable(inner) => format!("Option<{}>", inner.rust_type(module)),
        })
    }

    /// The named type in it, at any depth.
    pub(crate) fn name_inside(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.name_inside(),
            _ => None,
        }
    }

    /// The named type that it is, apart from null.
    pub(crate) fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Nullable(inner) => inner.named(),
            _ => None,
        }
    }
}
