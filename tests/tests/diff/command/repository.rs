//! A workspace in a git repository, in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) const BASE: &str = include_str!("data/base.yaml");
pub(crate) const HEAD: &str = include_str!("data/head.yaml");

/// A folder with the files that `xtask` needs.
pub(crate) struct Repository {
    _folder: TempDir,
    root: PathBuf,
}

/// The output and the exit code of the binary.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Repository {
    /// A workspace with [`BASE`] and a crate of version 0.3.1, not yet in git.
    pub(crate) fn without_git() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self {
            root: folder.path().to_owned(),
            _folder: folder,
        };
        repository.write(
            "Cargo.toml",
            "[workspace]\nmembers = []\n\n[workspace.package]\nversion = \"0.3.1\"\n",
        );
        repository.write("spec/openapi.yaml", BASE);
        repository.version("0.3.1");
        repository.write("generated-client/src/lib.rs", "pub mod types;\npub fn ride() {}\n");
        repository.write(
            "generated-client/src/types.rs",
            "pub struct Bicycle {\n    pub frame: String,\n}\n",
        );
        repository
    }

    /// The same, committed on the branch `main`.
    pub(crate) fn new() -> Self {
        let repository = Self::without_git();
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    /// A clone of this repository with the last commit only.
    pub(crate) fn shallow_clone(&self, branch: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("clone");
        let url = format!("file://{}", self.root.display());
        let options = ["clone", "--quiet", "--depth", "1", "--branch", branch, &url];
        self.git(&[&options[..], &[root.to_str().unwrap()]].concat());
        Self { root, _folder: folder }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = fs::File::create(path).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    }

    pub(crate) fn version(&self, version: &str) {
        let manifest = format!("[package]\nname = \"bicycles\"\nversion = \"{version}\"\n");
        self.write("generated-client/Cargo.toml", &manifest);
    }

    /// Runs git without the configuration of this machine.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = isolated(Command::new("git").current_dir(&self.root))
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "a change"]);
    }

    /// Runs `xtask diff` at the root.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Said {
        self.diff_with(arguments, |_| {})
    }

    pub(crate) fn diff_with(&self, arguments: &[&str], set_up: impl FnOnce(&mut Command)) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-under-test"));
        command
            .current_dir(&self.root)
            .arg("diff")
            .args(arguments)
            .stdin(Stdio::null());
        // Cargo sets it for this test, whose workspace is another.
        command.env_remove("CARGO_MANIFEST_DIR");
        isolated(&mut command);
        set_up(&mut command);
        let output = command.output().unwrap();
        Said {
            code: output
                .status
                .code()
                .unwrap_or_else(|| panic!("{arguments:?} was killed: {output:?}")),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The same commits have the same ids everywhere.
fn isolated(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "somebody");
        command.env(format!("GIT_{who}_EMAIL"), "somebody@example.com");
        command.env(format!("GIT_{who}_DATE"), "2024-01-01T00:00:00Z");
    }
    command
        .env("GIT_CONFIG_GLOBAL", Path::new("/dev/null"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
}
