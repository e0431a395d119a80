//! The two documents side by side, with the changes on the wire below their lines.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::{escaped, marked, wire};
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

pub(super) fn show(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> String {
    let Alignment { rows, .. } = Alignment::of(view.base, view.head);
    let placed = Placed::new(found, &rows);
    let lines = Lines {
        base: view.base.own_text().lines().collect(),
        head: view.head.own_text().lines().collect(),
    };
    let mut text = String::from("<section id=documents>\n");
    for (number, entry) in &placed.nowhere {
        text.push_str(&wire(view, *number, entry));
    }
    text.push_str(&format!(
        "<table>\n<colgroup><col class=n><col><col class=n><col></colgroup>\n\
         <thead><tr><th colspan=2>{}</th><th colspan=2>{}</th></tr></thead>\n",
        escaped(view.base.name()),
        escaped(view.head.name())
    ));
    for (stretch, folded) in stretches(&rows, &placed) {
        if folded {
            fold(
                &mut text,
                &lines,
                rows.get(stretch).unwrap_or_default(),
                rows.len() <= ALL,
            );
            continue;
        }
        text.push_str("<tbody>\n");
        for index in stretch {
            let Some(row) = rows.get(index) else { continue };
            lines.row(&mut text, *row);
            for (number, entry) in placed.by_row.get(&index).into_iter().flatten() {
                let article = wire(view, *number, entry);
                text.push_str(&match entry.change.head {
                    Some(_) => format!("<tr class=finding><td colspan=2><td colspan=2>{article}\n"),
                    None => format!("<tr class=finding><td colspan=2>{article}<td colspan=2>\n"),
                });
            }
        }
        text.push_str("</tbody>\n");
    }
    text.push_str("</table>\n</section>\n");
    text
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

fn fold(text: &mut String, lines: &Lines<'_>, rows: &[Row], whole: bool) {
    let label = count(rows.len(), "unchanged line");
    if !whole {
        text.push_str(&format!(
            "<tbody><tr class=fold><td colspan=4>{label}, left out\n</tbody>\n"
        ));
        return;
    }
    text.push_str(&format!(
        "<tbody><tr class=fold><td colspan=4><button type=button aria-expanded=false>{label}</button>\n</tbody>\n<tbody hidden>\n"
    ));
    for row in rows {
        lines.row(text, *row);
    }
    text.push_str("</tbody>\n");
}

/// The lines of both documents.
struct Lines<'a> {
    base: Vec<&'a str>,
    head: Vec<&'a str>,
}

impl Lines<'_> {
    fn row(&self, text: &mut String, row: Row) {
        let base = row.base.and_then(|line| self.base.get(line - 1).copied());
        let head = row.head.and_then(|line| self.head.get(line - 1).copied());
        let (base, head) = match (base, head) {
            (Some(base), Some(head)) if !row.same => {
                let (old, new) = words(base, head);
                (
                    cell("del", row.base, &marked(&old)),
                    cell("ins", row.head, &marked(&new)),
                )
            }
            (base, head) => {
                let of = |mark, line, text: Option<&str>| match text {
                    Some(text) => cell(if row.same { "" } else { mark }, line, &escaped(text)),
                    None => "<td colspan=2 class=none>".to_owned(),
                };
                (of("del", row.base, base), of("ins", row.head, head))
            }
        };
        let class = if row.same { " class=same" } else { "" };
        text.push_str(&format!("<tr{class}>{base}{head}\n"));
    }
}

fn cell(mark: &str, line: Option<usize>, text: &str) -> String {
    let class = if mark.is_empty() {
        String::new()
    } else {
        format!(" class={mark}")
    };
    format!("<td class=n>{}<td{class}>{text}", line.unwrap_or_default())
}
