//! The documentation of generated items: the document's text, and the item's name or place in the document.
//!
//! Descriptions become doc comments. Code blocks are marked as text, so that `cargo test` never runs a document's text
//! as a Rust example.

use std::borrow::Cow;

use openapi_document::load::files;

use crate::schemas::{Definition, Field, Form};

/// The documentation of the field for an object's additional properties.
pub(crate) const REST: &str = "The entries that are not properties of the schema.";
/// The documentation of a newtype's value.
pub(crate) const NEWTYPE: &str = "The value.";

/// The documentation of a model.
pub(crate) fn model(name: &str, definition: &Definition) -> String {
    let description = definition.description.as_deref().filter(|text| !text.trim().is_empty());
    let description = description.map_or_else(|| format!("`{name}`"), |text| closed(text).into_owned());
    format!("{description}\n\n{}", place(&definition.place))
}

/// The sentence that names a place in the document.
pub(crate) fn place(pointer: &openapi_document::pointer::Pointer) -> String {
    format!("In the OpenAPI document: `{}`.", files::reference(pointer))
}

/// The documentation of a property's field.
pub(crate) fn field(field: &Field) -> String {
    let mut text = named(&format!("`{}`", field.key), field.description.as_deref());
    if let Some(default) = default(field) {
        text.push_str("\n\n");
        text.push_str(&default);
    }
    text
}

/// The documentation of a property's setter: the first line of the field's documentation.
pub(crate) fn setter(field: &Field) -> String {
    let first = field.description.as_deref().and_then(|text| text.trim().lines().next());
    named(&format!("`{}`", field.key), first)
}

/// A name in the document with its description, on one line if the text begins with a word.
pub(crate) fn named(name: &str, text: Option<&str>) -> String {
    match text.map(closed).as_deref().filter(|text| !text.is_empty()) {
        None => format!("{name}."),
        Some(text) if text.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '"') => {
            format!("{name}: {text}")
        }
        Some(text) => format!("{name}.\n\n{text}"),
    }
}

/// The sentence that states the default of an absent field. A secret is not repeated.
fn default(field: &Field) -> Option<String> {
    let default = field
        .default
        .as_ref()
        .filter(|value| !value.is_null() && field.form != Form::Secret)?;
    Some(format!("Default: `{default}`."))
}

/// Whether a character changes the text direction. rustc refuses such characters, since code could look like a comment.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with uniform line ends, and without characters that rustc refuses in a comment.
fn fit(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') && (text.is_ascii() || !text.contains(turns)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.replace(turns, ""))
}

/// A text whose last code block is closed, so that another text can follow it.
pub(crate) fn closed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !["```", "~~~", "\n    ", "\t"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let lines = lines(text);
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    Cow::Owned(lines.join("\n"))
}

/// An open code block: the character of its fence, the fence's length, and whether the block is in a quote.
#[derive(Clone, Copy)]
struct Fence {
    character: char,
    length: usize,
    is_quoted: bool,
}

impl Fence {
    /// The fence that a line opens after `prefix`. No backtick may follow a fence of backticks.
    fn opened(prefix: &str, rest: &str) -> Option<Self> {
        let character = rest.chars().next().filter(|c| ['`', '~'].contains(c))?;
        let behind = rest.trim_start_matches(character);
        let length = rest.len() - behind.len();
        let is_fence = length >= 3 && !(character == '`' && behind.contains('`'));
        is_fence.then_some(Self {
            character,
            length,
            is_quoted: prefix.contains('>'),
        })
    }

    /// Whether a line ends the block.
    fn is_closed_by(self, rest: &str) -> bool {
        let behind = rest.trim_start_matches(self.character);
        behind.trim().is_empty() && rest.len() - behind.len() >= self.length
    }

    fn text(self) -> String {
        String::from(self.character).repeat(self.length)
    }
}

