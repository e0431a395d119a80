//! `cargo xtask lint`: shows the findings about a document, or explains a rule.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::lint as rules;
use openapi_document::Severity;
use openapi_document::finding::{has_at_least, has_errors};
use openapi_document::render::{self, render};

use crate::console::Console;
use crate::document;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The options of `lint`.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// The OpenAPI document [default: the workspace's]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The format of the findings
    #[arg(long, default_value = "text")]
    format: Format,
    /// The findings that fail the command like errors
    #[arg(long, value_name = "FINDINGS")]
    deny: Option<Deny>,
    /// Explains a rule
    #[arg(long, value_name = "RULE", exclusive = true)]
    explain: Option<String>,
    /// Lists all rules
    #[arg(long, exclusive = true)]
    list: bool,
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

/// Shows all findings about a document, or explains rules, on the console's `out`.
///
/// # Errors
///
/// If the document cannot be read.
pub fn run(workspace: &Workspace, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if options.list {
        console.out.write_all(rules::list().as_bytes())?;
        return Ok(Exit::Fine);
    }
    if let Some(id) = &options.explain {
        return explain(id, console);
    }
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
        console.message(
            Severity::Error,
            &format!("{name} has findings that `--deny {denied}` denies"),
            &[],
        )?;
    }
    Ok(Exit::DocumentErrors)
}

fn explain(id: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
    match rules::explain(id) {
        Ok(text) => {
            console.out.write_all(text.as_bytes())?;
            Ok(Exit::Fine)
        }
        Err(similar) => {
            let help = match similar {
                Some(similar) => format!("did you mean `{similar}`? `cargo xtask lint --list` lists all"),
                None => "`cargo xtask lint --list` lists all".to_owned(),
            };
            console.message(Severity::Error, &format!("there is no rule `{id}`"), &[&help])?;
            Ok(Exit::Usage)
        }
    }
}
