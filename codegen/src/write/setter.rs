//! The argument types of setters.

use crate::schemas::Form;

/// The parts of a setter that depend on its value.
pub(super) struct Setter {
    /// Its type parameters.
    pub(super) parameters: String,
    /// The type of its argument.
    pub(super) argument: String,
    /// The expression of the stored `Option`, computed from the argument `value`.
    pub(super) value: &'static str,
}

impl Setter {
    /// The setter of a value of this form in the builder named `builder`. Named types are in `module`. A `required`
    /// value that may be null is stored as an option in an option.
    pub(super) fn of(form: &Form, module: &str, required: bool, builder: &str) -> Self {
        let (inner, is_nullable) = match form {
            Form::Nullable(inner) => (&**inner, true),
            form => (form, false),
        };
        let of = inner.rust_type(module);
        // A literal gets the type of the argument. With `impl Into` it would get another one.
        let is_plain = matches!(inner, Form::Boolean | Form::Integer(_) | Form::Number);
        match (is_plain, required, is_nullable) {
            (true, true, false) => Self::new("", of, "Some(value)"),
            (true, true, true) => Self::new("", format!("impl Into<Option<{of}>>"), "Some(value.into())"),
            (true, false, _) => Self::new("", format!("impl Into<Option<{of}>>"), "value.into()"),
            (false, false, _) if *inner == Form::Any => Self::new("", "impl support::IntoJson", "value.into_json()"),
            (false, true, true) => Self::optional(&of, "Some(value.into_option())", builder),
            (false, required, _) => Self::conversion(&of, required, builder),
        }
    }

    /// The setter of a value that accepts everything that converts to the type `of`.
    pub(super) fn conversion(of: &str, required: bool, builder: &str) -> Self {
        if required {
            Self::new("", format!("impl Into<{of}>"), "Some(value.into())")
        } else {
            Self::optional(of, "value.into_option()", builder)
        }
    }

    /// The setter that accepts a value or an `Option` of one. Its type parameter must not have the builder's name.
    fn optional(of: &str, value: &'static str, builder: &str) -> Self {
        let kind = if builder == "K" { "L" } else { "K" };
        Self::new(
            &format!("<{kind}>"),
            format!("impl support::IntoOption<{of}, {kind}>"),
            value,
        )
    }

    fn new(parameters: &str, argument: impl Into<String>, value: &'static str) -> Self {
        Self {
            parameters: parameters.to_owned(),
            argument: argument.into(),
            value,
        }
    }
}
