//! `cargo xtask diff`: what a change of the document breaks on the wire and in Rust, and whether the crate's version is high
//! enough for it.

mod accepted;
mod end;
mod fail_on;
mod manifest;
mod side;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::Unobserved;
use openapi_diff::change::{Bump, RustChange, WireChange};
use openapi_diff::report::{Axis, Report};
use openapi_diff::show::{self, VersionPlace, View};
use openapi_diff::surface::{self, Surface};
use openapi_diff::verdict::{Verdict, rust_bump, wire_bump};
use openapi_diff::wire;
use openapi_document::load::{Document, load};
use openapi_document::{Severity, Source};

use self::end::{Crate, End};
use self::fail_on::{FailOn, Outcome};
use self::side::Sides;
use crate::console::Console;
use crate::date;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::workspace::Workspace;

/// The options of `diff`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The old side [default: where HEAD branched off origin/main, or off main]
    #[arg(long, value_name = "REV|FILE")]
    base: Option<String>,
    /// The new side [default: the working tree]
    #[arg(long, value_name = "REV|FILE")]
    head: Option<String>,
    /// The format of the report
    #[arg(long, default_value = "text")]
    format: Format,
    /// The file to write the report to, `-` for standard output [default: -]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Compares only one axis, and does not check the version
    #[arg(long, value_name = "AXIS")]
    only: Option<Only>,
    /// Fails on such a change, if no version is checked: between two files, or with `--only`
    #[arg(long, value_name = "WEIGHT")]
    fail_on: Option<FailOn>,
    /// Explains a kind of change
    #[arg(long, value_name = "ID", exclusive = true)]
    explain: Option<String>,
    /// Lists all kinds of changes on the wire
    #[arg(long, exclusive = true)]
    list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, in a terminal
    Text,
    /// A comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// One page with both documents side by side
    Html,
    /// The JSON Schema of `json`
    JsonSchema,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// What clients and servers send; no code is generated
    Wire,
    /// The public API of the crate, or of the generated code
    Rust,
}

impl From<Only> for Axis {
    fn from(only: Only) -> Self {
        match only {
            Only::Wire => Self::Wire,
            Only::Rust => Self::Rust,
        }
    }
}

/// Compares, shows the report, and checks the crate's version.
///
/// # Errors
///
/// If a side cannot be found or read, or the report cannot be written.
pub(crate) fn run(workspace: &Workspace, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if options.list {
        console.out.write_all(show::list().as_bytes())?;
        return Ok(Exit::Fine);
    }
    if let Some(id) = &options.explain {
        return explain(id, console);
    }
    if options.format == Format::JsonSchema {
        let nothing = Source::new("", "");
        let report = Report::default();
        let view = View {
            report: &report,
            base: &nothing,
            head: &nothing,
            file: "",
            notes: &[],
            version: None,
        };
        return write(workspace, options, &view, console).map(|()| Exit::Fine);
    }
    let sides = Sides::find(workspace, options.base.as_deref(), options.head.as_deref())?;
    let only = options.only.map(Axis::from);
    if let Some(usage) = options.fail_on.and_then(|fail_on| fail_on.misused(only, &sides)) {
        console.message(Severity::Error, &usage, &[])?;
        return Ok(Exit::Usage);
    }
    let (base, head) = (end::base(workspace, &sides)?, end::head(workspace, &sides)?);
    let Some(mut wire) = on_the_wire(&base, &head, only, console)? else {
        return Ok(Exit::DocumentErrors);
    };
    let is_accepted = accepted::mark(&mut wire, &base, &head, only, console)?;
    let compared = compare(&sides, &base, &head, wire, only)?;
    let view = View {
        report: &compared.report,
        base: &base.source,
        head: &head.source,
        file: &head.file,
        notes: &compared.notes,
        version: compared.version.as_ref(),
    };
    write(workspace, options, &view, console)?;
    if !is_accepted {
        return Ok(Exit::DocumentErrors);
    }
    judge(&compared.report, options, console)
}

/// The changes between the commit `base` and the working tree. `None` if a document has errors, which are shown.
///
/// # Errors
///
/// If a side cannot be found or read.
pub(crate) fn since(workspace: &Workspace, base: &str, console: &mut Console<'_>) -> Result<Option<Report>, Failure> {
    let sides = Sides::find(workspace, Some(base), None)?;
    let (base, head) = (end::base(workspace, &sides)?, end::head(workspace, &sides)?);
    let Some(mut wire) = on_the_wire(&base, &head, None, console)? else {
        return Ok(None);
    };
    if !accepted::mark(&mut wire, &base, &head, None, console)? {
        return Ok(None);
    }
    let compared = compare(&sides, &base, &head, wire, None)?;
    Ok(Some(compared.report))
}

