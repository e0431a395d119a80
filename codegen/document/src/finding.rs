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

/// A change of a document's text: what stands in a range becomes another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Byte range in the source's text; empty where something is put in.
    pub span: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// How to keep going after an error: what is read in place of what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The place that changes, in the document as it was loaded.
    pub place: Pointer,
    /// What happens to it.
    pub change: Change,
    /// The same in words that follow the message: `it is left out`.
    pub told: String,
}

/// A change of what a document says at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The key and its value, or the item, are left out.
    Remove,
    /// Another value stands there, whether one stood there before or not.
    Replace(Value),
    /// The value stands behind another key.
    Rename(String),
}

impl Recovery {
    /// Leaves out what stands at `place`.
    #[must_use]
    pub fn remove(place: Pointer) -> Self {
        Self {
            place,
            change: Change::Remove,
            told: "it is left out".to_owned(),
        }
    }

    /// Reads `value` at `place`; `read_as` says in words what that is.
    #[must_use]
    pub fn replace(place: Pointer, value: Value, read_as: &str) -> Self {
        Self {
            place,
            change: Change::Replace(value),
            told: format!("it is read as {read_as}"),
        }
    }

    /// Reads another `key` at `place`.
    #[must_use]
    pub fn rename(place: Pointer, key: String) -> Self {
        let told = format!("it is read as `{key}`");
        Self {
            place,
            change: Change::Rename(key),
            told,
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
    /// What makes the help true, where that can be done without knowing more: all of these together.
    pub edits: Vec<Edit>,
    /// How to keep going after an error; `None` where it has no local reading, and for what is no error.
    pub recovery: Option<Box<Recovery>>,
    /// Whether the document was read all the same, by the recovery. The message says how.
    pub is_kept: bool,
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
            is_kept: false,
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

    /// Whether the document is refused for it: it is an error after which nobody has kept going.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error && !self.is_kept
    }

    /// The same finding about a document that was read all the same; itself where it has no recovery.
    #[must_use]
    pub fn kept(mut self) -> Self {
        match self.recovery.take() {
            Some(recovery) => self.kept_as(&recovery.told),
            None => self,
        }
    }

    /// The same finding about a document that was read all the same; `told` says how: `it is left out`.
    #[must_use]
    pub fn kept_as(mut self, told: &str) -> Self {
        self.message = format!("{}; {told}", self.message);
        self.is_kept = true;
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

/// Whether any of `findings` is an error, after which the reader may have kept going.
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
