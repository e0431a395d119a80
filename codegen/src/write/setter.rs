//! How a setter takes its value.

use crate::schemas::Form;

/// The parts of a setter that depend on its value.
pub(super) struct Setter {
    /// Its type parameters.
    pub(super) parameters: &'static str,
    /// The type of its argument.
    pub(super) argument: String,
    /// The expression of the `Option` that is kept, made of the argument `value`.
    pub(super) value: &'static str,
}

impl Setter {
    /// The setter of a value of this form, whose named types are below `module`. A `required` value that may be null is an
    /// option in an option.
    pub(super) fn of(form: &Form, module: &str, required: bool) -> Self {
        let (inner, is_nullable) = match form {
            Form::Nullable(inner) => (&**inner, true),
            form => (form, false),
        };
        let of = inner.rust_type(module);
        // A literal has the type of the number that it is given for; it would have another as `impl Into`.
        let is_plain = matches!(inner, Form::Boolean | Form::Integer(_) | Form::Number { .. });
        match (is_plain, required, is_nullable) {
            (true, true, false) => Self::new("", of, "Some(value)"),
            (true, true, true) => Self::new("", format!("impl Into<Option<{of}>>"), "Some(value.into())"),
            (true, false, _) => Self::new("", format!("impl Into<Option<{of}>>"), "value.into()"),
            (false, false, _) if *inner == Form::Any => Self::new("", "impl support::IntoJson", "value.into_json()"),
            (false, true, true) => Self::new("<K>", option_of(&of), "Some(value.into_option())"),
            (false, required, _) => Self::conversion(&of, required),
        }
    }

    /// The setter of a value that anything can be made into which converts to the type `of`.
    pub(super) fn conversion(of: &str, required: bool) -> Self {
        if required {
            Self::new("", format!("impl Into<{of}>"), "Some(value.into())")
        } else {
            Self::new("<K>", option_of(of), "value.into_option()")
        }
    }

    fn new(parameters: &'static str, argument: impl Into<String>, value: &'static str) -> Self {
        Self {
            parameters,
            argument: argument.into(),
            value,
        }
    }
}

fn option_of(of: &str) -> String {
    format!("impl support::IntoOption<{of}, K>")
}
