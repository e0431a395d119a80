//! The changelog. The entry of a release is drafted from the diff, the largest changes first, and merged with the text
//! that was written by hand.
//!
//! The format is that of Keep a Changelog. The text under "Unreleased" is kept unchanged. A drafted line is added to the
//! section of its kind.

use std::collections::BTreeSet;

use openapi_diff::change::{Bump, ItemChange, RustChange, Severity, WireChange};
use openapi_diff::report::Report;

/// The maximum number of names in a list. The others are only counted.
const NAMED: usize = 3;

/// A drafted line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    bump: Bump,
    section: &'static str,
    text: String,
}

/// A section of an entry: its heading and its text without blank lines around.
struct Section {
    heading: String,
    text: String,
    worst: Bump,
}

/// The changelog in three parts: the text before the section "Unreleased", its content, and the text after it.
pub(super) struct Changelog<'t> {
    head: &'t str,
    unreleased: &'t str,
    rest: &'t str,
}

impl<'t> Changelog<'t> {
    /// Splits `text`. Without a section "Unreleased", the newest version follows the introduction.
    pub(super) fn of(text: &'t str) -> Self {
        let mut headings = headings(text).peekable();
        let Some(&(at, heading)) = headings.peek() else {
            return Self {
                head: text,
                unreleased: "",
                rest: "",
            };
        };
        if !is_unreleased(heading) {
            let (head, rest) = text.split_at(at);
            return Self {
                head,
                unreleased: "",
                rest,
            };
        }
        headings.next();
        let end = headings.next().map_or(text.len(), |(end, _)| end);
        let section = text.get(at..end).unwrap_or_default();
        Self {
            head: text.get(..at).unwrap_or_default(),
            unreleased: section.split_once('\n').map_or("", |(_, body)| body.trim()),
            rest: text.get(end..).unwrap_or_default(),
        }
    }

    /// Whether the section "Unreleased" has text.
    pub(super) fn has_unreleased(&self) -> bool {
        !self.unreleased.is_empty()
    }

    /// The entry of a version: the unreleased text, merged with the changes in the report.
    pub(super) fn entry(&self, report: &Report, document: &str) -> String {
        let (introduction, mut sections) = sections(self.unreleased);
        for line in draft(report, document) {
            if self.unreleased.contains(&line.text) {
                continue;
            }
            match sections.iter_mut().find(|section| section.heading == line.section) {
                Some(section) => {
                    section.text = format!("{}\n{}", section.text, line.text).trim().to_owned();
                    section.worst = section.worst.max(line.bump);
                }
                None => sections.push(Section {
                    heading: line.section.to_owned(),
                    text: line.text,
                    worst: line.bump,
                }),
            }
        }
        sections.sort_by_key(|section| std::cmp::Reverse(section.worst == Bump::Major));
        let mut parts = vec![introduction];
        parts.extend(
            sections
                .iter()
                .map(|section| format!("### {}\n\n{}", section.heading, section.text)),
        );
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            parts.push("No changes that affect users of the crate.".to_owned());
        }
        parts.join("\n\n")
    }

    /// The whole text with `entry` as the entry of `version`, and an empty section "Unreleased".
    pub(super) fn with(&self, version: &semver::Version, date: &str, entry: &str) -> String {
        let Self { head, rest, .. } = self;
        let head = if head.is_empty() { "# Changelog" } else { head };
        let text = format!(
            "{}\n\n## Unreleased\n\n## {version} - {date}\n\n{entry}\n",
            head.trim_end()
        );
        if rest.is_empty() {
            text
        } else {
            format!("{text}\n{rest}")
        }
    }
}

/// The date and the text of the entry of `version`, if there is one.
pub(super) fn released<'t>(text: &'t str, version: &semver::Version) -> Option<(&'t str, &'t str)> {
    let (at, heading) = headings(text).find(|(_, heading)| heading.split(' ').nth(1) == Some(&version.to_string()))?;
    let end = headings(text)
        .map(|(end, _)| end)
        .find(|end| *end > at)
        .unwrap_or(text.len());
    let body = text.get(at + heading.len()..end)?.trim();
    Some((heading.rsplit(' ').next().unwrap_or_default(), body))
}

