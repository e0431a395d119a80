//! The body of `send`: the request as `crate::support` puts it together, and what its answers are by status.

use super::choices::with_forms;
use super::code::{Code, literal};
use super::operation::Operation;
use crate::model::{
    BodyFacts, BodyKind, FieldStyle, ParameterFacts, PathPart, RequestFacts, ResponseBody, ResponseFacts, Status, Style,
};
use crate::schemas::{DefinitionKind, Field, Form};

/// Writes the statements of an operation's `send`.
pub(super) fn write(operation: &Operation<'_>, code: &mut Code) {
    let facts = operation.operation;
    if !facts.parameters.is_empty() || facts.request.is_some() {
        code.line("let values = self.values;");
    }
    code.open("let mut request = self.client.transport.request(support::Operation {");
    code.line(format!("id: {},", literal(&facts.operation_id)));
    code.line(format!("method: reqwest::Method::{},", facts.method));
    code.line(match facts.response_media_types.as_slice() {
        [] => "accept: None,".to_owned(),
        media_types => format!("accept: Some({}),", literal(&media_types.join(", "))),
    });
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
    let failures = failure_models(operation);
    if failures.is_empty() {
        code.line("let answer = request.send().await?;");
    } else {
        code.line(format!(
            "let answer = request.send().await?.failures(&[{}]);",
            failures.join(", ")
        ));
    }
    code.open("match answer.status() {");
    arms(operation, code);
    code.close("}");
}

/// What has been set for a parameter.
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

/// The query that the document writes into the path.
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

/// What `crate::support` is told of a parameter that is not the usual one.
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

/// The credentials that the operation asks for.
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

/// The arms that tell answers apart by their status.
fn arms(operation: &Operation<'_>, code: &mut Code) {
    let responses = || with_forms(operation.operation, operation.forms);
    let mut arms: Vec<(String, String)> = Vec::new();
    for (response, form) in responses() {
        let outcome = if response.status.is_success() {
            checked(operation, form, success(operation, response, form))
        } else if response.status.is_error() {
            failure(operation, response, form)
        } else {
            continue;
        };
        let pattern = pattern(response.status);
        match arms.last_mut().filter(|(_, last)| *last == outcome) {
            Some((patterns, _)) => patterns.push_str(&format!(" | {pattern}")),
            None => arms.push((pattern, outcome)),
        }
    }
    let default = responses().find(|(response, _)| response.status == Status::Default);
    if !responses().any(|(response, _)| response.status.is_success()) {
        let outcome = match default.filter(|_| operation.default_succeeds()) {
            Some((response, form)) => checked(operation, form, success(operation, response, form)),
            // What a document does not describe is bytes.
            None => "answer.stream()".to_owned(),
        };
        arms.push(("200..=299".to_owned(), outcome));
    }
    for (pattern, outcome) in arms {
        code.line(format!("{pattern} => {outcome},"));
    }
    let other = match default {
        Some((response, form)) => failure(operation, response, form),
        None => "Err(answer.unexpected().await)".to_owned(),
    };
    code.line(format!("_ => {other},"));
}

/// A success, and behind it the checks that the answer is the call's own: indented as the arm of a `match` in `send` is.
fn checked(operation: &Operation<'_>, form: Option<&Form>, success: String) -> String {
    // An enumeration of several successes has no properties of its own.
    let checks = if operation.operation.success.union().is_none() {
        echoes(operation, form)
    } else {
        Vec::new()
    };
    let [checks @ .., last] = checks.as_slice() else {
        return success;
    };
    let mut code = Code::at(5);
    code.line(format!(
        "let value: support::ResponseValue<{}> = {success}?;",
        operation.success_type()
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

fn success(operation: &Operation<'_>, response: &ResponseFacts, form: Option<&Form>) -> String {
    let is_in_band = named(form).is_some_and(|name| operation.facts.in_band.contains_key(name));
    let read = match response.body {
        ResponseBody::Json if is_in_band => "answer.json_in_band().await",
        ResponseBody::Json => "answer.json().await",
        ResponseBody::Text => "answer.text().await",
        ResponseBody::Raw => "answer.stream()",
        ResponseBody::Empty => "answer.empty()",
    };
    match operation.operation.success.union() {
        None => read.to_owned(),
        Some(union) => format!(
            "{read}.map(support::ResponseValue::mapper({}))",
            variant(union, response)
        ),
    }
}

fn failure(operation: &Operation<'_>, response: &ResponseFacts, form: Option<&Form>) -> String {
    let is_declared = named(form).is_some_and(|name| operation.facts.failures.contains_key(name));
    let read = match response.body {
        ResponseBody::Json if is_declared => "answer.declared_failure().await",
        ResponseBody::Json => "answer.failure().await",
        ResponseBody::Text => "answer.text_failure().await",
        ResponseBody::Raw => "answer.failure_stream()",
        ResponseBody::Empty => "answer.failure_without_body().await",
    };
    match operation.operation.error.union() {
        None => format!("Err({read})"),
        Some(union) => format!("Err({read}.map({}))", variant(union, response)),
    }
}

/// The models in which the API reports the operation's failures, whatever the status.
fn failure_models(operation: &Operation<'_>) -> Vec<String> {
    let mut models = Vec::new();
    for (response, form) in with_forms(operation.operation, operation.forms) {
        let name = named(form).filter(|name| operation.facts.failures.contains_key(*name));
        if let Some(name) = name.filter(|_| !response.status.is_success()) {
            let model = format!("support::failure_model::<types::{name}>");
            if !models.contains(&model) {
                models.push(model);
            }
        }
    }
    models
}

/// The checks that an answer repeats what was sent: for each property its name, what was sent, and what `value` repeats.
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
            Form::Boolean | Form::Integer(_) | Form::Number { .. }
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

/// What makes the enumeration's variant of a body.
fn variant(union: &str, response: &ResponseFacts) -> String {
    let variant = response.status.variant();
    match response.body {
        ResponseBody::Empty => format!("|()| types::{union}::{variant}"),
        ResponseBody::Json | ResponseBody::Text | ResponseBody::Raw => format!("types::{union}::{variant}"),
    }
}

fn pattern(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{}..={}", digit * 100, digit * 100 + 99),
        Status::Default => "_".to_owned(),
    }
}
