//! One document: its size, the result of the pipeline, and the time.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use codegen::Unobserved;
use openapi_document::load::{OnError, gather};
use openapi_document::{Finding, Severity, Source};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The result for a document. A list of these is the report in JSON.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The file, relative to the folder.
    pub(crate) file: String,
    pub(crate) outcome: Outcome,
    /// How many operations the document has, counted without the pipeline.
    pub(crate) operations: usize,
    /// The number of methods of the generated client that call an operation.
    pub(crate) methods: usize,
    /// The number of places where the code is less precise than the document.
    pub(crate) degraded: usize,
    /// How many errors the document has.
    pub(crate) errors: usize,
    /// How long the whole pipeline took, from text to text.
    pub(crate) milliseconds: u64,
    /// Whether the code compiles without a warning; `None` without `--compile`, or if there is no code.
    pub(crate) compiles: Option<bool>,
    /// The first error of the document, or why its code does not compile.
    pub(crate) reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// No findings.
    Clean,
    /// Something in the document is wrong or has no effect.
    Warnings,
    /// The code is less precise than the document in some places.
    Degraded,
    /// Code was generated in spite of errors.
    Errors,
    /// No code.
    Refused,
}

impl Outcome {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Warnings => "warnings",
            Self::Degraded => "degraded",
            Self::Errors => "errors",
            Self::Refused => "refused",
        }
    }
}

/// The arguments with which this program calls itself for one document.
const MODES: [(&str, OnError); 2] = [
    ("--document", OnError::Refuse),
    ("--document-keep-going", OnError::KeepGoing),
];

/// How errors are handled, if `argument` is one with which this program calls itself.
pub(crate) fn mode(argument: &str) -> Option<OnError> {
    let mode = MODES.iter().find(|(mode, _)| *mode == argument);
    mode.map(|(_, on_error)| *on_error)
}

/// Surveys `file` in a process of its own, which leaves the generated code, if there is any, at `code`.
pub(crate) fn survey(name: &str, file: &Path, code: &Path, on_error: OnError) -> Result<Row, String> {
    let mode = MODES
        .iter()
        .find(|(_, of)| *of == on_error)
        .map_or("", |(mode, _)| mode);
    let program = std::env::current_exe().map_err(|error| format!("this program's own path: {error}"))?;
    let mut command = Command::new(program);
    command
        .arg(mode)
        .arg(file)
        .arg(code)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| format!("a process for {name}: {error}"))?;
    let row: Option<Row> = serde_json::from_slice(&output.stdout)
        .ok()
        .filter(|_| output.status.success());
    let mut row = row.unwrap_or_else(|| Row {
        operations: std::fs::read_to_string(file).map_or(0, |text| operations(&text)),
        ..Row::refused(format!("the generator died: {}", output.status))
    });
    name.clone_into(&mut row.file);
    Ok(row)
}

/// The other side of [`survey`]: does the work and prints the row.
#[allow(clippy::disallowed_methods, reason = "code for one check, made anew by every survey")]
pub(crate) fn alone(file: &Path, code: &Path, on_error: OnError) -> ExitCode {
    let row = match std::fs::read_to_string(file) {
        Ok(text) => {
            let operations = operations(&text);
            let source = Source::new(file.display().to_string(), &text);
            let source = gather(source, |path| beside(file, path));
            let start = Instant::now();
            let generated = codegen::generate_with(source, on_error, &mut Unobserved);
            let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            let methods = generated.code.as_deref().map_or(0, methods);
            if let Some(text) = &generated.code
                && let Err(error) = std::fs::write(code, text)
            {
                eprintln!("{}: {error}", code.display());
                return ExitCode::FAILURE;
            }
            Row {
                file: String::new(),
                outcome: outcome(generated.code.is_some(), &generated.findings),
                operations,
                methods,
                degraded: degraded(&generated.findings),
                errors: errors(&generated.findings).count(),
                milliseconds,
                compiles: None,
                reason: reason(&generated.source, &generated.findings),
            }
        }
        Err(error) => Row::refused(error.to_string()),
    };
    match serde_json::to_string(&row) {
        Ok(row) => println!("{row}"),
        Err(error) => eprintln!("{error}"),
    }
    ExitCode::SUCCESS
}

/// The text of a file that the document `file` refers to.
fn beside(file: &Path, path: &str) -> Result<String, String> {
    let folder = file.parent().unwrap_or(file);
    std::fs::read_to_string(folder.join(path)).map_err(|error| error.to_string())
}

impl Row {
    fn refused(reason: String) -> Self {
        Self {
            file: String::new(),
            outcome: Outcome::Refused,
            operations: 0,
            methods: 0,
            degraded: 0,
            errors: 1,
            milliseconds: 0,
            compiles: None,
            reason: Some(reason),
        }
    }
}

fn outcome(code: bool, findings: &[Finding]) -> Outcome {
    if !code {
        Outcome::Refused
    } else if errors(findings).next().is_some() {
        Outcome::Errors
    } else if degraded(findings) > 0 {
        Outcome::Degraded
    } else if findings.iter().any(|finding| finding.severity == Severity::Warning) {
        Outcome::Warnings
    } else {
        Outcome::Clean
    }
}

fn degraded(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.rule == "degraded").count()
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}

/// The first error, with its line.
fn reason(source: &Source, findings: &[Finding]) -> Option<String> {
    let first = errors(findings).next()?;
    let line = first.span.as_ref().map_or(1, |span| source.position(span.start).line);
    let more = match errors(findings).count() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Some(format!("line {line}: {}: {}{more}", first.rule, first.message))
}

/// The methods of the generated `Client` that start a request.
fn methods(code: &str) -> usize {
    let Ok(file) = syn::parse_file(code) else { return 0 };
    let clients = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() && is_named(&item.self_ty, "Client") => Some(item),
        _ => None,
    });
    let methods = clients.flat_map(|item| &item.items).filter(|item| match item {
        syn::ImplItem::Fn(method) => {
            matches!(&method.sig.output, syn::ReturnType::Type(_, of) if begins(of, "builder"))
        }
        _ => false,
    });
    methods.count()
}

fn is_named(of: &syn::Type, name: &str) -> bool {
    matches!(of, syn::Type::Path(path) if path.path.is_ident(name))
}

fn begins(of: &syn::Type, name: &str) -> bool {
    matches!(of, syn::Type::Path(path) if path.path.segments.len() > 1 && path.path.segments[0].ident == name)
}

/// The number of operations of a document, counted without the pipeline if the document can be read as plain values.
fn operations(text: &str) -> usize {
    let json: Option<Value> = serde_json::from_str(text)
        .ok()
        .or_else(|| serde_yaml::from_str(text).ok())
        // serde_yaml fails on numbers with too many digits. The operations are counted nevertheless.
        .or_else(|| Some(openapi_document::load::load(Source::new("", text)).ok()?.value));
    let Some(document) = json else { return 0 };
    let items = document.get("paths").and_then(Value::as_object);
    let items = items.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-"));
    items.map(|(_, item)| methods_of(&document, item)).sum()
}

fn methods_of(document: &Value, item: &Value) -> usize {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let referred = item
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| document.pointer(pointer));
    let has = |method: &&&str| {
        let own = item.get(**method).is_some_and(Value::is_object);
        own || referred.is_some_and(|item| item.get(**method).is_some_and(Value::is_object))
    };
    METHODS.iter().filter(has).count()
}
