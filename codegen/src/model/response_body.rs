//! The bodies of a response: their media types, and how the client returns each.

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, resolve};
use serde_json::{Map, Value};

use super::content::{is_binary, is_structured};

/// A schema after its place.
type PlacedSchema = (Pointer, Value);

/// A body that a response can have.
#[derive(Clone, Debug)]
pub(crate) struct ContentFacts {
    /// Its media types as in the document. If there are several, the server chooses one.
    pub(crate) media_types: Vec<String>,
    /// How the client returns it.
    pub(crate) body: ResponseBody,
    /// The schema of the JSON, of an event's data, of a whole event, or of an item, with its place.
    pub(crate) schema: Option<PlacedSchema>,
    /// The encoding of text, if the document names one other than UTF-8.
    pub(crate) charset: Option<String>,
    /// The media type and the place of the schema, if the schema is more precise than the client's type.
    pub(crate) untyped: Option<(String, Pointer)>,
}

/// How the client reads a response's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ResponseBody {
    /// JSON with a documented type.
    Json,
    /// A stream of events.
    Events,
    /// A stream of events of several kinds, which the document describes as a whole.
    WholeEvents,
    /// A stream of JSON values, one on each line.
    JsonLines,
    /// A stream of JSON texts (RFC 7464).
    JsonRecords,
    /// Text.
    Text,
    /// Bytes of another media type.
    Raw,
    /// None.
    Empty,
}

impl ResponseBody {
    /// Whether it is a stream, which cannot be cloned or compared.
    #[must_use]
    pub(crate) const fn is_stream(self) -> bool {
        matches!(
            self,
            Self::Events | Self::WholeEvents | Self::JsonLines | Self::JsonRecords | Self::Raw
        )
    }

    /// How it is read in an error. An error has an end, so a stream of items becomes text or bytes.
    #[must_use]
    pub(crate) const fn in_error(self) -> Self {
        match self {
            Self::Events | Self::WholeEvents => Self::Text,
            Self::JsonLines | Self::JsonRecords => Self::Raw,
            other => other,
        }
    }
}

impl ContentFacts {
    /// No body.
    pub(super) const fn empty() -> Self {
        Self {
            media_types: Vec::new(),
            body: ResponseBody::Empty,
            schema: None,
            charset: None,
            untyped: None,
        }
    }

    /// The media type that identifies it for callers.
    pub(super) fn key(&self) -> String {
        self.media_types
            .first()
            .map(|first| media::essence(first))
            .unwrap_or_default()
    }
}

/// The bodies that a caller can choose from: JSON, then streams, then the others. Without JSON and streams there is one body,
/// and the server chooses its media type.
pub(super) fn contents(context: &Context<'_>, target: &Pointer, content: &Map<String, Value>) -> Vec<ContentFacts> {
    let reader = Reader {
        context,
        target,
        content,
    };
    let json = json(&context.document.value, content).map(|(chosen, _)| reader.json(chosen));
    let is_read = |name: &str| json.iter().any(|json| json.media_types.iter().any(|one| one == name));
    let mut others: Vec<_> = content
        .keys()
        .filter(|name| !is_read(name))
        .map(|name| (reader.body(name), name))
        .collect();
    others.sort();
    let is_choice = json.is_some() || others.iter().any(|(body, _)| *body < ResponseBody::Text);
    let mut contents: Vec<_> = json.into_iter().collect();
    if is_choice {
        contents.extend(others.iter().map(|(body, name)| reader.one(*body, name)));
    } else {
        contents.push(reader.whatever());
    }
    contents
}

/// The body of an error: JSON if the document has it, otherwise a body of any documented media type.
pub(super) fn error_content(context: &Context<'_>, target: &Pointer, content: &Map<String, Value>) -> ContentFacts {
    let reader = Reader {
        context,
        target,
        content,
    };
    match json(&context.document.value, content) {
        Some((chosen, _)) => reader.json(chosen),
        None => reader.whatever(),
    }
}

struct Reader<'r, 'd> {
    context: &'r Context<'d>,
    target: &'r Pointer,
    content: &'r Map<String, Value>,
}

impl Reader<'_, '_> {
    fn place(&self, name: &str) -> Pointer {
        self.target.child("content").child(name).child("schema")
    }

    fn schema(&self, name: &str) -> Option<&Value> {
        self.content.get(name)?.get("schema")
    }

    fn resolved(&self, name: &str) -> Option<&Map<String, Value>> {
        schema(&self.context.document.value, self.content.get(name)?)
    }

    /// The JSON body with the media type `chosen`, in all of its spellings.
    fn json(&self, chosen: &str) -> ContentFacts {
        let names = self
            .content
            .keys()
            .filter(|name| *name == chosen || media::is_json(name));
        let schema = self.schema(chosen).cloned();
        ContentFacts {
            media_types: names.cloned().collect(),
            body: ResponseBody::Json,
            schema: Some((self.place(chosen), schema.unwrap_or_else(|| Value::Object(Map::new())))),
            charset: None,
            untyped: None,
        }
    }

    /// How the client returns a body of one media type.
    fn body(&self, name: &str) -> ResponseBody {
        if self.resolved(name).is_some_and(is_binary) {
            return ResponseBody::Raw;
        }
        match media::stream(name) {
            Some(media::Stream::Events) => ResponseBody::Events,
            Some(media::Stream::JsonLines) => ResponseBody::JsonLines,
            Some(media::Stream::JsonRecords) => ResponseBody::JsonRecords,
            None if media::is_text_in_any_charset(name) => ResponseBody::Text,
            None => ResponseBody::Raw,
        }
    }

