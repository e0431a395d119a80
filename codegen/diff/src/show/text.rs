//! A report for a terminal: a summary, the changes by operation with the worst first, and the verdict.

use std::fmt::Write as _;

use openapi_document::render::{one_line, visible};

use super::groups::{ReportEntry, groups, title};
use super::{Joined, acceptance, bump, item_change, word};
use crate::change::{Bump, RustChange, Severity};

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const GREEN: &str = "\u{1b}[32m";
const BLUE: &str = "\u{1b}[34m";
const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// The indentation of the lines below a change.
const INDENT: &str = "              ";

/// Writes text with or without colours.
struct Pen {
    text: String,
    colour: bool,
}

pub(super) fn show(view: &Joined<'_>, colour: bool) -> String {
    let mut pen = Pen {
        text: String::new(),
        colour,
    };
    let style = if view.lacks_bump() { RED } else { BOLD };
    let headline = pen.painted(style, &view.headline());
    pen.line(&headline);
    pen.line(&view.counts());
    let compared = format!("{} → {}", one_line(view.base.name()), one_line(view.head.name()));
    let compared = pen.painted(FAINT, &compared);
    pen.line(&compared);
    for note in view.notes {
        pen.line(&format!("note: {}", one_line(note)));
    }
    for group in groups(&view.report.wire) {
        let title = pen.painted(BOLD, &one_line(&title(&group.operations)));
        pen.line(&format!("\n{title}"));
        for entry in &group.entries {
            wire(&mut pen, view, entry);
        }
    }
    if !view.report.rust.is_empty() {
        let title = pen.painted(BOLD, "Rust");
        pen.line(&format!("\n{title}"));
    }
    for change in &view.report.rust {
        rust(&mut pen, view, change);
    }
    verdict(&mut pen, view);
    pen.text
}

fn wire(pen: &mut Pen, view: &Joined<'_>, entry: &ReportEntry<'_>) {
    let change = entry.change;
    let style = match change.weight() {
        Severity::Breaking => RED,
        Severity::Risky => YELLOW,
        Severity::Compatible => GREEN,
        Severity::Docs => BLUE,
    };
    let name = pen.painted(style, &format!("{:<10}", word(change)));
    pen.line(&format!("  {name}  {}", one_line(&entry.message())));
    if let Some(acceptance) = acceptance(change) {
        pen.line(&format!("{INDENT}{}", one_line(&acceptance)));
    }
    let place = format!("{}  [{}]", one_line(&entry.place(view)), change.id);
    let place = pen.painted(FAINT, &place);
    pen.line(&format!("{INDENT}{place}"));
}

fn rust(pen: &mut Pen, view: &Joined<'_>, change: &RustChange) {
    let style = match change.bump {
        Bump::Major => RED,
        Bump::Minor => GREEN,
        Bump::Patch | Bump::None => BLUE,
    };
    let name = pen.painted(style, &format!("{:<10}", bump(change.bump)));
    pen.line(&format!(
        "  {name}  {} {}: {}",
        one_line(&change.item),
        item_change(change.change),
        one_line(&change.reason)
    ));
    for (mark, style, signature) in [("-", RED, &change.base), ("+", GREEN, &change.head)] {
        for line in signature.iter().flat_map(|signature| signature.lines()) {
            let line = pen.painted(style, &format!("{mark} {}", visible(line)));
            pen.line(&format!("{INDENT}{line}"));
        }
    }
    for cause in view.causes(change) {
        let cause = format!("caused by {} at {}", cause.id, one_line(&view.place(cause)));
        let cause = pen.painted(FAINT, &cause);
        pen.line(&format!("{INDENT}{cause}"));
    }
}

/// The last line, because a terminal shows the end.
fn verdict(pen: &mut Pen, view: &Joined<'_>) {
    let Some(verdict) = &view.report.verdict else { return };
    let style = if verdict.sufficient { GREEN } else { RED };
    let message = pen.painted(style, &verdict.message);
    let review = match verdict.risky {
        0 => String::new(),
        1 => " Review the risky change.".to_owned(),
        risky => format!(" Review the {risky} risky changes."),
    };
    pen.line(&format!("\n{message}{review}"));
}

impl Pen {
    fn painted(&self, style: &str, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{}", text.trim_end());
    }
}
