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
        let mut docs = attributes.iter_mut().filter_map(doc_text);
        let Some(first) = docs.next() else { return };
        self.0 += 1;
        let text = first.value();
        if docs.next().is_none() && !text.contains('\n') && !is_markup(&text) {
            // Most comments are one line, and putting a space in front of it is all there is to do.
            if !text.starts_with(' ') {
                *first = LitStr::new(&format!(" {text}"), first.span());
            }
            return;
        }
        let text = attributes.iter_mut().filter_map(doc_text).map(|text| text.value());
        let text: Vec<_> = text
            .map(|text| text.strip_prefix(' ').map(ToOwned::to_owned).unwrap_or(text))
            .collect();
        let at = attributes
            .iter()
            .position(|attribute| attribute.path().is_ident("doc"))
            .unwrap_or(0);
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
        attributes.splice(
            at..at,
            comment_lines(&text.join("\n")).iter().map(|line| super::doc(line)),
        );
    }
}

/// Whether a line by itself is something else than text to rustdoc: a fence, or code by its indentation.
fn is_markup(line: &str) -> bool {
    line.contains("```") || line.contains("~~~") || line.starts_with("    ")
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
    use super::comment_lines;

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
