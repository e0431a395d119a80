//! Request bodies, and the media types in `content`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{
    MEDIA_TYPE_ADDED, MEDIA_TYPE_GENERALIZED, MEDIA_TYPE_PARAMETERS_ADDED, MEDIA_TYPE_PARAMETERS_CHANGED,
    MEDIA_TYPE_PARAMETERS_REMOVED, MEDIA_TYPE_REMOVED, MEDIA_TYPE_SPECIALIZED, REQUEST_BODY_BECAME_OPTIONAL,
    REQUEST_BODY_BECAME_REQUIRED, SCHEMA_ADDED, SCHEMA_REMOVED,
};
use super::places::{At, Both, Pair, flag};
use super::walk::{Notation, Walk, What};
use super::{documentation, encoding};

/// Compares two Request Body Objects.
pub(super) fn compare_body<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (flag(pair.base.value, "required"), flag(pair.head.value, "required")) {
        (false, true) => Some(&REQUEST_BODY_BECAME_REQUIRED),
        (true, false) => Some(&REQUEST_BODY_BECAME_OPTIONAL),
        _ => None,
    };
    if let Some(kind) = kind {
        walk.one_sided(id, Flow::Keep, kind, &pair.get("required"), &pair.head.pointer, "");
    }
    compare_content(walk, id, pair);
    for field in walk.fields(id, pair) {
        match field.key {
            "content" | "required" => {}
            "description" => documentation::compare(walk, id, pair, &field),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// A parsed media type, such as `application/problem+json; charset=utf-8`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct MediaType {
    kind: String,
    subtype: String,
    parameters: Vec<String>,
}

impl MediaType {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
        let name = parts.next().unwrap_or_default();
        let mut parameters: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parameters.sort();
        let (kind, subtype) = name.split_once('/').unwrap_or((&name, ""));
        let mut media_type = Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            parameters,
        };
        // JSON is always UTF-8 (RFC 8259).
        if media_type.is("json") {
            media_type
                .parameters
                .retain(|parameter| parameter.replace(['"', ' '], "") != "charset=utf-8");
        }
        media_type
    }

    /// Whether the subtype is `word`, or has it as suffix: `problem+json`.
    fn is(&self, word: &str) -> bool {
        self.subtype == word || self.subtype.ends_with(&format!("+{word}"))
    }

    fn is_range(&self) -> bool {
        self.kind == "*" || self.subtype == "*"
    }

    fn has_name_of(&self, other: &Self) -> bool {
        self.kind == other.kind && self.subtype == other.subtype
    }

    /// Whether this type includes `other`: as a range, or as `json` includes `problem+json`.
    fn covers(&self, other: &Self) -> bool {
        if self.has_name_of(other) || self.kind == "*" {
            return true;
        }
        let suffix = || {
            other
                .subtype
                .rsplit_once('+')
                .is_some_and(|(_, suffix)| suffix == self.subtype)
        };
        self.kind == other.kind && (self.subtype == "*" || suffix())
    }

    /// The notation of values in this media type.
    fn notation(&self) -> Notation {
        let is = |word: &str| self.is(word);
        match self.kind.as_str() {
            "*" => Notation::Json,
            _ if self.subtype == "*" || ["json", "yaml", "cbor", "msgpack", "ndjson"].into_iter().any(is) => {
                Notation::Json
            }
            "text" if !is("xml") => Notation::PlainText,
            "multipart" => Notation::Text,
            _ if self.subtype == "x-www-form-urlencoded" => Notation::Text,
            _ => Notation::Loose,
        }
    }
}

/// Compares the `content` of two objects.
pub(super) fn compare_content<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("content");
    let listed = |at: &Option<At<'d>>| -> BTreeMap<MediaType, At<'d>> {
        let entries = at.iter().flat_map(|at| at.entries().collect::<Vec<_>>());
        entries.map(|(name, at)| (MediaType::parse(name), at)).collect()
    };
    let (mut before, mut now) = (listed(&sides.base), listed(&sides.head));
    let ranges = Both {
        base: ranges(&before),
        head: ranges(&now),
    };
    let shared: Vec<MediaType> = before.keys().filter(|name| now.contains_key(*name)).cloned().collect();
    for name in shared {
        if let (Some(base), Some(head)) = (before.remove(&name), now.remove(&name)) {
            compare_media_type(walk, id, name.notation(), &Both { base, head });
        }
    }
    related(walk, id, &mut before, &mut now);
    for (media_type, at) in before {
        // Its values still have a place.
        if let Some(range) = covering(&ranges.head, &media_type) {
            let pair = Both { base: at, head: range };
            compare_media_type(walk, id, media_type.notation(), &pair);
            continue;
        }
        let name = at.pointer.last().unwrap_or_default();
        let sides = Both {
            base: Some(at),
            head: None,
        };
        walk.one_sided(id, Flow::Keep, &MEDIA_TYPE_REMOVED, &sides, &pair.head.pointer, &name);
    }
    for (media_type, at) in now {
        if let Some(range) = covering(&ranges.base, &media_type) {
            let pair = Both { base: range, head: at };
            compare_media_type(walk, id, media_type.notation(), &pair);
            continue;
        }
        let name = at.pointer.last().unwrap_or_default();
        let sides = Both {
            base: None,
            head: Some(at),
        };
        walk.one_sided(id, Flow::Keep, &MEDIA_TYPE_ADDED, &sides, &pair.head.pointer, &name);
    }
}

