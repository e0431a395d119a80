//! The documentation of generated items: what the document says, and what it is called there.
//!
//! Descriptions become comments as a person would write them. Text that rustdoc would take for a Rust example is marked as
//! text, so that no document can make `cargo test` run its prose.

use std::borrow::Cow;

use crate::load::files;
use crate::schemas::{Definition, Field, Form};

/// The documentation of the field that keeps the keys of an object which are no properties.
pub(crate) const REST: &str = "The entries that are no properties of the schema.";
/// The documentation of a newtype's value.
pub(crate) const NEWTYPE: &str = "The value.";

/// The documentation of a model.
pub(crate) fn model(name: &str, definition: &Definition) -> String {
    let description = definition.description.as_deref().filter(|text| !text.trim().is_empty());
    let description = description.map_or_else(|| format!("`{name}`"), |text| text.trim().to_owned());
    format!("{description}\n\n{}", place(&definition.place))
}

/// The sentence that names a place in the document.
pub(crate) fn place(pointer: &crate::pointer::Pointer) -> String {
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

/// The documentation of a property's setter: the first line of what its field says.
pub(crate) fn setter(field: &Field) -> String {
    let first = field.description.as_deref().and_then(|text| text.trim().lines().next());
    named(&format!("`{}`", field.key), first)
}

/// What a name on the wire is said to be: in one line, if the text begins with a word.
pub(crate) fn named(name: &str, text: Option<&str>) -> String {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => format!("{name}."),
        Some(text) if text.starts_with(|c: char| c.is_alphanumeric() || c == '`' || c == '"') => {
            format!("{name}: {text}")
        }
        Some(text) => format!("{name}.\n\n{text}"),
    }
}

/// What the document says is the value of an absent field. A secret is not repeated.
fn default(field: &Field) -> Option<String> {
    let default = field
        .default
        .as_ref()
        .filter(|value| !value.is_null() && field.form != Form::Secret)?;
    Some(format!("Default: `{default}`."))
}

/// Whether a character turns the direction of what follows it, so that code could look like a comment; rustc refuses it.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with lines that all end in the same way, and without characters that rustc refuses in a comment.
fn fit(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') && (text.is_ascii() || !text.contains(turns)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.replace(turns, ""))
}

/// The lines of a comment, each with the space behind `///` unless it is empty.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut fence, mut indented, mut blank) = (None, false, true);
    for line in fit(text).trim().lines().map(str::trim_end) {
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
}
