//! Findings as text: for people in a terminal, for programs, and for GitHub next to the changed lines.
//!
//! Control characters from the document are replaced, so a document cannot move the cursor, colour the screen or forge a
//! log line.

mod excerpt;
pub mod github;
mod json;
mod sarif;
mod text;

use std::borrow::Cow;

pub use sarif::{Described, sarif};
pub use text::message;

use crate::finding::{Finding, Severity};
use crate::load::files::reference;
use crate::source::Source;

/// The format in which findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, in the style of rustc.
    Text {
        /// With ANSI colours.
        colour: bool,
    },
    /// For programs: a JSON array with one object for each finding. The module `json` documents the format.
    Json,
    /// For GitHub Actions: one workflow command for each finding.
    Github,
}

/// Shows `findings` about `source`. The result ends with a line end. Without findings, it says so.
#[must_use]
pub fn render(source: &Source, findings: &[Finding], format: Format) -> String {
    match format {
        Format::Text { colour } => text::render(source, findings, colour),
        Format::Json => json::render(source, findings),
        Format::Github => github::render(source, findings),
    }
}

/// The level of an error that did not stop the generator.
const KEPT: &str = "error, kept going";

/// An id for each finding: its rule and its place in the document, and a number where a place has several. It stays the same
/// when lines come and go elsewhere.
fn ids(findings: &[Finding]) -> Vec<String> {
    let mut counts = std::collections::HashMap::new();
    let id = |finding: &Finding| {
        let id = format!("{}:{}", finding.rule, reference(&finding.pointer));
        let count: &mut usize = counts.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}:{count}") }
    };
    findings.iter().map(id).collect()
}

/// What a format for people says in place of findings.
fn nothing_found(source: &Source) -> String {
    format!("no findings in {}\n", one_line(source.name()))
}

/// [`visible`] text on one line.
pub fn one_line(text: &str) -> String {
    visible(text).replace('\n', "␊")
}

/// The number of findings of each severity, such as `1 error, 2 warnings`; empty if there are none.
#[must_use]
pub fn count(findings: &[Finding]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let count = findings.iter().filter(|finding| finding.severity == severity).count();
            let plural = if count == 1 { "" } else { "s" };
            let kept = findings
                .iter()
                .any(|finding| finding.is_recovered && finding.severity == severity);
            let kept = if kept { " (kept going)" } else { "" };
            (count > 0).then(|| format!("{count} {}{plural}{kept}", severity.as_str()))
        });
    counts.collect::<Vec<_>>().join(", ")
}

/// `text` in which every character that would control a terminal is replaced: control characters (except line feeds and
/// tabs), marks that change the direction of writing, and noncharacters.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(acts) {
        text.chars().map(replacement).collect()
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character controls a terminal.
fn acts(c: char) -> bool {
    replacement(c) != c
}

fn replacement(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        // Unicode has a picture of each of these.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(visible("\u{1b}[31mred\u{7}\u{9b}2J\u{7f}"), "␛[31mred␇\u{fffd}2J␡");
        assert_eq!(visible("a\tb\nü"), "a\tb\nü");
        assert_eq!(visible("\u{202e}evil\u{2066}"), "\u{fffd}evil\u{fffd}");
    }
}