/// The ranges among media types, such as `image/*`.
fn ranges<'d>(listed: &BTreeMap<MediaType, At<'d>>) -> Vec<(MediaType, At<'d>)> {
    let ranges = listed.iter().filter(|(media_type, _)| media_type.is_range());
    ranges
        .map(|(media_type, at)| (media_type.clone(), at.clone()))
        .collect()
}

/// The narrowest range that includes `media_type`.
fn covering<'d>(ranges: &[(MediaType, At<'d>)], media_type: &MediaType) -> Option<At<'d>> {
    let mut fitting = ranges
        .iter()
        .filter(|(range, _)| range != media_type && range.covers(media_type));
    // `*/*` comes first.
    fitting.next_back().map(|(_, at)| at.clone())
}

/// Matches a removed media type with an added one, if each is the only one related to the other.
fn related<'d>(
    walk: &mut Walk<'d>,
    id: NodeId,
    before: &mut BTreeMap<MediaType, At<'d>>,
    now: &mut BTreeMap<MediaType, At<'d>>,
) {
    let is_related = |a: &MediaType, b: &MediaType| a.covers(b) || b.covers(a);
    let mut joined = Vec::new();
    for name in before.keys() {
        let mut others = now.keys().filter(|other| is_related(name, other));
        if let (Some(other), None) = (others.next(), others.next())
            && before.keys().filter(|name| is_related(name, other)).count() == 1
        {
            joined.push((name.clone(), other.clone()));
        }
    }
    for (name, other) in joined {
        let (Some(base), Some(head)) = (before.remove(&name), now.remove(&other)) else {
            continue;
        };
        let kind = match (name.covers(&other), other.covers(&name)) {
            (true, true) => {
                let lists = |more: &MediaType, fewer: &MediaType| {
                    fewer.parameters.iter().all(|one| more.parameters.contains(one))
                };
                match (lists(&other, &name), lists(&name, &other)) {
                    (true, false) => &MEDIA_TYPE_PARAMETERS_ADDED,
                    (false, true) => &MEDIA_TYPE_PARAMETERS_REMOVED,
                    _ => &MEDIA_TYPE_PARAMETERS_CHANGED,
                }
            }
            (true, false) => &MEDIA_TYPE_SPECIALIZED,
            _ => &MEDIA_TYPE_GENERALIZED,
        };
        let shown = |at: &At<'d>| format!("`{}`", at.pointer.last().unwrap_or_default());
        let (from, to) = (shown(&base), shown(&head));
        let pair = Both { base, head };
        walk.report(id, Flow::Keep, kind, &pair, &pair.head.pointer, "");
        walk.graph.reword(id, &from, &to);
        let notation = if name.notation() == other.notation() {
            name.notation()
        } else {
            Notation::Loose
        };
        compare_media_type(walk, id, notation, &pair);
    }
}

fn compare_media_type<'d>(walk: &mut Walk<'d>, id: NodeId, notation: Notation, pair: &Pair<'d>) {
    let schema = Both {
        base: schema(walk.documents.base, notation, &pair.base),
        head: schema(walk.documents.head, notation, &pair.head),
    };
    match schema {
        Both {
            base: Some(base),
            head: Some(head),
        } => walk.visit(id, Flow::Keep, What::Schema(notation), Both { base, head }),
        Both { base: None, head: None } => {}
        // No schema means the same as the schema `{}`: any value.
        Both {
            base: Some(one),
            head: None,
        } if takes_anything(walk.documents.base, notation, &one) => {}
        Both {
            base: None,
            head: Some(one),
        } if takes_anything(walk.documents.head, notation, &one) => {}
        sides => {
            let kind = if sides.head.is_some() {
                &SCHEMA_ADDED
            } else {
                &SCHEMA_REMOVED
            };
            walk.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, "");
        }
    }
    for field in walk.fields(id, pair) {
        match field.key {
            "schema" => {}
            "encoding" => encoding::compare(walk, id, pair),
            "example" | "examples" => documentation::compare(walk, id, pair, &field),
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// The schema of a media type. In plain text, an object or array schema has no meaning.
fn schema<'d>(document: &'d Value, notation: Notation, media_type: &At<'d>) -> Option<At<'d>> {
    let at = media_type.get("schema")?;
    let kind = at.clone().resolved(document).value.get("type");
    let is_structure = kind.is_some_and(|kind| kind == "object" || kind == "array");
    (notation != Notation::PlainText || !is_structure).then_some(at)
}

/// Whether a schema allows all bodies of its media type. OpenAPI 3.0 describes bytes as a string of format `binary`, 3.1 by no
/// schema. Plain text is always a string.
fn takes_anything<'d>(document: &'d Value, notation: Notation, schema: &At<'d>) -> bool {
    let schema = schema.clone().resolved(document);
    let says = |key: &str, word: &str| schema.value.get(key).is_some_and(|value| value == word);
    let is_whole = match notation {
        Notation::PlainText => says("type", "string") && schema.value.get("format").is_none(),
        Notation::Loose => says("type", "string") && says("format", "binary"),
        _ => false,
    };
    let allows_all = |key: &String| {
        is_whole
            && matches!(
                key.as_str(),
                "type" | "format" | "title" | "description" | "example" | "examples"
            )
    };
    schema.map().is_some_and(|map| map.keys().all(allows_all))
}
