//! What a document says of one operation.

use std::collections::BTreeSet;

use openapi_document::grammar::METHODS;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode};
use serde_json::Value;

use super::choice::{self, ChoiceFacts};
use super::naming::{self, Naming};
use super::parameter::{self, ParameterFacts};
use super::path::{self, PathPart};
use super::request::RequestFacts;
use super::response::{self, Outcome, ResponseFacts};
use super::security::{self, SecurityFacts};

/// What a document says of one operation.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// Where it stands.
    pub pointer: Pointer,
    /// The path template as the document has it.
    pub template: String,
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Its `operationId`, or the id that it has been given for want of a usable one.
    pub operation_id: String,
    /// The name of the client's method for it.
    pub method_name: String,
    /// The name of its builder.
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
    /// Its responses by status.
    pub responses: Vec<ResponseFacts>,
    /// The ways to ask for its answers, the client's own first.
    pub choices: Vec<ChoiceFacts>,
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
    fn of<'d>(
        context: &Context<'d>,
        operation: &OperationNode<'d>,
        naming: Naming,
        taken: &mut BTreeSet<String>,
    ) -> Self {
        let responses = response::responses(context, operation);
        let Naming {
            id, method, builder, ..
        } = naming;
        let parameters = parameter::parameters(context, operation);
        let arguments = parameters.iter().map(|parameter| parameter.argument.as_str());
        let choices = choice::choices(&responses, &builder, taken, arguments);
        let error = response::error_outcome(&responses, &format!("{builder}Error"), taken);
        let request = RequestFacts::of(context, operation, &builder, taken);
        let is_path = |name: &str| {
            let mut parameters = parameters.iter();
            parameters.any(|parameter| parameter.location == "path" && parameter.name == name)
        };
        let text = |key: &str| operation.map.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let template = path::template(&operation.path, is_path);
        Self {
            pointer: operation.pointer.clone(),
            template: operation.path.clone(),
            summary: text("summary"),
            description: text("description"),
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
            responses,
            choices,
            error,
        }
    }
}
