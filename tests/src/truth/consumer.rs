//! Code that uses every public item of a generated client, with every type written out, so that whatever a user could have
//! written breaks here if it breaks anywhere. It reads the client with its own eyes and knows nothing of what it checks.
//!
//! Each module of the client is mirrored by one that imports all of it: names then mean in the mirror what they mean in
//! the client. The crate of clients is `heads`, the client's module in it `HEAD`.

mod builders;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Path, ReceiverKind, ReturnType, Type,
    UseGroup, UseTree, Visibility, parse_quote,
};

/// Writes the consumer of this client.
pub(super) fn write(code: &str) -> syn::Result<String> {
    let file = syn::parse_file(code)?;
    let mut writer = Writer {
        methods: builders::methods(&file.items),
        hidden: hidden(&file.items),
        uses: 0,
    };
    let client = quote!(heads::HEAD);
    let mirror = writer.module(&file.items, &client);
    let consumer = quote! {
        #![allow(warnings)]
        // What the client calls `crate::support`.
        pub use heads::support;
        mod client { #mirror }
        fn main() {}
    };
    // One use a line: an error shows its line.
    Ok(consumer
        .to_string()
        .replace("fn use_", "\nfn use_")
        .replace("async \nfn", "\nasync fn"))
}

struct Writer {
    /// The client's method that begins each builder of a request, by the builder's name.
    methods: BTreeMap<String, syn::Ident>,
    /// The modules that documentation does not show.
    hidden: BTreeSet<syn::Ident>,
    uses: usize,
}

impl Writer {
    /// Uses of all public items of a module that `path` leads to.
    fn module(&mut self, items: &[Item], path: &TokenStream) -> TokenStream {
        let mut uses = quote!(use #path::*;);
        for item in items {
            uses.extend(match item {
                Item::Use(import) => {
                    let (mut import, hidden) = (import.clone(), &self.hidden);
                    WithoutHidden(hidden).visit_use_tree_mut(&mut import.tree);
                    quote!(#import)
                }
                Item::Mod(module) if is_public(&module.vis) && !is_hidden(&module.attrs) => {
                    let (name, mirror, own) = (&module.ident, format_ident!("{}_", module.ident), self.name());
                    let inner = quote!(#path::#name);
                    let content = module.content.as_ref().map(|(_, items)| self.module(items, &inner));
                    quote!(use #inner as #own; mod #mirror { #content })
                }
                // A builder is used by calls: its type is no promise.
                Item::Struct(item) if builders::is_builder(item) => TokenStream::new(),
                Item::Struct(item) if is_public(&item.vis) => self.structure(item),
                Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
                Item::Impl(block) => self.block(block),
                Item::Const(item) if is_public(&item.vis) => {
                    let (name, of, own) = (&item.ident, &item.ty, self.name());
                    quote!(const #own: #of = #name;)
                }
                _ => TokenStream::new(),
            });
        }
        uses
    }

    fn structure(&mut self, item: &ItemStruct) -> TokenStream {
        let (name, generics) = (&item.ident, &item.generics);
        let of = quote!(#name #generics);
        let mut uses = self.traits(&item.attrs, name, generics);
        for (at, field) in item
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| is_public(&field.vis))
        {
            let member = field
                .ident
                .as_ref()
                .map_or_else(|| syn::Member::from(at), |name| syn::Member::from(name.clone()));
            let (own, of_field) = (self.name(), &field.ty);
            uses.extend(quote!(fn #own #generics (value: #of) { let _: #of_field = value.#member; }));
        }
        let open = has(&item.attrs, "non_exhaustive");
        if let (Fields::Unnamed(fields), false) = (&item.fields, open)
            && fields.unnamed.iter().all(|field| is_public(&field.vis))
        {
            let (own, types) = (self.name(), fields.unnamed.iter().map(|field| &field.ty));
            uses.extend(quote!(fn #own() { let _: fn(#(#types),*) -> #of = #name; }));
        }
        uses
    }

    fn enumeration(&mut self, item: &ItemEnum) -> TokenStream {
        let name = &item.ident;
        let mut uses = self.traits(&item.attrs, name, &item.generics);
        for variant in &item.variants {
            let (own, variant_name) = (self.name(), &variant.ident);
            let (types, fields): (Vec<_>, Vec<_>) = variant
                .fields
                .iter()
                .enumerate()
                .map(|(at, field)| {
                    (
                        &field.ty,
                        field.ident.clone().unwrap_or_else(|| format_ident!("field{at}")),
                    )
                })
                .unzip();
            let (pattern, made) = match &variant.fields {
                Fields::Unit => (
                    quote!(#name::#variant_name),
                    quote!(let _: #name = #name::#variant_name;),
                ),
                Fields::Unnamed(_) => (
                    quote!(#name::#variant_name(#(#fields),*)),
                    quote!(let _: fn(#(#types),*) -> #name = #name::#variant_name;),
                ),
                Fields::Named(_) => (quote!(#name::#variant_name { #(#fields),* }), quote!()),
            };
            uses.extend(quote! {
                fn #own(value: #name) {
                    match value { #pattern => { #(let _: #types = #fields;)* } _ => {} }
                    #made
                }
            });
        }
        // One that can be matched in full is.
        if !has(&item.attrs, "non_exhaustive") {
            let (own, variants) = (self.name(), item.variants.iter().map(|variant| &variant.ident));
            uses.extend(quote!(fn #own(value: #name) { match value { #(#name::#variants { .. } => {})* } }));
        }
        uses
    }

    /// Uses of the traits that a type derives, and of those that it has for what it holds.
    fn traits(&mut self, attributes: &[Attribute], name: &syn::Ident, generics: &syn::Generics) -> TokenStream {
        let of = with_static(&quote!(#name #generics));
        let own = self.name();
        let mut uses = quote!(fn #own() { fn is<T: Send + Sync + Unpin + 'static>() {} is::<#of>(); });
        for derived in derives(attributes) {
            let (own, bound) = (self.name(), bound(&derived));
            uses.extend(quote!(fn #own() { fn is<T: #bound>() {} is::<#of>(); }));
        }
        uses
    }

    fn block(&mut self, block: &ItemImpl) -> TokenStream {
        if builders::has_state(&block.self_ty) {
            return self.builder(block);
        }
        let Some((path, _)) = &block.trait_ else {
            return self.methods(block);
        };
        if builders::mentions_state(path) {
            return TokenStream::new();
        }
        // Only generated code can name it.
        if path.segments.last().is_some_and(|last| last.ident == "InBand") {
            return TokenStream::new();
        }
        let of = &block.self_ty;
        let (of, path) = (with_static(&quote!(#of)), with_static(&quote!(#path)));
        let own = self.name();
        let mut uses = quote!(fn #own() { fn is<T: ?Sized + #path>() {} is::<#of>(); });
        for member in &block.items {
            let ImplItem::Type(associated) = member else { continue };
            let (own, name, is) = (self.name(), &associated.ident, &associated.ty);
            uses.extend(quote!(fn #own(value: <#of as #path>::#name) { let _: #is = value; }));
        }
        uses
    }

    fn methods(&mut self, block: &ItemImpl) -> TokenStream {
        let mut uses = TokenStream::new();
        for member in &block.items {
            let ImplItem::Fn(method) = member else { continue };
            // What begins a builder is used where the builder is.
            if !is_public(&method.vis) || builders::is_beginning(&method.sig) {
                continue;
            }
            // A setter of credentials or of a server's variable takes whatever can be made into the value.
            if let Some(call) = builders::call(block, &method.sig) {
                let own = self.name();
                uses.extend(quote!(fn #own #call));
                continue;
            }
            let mut signature = method.sig.clone();
            WithoutSelf(&block.self_ty).visit_signature_mut(&mut signature);
            let (of, name, own) = (&block.self_ty, &signature.ident, self.name());
            let arguments: Vec<Type> = signature
                .inputs
                .iter()
                .map(|argument| match argument {
                    FnArg::Typed(argument) => (*argument.ty).clone(),
                    FnArg::Receiver(receiver) => match &receiver.kind {
                        ReceiverKind::Reference(_, lifetime, mutability) => parse_quote!(&#lifetime #mutability #of),
                        ReceiverKind::Typed(_, of) => (**of).clone(),
                        _ => (**of).clone(),
                    },
                })
                .collect();
            let output = match &signature.output {
                ReturnType::Default => quote!(()),
                ReturnType::Type(_, output) => quote!(#output),
            };
            let parameters = block.generics.params.iter().chain(&signature.generics.params);
            let bounds = block
                .generics
                .where_clause
                .iter()
                .chain(&signature.generics.where_clause)
                .flat_map(|clause| &clause.predicates);
            let types: Vec<_> = signature
                .generics
                .type_params()
                .map(|parameter| &parameter.ident)
                .collect();
            let turbofish = (!types.is_empty()).then(|| quote!(::<#(#types),*>));
            let head = quote!(fn #own<#(#parameters),*>);
            let bounds = quote!(where #(#bounds),*);
            uses.extend(if signature.asyncness.is_some() {
                let names: Vec<_> = (0..arguments.len()).map(|at| format_ident!("argument{at}")).collect();
                quote!(async #head(#(#names: #arguments),*) #bounds { let _: #output = <#of>::#name #turbofish(#(#names),*).await; })
            } else {
                quote!(#head() #bounds { let _: fn(#(#arguments),*) -> #output = <#of>::#name #turbofish; })
            });
        }
        uses
    }

    fn name(&mut self) -> syn::Ident {
        self.uses += 1;
        format_ident!("use_{}", self.uses)
    }
}

/// Takes hidden modules out of lists of imports: users do not name what is in them.
struct WithoutHidden<'h>(&'h BTreeSet<syn::Ident>);

impl VisitMut for WithoutHidden<'_> {
    fn visit_use_group_mut(&mut self, group: &mut UseGroup) {
        let is_hidden = |tree: &UseTree| matches!(tree, UseTree::Name(name) if self.0.contains(&name.ident));
        group.items = group.items.iter().filter(|tree| !is_hidden(tree)).cloned().collect();
        syn::visit_mut::visit_use_group_mut(self, group);
    }
}

/// Replaces `Self`.
struct WithoutSelf<'t>(&'t Type);

impl VisitMut for WithoutSelf<'_> {
    fn visit_type_mut(&mut self, of: &mut Type) {
        if matches!(of, Type::Path(path) if path.qself.is_none() && path.path.is_ident("Self")) {
            *of = self.0.clone();
        } else {
            syn::visit_mut::visit_type_mut(self, of);
        }
    }
}

/// The code with `'static` for every other lifetime, and for each that is left out.
fn with_static(code: &TokenStream) -> TokenStream {
    let tokens: Vec<_> = code.clone().into_iter().collect();
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                tokens.next();
                replaced.extend(quote!('static));
            }
            proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let named =
                    matches!(tokens.peek(), Some(proc_macro2::TokenTree::Punct(next)) if next.as_char() == '\'');
                replaced.extend(if named { quote!(&) } else { quote!(&'static) });
            }
            proc_macro2::TokenTree::Group(group) => {
                let inner = with_static(&group.stream());
                replaced.extend([proc_macro2::TokenTree::Group(proc_macro2::Group::new(
                    group.delimiter(),
                    inner,
                ))]);
            }
            token => replaced.extend([token]),
        }
    }
    replaced
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether documentation does not show an item, so that it is for the crate's own code.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc") && attribute.parse_args::<Path>().is_ok_and(|path| path.is_ident("hidden"))
    })
}

/// The hidden modules among these items.
fn hidden(items: &[Item]) -> BTreeSet<syn::Ident> {
    let modules = items.iter().filter_map(|item| match item {
        Item::Mod(module) if is_hidden(&module.attrs) => Some(module.ident.clone()),
        _ => None,
    });
    modules.collect()
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// The derived traits; the feature that some hang on is on.
fn derives(attributes: &[Attribute]) -> Vec<Path> {
    let mut found = Vec::new();
    for attribute in attributes {
        let nested = attribute.path().is_ident("cfg_attr");
        if !nested && !attribute.path().is_ident("derive") {
            continue;
        }
        // What is no derive is passed over.
        let _ = attribute.parse_nested_meta(|meta| {
            if !nested {
                found.push(meta.path);
            } else if meta.path.is_ident("derive") {
                meta.parse_nested_meta(|meta| {
                    found.push(meta.path);
                    Ok(())
                })?;
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Lit>()?;
            }
            Ok(())
        });
    }
    found
}

/// The trait that a derive stands for, as a bound.
fn bound(derived: &Path) -> TokenStream {
    let last = derived
        .segments
        .last()
        .map(|last| last.ident.to_string())
        .unwrap_or_default();
    match last.as_str() {
        "Deserialize" => quote!(for<'x> ::serde::Deserialize<'x>),
        "Serialize" => quote!(::serde::Serialize),
        "JsonSchema" => quote!(::schemars::JsonSchema),
        "Clone" => quote!(::std::clone::Clone),
        "Copy" => quote!(::std::marker::Copy),
        "Debug" => quote!(::std::fmt::Debug),
        "Default" => quote!(::std::default::Default),
        "Hash" => quote!(::std::hash::Hash),
        "Eq" => quote!(::std::cmp::Eq),
        "Ord" => quote!(::std::cmp::Ord),
        "PartialEq" => quote!(::std::cmp::PartialEq),
        "PartialOrd" => quote!(::std::cmp::PartialOrd),
        _ => quote!(#derived),
    }
}
