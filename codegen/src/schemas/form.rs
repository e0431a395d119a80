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
    /// A number. An `f64` also represents every `f32` exactly.
    Number,
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
    /// `i128` with the range of `i64` and `u64`, for an integer without a format.
    I128,
    /// A larger range, if the document names it explicitly. JSON libraries read such numbers from text only.
    Wide,
    /// The same without negative numbers.
    U128,
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
            "int128" => Self::Wide,
            "uint128" => Self::U128,
            _ => return None,
        })
    }

    /// Whether a number is one of the type's.
    pub(crate) fn holds(self, number: &serde_json::Number) -> bool {
        let within = |least: i64, most: i64| number.as_i64().is_some_and(|number| (least..=most).contains(&number));
        match self {
            Self::I8 => within(i8::MIN.into(), i8::MAX.into()),
            Self::U8 => within(0, u8::MAX.into()),
            Self::I16 => within(i16::MIN.into(), i16::MAX.into()),
            Self::U16 => within(0, u16::MAX.into()),
            Self::I32 => within(i32::MIN.into(), i32::MAX.into()),
            Self::U32 => within(0, u32::MAX.into()),
            Self::I64 => number.is_i64(),
            Self::U64 | Self::U128 => number.is_u64(),
            Self::I128 | Self::Wide => number.is_i64() || number.is_u64(),
        }
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
            Self::I128 | Self::Wide => "i128",
            Self::U128 => "u128",
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
            Self::Number => return Cow::Borrowed("f64"),
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

    /// The form inside all lists, maps and options.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            form => form,
        }
    }

    /// The name that it holds, at any depth.
    pub(crate) fn name_inside(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
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
