//! Checks the code of all documents in one run of cargo: a workspace in the target folder with a package for each document,
//! which has the dependencies and the support code of the client. Every process has its own workspace. All share the folder
//! for build output, so the dependencies are compiled once.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::document::{Outcome, Row};

/// The folder in which code is written and checked.
pub(crate) struct Workspace {
    folder: PathBuf,
    /// The folder for build output.
    target: PathBuf,
    /// A part of the names of all packages, since other processes build into the same folder.
    tag: String,
    /// Whether the code is kept.
    keep: bool,
    /// The folder of this repository.
    repository: PathBuf,
}

impl Workspace {
    /// Makes an empty one in the target folder that this program was built into.
    pub(crate) fn new() -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let target = program
            .ancestors()
            .nth(3)
            .ok_or("this program does not lie in a target folder")?;
        let tag = format!("p{}x", std::process::id());
        let work = target.join("survey");
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("no repository")?
            .to_owned();
        let workspace = Self {
            folder: work.join(&tag),
            target: work.join("target"),
            tag,
            keep: false,
            repository,
        };
        let documents = workspace.folder.join("documents");
        if documents.exists() {
            std::fs::remove_dir_all(&documents).map_err(|error| format!("{}: {error}", documents.display()))?;
        }
        std::fs::create_dir_all(&documents).map_err(|error| format!("{}: {error}", documents.display()))?;
        Ok(workspace)
    }

    /// The path for the code of the document at `index`.
    pub(crate) fn code(&self, index: usize) -> PathBuf {
        self.folder
            .join("documents")
            .join(format!("{}.rs", self.package(index)))
    }

    /// Checks the code of every row that has code, and stores the result in the row.
    pub(crate) fn check(&mut self, rows: &mut [Row]) -> Result<(), String> {
        let mut members = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if row.outcome != Outcome::Refused {
                self.write_package(index)?;
                members.push(format!("documents/{}", self.package(index)));
            }
        }
        self.write_workspace(&members)?;
        let failures = self.run()?;
        if !failures.is_empty() {
            self.keep = true;
            eprintln!("the code is in {}", self.folder.join("documents").display());
        }
        for (index, row) in rows.iter_mut().enumerate() {
            if row.outcome == Outcome::Refused {
                continue;
            }
            let failure = failures.get(&self.package(index));
            row.compiles = Some(failure.is_none());
            row.reason = failure.cloned();
        }
        Ok(())
    }

    fn package(&self, index: usize) -> String {
        format!("document-{index:04}-{}", self.tag)
    }

    fn write_package(&self, index: usize) -> Result<(), String> {
        let folder = self.folder.join("documents").join(self.package(index));
        let client = self.manifest("generated-client/Cargo.toml")?;
        let mut dependencies = Map::new();
        for (name, dependency) in client
            .get("dependencies")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            // A plain value cannot follow a table, so all of them become tables.
            let dependency = match dependency {
                Value::String(version) => json!({ "version": version }),
                table => table.clone(),
            };
            dependencies.insert(name.clone(), dependency);
        }
        let mut manifest = json!({
            "package": { "name": self.package(index), "version": "0.0.0", "edition": "2024", "publish": false },
            "dependencies": dependencies,
        });
        if let Some(features) = client.get("features") {
            manifest["features"] = features.clone();
        }
        let support = self.repository.join("generated-client/src/support/mod.rs");
        let library = format!(
            "#![deny(warnings)]\n#[path = {:?}]\n#[allow(dead_code, unused_imports)]\npub mod support;\n#[path = {:?}]\n#[rustfmt::skip]\npub mod generated;\n",
            support.display().to_string(),
            self.code(index).display().to_string(),
        );
        write_toml(&folder.join("Cargo.toml"), &manifest)?;
        write(&folder.join("src/lib.rs"), &library)
    }

    fn write_workspace(&self, members: &[String]) -> Result<(), String> {
        let root = self.manifest("Cargo.toml")?;
        let mut dependencies = Map::new();
        let known = root.pointer("/workspace/dependencies").and_then(Value::as_object);
        for (name, dependency) in known.into_iter().flatten() {
            match dependency {
                Value::String(version) => {
                    dependencies.insert(name.clone(), json!({ "version": version }));
                }
                // The members of this workspace are not members of the new one.
                table if table.get("path").is_some() => {}
                table => {
                    dependencies.insert(name.clone(), table.clone());
                }
            }
        }
        let workspace = Members {
            members,
            resolver: "3",
            dependencies,
        };
        write_toml(
            &self.folder.join("Cargo.toml"),
            &BTreeMap::from([("workspace", workspace)]),
        )?;
        let lock = self.repository.join("Cargo.lock");
        let lock = std::fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
        write(&self.folder.join("Cargo.lock"), &lock)
    }

    fn manifest(&self, path: &str) -> Result<Value, String> {
        let path = self.repository.join(path);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        toml_edit::de::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The first error of every package that has one.
    fn run(&self) -> Result<BTreeMap<String, String>, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .args([
                "check",
                "--workspace",
                "--keep-going",
                "--no-default-features",
                "--quiet",
                "--message-format=json",
            ])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("cargo: {error}"))?;
        let (mut failures, mut finished) = (BTreeMap::new(), false);
        for line in BufReader::new(child.stdout.take().ok_or("cargo has no output")?).lines() {
            let line = line.map_err(|error| format!("cargo: {error}"))?;
            let Ok(message) = serde_json::from_str::<Value>(&line) else {
                continue;
            };
            finished |= message.get("reason").and_then(Value::as_str) == Some("build-finished");
            if let Some((package, error)) = failure(&message) {
                failures.entry(package).or_insert(error);
            }
        }
        let status = child.wait().map_err(|error| format!("cargo: {error}"))?;
        if finished && (status.success() || !failures.is_empty()) {
            Ok(failures)
        } else {
            Err(format!("cargo check: {status}"))
        }
    }
}

/// Removes the build output that no other process can use. The code is kept if some of it does not compile.
impl Drop for Workspace {
    fn drop(&mut self) {
        for folder in ["deps", "incremental", ".fingerprint"] {
            let built = std::fs::read_dir(self.target.join("debug").join(folder));
            for entry in built.into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().contains(&self.tag) {
                    let path = entry.path();
                    drop(std::fs::remove_dir_all(&path).or_else(|_| std::fs::remove_file(&path)));
                }
            }
        }
        if !self.keep {
            drop(std::fs::remove_dir_all(&self.folder));
        }
    }
}

/// The package and the text of a compiler error, with the line of the generated code that it is about.
fn failure(message: &Value) -> Option<(String, String)> {
    let error = message.get("message")?;
    if error.get("level")?.as_str()? != "error" {
        return None;
    }
    let package = message.pointer("/target/name")?.as_str()?.replace('_', "-");
    let text = error.get("message")?.as_str()?;
    let code = error.pointer("/code/code").and_then(Value::as_str).unwrap_or("error");
    let line = error
        .pointer("/spans/0/line_start")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    Some((package, format!("{code} at line {line} of its code: {text}")))
}

/// A workspace's table. In TOML, plain values come before tables.
#[derive(Serialize)]
struct Members<'m> {
    members: &'m [String],
    resolver: &'static str,
    dependencies: Map<String, Value>,
}

fn write_toml(path: &Path, value: &impl Serialize) -> Result<(), String> {
    let text = toml_edit::ser::to_string(value).map_err(|error| format!("{}: {error}", path.display()))?;
    write(path, &text)
}

#[allow(clippy::disallowed_methods, reason = "files of one check, made anew by every survey")]
fn write(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
