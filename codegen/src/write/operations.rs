//! An operation: the client's method, and the builder of its request.

use std::collections::BTreeSet;

use super::choices::{Answer, answers};
use super::code::Code;
use super::operation::Operation;
use super::send;
use super::setter::Setter;
use super::state::TypeState;
use crate::docs;
use crate::model::{self, ChoiceFacts, ParameterFacts, RequestFacts, ResponseBody, ResponseFacts, Status};
use crate::names;
use crate::schemas::Form;

/// A value of a request.
struct Argument<'a> {
    /// The name of its setter.
    name: &'a str,
    of: String,
    setter: Setter,
    docs: String,
}

impl<'a> Operation<'a> {
    fn arguments(&self) -> Vec<Argument<'a>> {
        let parameters = self.operation.parameters.iter().zip(&self.forms.parameters);
        let parameters = parameters.map(|(parameter, form)| Argument {
            name: &parameter.argument,
            of: form.rust_type("types::").into_owned(),
            setter: Setter::of(form, "types::", parameter.required, &self.operation.builder),
            docs: parameter_docs(parameter),
        });
        let body = self.operation.request.as_ref().map(|request| Argument {
            name: "body",
            of: self.body_type(request),
            setter: self.body_setter(request),
            docs: body_docs(request),
        });
        parameters.chain(body).collect()
    }

    fn has_arguments(&self) -> bool {
        !self.operation.parameters.is_empty() || self.operation.request.is_some()
    }

    fn body_type(&self, request: &RequestFacts) -> String {
        match (&request.union, self.forms.bodies.first()) {
            (Some(union), _) => format!("types::{union}"),
            (None, Some(form)) => form.rust_type("types::").into_owned(),
            (None, None) => unreachable!("a request body has a media type"),
        }
    }

    fn body_setter(&self, request: &RequestFacts) -> Setter {
        match (&request.union, self.forms.bodies.first()) {
            (None, Some(form)) => {
                // A body of null is not the same as none.
                let is_stored = request.required || matches!(form, Form::Nullable(_));
                Setter::of(form, "types::", is_stored, &self.operation.builder)
            }
            _ => Setter::conversion(&self.body_type(request), request.required, &self.operation.builder),
        }
    }

    /// The names of the required values.
    pub(super) fn required(&self) -> Vec<&'a str> {
        let parameters = self.operation.parameters.iter().filter(|parameter| parameter.required);
        let body = self.operation.request.as_ref().filter(|request| request.required);
        let parameters = parameters.map(|parameter| parameter.argument.as_str());
        parameters.chain(body.map(|_| "body")).collect()
    }

    fn state(&self) -> TypeState<'a> {
        TypeState::new(&self.operation.builder, self.required())
    }

    /// Writes the client's method.
    pub(super) fn write_method(&self, code: &mut Code) {
        let operation = self.operation;
        code.blank();
        code.docs(&self.method_docs());
        if operation.deprecated {
            code.line("#[deprecated]");
        }
        let (method, builder, state) = (&operation.method_name, &operation.builder, self.state().missing());
        code.open(format!("pub fn {method}(&self) -> builder::{builder}<'_, {state}> {{"));
        let values = if self.has_arguments() {
            " values: Default::default(),"
        } else {
            ""
        };
        code.line(format!(
            "builder::{builder} {{ client: self,{values} state: PhantomData }}"
        ));
        code.close("}");
    }

    fn method_docs(&self) -> String {
        let operation = self.operation;
        let mut parts: Vec<String> = [&operation.summary, &operation.description]
            .into_iter()
            .flatten()
            .map(|text| docs::closed(text).into_owned())
            .filter(|text| !text.is_empty())
            .collect();
        let mut request = format!("Sends a `{}` request to `{}`.", operation.method, operation.template);
        let required: Vec<_> = self.required().into_iter().map(|name| format!("`{name}`")).collect();
        if !required.is_empty() {
            request.push_str(&format!(" Required: {}.", required.join(", ")));
        }
        parts.push(request);
        // Statuses with the same type share a line.
        let mut listed: Vec<(String, String)> = Vec::new();
        let usual = operation.choices.first().into_iter();
        for answer in usual.flat_map(|choice| answers(operation, self.forms, choice)) {
            let (status, body) = (format!("`{}`", answer.response.status), self.body_link(answer));
            match listed.iter_mut().find(|(_, known)| *known == body) {
                Some((statuses, _)) => statuses.push_str(&format!(", {status}")),
                None => listed.push((status, body)),
            }
        }
        let listed: Vec<_> = listed
            .into_iter()
            .map(|(statuses, body)| format!("- {statuses}: {body}"))
            .collect();
        if !listed.is_empty() {
            parts.push(format!("Responses by status:\n{}", listed.join("\n")));
        }
        let (builder, others) = (&operation.builder, operation.choices.iter().skip(1));
        let others = others.filter_map(|choice| {
            let (media_type, method) = (choice.media_type.as_ref()?, &choice.method);
            Some(format!("- `{media_type}`: [`{method}`](builder::{builder}::{method})"))
        });
        let others: Vec<_> = others.collect();
        if !others.is_empty() {
            parts.push(format!(
                "Instead of `send`, by what a success is to be:\n{}",
                others.join("\n")
            ));
        }
        parts.push(docs::place(&operation.pointer));
        parts.join("\n\n")
    }

    /// Writes the builder, for the module `builder`.
    pub(super) fn write_builder(&self, code: &mut Code) {
        let (operation, state) = (self.operation, self.state());
        let (method, builder) = (&operation.method_name, &operation.builder);
        code.blank();
        code.line(format!(
            "/// Builder of the request of [`Client::{method}`](super::Client::{method})."
        ));
        code.line("#[derive(Clone, Debug)]");
        code.line("#[must_use = \"nothing is sent before `.send()`\"]");
        code.open(format!("pub struct {builder}<'a, {}> {{", state.whole()));
        code.line("pub(super) client: &'a super::Client,");
        if self.has_arguments() {
            code.line(format!("pub(super) values: values::{builder},"));
        }
        code.line(format!("pub(super) state: PhantomData<{}>,", state.whole()));
        code.close("}");
        code.blank();
        let parameters = state.parameters();
        let separator = if parameters.is_empty() { "" } else { ", " };
        code.open(format!(
            "impl<'a{separator}{parameters}> {builder}<'a, {}> {{",
            state.any()
        ));
        for argument in self.arguments() {
            self.write_setter(code, &argument, &state);
        }
        match self.operation.choices.as_slice() {
            [only] => self.write_send(code, &state, only, None),
            several => {
                let common = self.common();
                several
                    .iter()
                    .for_each(|choice| self.write_send(code, &state, choice, Some(&common)));
                code.blank();
                let output = format!("Result<{}, support::Fault>", send::common_type(self));
                let signature = format!("async fn {common}(self, accept: &'static str) -> {output}");
                state.open_where(code, &signature);
                send::write_common(self, code);
                code.close("}");
            }
        }
        code.close("}");
    }

    /// The name of a private method.
    fn common(&self) -> String {
        let arguments = self.arguments();
        let methods = self.operation.choices.iter().map(|choice| choice.method.clone());
        let mut taken: BTreeSet<_> = arguments.iter().map(|argument| argument.name.to_owned()).collect();
        taken.extend(methods);
        names::free("answer", "_", &mut taken)
    }

    fn write_setter(&self, code: &mut Code, argument: &Argument<'_>, state: &TypeState<'_>) {
        let (name, builder) = (argument.name, &self.operation.builder);
        let Setter {
            parameters,
            argument: taken,
            value,
        } = &argument.setter;
        code.blank();
        code.docs(&argument.docs);
        if let Some(behind) = state.behind(name) {
            code.open(format!(
                "pub fn {name}{parameters}(mut self, value: {taken}) -> {builder}<'a, {behind}> {{"
            ));
            code.line(format!("self.values.{name} = {value};"));
            code.line(format!(
                "{builder} {{ client: self.client, values: self.values, state: PhantomData }}"
            ));
        } else {
            code.open(format!(
                "pub fn {name}{parameters}(mut self, value: {taken}) -> Self {{"
            ));
            code.line(format!("self.values.{name} = {value};"));
            code.line("self");
        }
        code.close("}");
    }

    fn write_send(&self, code: &mut Code, state: &TypeState<'_>, choice: &ChoiceFacts, common: Option<&str>) {
        code.blank();
        match &choice.media_type {
            None => code.line("/// Sends the request."),
            Some(media_type) => code.docs(&format!("Sends the request, and asks for a success of `{media_type}`.")),
        }
        let (success, error) = (self.success_type(choice), self.error_type());
        let output = format!("Result<support::ResponseValue<{success}>, support::Error<{error}>>");
        state.open_where(code, &format!("pub async fn {}(self) -> {output}", choice.method));
        match common {
            None => send::write(self, choice, code),
            Some(common) => send::write_choice(self, choice, common, code),
        }
        code.close("}");
    }

    /// The type of a success.
    pub(super) fn success_type(&self, choice: &ChoiceFacts) -> String {
        let group = model::successes(&self.operation.responses);
        match choice.success.union() {
            Some(union) => format!("types::{union}"),
            // A response that the document does not describe is bytes.
            None => {
                let answer = self.answer(choice, group.first().copied());
                answer.map_or_else(
                    || "support::ByteStream".to_owned(),
                    |answer| answer.rust_type("types::"),
                )
            }
        }
    }

    /// The type of an error.
    fn error_type(&self) -> String {
        let group = model::errors(&self.operation.responses);
        match self.operation.error.union() {
            Some(union) => format!("types::{union}"),
            None => {
                let choice = self.operation.choices.first();
                let answer = choice.and_then(|choice| self.answer(choice, group.first().copied()));
                answer.map_or_else(|| "()".to_owned(), |answer| answer.error_type("types::"))
            }
        }
    }

    fn answer(&self, choice: &'a ChoiceFacts, response: Option<&ResponseFacts>) -> Option<Answer<'a>> {
        let response = response?;
        let mut all = answers(self.operation, self.forms, choice);
        all.find(|answer| std::ptr::eq(answer.response, response))
    }

    /// The description of a response's body in the documentation.
    fn body_link(&self, answer: Answer<'_>) -> String {
        let successes = model::successes(&self.operation.responses);
        let is_success = successes.iter().any(|success| std::ptr::eq(*success, answer.response));
        let body = answer.content.body;
        let item = || match answer.form {
            Some(Form::Named(name)) => format!("[`{name}`](types::{name})"),
            Some(form) => format!("`{}`", form.rust_type("types::")),
            None => "text".to_owned(),
        };
        match if is_success { body } else { body.in_error() } {
            ResponseBody::Empty => "no body".to_owned(),
            ResponseBody::Raw => "bytes".to_owned(),
            ResponseBody::Text => "text".to_owned(),
            ResponseBody::Json => item(),
            ResponseBody::Events | ResponseBody::WholeEvents => format!("events of {}", item()),
            ResponseBody::JsonLines | ResponseBody::JsonRecords => format!("a stream of {}", item()),
        }
    }

    /// Writes the struct of the set values, for the module `builder::values`.
    pub(super) fn write_values(&self, code: &mut Code) {
        if !self.has_arguments() {
            return;
        }
        code.blank();
        code.line("#[derive(Clone, Debug, Default)]");
        code.open(format!("pub struct {} {{", self.operation.builder));
        for argument in self.arguments() {
            code.line(format!("pub {}: Option<{}>,", argument.name, argument.of));
        }
        code.close("}");
    }

    /// Whether a `default` response also covers successes.
    pub(super) fn default_succeeds(&self) -> bool {
        let successes = model::successes(&self.operation.responses);
        successes.iter().any(|response| response.status == Status::Default)
    }
}

fn parameter_docs(parameter: &ParameterFacts) -> String {
    let need = if parameter.required { "required" } else { "optional" };
    let head = format!("The {} parameter `{}` ({need})", parameter.location, parameter.name);
    docs::named(&head, parameter.description.as_deref())
}

fn body_docs(request: &RequestFacts) -> String {
    let need = if request.required { "required" } else { "optional" };
    let head = match request.single() {
        Some(body) => format!("The request body ({need}), sent as `{}`", body.sent_as),
        None => format!("The request body ({need}), with one of several media types"),
    };
    docs::named(&head, request.description.as_deref())
}
