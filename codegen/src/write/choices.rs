//! The enumerations of an operation's responses, by status, and of its request bodies, by media type.

use std::collections::BTreeMap;

use openapi_document::load::files;

use super::builders::Builder;
use super::code::Code;
use crate::docs;
use crate::model::{
    self, BodyFacts, ChoiceFacts, ContentFacts, OperationFacts, RequestFacts, ResponseBody, ResponseFacts,
};
use crate::schemas::{Definition, Form, OperationForms};

/// A response with the media type that the caller has chosen.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    pub(super) response: &'a ResponseFacts,
    pub(super) content: &'a ContentFacts,
    pub(super) form: Option<&'a Form>,
}

impl<'a> Answer<'a> {
    /// The type of its body.
    pub(super) fn rust_type(self, module: &str) -> String {
        self.type_of(self.content.body, module)
    }

    /// The type of its body as an error.
    pub(super) fn error_type(self, module: &str) -> String {
        self.type_of(self.content.body.in_error(), module)
    }

    fn type_of(self, body: ResponseBody, module: &str) -> String {
        let form = || {
            let form = self.form;
            let form = form.unwrap_or_else(|| unreachable!("a body that is made of JSON has a form"));
            form.rust_type(module)
        };
        match body {
            ResponseBody::Empty => "()".to_owned(),
            ResponseBody::Raw => "support::ByteStream".to_owned(),
            ResponseBody::Text => "String".to_owned(),
            ResponseBody::Json => form().into_owned(),
            ResponseBody::Events if self.form.is_none() => "support::EventStream".to_owned(),
            ResponseBody::Events | ResponseBody::WholeEvents => format!("support::EventStream<{}>", form()),
            ResponseBody::JsonLines | ResponseBody::JsonRecords => format!("support::JsonStream<{}>", form()),
        }
    }

    /// The form of a body that is JSON as a whole.
    pub(super) fn json(self) -> Option<&'a Form> {
        self.form.filter(|_| self.content.body == ResponseBody::Json)
    }
}

/// The responses of an operation for a choice of media type, with their forms.
pub(super) fn answers<'a>(
    operation: &'a OperationFacts,
    forms: &'a OperationForms,
    choice: &'a ChoiceFacts,
) -> impl Iterator<Item = Answer<'a>> {
    let asked = operation.choices.iter().position(|known| std::ptr::eq(known, choice));
    let forms = asked.and_then(|asked| forms.responses.get(asked)).into_iter().flatten();
    let responses = operation.responses.iter().zip(forms);
    responses.map(|(response, form)| Answer {
        response,
        content: choice.content(response),
        form: form.as_ref(),
    })
}

/// Writes the enumerations of an operation, for the module `types`.
pub(super) fn write(
    code: &mut Code,
    operation: &OperationFacts,
    forms: &OperationForms,
    types: &BTreeMap<String, Definition>,
) {
    if let Some(request) = &operation.request
        && let Some(union) = &request.union
    {
        bodies(code, union, operation, request, &forms.bodies);
        body_builder(code, union, request, &forms.bodies, types);
    }
    for choice in &operation.choices {
        if let Some(union) = choice.success.union() {
            let requested = match &choice.media_type {
                None => String::new(),
                Some(media_type) => format!(" as `{media_type}`"),
            };
            let successes = model::successes(&operation.responses);
            let members = members(operation, forms, choice, &successes);
            let variants = members.map(|answer| (answer, answer.content.body, answer.rust_type("")));
            let what = format!("success responses of `{}`{requested}", operation.operation_id);
            responses(code, union, operation, &what, &variants.collect::<Vec<_>>());
        }
    }
    if let (Some(union), Some(choice)) = (operation.error.union(), operation.choices.first()) {
        let errors = model::errors(&operation.responses);
        let members = members(operation, forms, choice, &errors);
        let variants = members.map(|answer| (answer, answer.content.body.in_error(), answer.error_type("")));
        let what = format!("error responses of `{}`", operation.operation_id);
        responses(code, union, operation, &what, &variants.collect::<Vec<_>>());
    }
}

/// The responses in `group`.
fn members<'a>(
    operation: &'a OperationFacts,
    forms: &'a OperationForms,
    choice: &'a ChoiceFacts,
    group: &[&ResponseFacts],
) -> impl Iterator<Item = Answer<'a>> {
    answers(operation, forms, choice).filter(|answer| group.iter().any(|one| std::ptr::eq(*one, answer.response)))
}

fn responses(
    code: &mut Code,
    union: &str,
    operation: &OperationFacts,
    what: &str,
    variants: &[(Answer<'_>, ResponseBody, String)],
) {
    let head = format!("The {what}, by status.");
    code.blank();
    code.docs(&format!(
        "{head}\n\n{}",
        docs::place(&operation.pointer.child("responses"))
    ));
    // A streamed body can be neither copied nor compared.
    let is_plain = variants.iter().all(|(_, body, _)| !body.is_stream());
    code.line(if is_plain {
        "#[derive(Clone, Debug, PartialEq)]"
    } else {
        "#[derive(Debug)]"
    });
    code.line("#[non_exhaustive]");
    code.open(format!("pub enum {union} {{"));
    for (answer, body, rust_type) in variants {
        let response = answer.response;
        code.docs(&docs::named(
            &format!("`{}`", response.status),
            response.description.as_deref(),
        ));
        let variant = response.status.variant();
        match body {
            ResponseBody::Empty => code.line(format!("{variant},")),
            _ => code.line(format!("{variant}({rust_type}),")),
        }
    }
    code.close("}");
}

/// Writes the conversion from a builder of the first body's type to the enumeration.
fn body_builder(
    code: &mut Code,
    union: &str,
    request: &RequestFacts,
    forms: &[Form],
    types: &BTreeMap<String, Definition>,
) {
    if let (Some(body), Some(Form::Named(name))) = (request.bodies.first(), forms.first())
        && let Some(builder) = Builder::of(name, types)
    {
        builder.write_variant(code, union, &body.variant);
    }
}

fn bodies(code: &mut Code, union: &str, operation: &OperationFacts, request: &RequestFacts, forms: &[Form]) {
    let place = files::reference(&operation.pointer.child("requestBody"));
    code.blank();
    code.docs(&format!(
        "The request body of `{}`, by media type.\n\nIn the OpenAPI document: `{place}`.",
        operation.operation_id
    ));
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(format!("pub enum {union} {{"));
    let members: Vec<(&BodyFacts, &Form)> = request.bodies.iter().zip(forms).collect();
    for (body, form) in &members {
        code.docs(&format!("The body as `{}`.", body.media_type));
        code.line(format!("{}({}),", body.variant, form.rust_type("")));
    }
    code.close("}");
    // Most callers use the first media type.
    if let Some((body, form)) = members.first() {
        let of = form.rust_type("");
        code.blank();
        code.open(format!("impl From<{of}> for {union} {{"));
        code.open(format!("fn from(value: {of}) -> Self {{"));
        code.line(format!("Self::{}(value)", body.variant));
        code.close("}");
        code.close("}");
    }
}
