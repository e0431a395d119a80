//! What builders are made of: the state that their type shows, and how they take values.

/// In a builder's type, a required value that has not been set.
#[derive(Clone, Copy, Debug)]
pub enum Missing {}

/// In a builder's type, a required value that has been set.
#[derive(Clone, Copy, Debug)]
pub enum Set {}

/// The value of a setter that a builder's type shows to have been called.
pub(crate) fn given<T>(value: Option<T>) -> T {
    #[allow(
        clippy::unreachable,
        reason = "no method that gets here can be called before the setter"
    )]
    value.unwrap_or_else(|| unreachable!("the type of the builder says that this value has been set"))
}

/// How an optional value is made of an argument that is a value: a kind of [`IntoOption`].
#[derive(Clone, Copy, Debug)]
pub enum Value {}

/// How an optional value is made of an argument that is an `Option`: a kind of [`IntoOption`].
#[derive(Clone, Copy, Debug)]
pub enum Optional {}

/// An argument of a setter for an optional value: a value, or an `Option` of one. The compiler finds the kind.
pub trait IntoOption<T, Kind> {
    /// The value, if there is one.
    fn into_option(self) -> Option<T>;
}

impl<T, V: Into<T>> IntoOption<T, Value> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> IntoOption<T, Optional> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::{IntoOption, given};

    fn text<K>(value: impl IntoOption<String, K>) -> Option<String> {
        value.into_option()
    }

    #[test]
    fn values_and_options_are_taken() {
        assert_eq!(text("a").as_deref(), Some("a"));
        assert_eq!(text(Some("a")).as_deref(), Some("a"));
        assert_eq!(text(String::from("a")).as_deref(), Some("a"));
        assert_eq!(text(None::<String>), None);
        assert_eq!(given(Some(1)), 1);
    }
}
