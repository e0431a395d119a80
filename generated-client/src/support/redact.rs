//! Takes the secrets of a request out of what the server says back, before any of it can be shown.
//!
//! What is masked is promised to users, in README.md under "Secrets": a secret in whatever case, as it is or in one of the
//! spellings that servers, browsers and loggers give it, all of them mixed.

use bytes::Bytes;
use secrecy::zeroize::Zeroizing;

use super::excerpt::is_unseen;
use super::secret::MASK;

/// The secret values that a request carries. They are zeroed when the last part of the call that holds them is dropped.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<Bytes>);

/// How long a secret must be without what stands behind its last dot for that part to be a secret of its own. Servlet
/// containers append the name of the node to a session's id, and leave it out when they speak of the session.
const SHORTEST_STEM: usize = 8;

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

    /// The text with each secret replaced by the mask.
    pub(super) fn mask(&self, text: String) -> String {
        let secrets = self.longest_first();
        if secrets.is_empty() {
            return text;
        }
        let mut masked = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(next) = rest.chars().next() {
            match secrets.iter().find_map(|secret| behind(rest, secret)) {
                Some(behind) => {
                    masked.push_str(MASK);
                    rest = behind;
                }
                None => {
                    masked.push(next);
                    rest = rest.get(next.len_utf8()..).unwrap_or_default();
                }
            }
        }
        masked
    }

    /// The secrets and their stems, the longest first: one can be the beginning of another.
    fn longest_first(&self) -> Vec<&str> {
        let secrets = self.0.iter().filter_map(|secret| std::str::from_utf8(secret).ok());
        let mut all: Vec<&str> = secrets
            .flat_map(|secret| [Some(secret), stem(secret)])
            .flatten()
            .collect();
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        all
    }
}

fn stem(secret: &str) -> Option<&str> {
    let (stem, _) = secret.rsplit_once('.')?;
    (stem.len() >= SHORTEST_STEM).then_some(stem)
}

/// What stands behind the secret in a text that begins with it, in whatever spelling.
fn behind<'t>(text: &'t str, secret: &str) -> Option<&'t str> {
    let mut rest = text;
    for (index, wanted) in secret.chars().enumerate() {
        loop {
            if let Some(behind) = behind_char(rest, wanted) {
                rest = behind;
                break;
            }
            // A text that was wrapped or decorated goes through the middle of a secret, too. A space is where it wraps.
            rest = behind_break(rest).filter(|_| index > 0)?;
            if wanted == ' ' {
                break;
            }
        }
    }
    Some(rest)
}

/// What stands behind one character in one of its spellings.
fn behind_char(text: &str, wanted: char) -> Option<&str> {
    let first = text.chars().next()?;
    let encoded = match first {
        '+' if wanted == ' ' => text.get(1..),
        '%' => behind_percent(text, wanted),
        '&' => behind_entity(text, wanted),
        '\\' => behind_escape(text, wanted),
        _ => None,
    };
    encoded.or_else(|| {
        text.get(first.len_utf8()..)
            .filter(|_| first.eq_ignore_ascii_case(&wanted))
    })
}

/// `%2F`, a byte of UTF-8 each.
fn behind_percent(text: &str, wanted: char) -> Option<&str> {
    let mut rest = text;
    for byte in wanted.encode_utf8(&mut [0; 4]).bytes() {
        let digits = rest.strip_prefix('%')?.get(..2)?;
        let found = u8::from_str_radix(digits, 16).ok()?;
        if !found.eq_ignore_ascii_case(&byte) {
            return None;
        }
        rest = rest.get(3..)?;
    }
    Some(rest)
}

/// `&amp;`, `&#38;` or `&#x26;`.
fn behind_entity(text: &str, wanted: char) -> Option<&str> {
    let (name, rest) = text.get(1..)?.split_once(';')?;
    let found = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
            None => char::from_u32(number.parse().ok()?)?,
        },
        None => match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        },
    };
    found.eq_ignore_ascii_case(&wanted).then_some(rest)
}

