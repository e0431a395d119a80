//! The credentials of OpenAPI's security schemes. They are secrets: they are never shown, and are sent only with the
//! operations that require them.

use std::fmt;

use super::parameter::Parameter;
use super::secret::MASK;
use super::secret_source::SecretSource;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A credential and where it is sent.
#[derive(Clone)]
pub(crate) struct Credential(pub(super) CredentialKind);

/// The forms of credentials.
#[derive(Clone)]
pub(super) enum CredentialKind {
    Parameter(Parameter, SecretSource),
    Basic { user: SecretSource, password: SecretSource },
    Bearer(SecretSource),
}

/// A credential with a provider that must be called first, and the name of its scheme.
pub(super) type Pending = (&'static str, Credential);

/// One way to authenticate: the names of its schemes, each with the client's credential if it has one.
pub(crate) type Alternative<'c> = [(&'static str, Option<&'c Credential>)];

impl Credential {
    /// An API key in the header `name`.
    pub(crate) fn header(name: &'static str, key: SecretSource) -> Self {
        Self(CredentialKind::Parameter(Parameter::header(name).secret(), key))
    }

    /// An API key in the query.
    pub(crate) fn query(name: &'static str, key: SecretSource) -> Self {
        Self(CredentialKind::Parameter(Parameter::query(name).secret(), key))
    }

    /// An API key in a cookie.
    pub(crate) fn cookie(name: &'static str, key: SecretSource) -> Self {
        Self(CredentialKind::Parameter(Parameter::cookie(name).secret(), key))
    }

    /// A user's name and password (RFC 7617).
    pub(crate) fn basic(user: SecretSource, password: SecretSource) -> Self {
        Self(CredentialKind::Basic { user, password })
    }

    /// A bearer token (RFC 6750).
    pub(crate) fn bearer(token: SecretSource) -> Self {
        Self(CredentialKind::Bearer(token))
    }

    /// The credential with the current values of its providers.
    pub(super) async fn ask(&self) -> Result<Self, BoxError> {
        Ok(Self(match &self.0 {
            CredentialKind::Parameter(parameter, key) => CredentialKind::Parameter(*parameter, key.ask().await?.into()),
            CredentialKind::Basic { user, password } => CredentialKind::Basic {
                user: user.ask().await?.into(),
                password: password.ask().await?.into(),
            },
            CredentialKind::Bearer(token) => CredentialKind::Bearer(token.ask().await?.into()),
        }))
    }
}

/// Does not even show the length.
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
