//! Builders, used as their users use them: by calls in a row. What a builder's type says of the values that have been set
//! cannot be written out, and setters take whatever can be made into their value.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Field, FnArg, GenericArgument, Ident, ImplItem, Item, ItemImpl, ItemStruct, Path, PathArguments, ReceiverKind,
    ReturnType, Signature, Type, TypeParamBound,
};

use super::{Writer, is_public};

/// Whether a struct is a builder: it has a state of its own. A model may have a property of that name, which is public.
pub(super) fn is_builder(item: &ItemStruct) -> bool {
    let is_state = |field: &Field| field.ident.as_ref().is_some_and(|name| name == "state");
    item.fields
        .iter()
        .any(|field| is_state(field) && !is_public(&field.vis))
}

/// Whether a type is a builder's: its last argument is a tuple.
pub(super) fn has_state(of: &Type) -> bool {
    let Type::Path(path) = of else { return false };
    path_has_state(&path.path)
}

/// Whether a trait such as `From<Builder<(…)>>` is about a builder.
pub(super) fn mentions_state(path: &Path) -> bool {
    last_argument(path).is_some_and(has_state)
}

fn path_has_state(path: &Path) -> bool {
    matches!(last_argument(path), Some(Type::Tuple(_)))
}

fn last_argument(path: &Path) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.last()? {
        GenericArgument::Type(of) => Some(of),
        _ => None,
    }
}

/// Whether a method begins a builder.
pub(super) fn is_beginning(signature: &Signature) -> bool {
    matches!(&signature.output, ReturnType::Type(_, of) if has_state(of))
}

/// The client's method that begins each builder of a request.
pub(super) fn methods(items: &[Item]) -> BTreeMap<String, Ident> {
    let blocks = items.iter().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    });
    let methods = blocks.flat_map(|block| &block.items).filter_map(|item| match item {
        ImplItem::Fn(method) => Some(&method.sig),
        _ => None,
    });
    methods
        .filter_map(|signature| {
            let ReturnType::Type(_, of) = &signature.output else {
                return None;
            };
            let Type::Path(path) = &**of else { return None };
            let is_request = path.path.segments.first()?.ident == "builder" && path_has_state(&path.path);
            let builder = path.path.segments.last()?.ident.to_string();
            is_request.then(|| (builder, signature.ident.clone()))
        })
        .collect()
}

/// An argument of a setter: what is made into its value, and whether the value may be left out.
struct Argument {
    of: Type,
    optional: bool,
    /// Whether a bare `None` may be passed, so that the compiler can infer its type.
    bare: bool,
    /// The type into which a user's own type may convert to be passed.
    target: Option<Type>,
}

impl Argument {
    /// What `T`, `impl Into<T>`, `impl Into<Option<T>>`, `impl IntoOption<T, K>` or `impl IntoJson` takes.
    fn of(of: &Type) -> Option<Self> {
        let Type::ImplTrait(into) = of else {
            return Some(Self {
                of: of.clone(),
                optional: false,
                bare: false,
                target: None,
            });
        };
        let Some(TypeParamBound::Trait(bound)) = into.bounds.first() else {
            return None;
        };
        let last = bound.path.segments.last()?;
        if last.ident == "IntoJson" {
            return Some(Self {
                of: syn::parse_quote!(serde_json::Value),
                optional: true,
                bare: false,
                target: None,
            });
        }
        let of = first_type(&last.arguments)?;
        let target = Some(of.clone()).filter(|_| last.ident == "Into" || last.ident == "IntoOption");
        if last.ident == "IntoOption" {
            return Some(Self {
                of: of.clone(),
                optional: true,
                bare: false,
                target,
            });
        }
        let Type::Path(path) = of else {
            return Some(Self {
                of: of.clone(),
                optional: false,
                bare: false,
                target,
            });
        };
        let option = path.path.segments.last().filter(|segment| segment.ident == "Option");
        let inner = option.and_then(|option| first_type(&option.arguments));
        Some(Self {
            of: inner.unwrap_or(of).clone(),
            optional: inner.is_some(),
            bare: inner.is_some(),
            target,
        })
    }
}

fn first_type(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(of) => Some(of),
        _ => None,
    }
}

