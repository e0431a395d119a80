//! `cargo xtask check`: whether what is checked in is what the document generates. It writes nothing.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use codegen::Unobserved;
use codegen::output::Provenance;
use openapi_document::Severity;

use crate::artifact::{Artifact, artifacts, origin};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::unified::unified;
use crate::workspace::{Paths, Workspace};

/// How a file stands to what the document generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is what the document generates.
    Fresh,
    /// The generator wrote it, from another document or by another version.
    Stale {
        /// What is checked in.
        current: String,
    },
    /// Somebody has changed it since the generator wrote it, or wrote all of it.
    Edited {
        /// What is checked in.
        current: String,
    },
    /// There is no such file.
    Missing,
    /// The generator wrote it once, and the document does not generate it.
    Orphaned,
}

/// What was found out about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The file, as it is shown.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// What the document generates there; empty for a file that it does not generate.
    pub wanted: String,
}

/// Compares everything that is checked in with what the document generates, and shows what differs and what mends it.
///
/// # Errors
///
/// Where the document or a file to compare cannot be read.
pub fn run(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let production = artifacts(workspace, paths, &mut Unobserved)?;
    if production.artifacts.is_empty() {
        production.show(paths, console)?;
        return Ok(Exit::DocumentErrors);
    }
    let verdicts = examine(workspace, &production.artifacts)?;
    for verdict in &verdicts {
        writeln!(console.out, "{:<15}  {}", verdict.state.name(), verdict.name)?;
    }
    if verdicts.iter().all(|verdict| verdict.state == State::Fresh) {
        return Ok(Exit::Fine);
    }
    let document = workspace.show(&paths.spec);
    for verdict in &verdicts {
        show_difference(verdict, &document, console)?;
    }
    mend(&verdicts, &document, console)?;
    Ok(Exit::Stale)
}

impl State {
    /// The state in a word or three.
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
/// Where one of them cannot be read.
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
                state: State::Orphaned,
                wanted: String::new(),
            });
        }
    }
    Ok(verdicts)
}

fn state(artifact: &Artifact, current: Option<Vec<u8>>) -> State {
    let Some(current) = current else { return State::Missing };
    if current == artifact.text.as_bytes() {
        return State::Fresh;
    }
    let origin = origin(&current);
    let current = String::from_utf8_lossy(&current).into_owned();
    match origin {
        Provenance::Untouched => State::Stale { current },
        Provenance::Edited | Provenance::Foreign => State::Edited { current },
    }
}

/// The generator's mark is a file's first line, so no more than its beginning is read.
fn is_generated(workspace: &Workspace, path: &Path) -> Result<bool, Failure> {
    let beginning = fs::read(path, &workspace.show(path), 4096)?;
    Ok(beginning.is_some_and(|bytes| origin(&bytes) != Provenance::Foreign))
}

fn show_difference(verdict: &Verdict, document: &str, console: &mut Console<'_>) -> io::Result<()> {
    let (State::Stale { current } | State::Edited { current }) = &verdict.state else {
        return Ok(());
    };
    if current.replace("\r\n", "\n") == verdict.wanted {
        return writeln!(console.out, "\nonly the line ends differ: they must be LF");
    }
    let old = format!("{} (checked in)", verdict.name);
    let new = format!("{} (generated from {document})", verdict.name);
    let diff = unified((&old, current), (&new, &verdict.wanted), console.colour.out);
    write!(console.out, "\n{diff}")
}

/// Says what is wrong in one sentence, and which command mends it.
fn mend(verdicts: &[Verdict], document: &str, console: &mut Console<'_>) -> io::Result<()> {
    let count = verdicts.iter().filter(|verdict| verdict.state != State::Fresh).count();
    let text = match count {
        1 => format!("1 file is not what {document} generates"),
        count => format!("{count} files are not what {document} generates"),
    };
    let mut help = Vec::new();
    for Verdict { name, state, .. } in verdicts {
        match state {
            State::Edited { .. } => {
                help.push(format!(
                    "{name} is never edited: change {document} or the generator, the edits will be lost"
                ));
            }
            State::Orphaned => help.push(format!(
                "run `git rm {name}`, or delete the file if git does not know it"
            )),
            State::Fresh | State::Stale { .. } | State::Missing => {}
        }
    }
    if verdicts
        .iter()
        .any(|verdict| !matches!(verdict.state, State::Fresh | State::Orphaned))
    {
        help.push("run `cargo xtask generate` and commit what it writes".to_owned());
    }
    let help: Vec<_> = help.iter().map(String::as_str).collect();
    console.out.flush()?;
    console.message(Severity::Error, &text, &help)
}