/// The headings of versions, each with its offset.
fn headings(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        line.starts_with("## ").then(|| (start, line.trim_end()))
    })
}

fn is_unreleased(heading: &str) -> bool {
    heading
        .trim_start_matches('#')
        .trim()
        .trim_matches(['[', ']'])
        .eq_ignore_ascii_case("unreleased")
}

/// The text before the first heading of an entry, and its sections.
fn sections(text: &str) -> (String, Vec<Section>) {
    let mut parts = format!("\n{text}")
        .split("\n### ")
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter();
    let introduction = parts.next().unwrap_or_default().trim().to_owned();
    let section = |part: String| {
        let (heading, text) = part.split_once('\n').unwrap_or((&part, ""));
        Section {
            heading: heading.trim().to_owned(),
            text: text.trim().to_owned(),
            worst: Bump::None,
        }
    };
    (introduction, parts.map(section).collect())
}

/// A line for each change of the document, and for each change in Rust that none of them causes; the largest first.
fn draft(report: &Report, document: &str) -> Vec<Line> {
    let mut named = BTreeSet::new();
    let mut lines = Vec::new();
    for change in &report.wire {
        let caused: Vec<_> = report
            .rust
            .iter()
            .filter(|rust| rust.caused_by.contains(&change.fingerprint))
            .collect();
        named.extend(caused.iter().map(|rust| rust.item.as_str()));
        lines.push(of_wire(change, &caused, document));
    }
    // A change in Rust that is less than a minor bump, such as another text or value, gets no line.
    let is_unnamed = |rust: &&RustChange| rust.bump >= Bump::Minor && !named.contains(rust.item.as_str());
    lines.extend(report.rust.iter().filter(is_unnamed).map(of_rust));
    lines.sort_by(|one, other| other.bump.cmp(&one.bump).then_with(|| one.cmp(other)));
    lines.dedup();
    lines
}

fn of_wire(change: &WireChange, caused: &[&RustChange], document: &str) -> Line {
    let own = match change.weight() {
        Severity::Breaking => Bump::Major,
        Severity::Risky | Severity::Compatible => Bump::Minor,
        Severity::Docs => Bump::Patch,
    };
    let bump = caused.iter().map(|rust| rust.bump).fold(own, Bump::max);
    let place = change.head.or(change.base);
    let line = place.map_or_else(String::new, |place| format!(":{}", place.line));
    let subject = match change.operations.as_slice() {
        [] => format!("`{}`", change.pointer),
        operations => quoted(operations.iter().map(String::as_str)),
    };
    let rust = if caused.is_empty() {
        String::new()
    } else {
        format!(" In Rust: {}.", quoted(caused.iter().map(|rust| rust.item.as_str())))
    };
    let message = change.message.trim_end_matches('.');
    let accepted = change.accepted.as_ref().map_or_else(String::new, |accepted| {
        format!(
            " Only the document has changed: {}.",
            accepted.reason.trim_end_matches('.')
        )
    });
    Line {
        bump,
        section: section(change.base.is_some(), change.head.is_some()),
        text: format!(
            "- {}{subject}: {message} ({document}{line}).{accepted}{rust}",
            weight(bump)
        ),
    }
}

fn of_rust(change: &RustChange) -> Line {
    let reason = change.reason.trim_end_matches('.');
    Line {
        bump: change.bump,
        section: section(change.change != ItemChange::Added, change.change != ItemChange::Removed),
        text: format!("- {}`{}`: {reason}.", weight(change.bump), change.item),
    }
}

const fn weight(bump: Bump) -> &'static str {
    if matches!(bump, Bump::Major) {
        "**Breaking:** "
    } else {
        ""
    }
}

const fn section(was: bool, is: bool) -> &'static str {
    match (was, is) {
        (false, true) => "Added",
        (true, false) => "Removed",
        _ => "Changed",
    }
}

fn quoted<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let mut list: Vec<_> = names.take(NAMED).map(|name| format!("`{name}`")).collect();
    if count > NAMED {
        list.push(format!("{} more", count - NAMED));
    }
    list.join(", ")
}
