//! What a client proves with who it is, in the forms that OpenAPI's security schemes know. Credentials are secrets: they
//! are shown nowhere, and go out with the operations that ask for them and with no other.

use std::fmt;

use super::parameter::Parameter;
use super::secret::MASK;
use super::secret_source::SecretSource;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A credential, with where it goes.
#[derive(Clone)]
pub(crate) struct Credential(pub(super) Kind);

/// The forms of credentials.
#[derive(Clone)]
pub(super) enum Kind {
    Parameter(Parameter, SecretSource),
    Basic { user: SecretSource, password: SecretSource },
    Bearer(SecretSource),
}

/// A credential of which a provider has to be asked for a part, with the name of its scheme.
pub(super) type Pending = (&'static str, Credential);

/// The credentials of one way to authenticate: the names of their schemes, and those that the client has.
pub(crate) type Alternative<'c> = [(&'static str, Option<&'c Credential>)];

impl Credential {
    /// An API key in the header `name`.
    pub(crate) fn header(name: &'static str, key: SecretSource) -> Self {
        Self(Kind::Parameter(Parameter::header(name).secret(), key))
    }

    /// An API key in the query.
    pub(crate) fn query(name: &'static str, key: SecretSource) -> Self {
        Self(Kind::Parameter(Parameter::query(name).secret(), key))
    }

    /// An API key in a cookie.
    pub(crate) fn cookie(name: &'static str, key: SecretSource) -> Self {
        Self(Kind::Parameter(Parameter::cookie(name).secret(), key))
    }

    /// A user's name and password (RFC 7617).
    pub(crate) fn basic(user: SecretSource, password: SecretSource) -> Self {
        Self(Kind::Basic { user, password })
    }

    /// A bearer token (RFC 6750).
    pub(crate) fn bearer(token: SecretSource) -> Self {
        Self(Kind::Bearer(token))
    }

    /// The credential with what its providers say now.
    pub(super) async fn ask(&self) -> Result<Self, BoxError> {
        Ok(Self(match &self.0 {
            Kind::Parameter(parameter, key) => Kind::Parameter(*parameter, key.ask().await?.into()),
            Kind::Basic { user, password } => Kind::Basic {
                user: user.ask().await?.into(),
                password: password.ask().await?.into(),
            },
            Kind::Bearer(token) => Kind::Bearer(token.ask().await?.into()),
        }))
    }
}

/// Not even how long it is.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({MASK})")
    }
}

#[cfg(test)]
mod tests {
    use super::Credential;
    use crate::support::Secret;

    #[test]
    fn debug_shows_a_mask() {
        let credential = Credential::bearer(Secret::from("canary").into());
        assert_eq!(format!("{credential:?}"), "Credential([redacted])");
    }
}
