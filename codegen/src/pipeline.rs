//! Runs the stages in order, and decides after each whether to continue.

use openapi_document::finding::{self, Finding, Severity};
use openapi_document::load::{self, Document, OnError};
use openapi_document::source::Source;
use openapi_document::threads;
use openapi_document::view::Context;

use crate::lint as rules;
use crate::model::Facts;
use crate::parts::{self, caught};
use crate::progress::{Applied, Observer, Stage};
use crate::schemas::{self, Definition, Remark, RemarkKind, Schemas};
use crate::types::{self, Memory};
use crate::{extensions, output, recover, write};

/// The result for a document.
#[derive(Debug)]
pub struct Generated {
    /// The text of the document, for showing findings.
    pub source: Source,
    /// The findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// What each pass did, in the order in which they ran.
    pub applied: Vec<Applied>,
    /// The generated code; `None` exactly when a finding [refuses](Finding::refuses) the document.
    pub code: Option<String>,
}

impl Generated {
    fn refused(source: Source, findings: Vec<Finding>) -> Self {
        Self {
            source,
            findings,
            applied: Vec::new(),
            code: None,
        }
    }
}

/// Checks a document without generating code: the findings of all stages before code generation.
#[must_use]
pub fn lint(source: Source) -> (Source, Vec<Finding>) {
    lint_with(source, OnError::Refuse)
}

/// [`lint`], which can keep going after errors. Such an error is reported together with what was read instead.
#[must_use]
pub fn lint_with(source: Source, on_error: OnError) -> (Source, Vec<Finding>) {
    match read(source.clone(), on_error) {
        Ok(document) => {
            let context = Context::new(&document);
            let remarked = || {
                let facts = Facts::without_sha256(&context);
                Ok(remarked(&document, &facts, &schemas::resolve(&document, &facts)))
            };
            // As in `generate_with`.
            let (remarked, mut findings) = threads::both(|| caught(remarked), || rules::findings(&context));
            if !finding::refuses(&findings) {
                findings.extend(remarked.unwrap_or_else(|refusal| refusal));
                finding::sort(&mut findings);
            }
            drop(context);
            (document.source, findings)
        }
        Err(findings) => (source, findings),
    }
}

/// Runs the whole pipeline. Never panics: a problem of the document is a finding, and so is a bug in the generator.
#[must_use]
pub fn generate(source: Source, observer: &mut dyn Observer) -> Generated {
    generate_with(source, OnError::Refuse, &mut Memory::default(), observer)
}

/// Like [`generate`], with a choice of how errors are handled. With [`OnError::KeepGoing`] code is generated in spite of
/// errors, unless one of them concerns more than its place. What `memory` has from an earlier version of the document is not
/// written again.
#[must_use]
pub fn generate_with(source: Source, on_error: OnError, memory: &mut Memory, observer: &mut dyn Observer) -> Generated {
    observer.started(Stage::Load);
    let document = match read(source.clone(), on_error) {
        Ok(document) => document,
        Err(findings) => return Generated::refused(source, findings),
    };
    let lines = document.source.text().lines().count();
    observer.finished(Stage::Load, &format!("{lines} lines"));

    let context = Context::new(&document);
    // The types take about as long as the rules, so both run in parallel. They count only if there are no lint errors.
    let types = || {
        let facts = Facts::read(&context);
        resolve(&context, &facts).map(|(schemas, remarked)| (facts, schemas, remarked))
    };
    let (types, findings) = threads::both(|| caught(types), || linted(&context, observer));
    if finding::refuses(&findings) {
        return Generated::refused(source, findings);
    }
    let build = || {
        let (facts, schemas, remarked) = types?;
        observer.finished(Stage::Schemas, &counted(schemas.types.len(), "type"));
        code(&facts, schemas, memory, observer).map(|(code, applied)| (code, applied, remarked))
    };
    let mut generated = Generated::refused(source, findings);
    match caught(build) {
        Ok((code, applied, remarked)) => {
            generated.findings.extend(remarked);
            (generated.code, generated.applied) = (Some(code), applied);
        }
        Err(refusal) => generated.findings.extend(refusal),
    }
    finding::sort(&mut generated.findings);
    generated
}