fn explain(id: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
    match show::explain(id) {
        Ok(text) => {
            console.out.write_all(text.as_bytes())?;
            Ok(Exit::Fine)
        }
        Err(similar) => {
            let help = match similar {
                Some(similar) => format!("did you mean `{similar}`? `cargo xtask diff --list` lists all"),
                None => "`cargo xtask diff --list` lists all".to_owned(),
            };
            console.message(Severity::Error, &format!("there is no kind of change `{id}`"), &[&help])?;
            Ok(Exit::Usage)
        }
    }
}

/// The changes on the wire; empty with `--only rust`. `None` if a document has errors, which are shown.
fn on_the_wire(
    base: &End,
    head: &End,
    only: Option<Axis>,
    console: &mut Console<'_>,
) -> Result<Option<Vec<WireChange>>, Failure> {
    // If both texts are the same, it is enough to load one.
    if base.has_the_document_of(head) && load(head.source.clone()).is_ok() {
        return Ok(Some(Vec::new()));
    }
    let Some((base_document, head_document)) = documents(base, head, console)? else {
        return Ok(None);
    };
    if only == Some(Axis::Rust) {
        return Ok(Some(Vec::new()));
    }
    let mut wire = wire::compare_on(&base_document, &head_document, &date::today());
    if base.absent {
        // An absent document has no places.
        wire.iter_mut().for_each(|change| change.base = None);
    }
    Ok(Some(wire))
}

/// Loads both documents. `None` if one has errors; the errors of both are shown.
fn documents(base: &End, head: &End, console: &mut Console<'_>) -> Result<Option<(Document, Document)>, Failure> {
    let mut read = |end: &End| -> Result<Option<Document>, Failure> {
        let loaded = match &end.refused {
            Some(finding) => Err(vec![finding.clone()]),
            None => load(end.source.clone()),
        };
        match loaded {
            Ok(document) => Ok(Some(document)),
            Err(findings) => {
                let command = format!("cargo xtask lint --spec {}", end.file);
                console.findings(&end.source, &findings, &command)?;
                Ok(None)
            }
        }
    };
    let base_document = if base.absent { None } else { read(base)? };
    let Some(head_document) = read(head)? else {
        return Ok(None);
    };
    if base.absent {
        return Ok(end::nothing(&base.source, &head_document).map(|nothing| (nothing, head_document)));
    }
    Ok(base_document.map(|base_document| (base_document, head_document)))
}

/// The result of the comparison.
struct Compared {
    report: Report,
    notes: Vec<String>,
    version: Option<VersionPlace>,
}

/// Compares the Rust code, unless `--only wire` is given, and judges both axes together.
fn compare(
    sides: &Sides,
    base: &End,
    head: &End,
    wire: Vec<WireChange>,
    only: Option<Axis>,
) -> Result<Compared, Failure> {
    let mut notes: Vec<_> = base.notes.iter().chain(&head.notes).cloned().collect();
    let mut not_compared: Vec<_> = [Axis::Wire, Axis::Rust]
        .into_iter()
        .filter(|axis| only.is_some_and(|only| only != *axis))
        .collect();
    let rust = if only == Some(Axis::Wire) {
        Vec::new()
    } else {
        in_rust(sides, base, head, &wire, &mut notes)?.unwrap_or_else(|| {
            not_compared.push(Axis::Rust);
            Vec::new()
        })
    };
    let versions = match (&base.package, &head.package) {
        (Some(base), Some(head)) => base.version.as_ref().zip(head.version.as_ref()),
        _ => None,
    };
    if versions.is_some() && only.is_some() {
        notes.push("The version is not checked: it depends on both axes.".to_owned());
    }
    let versions = versions.filter(|_| only.is_none());
    let verdict = versions.map(|(base, head)| Verdict::new(&wire, &rust, &base.text, &head.text));
    let verdict = verdict
        .transpose()
        .map_err(|error| Failure::new("cannot check the crate's version", error))?;
    let required_bump: Bump = wire_bump(&wire).max(rust_bump(&rust));
    let version = versions.map(|(_, head)| head.place.clone());
    Ok(Compared {
        report: Report {
            required_bump,
            not_compared,
            verdict,
            wire,
            rust,
        },
        notes,
        version,
    })
}

