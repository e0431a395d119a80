//! progenitor's `Client` holds a bare HTTP client that anybody may have configured, panics where TLS cannot be set up, and
//! opens itself to hooks that see every secret. The generated one holds `crate::support`'s transport, and making one can
//! fail.

use syn::{Attribute, File, Item, parse_quote};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "client",
    summary: "the client is built on `crate::support`, and making one returns a `Result`",
    run,
    // The two imports, the struct, its constructors, and two implementations for hooks.
    expected: |_| Some(6),
};

fn run(file: &mut File, _: &Facts) -> usize {
    if !super::is_frame(file) {
        return 0;
    }
    let mut count = 0;
    let mut items = Vec::new();
    for item in std::mem::take(&mut file.items) {
        match &item {
            Item::Use(_) => count += 1,
            Item::Impl(block) if block.trait_.is_some() => count += 1,
            Item::Impl(block) if is_constructors(block) => {
                count += 1;
                items.push(constructors());
            }
            Item::Struct(client) if client.ident == "Client" => {
                count += 1;
                items.push(client_struct(&client.attrs));
            }
            _ => items.push(item),
        }
    }
    file.items = std::iter::once(parse_quote!(
        use crate::support::{ByteStream, Error, ResponseValue};
    ))
    .chain(items)
    .collect();
    if let Some(Item::Mod(builder)) = file.items.iter_mut().find(|item| super::is_module(item, "builder")) {
        count -= usize::from(!imports_support(builder));
    }
    count
}

fn is_constructors(block: &syn::ItemImpl) -> bool {
    block
        .items
        .iter()
        .any(|item| matches!(item, syn::ImplItem::Fn(method) if method.sig.ident == "new_with_client"))
}

fn client_struct(attributes: &[Attribute]) -> Item {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    parse_quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) transport: crate::support::Transport,
        }
    }
}

fn constructors() -> Item {
    parse_quote! {
        impl Client {
            /// A client for the server at `base_url`, with the default configuration.
            ///
            /// # Errors
            ///
            /// When `base_url` is not an `https` URL that a client can be built on, or TLS cannot be set up.
            pub fn new(base_url: &str) -> ::std::result::Result<Self, crate::support::ConfigError> {
                Self::with_config(base_url, &crate::support::Config::default())
            }

            /// A client for the server at `base_url`: `https`, or `http` to this machine or where `config` allows it. A path
            /// in it stands before every operation's; user info, a query and a fragment are refused.
            ///
            /// # Errors
            ///
            /// When `base_url` is no such URL, or TLS cannot be set up.
            pub fn with_config(
                base_url: &str,
                config: &crate::support::Config,
            ) -> ::std::result::Result<Self, crate::support::ConfigError> {
                Ok(Self { transport: crate::support::Transport::new(base_url, config)? })
            }
        }
    }
}

/// Replaces the names that the operations' module takes from progenitor's runtime; `false` where it takes none.
fn imports_support(builder: &mut syn::ItemMod) -> bool {
    let Some((_, items)) = &mut builder.content else {
        return false;
    };
    let before = items.len();
    items.retain(
        |item| !matches!(item, Item::Use(import) if quote::quote!(#import).to_string().contains("ClientHooks")),
    );
    items.insert(
        0,
        parse_quote!(
            #[allow(unused_imports)]
            use super::{ByteStream, Error, ResponseValue};
        ),
    );
    before == items.len()
}
