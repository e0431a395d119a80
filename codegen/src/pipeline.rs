//! The stages in their order. This module decides when to go on and when to stop, and nothing else.

use serde_json::Value;

use crate::facts::Facts;
use crate::finding::{self, Finding};
use crate::lint::{self as rules, Context};
use crate::load::{self, Document};
use crate::lower::{self, Lowered};
use crate::pointer::Pointer;
use crate::source::Source;
use crate::{threads, write};

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Text to values and places.
    Load,
    /// The author's document is judged.
    Lint,
    /// Legal OpenAPI becomes legal progenitor. A large document is lowered while it is still judged, so a clock shows the
    /// time of both stages there.
    Lower,
    /// progenitor writes code, part by part. Each part is finished and printed before the next, so a clock shows the time
    /// of the three stages here.
    Emit,
    /// The code becomes what a published client must be: how much was changed is known when all parts are.
    Finish,
    /// The text of all parts becomes that of one file.
    Print,
}

impl Stage {
    /// The stage's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Lint => "lint",
            Self::Lower => "lower",
            Self::Emit => "emit",
            Self::Finish => "finish",
            Self::Print => "print",
        }
    }
}

/// Whoever wants to know how the pipeline gets on. This crate has no clock; an observer may have one.
pub trait Observer {
    /// A stage begins.
    fn started(&mut self, stage: Stage);
    /// A stage has ended; `summary` says in a few words what came of it.
    fn finished(&mut self, stage: Stage, summary: &str);
    /// The stage that was started last has done so much of its work: `done` parts `of` all.
    fn progressed(&mut self, _done: usize, _of: usize) {}
}

/// An observer that looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn started(&mut self, _: Stage) {}
    fn finished(&mut self, _: Stage, _: &str) {}
}

/// What a lowering or finish pass did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The pass's id: the stem of its file, with dashes.
    pub pass: &'static str,
    /// How many places it changed.
    pub count: usize,
    /// The places of the document that it changed (lowering) or that called for the change (finish), where they have one.
    pub places: Vec<Pointer>,
}

/// What came of a document.
#[derive(Debug)]
pub struct Generated {
    /// The text that was read, for showing findings.
    pub source: Source,
    /// What there is to say about it, in the order of its text.
    pub findings: Vec<Finding>,
    /// The document as progenitor got it; `None` where an earlier stage refused it.
    pub lowered: Option<Value>,
    /// What each pass did, in the order in which they ran.
    pub applied: Vec<Applied>,
    /// The generated code; `None` exactly when a finding is an error.
    pub code: Option<String>,
}

impl Generated {
    fn refused(source: Source, findings: Vec<Finding>) -> Self {
        Self {
            source,
            findings,
            lowered: None,
            applied: Vec::new(),
            code: None,
        }
    }
}

/// Judges a document without generating anything: the findings of the first two stages.
#[must_use]
pub fn lint(source: Source) -> (Source, Vec<Finding>) {
    match load::load(source.clone()) {
        Ok(document) => {
            let findings = rules::lint(&document);
            (document.source, findings)
        }
        Err(findings) => (source, findings),
    }
}

/// Runs the whole pipeline. Never panics; whatever is wrong with the document is a finding.
#[must_use]
pub fn generate(source: Source, observer: &mut dyn Observer) -> Generated {
    observer.started(Stage::Load);
    let document = match load::load(source.clone()) {
        Ok(document) => document,
        Err(findings) => return Generated::refused(source, findings),
    };
    let lines = document.source.text().lines().count();
    observer.finished(Stage::Load, &format!("{lines} lines"));

    observer.started(Stage::Lint);
    let context = Context::new(&document);
    let (findings, ahead) = if document.source.is_large() {
        rules::findings_and(&context, || lower(&context))
    } else {
        (rules::findings(&context), None)
    };
    observer.finished(
        Stage::Lint,
        &format!(
            "{}, {}",
            counted(rules::RULES.len(), "rule"),
            counted(findings.len(), "finding")
        ),
    );
    if finding::has_errors(&findings) {
        return Generated::refused(document.source.clone(), findings);
    }
    observer.started(Stage::Lower);
    let lowered = ahead.unwrap_or_else(|| lower(&context));
    drop(context);
    build(document, findings, lowered, observer)
}

/// What the document says, and the document that progenitor can take.
fn lower(context: &Context<'_>) -> (Facts, Lowered) {
    let document = context.document;
    let (copy, facts) = if document.source.is_large() {
        threads::both(|| lower::copy(document), || Facts::read(context))
    } else {
        (lower::copy(document), Facts::read(context))
    };
    let lowered = lower::lower_copy(document, copy, &facts);
    (facts, lowered)
}

/// The stages behind the lints, which produce code; the stage [`Lower`](Stage::Lower) has begun.
fn build(
    document: Document,
    mut findings: Vec<Finding>,
    (mut facts, lowered): (Facts, Lowered),
    observer: &mut dyn Observer,
) -> Generated {
    facts.models = lowered.models;
    facts.operations_name_types = lowered.operations_name_types;
    let mut applied = lowered.applied;
    findings.extend(lowered.findings);
    observer.finished(Stage::Lower, &summary(&applied));

    let written = write::write(&document, &lowered.value, &facts, observer);
    let Document {
        source, value, spans, ..
    } = document;
    let code = match written {
        Ok(mut written) => {
            applied.append(&mut written.applied);
            let print = || written.print(&facts, observer);
            Some(if source.is_large() {
                threads::dropping((value, spans), print)
            } else {
                print()
            })
        }
        Err(refusal) => {
            findings.extend(refusal);
            None
        }
    };
    finding::sort(&mut findings);
    Generated {
        source,
        findings,
        lowered: Some(lowered.value),
        applied,
        code,
    }
}

pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

pub(crate) fn summary(applied: &[Applied]) -> String {
    let bit = applied.iter().filter(|pass| pass.count > 0);
    let list: Vec<_> = bit.map(|pass| format!("{} ×{}", pass.pass, pass.count)).collect();
    if list.is_empty() {
        "nothing to change".to_owned()
    } else {
        list.join(", ")
    }
}