/// `\"`, `\u0022` of JSON or `\u{22}` of Rust.
fn behind_escape(text: &str, wanted: char) -> Option<&str> {
    let rest = text.get(1..)?;
    let Some(digits) = rest.strip_prefix('u') else {
        return rest.strip_prefix(wanted);
    };
    let (digits, rest) = match digits.strip_prefix('{') {
        Some(digits) => digits.split_once('}')?,
        None => (digits.get(..4)?, digits.get(4..)?),
    };
    let found = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    found.eq_ignore_ascii_case(&wanted).then_some(rest)
}

/// What stands behind a line break with the next line's indentation, or behind a character that nobody sees.
fn behind_break(text: &str) -> Option<&str> {
    let escaped = ["\\r\\n", "\\n", "\\r"]
        .iter()
        .find_map(|escape| text.strip_prefix(escape));
    if let Some(rest) = escaped {
        return Some(rest.trim_start());
    }
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    match first {
        '\r' | '\n' => Some(rest.trim_start()),
        _ => is_unseen(first).then_some(rest),
    }
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
        let special = r#"a b/ü<&>"'!*(~)"#;
        let table: &[(&[&str], &str, &str)] = &[
            (&[], "nothing to hide", "nothing to hide"),
            (&["abc"], "", ""),
            (&["abc"], "no such thing", "no such thing"),
            (&["abc"], "xabcabcy", "x[redacted][redacted]y"),
            (&["AbC"], "at abc.example", "at [redacted].example"),
            (&["a b/ü"], "a%20b%2fü and a%20b%2F%c3%bc", "[redacted] and [redacted]"),
            (&["abc", "abcdef"], "abcdef abc", "[redacted] [redacted]"),
            (&["é"], "éè", "[redacted]è"),
            (&[""], "text", "text"),
            (&["a%b"], "a%b, a%25b", "[redacted], [redacted]"),
            // Half a secret is none.
            (&["abc"], "ab ab\nab%", "ab ab\nab%"),
            // encodeURIComponent, a form, HTML by names and by numbers, JSON, Rust's Debug
            (&[special], "a%20b%2F%C3%BC%3C%26%3E%22'!*(~)", "[redacted]"),
            (&[special], "a+b%2F%C3%BC%3C%26%3E%22%27%21*%28%7E%29", "[redacted]"),
            (&[special], "a b/ü&lt;&amp;&gt;&quot;&apos;!*(~)", "[redacted]"),
            (&[special], "a b/&#xFC;&#60;&#x26;&#62;&#34;&#39;!*(~)", "[redacted]"),
            (&[special], r#"a b\/\u00fc<&>\"\u0027!*(~)"#, "[redacted]"),
            (&[special], r#"a b/ü<&>\"'!*(~)"#, "[redacted]"),
            (&["a\u{301}"], r"a\u{301}", "[redacted]"),
            // Broken lines, and what nobody sees
            (&["node01h8m13"], "node01\r\n\t  h8m13!", "[redacted]!"),
            (&["node01h8m13"], r"node01\n  h8m13!", "[redacted]!"),
            (&["node01 h8m13"], "node01\n  h8m13!", "[redacted]!"),
            (
                &["node01h8m13"],
                "no\u{ad}de\u{200b}01\u{2028}h8\u{feff}m13!",
                "[redacted]!",
            ),
            (&["node01h8m13"], "node01 h8m13", "node01 h8m13"),
            // Without the name of the node; what is too short is no stem
            (
                &["node01h8m13.node0"],
                "node01h8m13.node0, NODE01H8M13.node1",
                "[redacted], [redacted].node1",
            ),
            (&["12.345"], "12.34", "12.34"),
        ];
        for (secrets, text, expected) in table {
            assert_eq!(mask(secrets, text), *expected, "{secrets:?} in {text:?}");
        }
    }
}