/// A call of a method that takes `impl Into`, as the rest of a function behind its name; `None` for other methods.
pub(super) fn call(block: &ItemImpl, signature: &Signature) -> Option<TokenStream> {
    let taken: Vec<_> = signature.inputs.iter().map(argument_type).collect();
    if !taken.iter().flatten().any(|of| matches!(of, Type::ImplTrait(_))) {
        return None;
    }
    let (of, name) = (&block.self_ty, &signature.ident);
    let (mut declared, mut passed) = (Vec::new(), Vec::new());
    for (at, input) in signature.inputs.iter().enumerate() {
        let argument = format_ident!("argument{at}");
        let of = match input {
            FnArg::Receiver(receiver) if matches!(receiver.kind, ReceiverKind::Reference(..)) => quote!(&'static #of),
            FnArg::Receiver(_) => quote!(#of),
            FnArg::Typed(typed) => match Argument::of(&typed.ty) {
                Some(argument) => {
                    let of = argument.of;
                    quote!(#of)
                }
                None => {
                    let of = &typed.ty;
                    quote!(#of)
                }
            },
        };
        declared.push(quote!(#argument: #of));
        passed.push(argument);
    }
    let output = match &signature.output {
        ReturnType::Type(_, output) => quote!(#output),
        ReturnType::Default => quote!(()),
    };
    let output: Type = syn::parse2(output).ok()?;
    let output = match &output {
        Type::Path(path) if path.path.is_ident("Self") => quote!(#of),
        output => quote!(#output),
    };
    // `Result<Self, …>` is left to inference.
    let output = if output.to_string().contains("Self") {
        quote!(_)
    } else {
        output
    };
    Some(quote!((#(#declared),*) { let _: #output = <#of>::#name(#(#passed),*); }))
}

fn argument_type(input: &FnArg) -> Option<&Type> {
    match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    }
}

impl Writer {
    /// Uses of a builder: all its setters in a row, each of them alone, and what stands at the end.
    pub(super) fn builder(&mut self, block: &ItemImpl) -> TokenStream {
        if block.trait_.is_some() {
            return TokenStream::new();
        }
        let Type::Path(of) = &*block.self_ty else {
            return TokenStream::new();
        };
        let Some(name) = of.path.segments.last().map(|segment| segment.ident.clone()) else {
            return TokenStream::new();
        };
        // Builders of requests begin at the client, those of models at the model.
        let (declared, beginning) = match self.methods.get(&name.to_string()).filter(|_| is_request(block)) {
            Some(method) => (quote!(client: &'static heads::HEAD::Client), quote!(client.#method())),
            None => (quote!(), quote!(heads::HEAD::types::#name::builder())),
        };
        let mut uses = TokenStream::new();
        let (mut setters, mut all) = (Vec::new(), Vec::new());
        for method in public_methods(block) {
            let arguments: Option<Vec<_>> = method
                .inputs
                .iter()
                .skip(1)
                .map(|input| Argument::of(argument_type(input)?))
                .collect();
            let setter = &method.ident;
            match arguments.as_deref() {
                None | Some([]) => {}
                Some(arguments) => {
                    let names: Vec<_> = (0..arguments.len()).map(|at| format_ident!("{setter}_{at}")).collect();
                    let types: Vec<_> = arguments.iter().map(|argument| &argument.of).collect();
                    uses.extend(self.calls(setter, arguments, &declared, &beginning));
                    setters.push(quote!(.#setter(#(#names),*)));
                    all.push(quote!(#(#names: #types),*));
                }
            }
        }
        for method in public_methods(block).filter(|method| method.inputs.len() == 1) {
            let (own, last) = (self.name(), &method.ident);
            let output = match &method.output {
                ReturnType::Type(_, output) => quote!(#output),
                ReturnType::Default => quote!(()),
            };
            let (keyword, wait) = match method.asyncness {
                Some(_) => (quote!(async), quote!(.await)),
                None => (quote!(), quote!()),
            };
            uses.extend(quote! {
                #keyword fn #own(#(#all,)* #declared) { let _: #output = #beginning #(#setters)* .#last() #wait; }
            });
        }
        uses
    }

    /// Uses of one setter alone, with each kind of value that it takes.
    fn calls(
        &mut self,
        setter: &Ident,
        arguments: &[Argument],
        declared: &TokenStream,
        beginning: &TokenStream,
    ) -> TokenStream {
        let names: Vec<_> = (0..arguments.len()).map(|at| format_ident!("{setter}_{at}")).collect();
        let types: Vec<_> = arguments.iter().map(|argument| &argument.of).collect();
        let mut uses = TokenStream::new();
        let own = self.name();
        uses.extend(quote!(fn #own(#(#names: #types,)* #declared) { let _ = #beginning.#setter(#(#names),*); }));
        if arguments.iter().all(|argument| argument.optional) {
            let own = self.name();
            uses.extend(
                quote!(fn #own(#(#names: Option<#types>,)* #declared) { let _ = #beginning.#setter(#(#names),*); }),
            );
        }
        if arguments.iter().all(|argument| argument.bare) {
            let (own, none) = (self.name(), arguments.iter().map(|_| quote!(None)));
            uses.extend(quote!(fn #own(#declared) { let _ = #beginning.#setter(#(#none),*); }));
        }
        if let [
            Argument {
                target: Some(target), ..
            },
        ] = arguments
        {
            let own = self.name();
            uses.extend(quote! {
                fn #own(#declared) {
                    struct Own;
                    impl From<Own> for #target { fn from(_: Own) -> Self { loop {} } }
                    let _ = #beginning.#setter(Own);
                }
            });
        }
        uses
    }
}

fn is_request(block: &ItemImpl) -> bool {
    public_methods(block).any(|method| method.ident == "send")
}

fn public_methods(block: &ItemImpl) -> impl Iterator<Item = &Signature> {
    block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(&method.sig),
        _ => None,
    })
}
