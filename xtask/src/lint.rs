//! `cargo xtask lint`: what there is to say about the document, for people or for programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::Severity;
use codegen::finding::{has_at_least, has_errors};
use codegen::render::{self, render};

use crate::console::Console;
use crate::document;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// What to judge, and how findings are shown.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// The OpenAPI document [default: the workspace's]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// How findings are shown
    #[arg(long, default_value = "text")]
    format: Format,
    /// Which findings refuse the document beside errors
    #[arg(long, value_name = "FINDINGS")]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A JSON array
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

/// Shows all findings about a document on the console's `out`.
///
/// # Errors
///
/// Where the document cannot be read.
pub fn run(workspace: &Workspace, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let spec = workspace.paths(options.spec.as_deref(), None).spec;
    let name = workspace.show(&spec);
    let (source, findings) = match document::read(&spec, &name)? {
        Ok(source) => codegen::lint(source),
        Err(refused) => (refused.0, vec![refused.1]),
    };
    let format = match options.format {
        Format::Text => render::Format::Text {
            colour: console.colour.out,
        },
        Format::Json => render::Format::Json,
        Format::Github => render::Format::Github,
    };
    console.out.write_all(render(&source, &findings, format).as_bytes())?;
    let (least, denied) = match options.deny {
        None => (Severity::Error, ""),
        Some(Deny::Warnings) => (Severity::Warning, "warnings"),
        Some(Deny::Notes) => (Severity::Note, "notes"),
    };
    if !has_at_least(&findings, least) {
        return Ok(Exit::Fine);
    }
    if !has_errors(&findings) {
        console.out.flush()?;
        console.message(Severity::Error, &format!("{name} is refused by `--deny {denied}`"), &[])?;
    }
    Ok(Exit::DocumentErrors)
}
