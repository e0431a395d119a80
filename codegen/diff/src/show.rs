//! Writes a report: for a terminal, a pull request, a browser, annotations on GitHub, or programs.
//!
//! Each format is a pure function from a [`View`] to text. Severities and bumps come from the report. Everything that comes
//! from a document is escaped for the format.

mod align;
mod github;
mod groups;
mod headline;
mod html;
mod json;
mod kinds;
mod markdown;
mod text;

pub use kinds::{explain, list};

use std::collections::HashMap;

use openapi_document::source::Source;

use super::change::{Bump, ItemChange, RustChange, Severity, WireChange};
use super::report::Report;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people in a terminal.
    Text {
        /// With ANSI colours.
        colour: bool,
    },
    /// A comment on a pull request. It always fits the length that GitHub allows.
    Markdown,
    /// For programs. [`Format::JsonSchema`] documents it.
    Json,
    /// One workflow command of GitHub Actions for each change.
    Github,
    /// One HTML page without other files.
    Html,
    /// The JSON Schema of [`Format::Json`]. It does not depend on the report.
    JsonSchema,
}

/// A report, together with the two documents.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The report.
    pub report: &'a Report,
    /// The base document. Places in it are shown with its name.
    pub base: &'a Source,
    /// The head document.
    pub head: &'a Source,
    /// The path of the file that gets the annotations.
    pub file: &'a str,
    /// Notes about the comparison itself, one sentence each.
    pub notes: &'a [String],
    /// The place of the crate's version at head, if there is one.
    pub version: Option<&'a VersionPlace>,
}

/// The line of `Cargo.toml` with the crate's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionPlace {
    /// The path of the manifest, with `/`.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// Writes `view` in `format`. The text ends with a newline.
#[must_use]
pub fn show(view: &View<'_>, format: Format) -> String {
    match format {
        Format::Text { colour } => text::show(&Joined::of(*view), colour),
        Format::Markdown => markdown::show(&Joined::of(*view)),
        Format::Json => json::show(view),
        Format::Github => github::show(&Joined::of(*view)),
        Format::Html => html::show(&Joined::of(*view)),
        Format::JsonSchema => json::schema(),
    }
}

/// A view with an index of its changes, to look up causes and effects quickly.
struct Joined<'a> {
    view: View<'a>,
    wire: HashMap<&'a str, &'a WireChange>,
    rust: HashMap<&'a str, Vec<&'a RustChange>>,
}

impl<'a> std::ops::Deref for Joined<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl<'a> Joined<'a> {
    fn of(view: View<'a>) -> Self {
        let wire = view
            .report
            .wire
            .iter()
            .map(|change| (change.fingerprint.as_str(), change))
            .collect();
        let mut rust: HashMap<_, Vec<_>> = HashMap::new();
        for change in &view.report.rust {
            for cause in &change.caused_by {
                rust.entry(cause.as_str()).or_default().push(change);
            }
        }
        Self { view, wire, rust }
    }

    /// The changes on the wire that caused `change`.
    fn causes(&self, change: &RustChange) -> Vec<&'a WireChange> {
        change
            .caused_by
            .iter()
            .filter_map(|cause| self.wire.get(cause.as_str()).copied())
            .collect()
    }

    /// The changes in Rust that `change` caused.
    fn caused(&self, change: &WireChange) -> &[&'a RustChange] {
        self.rust.get(change.fingerprint.as_str()).map_or(&[], Vec::as_slice)
    }
}

impl View<'_> {
    /// The lines of a change in the two documents.
    fn place(&self, change: &WireChange) -> String {
        match (change.base, change.head) {
            (Some(base), Some(head)) => format!("line {} → {}", base.line, head.line),
            (Some(base), None) => format!("base line {}", base.line),
            (None, Some(head)) => format!("head line {}", head.line),
            // The pointer to a place in another file starts with the path of the file.
            (None, None) => change.pointer.clone(),
        }
    }

    fn lacks_bump(&self) -> bool {
        self.report.verdict.as_ref().is_some_and(|verdict| !verdict.sufficient)
    }
}

/// The worst first.
const SEVERITIES: [Severity; 4] = [
    Severity::Breaking,
    Severity::Risky,
    Severity::Compatible,
    Severity::Docs,
];
const BUMPS: [Bump; 4] = [Bump::Major, Bump::Minor, Bump::Patch, Bump::None];

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "breaking",
        Severity::Risky => "risky",
        Severity::Compatible => "compatible",
        Severity::Docs => "docs",
    }
}

const fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::Major => "major",
        Bump::Minor => "minor",
        Bump::Patch => "patch",
        Bump::None => "no",
    }
}

const fn item_change(change: ItemChange) -> &'static str {
    match change {
        ItemChange::Added => "added",
        ItemChange::Removed => "removed",
        ItemChange::Changed => "changed",
    }
}

/// What a change on the wire weighs, in a word.
const fn word(change: &WireChange) -> &'static str {
    if change.accepted.is_some() {
        "accepted"
    } else {
        severity(change.severity)
    }
}

/// How long a change is accepted and why; `None` for one that is not.
fn acceptance(change: &WireChange) -> Option<String> {
    let accepted = change.accepted.as_ref()?;
    let weight = severity(change.severity);
    Some(format!(
        "{weight}, accepted until {}: {}",
        accepted.until, accepted.reason
    ))
}

/// `1 change` or `2 changes`.
fn count(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// The first `limit` characters of `text`.
fn shortened(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