    fn one(&self, body: ResponseBody, name: &str) -> ContentFacts {
        let (body, schema, untyped) = match body {
            ResponseBody::Events => {
                let (body, schema) = self.event(name);
                (body, schema, None)
            }
            ResponseBody::JsonLines | ResponseBody::JsonRecords => (body, self.item(name), None),
            _ => (body, None, self.lost(name)),
        };
        let is_text = body == ResponseBody::Text;
        ContentFacts {
            media_types: vec![name.to_owned()],
            body,
            schema,
            charset: media::charset(name).filter(|_| is_text),
            untyped,
        }
    }

    /// One body for all of the media types.
    fn whatever(&self) -> ContentFacts {
        let mut names = self.content.keys();
        if let (Some(only), None) = (names.next(), names.next()) {
            return self.one(self.body(only).in_error(), only);
        }
        let is_text = |name: &String| self.body(name).in_error() == ResponseBody::Text;
        ContentFacts {
            media_types: self.content.keys().cloned().collect(),
            body: if self.content.keys().all(is_text) {
                ResponseBody::Text
            } else {
                ResponseBody::Raw
            },
            schema: None,
            charset: None,
            untyped: self.content.keys().find_map(|name| self.lost(name)),
        }
    }

    /// The media type and place of a schema that the client's type does not follow.
    fn lost(&self, name: &str) -> Option<(String, Pointer)> {
        let is_lost = self.resolved(name).is_some_and(is_structured);
        is_lost.then(|| (name.to_owned(), self.place(name)))
    }

    /// The schema of one item. If the schema is an array, it describes all items together.
    fn item(&self, name: &str) -> Option<PlacedSchema> {
        let (place, schema) = (self.place(name), self.schema(name)?);
        let (target, resolved) = self.context.resolve_at(&place, schema)?;
        let is_list = resolved.get("type").and_then(Value::as_str) == Some("array");
        match resolved.get("items").filter(|_| is_list) {
            Some(items) => Some((target.child("items"), items.clone())),
            None => Some((place, schema.clone())),
        }
    }

    /// The schema of an event's data: the schema itself, or its property `data` if it describes whole events. For a union of
    /// whole events it is the union, because the name of an event decides the type of its data.
    fn event(&self, name: &str) -> (ResponseBody, Option<PlacedSchema>) {
        let events = ResponseBody::Events;
        let Some((place, schema)) = self.item(name) else {
            return (events, None);
        };
        let Some((target, resolved)) = self.context.resolve_at(&place, &schema) else {
            return (events, None);
        };
        for key in ["oneOf", "anyOf"] {
            let Some(members) = resolved.get(key).and_then(Value::as_array) else {
                continue;
            };
            let mut members = members.iter().enumerate();
            let is_event = |(index, member): (usize, &Value)| {
                let member = self.context.resolve_at(&target.child(key).item(index), member);
                member.is_some_and(|(_, member)| is_event(member))
            };
            if members.len() > 0 && members.all(is_event) {
                return (ResponseBody::WholeEvents, Some((place, schema)));
            }
        }
        if !is_event(resolved) {
            return (events, Some((place, schema)));
        }
        let data = target.child("properties").child("data");
        let value = resolved.get("properties").and_then(|properties| properties.get("data"));
        (events, value.map(|value| (data, value.clone())))
    }
}

/// Whether a schema describes whole events and not their data: all properties are fields of an event, and one of them is
/// `event` or `retry`.
fn is_event(schema: &Value) -> bool {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return false;
    };
    let is_field = |name: &String| matches!(name.as_str(), "data" | "event" | "id" | "retry" | "comment");
    let is_told = properties.contains_key("event") || properties.contains_key("retry");
    is_told && properties.keys().all(is_field)
}

/// The media type of a `content` that is read as JSON: `application/json`, otherwise the first other spelling of JSON,
/// otherwise a wildcard whose schema is neither text nor bytes. Servers that write only JSON use such a wildcard.
pub(crate) fn json<'c>(document: &'c Value, content: &'c Map<String, Value>) -> Option<(&'c str, &'c Value)> {
    let find = |is_wanted: &dyn Fn(&str, &Value) -> bool| {
        let mut entries: Vec<_> = content.iter().map(|(name, content)| (name.as_str(), content)).collect();
        entries.sort_by_key(|(name, _)| *name);
        let mut entries = entries
            .into_iter()
            .filter(|(_, content)| !schema(document, content).is_some_and(is_binary));
        entries.find(|(name, content)| is_wanted(name, content))
    };
    find(&|name, _| name == "application/json")
        .or_else(|| find(&|name, _| media::is_json(name)))
        .or_else(|| {
            find(&|name, content| media::is_wildcard(name) && schema(document, content).is_some_and(is_no_text))
        })
}

fn schema<'d>(document: &'d Value, content: &'d Value) -> Option<&'d Map<String, Value>> {
    resolve(document, content.get("schema")?)?.as_object()
}

fn is_no_text(schema: &Map<String, Value>) -> bool {
    is_structured(schema) || schema.get("type").is_some_and(|kind| kind != "string")
}
