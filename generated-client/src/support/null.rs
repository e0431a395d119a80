//! Reading helper for models. Many servers write `null` where the document means "absent".

use serde::{Deserialize, Deserializer};

/// For `#[serde(deserialize_with)]` on a field that has a default: null reads as the type's default.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Model {
        #[serde(default, deserialize_with = "super::null_as_default")]
        list: Vec<i64>,
    }

    #[test]
    fn null_reads_as_absent() {
        for (json, list) in [
            ("{}", vec![]),
            (r#"{"list":null}"#, vec![]),
            (r#"{"list":[1,2]}"#, vec![1, 2]),
        ] {
            assert_eq!(serde_json::from_str::<Model>(json).unwrap(), Model { list }, "{json}");
        }
        assert!(serde_json::from_str::<Model>(r#"{"list":"no"}"#).is_err());
    }
}
