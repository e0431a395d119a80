//! Adds credentials to a request: those of the client, and those from providers, which are called when it is sent.

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;

use super::cause::Cause;
use super::credential::{Alternative, Credential, CredentialKind};
use super::fault::Fault;
use super::parameter::Parameter;
use super::redact;
use super::request::Request;
use super::secret::Secret;

impl Request<'_> {
    /// Adds the credentials of the first alternative for which the client has all of them.
    pub(crate) fn credentials(&mut self, alternatives: &[&Alternative<'_>]) -> Result<(), Fault> {
        if self.add_first(alternatives)? {
            return Ok(());
        }
        Err(self.fault(format!(
            "missing credentials {}. Set them with `Client::with_credentials`",
            wanted(alternatives)
        )))
    }

    /// Like [`credentials`](Self::credentials), for an operation that also accepts calls without credentials.
    pub(crate) fn optional_credentials(&mut self, alternatives: &[&Alternative<'_>]) -> Result<(), Fault> {
        self.add_first(alternatives).map(|_| ())
    }

    fn add_first(&mut self, alternatives: &[&Alternative<'_>]) -> Result<bool, Fault> {
        let complete = alternatives.iter().find_map(|alternative| {
            let given: Option<Vec<_>> = alternative
                .iter()
                .map(|(name, credential)| Some((*name, (*credential)?)))
                .collect();
            given
        });
        let Some(given) = complete else { return Ok(false) };
        for (scheme, credential) in given {
            self.add_credential(scheme, credential)?;
        }
        Ok(true)
    }

    /// Calls each provider once.
    pub(super) async fn ask_for_credentials(&mut self) -> Result<(), Fault> {
        for (scheme, credential) in std::mem::take(&mut self.pending) {
            match credential.ask().await {
                Ok(credential) => self.add_credential(scheme, &credential)?,
                Err(error) => {
                    let reason =
                        format!("the provider of the credential for `{scheme}` failed; the error's source says why");
                    return Err(self.fault(reason).with_cause(Cause::Service(error)));
                }
            }
        }
        Ok(())
    }

    fn add_credential(&mut self, scheme: &'static str, credential: &Credential) -> Result<(), Fault> {
        match &credential.0 {
            // An argument of this call overrides the client's credential.
            CredentialKind::Parameter(parameter, _) if self.has_header(*parameter) => Ok(()),
            CredentialKind::Parameter(parameter, key) => match key.fixed() {
                Some(key) => self.parameter(*parameter, key),
                None => self.ask_later(scheme, credential),
            },
            CredentialKind::Basic { user, password } => match (user.fixed(), password.fixed()) {
                (Some(user), Some(password)) => self.add_basic(scheme, user, password),
                _ => self.ask_later(scheme, credential),
            },
            CredentialKind::Bearer(token) => match token.fixed() {
                Some(token) => {
                    self.remember(token.expose());
                    self.authorize(scheme, &Zeroizing::new(format!("Bearer {}", token.expose())))
                }
                None => self.ask_later(scheme, credential),
            },
        }
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "all functions that add a credential have the same signature"
    )]
    fn ask_later(&mut self, scheme: &'static str, credential: &Credential) -> Result<(), Fault> {
        self.pending.push((scheme, credential.clone()));
        Ok(())
    }

    fn add_basic(&mut self, scheme: &str, user: &Secret, password: &Secret) -> Result<(), Fault> {
        if user.expose().contains(':') || [user, password].iter().any(|text| has_control(text)) {
            let reason = format!(
                "the user name for `{scheme}` contains a colon, or the user name or password contains a control \
                 character"
            );
            return Err(self.fault(reason));
        }
        let pair = Zeroizing::new(format!("{}:{}", user.expose(), password.expose()));
        let mut value = Zeroizing::new(String::with_capacity(encoded_length(pair.len()).saturating_add(6)));
        value.push_str("Basic ");
        push_base64(&mut value, pair.as_bytes());
        self.remember(password.expose());
        self.remember(value.get(6..).unwrap_or_default());
        self.authorize(scheme, &value)
    }

    fn authorize(&mut self, scheme: &str, value: &str) -> Result<(), Fault> {
        let is_plain = value.len() > "Bearer ".len() && value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let value = HeaderValue::from_maybe_shared(redact::shared(value))
            .ok()
            .filter(|_| is_plain && !value.ends_with(' '));
        let Some(mut value) = value else {
            let reason = format!("the credential for `{scheme}` is empty, or cannot be sent in a header");
            return Err(self.fault(reason));
        };
        value.set_sensitive(true);
        self.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    fn has_header(&mut self, parameter: Parameter) -> bool {
        parameter.is_header()
            && HeaderName::from_bytes(parameter.name.as_bytes()).is_ok_and(|name| self.headers_mut().contains_key(name))
    }
}

fn has_control(text: &Secret) -> bool {
    text.expose().chars().any(char::is_control)
}

/// Lists the schemes for an error message.
fn wanted(alternatives: &[&Alternative<'_>]) -> String {
    let alternatives = alternatives.iter().map(|alternative| {
        let names: Vec<_> = alternative.iter().map(|(name, _)| format!("`{name}`")).collect();
        names.join(" and ")
    });
    let alternatives: Vec<_> = alternatives.collect();
    alternatives.join(", or ")
}

const fn encoded_length(bytes: usize) -> usize {
    bytes.div_ceil(3).saturating_mul(4)
}

/// Appends base64 in the standard alphabet with padding (RFC 4648, section 4).
fn push_base64(out: &mut String, bytes: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for digit in 0..4_usize {
            let shift = 18_usize.saturating_sub(digit.saturating_mul(6));
            let index = usize::try_from((bits >> shift) & 63).unwrap_or_default();
            let letter = ALPHABET.get(index).copied().unwrap_or(b'=');
            out.push(if digit > chunk.len() { '=' } else { char::from(letter) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{encoded_length, push_base64};

    #[test]
    fn base64_is_that_of_the_rfc() {
        let table = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("\u{ff}~?>", "w79+Pz4="),
        ];
        for (text, expected) in table {
            let mut encoded = String::new();
            push_base64(&mut encoded, text.as_bytes());
            assert_eq!(encoded, expected);
            assert_eq!(encoded_length(text.len()), expected.len());
        }
    }
}