/// The changes in Rust. If no code can be generated from a document, `None`, and a note says why.
fn in_rust(
    sides: &Sides,
    base: &End,
    head: &End,
    wire: &[WireChange],
    notes: &mut Vec<String>,
) -> Result<Option<Vec<RustChange>>, Failure> {
    let surfaces = match (&base.package, &head.package) {
        // Many changes of a document change no code.
        (Some(base), Some(head)) if base.has_the_code_of(head) => return Ok(Some(Vec::new())),
        (None, None) if base.has_the_document_of(head) => return Ok(Some(Vec::new())),
        (Some(base), Some(head)) => Some((surface(base)?, surface(head)?)),
        _ => generated(sides, base, head, notes),
    };
    Ok(surfaces.map(|(base, head)| {
        let mut changes = surface::compare(&base, &head);
        surface::link(&mut changes, wire, &base, &head);
        changes
    }))
}

fn surface(package: &Crate) -> Result<Surface, Failure> {
    Surface::of_crate(&package.sources, package.manifest.as_deref()).map_err(|error| {
        Failure::new(format!("cannot read the crate's API at {}", package.name), error)
            .with_help("the crate has to compile before it can be compared")
    })
}

/// The public APIs that the two documents generate. If one of them generates no code, a note says why.
fn generated(sides: &Sides, base: &End, head: &End, notes: &mut Vec<String>) -> Option<(Surface, Surface)> {
    if sides.are_mixed() {
        notes.push(
            "A file has no crate, so the Rust axis compares the code that this generator writes for both documents, and the \
             version is not checked."
                .to_owned(),
        );
    }
    let mut generate = |end: &End| -> Option<Surface> {
        let why = match code(&end.source) {
            Ok(code) => match Surface::of_generated(&code) {
                Ok(surface) => return Some(surface),
                Err(error) => error.to_string(),
            },
            Err(why) => why,
        };
        notes.push(format!(
            "Rust is not compared: no code can be generated from {}: {why}.",
            end.source.name()
        ));
        None
    };
    let (base, head) = (generate(base), generate(head));
    base.zip(head)
}

fn code(source: &Source) -> Result<String, String> {
    let generated = codegen::generate(source.clone(), &mut Unobserved);
    let is_error = |finding: &&openapi_document::Finding| finding.severity == Severity::Error;
    generated
        .code
        .ok_or_else(|| match generated.findings.iter().find(is_error) {
            Some(finding) => format!("{} ({})", finding.message, finding.rule),
            None => "the generator gave no reason".to_owned(),
        })
}

fn write(workspace: &Workspace, options: &Options, view: &View<'_>, console: &mut Console<'_>) -> Result<(), Failure> {
    let output = options.output.as_deref().filter(|path| *path != Path::new("-"));
    let colour = console.colour.out && output.is_none();
    let text = show::show(
        view,
        match options.format {
            Format::Text => show::Format::Text { colour },
            Format::Markdown => show::Format::Markdown,
            Format::Json => show::Format::Json,
            Format::Github => show::Format::Github,
            Format::Html => show::Format::Html,
            Format::JsonSchema => show::Format::JsonSchema,
        },
    );
    let Some(path) = output else {
        return Ok(console.out.write_all(text.as_bytes())?);
    };
    let path = workspace.paths(None, Some(path)).out;
    let name = workspace.show(&path);
    fs::write_atomically(&path, &name, text.as_bytes())?;
    Ok(writeln!(console.out, "wrote {name}")?)
}

/// The verdict as an exit code, with a message for people who only see the log.
fn judge(report: &Report, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if let Some(fail_on) = options.fail_on {
        return match fail_on.judge(report, options.only.map(Axis::from)) {
            Outcome::Passed => Ok(Exit::Fine),
            Outcome::Reached(message) => {
                console.out.flush()?;
                console.message(Severity::Error, &message, &[])?;
                Ok(Exit::NeedsLargerBump)
            }
            Outcome::Undecided(why) => {
                let what = format!("cannot judge the change by `--fail-on {}`", fail_on.name());
                Err(Failure::new(what, why).with_help("`--only wire` judges the wire alone"))
            }
        };
    }
    let Some(verdict) = report.verdict.as_ref().filter(|verdict| !verdict.sufficient) else {
        return Ok(Exit::Fine);
    };
    if options.format != Format::Text || options.output.is_some() {
        console.out.flush()?;
        console.message(Severity::Error, &verdict.message, &[])?;
    }
    Ok(Exit::NeedsLargerBump)
}
