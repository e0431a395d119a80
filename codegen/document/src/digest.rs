//! Digests of documents and texts.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The SHA-256 of a loaded document, in hexadecimal. It is computed over compact JSON with sorted keys, so the layout of the
/// text does not change it.
#[must_use]
pub fn of_document(document: &Value) -> String {
    match serde_json::to_vec(&Canonical(document)) {
        Ok(bytes) => of_bytes(&bytes),
        Err(error) => unreachable!("a JSON value cannot be written as JSON: {error}"),
    }
}

/// A value whose objects are written with sorted keys.
struct Canonical<'v>(&'v Value);

impl Serialize for Canonical<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(items) => serializer.collect_seq(items.iter().map(Canonical)),
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                serializer.collect_map(entries.into_iter().map(|(key, value)| (key, Canonical(value))))
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

/// The SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of_document;

    #[test]
    fn the_order_of_keys_does_not_matter() {
        assert_eq!(
            of_document(&json!({"a": 1, "b": 2})),
            of_document(&json!({"b": 2, "a": 1}))
        );
    }
}
