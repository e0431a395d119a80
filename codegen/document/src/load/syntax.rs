//! Errors of syntax in words that help: what the parsers say, or the usual cause.

use std::ops::Range;

use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::source::Source;

/// The characters that end a line in YAML 1.1 only, each with its name and its escape.
const BREAKS: [(char, &str, &str); 3] = [
    ('\u{85}', "U+0085", "\\N"),
    ('\u{2028}', "U+2028", "\\L"),
    ('\u{2029}', "U+2029", "\\P"),
];

/// What is wrong in a text: the place, the message and the help.
type Cause = (Range<usize>, String, String);

/// The finding for a text that `serde_yaml` refuses.
pub(super) fn in_yaml(source: &Source, error: &serde_yaml::Error) -> Finding {
    // `serde_yaml` ends its message with the place, which the finding shows anyway.
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text);
    let Some(at) = error.location().map(|location| offset(source, &location)) else {
        return finding("YAML", None, message, GENERAL);
    };
    let cause = conflict(source, at)
        .or_else(|| line_break(source, at))
        .or_else(|| tab(source, at, message))
        .or_else(|| unquoted(source, at));
    match cause {
        Some((span, message, help)) => finding("YAML", Some(span), &message, &help),
        None => finding("YAML", Some(at..end(source, at)), message, GENERAL),
    }
}

/// The finding for a text that `serde_json` refuses at `at`.
pub(super) fn in_json(source: &Source, at: usize, message: &str, help: &str) -> Finding {
    match conflict(source, at) {
        Some((span, message, help)) => finding("JSON", Some(span), &message, &help),
        None => finding("JSON", Some(at..at), message, help),
    }
}

const GENERAL: &str = "fix the syntax; check the indentation and quotes on this line and the line before";

fn finding(format: &str, span: Option<Range<usize>>, message: &str, help: &str) -> Finding {
    let message = format!("this is not {format}: {message}");
    Finding::new("syntax", Severity::Error, Pointer::root(), span, message).with_help(help)
}

/// The offset of an error. Lines of YAML 1.1 are not those of the source if other characters than `\n` end them.
fn offset(source: &Source, location: &serde_yaml::Location) -> usize {
    if source.text().contains(BREAKS.map(|(c, ..)| c)) {
        let mut chars = source.text().char_indices();
        return chars.nth(location.index()).map_or(source.text().len(), |(at, _)| at);
    }
    source.offset(location.line(), location.column().saturating_sub(1))
}

/// The end of the character at `at`, if it is on the same line.
pub(super) fn end(source: &Source, at: usize) -> usize {
    let next = source.text().get(at..).and_then(|rest| rest.chars().next());
    at + next.filter(|&c| c != '\n').map_or(0, char::len_utf8)
}

/// The line that contains `at`: its start, and its text.
fn line(source: &Source, at: usize) -> (usize, &str) {
    let before = source.text().get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = source.text().get(start..).and_then(|rest| rest.split('\n').next());
    (start, line.unwrap_or_default())
}

/// What `git merge` leaves where two sides differ. The parser may stop some lines after it.
fn conflict(source: &Source, at: usize) -> Option<Cause> {
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        if start > at {
            break;
        }
        let marker = line.get(..7).filter(|marker| ["<<<<<<<", ">>>>>>>"].contains(marker));
        if marker.is_some() && line[7..].starts_with([' ', '\n']) {
            let message = "a merge conflict is not resolved".to_owned();
            let help = "decide for one side, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
            return Some((start..start + 7, message, help.to_owned()));
        }
        start += line.len();
    }
    None
}

/// A character that ends a line for the parser, in the line before the error.
fn line_break(source: &Source, at: usize) -> Option<Cause> {
    let (start, _) = line(source, at);
    let (start, _) = line(source, start.saturating_sub(1));
    let around = source.text().get(start..at)?;
    let (found, c) = around
        .char_indices()
        .rfind(|(_, c)| BREAKS.iter().any(|(other, ..)| other == c))?;
    let (_, name, escape) = BREAKS.into_iter().find(|(other, ..)| *other == c)?;
    let message = format!("this text contains {name}, which ends a line in YAML 1.1");
    let help = format!("put the text in double quotes, and write `{escape}` here");
    Some((start + found..start + found + c.len_utf8(), message, help))
}

fn tab(source: &Source, at: usize, message: &str) -> Option<Cause> {
    let (start, line) = line(source, at);
    let is_here = source.text().get(at..).is_some_and(|rest| rest.starts_with('\t'));
    let found = if is_here {
        at
    } else {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        start + line[..indent].find('\t').filter(|_| message.contains("tab"))?
    };
    let message = "a tab is not allowed as indentation".to_owned();
    Some((found..found + 1, message, "use spaces".to_owned()))
}

/// A text that begins with a character that YAML reserves.
fn unquoted(source: &Source, at: usize) -> Option<Cause> {
    let first = source.text().get(at..)?.chars().next()?;
    let message = format!(
        "a text that begins with {} has to be quoted",
        match first {
            '`' => "a backtick".to_owned(),
            '@' | '%' => format!("`{first}`"),
            _ => return None,
        }
    );
    Some((at..at + 1, message, "put it in quotes".to_owned()))
}
