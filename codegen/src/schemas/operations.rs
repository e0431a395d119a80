//! The types of the parameters, bodies and responses of operations.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::definition::{Definition, DefinitionKind, Field};
use super::form::Form;
use super::gather::gather;
use super::name::Hint;
use super::part::Part;
use super::resolver::{Remark, Resolver};
use crate::model::{
    self, BodyFacts, BodyKind, ChoiceFacts, ContentFacts, OperationFacts, Outcome, ParameterFacts, PartKind,
    ResponseBody, ResponseFacts,
};
use crate::names;

/// The types of an operation's parameters, bodies and responses, each list in the operation's order.
#[derive(Clone, Debug)]
pub(crate) struct OperationForms {
    /// The types of its parameters. None is nullable: an absent parameter is omitted.
    pub(crate) parameters: Vec<Form>,
    /// The types of its request body, one for each media type.
    pub(crate) bodies: Vec<Form>,
    /// The types of its responses, for each choice of a media type; `None` for a body without a schema that the client uses.
    pub(crate) responses: Vec<Vec<Option<Form>>>,
}

/// Resolves the types of an operation's parameters, bodies and responses.
pub(super) fn forms(resolver: &mut Resolver<'_>, operation: &OperationFacts) -> OperationForms {
    let mut forms = Forms { resolver, operation };
    OperationForms {
        parameters: operation
            .parameters
            .iter()
            .map(|parameter| forms.parameter(parameter))
            .collect(),
        bodies: forms.bodies(),
        responses: forms.responses(),
    }
}

struct Forms<'r, 'd, 'o> {
    resolver: &'r mut Resolver<'d>,
    operation: &'o OperationFacts,
}

impl Forms<'_, '_, '_> {
    fn parameter(&mut self, parameter: &ParameterFacts) -> Form {
        match &parameter.schema {
            Some(place) => {
                let path = shared_by_path(place).filter(|_| !place.is_within(&self.operation.pointer));
                let owner = path.as_deref().unwrap_or(&self.operation.operation_id);
                self.at(place, Hint::Operation(owner, &parameter.name)).not_null()
            }
            None if parameter.json => Form::Any,
            None if parameter.secret => Form::Secret,
            None => Form::Text,
        }
    }

    /// The form of the schema at `place`. `hint` names a type that has no name. A part of a component is named after
    /// the component, since operations share it.
    fn at(&mut self, place: &Pointer, hint: Hint<'_>) -> Form {
        let is_shared = !place.is_within(&self.operation.pointer) && shared_by_path(place).is_none();
        self.resolver
            .at(place, if is_shared { Hint::Place(place) } else { hint })
    }

    fn bodies(&mut self) -> Vec<Form> {
        let Some(request) = &self.operation.request else {
            return Vec::new();
        };
        let mut forms = Vec::new();
        for body in &request.bodies {
            let key = names::field_name(&body.variant);
            let hint = match &request.union {
                Some(union) => Hint::Inner(union, &key),
                None => Hint::Operation(&self.operation.operation_id, "body"),
            };
            forms.push(self.body(body, hint));
            if body.is_untyped && request.is_degraded() {
                self.degrade_body(body);
            }
        }
        forms
    }

    fn body(&mut self, body: &BodyFacts, hint: Hint<'_>) -> Form {
        match (body.kind, &body.schema) {
            (BodyKind::Text, _) => Form::Text,
            (BodyKind::Bytes, _) => Form::Upload,
            _ if !body.parts.is_empty() => self.multipart(body),
            (BodyKind::Form | BodyKind::Multipart, None) => Form::Map(Box::new(Form::Text)),
            (BodyKind::Json, None) => Form::Any,
            (_, Some((place, _))) => self.at(place, hint),
        }
    }

    fn degrade_body(&mut self, body: &BodyFacts) {
        let what = match body.kind {
            BodyKind::Text => "a string",
            _ => "bytes",
        };
        let what = format!(
            "the client takes a body of type `{}` as {what}, not as the type of its schema",
            body.media_type
        );
        self.resolver
            .remark(Remark::degraded(body.pointer.child("schema"), what));
    }

    /// The type of a multipart form with files. It is made for the body, since no schema has uploads.
    fn multipart(&mut self, body: &BodyFacts) -> Form {
        let named = || body.parts.iter().filter_map(|part| part.name.as_deref());
        let idents = names::identifiers(named(), names::field_name, &["build", super::definition::REST]);
        let (mut fields, mut rest) = (Vec::new(), None);
        let document = self.resolver.document;
        for part in &body.parts {
            let (place, schema) = &part.schema;
            if gather(document, &[Part::new(place.clone(), schema)]).read_only {
                continue;
            }
            let key = part.name.as_deref().unwrap_or("value");
            let form = match part.kind {
                PartKind::File => Form::Upload,
                PartKind::Files => Form::List(Box::new(Form::Upload)),
                PartKind::Value => self.resolver.at(place, Hint::Inner(&body.type_name, key)),
            };
            match part.name.as_deref().and_then(|name| idents.get_key_value(name)) {
                Some((key, ident)) => fields.push(Field {
                    key: (*key).to_owned(),
                    ident: ident.clone(),
                    form,
                    required: part.required,
                    is_read_only: false,
                    is_write_only: false,
                    is_boxed: false,
                    description: schema.get("description").and_then(Value::as_str).map(ToOwned::to_owned),
                    deprecated: false,
                    constant: None,
                    listed: Vec::new(),
                    default: None,
                    distinguishes_null: false,
                    must_be_present: false,
                    is_demanded: false,
                }),
                None => rest = Some(form),
            }
        }
        let definition = Definition {
            place: body
                .schema
                .as_ref()
                .map_or_else(|| body.pointer.clone(), |(place, _)| place.clone()),
            description: None,
            deprecated: false,
            has_builder: true,
            kind: DefinitionKind::Object { fields, rest },
            numbers: Vec::new(),
        };
        self.resolver.definitions.insert(body.type_name.clone(), definition);
        Form::Named(body.type_name.clone())
    }

    fn responses(&mut self) -> Vec<Vec<Option<Form>>> {
        let operation = self.operation;
        for response in &operation.responses {
            for content in response.others.iter().chain([&response.content]) {
                self.remark_on_content(content);
            }
        }
        let choices = operation.choices.iter();
        choices.map(|choice| self.responses_to(choice)).collect()
    }

    /// The types of the responses for one choice of a media type.
    fn responses_to(&mut self, choice: &ChoiceFacts) -> Vec<Option<Form>> {
        let operation = self.operation;
        let successes = model::successes(&operation.responses);
        let errors = model::errors(&operation.responses);
        let mut forms = Vec::new();
        for response in &operation.responses {
            let is_in = |group: &[&ResponseFacts]| group.iter().any(|other| std::ptr::eq(*other, response));
            // A `default` response can be a success and an error. It has one type.
            let form = if is_in(&successes) {
                // Schemas that only differ in their places have the type of the first one.
                let said_by = match &choice.success {
                    Outcome::Single => successes.first().copied().unwrap_or(response),
                    Outcome::Union(_) => response,
                };
                self.response(response, choice.content(said_by), &choice.success, "response")
            } else if is_in(&errors) {
                let said_by = match &operation.error {
                    Outcome::Single => errors.first().copied().unwrap_or(response),
                    Outcome::Union(_) => response,
                };
                let content = Some(&said_by.content).filter(|content| content.body == ResponseBody::Json);
                content.and_then(|content| self.response(response, content, &operation.error, "error"))
            } else {
                None
            };
            forms.push(form);
        }
        forms
    }

    fn response(
        &mut self,
        response: &ResponseFacts,
        content: &ContentFacts,
        outcome: &Outcome,
        word: &str,
    ) -> Option<Form> {
        let (place, _) = content.schema.as_ref()?;
        let key = response.status.variant().to_lowercase();
        let word = match content.body {
            ResponseBody::Events | ResponseBody::WholeEvents => "event",
            ResponseBody::JsonLines | ResponseBody::JsonRecords => "item",
            _ => word,
        };
        let hint = match outcome {
            Outcome::Union(union) => Hint::Inner(union, &key),
            Outcome::Single => Hint::Operation(&self.operation.operation_id, word),
        };
        Some(self.at(place, hint))
    }

    fn remark_on_content(&mut self, content: &ContentFacts) {
        let Some((media_type, place)) = &content.untyped else {
            return;
        };
        let what = match content.body {
            ResponseBody::Text => {
                format!("the client returns a body of type `{media_type}` as a string, not as the type of its schema")
            }
            _ => format!("the client returns a body of type `{media_type}` as bytes, not as the type of its schema"),
        };
        self.resolver.remark(Remark::degraded(place.clone(), what));
    }
}

