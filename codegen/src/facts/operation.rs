//! What a document says of one operation.

use super::parameter::ParameterFacts;
use super::path::{self, PathPart};
use super::request;
use super::response::{self, ResponseFacts};
use crate::lint::{Context, OperationNode};
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
    /// The media type of its request body, exactly as the document spells it; `None` where it has no body.
    pub request_media_type: Option<String>,
    /// The media types of its responses as the document spells them, the first mention first, for `Accept`.
    pub response_media_types: Vec<String>,
    /// Its responses by status.
    pub responses: Vec<ResponseFacts>,
}

impl OperationFacts {
    pub(super) fn of<'d>(context: &Context<'d>, operation: &OperationNode<'d>) -> Option<Self> {
        let operation_id = operation.map.get("operationId")?.as_str()?;
        let responses = response::responses(context, operation.map);
        let mut response_media_types = Vec::new();
        for (_, content) in &responses {
            response_media_types.extend(content.iter().flat_map(|content| content.keys()).cloned());
        }
        let mut seen = std::collections::HashSet::new();
        response_media_types.retain(|media_type| seen.insert(media_type.clone()));
        Some(Self {
            pointer: operation.pointer.clone(),
            operation_id: operation_id.to_owned(),
            method_name: names::method_name(operation_id),
            builder: names::builder_name(operation_id),
            method: operation.method.to_uppercase(),
            path: path::parts(&operation.path),
            parameters: context
                .parameters(operation)
                .iter()
                .map(|node| ParameterFacts::of(context, node))
                .collect(),
            request_media_type: request::media_type(context, operation.map),
            response_media_types,
            responses: responses
                .into_iter()
                .map(|(status, content)| ResponseFacts::of(status, content))
                .collect(),
        })
    }
}
