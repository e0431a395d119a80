//! JSON Pointers (RFC 6901): how a place in a document is named, whatever its notation.

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

    /// Takes an already escaped pointer, as it stands behind the `#` of a local `$ref`.
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

    /// [`child`](Self::child), where this place is of no further use.
    pub(crate) fn into_child(mut self, token: &str) -> Self {
        push_escaped(&mut self.0, token);
        self
    }

    /// [`item`](Self::item), where this place is of no further use.
    pub(crate) fn into_item(self, index: usize) -> Self {
        self.into_child(&index.to_string())
    }

    /// The child of this place at `index`.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The place that holds this one; `None` for the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|slash| Self(self.0[..slash].to_owned()))
    }

    /// The unescaped tokens, outermost first.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.parts().map(Cow::into_owned)
    }

    /// The unescaped tokens, outermost first. Most of them are as they stand in the pointer.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        self.0
            .strip_prefix('/')
            .into_iter()
            .flat_map(|tokens| tokens.split('/'))
            .map(unescape)
    }

    /// The escaped text of this pointer and of those around it, innermost first.
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

    /// Whether this place lies inside `other` or is `other`.
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

/// A table by pointers is asked by their text.
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

/// The value at `pointer` inside `value`, as [`Value::pointer`] finds it, without a copy of each token.
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

/// Reads a token as an index; RFC 6901 allows no leading zeros.
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

/// How many references are followed one behind the other. Documents have two or three; more is a circle, or made to take
/// time.
pub const MAX_STEPS: usize = 64;

/// The pointer that a reference into this document leads to; `None` for another reference and a broken one.
pub fn fragment(reference: &str) -> Option<Cow<'_, str>> {
    let fragment = reference.strip_prefix('#')?;
    if fragment.contains('%') {
        percent_decode(fragment).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(fragment))
    }
}

/// Undoes percent-encoding, which the fragment of a reference may carry (RFC 3986); `None` where it is broken.
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
