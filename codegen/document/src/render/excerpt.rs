//! The part of a document's text that is shown with a finding: whole lines if they are short, and only the surroundings of
//! the finding if the document is one very long line.
//!
//! The work for a finding does not depend on the size of the document.

use std::ops::Range;

use crate::source::Source;

/// Places further apart than this many bytes get separate excerpts.
const NEAR: usize = 1_500;
/// A line is cut this many bytes before and after its mark.
const AROUND: usize = 240;
/// At most this many bytes are marked in one line.
const MARKED: usize = 120;
/// If a place has more lines than this, its first line is marked.
const MARKED_LINES: usize = 8;

/// A part of the text with marks in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The byte range in the source's text.
    pub(super) range: Range<usize>,
    /// The marked byte ranges in the source's text, inside `range`. The first is the main one.
    pub(super) marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// The excerpts that show `places`, in their order. A place near an earlier one shares its excerpt. Each excerpt comes
    /// with the indices of its marks in `places`.
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

/// `place` on character boundaries inside `text`, cut to a readable length.
fn clamp(text: &str, place: &Range<usize>) -> Range<usize> {
    let start = floor(text, place.start);
    let end = floor(text, place.end.max(start));
    let place = text.get(start..end).unwrap_or_default();
    // Do not mark the line end itself.
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

/// The first line of `place`, cut to the length that may be marked.
fn first_line(place: &str) -> &str {
    let head = place.get(..floor(place, MARKED)).unwrap_or_default();
    head.split('\n').next().unwrap_or_default()
}

/// The start of the line of `at`, or the start of the part that is shown.
fn line_start(text: &str, at: usize) -> usize {
    let from = floor(text, at.saturating_sub(AROUND));
    let before = text.get(from..at).unwrap_or_default();
    before.rfind('\n').map_or(from, |line_end| from + line_end + 1)
}

/// The end of the line of `at`, or the end of the part that is shown.
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
