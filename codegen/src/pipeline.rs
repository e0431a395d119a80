//! Runs the stages in order, and decides after each whether to continue.

use std::collections::BTreeMap;

use openapi_document::finding::{self, Finding, Severity};
use openapi_document::load::{self, Document, OnError};
use openapi_document::pointer::Pointer;
use openapi_document::source::Source;
use openapi_document::view::Context;
use openapi_document::{quiet, threads};

use crate::lint as rules;
use crate::model::Facts;
use crate::progress::{Applied, Observer, Stage};
use crate::schemas::{self, Definition, Remark, RemarkKind, Schemas};
use crate::types::{self, Counts};
use crate::write::{self, TypeText};
use crate::{extensions, output, recover};

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
            let mut findings = rules::findings(&context);
            if !finding::refuses(&findings) {
                let facts = Facts::read(&context);
                let remarked = quiet::catch(|| remarked(&document, &facts, &schemas::resolve(&document, &facts)));
                findings.extend(remarked.unwrap_or_else(|panic| vec![bug(&panic)]));
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
    generate_with(source, OnError::Refuse, observer)
}

/// Like [`generate`], with a choice of how errors are handled. With [`OnError::KeepGoing`] code is generated in spite of
/// errors, unless one of them concerns more than its place.
#[must_use]
pub fn generate_with(source: Source, on_error: OnError, observer: &mut dyn Observer) -> Generated {
    observer.started(Stage::Load);
    let document = match read(source.clone(), on_error) {
        Ok(document) => document,
        Err(findings) => return Generated::refused(source, findings),
    };
    let lines = document.source.text().lines().count();
    observer.finished(Stage::Load, &format!("{lines} lines"));

    observer.started(Stage::Lint);
    let context = Context::new(&document);
    let findings = rules::findings(&context);
    observer.finished(
        Stage::Lint,
        &format!(
            "{}, {}",
            counted(rules::RULES.len(), "rule"),
            counted(findings.len(), "finding")
        ),
    );
    if finding::refuses(&findings) {
        return Generated::refused(source, findings);
    }
    let build = || {
        observer.started(Stage::Schemas);
        let facts = Facts::read(&context);
        let schemas = schemas::resolve(&document, &facts);
        observer.finished(Stage::Schemas, &counted(schemas.types.len(), "type"));
        let remarked = remarked(&document, &facts, &schemas);
        if finding::refuses(&remarked) {
            return Err(remarked);
        }
        code(&facts, &schemas, observer).map(|(code, applied)| (code, applied, remarked))
    };
    let mut generated = Generated::refused(source, findings);
    match quiet::catch(build).unwrap_or_else(|panic| Err(vec![bug(&panic)])) {
        Ok((code, applied, remarked)) => {
            generated.findings.extend(remarked);
            (generated.code, generated.applied) = (Some(code), applied);
        }
        Err(refusal) => generated.findings.extend(refusal),
    }
    finding::sort(&mut generated.findings);
    generated
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

/// The finding for a panic in the generator's own code.
fn bug(message: &str) -> Finding {
    let message = format!("the generator failed: {message}");
    Finding::new(types::RULE, Severity::Error, Pointer::root(), None, message).with_help(types::HELP)
}

/// The client's code, and what each pass did.
fn code(facts: &Facts, schemas: &Schemas, observer: &mut dyn Observer) -> Result<(String, Vec<Applied>), Vec<Finding>> {
    observer.started(Stage::Types);
    let (texts, counts) = types(facts, schemas, observer)?;
    let mut applied = vec![Applied {
        pass: "schemas",
        count: schemas.types.len(),
    }];
    let passes = types::PASSES.iter().zip(counts.0);
    applied.extend(passes.map(|(pass, count)| Applied { pass: pass.id, count }));
    observer.finished(Stage::Types, &summary(&applied));

    observer.started(Stage::Write);
    let code = output::under_header(write::client(facts, schemas, texts), &facts.sha256);
    observer.finished(Stage::Write, &counted(code.lines().count(), "line"));
    Ok((code, applied))
}

/// How many types one run of progenitor writes: so many that its fixed cost for each run does not matter.
const CHUNK: usize = 64;

/// The result for a chunk of types: their texts by name, and what each pass did.
type Written<'s> = Result<(Vec<(&'s str, TypeText)>, Counts), Vec<Finding>>;

/// The texts of all types, on several threads.
fn types<'s>(
    facts: &Facts,
    schemas: &'s Schemas,
    observer: &mut dyn Observer,
) -> Result<(BTreeMap<&'s str, TypeText>, Counts), Vec<Finding>> {
    let all: Vec<(&str, &Definition)> = schemas
        .types
        .iter()
        .map(|(name, known)| (name.as_str(), known))
        .collect();
    let chunks: Vec<_> = all.chunks(CHUNK).collect();
    let work = |chunk: &&[_]| {
        quiet::catch(|| chunk_of_types(chunk, facts, schemas)).unwrap_or_else(|panic| Err(vec![bug(&panic)]))
    };
    let written = threads::all(&chunks, work, |done| observer.progressed(done, chunks.len()));
    let (mut texts, mut counts, mut findings) = (BTreeMap::new(), Counts::default(), Vec::new());
    for result in written {
        match result {
            Ok((written, changed)) => {
                texts.extend(written);
                counts.add(&changed);
            }
            Err(refusal) => findings.extend(refusal),
        }
    }
    if findings.is_empty() {
        Ok((texts, counts))
    } else {
        Err(findings)
    }
}

fn chunk_of_types<'s>(chunk: &[(&'s str, &'s Definition)], facts: &Facts, schemas: &'s Schemas) -> Written<'s> {
    let asked: Vec<_> = chunk
        .iter()
        .copied()
        .filter(|(_, definition)| types::is_written(definition))
        .collect();
    let (printed, counts) = types::write(&asked, &schemas.types)?;
    let text = |name: &'s str| {
        let printed = printed.iter().find(|printed| printed.name == name);
        (name, write::model(name, printed, facts, schemas))
    };
    Ok((chunk.iter().map(|(name, _)| text(name)).collect(), counts))
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