/// The findings of the rules. If they do not refuse the document, the next stage has begun.
fn linted(context: &Context<'_>, observer: &mut dyn Observer) -> Vec<Finding> {
    observer.started(Stage::Lint);
    let findings = rules::findings(context);
    observer.finished(
        Stage::Lint,
        &format!(
            "{}, {}",
            counted(rules::RULES.len(), "rule"),
            counted(findings.len(), "finding")
        ),
    );
    if !finding::refuses(&findings) {
        observer.started(Stage::Schemas);
    }
    findings
}

/// Loads a document, and changes it where it is kept going after errors.
fn read(source: Source, on_error: OnError) -> Result<Document, Vec<Finding>> {
    let mut document = load::load_with(source, on_error)?;
    if on_error == OnError::KeepGoing {
        recover::recover(&mut document).map_err(|mut findings| {
            finding::sort(&mut findings);
            findings
        })?;
    }
    Ok(document)
}

/// The types of a document without lint errors, and the findings about them.
///
/// # Errors
///
/// The findings, if they refuse the document.
pub(crate) fn resolve(context: &Context<'_>, facts: &Facts) -> Result<(Schemas, Vec<Finding>), Vec<Finding>> {
    let schemas = schemas::resolve(context.document, facts);
    let remarked = remarked(context.document, facts, &schemas);
    if finding::refuses(&remarked) {
        return Err(remarked);
    }
    Ok((schemas, remarked))
}

/// The client's code, and what each pass did.
fn code(
    facts: &Facts,
    schemas: Schemas,
    memory: &mut Memory,
    observer: &mut dyn Observer,
) -> Result<(String, Vec<Applied>), Vec<Finding>> {
    observer.started(Stage::Types);
    let mut progress = |done, of| observer.progressed(done, of);
    let known = |name: &str, definition: &Definition| memory.model(name, definition);
    let parts = parts::write(&schemas.named(), facts, &schemas, &known, &mut progress)?;
    let mut applied = vec![Applied {
        pass: "schemas",
        count: schemas.types.len(),
    }];
    let passes = types::PASSES.iter().zip(parts.counts.0);
    applied.extend(passes.map(|(pass, count)| Applied { pass: pass.id, count }));
    observer.finished(Stage::Types, &summary(&applied));

    observer.started(Stage::Write);
    let operations = write::operations(facts, &schemas);
    let client = write::client(facts, &schemas, parts.texts, operations);
    let code = output::under_header(client, &facts.sha256);
    observer.finished(Stage::Write, &counted(code.lines().count(), "line"));
    let written = parts
        .written
        .into_iter()
        .map(|(name, printed)| (name.to_owned(), printed));
    let written = written.collect();
    memory.remember(schemas.types, written);
    Ok((code, applied))
}

/// The findings about resolved schemas.
fn remarked(document: &Document, facts: &Facts, schemas: &Schemas) -> Vec<Finding> {
    let mut findings = remarks(document, &schemas.remarks);
    findings.extend(extensions::check(document, facts, schemas));
    findings
}

/// The remarks on the schemas as findings.
fn remarks(document: &Document, remarks: &[Remark]) -> Vec<Finding> {
    let finding = |remark: &Remark| {
        let (rule, help) = match remark.kind {
            RemarkKind::Degraded => ("degraded", "the generated code uses plain JSON, a string or bytes here"),
            RemarkKind::Partial => ("degraded", "the generated type holds the other values of the schema"),
            RemarkKind::Renamed => (
                "renamed",
                "only the Rust name differs; requests and responses do not change",
            ),
        };
        let (place, span) = (document.author(&remark.place), document.key_span(&remark.place));
        Finding::new(rule, Severity::Note, place, span, remark.what.as_str()).with_help(help)
    };
    remarks.iter().map(finding).collect()
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
