//! The two output streams of a command, and its messages to people.

use std::io::{self, IsTerminal, Write};

use openapi_document::render::{self, Format};
use openapi_document::{Finding, Severity, Source};

/// Where a command writes. Results go to `out`; findings about the document, unless they are the result, and failures go
/// to `err`.
pub struct Console<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    /// Which of the two show colours.
    pub colour: Colour,
    /// Whether `err` is a terminal that can show a progress line.
    pub progress: bool,
}

/// Which streams show ANSI colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colour {
    /// Standard output does.
    pub out: bool,
    /// Standard error does.
    pub err: bool,
}

impl Colour {
    /// The setting for this process's streams: colours on a terminal, unless `NO_COLOR` (<https://no-color.org>) is set
    /// or `TERM` is `dumb`.
    #[must_use]
    pub fn of_process() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let wanted = !unwanted && !is_dumb();
        Self {
            out: wanted && io::stdout().is_terminal(),
            err: wanted && io::stderr().is_terminal(),
        }
    }
}

/// Whether the terminal cannot move its cursor.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|value| value == "dumb")
}

impl Console<'_> {
    /// Whether standard error is a terminal that can show a progress line.
    #[must_use]
    pub fn shows_progress() -> bool {
        io::stderr().is_terminal() && !is_dumb()
    }

    /// Shows a message that is not about a place in a document, on `err`.
    ///
    /// # Errors
    ///
    /// If writing to the stream fails.
    pub fn message(&mut self, severity: Severity, text: &str, help: &[&str]) -> io::Result<()> {
        self.err
            .write_all(render::message(severity, text, help, self.colour.err).as_bytes())
    }

    /// Shows errors and warnings on `err`. Notes are only counted, with the `command` that shows them.
    ///
    /// # Errors
    ///
    /// If writing to the stream fails.
    pub fn findings(&mut self, source: &Source, findings: &[Finding], command: &str) -> io::Result<()> {
        let is_note = |finding: &Finding| finding.severity == Severity::Note;
        let (notes, others): (Vec<_>, Vec<_>) = findings.iter().cloned().partition(is_note);
        if !others.is_empty() {
            let text = render::render(
                source,
                &others,
                Format::Text {
                    colour: self.colour.err,
                },
            );
            self.err.write_all(text.as_bytes())?;
        }
        if notes.is_empty() {
            return Ok(());
        }
        let text = format!(
            "{} in {}: run `{command}` to see them",
            render::count(&notes),
            source.name()
        );
        self.message(Severity::Note, &text, &[])
    }
}
