//! `cargo xtask check`: checks that the checked-in code is what the document generates. It writes nothing.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use codegen::output::Provenance;
use codegen::{Memory, Unobserved};
use openapi_document::Severity;

use crate::artifact::{Artifact, artifacts, origin};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::unified::unified;
use crate::workspace::{Paths, Workspace};

/// How a file compares with what the document generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The file is up to date.
    Fresh,
    /// The generator wrote it, but from another document or with another version of itself.
    Stale {
        /// The checked-in text.
        current: String,
    },
    /// It was edited after the generator wrote it, or the generator never wrote it.
    Edited {
        /// The checked-in text.
        current: String,
    },
    /// There is no such file.
    Missing,
    /// The generator wrote it, but the document no longer generates it.
    Orphaned,
}

/// The state of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The file, as it is shown.
    pub name: String,
    /// Its state.
    pub state: Freshness,
    /// What the document generates there; empty for a file that it does not generate.
    pub wanted: String,
}

/// Compares the checked-in files with what the document generates, and shows the differences and how to fix them.
///
/// # Errors
///
/// If the document or a file to compare cannot be read.
pub fn run(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let production = artifacts(workspace, paths, &mut Memory::default(), &mut Unobserved)?;
    if production.artifacts.is_empty() {
        production.show(paths, console)?;
        return Ok(Exit::DocumentErrors);
    }
    let verdicts = examine(workspace, &production.artifacts)?;
    for verdict in &verdicts {
        writeln!(console.out, "{:<15}  {}", verdict.state.name(), verdict.name)?;
    }
    if verdicts.iter().all(|verdict| verdict.state == Freshness::Fresh) {
        return Ok(Exit::Fine);
    }
    let document = workspace.show(&paths.spec);
    for verdict in &verdicts {
        show_difference(verdict, &document, console)?;
    }
    fix(&verdicts, &document, console)?;
    Ok(Exit::Stale)
}

impl Freshness {
    /// The name of the state.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Stale { .. } => "stale",
            Self::Edited { .. } => "edited by hand",
            Self::Missing => "missing",
            Self::Orphaned => "orphaned",
        }
    }
}

/// Looks at every artifact and at every file of the client's sources that the generator once wrote.
///
/// # Errors
///
/// If one of them cannot be read.
pub fn examine(workspace: &Workspace, artifacts: &[Artifact]) -> Result<Vec<Verdict>, Failure> {
    let mut verdicts = Vec::new();
    for artifact in artifacts {
        let name = workspace.show(&artifact.path);
        let state = state(artifact, fs::read(&artifact.path, &name, u64::MAX)?);
        verdicts.push(Verdict {
            name,
            state,
            wanted: artifact.text.clone(),
        });
    }
    let claimed: BTreeSet<&Path> = artifacts.iter().map(|artifact| artifact.path.as_path()).collect();
    for path in fs::files_below(&workspace.sources(), &workspace.show(&workspace.sources()))? {
        if !claimed.contains(path.as_path()) && is_generated(workspace, &path)? {
            let name = workspace.show(&path);
            verdicts.push(Verdict {
                name,
                state: Freshness::Orphaned,
                wanted: String::new(),
            });
        }
    }
    Ok(verdicts)
}

fn state(artifact: &Artifact, current: Option<Vec<u8>>) -> Freshness {
    let Some(current) = current else {
        return Freshness::Missing;
    };
    if current == artifact.text.as_bytes() {
        return Freshness::Fresh;
    }
    let origin = origin(&current);
    let current = String::from_utf8_lossy(&current).into_owned();
    match origin {
        Provenance::Untouched => Freshness::Stale { current },
        Provenance::Edited | Provenance::Foreign => Freshness::Edited { current },
    }
}

/// Only the beginning of the file is read: the generator's mark is its first line.
fn is_generated(workspace: &Workspace, path: &Path) -> Result<bool, Failure> {
    let beginning = fs::read(path, &workspace.show(path), 4096)?;
    Ok(beginning.is_some_and(|bytes| origin(&bytes) != Provenance::Foreign))
}

fn show_difference(verdict: &Verdict, document: &str, console: &mut Console<'_>) -> io::Result<()> {
    let (Freshness::Stale { current } | Freshness::Edited { current }) = &verdict.state else {
        return Ok(());
    };
    if current.replace("\r\n", "\n") == verdict.wanted {
        return writeln!(console.out, "\nonly the line endings differ: they must be LF");
    }
    let old = format!("{} (checked in)", verdict.name);
    let new = format!("{} (generated from {document})", verdict.name);
    let diff = unified((&old, current), (&new, &verdict.wanted), console.colour.out);
    write!(console.out, "\n{diff}")
}

/// Shows what is wrong, and which command fixes it.
fn fix(verdicts: &[Verdict], document: &str, console: &mut Console<'_>) -> io::Result<()> {
    let count = verdicts
        .iter()
        .filter(|verdict| verdict.state != Freshness::Fresh)
        .count();
    let text = match count {
        1 => format!("1 file is not what {document} generates"),
        count => format!("{count} files are not what {document} generates"),
    };
    let mut help = Vec::new();
    for Verdict { name, state, .. } in verdicts {
        match state {
            Freshness::Edited { .. } => {
                help.push(format!(
                    "do not edit {name}, `generate` overwrites it: change {document} or the generator instead"
                ));
            }
            Freshness::Orphaned => help.push(format!(
                "run `git rm {name}`, or delete the file if git does not track it"
            )),
            Freshness::Fresh | Freshness::Stale { .. } | Freshness::Missing => {}
        }
    }
    if verdicts
        .iter()
        .any(|verdict| !matches!(verdict.state, Freshness::Fresh | Freshness::Orphaned))
    {
        help.push("run `cargo xtask generate` and commit the result".to_owned());
    }
    let help: Vec<_> = help.iter().map(String::as_str).collect();
    console.out.flush()?;
    console.message(Severity::Error, &text, &help)
}
