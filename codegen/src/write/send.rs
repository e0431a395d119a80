//! The body of `send`: it builds the request with `crate::support`, and reads the response by status.

use openapi_document::media;

use super::choices::{Answer, answers};
use super::code::{Code, literal};
use super::operation::Operation;
use crate::model::{
    self, BodyFacts, BodyKind, ChoiceFacts, ContentFacts, FieldStyle, ParameterFacts, PathPart, RequestFacts,
    ResponseBody, ResponseFacts, Status, Style,
};
use crate::schemas::{DefinitionKind, Field, Form};

/// Writes the statements of `send` where there is one way to ask for the answers.
pub(super) fn write(operation: &Operation<'_>, choice: &ChoiceFacts, code: &mut Code) {
    let accept = match choice.accept.as_slice() {
        [] => "None".to_owned(),
        media_types => format!("Some({})", literal(&media_types.join(", "))),
    };
    request(operation, &accept, code);
    code.line(format!("let answer = {};", sent(operation)));
    write_answers(operation, choice, code);
}

/// Writes the statements of one of several methods that send. They share the code for the request.
pub(super) fn write_choice(operation: &Operation<'_>, choice: &ChoiceFacts, common: &str, code: &mut Code) {
    let answer = match (keeps_body(operation), checks_echoes(operation, choice)) {
        (false, _) => "answer",
        (true, false) => "(answer, _)",
        (true, true) => "(answer, body)",
    };
    let accept = literal(&choice.accept.join(", "));
    code.line(format!("let {answer} = self.{common}({accept}).await?;"));
    write_answers(operation, choice, code);
}

/// Writes the statements of what the methods that send have in common.
pub(super) fn write_common(operation: &Operation<'_>, code: &mut Code) {
    request(operation, "Some(accept)", code);
    let answer = sent(operation);
    code.line(match answer.strip_suffix('?') {
        _ if keeps_body(operation) => format!("Ok(({answer}, body))"),
        Some(result) => result.to_owned(),
        None => format!("Ok({answer})"),
    });
}

/// The result of the shared code of methods that send: the answer, and the sent body if it is compared.
pub(super) fn common_type(operation: &Operation<'_>) -> String {
    match operation.forms.bodies.first().filter(|_| keeps_body(operation)) {
        Some(body) => format!("(support::Answer, {})", body.rust_type("types::")),
        None => "support::Answer".to_owned(),
    }
}

/// Whether an answer is compared with the body that was sent.
fn keeps_body(operation: &Operation<'_>) -> bool {
    let mut choices = operation.operation.choices.iter();
    choices.any(|choice| checks_echoes(operation, choice))
}

fn checks_echoes(operation: &Operation<'_>, choice: &ChoiceFacts) -> bool {
    let mut answers = answers(operation.operation, operation.forms, choice);
    choice.success.union().is_none() && answers.any(|answer| !echoes(operation, answer.json()).is_empty())
}

/// The expression that sends the request.
fn sent(operation: &Operation<'_>) -> String {
    let send = if can_stream(operation) {
        "send_for_stream"
    } else {
        "send"
    };
    let failures = failure_models(operation);
    let failures = match failures.as_slice() {
        [] => String::new(),
        failures => format!(".failures(&[{}])", failures.join(", ")),
    };
    format!("request.{send}().await?{failures}")
}

/// Whether some answer is handed over as it arrives.
pub(super) fn can_stream(operation: &Operation<'_>) -> bool {
    let known = operation.operation;
    let successes = model::successes(&known.responses);
    let errors = model::errors(&known.responses);
    let mut chosen = known
        .choices
        .iter()
        .flat_map(|choice| successes.iter().map(|response| choice.content(response).body));
    successes.is_empty()
        || chosen.any(ResponseBody::is_stream)
        || errors
            .iter()
            .any(|response| response.content.body.in_error().is_stream())
}

