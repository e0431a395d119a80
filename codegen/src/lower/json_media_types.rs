//! progenitor decodes only `application/json`. Every other spelling of JSON (`application/problem+json`,
//! `Application/JSON; charset=utf-8`) would become an untyped stream of bytes, or be refused in a request. The author's
//! spelling is not lost: the finish pass `content-type` puts it on the wire.

use serde_json::{Map, Value};

use super::{Pass, Rewrite};
use crate::facts::Facts;
use crate::pointer::Pointer;

pub(super) const PASS: Pass = Pass {
    id: "json-media-types",
    summary: "every spelling of a JSON media type becomes `application/json`, the one that progenitor decodes",
    run,
};

const JSON: &str = "application/json";

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    let mut places = Vec::new();
    super::for_each_operation(document, |at, operation| {
        if let Some(body) = operation.get_mut("requestBody") {
            rename(&at.child("requestBody"), body, &mut places);
        }
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (status, response) in responses.into_iter().flatten() {
            rename(&at.child("responses").child(status), response, &mut places);
        }
    });
    for kind in ["requestBodies", "responses"] {
        let at = Pointer::root().child("components").child(kind);
        let entries = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut);
        for (name, entry) in entries.into_iter().flatten() {
            rename(&at.child(name), entry, &mut places);
        }
    }
    places
}

/// Renames the first JSON media type of a body or a response, unless the plain one is there already.
fn rename(at: &Pointer, owner: &mut Value, places: &mut Vec<Rewrite>) {
    let Some(content) = owner.get_mut("content").and_then(Value::as_object_mut) else {
        return;
    };
    if content.contains_key(JSON) {
        return;
    }
    let Some(spelling) = content.keys().find(|key| is_json(key)).cloned() else {
        return;
    };
    let renamed: Map<String, Value> = std::mem::take(content)
        .into_iter()
        .map(|(key, value)| {
            if key == spelling {
                (JSON.to_owned(), value)
            } else {
                (key, value)
            }
        })
        .collect();
    *content = renamed;
    places.push(Rewrite::lossless(at.child("content").child(&spelling)));
}

/// Whether a media type, with or without parameters, is JSON: `application/json`, `text/json` or a `+json` suffix
/// (RFC 6839).
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split([';', ','])
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(essence.as_str(), JSON | "text/json") || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn json_is_told_by_its_essence() {
        assert!(is_json("application/json"));
        assert!(is_json("Application/JSON; charset=utf-8"));
        assert!(is_json("application/problem+json"));
        assert!(is_json("application/json, vendor-version=1"));
        assert!(!is_json("application/jsonlines"));
        assert!(!is_json("text/plain"));
    }
}
