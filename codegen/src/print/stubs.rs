//! The repetitive half of all code: what builders have for each field or argument and for each model, which differs in
//! little but names.
//!
//! In a part a stub stands for it, so that finish passes can document a setter or take it away, and so that little is
//! parsed: methods and `impl`s are not even among the part's tokens, and a [`Placeholder`] is put there when it has been
//! parsed. The text is put in the stub's place when the part is printed. It is laid out once for all that has the same
//! tokens and names of the same length, on which the layout depends. Nothing here assumes what a member does.

use std::collections::HashMap;
use std::fmt::Write as _;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{File, ImplItem, Item};

use super::placeholders::{Placeholder, Placeholders};
use super::section::{in_builders, methods_in_builder, methods_in_builders};
use crate::finish;

/// Something that stands elsewhere than in its part.
#[derive(Debug)]
pub(crate) struct Stub {
    kind: Kind,
    /// The line that stands for it in a part's text.
    line: String,
    members: Vec<Member>,
    /// What there are stubs for in it.
    inner: Vec<Stub>,
    /// What is put in its place when its part has been parsed; a list's is among the tokens.
    placeholder: Option<Placeholder>,
}

/// A method, a field, a field's value or an `impl`, by the name in it that others have another for.
type Member = (String, Vec<TokenTree>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A method of an operation's builder that takes an argument.
    Argument,
    /// A method of a model's builder.
    Setter,
    /// The fields of a model's builder.
    Fields,
    /// The values of a `Self { … }` in a function of a model's builder.
    Values,
    /// The last of them: the comma behind it is not counted when a line is broken.
    LastValue,
    /// What a model's builder, or the model of its builder, implements.
    Implementation,
}

impl Kind {
    /// What keeps the kinds apart where the tokens are the same.
    const fn letter(self) -> char {
        match self {
            Self::Argument => 'a',
            Self::Setter => 's',
            Self::Fields => 'f',
            Self::Values => 'v',
            Self::LastValue => 'l',
            Self::Implementation => 'i',
        }
    }
}

impl Stub {
    /// A stub for the method `name`, which is the `at`-th of an operation's builder.
    pub(crate) fn argument(name: String, at: usize, method: Vec<TokenTree>) -> Self {
        Self::method(Kind::Argument, "        ", name, at, method)
    }

    /// A stub for the method `name`, which is the `at`-th of a model's builder.
    pub(crate) fn setter(name: String, at: usize, method: Vec<TokenTree>) -> Self {
        Self::method(Kind::Setter, "            ", name, at, method)
    }

