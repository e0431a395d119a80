//! `cargo xtask lint`: shows the findings about a document, or explains a rule.

mod fix;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use codegen::fix::Fixed;
use codegen::lint as rules;
use openapi_document::finding::{has_at_least, has_errors};
use openapi_document::load::OnError;
use openapi_document::render::{self, Described, render};
use openapi_document::{Finding, Severity, Source};

use crate::console::Console;
use crate::document;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The options of `lint`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// The OpenAPI document [default: the workspace's]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The format of the findings
    #[arg(long, default_value = "text")]
    format: Format,
    /// Continues after errors about one place, and reports what is read there instead
    #[arg(long)]
    keep_going: bool,
    /// The findings that fail the command like errors
    #[arg(long, value_name = "FINDINGS")]
    deny: Option<Deny>,
    /// Applies the mechanical fixes of findings, and shows the findings that are left
    #[arg(long, conflicts_with = "keep_going")]
    fix: bool,
    /// Shows the fixes as a diff, and applies none
    #[arg(long, requires = "fix", conflicts_with = "format")]
    dry_run: bool,
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
    /// SARIF 2.1.0, for code scanning
    Sarif,
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
pub(crate) fn run(workspace: &Workspace, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
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
        Ok(source) if options.fix => {
            let fixed = fix::run(&spec, &source, options.dry_run, console)?;
            let text = fixed_line(&name, &fixed, options.dry_run);
            console.message(Severity::Note, &text, &[])?;
            (fixed.source, fixed.findings)
        }
        Ok(source) => codegen::lint_with(source, on_error),
        Err(refused) => (refused.0, vec![refused.1]),
    };
    if !options.dry_run {
        show(&source, &findings, options.format, console)?;
    }
    judged(&name, &findings, options.deny, console)
}

/// The numbers of fixed and of remaining findings, in one line.
fn fixed_line(name: &str, fixed: &Fixed, dry_run: bool) -> String {
    let count = |count| format!("{count} finding{}", if count == 1 { "" } else { "s" });
    let (done, left) = (count(fixed.fixed), count(fixed.findings.len()));
    let verb = if dry_run { "would fix" } else { "fixed" };
    format!("{verb} {done} in {name}; {left} left")
}

fn show(source: &Source, findings: &[Finding], format: Format, console: &mut Console<'_>) -> Result<(), Failure> {
    let format = match format {
        Format::Sarif => {
            let text = render::sarif(source, findings, &described(&examples()));
            return Ok(console.out.write_all(text.as_bytes())?);
        }
        Format::Text => render::Format::Text {
            colour: console.colour.out,
        },
        Format::Json => render::Format::Json,
        Format::Github => render::Format::Github,
    };
    Ok(console.out.write_all(render(source, findings, format).as_bytes())?)
}

/// The examples of all rules as text.
fn examples() -> Vec<String> {
    let example = |rule: &&rules::Rule| format!("Bad:\n\n{}\nGood:\n\n{}", rule.bad, rule.good);
    rules::all().iter().map(example).collect()
}

/// All rules as SARIF describes them, with their `examples`.
fn described(examples: &[String]) -> Vec<Described<'_>> {
    let rules = rules::all().into_iter().zip(examples);
    rules
        .map(|(rule, help)| Described {
            id: rule.id,
            summary: rule.summary,
            why: rule.why,
            help,
        })
        .collect()
}

/// The exit code for these findings. A message is shown if `--deny` makes the command fail and not an error.
fn judged(name: &str, findings: &[Finding], deny: Option<Deny>, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (least, denied) = match deny {
        None => (Severity::Error, ""),
        Some(Deny::Warnings) => (Severity::Warning, "warnings"),
        Some(Deny::Notes) => (Severity::Note, "notes"),
    };
    if !has_at_least(findings, least) {
        return Ok(Exit::Fine);
    }
    if !has_errors(findings) {
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
