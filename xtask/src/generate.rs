//! `cargo xtask generate`: generates the code of a document and writes it to a file.
use codegen::Memory;
use codegen::output::Provenance;

use crate::artifact::{Artifact, artifacts, origin};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::progress::Progress;
use crate::stages::StageLines;
use crate::workspace::{Paths, Workspace};

/// Generates the code and writes the files that differ from it. If the document has errors, their findings are shown and
/// nothing is written. With `--keep-going` the code is written, and the exit code says that there are errors. `memory` saves
/// what has not changed since an earlier call.
///
/// # Errors
///
/// If the document cannot be read, or a file cannot be written, or the generator did not write the file that is there.
pub(crate) fn run(
    workspace: &Workspace,
    paths: &Paths,
    memory: &mut Memory,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let mut stages = StageLines::new(console.out, Progress::on_stderr(console.progress));
    let production = artifacts(workspace, paths, memory, &mut stages)?;
    // The output waits until all files are written: a closed pipe must not stop that.
    let stages = stages.written();
    let written = production.artifacts.iter().map(|artifact| write(workspace, artifact));
    let written: Vec<String> = written.collect::<Result<_, _>>()?;
    stages?;
    production.show(paths, console)?;
    for line in &written {
        writeln!(console.out, "{line}")?;
    }
    Ok(if production.is_faulty {
        Exit::DocumentErrors
    } else {
        Exit::Fine
    })
}

/// Writes an artifact if its file differs. Returns a line for the user.
fn write(workspace: &Workspace, artifact: &Artifact) -> Result<String, Failure> {
    let name = workspace.show(&artifact.path);
    let text = artifact.text.as_bytes();
    let current = fs::read(&artifact.path, &name, u64::MAX)?;
    if current.as_deref() == Some(text) {
        return Ok(format!("{name} is up to date"));
    }
    let mut note = "";
    if let Some(current) = current.filter(|current| !current.is_empty()) {
        match origin(&current) {
            Provenance::Untouched => {}
            Provenance::Edited => note = ", manual edits overwritten",
            Provenance::Foreign => return Err(in_the_way(&name)),
        }
    }
    fs::write_atomically(&artifact.path, &name, text)?;
    Ok(format!("wrote {name} ({} lines{note})", artifact.text.lines().count()))
}

fn in_the_way(name: &str) -> Failure {
    Failure::new(
        format!("cannot write {name}"),
        "the file exists, and the generator did not write it",
    )
    .with_help("move the file away, or choose another with `--out FILE`")
}
