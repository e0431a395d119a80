//! Reads and writes numbers by their value: `3.0` is a whole number. Also tells null from an absent property.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The largest float that represents exactly the whole number that was written: 2^53.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a property that is present, which may be null.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads whole numbers of a property that is present, which may be null.
pub(crate) fn present_whole<'de, D: Deserializer<'de>, T: Whole>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::read(deserializer).map(Some)
}

/// Reads whole numbers. In JSON Schema, `3.0` is one.
pub(crate) fn whole<'de, D: Deserializer<'de>, T: Whole>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A type that consists of whole numbers.
pub trait Whole: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// If the value is something else, or a number is not whole or too large.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Implements [`Deserialize`] by [`Whole`], for the items of lists and maps.
struct Read<T>(T);

impl<'de, T: Whole> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// A whole number in JSON.
struct Number;

impl Visitor<'_> for Number {
    type Value = i128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i128, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i128, E> {
        if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "it is an integer of at most 53 bits")]
            return Ok(value as i128);
        }
        Err(E::invalid_value(Unexpected::Other("another number"), &self))
    }
}

macro_rules! integers {
    ($($of:ty)*) => {$(
        impl Whole for $of {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = deserializer.deserialize_any(Number)?;
                Self::try_from(value).map_err(|_| {
                    D::Error::custom(concat!("the number is larger than `", stringify!($of), "` holds"))
                })
            }
        }
    )*};
}

integers!(i8 u8 i16 u16 i32 u32 i64 u64 i128);

impl<T: Whole> Whole for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Read<T>>::deserialize(deserializer)?.map(|value| value.0))
    }
}

impl<T: Whole> Whole for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<Read<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|value| value.0).collect())
    }
}

impl<T: Whole, S: BuildHasher + Default> Whole for HashMap<String, T, S> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = HashMap::<String, Read<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|(key, value)| (key, value.0)).collect())
    }
}

/// Writes numbers, whole ones without a fraction.
pub(crate) fn plain<S: Serializer, T: Plain>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// A type that consists of numbers.
pub trait Plain {
    /// Writes it.
    ///
    /// # Errors
    ///
    /// If the serializer fails.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Implements [`Serialize`] by [`Plain`].
struct Write<'v, T>(&'v T);

impl<T: Plain> Serialize for Write<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl Plain for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.fract() == 0.0 && self.abs() <= MAX_EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "it is an integer of at most 53 bits")]
            return serializer.serialize_i64(*self as i64);
        }
        serializer.serialize_f64(*self)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Write(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Write))
    }
}

impl<T: Plain, S: BuildHasher> Plain for HashMap<String, T, S> {
    fn write<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Write(value))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::{Deserialize, Serialize};
    use serde_json::{Value, from_str, json, to_string};

    #[derive(Debug, Default, Deserialize, Serialize, PartialEq)]
    struct Model {
        #[serde(
            default,
            deserialize_with = "super::present",
            skip_serializing_if = "Option::is_none"
        )]
        note: Option<Option<String>>,
        #[serde(
            default,
            deserialize_with = "super::present",
            skip_serializing_if = "Option::is_none"
        )]
        any: Option<Value>,
        #[serde(
            default,
            deserialize_with = "super::present_whole",
            skip_serializing_if = "Option::is_none"
        )]
        limit: Option<Option<u8>>,
        #[serde(default, deserialize_with = "super::whole", skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<HashMap<String, i128>>>,
        #[serde(default, serialize_with = "super::plain", skip_serializing_if = "Option::is_none")]
        prices: Option<Vec<HashMap<String, Option<f64>>>>,
    }

    #[test]
    fn null_and_absence_are_two_things() {
        for text in [
            r#"{"note":null,"any":null,"limit":null}"#,
            "{}",
            r#"{"note":"","any":{},"limit":3}"#,
        ] {
            let model: Model = from_str(text).unwrap();
            assert_eq!(to_string(&model).unwrap(), text);
        }
    }

    #[test]
    fn a_whole_number_may_have_a_fraction_of_zero() {
        let model: Model = from_str(r#"{"ids":[{"a":3.0},{"b":18446744073709551615}],"limit":7.0}"#).unwrap();
        assert_eq!(
            json!(model),
            json!({ "ids": [{ "a": 3 }, { "b": u64::MAX }], "limit": 7 })
        );
        for text in [
            r#"{"limit":0.5}"#,
            r#"{"limit":256}"#,
            r#"{"limit":"3"}"#,
            r#"{"ids":[{"a":1e300}]}"#,
        ] {
            assert!(from_str::<Model>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_written_without_a_fraction() {
        let text = r#"{"prices":[{"a":64},{"b":0.5},{"c":null},{"d":2.5e+300}]}"#;
        let model: Model = from_str(text).unwrap();
        assert_eq!(to_string(&model).unwrap(), text);
    }
}
