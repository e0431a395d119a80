//! A temporary repository with a workspace and a crate without dependencies.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::rehearsal::write;

const DOCUMENT: &str = include_str!("../../../fixtures/miniature.yaml");

const CHANGELOG: &str = "\
# Changelog

All notable changes.

## Unreleased

The first release.

### Added

- `getPet`, written by hand.
";

/// The repository, on `main`, with the crate `pets-client` at 0.1.0 and everything committed.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let files = [
            (
                "Cargo.toml",
                "[workspace]\nresolver = \"3\"\nmembers = [\"generated-client\"]\n\n[workspace.dependencies]\n\
                 pets-client = { path = \"generated-client\", version = \"0.1.0\" }\n",
            ),
            (
                "generated-client/Cargo.toml",
                "[package]\nname = \"pets-client\"\nversion = \"0.1.0\" # of the crate\nedition = \"2024\"\n\
                 license = \"MIT\"\ndescription = \"Pets\"\nrepository = \"https://pets.example\"\n",
            ),
            (
                "generated-client/src/lib.rs",
                "//! Pets, without the code that is generated for them.\n",
            ),
            ("generated-client/CHANGELOG.md", CHANGELOG),
            ("spec/openapi.yaml", DOCUMENT),
            (".gitignore", "/target\n"),
        ];
        for (path, text) in files {
            repository.write(path, text);
        }
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["config", "user.name", "Somebody"]);
        repository.git(&["config", "user.email", "somebody@pets.example"]);
        let mut lock = Command::new(super::rehearsal::cargo());
        lock.args(["generate-lockfile", "--offline"])
            .current_dir(repository.path(""));
        assert!(lock.output().unwrap().status.success());
        repository.generate();
        repository.commit("Begin");
        repository
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        write(self.path(below), text);
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    pub(crate) fn replace(&self, below: &str, from: &str, to: &str) {
        let text = self.read(below);
        assert!(text.contains(from), "{below} lacks {from:?}");
        self.write(below, &text.replace(from, to));
    }

    /// Edits the document, generates, and commits both.
    pub(crate) fn change(&self, from: &str, to: &str) {
        self.replace("spec/openapi.yaml", from, to);
        self.generate();
        self.commit("Change the document");
    }

    pub(crate) fn generate(&self) {
        assert_eq!(self.xtask(&["generate"]).code, Some(0));
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.isolated(Command::new("git")).args(arguments).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn release(&self, arguments: &[&str]) -> Said {
        self.xtask(&[&["release"], arguments].concat())
    }

    fn xtask(&self, arguments: &[&str]) -> Said {
        let mut command = self.isolated(Command::new(env!("CARGO_BIN_EXE_xtask-under-test")));
        Said::of(&command.args(arguments).output().unwrap())
    }

    /// A command without this machine's configuration of git and without the environment of this test's build.
    fn isolated(&self, mut command: Command) -> Command {
        command
            .current_dir(self.path(""))
            .stdin(Stdio::null())
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("CARGO_TARGET_DIR")
            .env("CARGO", super::rehearsal::cargo())
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("GIT_CONFIG_GLOBAL", self.path("no-such-file"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "2026-03-01T12:00:00+0000")
            .env("GIT_COMMITTER_DATE", "2026-03-01T12:00:00+0000");
        command
    }
}

/// What a command has said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// All of it, for a snapshot. The size of the package is left out.
    pub(crate) fn shown(&self) -> String {
        let Self { code, out, err } = self;
        let out: String = out
            .lines()
            .map(|line| match line.find(" files, ") {
                Some(at) if line.contains("KiB") => {
                    let rest = line.split_once("KiB").map_or("", |(_, rest)| rest);
                    format!("{} files, [SIZE] KiB{rest}\n", &line[..at])
                }
                _ => format!("{line}\n"),
            })
            .collect();
        format!("exit code: {}\n--- out\n{out}--- err\n{err}", code.unwrap_or(-1))
    }
}
