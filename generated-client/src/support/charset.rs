//! The encoding of a response's text: from the response, otherwise from the document, otherwise UTF-8.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use secrecy::zeroize::Zeroizing;

/// A body in UTF-8. If it had to be converted, the copy is zeroed when it is dropped.
pub(super) enum Utf8<'b> {
    AsItCame(&'b [u8]),
    Decoded(Zeroizing<String>),
}

impl AsRef<[u8]> for Utf8<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::AsItCame(body) => body,
            Self::Decoded(text) => text.as_bytes(),
        }
    }
}

/// A body as text; `None` if it is not valid in its encoding.
pub(super) fn text(body: &[u8], headers: &HeaderMap, documented: Option<&str>) -> Option<String> {
    let label = parameter(headers).or(documented);
    let (encoding, body) = encoded(body, label);
    // Much text is labelled as ASCII by mistake.
    let is_ascii = label.is_some_and(|label| label.to_ascii_lowercase().ends_with("ascii"));
    match std::str::from_utf8(body) {
        Ok(text) if encoding == UTF_8 || is_ascii => Some(text.to_owned()),
        Err(_) if encoding == UTF_8 => None,
        _ => decode(encoding, body),
    }
}

/// A JSON body. It is UTF-8 (RFC 8259), unless it is invalid UTF-8 and names another encoding. A byte order mark is
/// removed: writers must not send one, and readers may ignore it.
pub(super) fn json<'b>(body: &'b [u8], headers: &HeaderMap) -> Utf8<'b> {
    let (encoding, content) = encoded(body, parameter(headers));
    if encoding == UTF_8 || !is_wide(encoding) && std::str::from_utf8(content).is_ok() {
        return Utf8::AsItCame(content);
    }
    match decode(encoding, content) {
        Some(text) => Utf8::Decoded(Zeroizing::new(text)),
        None => Utf8::AsItCame(content),
    }
}

/// The encoding with this label, and the body without a byte order mark. Only the mark determines the byte order of
/// UTF-16.
fn encoded<'b>(body: &'b [u8], label: Option<&str>) -> (&'static Encoding, &'b [u8]) {
    let named = encoding(label);
    match Encoding::for_bom(body) {
        Some((marked, length)) if marked == UTF_8 || is_wide(named) => (marked, body.get(length..).unwrap_or_default()),
        _ => (named, body),
    }
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The encoding with this label. An unknown label means UTF-8.
fn encoding(label: Option<&str>) -> &'static Encoding {
    label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .unwrap_or(UTF_8)
}

fn decode(encoding: &'static Encoding, body: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
    Some(text.into_owned())
}

/// The parameter `charset` of the content type.
fn parameter(headers: &HeaderMap) -> Option<&str> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut parameters = media_type.split(';').skip(1);
    parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(media_type: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))])
    }

    #[test]
    fn text_has_the_encoding_of_the_response_the_document_or_utf_8() {
        type Row = (&'static str, Option<&'static str>, &'static [u8], Option<&'static str>);
        let table: &[Row] = &[
            ("text/plain", None, "ü€".as_bytes(), Some("ü€")),
            ("text/plain", None, b"\xFC", None),
            ("text/plain", None, b"\xFF\xFE", None),
            ("text/plain; charset=iso-8859-1", None, b"\xFC", Some("ü")),
            (
                "text/plain; Charset=\"Latin1\"; format=flowed",
                None,
                b"\xFC",
                Some("ü"),
            ),
            ("text/plain;charset=windows-1252", None, b"\x80", Some("€")),
            (
                "text/plain; charset=Shift_JIS",
                None,
                b"\x83\x65\x83\x58\x83\x67",
                Some("テスト"),
            ),
            ("text/plain; charset=gb18030", None, b"\xC4\xE3", Some("你")),
            ("text/plain; charset=utf-16", None, b"\xFF\xFEa\0", Some("a")),
            ("text/plain; charset=utf-16be", None, b"\0a", Some("a")),
            ("text/plain", Some("iso-8859-15"), b"\xA4", Some("€")),
            (
                "text/plain; charset=utf-8",
                Some("iso-8859-15"),
                "€".as_bytes(),
                Some("€"),
            ),
            (
                "text/plain; charset=iso-8859-1",
                None,
                "\u{feff}ü".as_bytes(),
                Some("ü"),
            ),
            ("text/plain; charset=us-ascii", None, "ü".as_bytes(), Some("ü")),
            ("text/plain; charset=us-ascii", None, b"\xFC", Some("ü")),
            ("text/plain; charset=unknown", None, "ü".as_bytes(), Some("ü")),
            ("text/plain; charset=unknown", None, b"\xFC", None),
            ("text/plain; charset=shift_jis", None, b"\x83", None),
        ];
        for (media_type, documented, body, expected) in table {
            let read = text(body, &headers(media_type), *documented);
            assert_eq!(read.as_deref(), *expected, "{media_type} {body:?}");
        }
    }

    #[test]
    fn json_is_in_utf_8_unless_it_is_not() {
        let table: &[(&'static str, &[u8], &str)] = &[
            ("application/json", "\u{feff}\"ü\"".as_bytes(), "\"ü\""),
            ("application/json; charset=iso-8859-1", b"\"\xFC\"", "\"ü\""),
            ("application/json; charset=iso-8859-1", "\"ü\"".as_bytes(), "\"ü\""),
            ("application/json; charset=utf-16le", b"\"\0a\0\"\0", "\"a\""),
            ("application/json; charset=utf-16", b"\xFE\xFF\0\"\0a\0\"", "\"a\""),
        ];
        for (media_type, body, expected) in table {
            let read = json(body, &headers(media_type));
            assert_eq!(read.as_ref(), expected.as_bytes(), "{media_type} {body:?}");
        }
    }
}
