//! progenitor's code, cut into parts that can be parsed, finished and printed one after the other.
//!
//! A syntax tree takes many times the memory of its text, so that of a whole client never exists. A part is a model with
//! its builder, or an operation with its method; what is left is the frame, with a marker wherever parts belong. Each part
//! lies in the modules that it comes from, so that a finish pass sees a small file of the shape of the whole one. Nothing
//! here knows a document, and no token is changed: but what finish passes replace unseen is left out.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::send;
use crate::print::Stub;

/// A place in the frame to which parts belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Models, in the module `types`.
    Models,
    /// Their builders, in `types::builder`.
    Builders,
    /// Functions that write default values, in `types::defaults`.
    Defaults,
    /// What finish passes add behind all models, in `types`.
    Additions,
    /// The methods of `Client`, one for each operation.
    Methods,
    /// The operations' builders, in the module `builder`.
    Operations,
}

impl Place {
    /// All places, in the order in which they stand in a file.
    pub(crate) const ALL: [Self; 6] = [
        Self::Models,
        Self::Builders,
        Self::Defaults,
        Self::Additions,
        Self::Methods,
        Self::Operations,
    ];

    /// The name of the constant that marks the place in the frame. No name that a document leads to begins like this.
    pub(crate) const fn marker(self) -> &'static str {
        match self {
            Self::Models => "__PLACE_OF_MODELS",
            Self::Builders => "__PLACE_OF_BUILDERS",
            Self::Defaults => "__PLACE_OF_DEFAULTS",
            Self::Additions => "__PLACE_OF_ADDITIONS",
            Self::Methods => "__PLACE_OF_METHODS",
            Self::Operations => "__PLACE_OF_OPERATIONS",
        }
    }

    fn marked(self) -> TokenStream {
        let name = format_ident!("{}", self.marker());
        quote!(const #name: () = ();)
    }
}

/// What a part is, and with that where it stands among its like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// The frame: what there is one of.
    Frame,
    /// A function that writes default values and belongs to no one model, by its rank and name.
    Default(usize, String),
    /// A model, by its name.
    Model(String),
    /// An operation, by its position among all.
    Operation(usize),
}

/// A part of the code.
pub(crate) struct Part {
    /// What it is.
    pub(crate) key: Key,
    /// A file with nothing but this part in it.
    pub(crate) tokens: TokenStream,
    /// What of a model's builder there are stubs for in it, in the order of the code.
    pub(crate) stubs: Vec<Stub>,
}

impl Part {
    /// How many places for other parts there are in it.
    pub(crate) fn places(&self) -> usize {
        let text = self.tokens.to_string();
        Place::ALL.iter().filter(|place| text.contains(place.marker())).count()
    }
}

type Tokens = Vec<TokenTree>;

/// The functions that typify writes at most once each, in its order.
const SHARED_DEFAULTS: [&str; 4] = ["default_bool", "default_i64", "default_u64", "default_nzu64"];

