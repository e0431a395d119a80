//! progenitor writes into every operation how a request is put together and an answer is read, with defaults that leak
//! secrets, follow redirects and read without bound. Here that becomes calls into the client's own `support`, which does
//! it once and right; the operation keeps what only the document can say.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Ident, Member, Pat, Stmt, Type, parse_quote};

use super::{Pass, Send};
use crate::facts::{Facts, OperationFacts, ParameterFacts, PathPart, ResponseBody, Status};
use crate::lower::is_json;

pub(super) const PASS: Pass = Pass {
    id: "send",
    summary: "requests are sent and answers read by `crate::support`: exact on the wire, bounded, without redirects",
    run,
    expected: |facts| Some(facts.operations.len()),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut count = 0;
    super::for_each_send(file, facts, |send, operation| {
        let Some(rewritten) = Rewrite::of(&send, facts, operation).map(|rewrite| rewrite.block()) else {
            return;
        };
        *send.block = rewritten;
        count += 1;
    });
    count
}

struct Rewrite<'f> {
    facts: &'f Facts,
    operation: &'f OperationFacts,
    /// progenitor's statements that take the arguments out of the builder.
    arguments: Vec<Stmt>,
    client: Ident,
    request: Ident,
    answer: Ident,
    success: Option<Ident>,
    error: Option<Ident>,
}

impl<'f> Rewrite<'f> {
    fn of(send: &Send<'_>, facts: &'f Facts, operation: &'f OperationFacts) -> Option<Self> {
        let until = send.block.stmts.iter().position(builds_url)?;
        let mut arguments = send.block.stmts.get(..until)?.to_vec();
        arguments
            .iter_mut()
            .for_each(|statement| RefuseAsFault.visit_stmt_mut(statement));
        let names = destructured(arguments.first()?)?;
        let free = |name: &str| {
            let mut name = name.to_owned();
            while names.iter().any(|taken| *taken == name) {
                name.insert(0, '_');
            }
            format_ident!("{name}")
        };
        let (request, answer) = (free("request"), free("answer"));
        let client = names.into_iter().next()?;
        let (success, error) = (type_name(send.success), type_name(send.error));
        Some(Self {
            facts,
            operation,
            arguments,
            client,
            request,
            answer,
            success,
            error,
        })
    }

