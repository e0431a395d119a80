//! Findings about a document, each with its rule, its place, its message and its help. [`crate::render`] shows them.

use std::ops::Range;

use serde_json::Value;

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

/// A replacement of a range of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Byte range in the source's text. It is empty for an insertion.
    pub span: Range<usize>,
    /// The replacement.
    pub text: String,
}

/// How to keep going after an error: a change of one place of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The place that changes, in the document as it was loaded.
    pub place: Pointer,
    /// The change.
    pub change: Change,
    /// The change in words, such as `it is left out`. They follow the message of the finding.
    pub how: String,
}

/// A change of a loaded document at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Leave out the key with its value, or the item.
    Remove,
    /// Set the value, even if there is none yet.
    Replace(Value),
    /// Move the value to another key.
    Rename(String),
}

impl Recovery {
    /// Leaves out the value at `place`.
    #[must_use]
    pub fn remove(place: Pointer) -> Self {
        Self {
            place,
            change: Change::Remove,
            how: "it is left out".to_owned(),
        }
    }

    /// Leaves out the object at `place`. `name` is OpenAPI's name for it, such as `Parameter`.
    #[must_use]
    pub fn remove_object(place: Pointer, name: &str) -> Self {
        Self {
            how: format!("this {name} Object is left out"),
            ..Self::remove(place)
        }
    }

    /// Reads `value` at `place`. `read_as` describes the value.
    #[must_use]
    pub fn replace(place: Pointer, value: Value, read_as: &str) -> Self {
        Self {
            place,
            change: Change::Replace(value),
            how: format!("it is read as {read_as}"),
        }
    }

    /// Reads another `key` at `place`.
    #[must_use]
    pub fn rename(place: Pointer, key: String) -> Self {
        let how = format!("it is read as `{key}`");
        Self {
            place,
            change: Change::Rename(key),
            how,
        }
    }
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
    /// The edits that do what the help says. They belong together. Empty if a person has to decide.
    pub edits: Vec<Edit>,
    /// How to keep going after an error. `None` if the error refuses the document, or if the finding is not an error.
    pub recovery: Option<Box<Recovery>>,
    /// Whether the document was read in spite of this error. The message then says how.
    pub is_recovered: bool,
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
            edits: Vec::new(),
            recovery: None,
            is_recovered: false,
        }
    }

    /// The same finding with edits that do what its help says.
    #[must_use]
    pub fn with_edits(mut self, edits: Vec<Edit>) -> Self {
        self.edits = edits;
        self
    }

    /// The same finding with a way to keep going.
    #[must_use]
    pub fn with_recovery(mut self, recovery: impl Into<Option<Recovery>>) -> Self {
        self.recovery = recovery.into().map(Box::new);
        self
    }

    /// Whether it refuses the document: it is an error, and the document was not read in spite of it.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error && !self.is_recovered
    }

    /// The finding as reported if its recovery was applied. Without a recovery, the finding itself.
    #[must_use]
    pub fn recovered(mut self) -> Self {
        match self.recovery.take() {
            Some(recovery) => self.recovered_as(&recovery.how),
            None => self,
        }
    }

    /// The finding as reported if the document was read in spite of it. `how` is a clause such as `it is left out`.
    #[must_use]
    pub fn recovered_as(mut self, how: &str) -> Self {
        self.message = format!("{}; {how}", self.message);
        self.is_recovered = true;
        self
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

/// Whether the document is refused for any of `findings`.
#[must_use]
pub fn refuses(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::refuses)
}

/// Whether any of `findings` is an error, even one that did not refuse the document.
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