/// Cuts progenitor's code into its parts, the frame last. `stubs` says whether stubs stand for what repeats: where there is
/// little of it, they cost more than they spare.
pub(crate) fn cut(code: TokenStream, stubs: bool) -> Vec<Part> {
    let (mut parts, mut frame) = (Vec::new(), TokenStream::new());
    let (mut methods, mut builders) = (Vec::new(), Vec::new());
    let mut clients = 0;
    for item in items(code) {
        match definition(&item) {
            Some(Definition::Module(name)) if name == "types" => {
                frame.extend(with_content(item, |content| types(content, stubs, &mut parts)));
            }
            Some(Definition::Module(name)) if name == "builder" => {
                frame.extend(with_content(item, |content| {
                    let (rest, groups) = grouped(items(content));
                    builders = groups;
                    let marker = marker(Place::Operations, builders.is_empty());
                    quote!(#(#rest)* #marker)
                }));
            }
            Some(Definition::Implementation(name)) if name == "Client" => {
                clients += 1;
                if clients == 1 {
                    // The constructors.
                    frame.extend(item);
                    continue;
                }
                frame.extend(with_content(item, |content| {
                    methods = items(content);
                    marker(Place::Methods, methods.is_empty())
                }));
            }
            _ => frame.extend(item),
        }
    }
    operations(methods, builders, stubs, &mut parts);
    parts.push(Part {
        key: Key::Frame,
        tokens: frame,
        stubs: Vec::new(),
    });
    parts
}

/// progenitor writes a method and a builder for each operation, both in the same order.
fn operations(methods: Vec<Tokens>, builders: Vec<(String, Tokens)>, use_stubs: bool, parts: &mut Vec<Part>) {
    let mut methods = methods.into_iter();
    let mut builders = builders.into_iter();
    for at in 0.. {
        let (method, builder) = (methods.next(), builders.next());
        if method.is_none() && builder.is_none() {
            return;
        }
        let method = stream(method.unwrap_or_default());
        let mut stubs = Vec::new();
        let builder = builder.map(|(_, tokens)| tokens).unwrap_or_default();
        let builder = operation(builder, use_stubs.then_some(&mut stubs));
        parts.push(Part {
            key: Key::Operation(at),
            tokens: quote!(impl Client { #method } pub mod builder { #builder }),
            stubs,
        });
    }
}

/// The builder of an operation, with stubs for the methods that take its arguments, if there are to be any.
fn operation(builder: Tokens, mut stubs: Option<&mut Vec<Stub>>) -> TokenStream {
    let mut whole = TokenStream::new();
    for item in items(builder) {
        let is_block = matches!(behind_attributes(&item).first(), Some(TokenTree::Ident(word)) if word == "impl");
        if !is_block {
            whole.extend(item);
            continue;
        }
        whole.extend(with_content(item, |content| {
            let mut methods = TokenStream::new();
            for (at, method) in items(content).into_iter().enumerate() {
                match (&mut stubs, definition(&method)) {
                    (Some(stubs), Some(Definition::Other(name))) if is_plain_function(&method) && name != "new" => {
                        stubs.push(Stub::argument(name, at, method));
                    }
                    _ => methods.extend(send::without_end(method)),
                }
            }
            methods
        }));
    }
    whole
}

/// Cuts the content of the module `types`, and returns what is left of it.
fn types(content: TokenStream, use_stubs: bool, parts: &mut Vec<Part>) -> TokenStream {
    let (mut own, mut modules) = (Vec::new(), TokenStream::new());
    let (mut builders, mut functions) = (Vec::new(), Vec::new());
    for item in items(content) {
        match definition(&item) {
            Some(Definition::Module(name)) if name == "builder" => {
                modules.extend(with_content(item, |content| {
                    let (rest, groups) = grouped(items(content));
                    builders = groups;
                    let marker = marker(Place::Builders, false);
                    quote!(#(#rest)* #marker)
                }));
            }
            Some(Definition::Module(name)) if name == "defaults" => {
                modules.extend(with_content(item, |content| {
                    functions = items(content);
                    marker(Place::Defaults, false)
                }));
            }
            Some(Definition::Module(_)) => modules.extend(item),
            _ => own.push(item),
        }
    }
    let (rest, models) = grouped(own);
    let mut defaults = Defaults::of(functions, parts);
    let mut builders: HashMap<String, Tokens> = builders.into_iter().collect();
    for (name, model) in models {
        let functions = defaults.take_for(&model);
        let mut stubs = Vec::new();
        let builder = builders.remove(&name).map(|builder| {
            if use_stubs {
                with_stubs(builder, &name, &mut stubs)
            } else {
                stream(builder)
            }
        });
        let model = stream(model);
        parts.push(Part {
            key: Key::Model(name),
            tokens: quote!(pub mod types { #model pub mod builder { #builder } pub mod defaults { #functions } }),
            stubs,
        });
    }
    parts.extend(
        defaults
            .0
            .into_iter()
            .map(|(name, function)| default(usize::MAX, name, function)),
    );
    let (models, additions) = (Place::Models.marked(), Place::Additions.marked());
    quote!(#(#rest)* #models #modules #additions)
}

/// The builder of the model `name` with stubs for its setters, for its fields and for what it implements.
fn with_stubs(builder: Tokens, name: &str, stubs: &mut Vec<Stub>) -> TokenStream {
    let mut whole = TokenStream::new();
    for (at, item) in items(builder).into_iter().enumerate() {
        match definition(&item) {
            Some(Definition::Implementation(of)) if of == name => {
                whole.extend(with_content(item, |content| setters(content, stubs)));
            }
            Some(Definition::Type(_)) => {
                whole.extend(with_content(item, |content| {
                    list(true, content, stubs).unwrap_or_else(|content| content)
                }));
            }
            _ if is_implementation_for(&item, name) => whole.extend(implementation(item, name, at, stubs)),
            _ => whole.extend(item),
        }
    }
    whole
}

/// What is left of the `at`-th item in the builder of `model`, an `impl`: nothing where there is a stub for it.
fn implementation(item: Tokens, model: &str, at: usize, stubs: &mut Vec<Stub>) -> TokenStream {
    let mut inner = Vec::new();
    let code = with_value_stubs(item, &mut inner);
    match Stub::implementation(model, at, code, inner) {
        Ok(stub) => {
            stubs.push(stub);
            TokenStream::new()
        }
        Err((code, inner)) => {
            stubs.extend(inner);
            code
        }
    }
}

/// Whether an item implements a trait for `name` here or for its namesake in another module.
fn is_implementation_for(item: &[TokenTree], name: &str) -> bool {
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
    match item {
        [first, .., of, TokenTree::Group(_)] => {
            is(first, "impl") && is(of, name) && item.iter().any(|token| is(token, "for"))
        }
        _ => false,
    }
}

/// Stubs for methods, and what is left of these.
fn setters(methods: TokenStream, stubs: &mut Vec<Stub>) -> TokenStream {
    let mut whole = TokenStream::new();
    for (at, method) in items(methods).into_iter().enumerate() {
        match definition(&method) {
            Some(Definition::Other(name)) if is_plain_function(&method) => stubs.push(Stub::setter(name, at, method)),
            _ => whole.extend(method),
        }
    }
    whole
}

/// A stub for a list of fields or values.
///
/// # Errors
///
/// The content again, where it is no such list.
fn list(is_struct: bool, content: TokenStream, stubs: &mut Vec<Stub>) -> Result<TokenStream, TokenStream> {
    let (stub, stand_in) = Stub::list(is_struct, stubs.len(), content)?;
    stubs.push(stub);
    Ok(stand_in)
}

/// Code with stubs for the values of every `Self { … }` in it.
fn with_value_stubs(code: impl IntoIterator<Item = TokenTree>, stubs: &mut Vec<Stub>) -> TokenStream {
    let mut is_self = false;
    let token = |token: TokenTree| {
        let follows_self = std::mem::replace(&mut is_self, matches!(&token, TokenTree::Ident(word) if word == "Self"));
        match token {
            TokenTree::Group(group) => {
                let (delimiter, content) = (group.delimiter(), group.stream());
                // What nobody else holds is taken apart without being copied.
                drop(group);
                let content = if follows_self && delimiter == Delimiter::Brace {
                    // It is the body of a function where that returns `Self`.
                    list(false, content, stubs).unwrap_or_else(|content| with_value_stubs(content, stubs))
                } else {
                    with_value_stubs(content, stubs)
                };
                TokenTree::Group(Group::new(delimiter, content))
            }
            other => other,
        }
    };
    code.into_iter().map(token).collect()
}

/// Whether a method has no attributes, no words between `pub` and `fn`, and a name that is no keyword.
fn is_plain_function(method: &[TokenTree]) -> bool {
    matches!(method, [TokenTree::Ident(public), TokenTree::Ident(function), TokenTree::Ident(name), ..]
        if public == "pub" && function == "fn" && !name.to_string().starts_with("r#"))
}

fn default(rank: usize, name: String, function: Tokens) -> Part {
    let function = stream(function);
    Part {
        key: Key::Default(rank, name),
        tokens: quote!(pub mod types { pub mod builder {} pub mod defaults { #function } }),
        stubs: Vec::new(),
    }
}

/// Functions of the module `types::defaults`, by their names.
struct Defaults(BTreeMap<String, Tokens>);

impl Defaults {
    /// Makes parts of the shared functions; the others belong to the models that name them.
    fn of(functions: Vec<Tokens>, parts: &mut Vec<Part>) -> Self {
        let mut own = BTreeMap::new();
        for function in functions {
            let name = match definition(&function) {
                Some(Definition::Other(name)) => name,
                _ => String::new(),
            };
            let Some(rank) = SHARED_DEFAULTS.iter().position(|shared| *shared == name) else {
                own.entry(name).or_insert_with(Vec::new).extend(function);
                continue;
            };
            parts.push(default(rank, name, function));
        }
        Self(own)
    }

    /// The functions that `model` names in its attributes, in their order.
    fn take_for(&mut self, model: &[TokenTree]) -> TokenStream {
        let mut functions = TokenStream::new();
        if self.0.is_empty() {
            return functions;
        }
        let mut named = Vec::new();
        defaults_named_in(model.iter().cloned(), &mut named);
        for name in named {
            functions.extend(self.0.remove(&name).unwrap_or_default());
        }
        functions
    }
}

/// The names behind `"defaults::…"`.
fn defaults_named_in(tokens: impl Iterator<Item = TokenTree>, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => defaults_named_in(group.stream().into_iter(), names),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let name = text
                    .strip_prefix("\"defaults::")
                    .and_then(|text| text.strip_suffix('"'));
                names.extend(name.map(ToOwned::to_owned));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn marker(place: Place, unneeded: bool) -> TokenStream {
    if unneeded { TokenStream::new() } else { place.marked() }
}

/// The items before the first struct or enum, and then each of those with what follows it up to the next, by its name.
/// What typify and progenitor write about a type stands together; a name that comes twice is one group.
fn grouped(items: Vec<Tokens>) -> (Vec<TokenStream>, Vec<(String, Tokens)>) {
    let mut rest = Vec::new();
    let mut groups: Vec<(String, Tokens)> = Vec::new();
    for item in items {
        match (definition(&item), groups.last_mut()) {
            (Some(Definition::Type(name)), Some((last, group))) if *last == name => group.extend(item),
            (Some(Definition::Type(name)), _) => groups.push((name, item)),
            (_, Some((_, group))) => group.extend(item),
            (_, None) => rest.push(stream(item)),
        }
    }
    (rest, groups)
}

/// What an item defines.
enum Definition {
    Type(String),
    Module(String),
    Implementation(String),
    Other(String),
}

fn definition(item: &[TokenTree]) -> Option<Definition> {
    let mut tokens = behind_attributes(item).iter();
    let Some(TokenTree::Ident(keyword)) = tokens.next() else {
        return None;
    };
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return None;
    };
    let name = name.to_string();
    Some(if keyword == "struct" || keyword == "enum" {
        Definition::Type(name)
    } else if keyword == "mod" {
        Definition::Module(name)
    } else if keyword == "impl" && matches!(tokens.next(), Some(TokenTree::Group(_))) {
        // Of a trait it is followed by `for`.
        Definition::Implementation(name)
    } else {
        Definition::Other(name)
    })
}

/// The item from its keyword on.
fn behind_attributes(mut item: &[TokenTree]) -> &[TokenTree] {
    loop {
        item = match item {
            [TokenTree::Punct(hash), TokenTree::Group(_), rest @ ..] if hash.as_char() == '#' => rest,
            [TokenTree::Ident(public), TokenTree::Group(group), rest @ ..]
                if public == "pub" && group.delimiter() == Delimiter::Parenthesis =>
            {
                rest
            }
            [TokenTree::Ident(public), rest @ ..] if public == "pub" => rest,
            _ => return item,
        };
    }
}

/// Splits code into its items: one ends with its braces, or where it has none or begins with a word like `use`, with a
/// semicolon.
fn items(code: impl IntoIterator<Item = TokenTree>) -> Vec<Tokens> {
    let mut items = Vec::new();
    let mut item = Tokens::new();
    for token in code {
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !ends_with_semicolon(&item),
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        item.push(token);
        if ends {
            items.push(std::mem::take(&mut item));
        }
    }
    if !item.is_empty() {
        items.push(item);
    }
    items
}

fn ends_with_semicolon(item: &[TokenTree]) -> bool {
    let is = |word: &Ident, words: &[&str]| words.iter().any(|known| word == known);
    match behind_attributes(item) {
        [TokenTree::Ident(constant), TokenTree::Ident(function), ..] if constant == "const" => {
            !is(function, &["fn", "async", "unsafe", "extern"])
        }
        [TokenTree::Ident(keyword), ..] => is(keyword, &["use", "static", "type", "const"]),
        _ => false,
    }
}

/// The item with other content in its braces.
fn with_content(mut item: Tokens, change: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    if let Some(TokenTree::Group(group)) = item.pop() {
        let (delimiter, content) = (group.delimiter(), group.stream());
        // What nobody else holds is taken apart without being copied.
        drop(group);
        item.push(TokenTree::Group(Group::new(delimiter, change(content))));
    }
    stream(item)
}

fn stream(tokens: Tokens) -> TokenStream {
    tokens.into_iter().collect()
}
