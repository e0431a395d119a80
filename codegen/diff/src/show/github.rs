//! Changes as workflow commands of GitHub Actions. GitHub shows them beside the lines of the head document. All changes of
//! one extension are one command.
//!
//! A removed part has no line in the head document. Its annotation is at the next line that both documents have, and the
//! message names its line in the base document.

use std::fmt::Write as _;

use openapi_document::render::github::{data, property};

use super::align::Alignment;
use super::groups::{ReportEntry, entries, title};
use super::{Joined, acceptance, bump, item_change, word};
use crate::change::{Bump, RustChange, Severity, WireChange};

pub(super) fn show(view: &Joined<'_>) -> String {
    let mut text = String::new();
    if let (Some(verdict), Some(version), true) = (&view.report.verdict, view.version, view.lacks_bump()) {
        command(
            &mut text,
            "error",
            &version.file,
            Some(version.line),
            "version",
            &verdict.message,
        );
    }
    // The alignment is slow, and only removals need it.
    let is_removal = |change: &&WireChange| change.head.is_none() && change.base.is_some();
    let alignment = view
        .report
        .wire
        .iter()
        .find(is_removal)
        .map(|_| Alignment::of(view.base, view.head));
    for entry in entries(&view.report.wire) {
        wire(&mut text, view, alignment.as_ref(), &entry);
    }
    for change in view.report.rust.iter().filter(|change| view.causes(change).is_empty()) {
        rust(&mut text, view, change);
    }
    for note in view.notes {
        text.push_str(&format!("::notice::{}\n", data(note)));
    }
    // A line that is not a command appears in the log.
    text.push_str(&format!(
        "{}\n",
        data(&format!("{} ({})", view.headline(), view.counts()))
    ));
    text
}

fn wire(text: &mut String, view: &Joined<'_>, alignment: Option<&Alignment>, entry: &ReportEntry<'_>) {
    let change = entry.change;
    let level = match change.weight() {
        Severity::Breaking => "error",
        Severity::Risky => "warning",
        Severity::Compatible | Severity::Docs => "notice",
    };
    let mut message = entry.message();
    let line = match (change.head, change.base) {
        (Some(head), _) => Some(head.line),
        (None, Some(base)) => {
            message.push_str(&format!("\nIt was at {}:{}.", view.base.name(), base.line));
            alignment.map(|alignment| alignment.head_line(base.line))
        }
        (None, None) => None,
    };
    if let Some(acceptance) = acceptance(change) {
        message.push_str(&format!("\n{acceptance}"));
    }
    if entry.all.len() > 1 {
        message.push_str(&format!("\nPlaces: {}.", entry.place(view)));
    }
    let operations = entry.operations();
    if !operations.is_empty() {
        message.push_str(&format!("\nAffects {}.", title(&operations)));
    }
    let caused = entry.all.iter().flat_map(|change| view.caused(change));
    let items: Vec<_> = caused
        .map(|rust| format!("{} {} ({})", rust.item, item_change(rust.change), bump(rust.bump)))
        .collect();
    if !items.is_empty() {
        message.push_str(&format!("\nIn Rust: {}.", items.join(", ")));
    }
    let name = format!("{}: {}", word(change), change.id);
    command(text, level, view.file, line, &name, &message);
}

/// A change that the document did not cause: in code written by hand, or from a change of the generator.
fn rust(text: &mut String, view: &Joined<'_>, change: &RustChange) {
    let level = if change.bump == Bump::Major { "error" } else { "notice" };
    let message = format!("{} was {}: {}", change.item, item_change(change.change), change.reason);
    let file = view.version.map_or_else(|| view.file, |version| &version.file);
    command(
        text,
        level,
        file,
        None,
        &format!("{} in Rust", bump(change.bump)),
        &message,
    );
}

fn command(text: &mut String, level: &str, file: &str, line: Option<usize>, title: &str, message: &str) {
    let line = line
        .map(|line| format!(",line={line},endLine={line}"))
        .unwrap_or_default();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "::{level} file={}{line},title={}::{}",
        property(file),
        property(title),
        data(message)
    );
}
