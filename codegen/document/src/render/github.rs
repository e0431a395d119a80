//! Findings as workflow commands of GitHub Actions, which GitHub shows next to the changed lines.
//!
//! ```text
//! ::error file=spec/openapi.yaml,line=4,endLine=4,col=3,endColumn=8,title=duplicate-key::duplicate key `title`
//! ```

use std::fmt::Write as _;
use std::ops::Range;

use super::{KEPT, nothing_found, visible};
use crate::finding::{Finding, Severity};
use crate::source::Source;

pub(super) fn render(source: &Source, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return nothing_found(source);
    }
    findings.iter().map(|finding| command(source, finding)).collect()
}

fn command(source: &Source, finding: &Finding) -> String {
    let file = source.name_at(finding.span.as_ref().map_or(0, |span| span.start));
    let mut line = format!("::{} file={}", name(finding.severity), property(file));
    if let Some(span) = &finding.span {
        line.push_str(&place(source, span));
    }
    let help = finding
        .help
        .as_ref()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default();
    let message = format!("{}{help}", finding.message);
    // Writing to a String cannot fail.
    let title = if finding.is_recovered {
        format!("{} ({KEPT})", finding.rule)
    } else {
        finding.rule.to_owned()
    };
    let _ = writeln!(line, ",title={}::{}", property(&title), data(&message));
    line
}

/// GitHub accepts columns only for places on one line.
fn place(source: &Source, span: &Range<usize>) -> String {
    let (start, end) = (source.position(span.start), source.position(span.end));
    if start.line == end.line {
        format!(
            ",line={},endLine={},col={},endColumn={}",
            start.line, end.line, start.column, end.column
        )
    } else {
        format!(",line={},endLine={}", start.line, end.line)
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// Escapes the text after the `::`.
pub fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    visible(&escaped).into_owned()
}

/// Escapes the value of a property, which ends at a comma or a colon.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
