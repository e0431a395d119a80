//! The repetitive half of all code: what models' builders have for each field, which differs in little but a name.
//!
//! In a part a stub stands for it, so that finish passes can document a setter or take it away, and so that little is
//! parsed. The text is put in the stub's place when the part is printed. It is laid out once for all members that have
//! the same tokens and a name of the same length, on which the layout depends. Nothing here assumes what a member does.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{ImplItem, Item};

use super::section::{in_builders, methods_in_builders};

/// Something that stands elsewhere than in its part.
#[derive(Debug)]
pub(crate) struct Stub {
    kind: Kind,
    /// The name of what stands for it.
    name: String,
    members: Vec<Member>,
}

/// A method, a field, or a field's value, by its name.
type Member = (String, Vec<TokenTree>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// A method of a builder.
    Setter,
    /// The fields of a builder.
    Fields,
    /// The values of a `Self { … }` in a function.
    Values,
}

impl Stub {
    /// A stub for the method `name` in its place in the code.
    pub(crate) fn setter(name: String, method: Vec<TokenTree>) -> (Self, TokenStream) {
        let stand_in = Ident::new(&name, Span::call_site());
        let stub = Self {
            kind: Kind::Setter,
            name: name.clone(),
            members: vec![(name, method)],
        };
        (stub, quote!(pub fn #stand_in() {}))
    }

    /// A stub for the `number`-th list of a part: the fields of a struct, or the values in braces behind a `Self`.
    ///
    /// # Errors
    ///
    /// The content again, where it is anything else, or values that may be on one line.
    pub(crate) fn list(
        is_struct: bool,
        number: usize,
        content: TokenStream,
    ) -> Result<(Self, TokenStream), TokenStream> {
        let tokens: Vec<TokenTree> = content.into_iter().collect();
        let kind = if is_struct { Kind::Fields } else { Kind::Values };
        let Some(ends) = ends(&tokens).filter(|ends| kind == Kind::Fields || is_wide(&tokens, ends)) else {
            return Err(tokens.into_iter().collect());
        };
        let mut tokens = tokens.into_iter();
        let mut begin = 0;
        let members = ends.into_iter().map(|end| {
            let member: Vec<_> = tokens.by_ref().take(end - begin).collect();
            // The comma.
            tokens.next();
            begin = end + 1;
            let name = member.first().map(ToString::to_string).unwrap_or_default();
            (name, member)
        });
        let members = members.collect();
        let name = format!("{MEMBERS}{number}_{}", "_".repeat(WIDTH));
        let stand_in = Ident::new(&name, Span::call_site());
        Ok((Self { kind, name, members }, quote!(#stand_in: ())))
    }

    /// The line that stands for it in a part's text.
    fn line(&self) -> String {
        match self.kind {
            Kind::Setter => format!("\n            pub fn {}() {{}}\n", self.name),
            Kind::Fields => format!("\n            {}: (),\n", self.name),
            Kind::Values => format!("\n                    {}: (),\n", self.name),
        }
    }
}

/// What the name of a list's stub begins with. No name that a document leads to does.
const MEMBERS: &str = "__MEMBERS_";

/// As many characters as no line has: code of this length is laid out on several lines.
const WIDTH: usize = 90;

/// Where the members of a list end, each of which begins with a name and a colon; `None` where it has something else in it.
fn ends(tokens: &[TokenTree]) -> Option<Vec<usize>> {
    let mut ends = Vec::new();
    let (mut depth, mut begin) = (0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Punct(punct) = token else { continue };
        match punct.as_char() {
            '<' => depth += 1,
            '>' if !is_dash(tokens.get(at.wrapping_sub(1))) => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                ends.push(at);
                begin = at + 1;
            }
            _ => {}
        }
    }
    if begin < tokens.len() {
        ends.push(tokens.len());
    }
    let begins = std::iter::once(0)
        .chain(ends.iter().map(|end| end + 1))
        .take(ends.len());
    let are_members = begins.map(|begin| tokens.get(begin..begin + 2)).all(|two| {
        let Some([TokenTree::Ident(_), TokenTree::Punct(colon)]) = two else {
            return false;
        };
        colon.as_char() == ':' && colon.spacing() == Spacing::Alone
    });
    (are_members && !ends.is_empty()).then_some(ends)
}

fn is_dash(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '-')
}

/// Whether members take more than a line.
fn is_wide(tokens: &[TokenTree], ends: &[usize]) -> bool {
    let mut width = 0;
    let mut begins = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    // A name, a colon and a space, something behind that, and a comma.
    let is_wide = begins.any(|begin| {
        width += tokens.get(begin).map_or(0, |name| name.to_string().len() + 4);
        width > WIDTH
    });
    is_wide || {
        let of = |token: &TokenTree| match token {
            TokenTree::Group(_) => 2,
            TokenTree::Punct(_) => 1,
            other => other.to_string().len(),
        };
        tokens.iter().map(of).sum::<usize>() > WIDTH
    }
}

/// The texts of members that have been laid out.
#[derive(Default)]
pub(crate) struct Texts(HashMap<(Kind, String), String>);

/// Beginnings of names that stand for a member's: no word of a document becomes a name with two underscores in it.
const STAND_INS: [&str; 3] = ["z__z", "y__y", "x__x"];

impl Texts {
    /// The line that stands for each stub, and the text that belongs there.
    ///
    /// # Errors
    ///
    /// Where its tokens are no Rust.
    pub(crate) fn of(&mut self, stubs: Vec<Stub>) -> Result<Vec<(String, String)>, String> {
        let text = |stub: Stub| {
            let line = stub.line();
            let members = stub.members.into_iter();
            let texts = members.map(|member| self.member(stub.kind, member));
            Ok((line, texts.collect::<Result<String, String>>()?))
        };
        stubs.into_iter().map(text).collect()
    }

    fn member(&mut self, kind: Kind, (name, tokens): Member) -> Result<String, String> {
        let mut spelling = Spelling::default();
        spelling.add(tokens.into_iter(), &name);
        let stand_in = spelling.stand_in(&name);
        let key = match &stand_in {
            Some(stand_in) => spelling.with(&name, stand_in),
            None => spelling.text,
        };
        let text = match self.0.entry((kind, key)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let (kind, code) = new.key();
                let text = print(*kind, code)?;
                new.insert(text)
            }
        };
        Ok(match stand_in {
            Some(stand_in) => text.replace(&stand_in, &name),
            None => text.clone(),
        })
    }
}

/// The lines of a member as they stand in its module.
fn print(kind: Kind, code: &str) -> Result<String, String> {
    let no_rust = |error: syn::Error| format!("its code is no Rust: {error}");
    let tokens: TokenStream = code.parse().map_err(|error| format!("its code is no Rust: {error}"))?;
    // What is beside the member breaks the line around it, as the other members do.
    let beside = Ident::new(&"_".repeat(WIDTH), Span::call_site());
    let text = match kind {
        Kind::Setter => {
            let method: ImplItem = syn::parse2(tokens).map_err(no_rust)?;
            methods_in_builders(vec![method])
        }
        Kind::Fields => {
            let item: Item = syn::parse2(quote!(struct M { #tokens, #beside: () })).map_err(no_rust)?;
            between(in_builders(vec![item]), "struct M {\n", &beside)
        }
        Kind::Values => {
            let function = quote!(fn m() { Self { #tokens, #beside: () } });
            let method: ImplItem = syn::parse2(function).map_err(no_rust)?;
            between(methods_in_builders(vec![method]), " Self {\n", &beside)
        }
    };
    text.ok_or_else(|| "a part of a builder is printed outside its module".to_owned())
}

/// The lines between the one that ends with `opening` and the one of `beside`.
fn between(text: Option<String>, opening: &str, beside: &Ident) -> Option<String> {
    let text = text?;
    let (_, lines) = text.split_once(opening)?;
    let (lines, _) = lines.split_once(&beside.to_string())?;
    Some(lines.trim_end_matches(' ').to_owned())
}

/// Tokens as source text, and where a name stands in it.
#[derive(Default)]
struct Spelling {
    text: String,
    names: Vec<usize>,
}

impl Spelling {
    fn add(&mut self, tokens: impl Iterator<Item = TokenTree>, name: &str) {
        for token in tokens {
            // Writing to a String cannot fail.
            let _ = match token {
                TokenTree::Group(group) => {
                    let (open, close) = brackets(group.delimiter());
                    let content = group.stream();
                    // What nobody else holds is taken apart without being copied.
                    drop(group);
                    self.text.push_str(open);
                    self.add(content.into_iter(), name);
                    self.text.push_str(close);
                    Ok(())
                }
                TokenTree::Punct(punct) => {
                    self.text.push(punct.as_char());
                    if punct.spacing() == Spacing::Alone {
                        self.text.push(' ');
                    }
                    Ok(())
                }
                TokenTree::Ident(ident) => {
                    if ident == name {
                        self.names.push(self.text.len());
                    }
                    write!(self.text, "{ident} ")
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    // The messages of a setter and of a value that is missing.
                    let message = text.strip_suffix(": {e}\"").or_else(|| text.strip_suffix('"'));
                    let before = message.and_then(|message| message.strip_suffix(name));
                    if let Some(before) = before.filter(|before| before.ends_with(' ')) {
                        self.names.push(self.text.len() + before.len());
                    }
                    write!(self.text, "{text} ")
                }
            };
        }
    }

    /// A name of the same length as `name` that does not stand in the text; `None` for names that are too short for one,
    /// and for those whose characters are not bytes.
    fn stand_in(&self, name: &str) -> Option<String> {
        if name.len() < 4 || !name.is_ascii() {
            return None;
        }
        let stand_ins = STAND_INS.into_iter();
        stand_ins
            .filter(|stand_in| !self.text.contains(stand_in))
            .map(|stand_in| stand_in.chars().cycle().take(name.len()).collect())
            .next()
    }

    /// The text with another name of the same length.
    fn with(mut self, name: &str, stand_in: &str) -> String {
        for at in self.names {
            self.text.replace_range(at..at + name.len(), stand_in);
        }
        self.text
    }
}

const fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ") "),
        Delimiter::Brace => ("{ ", "} "),
        Delimiter::Bracket => ("[", "] "),
        Delimiter::None => ("", " "),
    }
}

/// Puts the texts where their lines stand in the text of a part's builders. Where a line is gone, its text is left out.
pub(crate) fn put_in(text: &str, stubs: &[(String, String)]) -> String {
    let mut whole = String::with_capacity(text.len() + stubs.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = text;
    for (line, text) in stubs {
        if let Some((before, behind)) = rest.find(line).and_then(|at| rest.split_at_checked(at)) {
            whole.push_str(before);
            whole.push('\n');
            whole.push_str(text.trim_end_matches('\n'));
            // The next stub is searched from the line end on.
            rest = behind.get(line.len() - 1..).unwrap_or_default();
        }
    }
    whole.push_str(rest);
    whole
}
