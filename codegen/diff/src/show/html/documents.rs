//! The two documents side by side, with the changes on the wire below their lines.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use maud::{Markup, html};
use openapi_document::render::visible;

use super::{marked, wire};
use crate::show::align::{Alignment, Row, words};
use crate::show::groups::ReportEntry;
use crate::show::{Joined, count};

/// The number of unchanged lines that are shown around a change.
const CONTEXT: usize = 4;
/// The fewest lines that are collapsed.
const WORTH_FOLDING: usize = 4;
/// If there are more rows than this, unchanged lines far from every change are left out.
const ALL: usize = 20_000;

/// The changes below each row.
struct Placed<'a> {
    by_row: HashMap<usize, Vec<(usize, &'a ReportEntry<'a>)>>,
    nowhere: Vec<(usize, &'a ReportEntry<'a>)>,
}

pub(super) fn show(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> Markup {
    let Alignment { rows, .. } = Alignment::of(view.base, view.head);
    let placed = Placed::new(found, &rows);
    let lines = Lines {
        base: view.base.own_text().lines().collect(),
        head: view.head.own_text().lines().collect(),
    };
    html! {
        section id="documents" {
            @for (number, entry) in &placed.nowhere { (wire(view, *number, entry)) }
            table {
                colgroup { col class="n"; col; col class="n"; col; }
                thead {
                    tr {
                        th colspan="2" { (visible(view.base.name())) }
                        th colspan="2" { (visible(view.head.name())) }
                    }
                }
                @for (stretch, folded) in stretches(&rows, &placed) {
                    @if folded {
                        (fold(&lines, rows.get(stretch).unwrap_or_default(), rows.len() <= ALL))
                    } @else {
                        tbody {
                            @for index in stretch {
                                @if let Some(row) = rows.get(index) { (lines.row(*row)) }
                                @for (number, entry) in placed.by_row.get(&index).into_iter().flatten() {
                                    (below(entry, &wire(view, *number, entry)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A row with a change, on the side of the document that has its line.
fn below(entry: &ReportEntry<'_>, article: &Markup) -> Markup {
    let in_head = entry.change.head.is_some();
    html! {
        tr class="finding" {
            td colspan="2" { @if !in_head { (article) } }
            td colspan="2" { @if in_head { (article) } }
        }
    }
}

impl<'a> Placed<'a> {
    fn new(found: &'a [ReportEntry<'a>], rows: &[Row]) -> Self {
        let (mut base, mut head) = (HashMap::new(), HashMap::new());
        for (index, row) in rows.iter().enumerate() {
            row.base.map(|line| base.insert(line, index));
            row.head.map(|line| head.insert(line, index));
        }
        let mut placed = Self {
            by_row: HashMap::new(),
            nowhere: Vec::new(),
        };
        for (index, entry) in found.iter().enumerate() {
            let row = match (entry.change.head, entry.change.base) {
                (Some(place), _) => head.get(&place.line),
                (None, Some(place)) => base.get(&place.line),
                (None, None) => None,
            };
            let findings = match row {
                Some(row) => placed.by_row.entry(*row).or_default(),
                None => &mut placed.nowhere,
            };
            findings.push((index + 1, entry));
        }
        placed
    }
}

/// The rows in runs, each with whether it is collapsed.
fn stretches(rows: &[Row], placed: &Placed<'_>) -> Vec<(Range<usize>, bool)> {
    let is_of_interest = |(index, row): &(usize, &Row)| !row.same || placed.by_row.contains_key(index);
    let interesting: Vec<_> = rows
        .iter()
        .enumerate()
        .filter(is_of_interest)
        .map(|(index, _)| index)
        .collect();
    let near = |index: usize| index.saturating_sub(CONTEXT)..(index + CONTEXT + 1).min(rows.len());
    let shown: BTreeSet<_> = interesting.into_iter().flat_map(near).collect();
    let mut stretches: Vec<(Range<usize>, bool)> = Vec::new();
    for index in 0..rows.len() {
        let folded = !shown.contains(&index);
        match stretches.last_mut() {
            Some((stretch, same)) if *same == folded => stretch.end = index + 1,
            _ => stretches.push((index..index + 1, folded)),
        }
    }
    for (stretch, folded) in &mut stretches {
        *folded = *folded && stretch.len() >= WORTH_FOLDING;
    }
    stretches
}

/// A run of unchanged rows, collapsed or left out.
fn fold(lines: &Lines<'_>, rows: &[Row], has_rows: bool) -> Markup {
    let label = count(rows.len(), "unchanged line");
    html! {
        tbody {
            tr class="fold" {
                td colspan="4" {
                    @if has_rows { button type="button" aria-expanded="false" { (label) } } @else { (label) ", left out" }
                }
            }
        }
        @if has_rows {
            tbody hidden { @for row in rows { (lines.row(*row)) } }
        }
    }
}

/// The lines of both documents.
struct Lines<'a> {
    base: Vec<&'a str>,
    head: Vec<&'a str>,
}

impl Lines<'_> {
    fn row(&self, row: Row) -> Markup {
        let base = row.base.and_then(|line| self.base.get(line - 1).copied());
        let head = row.head.and_then(|line| self.head.get(line - 1).copied());
        let differ = match (base, head) {
            (Some(base), Some(head)) if !row.same => Some(words(base, head)),
            _ => None,
        };
        let (old, new) = differ.unzip();
        let whole = |text: Option<&str>| text.map(|text| html! { (visible(text)) });
        let base = old.map(|old| marked(&old)).or_else(|| whole(base));
        let head = new.map(|new| marked(&new)).or_else(|| whole(head));
        html! {
            tr class=[row.same.then_some("same")] {
                (cell("del", &row, row.base, base))
                (cell("ins", &row, row.head, head))
            }
        }
    }
}

/// A line of one document with its number, or a gap.
fn cell(mark: &str, row: &Row, line: Option<usize>, text: Option<Markup>) -> Markup {
    html! {
        @if let Some(text) = text {
            td class="n" { (line.unwrap_or_default()) }
            td class=[(!row.same).then_some(mark)] { (text) }
        } @else {
            td colspan="2" class="none" {}
        }
    }
}
