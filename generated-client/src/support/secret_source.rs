//! The source of a credential.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::secret::{MASK, Secret};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Asked = Pin<Box<dyn Future<Output = Result<Secret, BoxError>> + Send>>;

/// A secret, or a provider of one. A provider is called before each call, so it can renew a token that has expired.
///
/// ```
/// # use b2c_agent_client::{Secret, SecretSource};
/// # async fn current_token() -> std::io::Result<Secret> { Ok(Secret::from("")) }
/// let source = SecretSource::provider(|| async { current_token().await });
/// ```
#[derive(Clone)]
pub struct SecretSource(SourceKind);

#[derive(Clone)]
enum SourceKind {
    Fixed(Secret),
    Provider(Arc<dyn Fn() -> Asked + Send + Sync>),
}

impl SecretSource {
    /// A provider. It is called once for each call that needs the secret, and its result is not cached. If it fails,
    /// nothing is sent: the call fails with the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest). The
    /// provider's error is the source of that error, so it must not show a secret.
    pub fn provider<P, F, E>(provider: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Secret, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self(SourceKind::Provider(Arc::new(move || {
            let asked = provider();
            Box::pin(async move { asked.await.map_err(Into::into) })
        })))
    }

    /// The secret, unless there is a provider.
    pub(super) fn fixed(&self) -> Option<&Secret> {
        match &self.0 {
            SourceKind::Fixed(secret) => Some(secret),
            SourceKind::Provider(_) => None,
        }
    }

    pub(super) async fn ask(&self) -> Result<Secret, BoxError> {
        match &self.0 {
            SourceKind::Fixed(secret) => Ok(secret.clone()),
            SourceKind::Provider(provider) => provider().await,
        }
    }
}

impl<S: Into<Secret>> From<S> for SecretSource {
    fn from(secret: S) -> Self {
        Self(SourceKind::Fixed(secret.into()))
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretSource({MASK})")
    }
}
