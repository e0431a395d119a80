//! What a document says of a request body.

use serde_json::{Map, Value};

use crate::lint::Context;

pub(super) fn media_type<'d>(context: &Context<'d>, operation: &'d Map<String, Value>) -> Option<String> {
    let body = context.resolve(operation.get("requestBody")?)?;
    body.get("content")?.as_object()?.keys().next().cloned()
}
