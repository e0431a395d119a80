//! Takes the secrets of a request out of what the server says back, before any of it can be shown.

use bytes::Bytes;
use secrecy::zeroize::Zeroizing;

use super::encode;
use super::secret::MASK;

/// The secret values that a request carries. They are zeroed when the last part of the call that holds them is dropped.
#[derive(Default)]
pub(super) struct Secrets(Vec<Bytes>);

/// Memory that is shared between the request and this list, and zeroed when both are done with it.
pub(super) fn shared(secret: &str) -> Bytes {
    Bytes::from_owner(Zeroizing::new(secret.as_bytes().to_vec()))
}

impl Secrets {
    pub(super) fn remember(&mut self, secret: Bytes) {
        if !secret.is_empty() {
            self.0.push(secret);
        }
    }

    /// The text with each secret replaced by the mask, whether it stands there as it is or percent-encoded, and in
    /// whatever case (a host name comes back in lower case).
    pub(super) fn mask(&self, text: String) -> String {
        if self.0.is_empty() {
            return text;
        }
        let spellings = self.spellings();
        let mut masked = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(next) = rest.chars().next() {
            match spellings.iter().find(|spelling| starts_with(rest, spelling)) {
                // A spelling that matched ends at a character boundary, since its non-ASCII bytes matched exactly.
                Some(spelling) => {
                    masked.push_str(MASK);
                    rest = rest.get(spelling.len()..).unwrap_or_default();
                }
                None => {
                    masked.push(next);
                    rest = rest.get(next.len_utf8()..).unwrap_or_default();
                }
            }
        }
        masked
    }

    /// Every spelling to look for, the longest first: one secret can be the beginning of another.
    fn spellings(&self) -> Vec<Zeroizing<String>> {
        let mut spellings = Vec::with_capacity(self.0.len() * 2);
        for secret in self.0.iter().filter_map(|secret| std::str::from_utf8(secret).ok()) {
            let mut encoded = Zeroizing::new(String::with_capacity(secret.len() * 3));
            encode::push_value(&mut encoded, secret);
            if encoded.as_str() != secret {
                spellings.push(encoded);
            }
            spellings.push(Zeroizing::new(secret.to_owned()));
        }
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
        spellings
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(secrets: &[&str], text: &str) -> String {
        let mut known = Secrets::default();
        for secret in secrets {
            known.remember(shared(secret));
        }
        known.mask(text.to_owned())
    }

    #[test]
    fn every_spelling_of_a_secret_is_masked() {
        let table: &[(&[&str], &str, &str)] = &[
            (&[], "nothing to hide", "nothing to hide"),
            (&["abc"], "", ""),
            (&["abc"], "no such thing", "no such thing"),
            (&["abc"], "xabcabcy", "x[redacted][redacted]y"),
            (&["AbC"], "at abc.example", "at [redacted].example"),
            (
                &["a b/ü"],
                "got a b/ü and a%20b%2fü and a%20b%2F%c3%bc",
                "got [redacted] and a%20b%2fü and [redacted]",
            ),
            (&["abc", "abcdef"], "abcdef abc", "[redacted] [redacted]"),
            (&["é"], "éè", "[redacted]è"),
            (&[""], "text", "text"),
        ];
        for (secrets, text, expected) in table {
            assert_eq!(mask(secrets, text), *expected, "{secrets:?} in {text:?}");
        }
    }
}
