//! What builders are made of: the states in their types, and the argument types of setters.

/// Marks a required value that has not been set, in the type of a builder.
#[derive(Clone, Copy, Debug)]
pub enum Missing {}

/// Marks a required value that has been set, in the type of a builder.
#[derive(Clone, Copy, Debug)]
pub enum Set {}

/// The value of a setter that has been called according to the builder's type.
pub(crate) fn given<T>(value: Option<T>) -> T {
    value.unwrap_or_else(|| unreachable!("the type of the builder says that this value has been set"))
}

/// The kind of [`IntoOption`] for an argument that is a value.
#[derive(Clone, Copy, Debug)]
pub enum Value {}

/// The kind of [`IntoOption`] for an argument that is an `Option`.
#[derive(Clone, Copy, Debug)]
pub enum Optional {}

/// An argument of a setter for an optional value: a value, or an `Option` of one. The compiler infers the kind.
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

/// An argument of a setter for an optional JSON value: a value that converts to JSON, or an `Option` of one.
/// [`IntoOption`] cannot be used here, since an `Option` itself converts to JSON.
pub trait IntoJson {
    /// The value, if there is one.
    fn into_json(self) -> Option<serde_json::Value>;
}

macro_rules! into_json {
    ($($of:ty),*) => {$(
        impl IntoJson for $of {
            fn into_json(self) -> Option<serde_json::Value> {
                Some(self.into())
            }
        }
    )*};
}

into_json!(
    serde_json::Value,
    serde_json::Number,
    serde_json::Map<String, serde_json::Value>,
    bool,
    i8,
    i16,
    i32,
    i64,
    isize,
    u8,
    u16,
    u32,
    u64,
    usize,
    f32,
    f64,
    String,
    &str
);

impl<T: Into<serde_json::Value>> IntoJson for Vec<T> {
    fn into_json(self) -> Option<serde_json::Value> {
        Some(self.into())
    }
}

impl<T: IntoJson> IntoJson for Option<T> {
    fn into_json(self) -> Option<serde_json::Value> {
        self.and_then(IntoJson::into_json)
    }
}

#[cfg(test)]
mod tests {
    use super::{IntoJson, IntoOption, given};

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

    #[test]
    fn json_is_made_of_what_it_holds() {
        let json = |value: serde_json::Value| Some(value);
        assert_eq!(1.into_json(), json(1.into()));
        assert_eq!("a".into_json(), json("a".into()));
        assert_eq!(Some(serde_json::Value::Null).into_json(), json(serde_json::Value::Null));
        assert_eq!(vec!["a"].into_json(), json(serde_json::json!(["a"])));
        assert_eq!(None::<bool>.into_json(), None);
    }
}