/// Writes the statements that put the request together.
fn request(operation: &Operation<'_>, accept: &str, code: &mut Code) {
    let facts = operation.operation;
    if !facts.parameters.is_empty() || facts.request.is_some() {
        code.line("let values = self.values;");
    }
    code.open("let mut request = self.client.transport.request(support::Operation {");
    code.line(format!("id: {},", literal(&facts.operation_id)));
    code.line(format!("method: reqwest::Method::{},", facts.method));
    code.line(format!("accept: {accept},"));
    code.close("});");
    path(operation, code);
    query(operation, code);
    for known in facts.parameters.iter().filter(|known| known.location != "path") {
        parameter(known, code);
    }
    credentials(operation, code);
    if let Some(request) = &facts.request {
        body(request, &facts.builder, code);
    }
}

fn write_answers(operation: &Operation<'_>, choice: &ChoiceFacts, code: &mut Code) {
    code.open("match answer.status() {");
    arms(operation, choice, code);
    code.close("}");
}

/// The value that was set for a parameter.
fn value(parameter: &ParameterFacts) -> String {
    let name = &parameter.argument;
    if parameter.required {
        format!("support::given(values.{name}.as_ref())")
    } else {
        format!("&values.{name}")
    }
}

fn path(operation: &Operation<'_>, code: &mut Code) {
    for part in &operation.operation.path {
        match part {
            PathPart::Literal(text) => code.line(format!("request.path_literal({});", literal(text))),
            PathPart::Parameter(name) => parameter(path_parameter(operation, name), code),
        }
    }
}

/// Writes the query that the document has in the path.
fn query(operation: &Operation<'_>, code: &mut Code) {
    for part in &operation.operation.query {
        match part {
            PathPart::Literal(text) => code.line(format!("request.query_literal({});", literal(text))),
            PathPart::Parameter(name) => {
                let value = value(path_parameter(operation, name));
                code.line(format!("request.query_literal_value({}, {value})?;", literal(name)));
            }
        }
    }
}

fn path_parameter<'a>(operation: &Operation<'a>, name: &str) -> &'a ParameterFacts {
    let mut parameters = operation.operation.parameters.iter();
    let known = parameters.find(|known| known.location == "path" && known.name == *name);
    known.unwrap_or_else(|| unreachable!("a parameter that only the path names is added to the others"))
}

fn parameter(parameter: &ParameterFacts, code: &mut Code) {
    let (name, value) = (literal(&parameter.name), value(parameter));
    if !parameter.is_plain() {
        code.line(format!("request.parameter({}, {value})?;", how(parameter)));
        return;
    }
    let place = match parameter.location.as_str() {
        "path" => "path_value",
        other => other,
    };
    let secret = if parameter.secret { "secret_" } else { "" };
    code.line(format!("request.{secret}{place}({name}, {value})?;"));
}

/// The arguments for `crate::support` of a parameter that is not in the default style.
fn how(parameter: &ParameterFacts) -> String {
    let (style, is_exploded) = match parameter.style {
        Style::Simple => (None, false),
        Style::Form => (None, true),
        Style::Label => (Some("label"), false),
        Style::Matrix => (Some("matrix"), false),
        Style::SpaceDelimited => (Some("space_delimited"), false),
        Style::PipeDelimited => (Some("pipe_delimited"), false),
        Style::DeepObject => (Some("deep_object"), true),
    };
    let explode = match (is_exploded, parameter.explode) {
        (false, true) => Some("exploded"),
        (true, false) => Some("joined"),
        _ => None,
    };
    let flags = [
        (parameter.reserved, "reserved"),
        (parameter.empty, "empty_allowed"),
        (parameter.json, "json"),
        (parameter.secret, "secret"),
    ];
    let flags = flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag));
    let mut how = format!(
        "support::Parameter::{}({})",
        parameter.location,
        literal(&parameter.name)
    );
    for call in style.into_iter().chain(explode).chain(flags) {
        how.push_str(&format!(".{call}()"));
    }
    how
}

