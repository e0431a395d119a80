//! progenitor passes over security schemes. Here the client gets a field for each that an operation asks for; which of
//! them a request carries is written by the pass `send`.

use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{ExprStruct, Fields, File, ImplItem, Item, parse_quote};

use super::Pass;
use crate::facts::{Facts, SchemeFacts, SchemeKind};

pub(super) const PASS: Pass = Pass {
    id: "credentials",
    summary: "the client has credentials for the security schemes, and sends them with the operations that ask for them",
    run,
    // The client's field, its value in the constructor, the method that sets it, and the credentials themselves.
    expected: |facts| Some(if facts.schemes.is_empty() { 0 } else { 4 }),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    if facts.schemes.is_empty() {
        return 0;
    }
    let mut count = 0;
    let Some(at) = file
        .items
        .iter()
        .position(|item| matches!(item, Item::Struct(client) if client.ident == "Client"))
    else {
        return 0;
    };
    if let Some(Item::Struct(client)) = file.items.get_mut(at)
        && let Fields::Named(fields) = &mut client.fields
    {
        fields
            .named
            .push(parse_quote!(credentials: ::std::sync::Arc<Credentials>));
        count += 1;
    }
    for block in super::client_methods(file) {
        let mut constructor = Constructor(0);
        constructor.visit_item_impl_mut(block);
        if constructor.0 > 0 {
            block.items.push(setter());
            count += constructor.0 + 1;
        }
    }
    file.items.splice(at..at, credentials(&facts.schemes));
    count + 1
}

/// The one expression that makes a client of its fields.
struct Constructor(usize);

impl VisitMut for Constructor {
    fn visit_expr_struct_mut(&mut self, expression: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, expression);
        if expression.path.is_ident("Self") {
            expression
                .fields
                .push(parse_quote!(credentials: ::std::default::Default::default()));
            self.0 += 1;
        }
    }
}

fn setter() -> ImplItem {
    parse_quote! {
        /// The same client with these credentials. They are sent with the operations that ask for them and with no
        /// other; what was set before is replaced.
        #[must_use]
        pub fn with_credentials(mut self, credentials: Credentials) -> Self {
            self.credentials = ::std::sync::Arc::new(credentials);
            self
        }
    }
}

fn credentials(schemes: &[SchemeFacts]) -> Vec<Item> {
    let fields = schemes.iter().map(|scheme| format_ident!("{}", scheme.field));
    let setters = schemes.iter().map(setter_of);
    vec![
        parse_quote! {
            /// What the client proves with who it is: a credential for each security scheme of the document.
            ///
            /// Each is a secret: it is shown nowhere, and zeroed in memory when the last client that has it is dropped.
            #[derive(Clone, Debug, Default)]
            pub struct Credentials {
                #(#fields: ::std::option::Option<crate::support::Credential>),*
            }
        },
        parse_quote! {
            impl Credentials {
                /// No credential.
                #[must_use]
                pub fn new() -> Self {
                    Self::default()
                }
                #(#setters)*
            }
        },
    ]
}

fn setter_of(scheme: &SchemeFacts) -> ImplItem {
    let field = format_ident!("{}", scheme.field);
    let docs = documentation(scheme);
    let docs = docs.iter().map(|line| super::doc(line));
    match &scheme.kind {
        SchemeKind::Basic => parse_quote! {
            #(#docs)*
            #[must_use]
            pub fn #field(
                mut self,
                user: impl ::std::convert::Into<crate::support::Secret>,
                password: impl ::std::convert::Into<crate::support::Secret>,
            ) -> Self {
                self.#field = Some(crate::support::Credential::basic(user.into(), password.into()));
                self
            }
        },
        SchemeKind::Bearer | SchemeKind::AccessToken => parse_quote! {
            #(#docs)*
            #[must_use]
            pub fn #field(mut self, token: impl ::std::convert::Into<crate::support::Secret>) -> Self {
                self.#field = Some(crate::support::Credential::bearer(token.into()));
                self
            }
        },
        SchemeKind::Key { location, name } => {
            let place = format_ident!("{location}");
            parse_quote! {
                #(#docs)*
                #[must_use]
                pub fn #field(mut self, key: impl ::std::convert::Into<crate::support::Secret>) -> Self {
                    self.#field = Some(crate::support::Credential::#place(#name, key.into()));
                    self
                }
            }
        }
    }
}

fn documentation(scheme: &SchemeFacts) -> Vec<String> {
    let name = &scheme.name;
    let what = match &scheme.kind {
        SchemeKind::Basic => format!("`{name}`: a user's name and password."),
        SchemeKind::Bearer => format!("`{name}`: a bearer token."),
        SchemeKind::AccessToken => {
            format!("`{name}`: an access token, sent as a bearer token. How to get one is not the client's affair.")
        }
        SchemeKind::Key { location, name: key } if location == "query" => {
            format!("`{name}`: an API key, sent as the query parameter `{key}`.")
        }
        SchemeKind::Key { location, name: key } => format!("`{name}`: an API key, sent as the {location} `{key}`."),
    };
    let mut docs = vec![what];
    if let Some(description) = &scheme.description {
        docs.push(String::new());
        docs.extend(description.trim().lines().map(ToOwned::to_owned));
    }
    docs.push(String::new());
    docs.push(format!("In the OpenAPI document: `#{}`.", scheme.pointer));
    docs
}
