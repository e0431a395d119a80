//! The piece of a document's text that is shown with a finding: whole lines where they are short, and of a document on
//! one endless line no more than what stands around the finding.
//!
//! The work does not grow with the document, however many findings it has.

use std::ops::Range;

use crate::source::Source;

/// Places that lie further apart than this many bytes are shown in excerpts of their own.
const NEAR: usize = 1_500;
/// A line is cut where it goes on for longer than this many bytes beside what is marked in it.
const AROUND: usize = 240;
/// At most so many bytes are marked in one line.
const MARKED: usize = 120;
/// A place of more lines than this is marked by its first line.
const MARKED_LINES: usize = 8;

/// A piece of text with marks in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Where the piece stands in the source's text.
    pub(super) range: Range<usize>,
    /// What is marked: byte ranges in the source's text, within `range`. The first is what the excerpt is about.
    pub(super) marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// The excerpts that show `places`, the first of them first. Places near one that came before share its excerpt.
    /// Returned with each excerpt are the indices of its marks in `places`.
    pub(super) fn of(source: &Source, places: &[Range<usize>]) -> Vec<(Self, Vec<usize>)> {
        let mut groups: Vec<(Vec<Range<usize>>, Vec<usize>)> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let mark = clamp(source.text(), place);
            let near = |(marks, _): &&mut (Vec<Range<usize>>, Vec<usize>)| {
                marks
                    .first()
                    .is_some_and(|first| first.start.abs_diff(mark.start) <= NEAR)
            };
            match groups.iter_mut().find(near) {
                Some((marks, indices)) => {
                    marks.push(mark);
                    indices.push(index);
                }
                None => groups.push((vec![mark], vec![index])),
            }
        }
        groups
            .into_iter()
            .map(|(marks, indices)| (Self::around(source.text(), marks), indices))
            .collect()
    }

    fn around(text: &str, marks: Vec<Range<usize>>) -> Self {
        let first = marks.iter().map(|mark| mark.start).min().unwrap_or_default();
        let last = marks.iter().map(|mark| mark.end).max().unwrap_or_default();
        Self {
            range: line_start(text, first)..line_end(text, last),
            marks,
        }
    }
}

/// `place` on character boundaries inside `text`, and no longer than is good to look at.
fn clamp(text: &str, place: &Range<usize>) -> Range<usize> {
    let start = floor(text, place.start);
    let end = floor(text, place.end.max(start));
    let place = text.get(start..end).unwrap_or_default();
    // Whoever says "the end of this line" means what stands before the line end.
    let place = place.strip_suffix('\n').unwrap_or(place);
    let short = place.len() <= NEAR && place.split('\n').count() <= MARKED_LINES;
    let (from, line) = if short {
        last_line(place)
    } else {
        (0, first_line(place))
    };
    start..floor(text, start + from + line.len().min(MARKED))
}

/// The last line of `place` and where it begins.
fn last_line(place: &str) -> (usize, &str) {
    let from = place.rfind('\n').map_or(0, |at| at + 1);
    (from, place.get(from..).unwrap_or_default())
}

/// The first line of `place`, or as much of it as may be marked.
fn first_line(place: &str) -> &str {
    let head = place.get(..floor(place, MARKED)).unwrap_or_default();
    head.split('\n').next().unwrap_or_default()
}

/// Where the line of `at` begins, or what is near enough to be shown of it.
fn line_start(text: &str, at: usize) -> usize {
    let from = floor(text, at.saturating_sub(AROUND));
    let before = text.get(from..at).unwrap_or_default();
    before.rfind('\n').map_or(from, |line_end| from + line_end + 1)
}

/// Where the line of `at` ends, or what is near enough to be shown of it.
fn line_end(text: &str, at: usize) -> usize {
    let to = floor(text, at.saturating_add(AROUND));
    let after = text.get(at..to).unwrap_or_default();
    after.find('\n').map_or(to, |length| at + length)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
