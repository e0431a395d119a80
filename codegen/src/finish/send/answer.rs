//! The arms that tell an operation's answers apart by their status.

use proc_macro2::TokenStream;
use quote::quote;

use super::Rewrite;
use crate::facts::{ResponseBody, Status};

impl Rewrite<'_> {
    pub(super) fn arms(&self) -> TokenStream {
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
