//! Encodes values for URLs and headers, or refuses them. A value either reaches the server byte for byte or is refused;
//! nothing is changed silently. No returned message repeats a value.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::scalar::Unsuitable;

/// Every character except the unreserved ones of RFC 3986, section 2.3.
pub(super) const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// [`VALUE`] and the dot, for parts separated by dots.
pub(super) const BETWEEN_DOTS: &AsciiSet = &VALUE.add(b'.');

/// Characters that change the meaning of a query. `&` and `+` are structure in form encoding, `#` ends the query, URL
/// parsers rewrite `'`, and brackets are not allowed (RFC 3986, section 3.4).
pub(super) const RESERVED: &AsciiSet = &RESERVED_IN_LIST.remove(b',');

/// [`RESERVED`] for parts separated by commas.
pub(super) const RESERVED_IN_LIST: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=');

/// Every character that a path cannot hold unencoded (RFC 3986, section 3.3).
const LITERAL: &AsciiSet = &VALUE
    .remove(b'/')
    .remove(b'%')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Every character that a query cannot hold unencoded. URL parsers encode an apostrophe.
const QUERY_LITERAL: &AsciiSet = &LITERAL.remove(b'?').add(b'\'');

/// Appends a part of a query from the document's path template.
pub(super) fn push_query_literal(query: &mut String, literal: &str) {
    query.extend(utf8_percent_encode(literal, QUERY_LITERAL));
}

/// The pieces of an encoded form value.
pub(super) fn encoded(value: &[u8]) -> impl Iterator<Item = &str> {
    percent_encoding::percent_encode(value, VALUE)
}

/// Appends a value to the path or the query.
pub(super) fn push_value(url: &mut String, value: &str) {
    url.extend(utf8_percent_encode(value, VALUE));
}

/// Appends a part of the document's path template.
pub(super) fn push_literal(url: &mut String, literal: &str) {
    url.extend(utf8_percent_encode(literal, LITERAL));
}

/// Appends JSON with all characters outside ASCII escaped. The meaning is the same.
pub(super) fn push_ascii_json(out: &mut String, json: &str) {
    for char in json.chars() {
        if char.is_ascii() {
            out.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

/// Checks that a value can be a part of a path. Encoding does not help with the refused values: URL parsers and servers
/// treat dot segments, slashes and backslashes as structure before and after decoding.
pub(super) fn check_path_value(value: &str) -> Result<(), Unsuitable> {
    if value.is_empty() {
        return Err(Unsuitable("is empty"));
    }
    if matches!(value, "." | "..") {
        return Err(Unsuitable("is `.` or `..`, which changes the path"));
    }
    check_path_part(value)
}

/// Like [`check_path_value`], for a text that shares its path segment with other texts.
pub(super) fn check_path_part(value: &str) -> Result<(), Unsuitable> {
    if value.contains('/') && value.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(Unsuitable(
            "contains `.` or `..` next to a slash, which changes the path when a server decodes it",
        ));
    }
    if value.contains('\\') {
        return Err(Unsuitable("contains a backslash, which servers treat as a separator"));
    }
    if value.chars().any(char::is_control) {
        return Err(Unsuitable("contains a control character"));
    }
    Ok(())
}

/// Checks that a value can be a header's value: visible ASCII, with spaces and tabs only inside. Receivers trim the
/// ends and disagree on all other characters (RFC 9110, section 5.5).
pub(super) fn check_header_value(value: &str) -> Result<(), Unsuitable> {
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return Err(Unsuitable("starts or ends with white space, which would be lost"));
    }
    if !value.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) {
        return Err(Unsuitable(
            "contains a control or non-ASCII character, which would not arrive unchanged",
        ));
    }
    Ok(())
}

/// Checks that a value can be a cookie's value without encoding (RFC 6265, section 4.1.1). Servers do not agree on an
/// encoding for cookies, so there is none.
pub(super) fn check_cookie_value(value: &str) -> Result<(), Unsuitable> {
    let is_octet = |byte| matches!(byte, b'!' | b'#'..=b'+' | b'-'..=b':' | b'<'..=b'[' | b']'..=b'~');
    if value.bytes().all(is_octet) {
        Ok(())
    } else {
        Err(Unsuitable(
            "contains a character that is not allowed in a cookie: white space, a quote, a comma, a semicolon, a \
             backslash, or a non-ASCII character",
        ))
    }
}

/// Checks that a text can be the name of a cookie: an HTTP token (RFC 9110, section 5.6.2).
pub(super) fn check_cookie_name(name: &str) -> Result<(), Unsuitable> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_token) {
        Ok(())
    } else {
        Err(Unsuitable("has a name that HTTP forbids"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_unreserved_characters_alone() {
        let table = [
            ("azAZ09-._~", "azAZ09-._~"),
            ("a b", "a%20b"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("100%", "100%25"),
            ("%2e%2e", "%252e%252e"),
            ("a+b&c=d;e,f", "a%2Bb%26c%3Dd%3Be%2Cf"),
            (
                ":@!$'()*[]{}|^`\"<>",
                "%3A%40%21%24%27%28%29%2A%5B%5D%7B%7D%7C%5E%60%22%3C%3E",
            ),
            ("é", "%C3%A9"),
            ("\u{1F980}", "%F0%9F%A6%80"),
            ("a\nb", "a%0Ab"),
        ];
        for (value, expected) in table {
            let mut url = String::new();
            push_value(&mut url, value);
            assert_eq!(url, expected, "{value:?}");
        }
    }

    #[test]
    fn literals_keep_what_a_path_may_hold() {
        let table = [
            ("/v1/things:batch", "/v1/things:batch"),
            ("/a%20b;c=1,2@x!$&'()*+", "/a%20b;c=1,2@x!$&'()*+"),
            ("/a b?c#d\\e", "/a%20b%3Fc%23d%5Ce"),
            ("/ü", "/%C3%BC"),
        ];
        for (literal, expected) in table {
            let mut url = String::new();
            push_literal(&mut url, literal);
            assert_eq!(url, expected, "{literal:?}");
        }
    }

    #[test]
    fn path_values_that_would_not_arrive_are_refused() {
        let elsewhere = ["../../admin", "a/..", "./a", "a/../b", "/.", "//.."];
        let unsuitable = ["", ".", "..", "\\", "a\\b", "\0", "a\nb", "\u{7f}", "\u{85}"];
        for value in unsuitable.into_iter().chain(elsewhere) {
            assert!(check_path_value(value).is_err(), "{value:?}");
        }
        for value in ["...", ".a", "a.", "%2e", "a/b", "/", "a/.b/c.", " ", "é", "a?b"] {
            assert!(check_path_value(value).is_ok(), "{value:?}");
        }
    }

    #[test]
    fn header_values_that_would_not_arrive_are_refused() {
        for value in [
            " ",
            "\t",
            " a",
            "a ",
            "a\t",
            "\ta",
            "a\nb",
            "a\r\nb: c",
            "\0",
            "\u{7f}",
            "é",
            "\u{a0}",
        ] {
            assert!(check_header_value(value).is_err(), "{value:?}");
        }
        for value in ["", "a", "a b", "a\tb", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"] {
            assert!(check_header_value(value).is_ok(), "{value:?}");
        }
    }
}
