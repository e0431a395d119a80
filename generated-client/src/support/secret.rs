//! A string that must not be shown. It must not implement a trait that shows the value or derives something lasting
//! from it (`Hash`, `Ord`, `AsRef<str>`). [`Secret::expose`] is the only access to the value, and easy to search for.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The text that replaces a secret value.
pub(super) const MASK: &str = "[redacted]";

/// A secret text: a password, a token, a key.
///
/// `Debug` and `Display` print `[redacted]`. The memory is zeroed on drop. [`expose`](Self::expose) is the only access
/// to the value. Serializing writes the value, since a request is sent that way.
///
/// ```
/// # use b2c_agent_client::Secret;
/// let secret = Secret::from("correct horse");
/// assert_eq!(format!("{secret} {secret:?}"), "[redacted] Secret([redacted])");
/// assert_eq!(secret.expose(), "correct horse");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The value itself. Keep it out of logs, errors and everything that outlives the call.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    /// Takes the value without leaving a copy behind.
    fn from(mut value: String) -> Self {
        if value.len() == value.capacity() {
            return Self(SecretString::from(value));
        }
        // Shrinking the string in place could move it and leave the value in the old memory.
        let exact = Box::<str>::from(value.as_str());
        value.zeroize();
        Self(SecretString::from(exact))
    }
}

impl From<&str> for Secret {
    /// Copies the value. The original is not zeroed.
    fn from(value: &str) -> Self {
        Self(SecretString::from(value))
    }
}

impl From<SecretString> for Secret {
    fn from(value: SecretString) -> Self {
        Self(value)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(value: &str) -> Result<Self, Infallible> {
        Ok(Self::from(value))
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({MASK})")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(MASK)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Secret {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARY: &str = "canary-7f3a";

    #[test]
    fn shows_a_mask_and_nothing_else() {
        let secret = Secret::from(CANARY);
        assert_eq!(secret.to_string(), MASK);
        assert_eq!(format!("{secret:>12}"), "  [redacted]");
        assert_eq!(format!("{secret:?}"), "Secret([redacted])");
        assert_eq!(format!("{:#?}", Some(&secret)), "Some(\n    Secret([redacted]),\n)");
    }

    #[test]
    fn serialises_as_the_value_and_back() {
        let secret = Secret::from(CANARY);
        let json = serde_json::to_string(&secret).unwrap();
        assert_eq!(json, format!("\"{CANARY}\""));
        assert_eq!(serde_json::from_str::<Secret>(&json).unwrap(), secret);
        assert_eq!(serde_json::from_str::<Secret>("\"a\\u0062c\"").unwrap().expose(), "abc");
    }

    #[test]
    fn is_made_of_what_builders_are_given() {
        fn builder(value: impl TryInto<Secret>) -> Secret {
            value.try_into().ok().unwrap()
        }
        fn model(value: impl TryInto<Option<Secret>>) -> Option<Secret> {
            value.try_into().ok().unwrap()
        }

        let mut roomy = String::with_capacity(64);
        roomy.push_str(CANARY);
        let secret = Secret::from(CANARY);
        assert_eq!(builder(CANARY), secret);
        assert_eq!(builder(CANARY.to_owned()), secret);
        assert_eq!(builder(roomy), secret);
        assert_eq!(builder(secret.clone()), secret);
        assert_eq!(CANARY.parse(), Ok(secret.clone()));
        assert_eq!(model(secret.clone()), Some(secret.clone()));
        assert_eq!(model(Some(secret.clone())), Some(secret));
        assert_ne!(Secret::from("a"), Secret::from("b"));
    }

    #[test]
    fn can_be_shared_between_threads() {
        fn shared<T: Send + Sync + Clone + 'static>() {}
        shared::<Secret>();
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn its_schema_is_a_password() {
        let schema = schemars::schema_for!(Secret);
        assert_eq!(schema.get("type").unwrap(), "string");
        assert_eq!(schema.get("format").unwrap(), "password");
    }
}