/// Writes the credentials that the operation requires.
fn credentials(operation: &Operation<'_>, code: &mut Code) {
    let security = &operation.operation.security;
    if security.alternatives.is_empty() {
        return;
    }
    let method = if security.optional {
        "optional_credentials"
    } else {
        "credentials"
    };
    code.open(format!("request.{method}(&["));
    for names in &security.alternatives {
        let schemes = names
            .iter()
            .filter_map(|name| operation.facts.schemes.iter().find(|scheme| scheme.name == *name));
        let given = schemes.map(|scheme| {
            let (name, field) = (literal(&scheme.name), &scheme.field);
            format!("({name}, self.client.credentials.{field}.as_ref())")
        });
        code.line(format!("&[{}],", given.collect::<Vec<_>>().join(", ")));
    }
    code.close("])?;");
}

fn body(request: &RequestFacts, builder: &str, code: &mut Code) {
    if request.required {
        code.line("let body = support::given(values.body);");
    } else {
        code.open("if let Some(body) = values.body {");
    }
    match (request.single(), &request.union) {
        (Some(body), _) => send_body(body, code),
        (None, Some(union)) => {
            code.open("match body {");
            for body in &request.bodies {
                code.open(format!("types::{union}::{}(body) => {{", body.variant));
                send_body(body, code);
                code.close("}");
            }
            code.close("}");
        }
        (None, None) => unreachable!("the bodies of `{builder}` are one or have a union"),
    }
    if !request.required {
        code.close("}");
    }
}

fn send_body(body: &BodyFacts, code: &mut Code) {
    let media_type = literal(&body.sent_as);
    match body.kind {
        BodyKind::Json => code.line(format!("request.json_body({media_type}, &body)?;")),
        BodyKind::Text => code.line(format!("request.text_body({media_type}, body)?;")),
        BodyKind::Bytes => code.line(format!("request.upload_body({media_type}, body)?;")),
        BodyKind::Form => form(body, "form_body", code),
        BodyKind::Multipart => form(body, "multipart_body", code),
    }
}

fn form(body: &BodyFacts, method: &str, code: &mut Code) {
    let media_type = literal(&body.sent_as);
    if body.fields.is_empty() {
        code.line(format!("request.{method}({media_type}, &body, &[])?;"));
        return;
    }
    code.open("let fields = [");
    for field in &body.fields {
        let style = match field.style {
            FieldStyle::Plain => "Plain".to_owned(),
            FieldStyle::Json => "Json".to_owned(),
            FieldStyle::Fields => "Fields".to_owned(),
            FieldStyle::Joined(delimiter) => format!("Joined({delimiter:?})"),
            FieldStyle::Deep => "Deep".to_owned(),
        };
        let media_type = match &field.media_type {
            Some(media_type) => format!("Some({})", literal(media_type)),
            None => "None".to_owned(),
        };
        code.open("support::FormField {");
        code.line(format!("name: {},", literal(&field.name)));
        code.line(format!("style: support::FieldStyle::{style},"));
        code.line(format!("media_type: {media_type},"));
        code.close("},");
    }
    code.close("];");
    code.line(format!("request.{method}({media_type}, &body, &fields)?;"));
}

/// Writes the match arms for the statuses of the responses.
fn arms(operation: &Operation<'_>, choice: &ChoiceFacts, code: &mut Code) {
    let known = operation.operation;
    let successes = || answers(known, operation.forms, choice);
    // The caller chooses the media type of a success only.
    let errors = || {
        let usual = known.choices.first().into_iter();
        usual.flat_map(|choice| answers(known, operation.forms, choice))
    };
    let mut arms: Vec<(String, String)> = Vec::new();
    for (answer, error) in successes().zip(errors()) {
        let status = answer.response.status;
        let outcome = match status {
            Status::Default => continue,
            status if status.is_success() => checked(operation, choice, answer, success(operation, choice, answer)),
            status if status.is_error() || error.content.body != ResponseBody::Empty => failure(operation, error),
            _ => "Err(answer.documented().await)".to_owned(),
        };
        let pattern = pattern(status);
        match arms.last_mut().filter(|(_, last)| *last == outcome) {
            Some((patterns, _)) => patterns.push_str(&format!(" | {pattern}")),
            None => arms.push((pattern, outcome)),
        }
    }
    let is_default = |answer: &Answer<'_>| answer.response.status == Status::Default;
    if !known.responses.iter().any(|response| response.status.is_success()) {
        let outcome = match successes().find(is_default).filter(|_| operation.default_succeeds()) {
            Some(answer) => checked(operation, choice, answer, success(operation, choice, answer)),
            // A response that the document does not describe is bytes.
            None => "answer.stream()".to_owned(),
        };
        arms.push(("200..=299".to_owned(), outcome));
    }
    for (pattern, outcome) in arms {
        code.line(format!("{pattern} => {outcome},"));
    }
    let other = match errors().find(is_default) {
        Some(error) => failure(operation, error),
        None => "Err(answer.unexpected().await)".to_owned(),
    };
    code.line(format!("_ => {other},"));
}

