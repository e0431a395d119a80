//! `serde` for models, which use it by `#[serde(crate = "support::object")]`. It differs from `serde` in one point: a struct is
//! read from an object only. The code that `serde` derives would also read an array, field by field.

use serde::de::Visitor;
pub use serde::*;

/// Replaces [`serde::Deserializer`] in derived code. Every `serde::Deserializer` implements it.
pub trait Deserializer<'de>: serde::Deserializer<'de> {
    /// Reads an object.
    ///
    /// # Errors
    ///
    /// If the value is not an object, or the visitor refuses it.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_map(visitor)
    }

    /// Reads a key. Derived code calls it by this trait.
    ///
    /// # Errors
    ///
    /// If the value is not a key, or the visitor refuses it.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        serde::Deserializer::deserialize_identifier(self, visitor)
    }
}

impl<'de, D: serde::Deserializer<'de>> Deserializer<'de> for D {}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, from_value, json};

    use crate::support;

    #[derive(Debug, Default, serde::Deserialize, serde::Serialize, PartialEq)]
    #[serde(crate = "support::object")]
    struct Model {
        #[serde(rename = "aName", skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, deserialize_with = "support::whole")]
        count: Option<i64>,
        inner: Option<Box<Model>>,
    }

    #[test]
    fn an_array_is_not_read_as_an_object() {
        for text in ["[]", r#"["a",1,null]"#, r#"{"inner":["a",1,null]}"#] {
            let error = from_str::<Model>(text).unwrap_err();
            assert!(error.to_string().contains("invalid type: sequence"), "{error}");
            assert!(from_value::<Model>(from_str(text).unwrap()).is_err(), "{text}");
        }
        let value = json!({ "aName": "a", "count": 3, "inner": { "count": 4, "inner": null }, "new": [] });
        let model: Model = from_value(value.clone()).unwrap();
        assert_eq!(from_str::<Model>(&value.to_string()).unwrap(), model);
        assert_eq!(model.name.as_deref(), Some("a"));
        assert_eq!(model.inner.and_then(|inner| inner.count), Some(4));
    }
}
