//! Where the workspace is, and how paths in it are found and shown.

use std::fs;
use std::path::{Component, Path, PathBuf};

use openapi_document::load::OnError;

use crate::failure::Failure;

/// The document's path below the root.
const DOCUMENT: [&str; 2] = ["spec", "openapi.yaml"];
/// The folder of the client's sources below the root.
const SOURCES: [&str; 2] = ["generated-client", "src"];
/// The generated file in that folder.
const GENERATED: &str = "generated.rs";

/// The workspace that a command works on, and the folder that it was started in.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    current: PathBuf,
}

/// The files that a command reads and writes, and how it reads them.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The document.
    pub spec: PathBuf,
    /// The generated file.
    pub out: PathBuf,
    /// The command that lints this document.
    pub lint: String,
    /// How errors of the document are handled.
    pub on_error: OnError,
}

impl Paths {
    /// The same files, with `--keep-going`.
    #[must_use]
    pub fn keeping_going(self) -> Self {
        Self {
            lint: format!("{} --keep-going", self.lint),
            on_error: OnError::KeepGoing,
            ..self
        }
    }
}

impl Workspace {
    /// The workspace with its root at `root`, seen from the folder `current`. Both are absolute.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, current: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            current: current.into(),
        }
    }

    /// Searches for the workspace from `manifest_dir` upwards, or from `current` if cargo sets no `manifest_dir`.
    ///
    /// # Errors
    ///
    /// If there is no `Cargo.toml` with a `[workspace]` in any of these folders.
    pub fn find(manifest_dir: Option<&Path>, current: &Path) -> Result<Self, Failure> {
        let start = manifest_dir.unwrap_or(current);
        let root = start.ancestors().find(|folder| is_root(folder)).ok_or_else(|| {
            let why = "no Cargo.toml with a [workspace] there or in a folder above";
            Failure::new(format!("cannot find the workspace from {}", start.display()), why)
                .with_help("run `cargo xtask` inside the workspace")
        })?;
        Ok(Self::new(root, current))
    }

    /// The files of a command: those that the user gave, relative to the current folder, otherwise the workspace's own.
    #[must_use]
    pub fn paths(&self, spec: Option<&Path>, out: Option<&Path>) -> Paths {
        let lint = match spec {
            Some(spec) => format!("cargo xtask lint --spec {}", spec.display()),
            None => "cargo xtask lint".to_owned(),
        };
        let given = |path: &Path| tidy(&self.current.join(path));
        Paths {
            spec: spec.map_or_else(|| self.below(DOCUMENT), given),
            out: out.map_or_else(|| self.sources().join(GENERATED), given),
            lint,
            on_error: OnError::Refuse,
        }
    }

    /// The workspace's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the client's sources.
    #[must_use]
    pub fn sources(&self) -> PathBuf {
        self.below(SOURCES)
    }

    /// Whether the document at `spec`, as [`paths`](Self::paths) has it, is the workspace's own.
    #[must_use]
    pub fn owns(&self, spec: &Path) -> bool {
        spec == self.below(DOCUMENT)
    }

    /// How `path` is shown: from the root and with `/`, so that output is the same on every machine. A path outside
    /// the workspace is shown as it is.
    #[must_use]
    pub fn show(&self, path: &Path) -> String {
        let Ok(path) = path.strip_prefix(&self.root) else {
            return path.display().to_string();
        };
        let parts: Vec<_> = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        parts.join("/")
    }

    fn below(&self, parts: [&str; 2]) -> PathBuf {
        self.root.join(parts.iter().collect::<PathBuf>())
    }
}

fn is_root(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "[workspace]")
}

/// `path` without `.` and `..`. Symbolic links are kept.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}