/// A success and the checks that the response belongs to the call, indented as a `match` arm in `send`.
fn checked(operation: &Operation<'_>, choice: &ChoiceFacts, answer: Answer<'_>, success: String) -> String {
    // An enumeration of several successes has no properties.
    let checks = if choice.success.union().is_none() {
        echoes(operation, answer.json())
    } else {
        Vec::new()
    };
    let [checks @ .., last] = checks.as_slice() else {
        return success;
    };
    let mut code = Code::at(5);
    code.line(format!(
        "let value: support::ResponseValue<{}> = {success}?;",
        operation.success_type(choice)
    ));
    for check in checks {
        code.line(format!("let value = {check}?;"));
    }
    code.line(last);
    let mut block = String::from("{\n");
    block.push_str(&code.into_text());
    block.push_str("                }");
    block
}

fn success(operation: &Operation<'_>, choice: &ChoiceFacts, answer: Answer<'_>) -> String {
    let is_in_band = named(answer.json()).is_some_and(|name| operation.facts.in_band.contains_key(name));
    let content = answer.content;
    let read = match content.body {
        ResponseBody::Json if is_in_band => "json_in_band().await".to_owned(),
        ResponseBody::Json => "json().await".to_owned(),
        ResponseBody::Events if answer.form.is_none() => "events().await".to_owned(),
        ResponseBody::Events => "json_events().await".to_owned(),
        ResponseBody::JsonLines => "json_lines()".to_owned(),
        ResponseBody::JsonRecords => "json_records()".to_owned(),
        ResponseBody::Text => match &content.charset {
            Some(charset) => format!("text_in({}).await", literal(charset)),
            None => "text().await".to_owned(),
        },
        ResponseBody::Raw => "stream()".to_owned(),
        ResponseBody::Empty => "empty()".to_owned(),
    };
    let read = format!("answer{}.{read}", refused(answer));
    match choice.success.union() {
        None => read,
        Some(union) => format!(
            "{read}.map(support::ResponseValue::mapper({}))",
            variant(union, answer.response, content.body)
        ),
    }
}

/// The call that refuses a body with another media type that the caller could have chosen. A JSON body is read as JSON
/// whatever its media type, if it is not a stream. The reader of events checks the media type itself.
fn refused(answer: Answer<'_>) -> String {
    let (response, chosen) = (answer.response, answer.content);
    if chosen.body == ResponseBody::Events || chosen.media_types.iter().any(|media_type| media_type.contains('*')) {
        return String::new();
    }
    let is_refused = |content: &ContentFacts| chosen.body != ResponseBody::Json || content.body < ResponseBody::Text;
    let contents = response.others.iter().chain([&response.content]);
    let contents = contents.filter(|content| !std::ptr::eq(*content, chosen) && is_refused(content));
    let names = contents
        .flat_map(|content| &content.media_types)
        .map(|name| media::essence(name));
    let names = names.filter(|name| !matches!(name.as_str(), "*/*" | "*"));
    let names: Vec<_> = names.map(|name| literal(&name)).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(".not_of(&[{}]).await?", names.join(", "))
    }
}

