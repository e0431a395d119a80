//! Runs the pipeline for every document in a folder and reports the results.
//!
//! ```console
//! cargo run --release -p codegen --example survey -- DIR [--keep-going] [--compile] [--format text|json]
//! ```
//!
//! `DIR` is searched with its subfolders for `.yaml`, `.yml` and `.json` files. Each document has a process of its own,
//! so one that crashes the generator only adds a line to the report. With `--keep-going` an error refuses a document only if
//! it concerns more than its place. With `--compile` rustc checks the generated code of all documents under
//! `#![deny(warnings)]`, each with the client's support code.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program whose output is its purpose"
)]

mod compile;
mod document;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use openapi_document::load::OnError;

use crate::report::Format;

/// The command line.
struct Options {
    folder: PathBuf,
    on_error: OnError,
    compile: bool,
    format: Format,
}

const USAGE: &str = "usage: survey DIR [--keep-going] [--compile] [--format text|json]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, file, code] = arguments.as_slice()
        && let Some(on_error) = document::mode(mode)
    {
        return document::alone(Path::new(file), Path::new(code), on_error);
    }
    match options(&arguments).and_then(|options| survey(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn survey(options: &Options) -> Result<(), String> {
    let files = documents(&options.folder)?;
    if files.is_empty() {
        return Err(format!("{} holds no document", options.folder.display()));
    }
    let mut workspace = compile::Workspace::new()?;
    let mut rows = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&options.folder).unwrap_or(file);
        eprintln!("[{}/{}] {}", index + 1, files.len(), name.display());
        let (name, code) = (name.display().to_string(), workspace.code(index));
        rows.push(document::survey(&name, file, &code, options.on_error)?);
    }
    if options.compile {
        workspace.check(&mut rows)?;
    }
    print!("{}", report::render(&rows, options.format)?);
    Ok(())
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let (mut folder, mut on_error, mut compile, mut format) = (None, OnError::Refuse, false, Format::Text);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--compile" => compile = true,
            "--keep-going" => on_error = OnError::KeepGoing,
            "--format" => format = Format::parse(arguments.next().map(String::as_str)).ok_or(USAGE)?,
            option if option.starts_with('-') => return Err(format!("unknown option {option}\n{USAGE}")),
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => return Err(format!("one folder at a time, not {path} as well\n{USAGE}")),
        }
    }
    Ok(Options {
        folder: folder.ok_or(USAGE)?,
        on_error,
        compile,
        format,
    })
}

/// The documents below `folder`, in the order of their paths.
fn documents(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
            let path = entry.path();
            let kind = entry
                .file_type()
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let ending = path
                .extension()
                .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            if kind.is_dir() {
                open.push(path);
            } else if matches!(ending.as_deref(), Some("yaml" | "yml" | "json")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
