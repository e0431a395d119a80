//! Descriptions become comments as a person would write them: one `///` a line, with a space. Text that rustdoc would
//! take for a Rust example is marked as text, so that no document can make `cargo test` run its prose.

use syn::visit_mut::VisitMut;
use syn::{Attribute, Block, Expr, ExprLit, File, Lit, LitStr, Meta, MetaNameValue, Signature, Type};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "doc-lines",
    summary: "descriptions become `///` lines, and code in them is text to rustdoc",
    run,
    // How many items progenitor documents is its own business.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let mut lines = DocLines(0);
    lines.visit_file_mut(file);
    lines.0
}

struct DocLines(usize);

impl VisitMut for DocLines {
    // Neither a function's body nor a type carries documentation, and most of the code is in them.
    fn visit_block_mut(&mut self, _: &mut Block) {}
    fn visit_signature_mut(&mut self, _: &mut Signature) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let texts: Vec<_> = attributes
            .iter_mut()
            .filter_map(doc_text)
            .map(|text| text.value())
            .collect();
        if texts.is_empty() {
            return;
        }
        self.0 += 1;
        if are_lines(&texts) && are_together(attributes, texts.len()) {
            // Most comments are such lines, and putting a space in front of each is all there is to do.
            for (literal, text) in attributes.iter_mut().filter_map(doc_text).zip(&texts) {
                let is_blank = text.is_empty() && texts.len() > 1;
                if !is_blank && !text.starts_with(' ') {
                    *literal = LitStr::new(&format!(" {text}"), literal.span());
                }
            }
            return;
        }
        let texts = texts.into_iter();
        let text: Vec<_> = texts
            .map(|text| text.strip_prefix(' ').map(ToOwned::to_owned).unwrap_or(text))
            .collect();
        let at = attributes
            .iter()
            .position(|attribute| attribute.path().is_ident("doc"))
            .unwrap_or(0);
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
        let mut text = text.join("\n");
        if is_unfit(&text) {
            text = fit(&text);
        }
        attributes.splice(at..at, comment_lines(&text).iter().map(|line| super::doc(line)));
    }
}

/// Whether each text is a line that stays as it is, but for the space in front of it.
fn are_lines(texts: &[String]) -> bool {
    if let [only] = texts {
        return !only.contains('\n') && !is_markup(only) && !is_unfit(only);
    }
    let is_line =
        |text: &String| !text.contains('\n') && !is_markup(text) && !is_unfit(text) && text.trim_end() == text;
    // Of blank lines one is kept, and none at the end.
    let is_followed = |at: usize| texts.get(at + 1).is_some_and(|next| !next.is_empty());
    let mut lines = texts.iter().enumerate();
    lines.all(|(at, text)| is_line(text) && (!text.is_empty() || is_followed(at)))
}

/// Whether no other attribute stands between the first and the last of those that are documentation, which are so many.
fn are_together(attributes: &[Attribute], docs: usize) -> bool {
    let is_doc = |attribute: &Attribute| attribute.path().is_ident("doc");
    let (first, last) = (attributes.iter().position(is_doc), attributes.iter().rposition(is_doc));
    first.zip(last).is_some_and(|(first, last)| last + 1 - first == docs)
}

/// Whether a line by itself is something else than text to rustdoc: a fence, or code by its indentation.
fn is_markup(line: &str) -> bool {
    line.contains("```") || line.contains("~~~") || line.starts_with("    ")
}

/// Whether a text has a character that rustc refuses in a comment.
fn is_unfit(text: &str) -> bool {
    text.contains('\r') || !text.is_ascii() && text.contains(turns)
}

/// Whether a character turns the direction of what follows it, so that code could look like a comment; rustc refuses it.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with lines that all end in the same way, and without what a comment cannot have.
fn fit(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(turns, "")
}

/// The text of a doc comment.
fn doc_text(attribute: &mut Attribute) -> Option<&mut LitStr> {
    let Meta::NameValue(MetaNameValue {
        path,
        value: Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }),
        ..
    }) = &mut attribute.meta
    else {
        return None;
    };
    path.is_ident("doc").then_some(text)
}

/// The lines of a comment, each with the space behind `///` unless it is empty.
fn comment_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut fence, mut indented, mut blank) = (None, false, true);
    for line in text.trim_end().lines().map(str::trim_end) {
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| line.trim_start().starts_with(mark));
        let is_indented = fence.is_none() && line.starts_with("    ") && (indented || blank);
        if indented && !is_indented && !line.is_empty() {
            lines.push(" ```".to_owned());
            indented = false;
        }
        match (fence, mark) {
            (None, Some(mark)) => {
                fence = Some(mark);
                // Whatever language the document names: to rustdoc it is text.
                let indent = &line[..line.len() - line.trim_start().len()];
                lines.push(format!(" {indent}{mark}text"));
                continue;
            }
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ if is_indented && !indented => {
                lines.push(" ```text".to_owned());
                indented = true;
            }
            _ => {}
        }
        if !(line.is_empty() && blank && fence.is_none() && !lines.is_empty()) {
            lines.push(if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            });
        }
        blank = line.is_empty();
    }
    if indented || fence.is_some() {
        lines.push(format!(" {}", fence.unwrap_or("```")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{comment_lines, fit, is_unfit};

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        assert!(is_unfit("One.\r- two") && is_unfit("\u{202e}") && !is_unfit("café"));
        let text = fit("One.\n\r\n\r- two\r- three\r\nlast \u{202e}of\u{2069} all");
        assert_eq!(
            comment_lines(&text),
            [" One.", "", " - two", " - three", " last of all"]
        );
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(
            comment_lines("One.\n\n- two  \n  more\n"),
            [" One.", "", " - two", "   more"]
        );
    }

    #[test]
    fn code_is_text_to_rustdoc() {
        assert_eq!(comment_lines("```json\n{}\n```"), [" ```text", " {}", " ```"]);
        assert_eq!(
            comment_lines("See:\n\n    curl x\n\nEnd"),
            [" See:", "", " ```text", "     curl x", "", " ```", " End"]
        );
        assert_eq!(comment_lines("```\nopen"), [" ```text", " open", " ```"]);
    }
}
