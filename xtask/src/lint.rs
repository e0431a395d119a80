//! `cargo xtask lint`: what there is to say about the document, for people or for programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::lint as rules;
use openapi_document::Severity;
use openapi_document::finding::{has_at_least, has_errors};
use openapi_document::load::OnError;
use openapi_document::render::{self, render};

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
    /// Goes on after errors that concern one place alone, and says what is read there instead
    #[arg(long)]
    keep_going: bool,
    /// Which findings refuse the document beside errors
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

/// Shows all findings about a document on the console's `out`, or explains rules there.
///
/// # Errors
///
/// Where the document cannot be read.
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
    let on_error = if options.keep_going {
        OnError::KeepGoing
    } else {
        OnError::Refuse
    };
    let (source, findings) = match document::read(&spec, &name)? {
        Ok(source) => codegen::lint_with(source, on_error),
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
