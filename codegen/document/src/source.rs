//! The text of a document and its lines, without byte order mark and with normalised line ends.

use std::collections::BTreeMap;

/// The text of a document, with a name to show in findings, and with the files that it refers to.
///
/// The texts are concatenated, so every offset belongs to exactly one file.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// Whether the text is ASCII. Then columns are bytes, so a document on one long line is as fast as others.
    ascii: bool,
    /// The end of the document itself.
    end: usize,
    files: Vec<File>,
    unreadable: BTreeMap<String, String>,
}

/// A file that the document refers to.
#[derive(Clone, Debug)]
struct File {
    /// Its path, relative to the document's folder.
    path: String,
    name: String,
    start: usize,
    end: usize,
}

/// A place in a [`Source`] as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// Creates a source from a document's text. Findings show `name`, which is usually the path. A byte order mark is removed
    /// and every CRLF becomes LF, so neither changes a span, a finding or the generated code.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let text = plain(text);
        Self {
            name: name.into(),
            ascii: text.is_ascii(),
            end: text.len(),
            line_starts: line_starts(&text),
            text,
            files: Vec::new(),
            unreadable: BTreeMap::new(),
        }
    }

    /// The same document together with the file at `path`, which is relative to the document's folder.
    #[must_use]
    pub fn with_file(mut self, path: &str, text: &str) -> Self {
        // End the last line of each text, so that no line belongs to two files.
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(&plain(text));
        let folder = self.name.rfind(['/', '\\', ':']).map_or("", |at| &self.name[..=at]);
        self.files.push(File {
            path: path.to_owned(),
            name: format!("{folder}{path}"),
            start,
            end: self.text.len(),
        });
        self.ascii = self.text.is_ascii();
        self.line_starts = line_starts(&self.text);
        self
    }

    /// The same document, with the reason `why` there is no text for the file at `path`.
    #[must_use]
    pub fn without_file(mut self, path: &str, why: String) -> Self {
        self.unreadable.insert(path.to_owned(), why);
        self
    }

    /// The paths of the document's other files, each with the offset at which its text begins.
    pub fn files(&self) -> impl Iterator<Item = (&str, usize)> {
        self.files.iter().map(|file| (file.path.as_str(), file.start))
    }

    /// The file at `path` as a separate source.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Self> {
        let file = self.files.iter().find(|file| file.path == path)?;
        Some(Self::new(file.name.clone(), self.text.get(file.start..file.end)?))
    }

    /// The files that the document refers to but that have no text, with the reasons.
    #[must_use]
    pub fn unreadable(&self) -> &BTreeMap<String, String> {
        &self.unreadable
    }

    /// The text of the document itself, without its other files.
    #[must_use]
    pub fn own_text(&self) -> &str {
        self.text.get(..self.end).unwrap_or_default()
    }

    /// The name of the file that contains `offset`.
    #[must_use]
    pub fn name_at(&self, offset: usize) -> &str {
        self.file_at(offset).map_or(&self.name, |file| &file.name)
    }

    /// The start of the file that contains `offset`.
    #[must_use]
    pub fn start_at(&self, offset: usize) -> usize {
        self.file_at(offset).map_or(0, |file| file.start)
    }

    fn file_at(&self, offset: usize) -> Option<&File> {
        let behind = self.files.partition_point(|file| file.start <= offset);
        self.files.get(behind.checked_sub(1)?)
    }

    /// The name that findings show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without byte order mark and with LF line ends, followed by the texts of its other files.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of the byte at `offset` in its file. An offset past the end gives the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before_file = self.start_at(offset);
        let line = line - self.line_starts.partition_point(|&start| start < before_file);
        let before = &self.text[start..offset];
        Position {
            line,
            column: if self.ascii {
                before.len()
            } else {
                before.chars().count()
            } + 1,
        }
    }

    /// The byte offset of a line (from 1) and a column in characters (from 0). A column past the line's end gives its end.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let Some(&start) = self.line_starts.get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        if self.ascii {
            return start + column.min(line.len());
        }
        start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Position, Source};

    #[test]
    fn crlf_and_bom_are_removed() {
        let source = Source::new("x", "\u{feff}a: 1\r\nb: 2\r\n");
        assert_eq!(source.text(), "a: 1\nb: 2\n");
        assert_eq!(source.position(5), Position { line: 2, column: 1 });
    }

    #[test]
    fn positions_count_characters_and_offsets_undo_them() {
        let source = Source::new("x", "ä: ü\nß: x\n");
        let at = source.text().find('x').unwrap();
        assert_eq!(source.position(at), Position { line: 2, column: 4 });
        assert_eq!(source.offset(2, 3), at);
        assert_eq!(source.offset(9, 0), source.text().len());
    }

    #[test]
    fn a_place_is_in_one_file() {
        let source = Source::new("spec/x.yaml", "a: 1")
            .with_file("s/y.yaml", "b:\nc")
            .with_file("z", "d");
        let at = |text: char| source.text().find(text).unwrap();
        assert_eq!(source.position(at('1')), Position { line: 1, column: 4 });
        assert_eq!(source.name_at(at('1')), "spec/x.yaml");
        assert_eq!(source.position(at('c')), Position { line: 2, column: 1 });
        assert_eq!(source.name_at(at('c')), "spec/s/y.yaml");
        assert_eq!(source.position(at('d')), Position { line: 1, column: 1 });
        assert_eq!(source.file("z").unwrap().text(), "d");
        assert_eq!(source.own_text(), "a: 1");
    }
}
