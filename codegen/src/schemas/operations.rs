//! What the parameters, bodies and answers of operations are.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::define::{Definition, DefinitionKind, Field};
use super::form::Form;
use super::name::Hint;
use super::resolve::{Remark, Resolver};
use crate::model::{self, BodyFacts, BodyKind, OperationFacts, Outcome, ParameterFacts, PartKind, ResponseFacts};
use crate::names;

/// The forms of what an operation takes and gives, each list in the order of the operation's own.
#[derive(Clone, Debug)]
pub(crate) struct OperationForms {
    /// Of its parameters. None of them is null: a parameter that is not there is left out.
    pub(crate) parameters: Vec<Form>,
    /// Of the media types of its request body.
    pub(crate) bodies: Vec<Form>,
    /// Of its responses; `None` for a body that is no JSON.
    pub(crate) responses: Vec<Option<Form>>,
}

/// What an operation's parameters, bodies and answers are, in the resolver that the types go to.
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

    /// What the schema at `place` is. A type without a name is called as `hint` has it. A part of a component is called after
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
            BodyKind::Text => "a text",
            _ => "bytes",
        };
        let what = format!(
            "the client takes a body of `{}` as {what}, not as its schema",
            body.media_type
        );
        self.resolver
            .remark(Remark::degraded(body.pointer.child("schema"), what));
    }

    /// The type of a form in which there are files: it is the generator's own, since no schema has uploads.
    fn multipart(&mut self, body: &BodyFacts) -> Form {
        let named = || body.parts.iter().filter_map(|part| part.name.as_deref());
        let idents = names::identifiers(named(), names::field_name, &["build", super::define::REST]);
        let (mut fields, mut rest) = (Vec::new(), None);
        for part in &body.parts {
            let (place, schema) = &part.schema;
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
                    default: None,
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
        };
        self.resolver.definitions.insert(body.type_name.clone(), definition);
        Form::Named(body.type_name.clone())
    }

    fn responses(&mut self) -> Vec<Option<Form>> {
        let operation = self.operation;
        for response in &operation.responses {
            self.remark_on_response(response);
        }
        let successes = model::successes(&operation.responses);
        let errors = model::errors(&operation.responses);
        let mut forms = Vec::new();
        for response in &operation.responses {
            let is_in = |group: &[&ResponseFacts]| group.iter().any(|other| std::ptr::eq(*other, response));
            // A `default` response can be both; it has one type.
            let (outcome, group, word) = if is_in(&successes) {
                (&operation.success, &successes, "response")
            } else if is_in(&errors) {
                (&operation.error, &errors, "error")
            } else {
                forms.push(None);
                continue;
            };
            forms.push(self.response(response, outcome, group, word));
        }
        forms
    }

    fn response(
        &mut self,
        response: &ResponseFacts,
        outcome: &Outcome,
        group: &[&ResponseFacts],
        word: &str,
    ) -> Option<Form> {
        // Of several that are the same but for where they stand, the first is the type of all.
        let said_by = match outcome {
            Outcome::Single => *group.first()?,
            Outcome::Union(_) => response,
        };
        let (place, _) = said_by.schema.as_ref()?;
        let key = response.status.variant().to_lowercase();
        let hint = match outcome {
            Outcome::Union(union) => Hint::Inner(union, &key),
            Outcome::Single => Hint::Operation(&self.operation.operation_id, word),
        };
        Some(self.at(place, hint))
    }

    fn remark_on_response(&mut self, response: &ResponseFacts) {
        if let Some((media_type, place)) = &response.untyped {
            let what = match response.body {
                model::ResponseBody::Text => "a text",
                _ => "bytes",
            };
            let what = format!("the client gives a body of `{media_type}` as {what}, not as its schema");
            self.resolver.remark(Remark::degraded(place.clone(), what));
        }
    }
}

/// The path of a Path Item Object that has a parameter at `place`, outside of its operations.
fn shared_by_path(place: &Pointer) -> Option<String> {
    let mut tokens = place.tokens();
    let (paths, path, parameters) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (paths == "paths" && parameters == "parameters").then_some(path)
}

/// The names of the types that requests and responses hold.
pub(super) fn directions(operations: &[OperationForms]) -> (BTreeSet<String>, BTreeSet<String>) {
    let name = |form: &Form| form.name_inside().map(ToOwned::to_owned);
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for forms in operations {
        sent.extend(forms.parameters.iter().chain(&forms.bodies).filter_map(name));
        received.extend(forms.responses.iter().flatten().filter_map(name));
    }
    (sent, received)
}
