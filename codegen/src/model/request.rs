//! A request body: its media types, and how a value is written in each.

use std::collections::BTreeSet;

use heck::ToPascalCase;
use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, resolve};
use serde_json::{Map, Value};

use super::content::{BodyKind, is_binary, is_structured};
use super::form_fields::{self, FieldFacts, PartFacts};
use crate::names;

/// The request body of an operation.
#[derive(Clone, Debug)]
pub(crate) struct RequestFacts {
    /// Whether it is required.
    pub(crate) required: bool,
    /// Its description.
    pub(crate) description: Option<String>,
    /// The media types that the client can send, JSON first. There is at least one.
    pub(crate) bodies: Vec<BodyFacts>,
    /// The name of the enumeration, if there are several media types.
    pub(crate) union: Option<String>,
}

/// A request body of one media type.
#[derive(Clone, Debug)]
pub(crate) struct BodyFacts {
    /// The media type as the document spells it.
    pub(crate) media_type: String,
    /// The media type that is sent. For a range of JSON or text it is the plain one.
    pub(crate) sent_as: String,
    /// The place of its Media Type Object.
    pub(crate) pointer: Pointer,
    /// How it is sent.
    pub(crate) kind: BodyKind,
    /// The schema, and its place.
    pub(crate) schema: Option<(Pointer, Value)>,
    /// The fields of a form with an encoding that is not the default.
    pub(crate) fields: Vec<FieldFacts>,
    /// The parts of a multipart form with files; otherwise empty.
    pub(crate) parts: Vec<PartFacts>,
    /// The variant's name in the enumeration.
    pub(crate) variant: String,
    /// The name of the type of a multipart form with files; otherwise empty.
    pub(crate) type_name: String,
    /// Whether its schema says more than the client's type.
    pub(crate) is_untyped: bool,
}

impl RequestFacts {
    pub(super) fn of<'d>(
        context: &Context<'d>,
        operation: &OperationNode<'d>,
        builder: &str,
        taken: &mut BTreeSet<String>,
    ) -> Option<Self> {
        let at = operation.pointer.child("requestBody");
        let (at, body) = context.resolve_at(&at, operation.map.get("requestBody")?)?;
        let mut bodies = bodies(context, &at, body);
        if bodies.is_empty() {
            return None;
        }
        name_variants(&mut bodies);
        let several = bodies.len() > 1;
        let description = body.get("description").and_then(Value::as_str);
        let wanted = format!("{builder}Body");
        let union = several.then(|| names::free_type(&wanted, taken));
        for body in bodies.iter_mut().filter(|body| !body.parts.is_empty()) {
            let variant = if several { body.variant.as_str() } else { "" };
            body.type_name = names::free_type(&format!("{wanted}{variant}"), taken);
        }
        Some(Self {
            required: body.get("required") == Some(&Value::Bool(true)),
            description: description
                .filter(|text| !text.trim().is_empty())
                .map(ToOwned::to_owned),
            bodies,
            union,
        })
    }

    /// The body, if there is only one.
    #[must_use]
    pub(crate) fn single(&self) -> Option<&BodyFacts> {
        self.bodies.first().filter(|_| self.union.is_none())
    }

    /// Whether the schema's type is lost, because no media type uses it.
    #[must_use]
    pub(crate) fn is_degraded(&self) -> bool {
        !self.bodies.iter().any(|body| body.kind.is_typed())
    }
}

/// The media types of a request body, JSON first, without repetitions.
pub(crate) fn bodies<'d>(context: &Context<'d>, at: &Pointer, body: &'d Value) -> Vec<BodyFacts> {
    let content = body.get("content").and_then(Value::as_object);
    let entries = content.into_iter().flatten();
    let mut bodies: Vec<_> = entries
        .map(|(media_type, value)| {
            let pointer = at.child("content").child(media_type);
            BodyFacts::of(context, media_type, pointer, value)
        })
        .collect();
    let rank = |body: &BodyFacts| {
        (
            body.kind,
            body.media_type != "application/json",
            body.media_type.clone(),
        )
    };
    bodies.sort_by_cached_key(rank);
    drop_repeated(&mut bodies);
    bodies
}

