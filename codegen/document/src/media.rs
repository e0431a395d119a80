//! Media types, as far as a client has to tell them apart: by their essence, which is what stands before the parameters.

/// A form of pairs.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// A form of several parts.
pub const MULTIPART: &str = "multipart/form-data";

/// Type and subtype in lower case, without parameters. Some documents put a comma before those.
#[must_use]
pub fn essence(media_type: &str) -> String {
    let essence = media_type.split([';', ',']).next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type, with or without parameters, is JSON: `application/json`, `text/json` or a `+json` suffix
/// (RFC 6839).
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether a media type is text that is not JSON, in UTF-8 or in nothing that is named.
#[must_use]
pub fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    let charset = media_type.to_ascii_lowercase();
    let charset = charset.split_once("charset=").map(|(_, charset)| charset);
    let is_utf8 = charset.is_none_or(|charset| {
        let charset = charset.split(';').next().unwrap_or_default().trim().trim_matches('"');
        matches!(charset, "utf-8" | "utf8" | "us-ascii")
    });
    essence.starts_with("text/") && !is_json(media_type) && is_utf8
}

/// Whether a media type is XML.
#[must_use]
pub fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Whether a media type stands for all of them, or all of those of applications.
#[must_use]
pub fn is_wildcard(media_type: &str) -> bool {
    matches!(essence(media_type).as_str(), "*/*" | "application/*" | "*")
}

#[cfg(test)]
mod tests {
    use super::{is_json, is_text};

    #[test]
    fn json_is_told_by_its_essence() {
        assert!(is_json("application/json"));
        assert!(is_json("Application/JSON; charset=utf-8"));
        assert!(is_json("application/problem+json"));
        assert!(is_json("application/json, vendor-version=1"));
        assert!(!is_json("application/jsonlines"));
        assert!(!is_json("text/plain"));
    }

    #[test]
    fn text_is_what_a_string_can_hold() {
        assert!(is_text("text/plain") && is_text("text/csv; charset=\"UTF-8\"; header=present"));
        assert!(!is_text("text/json") && !is_text("text/plain; charset=latin1") && !is_text("application/xml"));
    }
}
