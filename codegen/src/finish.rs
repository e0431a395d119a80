//! Stage 5: passes over progenitor's code where its defaults are wrong for a published client.
//!
//! A pass changes the syntax tree and counts what it changed; what it should have changed follows from the document. Where
//! the two differ, progenitor writes something else than the pass was made for, and nothing is generated: a client that
//! is half finished must not pass for a finished one. Finished code refers to `crate::support` and to no other code that
//! is written by hand.
//!
//! Code comes part by part: the frame, each model with its builder, each operation with its method. A pass sees one part
//! at a time, as a file that has the modules of the whole one and in them nothing else. What there is one of in a client
//! it changes where it meets the frame; what it adds for a model it adds at the end of `types`.

mod argument_messages;
mod carriers;
mod choices;
mod client;
mod credentials;
mod deprecated;
mod doc_lines;
mod document_constants;
mod documentation;
mod failures;
mod non_exhaustive;
mod null_as_absent;
mod open_enums;
mod prelude;
mod schemars_feature;
mod send;
mod servers;
mod unions;
mod unused;
mod wire_names;

pub(crate) use argument_messages::better as argument_message;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    AttrStyle, Attribute, Block, Expr, ExprLit, File, GenericArgument, Ident, ImplItem, Item, ItemImpl, ItemMod, Lit,
    LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, PathArguments, ReturnType, Type,
};

use crate::facts::{Facts, OperationFacts};
use crate::finding::{Finding, Severity};
use crate::pipeline::Applied;
use crate::pointer::Pointer;

/// A finish pass.
#[derive(Clone, Copy)]
pub struct Pass {
    /// The stem of the pass's file, with dashes.
    pub id: &'static str,
    /// One sentence: what is wrong with progenitor's default and what it becomes.
    pub summary: &'static str,
    /// Changes the code and returns how many places it changed.
    pub run: fn(&mut File, &Facts) -> usize,
    /// How many places it must change in the code of this document; `None` where the document does not tell.
    pub expected: fn(&Facts) -> Option<usize>,
}

/// All finish passes, in the order in which they run.
pub const PASSES: &[Pass] = &[
    prelude::PASS,
    client::PASS,
    credentials::PASS,
    servers::PASS,
    send::PASS,
    choices::PASS,
    unions::PASS,
    wire_names::PASS,
    argument_messages::PASS,
    open_enums::PASS,
    null_as_absent::PASS,
    failures::PASS,
    non_exhaustive::PASS,
    schemars_feature::PASS,
    deprecated::PASS,
    unused::PASS,
    document_constants::PASS,
    documentation::PASS,
    doc_lines::PASS,
];

/// Finished code.
pub(crate) struct Finished {
    /// The code.
    pub(crate) file: File,
    /// What each pass did.
    pub(crate) counts: Counts,
    /// What passes have added behind the models, each with the position of its pass in [`PASSES`].
    pub(crate) additions: Vec<(usize, Item)>,
}

/// Runs all passes over a part of progenitor's code.
pub(crate) fn finish(mut file: File, facts: &Facts) -> Finished {
    let frame = is_frame(&file);
    let (mut counts, mut additions) = (Counts::default(), Vec::new());
    for (at, pass) in PASSES.iter().enumerate() {
        if let Some(count) = counts.0.get_mut(at) {
            *count = (pass.run)(&mut file, facts);
        }
        additions.resize(if frame { 0 } else { added(&mut file) }, at);
    }
    let length = additions.len();
    let added = module_vec(&mut file, "types").map(|items| items.split_off(items.len().saturating_sub(length)));
    Finished {
        file,
        counts,
        additions: additions.into_iter().zip(added.into_iter().flatten()).collect(),
    }
}

/// How many items of `types` stand behind the modules in it.
fn added(file: &mut File) -> usize {
    let items = module_items(file, "types");
    let last = items.iter().rposition(|item| is_module(item, "defaults"));
    last.map_or(0, |last| items.len() - last - 1)
}

/// How many places each pass has changed, in the order of [`PASSES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counts([usize; PASSES.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; PASSES.len()])
    }
}

impl Counts {
    /// Adds what has been changed in another part.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(sum, count)| *sum += count);
    }

    /// Adds messages that have been bettered where a pass sees a stub.
    pub(crate) fn add_argument_messages(&mut self, count: usize) {
        let at = PASSES.iter().position(|pass| pass.id == argument_messages::PASS.id);
        if let Some(sum) = at.and_then(|at| self.0.get_mut(at)) {
            *sum += count;
        }
    }

    /// What each pass has done to all parts of a document's code.
    ///
    /// # Errors
    ///
    /// A finding `finish-mismatch` for each pass that changed more or fewer places than the document calls for.
    pub(crate) fn applied(self, facts: &Facts) -> Result<Vec<Applied>, Vec<Finding>> {
        let counted = || PASSES.iter().zip(&self.0);
        let wrong = counted().filter_map(|(pass, &count)| {
            let expected = (pass.expected)(facts).filter(|&expected| expected != count)?;
            Some(mismatch(pass, count, expected))
        });
        let findings: Vec<_> = wrong.collect();
        if !findings.is_empty() {
            return Err(findings);
        }
        let applied = counted().map(|(pass, &count)| Applied {
            pass: pass.id,
            count,
            places: Vec::new(),
        });
        Ok(applied.collect())
    }
}

fn mismatch(pass: &Pass, count: usize, expected: usize) -> Finding {
    let message = format!(
        "the finish pass `{}` changed {count} places in progenitor's code where the document calls for {expected}",
        pass.id
    );
    Finding::new("finish-mismatch", Severity::Error, Pointer::root(), None, message).with_help(
        "this is a fault of the generator, not of the document: progenitor's output has changed, so must the pass",
    )
}

