//! The arms that tell an operation's answers apart by their status.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::Rewrite;
use crate::facts::{ResponseBody, ResponseFacts, Status};
use crate::names;

impl Rewrite<'_> {
    pub(super) fn arms(&self) -> TokenStream {
        let responses = &self.operation.responses;
        let mut arms: Vec<(TokenStream, String, TokenStream)> = Vec::new();
        let documented = responses
            .iter()
            .filter(|response| response.status.is_success() || response.status.is_error());
        for response in documented {
            let outcome = if response.status.is_success() {
                self.success(response)
            } else {
                self.failure(response)
            };
            let (pattern, text) = (pattern(response.status), outcome.to_string());
            match arms.last_mut().filter(|(_, last, _)| *last == text) {
                Some((patterns, ..)) => *patterns = quote!(#patterns | #pattern),
                None => arms.push((pattern, text, outcome)),
            }
        }
        let answer = &self.answer;
        let default = responses.iter().find(|response| response.status == Status::Default);
        if !responses.iter().any(|response| response.status.is_success()) {
            // progenitor's type for a success that the document does not describe is a stream of bytes.
            let outcome = default.map_or_else(|| quote!(#answer.stream()), |response| self.success(response));
            arms.push((quote!(200u16..=299u16), String::new(), outcome));
        }
        let other = default.map_or_else(
            || quote!(Err(#answer.unexpected().await)),
            |response| self.failure(response),
        );
        let arms = arms
            .into_iter()
            .map(|(pattern, _, outcome)| quote!(#pattern => #outcome,));
        quote!(#(#arms)* _ => #other,)
    }

    fn success(&self, response: &ResponseFacts) -> TokenStream {
        let (answer, union) = (&self.answer, self.operation.success.union());
        let model = Self::model(response, union, self.success.as_ref());
        let read = match response.body {
            ResponseBody::Json if model.is_some_and(|name| self.facts.in_band.contains_key(&name)) => {
                quote!(#answer.json_in_band().await)
            }
            ResponseBody::Json => quote!(#answer.json().await),
            ResponseBody::Text => quote!(#answer.text().await),
            ResponseBody::Raw => quote!(#answer.stream()),
            ResponseBody::Empty => quote!(#answer.empty()),
        };
        match union {
            None => read,
            Some(union) => {
                let variant = variant(union, response);
                quote!(#read.map(ResponseValue::mapper(#variant)))
            }
        }
    }

    fn failure(&self, response: &ResponseFacts) -> TokenStream {
        let (answer, union) = (&self.answer, self.operation.error.union());
        let model = Self::model(response, union, self.error.as_ref());
        let read = match response.body {
            ResponseBody::Json if model.is_some_and(|name| self.facts.failures.contains_key(&name)) => {
                quote!(#answer.declared_failure().await)
            }
            ResponseBody::Json => quote!(#answer.failure().await),
            ResponseBody::Text => quote!(#answer.text_failure().await),
            ResponseBody::Raw => quote!(#answer.failure_stream()),
            ResponseBody::Empty => quote!(#answer.failure_without_body().await),
        };
        match union {
            None => quote!(Err(#read)),
            Some(union) => {
                let variant = variant(union, response);
                quote!(Err(#read.map(#variant)))
            }
        }
    }

    /// The name of the model that a body is read into.
    fn model(response: &ResponseFacts, union: Option<&str>, single: Option<&Ident>) -> Option<String> {
        match union {
            Some(_) => response.component().map(names::type_name),
            None => single.map(ToString::to_string),
        }
    }
}

/// What makes the enumeration's variant of a body.
fn variant(union: &str, response: &ResponseFacts) -> TokenStream {
    let (union, variant) = (format_ident!("{union}"), format_ident!("{}", response.status.variant()));
    match response.body {
        ResponseBody::Empty => quote!(|()| types::#union::#variant),
        ResponseBody::Json | ResponseBody::Text | ResponseBody::Raw => quote!(types::#union::#variant),
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
