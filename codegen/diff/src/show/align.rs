//! Aligns the lines of the two documents.

use std::borrow::Cow;
use std::ops::Range;

use openapi_document::source::Source;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A row of the side by side comparison: its line numbers, from 1, in the documents that have the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) base: Option<usize>,
    pub(super) head: Option<usize>,
    /// Whether the line is the same in both.
    pub(super) same: bool,
}

/// The two documents line by line.
pub(super) struct Alignment {
    pub(super) rows: Vec<Row>,
    /// For each line of base, the line of head in the same row or the next one.
    beside: Vec<usize>,
}

impl Alignment {
    pub(super) fn of(base: &Source, head: &Source) -> Self {
        let (base, head) = (as_quoted(base), as_quoted(head));
        let mut rows = Vec::with_capacity(base.len().max(head.len()));
        for op in capture_diff_slices(Algorithm::Myers, &base, &head) {
            let same = matches!(op, DiffOp::Equal { .. });
            let (mut old, mut new) = (op.old_range(), op.new_range());
            // The lines of a replaced run are shown in pairs. The rest of the longer side has no partner.
            while !old.is_empty() || !new.is_empty() {
                rows.push(Row {
                    base: number(&mut old),
                    head: number(&mut new),
                    same,
                });
            }
        }
        let beside = beside(&rows, head.len());
        Self { rows, beside }
    }

    /// The line of head beside `line` of base. If that line was removed: the next line of head, or its last one.
    pub(super) fn head_line(&self, line: usize) -> usize {
        let last = self.beside.last().copied().unwrap_or(1);
        self.beside.get(line.saturating_sub(1)).copied().unwrap_or(last)
    }
}

/// The lines of a text with one kind of quotes, as both kinds mean the same where nothing is escaped.
fn as_quoted(source: &Source) -> Vec<Cow<'_, str>> {
    let lines = source.own_text().lines().map(|line| {
        if line.contains('"') && !line.contains(['\\', '\'']) {
            Cow::Owned(line.replace('"', "'"))
        } else {
            Cow::Borrowed(line)
        }
    });
    lines.collect()
}

fn number(lines: &mut Range<usize>) -> Option<usize> {
    lines.next().map(|index| index + 1)
}

fn beside(rows: &[Row], head_lines: usize) -> Vec<usize> {
    let mut next = head_lines.max(1);
    let mut beside = Vec::new();
    for row in rows.iter().rev() {
        next = row.head.unwrap_or(next);
        if row.base.is_some() {
            beside.push(next);
        }
    }
    beside.reverse();
    beside
}

/// A piece of a text, and whether the other text has it as well.
pub(super) type Piece<'a> = (&'a str, bool);

/// Compares two short texts word by word.
pub(super) fn words<'a>(base: &'a str, head: &'a str) -> (Vec<Piece<'a>>, Vec<Piece<'a>>) {
    let (base, head) = (split(base), split(head));
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &base, &head) {
        let same = matches!(op, DiffOp::Equal { .. });
        old.extend(
            base.get(op.old_range())
                .unwrap_or_default()
                .iter()
                .map(|word| (*word, same)),
        );
        new.extend(
            head.get(op.new_range())
                .unwrap_or_default()
                .iter()
                .map(|word| (*word, same)),
        );
    }
    (old, new)
}

/// Words, numbers and single other characters.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Alignment, words};
    use openapi_document::source::Source;

    #[test]
    fn a_removed_line_is_where_it_stood() {
        let alignment = Alignment::of(&Source::new("a", "1\n2\n3\n4\n5\n"), &Source::new("b", "0\n1\n3\n4\n"));
        let lines: Vec<_> = (1..=6).map(|line| alignment.head_line(line)).collect();
        assert_eq!(lines, [2, 3, 3, 4, 4, 4]);
        let nothing = Alignment::of(&Source::new("a", "1\n"), &Source::new("b", ""));
        assert_eq!(nothing.head_line(1), 1);
    }

    #[test]
    fn what_words_have_in_common_is_told_apart() {
        let (old, new) = words("a: Option<String>", "a: String");
        let marked = |pieces: Vec<(&str, bool)>| -> String {
            pieces
                .into_iter()
                .filter(|(_, same)| !same)
                .map(|(word, _)| word)
                .collect()
        };
        assert_eq!((marked(old).as_str(), marked(new).as_str()), ("Option<>", ""));
    }
}