    fn block(&self) -> Block {
        let Self {
            arguments,
            client,
            request,
            answer,
            operation,
            ..
        } = self;
        let (id, method) = (&operation.operation_id, format_ident!("{}", operation.method));
        let accept = match operation.response_media_types.as_slice() {
            [] => quote!(None),
            media_types => {
                let accept = media_types.join(", ");
                quote!(Some(#accept))
            }
        };
        let (path, parameters, body, arms) = (self.path(), self.parameters(), self.body(), self.arms());
        parse_quote!({
            #(#arguments)*
            let mut #request = #client.transport.request(crate::support::Operation {
                id: #id,
                method: ::reqwest::Method::#method,
                accept: #accept,
            });
            #path
            #parameters
            #body
            let #answer = #request.send().await?;
            match #answer.status() {
                #arms
            }
        })
    }

    fn path(&self) -> TokenStream {
        let request = &self.request;
        let parts = self.operation.path.iter().map(|part| match part {
            PathPart::Literal(text) => quote!(#request.path_literal(#text);),
            PathPart::Parameter(name) => {
                let parameters = &self.operation.parameters;
                let known = parameters
                    .iter()
                    .find(|known| known.location == "path" && known.name == *name);
                known.map(|parameter| self.parameter(parameter)).unwrap_or_default()
            }
        });
        quote!(#(#parts)*)
    }

    fn parameters(&self) -> TokenStream {
        let sent = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location != "path");
        let sent = sent.map(|parameter| self.parameter(parameter));
        quote!(#(#sent)*)
    }

    fn parameter(&self, parameter: &ParameterFacts) -> TokenStream {
        let place = match parameter.location.as_str() {
            "path" => "path_value",
            other => other,
        };
        let secret = if parameter.secret { "secret_" } else { "" };
        let method = format_ident!("{secret}{place}");
        let (request, name, argument) = (&self.request, &parameter.name, format_ident!("{}", parameter.argument));
        quote!(#request.#method(#name, &#argument)?;)
    }

    fn body(&self) -> TokenStream {
        let (request, Some(media_type)) = (&self.request, &self.operation.request_media_type) else {
            return TokenStream::new();
        };
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if is_json(media_type) {
            quote!(#request.json_body(#media_type, &body)?;)
        } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            quote!(#request.form_body(#media_type, &body)?;)
        } else {
            quote!(#request.raw_body(#media_type, body)?;)
        }
    }

    fn arms(&self) -> TokenStream {
        let responses = &self.operation.responses;
        let mut arms: Vec<(TokenStream, String, TokenStream)> = Vec::new();
        let documented = responses
            .iter()
            .filter(|response| response.status.is_success() || response.status.is_error());
        for response in documented {
            let success = response.status.is_success();
            let outcome = if success {
                self.success(response.body)
            } else {
                self.failure(response.body)
            };
            let (pattern, text) = (pattern(response.status), outcome.to_string());
            match arms.last_mut().filter(|(_, last, _)| *last == text) {
                Some((patterns, ..)) => *patterns = quote!(#patterns | #pattern),
                None => arms.push((pattern, text, outcome)),
            }
        }
        let default = responses
            .iter()
            .find(|response| response.status == Status::Default)
            .map(|response| response.body);
        if !responses.iter().any(|response| response.status.is_success()) {
            // progenitor's type for a success that the document does not describe is a stream of bytes.
            let outcome = self.success(default.unwrap_or(ResponseBody::Raw));
            arms.push((quote!(200u16..=299u16), String::new(), outcome));
        }
        let answer = &self.answer;
        let other = default.map_or_else(|| quote!(Err(#answer.unexpected().await)), |body| self.failure(body));
        let arms = arms
            .into_iter()
            .map(|(pattern, _, outcome)| quote!(#pattern => #outcome,));
        quote!(#(#arms)* _ => #other,)
    }

    fn success(&self, body: ResponseBody) -> TokenStream {
        let answer = &self.answer;
        match body {
            ResponseBody::Json
                if self
                    .success
                    .as_ref()
                    .is_some_and(|name| self.facts.in_band.contains_key(&name.to_string())) =>
            {
                quote!(#answer.json_in_band().await)
            }
            ResponseBody::Json => quote!(#answer.json().await),
            ResponseBody::Raw => quote!(#answer.stream()),
            ResponseBody::Empty => quote!(#answer.empty()),
        }
    }

    fn failure(&self, body: ResponseBody) -> TokenStream {
        let answer = &self.answer;
        match body {
            ResponseBody::Json
                if self
                    .error
                    .as_ref()
                    .is_some_and(|name| self.facts.failures.contains_key(&name.to_string())) =>
            {
                quote!(Err(#answer.declared_failure().await))
            }
            ResponseBody::Json => quote!(Err(#answer.failure().await)),
            ResponseBody::Raw => quote!(Err(#answer.failure_stream())),
            ResponseBody::Empty => quote!(Err(#answer.failure_without_body().await)),
        }
    }
}

/// An argument that is missing or of the wrong kind fails as everything else before the request does.
struct RefuseAsFault;

impl VisitMut for RefuseAsFault {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if matches!(expression, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "InvalidRequest"))
        {
            *expression = parse_quote!(crate::support::Fault::invalid_request);
        }
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => quote!(#code),
        Status::Range(digit) => {
            let (first, last) = (digit * 100, digit * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// `let url = format!(…);`, with which progenitor begins to put the request together.
fn builds_url(statement: &Stmt) -> bool {
    let Stmt::Local(local) = statement else { return false };
    local
        .init
        .as_ref()
        .is_some_and(|init| matches!(&*init.expr, Expr::Macro(call) if call.mac.path.is_ident("format")))
}

/// The names in `let Self { client, … } = self;`.
fn destructured(statement: &Stmt) -> Option<Vec<Ident>> {
    let Stmt::Local(local) = statement else { return None };
    let Pat::Struct(pattern) = &local.pat else { return None };
    let names = pattern.fields.iter().filter_map(|field| match &field.member {
        Member::Named(name) => Some(name.clone()),
        Member::Unnamed(_) => None,
    });
    Some(names.collect())
}

/// The name of a model, of `types::Pet`; other types have none that the document could say something about.
fn type_name(of: &Type) -> Option<Ident> {
    let Type::Path(path) = of else { return None };
    let named = path.path.segments.first().is_some_and(|first| first.ident == "types");
    path.path
        .segments
        .last()
        .filter(|_| named)
        .map(|segment| segment.ident.clone())
}
