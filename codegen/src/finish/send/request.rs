//! The statements that put a request together: its path, parameters and body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Rewrite;
use crate::facts::{ParameterFacts, PathPart};
use crate::lower::is_json;

impl Rewrite<'_> {
    pub(super) fn path(&self) -> TokenStream {
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

    pub(super) fn parameters(&self) -> TokenStream {
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

    pub(super) fn body(&self) -> TokenStream {
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
}