/// Splits a line into its indentation with the marks of lists and quotes, and the rest.
fn in_containers(line: &str) -> (&str, &str) {
    let mut rest = line.trim_start();
    loop {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = digits.len() < rest.len() && digits.len() + 9 >= rest.len();
        let behind = match rest.chars().next() {
            Some('>') => &rest[1..],
            Some('-' | '*' | '+') if rest[1..].starts_with(' ') => &rest[1..],
            _ if is_number && [". ", ") "].iter().any(|mark| digits.starts_with(mark)) => &digits[1..],
            _ => return line.split_at(line.len() - rest.len()),
        };
        rest = behind.trim_start();
    }
}

/// The lines of a comment, each with a leading space unless it is empty. Code blocks are marked as text.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut fence, mut is_indented, mut is_blank): (Option<Fence>, _, _) = (None, false, true);
    for line in fit(text).trim().lines().map(|line| spaced(line.trim_end())) {
        let (prefix, rest) = in_containers(&line);
        if fence.is_some_and(|open| open.is_quoted && !prefix.contains('>')) {
            fence = None;
        }
        let is_code = fence.is_none() && line.starts_with("    ") && (is_indented || is_blank);
        if is_indented && !is_code && !line.is_empty() {
            lines.push(" ```".to_owned());
            is_indented = false;
        }
        match fence {
            Some(open) if open.is_closed_by(rest) => fence = None,
            None if is_code && !is_indented => {
                lines.push(" ```text".to_owned());
                is_indented = true;
            }
            None if !is_code => {
                if let Some(opened) = Fence::opened(prefix, rest) {
                    fence = Some(opened);
                    is_blank = false;
                    // The document's language is replaced by `text`.
                    lines.push(format!(" {prefix}{}text", opened.text()));
                    continue;
                }
            }
            _ => {}
        }
        if !(line.is_empty() && is_blank && fence.is_none() && !lines.is_empty()) {
            lines.push(if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            });
        }
        is_blank = line.is_empty();
    }
    match fence {
        Some(open) => lines.push(format!(" {}", open.text())),
        None if is_indented => lines.push(" ```".to_owned()),
        None => {}
    }
    lines
}

/// A line with its leading tabs replaced by spaces.
fn spaced(line: &str) -> Cow<'_, str> {
    let rest = line.trim_start_matches('\t');
    if rest.len() == line.len() {
        return Cow::Borrowed(line);
    }
    Cow::Owned(format!("{}{rest}", "    ".repeat(line.len() - rest.len())))
}

#[cfg(test)]
mod tests {
    use super::{fit, lines};

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        assert!(matches!(fit("café"), std::borrow::Cow::Borrowed(_)));
        assert_eq!(
            lines("One.\n\r\n\r- two\r- three\r\nlast \u{202e}of\u{2069} all"),
            [" One.", "", " - two", " - three", " last of all"]
        );
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(lines("One.\n\n- two  \n  more\n"), [" One.", "", " - two", "   more"]);
    }

    #[test]
    fn code_is_text_to_rustdoc() {
        assert_eq!(lines("```json\n{}\n```"), [" ```text", " {}", " ```"]);
        assert_eq!(
            lines("See:\n\n    curl x\n\nEnd"),
            [" See:", "", " ```text", "     curl x", "", " ```", " End"]
        );
        assert_eq!(lines("```\nopen"), [" ```text", " open", " ```"]);
    }

    #[test]
    fn no_block_of_code_is_rust() {
        assert_eq!(lines("- ```\n  a\n  ```"), [" - ```text", "   a", "   ```"]);
        assert_eq!(lines("> ```rust\n> a\nb"), [" > ```text", " > a", " b"]);
        assert_eq!(lines("a\n\n\tcode"), [" a", "", " ```text", "     code", " ```"]);
        assert_eq!(lines("````\n```\n````"), [" ````text", " ```", " ````"]);
        // Inline code is not a block.
        assert_eq!(lines("```a``` is b\nc"), [" ```a``` is b", " c"]);
    }

    #[test]
    fn an_open_block_ends_with_its_text() {
        assert_eq!(super::closed("a\n```\nb"), "a\n```text\nb\n```");
        assert_eq!(super::closed(" a "), "a");
    }
}