/// Decides the types of the items of streams, when all types are known. The data of an event is text if its schema is a
/// string or empty. A string schema for a media type of JSON values describes the whole body, not its items.
pub(super) fn set_stream_types(
    operation: &OperationFacts,
    forms: &mut OperationForms,
    types: &BTreeMap<String, Definition>,
) {
    for (choice, forms) in operation.choices.iter().zip(&mut forms.responses) {
        for (response, form) in operation.responses.iter().zip(forms) {
            let is_text = form.as_ref().is_some_and(|form| is_text(form, types));
            match choice.content(response).body {
                ResponseBody::Events if is_text || *form == Some(Form::Any) => *form = None,
                ResponseBody::JsonLines | ResponseBody::JsonRecords if is_text || form.is_none() => {
                    *form = Some(Form::Any);
                }
                _ => {}
            }
        }
    }
}

/// Whether a value of this form is a text.
fn is_text(form: &Form, types: &BTreeMap<String, Definition>) -> bool {
    match form {
        Form::Text | Form::Secret => true,
        Form::Nullable(inner) => is_text(inner, types),
        Form::Named(name) => match types.get(name).map(|definition| &definition.kind) {
            Some(DefinitionKind::Texts(_)) => true,
            // Aliases of aliases have been shortened.
            Some(DefinitionKind::Alias(Form::Text | Form::Secret)) => true,
            Some(DefinitionKind::Alias(Form::Named(name))) => {
                let end = types.get(name).map(|definition| &definition.kind);
                matches!(end, Some(DefinitionKind::Texts(_)))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The path of a Path Item Object that has a parameter at `place`, outside of its operations.
fn shared_by_path(place: &Pointer) -> Option<String> {
    let mut tokens = place.tokens();
    let (paths, path, parameters) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (paths == "paths" && parameters == "parameters").then_some(path)
}

/// The names of the types that requests and responses contain.
pub(super) fn directions(operations: &[OperationForms]) -> (BTreeSet<String>, BTreeSet<String>) {
    let name = |form: &Form| form.name_inside().map(ToOwned::to_owned);
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for forms in operations {
        sent.extend(forms.parameters.iter().chain(&forms.bodies).filter_map(name));
        received.extend(forms.responses.iter().flatten().flatten().filter_map(name));
    }
    (sent, received)
}
