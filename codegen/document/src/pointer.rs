//! JSON Pointers (RFC 6901), which identify places in a document.

use std::borrow::{Borrow, Cow};
use std::fmt;

use serde_json::Value;

/// A JSON Pointer, escaped as RFC 6901 asks: `/paths/~1pets/get`. The empty pointer is the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Creates a pointer from escaped text, such as the part after the `#` of a local `$ref`.
    #[must_use]
    pub fn from_escaped(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The child of this place under `token` (an object's key or an array's index, unescaped).
    #[must_use]
    pub fn child(&self, token: impl AsRef<str>) -> Self {
        let token = token.as_ref();
        let mut text = String::with_capacity(self.0.len() + 1 + token.len());
        text.push_str(&self.0);
        Self(text).into_child(token)
    }

    /// [`child`](Self::child) without a copy.
    pub(crate) fn into_child(mut self, token: &str) -> Self {
        push_escaped(&mut self.0, token);
        self
    }

    /// [`item`](Self::item) without a copy.
    pub(crate) fn into_item(self, index: usize) -> Self {
        self.into_child(&index.to_string())
    }

    /// The child of this place at `index`.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The place that contains this one; `None` for the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|slash| Self(self.0[..slash].to_owned()))
    }

    /// The unescaped tokens, outermost first.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.parts().map(Cow::into_owned)
    }

    /// [`tokens`](Self::tokens), copied only if they were escaped.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.0
            .strip_prefix('/')
            .into_iter()
            .flat_map(|tokens| tokens.split('/'))
            .map(unescape)
    }

    /// The escaped text of this pointer and of its ancestors, innermost first.
    pub fn and_around(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |text| {
            text.rfind('/').map(|slash| &text[..slash])
        })
    }

    /// The unescaped last token; `None` for the whole document.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.tokens().next_back()
    }

    /// Whether this place is inside `other` or is `other`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Allows lookups by text in maps with pointers as keys.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// [`Value::pointer`], without a copy of each token.
pub fn find<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    let Some(tokens) = pointer.strip_prefix('/') else {
        return pointer.is_empty().then_some(value);
    };
    tokens
        .split('/')
        .map(unescape)
        .try_fold(value, |value, token| match value {
            Value::Object(map) => map.get(&*token),
            Value::Array(items) => items.get(index(&token)?),
            _ => None,
        })
}

/// Parses a token as an index. RFC 6901 allows no leading zeros.
pub fn index(token: &str) -> Option<usize> {
    let is_padded = token.starts_with('+') || (token.starts_with('0') && token.len() > 1);
    token.parse().ok().filter(|_| !is_padded)
}

fn push_escaped(text: &mut String, token: &str) {
    text.push('/');
    if !token.contains(['~', '/']) {
        return text.push_str(token);
    }
    for c in token.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c => text.push(c),
        }
    }
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The longest chain of references that is followed. Real documents have two or three; a longer chain is a cycle or an
/// attack.
pub const MAX_STEPS: usize = 64;

/// The target of a reference within this document; `None` for any other reference and for an invalid one.
pub fn fragment(reference: &str) -> Option<Cow<'_, str>> {
    let fragment = reference.strip_prefix('#')?;
    if fragment.contains('%') {
        percent_decode(fragment).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(fragment))
    }
}

/// Decodes percent-encoding (RFC 3986), which the fragment of a reference may have; `None` if it is invalid.
#[must_use]
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn tokens_survive_escaping() {
        let pointer = Pointer::root().child("paths").child("/a~b/{c}").item(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{c}/3");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "3"]);
        assert_eq!(pointer.parent().and_then(|p| p.last()).as_deref(), Some("/a~b/{c}"));
    }

    #[test]
    fn containment_stops_at_token_borders() {
        let pet = Pointer::from_escaped("/components/schemas/Pet");
        assert!(pet.child("properties").is_within(&pet));
        assert!(!Pointer::from_escaped("/components/schemas/Pets").is_within(&pet));
    }
}