impl BodyFacts {
    fn of<'d>(context: &Context<'d>, media_type: &str, pointer: Pointer, value: &'d Value) -> Self {
        let document = &context.document.value;
        let schema = value.get("schema");
        let resolved = schema
            .and_then(|schema| resolve(document, schema))
            .and_then(Value::as_object);
        let kind = kind(media_type, resolved);
        let encoding = value.get("encoding").and_then(Value::as_object);
        let place = pointer.child("schema");
        let parts = match (kind, schema) {
            (BodyKind::Multipart, Some(schema)) => form_fields::parts(context, schema, &place, encoding),
            _ => Vec::new(),
        };
        let fields = match kind {
            BodyKind::Form | BodyKind::Multipart => form_fields::fields(encoding, kind),
            _ => Vec::new(),
        };
        let essence = media::essence(media_type);
        let sent_as = match kind {
            BodyKind::Json if essence.contains('*') => "application/json".to_owned(),
            BodyKind::Multipart => without_boundary(media_type),
            BodyKind::Text if essence.contains('*') => "text/plain".to_owned(),
            _ => media_type.trim().to_owned(),
        };
        Self {
            media_type: media_type.to_owned(),
            sent_as,
            kind,
            schema: schema.map(|schema| (place, schema.clone())),
            fields,
            parts,
            variant: String::new(),
            type_name: String::new(),
            is_untyped: !kind.is_typed() && resolved.is_some_and(is_structured),
            pointer,
        }
    }
}

/// How a body with this media type and schema is sent.
fn kind(media_type: &str, schema: Option<&Map<String, Value>>) -> BodyKind {
    let essence = media::essence(media_type);
    let is_object = schema.is_none_or(is_structured);
    if media::is_multipart(media_type) {
        // Only the parts of a form have the names of a list's elements.
        let is_list = essence != media::MULTIPART && schema.is_some_and(is_list);
        return if schema.is_some() && is_object && !is_list {
            BodyKind::Multipart
        } else {
            BodyKind::Bytes
        };
    }
    if schema.is_some_and(is_binary) {
        return BodyKind::Bytes;
    }
    if media::is_json(media_type) || (media::is_wildcard(media_type) && schema.is_some_and(is_structured)) {
        BodyKind::Json
    } else if essence == media::FORM {
        if is_object { BodyKind::Form } else { BodyKind::Text }
    } else if media::is_text(media_type) {
        BodyKind::Text
    } else {
        BodyKind::Bytes
    }
}

/// Whether a schema is that of a list.
fn is_list(schema: &Map<String, Value>) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some(kind) => kind == "array",
        None => schema.contains_key("items"),
    }
}

/// A media type without its boundary, which each body has of its own.
fn without_boundary(media_type: &str) -> String {
    let parameters = media_type.split(';').map(str::trim);
    let kept = parameters.filter(|parameter| !parameter.to_ascii_lowercase().starts_with("boundary"));
    kept.collect::<Vec<_>>().join("; ")
}

/// Removes each further spelling of JSON whose schema equals that of an earlier one.
fn drop_repeated(bodies: &mut Vec<BodyFacts>) {
    let mut seen: Vec<Option<Value>> = Vec::new();
    bodies.retain(|body| {
        if body.kind != BodyKind::Json {
            return true;
        }
        let schema = body.schema.as_ref().map(|(_, schema)| schema.clone());
        let is_new = !seen.contains(&schema);
        seen.push(schema);
        is_new
    });
}

/// Gives each media type the name of a variant: `Json`, `ImagePng`.
fn name_variants(bodies: &mut [BodyFacts]) {
    let mut taken = BTreeSet::new();
    for body in bodies {
        let wanted = variant(&media::essence(&body.media_type));
        body.variant = names::free_type(&wanted, &mut taken);
    }
}

/// What a media type is called: `Json`, `ImagePng`.
pub(super) fn variant(essence: &str) -> String {
    match essence {
        "application/json" => "Json".to_owned(),
        "application/xml" => "Xml".to_owned(),
        "application/octet-stream" => "OctetStream".to_owned(),
        "text/plain" => "Text".to_owned(),
        media::FORM => "Form".to_owned(),
        media::MULTIPART => "Multipart".to_owned(),
        other => {
            let words = other.strip_prefix("application/").unwrap_or(other);
            let words = words.strip_prefix("x-").unwrap_or(words);
            words.replace('*', "-any-").replace('+', "-").to_pascal_case()
        }
    }
}
