//! The enumerations of what an operation answers, by status, and of what it sends, by media type.

use std::collections::BTreeMap;

use openapi_document::load::files;

use super::builders::Builder;
use super::code::Code;
use crate::docs;
use crate::model::{self, BodyFacts, OperationFacts, RequestFacts, ResponseBody, ResponseFacts};
use crate::schemas::{Definition, Form, OperationForms};

/// The type of a response's body.
pub(super) fn response_type(response: &ResponseFacts, form: Option<&Form>, module: &str) -> String {
    match response.body {
        ResponseBody::Empty => "()".to_owned(),
        ResponseBody::Raw => "support::ByteStream".to_owned(),
        ResponseBody::Text => "String".to_owned(),
        ResponseBody::Json => {
            let form = form.unwrap_or_else(|| unreachable!("a body that is JSON has a form"));
            form.rust_type(module).into_owned()
        }
    }
}

/// The form of each response of an operation, with the response.
pub(super) fn with_forms<'a>(
    operation: &'a OperationFacts,
    forms: &'a OperationForms,
) -> impl Iterator<Item = (&'a ResponseFacts, Option<&'a Form>)> {
    operation
        .responses
        .iter()
        .zip(forms.responses.iter().map(Option::as_ref))
}

/// The enumerations of an operation's own, for the module `types`.
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
    let groups = [
        (
            operation.success.union(),
            "succeeds",
            model::successes(&operation.responses),
        ),
        (operation.error.union(), "fails", model::errors(&operation.responses)),
    ];
    for (union, what, group) in groups {
        if let Some(union) = union {
            let is_in_group = |response: &ResponseFacts| group.iter().any(|one| std::ptr::eq(*one, response));
            let members = with_forms(operation, forms).filter(|(response, _)| is_in_group(response));
            responses(code, union, operation, what, &members.collect::<Vec<_>>());
        }
    }
}

fn responses(
    code: &mut Code,
    union: &str,
    operation: &OperationFacts,
    what: &str,
    members: &[(&ResponseFacts, Option<&Form>)],
) {
    let head = format!("What `{}` answers when it {what}, by status.", operation.operation_id);
    code.blank();
    code.docs(&format!(
        "{head}\n\n{}",
        docs::place(&operation.pointer.child("responses"))
    ));
    // A body that is read as it arrives can be neither copied nor compared.
    let is_plain = members.iter().all(|(response, _)| response.body != ResponseBody::Raw);
    code.line(if is_plain {
        "#[derive(Clone, Debug, PartialEq)]"
    } else {
        "#[derive(Debug)]"
    });
    code.line("#[non_exhaustive]");
    code.open(format!("pub enum {union} {{"));
    for (response, form) in members {
        code.docs(&docs::named(
            &format!("`{}`", response.status),
            response.description.as_deref(),
        ));
        let variant = response.status.variant();
        match response.body {
            ResponseBody::Empty => code.line(format!("{variant},")),
            _ => code.line(format!("{variant}({}),", response_type(response, *form, ""))),
        }
    }
    code.close("}");
}

/// A builder of the first body's type is accepted where the enumeration is.
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
        "What `{}` sends, by media type.\n\nIn the OpenAPI document: `{place}`.",
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
    // Most callers have a value of the first one.
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
