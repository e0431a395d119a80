//! The report, for people and for programs.

use std::fmt::Write as _;

use crate::document::{Outcome, Row};

/// How the report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table with a total.
    Text,
    /// A list with an object for each document.
    Json,
}

impl Format {
    pub(crate) fn parse(name: Option<&str>) -> Option<Self> {
        match name? {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

pub(crate) fn render(rows: &[Row], format: Format) -> Result<String, String> {
    match format {
        Format::Text => Ok(table(rows)),
        Format::Json => serde_json::to_string_pretty(rows)
            .map(|json| json + "\n")
            .map_err(|error| error.to_string()),
    }
}

fn table(rows: &[Row]) -> String {
    let width = rows
        .iter()
        .map(|row| row.file.chars().count())
        .max()
        .unwrap_or_default();
    let mut text = format!(
        "{:width$}  outcome   operations  methods  degraded       ms  compiles\n",
        "document"
    );
    for row in rows {
        let compiles = match row.compiles {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        let _ = writeln!(
            text,
            "{:width$}  {:8}  {:10}  {:7}  {:8}  {:7}  {compiles}",
            row.file,
            row.outcome.name(),
            row.operations,
            row.methods,
            row.degraded,
            row.milliseconds
        );
        if let Some(reason) = &row.reason {
            let _ = writeln!(text, "    {}", reason.replace('\n', "\n    "));
        }
    }
    text + &total(rows)
}

fn total(rows: &[Row]) -> String {
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let compiled = rows.iter().filter(|row| row.compiles.is_some()).count();
    let compiles = rows.iter().filter(|row| row.compiles == Some(true)).count();
    let mut text = format!(
        "\n{} documents: {} clean, {} with warnings, {} degraded at {} places, {} with errors, {} refused; {} operations in, {} methods out; {} ms",
        rows.len(),
        count(Outcome::Clean),
        count(Outcome::Warnings),
        count(Outcome::Degraded),
        rows.iter().map(|row| row.degraded).sum::<usize>(),
        count(Outcome::Errors),
        count(Outcome::Refused),
        rows.iter().map(|row| row.operations).sum::<usize>(),
        rows.iter().map(|row| row.methods).sum::<usize>(),
        rows.iter().map(|row| row.milliseconds).sum::<u64>(),
    );
    if compiled > 0 {
        let _ = write!(text, "; {compiles} of {compiled} compile");
    }
    text + "\n"
}
