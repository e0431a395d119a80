//! `cargo xtask generate`: the document becomes code, and code becomes a file.
use codegen::output::Provenance;

use crate::artifact::{Artifact, artifacts, origin};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::progress::Progress;
use crate::stages::StageLines;
use crate::workspace::{Paths, Workspace};

/// Generates what is checked in and writes what differs from it. Where the document is refused, its findings say why and
/// nothing is written. Where errors are kept going after, the code is written, and the exit code says that there are some.
///
/// # Errors
///
/// Where the document cannot be read or a file cannot be written, and where a hand-written file is in the way.
pub fn run(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let mut stages = StageLines::new(console.out, Progress::on_stderr(console.progress));
    let production = artifacts(workspace, paths, &mut stages)?;
    // What is said of the files waits until they are written: a closed output must not keep them from it.
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

/// Writes one artifact where the file differs, and says what was done.
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
            Provenance::Edited => note = ", over edits made by hand",
            Provenance::Foreign => return Err(in_the_way(&name)),
        }
    }
    fs::write_atomically(&artifact.path, &name, text)?;
    Ok(format!("wrote {name} ({} lines{note})", artifact.text.lines().count()))
}

fn in_the_way(name: &str) -> Failure {
    Failure::new(
        format!("cannot write {name}"),
        "the file there does not carry the generator's header, so it is not its own",
    )
    .with_help("move that file away, or name another with `--out FILE`")
}
