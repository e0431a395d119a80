//! A small workspace in a temporary folder, with a small document.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xtask::cli::{self, Surroundings};
use xtask::{Colour, Console, Exit, Workspace};

/// A small document without findings.
pub(crate) const DOCUMENT: &str = include_str!("../../../fixtures/miniature.yaml");

/// A document with a syntax error.
pub(crate) const BROKEN: &str = "openapi: 3.0.3\ninfo:\n  title: Pets\n  title: More pets\n";

/// The folders and files that `xtask` needs.
pub(crate) struct Miniature {
    folder: TempDir,
}

/// What a command has said.
pub(crate) struct Said {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Miniature {
    /// A workspace with [`DOCUMENT`], for which nothing has been generated yet.
    pub(crate) fn new() -> Self {
        let miniature = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(miniature.path("spec")).unwrap();
        fs::create_dir_all(miniature.path("generated-client/src")).unwrap();
        write(miniature.path("Cargo.toml"), "[workspace]\nmembers = []\n");
        write(miniature.document(), DOCUMENT);
        miniature
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        let root = self.folder.path();
        if below.is_empty() {
            root.to_owned()
        } else {
            root.join(below)
        }
    }

    pub(crate) fn document(&self) -> PathBuf {
        self.path("spec/openapi.yaml")
    }

    pub(crate) fn generated(&self) -> PathBuf {
        self.path("generated-client/src/generated.rs")
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    /// The sorted names of a folder's entries.
    pub(crate) fn files(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(below)).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::new(self.path(""), self.path(""))
    }

    /// Runs a command in process, from the workspace's root.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_in("", arguments)
    }

    /// Runs a command in process, from a folder of the workspace.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Said {
        self.said(folder, arguments, Colour::default())
    }

    pub(crate) fn run_coloured(&self, arguments: &[&str]) -> Said {
        self.said("", arguments, Colour { out: true, err: true })
    }

    pub(crate) fn run_with(&self, arguments: &[&str], out: &mut dyn Write, err: &mut dyn Write) -> Exit {
        self.exit(
            "",
            arguments,
            &mut Console {
                out,
                err,
                colour: Colour::default(),
                progress: false,
            },
        )
    }

    fn said(&self, folder: &str, arguments: &[&str], colour: Colour) -> Said {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let exit = self.exit(
            folder,
            arguments,
            &mut Console {
                out: &mut out,
                err: &mut err,
                colour,
                progress: false,
            },
        );
        Said {
            exit,
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    fn exit(&self, folder: &str, arguments: &[&str], console: &mut Console<'_>) -> Exit {
        let arguments = std::iter::once("xtask")
            .chain(arguments.iter().copied())
            .map(OsString::from);
        let surroundings = Surroundings {
            manifest_dir: None,
            current_dir: self.path(folder),
        };
        cli::run(arguments, &surroundings, console)
    }
}

impl Said {
    /// All of it for a snapshot.
    pub(crate) fn redacted(&self) -> String {
        format!(
            "exit: {:?}\n── out\n{}── err\n{}",
            self.exit,
            redacted(&self.out),
            redacted(&self.err)
        )
    }
}

/// `text` without parts that differ between runs or change with the generator: times, details of stages, numbers of lines,
/// and hunks of diffs.
pub(crate) fn redacted(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_hunks = false;
    for line in text.lines() {
        in_hunks = in_hunks && !line.is_empty();
        if in_hunks {
            continue;
        }
        lines.push(match line.split_once(" ms  ") {
            Some((stage, _)) => format!("{} [time]  [summary]", stage.split(' ').next().unwrap()),
            None => redact_count(line),
        });
        if line.starts_with("+++ ") {
            lines.push("[hunks]".to_owned());
            in_hunks = true;
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// `wrote x (123 lines)` → `wrote x ([n] lines)`.
fn redact_count(line: &str) -> String {
    match line.split_once(" (") {
        Some((wrote, count)) if line.starts_with("wrote ") => {
            format!("{wrote} ([n]{}", count.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        _ => line.to_owned(),
    }
}

/// Writes a fixture.
#[allow(
    clippy::disallowed_methods,
    reason = "a fixture that is half written is nobody's loss"
)]
pub(crate) fn write(path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

/// A writer that fails.
pub(crate) struct Closed(pub(crate) io::ErrorKind);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
