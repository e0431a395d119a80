//! progenitor passes over the servers of a document. Here each with an absolute URL gets a type, and the client a
//! constructor that takes any of them. The type is named after the URL: it stays when another server is added.

use quote::{format_ident, quote};
use syn::{File, Ident, ImplItem, Item, parse_quote};

use super::Pass;
use crate::facts::{Facts, PathPart, ServerFacts, VariableFacts};

pub(super) const PASS: Pass = Pass {
    id: "servers",
    summary: "a client can be made for each server that the document names",
    run,
    expected: |facts| Some(expected(facts)),
};

/// The servers and the client's constructor; and its documentation, which names those that have no constructor.
fn expected(facts: &Facts) -> usize {
    let constructor = usize::from(!facts.servers.is_empty());
    facts.servers.len() + constructor + usize::from(!facts.relative_servers.is_empty())
}

fn run(file: &mut File, facts: &Facts) -> usize {
    // The client is in the frame, and so is what it is made with.
    if !super::is_frame(file) {
        return 0;
    }
    let mut count = document_relative(file, facts);
    if facts.servers.is_empty() {
        return count;
    }
    let constructors = super::client_methods(file).find(|block| {
        let mut methods = block.items.iter();
        methods.any(|item| matches!(item, ImplItem::Fn(method) if method.sig.ident == "with_config"))
    });
    if let Some(block) = constructors {
        block.items.push(constructor());
        count += 1;
    }
    let servers: Vec<Item> = facts.servers.iter().flat_map(items).collect();
    let new: [Item; 2] = [
        parse_quote! {
            /// A server that the document names, one of those in [`servers`], for [`Client::for_server`].
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct Server(crate::support::ServerUrl);
        },
        parse_quote! {
            /// The servers that the document names.
            pub mod servers {
                use super::Server;
                #(#servers)*
            }
        },
    ];
    let at = file
        .items
        .iter()
        .position(|item| matches!(item, Item::Struct(client) if client.ident == "Client"));
    let at = at.unwrap_or(file.items.len());
    file.items.splice(at..at, new);
    count + facts.servers.len()
}

/// A relative URL is one of the server that the document came from: no constructor can be made of it.
fn document_relative(file: &mut File, facts: &Facts) -> usize {
    if facts.relative_servers.is_empty() {
        return 0;
    }
    let urls: Vec<_> = facts.relative_servers.iter().map(|url| format!("`{url}`")).collect();
    let text = format!(
        "The document has server URLs without a host: {}. Put what is right for your server at the end of the base URL.",
        urls.join(", ")
    );
    for item in &mut file.items {
        let Item::Struct(client) = item else { continue };
        if client.ident == "Client" {
            let docs = client
                .attrs
                .iter()
                .filter(|attribute| attribute.path().is_ident("doc"))
                .count();
            client.attrs.splice(docs..docs, [super::doc(""), super::doc(&text)]);
            return 1;
        }
    }
    0
}

fn constructor() -> ImplItem {
    parse_quote! {
        /// A client for a server that the document names, one of those in [`servers`].
        ///
        /// # Errors
        ///
        /// When a variable of the server's URL has a value that it cannot have, the URL is none that a client can be built
        /// on, or TLS cannot be set up.
        pub fn for_server(
            server: impl ::std::convert::Into<Server>,
            config: &crate::support::Config,
        ) -> ::std::result::Result<Self, crate::support::ConfigError> {
            Self::with_config(server.into().0.url()?, config)
        }
    }
}

fn items(server: &ServerFacts) -> Vec<Item> {
    let name = format_ident!("{}", server.name);
    let docs = documentation(server);
    let docs = docs.iter().map(|line| super::doc(line));
    let url = url(server);
    if server.variables.is_empty() {
        let model = parse_quote! {
            #(#docs)*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub struct #name;
        };
        let into = parse_quote! {
            impl ::std::convert::From<#name> for Server {
                fn from(_: #name) -> Self {
                    #url
                }
            }
        };
        return vec![model, into];
    }
    let into: Item = parse_quote! {
        impl ::std::convert::From<#name> for Server {
            fn from(server: #name) -> Self {
                #url
            }
        }
    };
    let fields: Vec<_> = server.variables.iter().map(field).collect();
    let defaults = server.variables.iter().map(|variable| &variable.default);
    let setters = server.variables.iter().map(setter);
    vec![
        parse_quote! {
            #(#docs)*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct #name { #(#fields: ::std::string::String),* }
        },
        parse_quote! {
            impl #name {
                /// The server with the document's default for each variable.
                #[must_use]
                pub fn new() -> Self {
                    Self { #(#fields: #defaults.to_owned()),* }
                }
                #(#setters)*
            }
        },
        parse_quote! {
            impl ::std::default::Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        },
        into,
    ]
}

fn field(variable: &VariableFacts) -> Ident {
    format_ident!("{}", variable.field)
}

fn setter(variable: &VariableFacts) -> ImplItem {
    let field = field(variable);
    let mut docs = match &variable.description {
        Some(description) => description.trim().lines().map(ToOwned::to_owned).collect(),
        None => vec![format!("The variable `{}` of the URL.", variable.name)],
    };
    docs.push(String::new());
    docs.push(match (variable.values.as_slice(), variable.default.as_str()) {
        ([], "") => "Any value.".to_owned(),
        ([], default) => format!("Default: `{default}`."),
        (values, default) => {
            let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("One of {}. Default: `{default}`.", values.join(", "))
        }
    });
    let docs = docs.iter().map(|line| super::doc(line));
    parse_quote! {
        #(#docs)*
        #[must_use]
        pub fn #field(mut self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            self.#field = value.into();
            self
        }
    }
}

/// The expression that puts the URL together.
fn url(server: &ServerFacts) -> proc_macro2::TokenStream {
    let parts = server.parts.iter().map(|part| match part {
        PathPart::Literal(text) => quote!(.literal(#text)),
        PathPart::Parameter(name) => {
            let variable = server.variables.iter().find(|variable| variable.name == *name);
            let call = variable.map(|variable| {
                let (field, values) = (field(variable), &variable.values);
                quote!(.variable(#name, &server.#field, &[#(#values),*]))
            });
            call.unwrap_or_default()
        } // A URL template has no other parts.
    });
    quote!(Self(<crate::support::ServerUrl as ::std::default::Default>::default()#(#parts)*))
}

fn documentation(server: &ServerFacts) -> Vec<String> {
    let mut docs = Vec::new();
    if let Some(description) = &server.description {
        docs.extend(description.trim().lines().map(ToOwned::to_owned));
        docs.push(String::new());
    }
    docs.push(format!("Its URL: `{}`.", server.url));
    docs.push(String::new());
    docs.push(format!("In the OpenAPI document: `#{}`.", server.pointer));
    docs
}