    fn method(kind: Kind, indent: &str, name: String, at: usize, method: Vec<TokenTree>) -> Self {
        Self {
            kind,
            line: format!("{indent}pub fn {name}() {{}}\n"),
            placeholder: Some(Placeholder::Method(name.clone(), at)),
            members: vec![(name, method)],
            inner: Vec::new(),
        }
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
        let (kind, indent) = if is_struct {
            (Kind::Fields, "            ")
        } else {
            (Kind::Values, "                    ")
        };
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
        let name = format!("{MEMBERS}{number}_{}", "_".repeat(WIDTH));
        let stand_in = Ident::new(&name, Span::call_site());
        let stub = Self {
            kind,
            line: format!("{indent}{name}: (),\n"),
            members: members.collect(),
            inner: Vec::new(),
            placeholder: None,
        };
        Ok((stub, quote!(#stand_in: ())))
    }

    /// A stub for the `impl` of a trait in the module of the builder of `model`, for one of these two, which is the `at`-th
    /// item there. In its `code` stand the stubs `inner`.
    ///
    /// # Errors
    ///
    /// The code and those stubs again, where the name is so long that its line might be broken.
    pub(crate) fn implementation(
        model: &str,
        at: usize,
        code: TokenStream,
        inner: Vec<Self>,
    ) -> Result<Self, (TokenStream, Vec<Self>)> {
        let of = format!("{IMPLEMENTATION}{at}");
        let line = format!("        impl {of} for {model} {{}}\n");
        if line.len() > UNBROKEN {
            return Err((code, inner));
        }
        Ok(Self {
            kind: Kind::Implementation,
            line,
            members: vec![(model.to_owned(), code.into_iter().collect())],
            inner,
            placeholder: Some(Placeholder::Implementation(of, model.to_owned(), at)),
        })
    }
}

/// What the name of a list's stub begins with. No name that a document leads to does.
const MEMBERS: &str = "__MEMBERS_";

/// What the name of the trait in an `impl`'s stub begins with.
const IMPLEMENTATION: &str = "__IMPL_";

/// As many characters as no line has: code of this length is laid out on several lines.
const WIDTH: usize = 90;

/// As many bytes as a line may have that is never broken, with its end.
const UNBROKEN: usize = 79;

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

/// Texts that have been laid out. Whoever makes many parts keeps them.
#[derive(Default)]
pub(crate) struct Texts {
    /// By the tokens, with stand-ins for names.
    known: HashMap<String, Layout>,
    spelling: Spelling,
    placeholders: Placeholders,
}

/// How many texts are kept. Few members differ in more than names.
const MOST: usize = 4096;

/// A text with stand-ins for names.
struct Layout {
    text: String,
    /// Where a stand-in is, and the position of the name that it is for.
    places: Vec<(usize, usize)>,
}

/// What stands elsewhere than in a part, as text.
#[derive(Default)]
pub(crate) struct Replacements {
    /// The line that stands for each stub, and the text that belongs there.
    lines: Vec<(String, String)>,
    /// How many messages about arguments are better than progenitor's.
    pub(crate) messages: usize,
}

impl Texts {
    /// Puts what stands for the `stubs` into their part, which has been parsed; `None` where it has no place for one.
    pub(crate) fn put_placeholders(&self, stubs: &[Stub], file: &mut File) -> Option<()> {
        let mut placeholders = stubs.iter().filter_map(|stub| stub.placeholder.as_ref());
        placeholders.try_for_each(|placeholder| self.placeholders.put(placeholder, file))
    }

    /// What belongs where the `stubs` stand.
    ///
    /// # Errors
    ///
    /// Where their tokens are no Rust.
    pub(crate) fn of(&mut self, stubs: Vec<Stub>) -> Result<Replacements, String> {
        let mut replacements = Replacements::default();
        for stub in stubs {
            let last = stub.members.len().saturating_sub(1);
            let mut text = String::with_capacity(last * WIDTH);
            for (at, (name, tokens)) in stub.members.into_iter().enumerate() {
                let kind = match stub.kind {
                    Kind::Values if at == last => Kind::LastValue,
                    kind => kind,
                };
                replacements.messages += self.member(kind, name, tokens, &mut text)?;
            }
            let inner = self.of(stub.inner)?;
            replacements.messages += inner.messages;
            replacements.lines.push((stub.line, inner.put_in(text)));
        }
        Ok(replacements)
    }

    /// Writes the text of a member, and returns how many messages are better in it.
    fn member(&mut self, kind: Kind, name: String, tokens: Vec<TokenTree>, text: &mut String) -> Result<usize, String> {
        let spelling = &mut self.spelling;
        spelling.begin(kind, name);
        spelling.add(tokens.into_iter());
        spelling.put_stand_ins();
        if !self.known.contains_key(spelling.text.as_str()) {
            if self.known.len() >= MOST {
                self.known.clear();
            }
            let layout = spelling.layout(kind)?;
            self.known.insert(spelling.text.clone(), layout);
        }
        if let Some(layout) = self.known.get(spelling.text.as_str()) {
            layout.write(&spelling.names, text);
        }
        Ok(spelling.messages)
    }
}

impl Layout {
    /// Writes the text with `names` in the places of the stand-ins, which are as long.
    fn write(&self, names: &[Name], to: &mut String) {
        to.reserve(self.text.len());
        let mut rest = 0;
        for &(at, which) in &self.places {
            let name = names.get(which).map(|name| name.text.as_str()).unwrap_or_default();
            to.push_str(self.text.get(rest..at).unwrap_or_default());
            to.push_str(name);
            rest = at + name.len();
        }
        to.push_str(self.text.get(rest..).unwrap_or_default());
    }
}

impl Replacements {
    /// Puts the texts where their lines stand in a part's `text`. Where a line is gone, its text is left out.
    pub(crate) fn put_in(&self, text: String) -> String {
        if self.lines.is_empty() {
            return text;
        }
        let length = text.len() + self.lines.iter().map(|(_, text)| text.len()).sum::<usize>();
        let mut whole = String::with_capacity(length);
        let mut stubs = self.lines.as_slice();
        for line in text.split_inclusive('\n') {
            let stub = if ends_as_stub(line) {
                // The next one, as a rule.
                stubs.iter().position(|(stub, _)| stub == line)
            } else {
                None
            };
            match stub {
                Some(at) => {
                    let (text, rest) = stubs.split_at_checked(at + 1).unwrap_or_default();
                    whole.extend(text.last().map(|(_, text)| text.as_str()));
                    stubs = rest;
                }
                None => whole.push_str(line),
            }
        }
        whole
    }
}

/// Whether a line ends as that of a stub does, which most lines do not.
fn ends_as_stub(line: &str) -> bool {
    line.ends_with(" {}\n") || line.ends_with(": (),\n")
}

/// The lines of a member as they stand in its module.
fn print(kind: Kind, code: &str) -> Result<String, String> {
    let no_rust = |error: syn::Error| format!("its code is no Rust: {error}");
    let tokens: TokenStream = code.parse().map_err(|error| format!("its code is no Rust: {error}"))?;
    // What is beside the member breaks the line around it, as the other members do.
    let beside = Ident::new(&"_".repeat(WIDTH), Span::call_site());
    let text = match kind {
        Kind::Argument => {
            let method: ImplItem = syn::parse2(tokens).map_err(no_rust)?;
            methods_in_builder(vec![method])
        }
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
        Kind::LastValue => {
            let function = quote!(fn m() { Self { #beside: (), #tokens } });
            let method: ImplItem = syn::parse2(function).map_err(no_rust)?;
            let text = methods_in_builders(vec![method]);
            let lines = text
                .as_deref()
                .and_then(|text| text.split_once(&format!("{beside}: (),\n")));
            let lines = lines.and_then(|(_, lines)| lines.strip_suffix("                }\n            }\n"));
            lines.map(ToOwned::to_owned)
        }
        Kind::Implementation => {
            let item: Item = syn::parse2(tokens).map_err(no_rust)?;
            in_builders(vec![item])
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

/// Tokens as source text, and where names stand in it.
#[derive(Default)]
struct Spelling {
    /// A letter for the kind, and then the tokens.
    text: String,
    /// The member's name, and the types of the document that it names.
    names: Vec<Name>,
    /// Where a name is, and its position among the names.
    places: Vec<(usize, usize)>,
    /// How much of a path to a type of the document the last tokens are.
    path: Path,
    messages: usize,
    improves: bool,
}

/// A name for which a stand-in may be put.
struct Name {
    text: String,
    stand_in: &'static str,
}

impl Name {
    /// A stand-in has at least four characters, and as many bytes as characters.
    fn has_stand_in(&self) -> bool {
        (4..=self.stand_in.len()).contains(&self.text.len()) && self.text.is_ascii()
    }

    fn stand_in(&self) -> &'static str {
        self.stand_in.get(..self.text.len()).unwrap_or_default()
    }
}

/// What stands for a member's name and for the types that it names. No word of a document becomes a name with two
/// underscores in it.
const STAND_INS: [&str; 4] = [
    "z__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__zz__z",
    "X__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__XX__X",
    "Y__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__YY__Y",
    "Z__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__ZZ__Z",
];

/// The beginning of a path like `super::Pet`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Path {
    #[default]
    None,
    /// A module of the document's types.
    Module,
    /// That, and one colon.
    Colon,
    /// That, and two.
    Colons,
}

impl Spelling {
    fn begin(&mut self, kind: Kind, name: String) {
        self.text.clear();
        self.text.push(kind.letter());
        self.names.clear();
        let [stand_in, ..] = STAND_INS;
        self.names.push(Name { text: name, stand_in });
        self.places.clear();
        (self.path, self.messages, self.improves) = (Path::None, 0, kind == Kind::Argument);
    }

    fn add(&mut self, tokens: impl Iterator<Item = TokenTree>) {
        for token in tokens {
            let path = std::mem::take(&mut self.path);
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = brackets(group.delimiter());
                    let content = group.stream();
                    // What nobody else holds is taken apart without being copied.
                    drop(group);
                    self.text.push_str(open);
                    self.add(content.into_iter());
                    self.path = Path::None;
                    self.text.push_str(close);
                }
                TokenTree::Punct(punct) => {
                    self.text.push(punct.as_char());
                    if punct.spacing() == Spacing::Alone {
                        self.text.push(' ');
                    }
                    self.path = match path {
                        Path::Module if punct.as_char() == ':' => Path::Colon,
                        Path::Colon if punct.as_char() == ':' => Path::Colons,
                        _ => Path::None,
                    };
                }
                TokenTree::Ident(ident) => self.ident(&ident, path),
                TokenTree::Literal(literal) => self.literal(&literal.to_string()),
            }
        }
    }

    fn ident(&mut self, ident: &Ident, path: Path) {
        let at = self.text.len();
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{ident}");
        self.text.push(' ');
        let text = self.text.get(at..self.text.len() - 1).unwrap_or_default();
        if ["super", "types", "builder"].contains(&text) {
            self.path = Path::Module;
        } else if let Some(which) = self.names.iter().position(|name| name.text == text) {
            self.places.push((at, which));
        } else if path == Path::Colons
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && let Some(stand_in) = STAND_INS.get(self.names.len())
        {
            self.places.push((at, self.names.len()));
            let text = text.to_owned();
            self.names.push(Name { text, stand_in });
        }
    }

    fn literal(&mut self, literal: &str) {
        let at = self.text.len();
        let message = literal.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        // Messages are made of names, and nothing in them is escaped.
        let message = message.filter(|text| self.improves && !text.contains('\\'));
        let better = message.and_then(finish::argument_message);
        self.messages += usize::from(better.is_some());
        // Writing to a String cannot fail.
        let _ = match better {
            Some(better) => write!(self.text, "{better:?} "),
            None => write!(self.text, "{literal} "),
        };
        let (Some(name), Some(text)) = (self.names.first(), self.text.get(at..)) else {
            return;
        };
        if let Some(begin) = name_in_message(text, &name.text) {
            self.places.push((at + begin, 0));
        }
    }

    /// Puts stand-ins where the names are.
    fn put_stand_ins(&mut self) {
        let names = &self.names;
        let is_taken = |stand_in: &&str| self.text.contains(stand_in.get(..4).unwrap_or_default());
        if self.text.contains("__") && STAND_INS.iter().any(is_taken) {
            self.places.clear();
        }
        for &(at, which) in &self.places {
            if let Some(name) = names.get(which).filter(|name| name.has_stand_in()) {
                self.text.replace_range(at..at + name.text.len(), name.stand_in());
            }
        }
    }

    /// The layout of the tokens as they are spelt.
    fn layout(&self, kind: Kind) -> Result<Layout, String> {
        let text = print(kind, self.text.get(1..).unwrap_or_default())?;
        let mut places = Vec::new();
        if !self.places.is_empty() {
            for (which, name) in self.names.iter().enumerate().filter(|(_, name)| name.has_stand_in()) {
                places.extend(text.match_indices(name.stand_in()).map(|(at, _)| (at, which)));
            }
        }
        places.sort_unstable();
        Ok(Layout { text, places })
    }
}

/// Where the name of a field or an argument stands in a literal that is a message about it.
fn name_in_message(literal: &str, name: &str) -> Option<usize> {
    let text = literal.trim_end();
    let message = text.strip_suffix(": {e}\"").or_else(|| text.strip_suffix('"'))?;
    let before = message.strip_suffix(name).filter(|before| before.ends_with(' '));
    before.map(str::len).or_else(|| {
        let (before, behind) = message.split_once('`')?;
        behind.strip_prefix(name)?.starts_with('`').then_some(before.len() + 1)
    })
}

const fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ") "),
        Delimiter::Brace => ("{ ", "} "),
        Delimiter::Bracket => ("[", "] "),
        Delimiter::None => ("", " "),
    }
}

#[cfg(test)]
mod tests {
    use super::Replacements;

    #[test]
    fn texts_stand_where_their_lines_did() {
        let line = |name: &str| format!("    pub fn {name}() {{}}\n");
        let lines = ["a", "gone", "b"].map(|name| (line(name), format!("    fn {name} 1\n    fn {name} 2\n")));
        let replacements = Replacements {
            lines: lines.into(),
            messages: 0,
        };
        let text = format!(
            "    /// About a.\n{}    pub fn own() {{}}\n    /// About b.\n{}}}\n",
            line("a"),
            line("b")
        );
        let whole = "    /// About a.\n    fn a 1\n    fn a 2\n    pub fn own() {}\n    /// About b.\n    fn b 1\n    fn b 2\n}\n";
        assert_eq!(replacements.put_in(text), whole);
        assert_eq!(Replacements::default().put_in(line("a")), line("a"));
    }
}
