//! progenitor writes into every operation how a request is put together and an answer is read, with defaults that leak
//! secrets, follow redirects and read without bound. Here that becomes calls into the client's own `support`, which does
//! it once and right; the operation keeps what only the document can say.

mod answer;
mod request;

use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Ident, Member, Pat, Stmt, Type, parse_quote};

use super::{Pass, Send};
use crate::facts::{Facts, OperationFacts};

pub(super) const PASS: Pass = Pass {
    id: "send",
    summary: "requests are sent and answers read by `crate::support`: exact on the wire, bounded, without redirects",
    run,
    expected: |facts| Some(facts.operations.len()),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut count = 0;
    super::for_each_send(file, facts, |mut send, operation| {
        let Some(rewrite) = Rewrite::of(&mut send, facts, operation) else {
            return;
        };
        let rest = rewrite.rest();
        send.block.stmts = rewrite.arguments;
        send.block.stmts.extend(rest.stmts);
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
    fn of(send: &mut Send<'_>, facts: &'f Facts, operation: &'f OperationFacts) -> Option<Self> {
        let until = send.block.stmts.iter().position(builds_url)?;
        let mut arguments = std::mem::take(&mut send.block.stmts);
        arguments.truncate(until);
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

    /// What follows when the arguments are there.
    fn rest(&self) -> Block {
        let Self {
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
        let (path, query, parameters) = (self.path(), self.query(), self.parameters());
        let (credentials, body, arms) = (self.credentials(), self.body(), self.arms());
        parse_quote!({
            let mut #request = #client.transport.request(crate::support::Operation {
                id: #id,
                method: ::reqwest::Method::#method,
                accept: #accept,
            });
            #path
            #query
            #parameters
            #credentials
            #body
            let #answer = #request.send().await?;
            match #answer.status() {
                #arms
            }
        })
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
