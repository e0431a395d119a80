//! Findings for people, in the style of rustc.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::{KEPT, count, nothing_found, one_line, visible};
use crate::finding::{Finding, Severity};
use crate::source::Source;

/// Shows `findings` one by one, and then their number.
pub(super) fn render(source: &Source, findings: &[Finding], colour: bool) -> String {
    let Some(worst) = findings.iter().map(|finding| finding.severity).max() else {
        return nothing_found(source);
    };
    let renderer = renderer(colour);
    let mut text = String::new();
    for finding in findings {
        one(&mut text, source, finding, &renderer);
        text.push_str("\n\n");
    }
    let summary = format!("{} in {}", count(findings), one_line(source.name()));
    text.push_str(&message(worst, &summary, &[], colour));
    text
}

/// A message in the same style without a place in a document.
#[must_use]
pub fn message(severity: Severity, text: &str, help: &[&str], colour: bool) -> String {
    let title = level(severity).primary_title(visible(text));
    let group = Group::with_title(title).elements(help.iter().map(|help| Level::HELP.message(visible(help))));
    let mut text = renderer(colour).render(&[group]);
    text.push('\n');
    text
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A placeholder for the name of the file and the place in it. `annotate-snippets` would count columns from the start of the
/// excerpt, which may be in the middle of a line. [`visible`] text never contains this noncharacter.
const PLACE: char = '\u{fdd0}';

fn one(text: &mut String, source: &Source, finding: &Finding, renderer: &Renderer) {
    let marks = marks(finding);
    let places: Vec<_> = marks.iter().map(|mark| mark.place.clone()).collect();
    let excerpts = Excerpt::of(source, &places);
    let rendered = renderer.render(&[group(source, finding, &marks, &excerpts)]);

    let mut parts = rendered.split(PLACE);
    text.push_str(parts.next().unwrap_or_default());
    for (part, (excerpt, _)) in parts.zip(&excerpts) {
        let start = excerpt.marks.first().map_or(0, |mark| mark.start);
        let at = source.position(start);
        // Writing to a String cannot fail.
        let _ = write!(text, "{}:{}:{}", one_line(source.name_at(start)), at.line, at.column);
        text.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
}

fn group<'a>(
    source: &Source,
    finding: &'a Finding,
    marks: &[Mark<'_>],
    excerpts: &[(Excerpt, Vec<usize>)],
) -> Group<'a> {
    let level = if finding.is_recovered {
        level(finding.severity).with_name(KEPT)
    } else {
        level(finding.severity)
    };
    let title = level.primary_title(visible(&finding.message)).id(finding.rule);
    let mut group = Group::with_title(title);
    if excerpts.is_empty() {
        group = group.element(Origin::path(one_line(source.name())));
    }
    for (excerpt, shown) in excerpts {
        let shown = shown.iter().filter_map(|&index| marks.get(index));
        group = group.element(snippet(source, excerpt, shown));
    }
    group.elements(finding.help.as_deref().map(|help| Level::HELP.message(visible(help))))
}

/// A place that a finding points at.
struct Mark<'a> {
    place: &'a Range<usize>,
    kind: AnnotationKind,
    text: Option<&'a str>,
}

fn marks(finding: &Finding) -> Vec<Mark<'_>> {
    let primary = finding.span.iter().map(|place| Mark {
        place,
        kind: AnnotationKind::Primary,
        text: None,
    });
    let labels = finding.labels.iter();
    let labels = labels.map(|label| Mark {
        place: &label.span,
        kind: AnnotationKind::Context,
        text: Some(&label.text),
    });
    primary.chain(labels).collect()
}

fn snippet<'m>(
    source: &Source,
    excerpt: &Excerpt,
    marks: impl Iterator<Item = &'m Mark<'m>>,
) -> Snippet<'static, Annotation<'static>> {
    // A replacement may be longer than its character, so the marks move with the text before them.
    let before = |at| visible(source.text().get(excerpt.range.start..at).unwrap_or_default());
    let annotations = excerpt.marks.iter().zip(marks).map(|(place, mark)| {
        let place = before(place.start).len()..before(place.end).len();
        mark.kind.span(place).label(mark.text.map(one_line))
    });
    Snippet::source(before(excerpt.range.end).into_owned())
        .path(PLACE.to_string())
        .line_start(source.position(excerpt.range.start).line)
        .annotations(annotations)
}
