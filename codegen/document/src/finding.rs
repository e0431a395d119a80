//! Findings about a document, each with its rule, its place, its message and its help. [`crate::render`] shows them.

use std::ops::Range;

use crate::pointer::Pointer;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is valid, but the generated code does not support some part of it.
    Note,
    /// The document is accepted, but probably differs from what its author meant.
    Warning,
    /// The document is rejected.
    Error,
}

impl Severity {
    /// The word that people and machines read: `note`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that explains a finding, such as the first of two equal keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Byte range in the source's text.
    pub span: Range<usize>,
    /// A text that explains the place.
    pub text: String,
}

/// One problem of a document, or one note about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, such as `dangling-ref`.
    pub rule: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The place of the node that the finding is about.
    pub pointer: Pointer,
    /// Byte range of the node's key or value in the source's text; `None` only if the node has no text.
    pub span: Option<Range<usize>>,
    /// One sentence: what is wrong.
    pub message: String,
    /// What the author can do about it.
    pub help: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
}

impl Finding {
    /// A finding without help and labels.
    #[must_use]
    pub fn new(
        rule: &'static str,
        severity: Severity,
        pointer: Pointer,
        span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            pointer,
            span,
            message: message.into(),
            help: None,
            labels: Vec::new(),
        }
    }

    /// The same finding with a help line.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding with one more label; without a `span`, nothing is added.
    #[must_use]
    pub fn with_label(mut self, span: Option<Range<usize>>, text: impl Into<String>) -> Self {
        if let Some(span) = span {
            self.labels.push(Label {
                span,
                text: text.into(),
            });
        }
        self
    }
}

/// Whether any of `findings` is an error.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    has_at_least(findings, Severity::Error)
}

/// Whether any of `findings` has at least this `severity`.
#[must_use]
pub fn has_at_least(findings: &[Finding], severity: Severity) -> bool {
    findings.iter().any(|finding| finding.severity >= severity)
}

/// Sorts findings by place, then by severity with the highest first, then by rule. Removes duplicates.
pub fn sort(findings: &mut Vec<Finding>) {
    fn key(finding: &Finding) -> (usize, std::cmp::Reverse<Severity>, &'static str, &Pointer) {
        let start = finding.span.as_ref().map_or(usize::MAX, |span| span.start);
        (
            start,
            std::cmp::Reverse(finding.severity),
            finding.rule,
            &finding.pointer,
        )
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup();
}
