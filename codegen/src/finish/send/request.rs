//! The statements that put a request together: its path, parameters and body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Rewrite;
use crate::facts::{ParameterFacts, PathPart, Style};
use crate::lower::is_json;

impl Rewrite<'_> {
    pub(super) fn path(&self) -> TokenStream {
        let request = &self.request;
        let declared = |name: &str| {
            let mut parameters = self.operation.parameters.iter();
            parameters.find(|known| known.location == "path" && known.name == name)
        };
        let parts = self.operation.path.iter().map(|part| match part {
            PathPart::Literal(text) => quote!(#request.path_literal(#text);),
            PathPart::Query(text) => quote!(#request.query_literal(#text);),
            PathPart::Parameter(name) => declared(name)
                .map(|parameter| self.parameter(parameter))
                .unwrap_or_default(),
            PathPart::InQuery { name, parameter } => {
                let in_query = declared(parameter).map(|parameter| ParameterFacts {
                    name: name.clone(),
                    location: "query".to_owned(),
                    style: Style::Form,
                    explode: true,
                    ..parameter.clone()
                });
                in_query.map(|parameter| self.parameter(&parameter)).unwrap_or_default()
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
        let (request, name, argument) = (&self.request, &parameter.name, format_ident!("{}", parameter.argument));
        if !parameter.is_plain() {
            let how = how(parameter);
            return quote!(#request.parameter(#how, &#argument)?;);
        }
        let place = match parameter.location.as_str() {
            "path" => "path_value",
            other => other,
        };
        let secret = if parameter.secret { "secret_" } else { "" };
        let method = format_ident!("{secret}{place}");
        quote!(#request.#method(#name, &#argument)?;)
    }

    /// The credentials that the operation asks for.
    pub(super) fn credentials(&self) -> TokenStream {
        let (request, client, security) = (&self.request, &self.client, &self.operation.security);
        if security.alternatives.is_empty() {
            return TokenStream::new();
        }
        let alternatives = security.alternatives.iter().map(|names| {
            let schemes = names
                .iter()
                .filter_map(|name| self.facts.schemes.iter().find(|scheme| scheme.name == *name));
            let given = schemes.map(|scheme| {
                let (name, field) = (&scheme.name, format_ident!("{}", scheme.field));
                quote!((#name, #client.credentials.#field.as_ref()))
            });
            quote!(&[#(#given),*])
        });
        let method = format_ident!(
            "{}",
            if security.optional {
                "optional_credentials"
            } else {
                "credentials"
            }
        );
        quote!(#request.#method(&[#(#alternatives),*])?;)
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

/// What `crate::support` is told of a parameter that is not the usual one.
fn how(parameter: &ParameterFacts) -> TokenStream {
    let (place, name) = (format_ident!("{}", parameter.location), &parameter.name);
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
    let calls = style
        .into_iter()
        .chain(explode)
        .chain(flags)
        .map(|call| format_ident!("{call}"));
    quote!(crate::support::Parameter::#place(#name)#(.#calls())*)
}
