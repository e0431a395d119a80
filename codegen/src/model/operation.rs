//! An operation of a document.

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

/// An operation of a document.
#[derive(Clone, Debug)]
pub(crate) struct OperationFacts {
    /// Its place in the document.
    pub(crate) pointer: Pointer,
    /// The path template of the document.
    pub(crate) template: String,
    /// The summary.
    pub(crate) summary: Option<String>,
    /// The description.
    pub(crate) description: Option<String>,
    /// Its `operationId`, or another id if that is missing or not usable.
    pub(crate) operation_id: String,
    /// The name of its method in the client.
    pub(crate) method_name: String,
    /// The name of its builder.
    pub(crate) builder: String,
    /// Whether the document marks it as deprecated.
    pub(crate) deprecated: bool,
    /// The HTTP method in capitals.
    pub(crate) method: String,
    /// The path template, split into its parts.
    pub(crate) path: Vec<PathPart>,
    /// The query in the path template, split into its parts.
    pub(crate) query: Vec<PathPart>,
    /// Its parameters.
    pub(crate) parameters: Vec<ParameterFacts>,
    /// The credentials that it requires.
    pub(crate) security: SecurityFacts,
    /// Its request body.
    pub(crate) request: Option<RequestFacts>,
    /// Its responses by status.
    pub(crate) responses: Vec<ResponseFacts>,
    /// The choices of a response's media type, the client's own choice first.
    pub(crate) choices: Vec<ChoiceFacts>,
    /// The type of its errors.
    pub(crate) error: Outcome,
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

    /// Reads an operation. The names of its own types are added to `taken`.
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
