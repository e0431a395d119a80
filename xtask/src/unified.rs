//! The difference between two texts in the unified format.

use std::time::Duration;

use clap::builder::styling::{AnsiColor, Style};
use openapi_document::render::visible;
use similar::TextDiff;

/// How many lines of a difference are shown.
const SHOWN: usize = 60;
/// How long two texts are compared exactly. After that the difference may be longer than necessary.
const PATIENCE: Duration = Duration::from_secs(2);

/// The unified difference between `old` and `new`, each with its name, cut after [`SHOWN`] lines.
pub(crate) fn unified(old: (&str, &str), new: (&str, &str), colour: bool) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.1, new.1);
    let text = diff.unified_diff().context_radius(3).header(old.0, new.0).to_string();
    let mut lines = text.lines();
    let mut shown: String = lines
        .by_ref()
        .take(SHOWN)
        .map(|line| painted(line, colour) + "\n")
        .collect();
    let rest = lines.count();
    if rest > 0 {
        shown.push_str(&format!("... {rest} more lines\n"));
    }
    shown
}

/// The whole difference between `old` and `new`.
pub(crate) fn whole(old: (&str, &str), new: (&str, &str), colour: bool) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.1, new.1);
    let text = diff.unified_diff().context_radius(3).header(old.0, new.0).to_string();
    text.lines().map(|line| painted(line, colour) + "\n").collect()
}

fn painted(line: &str, colour: bool) -> String {
    let line = visible(line);
    let style = match line.as_bytes().first() {
        Some(b'-') => AnsiColor::Red.on_default(),
        Some(b'+') => AnsiColor::Green.on_default(),
        Some(b'@') => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    };
    if colour {
        format!("{style}{line}{style:#}")
    } else {
        line.into_owned()
    }
}
