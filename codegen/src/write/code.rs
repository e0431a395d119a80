//! Rust code with a fixed layout: four spaces a level and one item a line, whatever the length of names.

use crate::docs;

/// Code that is written line by line.
#[derive(Debug, Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    /// Code that begins `depth` levels deep.
    pub(crate) fn at(depth: usize) -> Self {
        Self {
            text: String::new(),
            depth,
        }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        self.indent();
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Writes a line and begins a level.
    pub(crate) fn open(&mut self, line: impl AsRef<str>) {
        self.line(line);
        self.depth += 1;
    }

    /// Ends a level and writes a line.
    pub(crate) fn close(&mut self, line: impl AsRef<str>) {
        self.depth -= 1;
        self.line(line);
    }

    /// Writes the lines of `text` and keeps their relative indentation.
    pub(crate) fn lines(&mut self, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.text.push('\n');
            } else {
                self.line(line);
            }
        }
    }

    /// Writes an empty line between items, but not at the beginning of a block.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// Writes documentation.
    pub(crate) fn docs(&mut self, text: &str) {
        for line in docs::lines(text) {
            self.indent();
            self.text.push_str("///");
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Writes items that were written at the same depth.
    pub(crate) fn item(&mut self, code: &str) {
        if !code.is_empty() {
            self.blank();
            self.text.push_str(code);
        }
    }

    /// The text, without spare capacity, since a large client has very many texts.
    pub(crate) fn into_text(mut self) -> String {
        self.text.shrink_to_fit();
        self.text
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }
}

/// `text` as a string literal.
pub(crate) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Whether code that is written here uses the module `name`. Comments and literals do not count, except for functions that
/// an attribute names.
pub(crate) fn mentions(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    code.lines()
        .filter(|line| !is_comment(line) && line.contains(&path))
        .any(|line| {
            if line.contains(&format!("_with = \"{path}")) {
                return true;
            }
            let mut outside = String::new();
            let (mut is_literal, mut is_escaped) = (false, false);
            for c in line.chars() {
                match c {
                    '"' if !is_escaped => is_literal = !is_literal,
                    c if !is_literal => outside.push(c),
                    _ => {}
                }
                is_escaped = c == '\\' && !is_escaped;
            }
            outside.contains(&path)
        })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn comments_and_literals_use_nothing() {
        assert!(mentions("fn f() -> types::A {}", "types"));
        assert!(mentions(r#"f("a \" b", types::A)"#, "types"));
        assert!(!mentions("/// See types::A.", "types"));
        assert!(!mentions(r#"f("types::A \" types::B")"#, "types"));
    }
}
