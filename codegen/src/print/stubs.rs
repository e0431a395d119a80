//! The setters of models' builders: half of all code, and most of them differ in nothing but a name.
//!
//! In a part each stands as a stub, so that finish passes can document it or take it away, and its text is put in its
//! place when the part is printed. Text is printed once for all setters that have the same tokens and a name of the same
//! length, on which the layout depends. Nothing here assumes what a setter does.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::ImplItem;

use super::section::methods_in_builders;

/// A setter as progenitor has written it.
#[derive(Debug)]
pub(crate) struct Setter {
    /// Its name.
    pub(crate) name: String,
    /// It all.
    pub(crate) tokens: Vec<TokenTree>,
}

/// The texts of setters that have been printed.
#[derive(Default)]
pub(crate) struct Setters(HashMap<String, String>);

/// Beginnings of names that stand for a setter's: no word of a document becomes a name with two underscores in it.
const STAND_INS: [&str; 3] = ["z__z", "y__y", "x__x"];

impl Setters {
    /// The name of a setter and its text as it stands in its module.
    ///
    /// # Errors
    ///
    /// Where its tokens are no Rust.
    pub(crate) fn text(&mut self, setter: Setter) -> Result<(String, String), String> {
        let Setter { name, tokens } = setter;
        let mut spelling = Spelling::default();
        spelling.add(tokens.into_iter(), &name);
        let text = match spelling.stand_in(&name) {
            None => print(&spelling.text)?,
            Some(stand_in) => {
                let text = match self.0.entry(spelling.with(&name, &stand_in)) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let text = print(new.key())?;
                        new.insert(text)
                    }
                };
                text.replace(&stand_in, &name)
            }
        };
        Ok((name, text))
    }
}

fn print(code: &str) -> Result<String, String> {
    let method: ImplItem = syn::parse_str(code).map_err(|error| format!("its code is no Rust: {error}"))?;
    methods_in_builders(vec![method]).ok_or_else(|| "a method is printed outside its module".to_owned())
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
                    let message = format!(" {name}: {{e}}\"");
                    if text.ends_with(&message) {
                        self.names.push(self.text.len() + text.len() - message.len() + 1);
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

/// What stands for a setter in its part.
pub(crate) fn stub(name: &str) -> TokenStream {
    let name = Ident::new(name, proc_macro2::Span::call_site());
    quote!(pub fn #name() {})
}

/// Puts the setters into the text of a part's builders. One whose stub is gone is left out.
pub(crate) fn put_in(text: &str, setters: &[(String, String)]) -> String {
    let mut whole = String::with_capacity(text.len() + setters.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = text;
    for (name, setter) in setters {
        let line = format!("\n            pub fn {name}() {{}}\n");
        if let Some((before, behind)) = rest.find(&line).and_then(|at| rest.split_at_checked(at)) {
            whole.push_str(before);
            whole.push('\n');
            whole.push_str(setter.trim_end_matches('\n'));
            // The next stub is searched from the line end on.
            rest = behind.get(line.len() - 1..).unwrap_or_default();
        }
    }
    whole.push_str(rest);
    whole
}
