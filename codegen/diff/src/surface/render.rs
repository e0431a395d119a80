//! Writes code on one line, with the spaces that people write, for showing and comparing. It keeps every token.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The code on one line: `Option<&'a str>`, not `Option < & 'a str >`. A comma before a closing bracket is left out.
pub(super) fn line(code: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.stream(code.to_token_stream());
    line.text
}

/// A `::` after one of these words starts a path.
const WORDS_BEFORE_PATHS: [&str; 6] = [" for", " as", "dyn", "impl", "mut", "where"];

#[derive(Default)]
struct Line {
    text: String,
    /// Whether no space may come before the next token.
    tight: bool,
    /// Whether the last character is the first half of a longer token (`::`, `->`).
    joint: bool,
}

impl Line {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            self.token(token);
        }
    }

    fn token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
            TokenTree::Punct(punct) => self.sign(punct.as_char(), punct.spacing()),
            TokenTree::Ident(ident) => self.word(&ident.to_string()),
            TokenTree::Literal(literal) => self.word(&literal.to_string()),
        }
    }

    fn group(&mut self, delimiter: Delimiter, stream: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace if stream.is_empty() => return self.word("{}"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => return self.stream(stream),
        };
        // `f(x)` and `#[x]`, but `-> (x)`, `Fn() -> [u8]` and `struct X { … }`.
        let called = delimiter == Delimiter::Parenthesis
            && self.text.ends_with(|c: char| c.is_alphanumeric() || "_>".contains(c));
        if (delimiter == Delimiter::Brace || !called) && !self.text.ends_with("->") {
            self.space();
        } else if self.text.ends_with("->") {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.tight = true;
        self.stream(stream);
        self.close();
        self.text.push_str(close);
        self.tight = false;
        self.joint = false;
    }

    fn sign(&mut self, sign: char, spacing: Spacing) {
        let (joined, before) = (self.joint, self.text.chars().last());
        self.joint = spacing == Spacing::Joint;
        match sign {
            // The second half of `::`, `->`, `=>` or `==`. No space follows the colons of a path.
            _ if joined && sign != '\'' => {
                let arrow = sign == '>' && matches!(before, Some('-' | '='));
                if sign == '>' && !arrow {
                    self.close();
                }
                self.text.push(sign);
                self.tight = !arrow && sign != '>' && sign != '=';
            }
            ',' | ';' => {
                self.text.push(sign);
                self.tight = false;
            }
            ':' if self.joint => {
                // A space comes before `::` at the beginning of a path, but not in the middle of one.
                let keyword = WORDS_BEFORE_PATHS.iter().any(|word| self.text.ends_with(word));
                if !self.tight && (keyword || matches!(before, Some(',' | ':' | '=' | '+'))) {
                    self.space();
                }
                self.text.push(sign);
            }
            ':' => {
                self.text.push(sign);
                self.tight = false;
            }
            '<' => {
                if before.is_some_and(|c| matches!(c, '=' | '+' | ',' | ':')) && !self.text.ends_with("::") {
                    self.space();
                }
                self.text.push(sign);
                self.tight = true;
            }
            '>' => {
                self.close();
                self.text.push(sign);
                self.tight = false;
            }
            '&' | '*' | '\'' | '#' | '!' | '?' => {
                self.space();
                self.text.push(sign);
                self.tight = true;
            }
            _ => {
                self.space();
                self.text.push(sign);
                self.tight = false;
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.space();
        self.text.push_str(word);
        self.tight = false;
        self.joint = false;
    }

    /// Adds a space.
    fn space(&mut self) {
        if !self.tight && !self.text.is_empty() && !self.text.ends_with([' ', '(', '[']) {
            self.text.push(' ');
        }
        self.tight = false;
    }

    /// Removes a trailing comma.
    fn close(&mut self) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn code_is_spaced_as_people_write_it() {
        let cases = [
            "fn f<'a, T: Into<Option<&'a str>>>(self, x: &'a mut T) -> Result<(), Vec<[u8; 4]>> where T::Error: std::fmt::Display",
            "impl<T> Trait<'_, dyn Fn(u8) -> Box<T> + Send> for ::std::vec::Vec<T>",
            "<V as TryInto<T>>::Error",
            "#[non_exhaustive] pub struct Pet",
            "fn g(&self, f: impl FnOnce(u8, *const u8) -> bool) -> &str",
            "const LIMIT: u8 = 3",
            "for<'a> fn(&'a str) -> !",
            "V { code: u8, text: String }",
            "impl<T: ?Sized + Send> Trait for Box<T>",
        ];
        for case in cases {
            let tokens: proc_macro2::TokenStream = case.parse().unwrap();
            assert_eq!(line(&tokens), case);
        }
        let trailing: proc_macro2::TokenStream = "fn f(a: A,) -> B<C,>".parse().unwrap();
        assert_eq!(line(&trailing), "fn f(a: A) -> B<C>");
    }
}
