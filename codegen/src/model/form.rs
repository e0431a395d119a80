//! What a document says of the fields of a form.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::content::{BodyKind, is_binary, is_structured};

/// A field of a form that is encoded in a way of its own.
#[derive(Clone, Debug)]
pub struct FieldFacts {
    /// Its name.
    pub name: String,
    /// How its value becomes text.
    pub style: FieldStyle,
    /// The media type of its part, if it is one.
    pub media_type: Option<String>,
}

/// How a field's value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldStyle {
    /// A text for a scalar, one each for a list's elements, JSON for an object.
    Plain,
    /// JSON, whatever it is.
    Json,
    /// A pair each for the fields of an object.
    Fields,
    /// One text with this character between its parts.
    Joined(char),
    /// A pair each for what is inside, its name in brackets.
    Deep,
}

/// A part of a form in which there are files.
#[derive(Clone, Debug)]
pub struct PartFacts {
    /// Its name; `None` for what stands for every other name.
    pub name: Option<String>,
    /// Its schema, and where it stands.
    pub schema: (Pointer, Value),
    /// What it is.
    pub kind: PartKind,
    /// Whether a form must have it.
    pub required: bool,
}

/// What a part of a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A value of its schema's type.
    Value,
    /// A file.
    File,
    /// Any number of files.
    Files,
}

/// The fields that an `encoding` says something about.
pub(super) fn fields(encoding: Option<&Map<String, Value>>, kind: BodyKind) -> Vec<FieldFacts> {
    let entries = encoding.into_iter().flatten();
    let mut fields: Vec<_> = entries
        .filter_map(|(name, encoding)| {
            let media_type = single_media_type(encoding);
            let is_json = media_type.as_deref().is_some_and(media::is_json);
            let style = match (is_json, kind) {
                (true, _) => FieldStyle::Json,
                (false, BodyKind::Multipart) => FieldStyle::Plain,
                (false, _) => style(encoding),
            };
            let media_type = media_type.filter(|_| kind == BodyKind::Multipart);
            let says_nothing = style == FieldStyle::Plain && media_type.is_none();
            (!says_nothing).then(|| FieldFacts {
                name: name.clone(),
                style,
                media_type,
            })
        })
        .collect();
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    fields
}

/// The one media type of a field; a choice or a range of them is the caller's.
fn single_media_type(encoding: &Value) -> Option<String> {
    let text = encoding.get("contentType").and_then(Value::as_str)?.trim();
    (!text.is_empty() && !text.contains([',', '*'])).then(|| text.to_owned())
}

fn style(encoding: &Value) -> FieldStyle {
    let style = encoding.get("style").and_then(Value::as_str);
    let explode = encoding.get("explode").and_then(Value::as_bool);
    match (style, explode) {
        (Some("deepObject"), _) => FieldStyle::Deep,
        (Some("spaceDelimited"), Some(false) | None) => FieldStyle::Joined(' '),
        (Some("pipeDelimited"), Some(false) | None) => FieldStyle::Joined('|'),
        (_, Some(false)) => FieldStyle::Joined(','),
        (Some(_), _) | (_, Some(true)) => FieldStyle::Fields,
        (None, None) => FieldStyle::Plain,
    }
}

/// The parts of a form if one of them is a file; none otherwise, since the schema's own type does then.
pub(super) fn parts<'d>(
    context: &Context<'d>,
    schema: &'d Value,
    at: &Pointer,
    encoding: Option<&Map<String, Value>>,
) -> Vec<PartFacts> {
    let mut collector = Collector {
        context,
        encoding,
        parts: BTreeMap::new(),
        rest: None,
        required: BTreeSet::new(),
    };
    collector.schema(schema, at, true, 0);
    for name in &collector.required {
        if let Some(part) = collector.parts.get_mut(name) {
            part.required = true;
        }
    }
    let parts: Vec<_> = collector.parts.into_values().chain(collector.rest).collect();
    if parts.iter().any(|part| part.kind != PartKind::Value) {
        parts
    } else {
        Vec::new()
    }
}

/// How deep schemas may be composed of others before the rest is left out: a circle would have no end.
const DEEPEST: usize = 16;

struct Collector<'c, 'd> {
    context: &'c Context<'d>,
    encoding: Option<&'c Map<String, Value>>,
    parts: BTreeMap<String, PartFacts>,
    rest: Option<PartFacts>,
    required: BTreeSet<String>,
}

impl<'d> Collector<'_, 'd> {
    /// Collects the properties of a schema and of those that it is composed of; alternatives are all optional.
    fn schema(&mut self, schema: &'d Value, at: &Pointer, is_certain: bool, depth: usize) {
        let Some((at, schema)) = self.context.resolve_at(at, schema).filter(|_| depth < DEEPEST) else {
            return;
        };
        for (key, is_certain) in [("allOf", is_certain), ("oneOf", false), ("anyOf", false)] {
            let members = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            for (index, member) in members.enumerate() {
                self.schema(member, &at.child(key).item(index), is_certain, depth + 1);
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let place = at.child("properties").child(name);
            let kind = self.kind(name, property);
            let entry = self.parts.entry(name.clone());
            entry.or_insert_with(|| PartFacts {
                name: Some(name.clone()),
                schema: (place, property.clone()),
                kind,
                required: false,
            });
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let required = required.filter_map(Value::as_str).filter(|_| is_certain);
        self.required.extend(required.map(ToOwned::to_owned));
        if let Some(rest) = schema.get("additionalProperties").filter(|rest| rest.is_object()) {
            let kind = self.kind("", rest);
            self.rest.get_or_insert_with(|| PartFacts {
                name: None,
                schema: (at.child("additionalProperties"), rest.clone()),
                kind,
                required: false,
            });
        }
    }

    fn kind(&self, name: &str, schema: &'d Value) -> PartKind {
        let media_type = self.encoding.and_then(|encoding| encoding.get(name));
        let media_type = media_type
            .and_then(|encoding| encoding.get("contentType"))
            .and_then(Value::as_str);
        let Some(schema) = self.context.resolve(schema).and_then(Value::as_object) else {
            return PartKind::Value;
        };
        if is_file(schema, media_type) {
            return PartKind::File;
        }
        let items = schema.get("items").and_then(|items| self.context.resolve(items));
        match items.and_then(Value::as_object) {
            Some(items) if is_file(items, media_type) => PartKind::Files,
            _ => PartKind::Value,
        }
    }
}

/// Whether a value of such a schema is a file: it is bytes, or of a format that the client does not write.
fn is_file(schema: &Map<String, Value>, media_type: Option<&str>) -> bool {
    if is_binary(schema) {
        return true;
    }
    let Some(media_type) = media_type else { return false };
    let is_list = schema.get("type").and_then(Value::as_str) == Some("array");
    let is_written = media_type
        .split(',')
        .any(|one| media::is_json(one) || media::is_text(one) || media::essence(one) == "*/*");
    let is_written_by_hand = media::is_xml(media_type) && !is_structured(schema);
    !is_list && !is_written && !is_written_by_hand
}
