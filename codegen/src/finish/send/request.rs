//! The statements that put a request together: its path, parameters and body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Rewrite;
use crate::facts::{BodyFacts, BodyKind, FieldStyle, ParameterFacts, PathPart, Style};

impl Rewrite<'_> {
    pub(super) fn path(&self) -> TokenStream {
        let request = &self.request;
        let declared = |name: &str| {
            let mut parameters = self.operation.parameters.iter();
            parameters.find(|known| known.location == "path" && known.name == name)
        };
        let parts = self.operation.path.iter().map(|part| match part {
            PathPart::Literal(text) => quote!(#request.path_literal(#text);),
            PathPart::Parameter(name) => declared(name)
                .map(|parameter| self.parameter(parameter))
                .unwrap_or_default(),
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

    /// The query that the document writes into the path.
    pub(super) fn query(&self) -> TokenStream {
        let request = &self.request;
        let parts = self.operation.query.iter().map(|part| match part {
            PathPart::Literal(text) => quote!(#request.query_literal(#text);),
            PathPart::Parameter(name) => {
                let mut parameters = self.operation.parameters.iter();
                let known = parameters.find(|known| known.location == "path" && known.name == *name);
                let argument = known.map(|parameter| format_ident!("{}", parameter.argument));
                argument.map_or_else(
                    TokenStream::new,
                    |argument| quote!(#request.query_literal_value(#name, &#argument)?;),
                )
            }
        });
        quote!(#(#parts)*)
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
        let Some(request) = &self.operation.request else {
            return TokenStream::new();
        };
        let sent = match (request.single(), &request.union) {
            (Some(body), _) => self.send_body(body),
            (None, Some(union)) => {
                let union = format_ident!("{union}");
                let arms = request.bodies.iter().map(|body| {
                    let (variant, sent) = (format_ident!("{}", body.variant), self.send_body(body));
                    quote!(types::#union::#variant(body) => { #sent })
                });
                quote!(match body { #(#arms)* })
            }
            (None, None) => TokenStream::new(),
        };
        if request.required {
            sent
        } else {
            quote!(if let Some(body) = body { #sent })
        }
    }

    fn send_body(&self, body: &BodyFacts) -> TokenStream {
        let (request, media_type) = (&self.request, &body.sent_as);
        match body.kind {
            BodyKind::Json => quote!(#request.json_body(#media_type, &body)?;),
            BodyKind::Form => {
                let fields = fields(body);
                quote!(#request.form_body(#media_type, &body, &[#fields])?;)
            }
            BodyKind::Multipart => {
                let fields = fields(body);
                quote!(#request.multipart_body(#media_type, &body, &[#fields])?;)
            }
            BodyKind::Text => quote!(#request.text_body(#media_type, body)?;),
            BodyKind::Bytes => quote!(#request.upload_body(#media_type, body)?;),
        }
    }
}

/// What the document says of the encoding of a form's fields.
fn fields(body: &BodyFacts) -> TokenStream {
    let fields = body.fields.iter().map(|field| {
        let name = &field.name;
        let style = match field.style {
            FieldStyle::Plain => quote!(Plain),
            FieldStyle::Json => quote!(Json),
            FieldStyle::Fields => quote!(Fields),
            FieldStyle::Joined(delimiter) => quote!(Joined(#delimiter)),
            FieldStyle::Deep => quote!(Deep),
        };
        let media_type = match &field.media_type {
            Some(media_type) => quote!(Some(#media_type)),
            None => quote!(None),
        };
        quote!(crate::support::FormField {
            name: #name,
            style: crate::support::FieldStyle::#style,
            media_type: #media_type,
        })
    });
    quote!(#(#fields),*)
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
