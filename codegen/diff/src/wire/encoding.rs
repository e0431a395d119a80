//! The encoding of the properties of a form.

use std::collections::BTreeSet;

use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{ENCODING_CHANGED, ENCODING_STYLE_CHANGED};
use super::places::{At, Both, Pair};
use super::same::same;
use super::walk::{Walk, What};

/// Compares the `encoding` of two media types. Absent fields have the defaults of OpenAPI.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("encoding");
    let names = |at: &Option<At<'d>>| -> BTreeSet<&'d str> {
        let entries = at.iter().flat_map(|at| at.entries().collect::<Vec<_>>());
        entries.map(|(name, _)| name).collect()
    };
    for name in names(&sides.base).union(&names(&sides.head)) {
        let get = |at: &Option<At<'d>>| at.as_ref().and_then(|at| at.get(name));
        let entry = Both {
            base: get(&sides.base),
            head: get(&sides.head),
        };
        let value = |at: &Option<At<'d>>| at.as_ref().map_or(&Value::Null, |at| at.value);
        let (base, head) = (value(&entry.base), value(&entry.head));
        let styles = (
            styled(walk.documents.base, &pair.base, name, base),
            styled(walk.documents.head, &pair.head, name, head),
        );
        if let (Some(before), Some(now)) = &styles
            && before != now
        {
            walk.one_sided(
                id,
                Flow::Keep,
                &ENCODING_STYLE_CHANGED,
                &entry,
                &pair.head.pointer,
                name,
            );
            walk.graph.reword(id, before, now);
            headers(walk, id, &entry);
            continue;
        }
        let types = (
            content_types(walk.documents.base, &pair.base, name, base),
            content_types(walk.documents.head, &pair.head, name, head),
        );
        if types.0 != types.1 || !is_written_alike(&walk.documents, base, head) {
            walk.one_sided(id, Flow::Keep, &ENCODING_CHANGED, &entry, &pair.head.pointer, name);
        }
        headers(walk, id, &entry);
    }
}

/// Compares the headers that both sides describe.
fn headers<'d>(walk: &mut Walk<'d>, id: NodeId, entry: &Both<Option<At<'d>>>) {
    let listed = |at: &Option<At<'d>>| at.as_ref().and_then(|at| at.get("headers"));
    let (Some(base), Some(head)) = (listed(&entry.base), listed(&entry.head)) else {
        return;
    };
    for (name, base) in base.entries() {
        if let Some(head) = head.get(name) {
            walk.visit(id, Flow::Keep, What::Header, Both { base, head });
        }
    }
}

/// The media types that the property `name` may have.
fn content_types(document: &Value, media_type: &At<'_>, name: &str, encoding: &Value) -> BTreeSet<String> {
    let written = encoding.get("contentType").and_then(Value::as_str);
    let types = written.unwrap_or_else(|| default_type(document, property(document, media_type, name), 2));
    types.split(',').map(|text| text.trim().to_ascii_lowercase()).collect()
}

/// The schema of the property `name`.
fn property<'d>(document: &'d Value, media_type: &At<'d>, name: &str) -> Option<&'d Value> {
    let schema = openapi_document::view::resolve(document, media_type.value.get("schema")?)?;
    schema.get("properties")?.get(name)
}

/// How an array or object in a form is written, in words; `None` where `style` and `explode` have no effect.
fn styled(document: &Value, media_type: &At<'_>, name: &str, encoding: &Value) -> Option<String> {
    let is_form = media_type
        .pointer
        .last()?
        .to_ascii_lowercase()
        .starts_with("application/x-www-form-urlencoded");
    let schema = openapi_document::view::resolve(document, property(document, media_type, name)?)?;
    let kind = schema.get("type").and_then(Value::as_str)?;
    let is_structure = kind == "array" || kind == "object";
    (is_form && is_structure).then(|| format!("`{}` with `explode: {}`", style(encoding), explode(encoding)))
}

fn style(encoding: &Value) -> &str {
    encoding.get("style").and_then(Value::as_str).unwrap_or("form")
}

fn explode(encoding: &Value) -> bool {
    let written = encoding.get("explode").and_then(Value::as_bool);
    written.unwrap_or(style(encoding) == "form") || style(encoding) == "deepObject"
}

/// The default media type of OpenAPI for a part with this schema.
fn default_type(document: &Value, schema: Option<&Value>, depth: usize) -> &'static str {
    let Some(schema) = schema.and_then(|schema| openapi_document::view::resolve(document, schema)) else {
        return "text/plain";
    };
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    match text("type") {
        Some("object") => "application/json",
        Some("array") if depth > 0 => default_type(document, schema.get("items"), depth - 1),
        Some("string") if matches!(text("format"), Some("binary" | "base64")) => "application/octet-stream",
        Some("string") if text("contentEncoding").is_some() => "application/octet-stream",
        _ => "text/plain",
    }
}

/// Whether everything but the media type is the same.
fn is_written_alike<'d>(documents: &Both<&'d Value>, base: &'d Value, head: &'d Value) -> bool {
    let reserved = |value: &'d Value| value.get("allowReserved") == Some(&Value::Bool(true));
    let alike = style(base) == style(head) && explode(base) == explode(head) && reserved(base) == reserved(head);
    let names = |value: &'d Value| -> BTreeSet<String> {
        let headers = value.get("headers").and_then(Value::as_object);
        let names = headers.into_iter().flatten().map(|(name, _)| name.to_ascii_lowercase());
        names.filter(|name| name != "content-type").collect()
    };
    let known = |key: &&String| {
        !matches!(
            key.as_str(),
            "contentType" | "headers" | "style" | "explode" | "allowReserved"
        )
    };
    let others = |value: &'d Value| value.as_object().into_iter().flat_map(|map| map.keys().filter(known));
    let equal = |key: &String| match (base.get(key), head.get(key)) {
        (Some(base), Some(head)) => same(documents, base, head),
        _ => false,
    };
    alike && names(base) == names(head) && others(base).chain(others(head)).all(equal)
}
