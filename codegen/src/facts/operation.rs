//! What a document says of one operation.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::parameter::{self, ParameterFacts};
use super::path::{self, PathPart};
use super::request;
use super::response::{self, Outcome, ResponseFacts};
use super::security::{self, SecurityFacts};
use crate::lint::{Context, OperationNode};
use crate::lower::is_json;
use crate::names;
use crate::pointer::Pointer;

/// What a document says of one operation.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its `operationId`.
    pub operation_id: String,
    /// The name of the method that progenitor makes of it.
    pub method_name: String,
    /// The name of the builder that progenitor makes of it.
    pub builder: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template in its parts.
    pub path: Vec<PathPart>,
    /// Its parameters.
    pub parameters: Vec<ParameterFacts>,
    /// The credentials that it asks for.
    pub security: SecurityFacts,
    /// The media type of its request body, exactly as the document spells it; `None` where it has no body.
    pub request_media_type: Option<String>,
    /// The media types of its responses as the document spells them, the first mention first, for `Accept`.
    pub response_media_types: Vec<String>,
    /// Its responses by status.
    pub responses: Vec<ResponseFacts>,
    /// The type of its successes.
    pub success: Outcome,
    /// The type of its errors.
    pub error: Outcome,
}

impl OperationFacts {
    /// Reads an operation; the names that it gives to types of its own are free in `taken` and then are not.
    pub(super) fn of<'d>(
        context: &Context<'d>,
        operation: &OperationNode<'d>,
        taken: &mut BTreeSet<String>,
    ) -> Option<Self> {
        let operation_id = operation.map.get("operationId")?.as_str()?;
        let responses = response::responses(context, operation.map, &operation.pointer);
        let mut response_media_types = Vec::new();
        for (_, content) in &responses {
            let content = content.iter().copied();
            response_media_types.extend(content.flat_map(|content| accepted(context, content)));
        }
        let mut seen = HashSet::new();
        response_media_types.retain(|media_type| seen.insert(media_type.clone()));
        let responses: Vec<_> = responses.into_iter().map(|(response, _)| response).collect();
        let parameters = parameter::parameters(context, operation);
        let builder = names::builder_name(operation_id);
        let (success, error) = response::outcomes(&responses, &builder, taken);
        Some(Self {
            pointer: operation.pointer.clone(),
            operation_id: operation_id.to_owned(),
            method_name: names::method_name(operation_id),
            builder,
            method: operation.method.to_uppercase(),
            path: path::parts_of_path(&operation.path),
            security: security::of_operation(context, operation.map, &parameters),
            parameters,
            request_media_type: request::media_type(context, operation.map),
            response_media_types,
            responses,
            success,
            error,
        })
    }
}

/// The media types that the client can take of a response: where JSON is among them, JSON alone, since that is what it
/// decodes.
fn accepted(context: &Context<'_>, content: &Map<String, Value>) -> Vec<String> {
    match response::json(&context.document.value, content) {
        Some((chosen, _)) => {
            let names = content.keys().filter(|name| *name == chosen || is_json(name));
            names.cloned().collect()
        }
        None => content.keys().cloned().collect(),
    }
}
