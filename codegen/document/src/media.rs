//! Media types as a client distinguishes them: by their essence, which is the part before the parameters.

/// The media type of a form of name-value pairs.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of a form of several parts.
pub const MULTIPART: &str = "multipart/form-data";

/// Type and subtype in lower case, without parameters. Some documents put a comma before the parameters.
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
    let is_json = matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json");
    is_json && stream(media_type).is_none()
}

/// The kind of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Server-sent events, as in the HTML standard.
    Events,
    /// JSON values, one on each line.
    JsonLines,
    /// JSON texts with a separator before each (RFC 7464).
    JsonRecords,
}

/// The kind of stream of a media type, if it is one. Most media types for JSON lines are not registered, so there are many
/// spellings.
#[must_use]
pub fn stream(media_type: &str) -> Option<Stream> {
    let essence = essence(media_type);
    let (kind, name) = essence.split_once('/')?;
    let suffix = name.rsplit_once('+').map(|(_, suffix)| suffix);
    let name = name.strip_prefix("x-").unwrap_or(name);
    let is_lines = |name: &str| {
        matches!(
            name,
            "ndjson" | "nd-json" | "ldjson" | "jsonl" | "jsonlines" | "json-lines" | "json-l"
        )
    };
    match (kind, name) {
        ("text", "event-stream") => Some(Stream::Events),
        ("application" | "text", "json-seq") => Some(Stream::JsonRecords),
        ("application" | "text", name) if is_lines(name) || name == "stream+json" => Some(Stream::JsonLines),
        ("application" | "text", _) if suffix == Some("json-seq") => Some(Stream::JsonRecords),
        ("application" | "text", _) if suffix.is_some_and(is_lines) => Some(Stream::JsonLines),
        _ => None,
    }
}

/// Whether a media type is text other than JSON, in UTF-8 or without a charset.
#[must_use]
pub fn is_text(media_type: &str) -> bool {
    is_text_in_any_charset(media_type) && charset(media_type).is_none()
}

/// Whether a media type is text other than JSON.
#[must_use]
pub fn is_text_in_any_charset(media_type: &str) -> bool {
    essence(media_type).starts_with("text/") && !is_json(media_type)
}

/// The charset of a media type, unless it is UTF-8 or US-ASCII.
#[must_use]
pub fn charset(media_type: &str) -> Option<String> {
    let lower = media_type.to_ascii_lowercase();
    let (_, charset) = lower.split_once("charset=")?;
    let charset = charset.split(';').next().unwrap_or_default().trim().trim_matches('"');
    let is_utf8 = matches!(charset, "" | "utf-8" | "utf8" | "us-ascii");
    (!is_utf8).then(|| charset.to_owned())
}

/// Whether a media type has several named parts, as in a form.
#[must_use]
pub fn is_multipart(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        MULTIPART | "multipart/mixed" | "multipart/related"
    )
}

/// Whether a string is a media type or a range: two tokens separated by a slash (RFC 9110, section 8.3.1).
#[must_use]
pub fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && text.bytes().all(is_part)
    };
    let essence = essence(text);
    is_wildcard(text)
        || essence
            .split_once('/')
            .is_some_and(|(kind, name)| is_token(kind) && is_token(name))
}

/// Whether a media type is XML.
#[must_use]
pub fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Whether a media type is a wildcard for all types or all `application` types.
#[must_use]
pub fn is_wildcard(media_type: &str) -> bool {
    matches!(essence(media_type).as_str(), "*/*" | "application/*" | "*")
}

#[cfg(test)]
mod tests {
    use super::{Stream, charset, is_json, is_media_type, is_text, stream};

    #[test]
    fn a_media_type_has_two_parts() {
        for text in [
            "application/json",
            "image/*",
            "*/*",
            "*",
            "text/plain; charset=utf-8",
            "application/vnd.a+json",
        ] {
            assert!(is_media_type(text), "{text}");
        }
        for text in [
            "form-data",
            "",
            "/",
            "application/",
            "text plain/x",
            "a/b/c",
            "text/plain charset=utf-8",
        ] {
            assert!(!is_media_type(text), "{text}");
        }
    }

    #[test]
    fn streams_have_many_names() {
        let lines = [
            "application/x-ndjson",
            "Application/NDJSON; charset=utf-8",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json-lines",
            "application/stream+json",
            "application/vnd.example+ndjson",
            "text/x-ndjson",
        ];
        for media_type in lines {
            assert_eq!(stream(media_type), Some(Stream::JsonLines), "{media_type}");
            assert!(!is_json(media_type), "{media_type}");
        }
        for media_type in ["application/json-seq", "application/geo+json-seq"] {
            assert_eq!(stream(media_type), Some(Stream::JsonRecords), "{media_type}");
        }
        assert_eq!(stream("text/event-stream;charset=UTF-8"), Some(Stream::Events));
        for media_type in ["application/json", "application/problem+json", "image/jsonl", "ndjson"] {
            assert_eq!(stream(media_type), None, "{media_type}");
        }
    }

    #[test]
    fn a_charset_is_returned_unless_it_is_utf_8() {
        assert_eq!(
            charset("text/plain; charset=\"ISO-8859-1\"").as_deref(),
            Some("iso-8859-1")
        );
        assert_eq!(charset("text/plain; charset=utf-8").or(charset("text/plain")), None);
    }

    #[test]
    fn json_is_recognised_by_its_essence() {
        assert!(is_json("application/json"));
        assert!(is_json("Application/JSON; charset=utf-8"));
        assert!(is_json("application/problem+json"));
        assert!(is_json("application/json, vendor-version=1"));
        assert!(!is_json("application/jsonlines"));
        assert!(!is_json("text/plain"));
    }

    #[test]
    fn text_is_utf8_and_not_json() {
        assert!(is_text("text/plain") && is_text("text/csv; charset=\"UTF-8\"; header=present"));
        assert!(!is_text("text/json") && !is_text("text/plain; charset=latin1") && !is_text("application/xml"));
    }
}