fn failure(operation: &Operation<'_>, answer: Answer<'_>) -> String {
    let is_declared = named(answer.json()).is_some_and(|name| operation.facts.failures.contains_key(name));
    let body = answer.content.body.in_error();
    let read = match body {
        ResponseBody::Json if is_declared => "declared_failure().await".to_owned(),
        ResponseBody::Json => "failure().await".to_owned(),
        ResponseBody::Text => match &answer.content.charset {
            Some(charset) => format!("text_failure_in({}).await", literal(charset)),
            None => "text_failure().await".to_owned(),
        },
        ResponseBody::Empty => "failure_without_body().await".to_owned(),
        ResponseBody::Raw | ResponseBody::Events | ResponseBody::JsonLines | ResponseBody::JsonRecords => {
            "failure_stream()".to_owned()
        }
    };
    match operation.operation.error.union() {
        None => format!("Err(answer.{read})"),
        Some(union) => format!("Err(answer.{read}.map({}))", variant(union, answer.response, body)),
    }
}

/// The models in which the API reports the operation's failures with any status.
fn failure_models(operation: &Operation<'_>) -> Vec<String> {
    let mut models = Vec::new();
    let choice = operation.operation.choices.first().into_iter();
    for answer in choice.flat_map(|choice| answers(operation.operation, operation.forms, choice)) {
        let name = named(answer.json()).filter(|name| operation.facts.failures.contains_key(*name));
        if let Some(name) = name.filter(|_| !answer.response.status.is_success()) {
            let model = format!("support::failure_model::<types::{name}>");
            if !models.contains(&model) {
                models.push(model);
            }
        }
    }
    models
}

/// The checks that a response repeats what was sent: for each property its name, the sent value and the repeated value.
fn echoes(operation: &Operation<'_>, form: Option<&Form>) -> Vec<String> {
    let properties = named(form).and_then(|name| Some((name, operation.facts.echoes.get(name)?)));
    let Some((name, properties)) = properties else {
        return Vec::new();
    };
    let body = operation
        .operation
        .request
        .as_ref()
        .filter(|request| request.required && request.union.is_none());
    let Some(Form::Named(sent)) = body.and_then(|_| operation.forms.bodies.first()) else {
        return Vec::new();
    };
    let pairs = properties.iter().filter_map(|key| {
        let find = |of: &str| {
            fields(operation, of)
                .iter()
                .find(|field| field.key == *key && !field.is_boxed)
        };
        let (sent, repeated) = (find(sent)?, find(name)?);
        let is_same = sent.form.clone().not_null() == repeated.form.clone().not_null();
        is_same.then_some((key, sent, repeated))
    });
    let is_option = |field: &Field| !field.required || matches!(field.form, Form::Nullable(_));
    let calls = pairs.map(|(key, sent, repeated)| {
        let sent = if is_option(sent) {
            format!("body.{}.as_ref()", sent.ident)
        } else {
            format!("Some(&body.{})", sent.ident)
        };
        let is_copied = matches!(
            repeated.form.clone().not_null(),
            Form::Boolean | Form::Integer(_) | Form::Number
        );
        let clone = if is_copied { "" } else { ".clone()" };
        let value = format!("value.{}{clone}", repeated.ident);
        let repeated = if is_option(repeated) {
            value
        } else {
            format!("Some({value})")
        };
        format!("value.echoes({}, {sent}, |value| {repeated})", literal(key))
    });
    calls.collect()
}

/// The fields of an object's type.
fn fields<'a>(operation: &Operation<'a>, name: &str) -> &'a [Field] {
    match operation.types.get(name).map(|definition| &definition.kind) {
        Some(DefinitionKind::Object { fields, .. }) => fields,
        _ => &[],
    }
}

/// The name of a response's type, if it has one.
fn named(form: Option<&Form>) -> Option<&str> {
    match form? {
        Form::Named(name) => Some(name),
        _ => None,
    }
}

/// The function that converts a body into a variant of the enumeration.
fn variant(union: &str, response: &ResponseFacts, body: ResponseBody) -> String {
    let variant = response.status.variant();
    match body {
        ResponseBody::Empty => format!("|()| types::{union}::{variant}"),
        _ => format!("types::{union}::{variant}"),
    }
}

fn pattern(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{}..={}", digit * 100, digit * 100 + 99),
        Status::Default => "_".to_owned(),
    }
}
