//! The fields of a form body.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::content::{BodyKind, is_binary, is_structured};

/// A field of a form with an encoding that is not the default.
#[derive(Clone, Debug)]
pub(crate) struct FieldFacts {
    /// Its name.
    pub(crate) name: String,
    /// How its value is converted to text.
    pub(crate) style: FieldStyle,
    /// The media type of its part in a multipart form.
    pub(crate) media_type: Option<String>,
}

/// How a field's value is converted to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldStyle {
    /// One text for a scalar, one text for each element of a list, JSON for an object.
    Plain,
    /// JSON for every value.
    Json,
    /// One pair for each field of an object.
    Fields,
    /// One text with this character between its parts.
    Joined(char),
    /// One pair for each part of an object, with the part's name in brackets.
    Deep,
}

/// A part of a multipart form with files.
#[derive(Clone, Debug)]
pub(crate) struct PartFacts {
    /// Its name; `None` for additional properties.
    pub(crate) name: Option<String>,
    /// Its schema, and the schema's place.
    pub(crate) schema: (Pointer, Value),
    /// Whether it is a value or a file.
    pub(crate) kind: PartKind,
    /// Whether it is required.
    pub(crate) required: bool,
}

/// The kinds of parts of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// A value of its schema's type.
    Value,
    /// A file.
    File,
    /// Any number of files.
    Files,
}

/// The fields that an `encoding` describes.
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

/// The media type of a field, if there is exactly one. The caller chooses from a list or a range.
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

/// The parts of a form if one of them is a file. Otherwise none, since the schema's own type is used.
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

/// The maximum depth of composed schemas. Deeper ones are ignored, since a circle would never end.
const DEEPEST: usize = 16;

struct Collector<'c, 'd> {
    context: &'c Context<'d>,
    encoding: Option<&'c Map<String, Value>>,
    parts: BTreeMap<String, PartFacts>,
    rest: Option<PartFacts>,
    required: BTreeSet<String>,
}

impl<'d> Collector<'_, 'd> {
    /// Collects the properties of a schema and of the schemas that it composes. Properties of alternatives are
    /// optional.
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

/// Whether a value of a schema is a file: bytes, or a format that the client does not write.
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
