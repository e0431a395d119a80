//! What a document says of one operation.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::naming::{self, Naming};
use super::parameter::{self, ParameterFacts};
use super::path::{self, PathPart};
use super::request::RequestFacts;
use super::response::{self, Outcome, ResponseFacts};
use super::security::{self, SecurityFacts};
use crate::lint::{Context, OperationNode};
use crate::media;
use crate::pointer::Pointer;
use crate::shape::METHODS;

/// What a document says of one operation.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// Where it stands.
    pub pointer: Pointer,
    /// The path template under which the lowered document has it.
    pub lowered_path: String,
    /// Its `operationId`, or the id that it has been given for want of a usable one.
    pub operation_id: String,
    /// The name of the method that progenitor makes of it.
    pub method_name: String,
    /// The name of the builder that progenitor makes of it.
    pub builder: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template in its parts.
    pub path: Vec<PathPart>,
    /// The query that the document writes into the path, in its parts.
    pub query: Vec<PathPart>,
    /// Its parameters.
    pub parameters: Vec<ParameterFacts>,
    /// The credentials that it asks for.
    pub security: SecurityFacts,
    /// Its request body.
    pub request: Option<RequestFacts>,
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
    /// Reads all operations, by path and then in the specification's order of methods.
    pub(super) fn all(context: &Context<'_>, taken: &mut BTreeSet<String>) -> Vec<Self> {
        let mut nodes: Vec<_> = context.operations().collect();
        let rank = |method: &str| METHODS.iter().position(|known| *known == method);
        nodes.sort_by(|a, b| (&a.path, rank(a.method)).cmp(&(&b.path, rank(b.method))));
        let names = naming::naming(&nodes);
        let named = nodes.iter().zip(names);
        named
            .map(|(node, naming)| Self::of(context, node, naming, taken))
            .collect()
    }

    /// Reads an operation; the names that it gives to types of its own are free in `taken` and then are not.
    pub(super) fn of<'d>(
        context: &Context<'d>,
        operation: &OperationNode<'d>,
        naming: Naming,
        taken: &mut BTreeSet<String>,
    ) -> Self {
        let responses = response::responses(context, operation);
        let mut response_media_types = Vec::new();
        for (_, content) in &responses {
            let content = content.iter().copied();
            response_media_types.extend(content.flat_map(|content| accepted(context, content)));
        }
        let mut seen = HashSet::new();
        response_media_types.retain(|media_type| seen.insert(media_type.clone()));
        let responses: Vec<_> = responses.into_iter().map(|(response, _)| response).collect();
        let Naming {
            id, method, builder, ..
        } = naming;
        let (success, error) = response::outcomes(&responses, &builder, taken);
        let request = RequestFacts::of(context, operation, &builder, taken);
        let parameters = parameter::parameters(context, operation);
        let is_path = |name: &str| {
            let mut parameters = parameters.iter();
            parameters.any(|parameter| parameter.location == "path" && parameter.name == name)
        };
        let template = path::template(&operation.path, is_path);
        Self {
            pointer: operation.pointer.clone(),
            lowered_path: lowered_path(&template, &parameters),
            operation_id: id,
            method_name: method,
            builder,
            deprecated: operation.map.get("deprecated") == Some(&Value::Bool(true)),
            method: operation.method.to_uppercase(),
            path: template.path,
            query: template.query,
            security: security::of_operation(context, operation.map, &parameters),
            parameters,
            request,
            response_media_types,
            responses,
            success,
            error,
        }
    }

    /// Where it stands in the lowered document.
    #[must_use]
    pub fn lowered(&self) -> Pointer {
        let path = Pointer::root().child("paths").child(&self.lowered_path);
        path.child(self.method.to_lowercase())
    }
}

/// The path template as progenitor is to read it: its parameters called as the arguments are, each of them once.
fn lowered_path(template: &path::Template, parameters: &[ParameterFacts]) -> String {
    let mut path = String::new();
    let mut seen = Vec::new();
    let query = template
        .query
        .iter()
        .filter(|part| matches!(part, PathPart::Parameter(_)));
    for part in template.path.iter().chain(query) {
        let name = match part {
            PathPart::Literal(text) => {
                path.push_str(&text.replace(['{', '}'], "_"));
                continue;
            }
            PathPart::Parameter(name) => name,
        };
        if seen.contains(&name) {
            path.push('_');
            continue;
        }
        seen.push(name);
        let mut known = parameters.iter();
        let known = known.find(|parameter| parameter.location == "path" && parameter.name == *name);
        path.push('{');
        path.push_str(known.map_or(name, |parameter| &parameter.lowered_name));
        path.push('}');
    }
    path
}

/// Paths that have become one by what lowering takes off them get something that tells them apart; it is never sent.
pub(super) fn tell_paths_apart(operations: &mut [OperationFacts]) {
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    for operation in operations {
        let path = operation.lowered_path.clone();
        let mut number = 2;
        while !taken.insert((operation.lowered_path.clone(), operation.method.clone())) {
            operation.lowered_path = format!("{path}#{number}");
            number += 1;
        }
    }
}

/// The media types that the client can take of a response: where JSON is among them, JSON alone, since that is what it
/// decodes.
fn accepted(context: &Context<'_>, content: &Map<String, Value>) -> Vec<String> {
    match response::json(&context.document.value, content) {
        Some((chosen, _)) => {
            let names = content.keys().filter(|name| *name == chosen || media::is_json(name));
            names.cloned().collect()
        }
        None => content.keys().cloned().collect(),
    }
}