/// Whether a file is the frame: it holds the client itself.
fn is_frame(file: &File) -> bool {
    let is_client = |item: &Item| matches!(item, Item::Struct(client) if client.ident == "Client");
    file.items.iter().any(is_client)
}

/// An operation's `send` method.
struct Send<'f> {
    block: &'f mut Block,
    /// `T` of `Result<ResponseValue<T>, Error<E>>`.
    success: &'f Type,
    /// `E` of it.
    error: &'f Type,
}

/// Calls `visit` with every operation's `send` method and what the document says of that operation.
fn for_each_send(file: &mut File, facts: &Facts, mut visit: impl FnMut(Send<'_>, &OperationFacts)) {
    for item in module_items(file, "builder") {
        let Item::Impl(item) = item else { continue };
        let Some(name) = self_name(item) else { continue };
        let Some(operation) = facts.operation_of_builder(&name) else {
            continue;
        };
        for item in &mut item.items {
            let ImplItem::Fn(method) = item else { continue };
            if method.sig.ident != "send" {
                continue;
            }
            if let Some((success, error)) = outcome(&method.sig.output) {
                visit(
                    Send {
                        block: &mut method.block,
                        success,
                        error,
                    },
                    operation,
                );
            }
        }
    }
}

/// `T` and `E` of `Result<ResponseValue<T>, Error<E>>`.
fn outcome(output: &ReturnType) -> Option<(&Type, &Type)> {
    let ReturnType::Type(_, result) = output else {
        return None;
    };
    let mut arguments = type_arguments(result);
    let (value, error) = (arguments.next()?, arguments.next()?);
    Some((type_arguments(value).next()?, type_arguments(error).next()?))
}

/// The type arguments of a path's last segment.
fn type_arguments(of: &Type) -> impl Iterator<Item = &Type> {
    let segment = if let Type::Path(path) = of {
        path.path.segments.last()
    } else {
        None
    };
    let arguments = segment.and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    })
}

/// `T` of `Option<T>`.
fn option_of(of: &Type) -> Option<&Type> {
    let Type::Path(path) = of else { return None };
    let is_option = path
        .path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "Option");
    type_arguments(of).next().filter(|_| is_option)
}

/// The structs and enums that stand for schemas: what can be serialised, at the top of the module `types`.
fn models(file: &mut File) -> impl Iterator<Item = &mut Item> {
    module_items(file, "types").iter_mut().filter(|item| match item {
        Item::Struct(model) => model.attrs.iter().any(derives_serialize),
        Item::Enum(model) => model.attrs.iter().any(derives_serialize),
        _ => false,
    })
}

fn derives_serialize(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let is_it = |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "Serialize");
    list.path.is_ident("derive") && list.tokens.clone().into_iter().any(is_it)
}

/// The items of the top-level module `name`; nothing where the file has no such module.
fn module_items<'f>(file: &'f mut File, name: &str) -> &'f mut [Item] {
    module_vec(file, name).map(Vec::as_mut_slice).unwrap_or_default()
}

/// The top-level module `name`, to add items to or take some away.
fn module_vec<'f>(file: &'f mut File, name: &str) -> Option<&'f mut Vec<Item>> {
    let module = file.items.iter_mut().find(|item| is_module(item, name))?;
    let Item::Mod(ItemMod {
        content: Some((_, items)),
        ..
    }) = module
    else {
        return None;
    };
    Some(items)
}

fn is_module(item: &Item, name: &str) -> bool {
    matches!(item, Item::Mod(module) if module.ident == name)
}

/// The last segment of the type that an `impl` is for.
fn self_name(item: &ItemImpl) -> Option<String> {
    let Type::Path(path) = &*item.self_ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

/// The value behind `#[serde(rename = "…")]`.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut value = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other keys than `rename` are passed over; what cannot be read is no rename.
        let _ = attribute.parse_nested_meta(|meta| {
            let literal: Lit = meta.value()?.parse()?;
            if let (true, Lit::Str(text)) = (meta.path.is_ident("rename"), literal) {
                value = Some(text.value());
            }
            Ok(())
        });
    }
    value
}

/// `#[name(…)]`, put together by hand, as every model gets one.
fn attribute(name: &str, tokens: TokenStream) -> Attribute {
    let meta = MetaList {
        path: Ident::new(name, Span::call_site()).into(),
        delimiter: MacroDelimiter::Paren(Default::default()),
        tokens,
    };
    outer(Meta::List(meta))
}

/// `#[name]`, put together in the same way.
fn word(name: &str) -> Attribute {
    outer(Meta::Path(Ident::new(name, Span::call_site()).into()))
}

fn outer(meta: Meta) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta,
    }
}

/// `#[doc = "…"]`, put together by hand: parsing one for every line of documentation took half of this stage's time.
fn doc(text: &str) -> Attribute {
    let value = Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(LitStr::new(text, Span::call_site())),
    });
    outer(Meta::NameValue(MetaNameValue {
        path: Ident::new("doc", Span::call_site()).into(),
        eq_token: Default::default(),
        value,
    }))
}

/// The text of `#[doc = "…"]`.
fn doc_text(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// The blocks of methods that the client itself has.
fn client_methods(file: &mut File) -> impl Iterator<Item = &mut ItemImpl> {
    file.items.iter_mut().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() && self_name(block).as_deref() == Some("Client") => Some(block),
        _ => None,
    })
}
