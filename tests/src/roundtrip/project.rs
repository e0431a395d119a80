//! A cargo project of its own that compiles the types of all documents, and reads and writes values with them.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use serde_json::Value;

use super::types::Types;
use super::{Answer, Probe};
use crate::truth::project::section;

/// How many packages the documents are spread over: more than one, so that several compilers run at once.
const PACKAGES: usize = 4;

pub(super) struct Project {
    folder: PathBuf,
    target: PathBuf,
    /// The package of each document.
    packages: Vec<usize>,
}

impl Project {
    /// Writes and compiles a project below `work` for the types of all documents. What they are built on is compiled once for
    /// all processes; the project itself is this process's own.
    #[allow(clippy::too_many_lines, reason = "the files of a project, one behind the other")]
    pub(super) fn build(work: &Path, documents: &[Types]) -> io::Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let mut project = Self {
            folder: work.join(std::process::id().to_string()),
            target: work.join("target"),
            packages: Vec::new(),
        };
        let mut loads = [0_usize; PACKAGES];
        for types in documents {
            let lightest = (0..PACKAGES).min_by_key(|at| loads[*at]).unwrap_or_default();
            loads[lightest] += types.code.len() + 1;
            project.packages.push(lightest);
        }
        let root = fs::read_to_string(workspace.join("Cargo.toml"))?;
        let client = fs::read_to_string(workspace.join("generated-client/Cargo.toml"))?;
        project.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"p*\"]\n\n{}\n[profile.dev]\ndebug = false\nincremental = false\n",
                section(&root, "[workspace.dependencies]")
            ),
        )?;
        // A copy, so that an edit during a long run changes nothing in it.
        project.copy(&workspace.join("generated-client/src/support"), "support")?;
        for at in 0..PACKAGES {
            let features = section(&client, "[features]").replace("default = [\"rustls\"]", "default = []");
            let manifest = format!(
                "[package]\nname = \"roundtrip-{}-{at}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n{features}{}",
                std::process::id(),
                section(&client, "[dependencies]")
            );
            project.write(&format!("p{at}/Cargo.toml"), &manifest)?;
            let members = documents
                .iter()
                .enumerate()
                .filter(|(index, _)| project.packages[*index] == at);
            let mut main = "#![allow(warnings)]\n#[path = \"../../support/mod.rs\"]\nmod support;\n".to_owned();
            let mut table = String::new();
            for (index, types) in members {
                project.write(&format!("p{at}/src/d{index}.rs"), &types.code)?;
                let _ = writeln!(main, "mod d{index};");
                for name in types.names() {
                    let _ = writeln!(
                        table,
                        "        \"{index} {name}\" => read::<d{index}::types::{name}>(text),"
                    );
                }
            }
            let _ = write!(
                main,
                "{READ}\nfn dispatch(name: &str, text: &str) -> String {{\n    match name {{\n{table}        _ => String::new(),\n    }}\n}}\n"
            );
            project.write(&format!("p{at}/src/main.rs"), &main)?;
        }
        fs::copy(workspace.join("Cargo.lock"), project.folder.join("Cargo.lock"))?;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--offline", "--workspace", "--quiet"])
            .current_dir(&project.folder)
            .env("CARGO_TARGET_DIR", &project.target)
            .status()?;
        if status.success() {
            Ok(project)
        } else {
            Err(io::Error::other("the types of the documents do not compile"))
        }
    }

    /// Reads and writes the values of the document at `index`.
    pub(super) fn read(&self, index: usize, probes: &[Probe]) -> io::Result<Vec<Answer>> {
        let name = format!("roundtrip-{}-{}", std::process::id(), self.packages[index]);
        let mut child = Command::new(self.target.join("debug").join(name))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().ok_or_else(|| io::Error::other("no input"))?;
        let lines: Vec<String> = probes
            .iter()
            .map(|probe| format!("{index} {}\t{}\n", probe.name, probe.text))
            .collect();
        let writer = std::thread::spawn(move || {
            for line in lines {
                if input.write_all(line.as_bytes()).is_err() {
                    break;
                }
            }
        });
        let mut answers = Vec::new();
        for line in BufReader::new(child.stdout.take().ok_or_else(|| io::Error::other("no output"))?).lines() {
            answers.push(answer(&line?));
        }
        let status = child.wait()?;
        if writer.join().is_err() || answers.len() < probes.len() {
            let probe = probes.get(answers.len());
            let what = probe
                .map(|probe| format!("{}: {}", probe.name, probe.text))
                .unwrap_or_default();
            return Err(io::Error::other(format!("a type ended its program ({status}): {what}")));
        }
        Ok(answers)
    }

    fn copy(&self, from: &Path, to: &str) -> io::Result<()> {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let to = format!("{to}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.copy(&entry.path(), &to)?;
            } else {
                self.write(&to, &fs::read_to_string(entry.path())?)?;
            }
        }
        Ok(())
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        write(&path, text)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        for at in 0..PACKAGES {
            let name = format!("roundtrip-{}-{at}", std::process::id());
            let _ = fs::remove_file(self.target.join("debug").join(name));
        }
    }
}

/// What one line of a program's output says. An empty text is a refusal; a mark says that a union has kept the value as it
/// is.
pub(super) fn answer(line: &str) -> Answer {
    match line.split_at_checked(1) {
        Some(("+", text)) => Answer::Read {
            text: text.to_owned(),
            is_unknown: false,
        },
        Some(("?", text)) => Answer::Read {
            text: text.to_owned(),
            is_unknown: true,
        },
        Some((_, reason)) => Answer::Refused(reason.to_owned()),
        None => Answer::Refused("the document has no such type".to_owned()),
    }
}

/// Reads a value with a type and writes it again.
const READ: &str = r#"
fn read<T: serde::de::DeserializeOwned + serde::Serialize + std::fmt::Debug>(text: &str) -> String {
    let read = std::panic::catch_unwind(|| {
        let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mark = if format!("{value:?}").contains("Unknown(") { '?' } else { '+' };
        serde_json::to_string(&value).map(|text| format!("{mark}{text}")).map_err(|error| error.to_string())
    });
    match read {
        Ok(Ok(text)) => text,
        Ok(Err(reason)) => format!("-{}", reason.replace('\n', " ")),
        Err(_) => "-panic".to_owned(),
    }
}

fn main() {
    use std::io::{BufRead as _, Write as _};
    let work = || {
        let mut output = std::io::BufWriter::new(std::io::stdout().lock());
        for line in std::io::stdin().lock().lines() {
            let line = line.unwrap();
            let (name, text) = line.split_once('\t').unwrap();
            writeln!(output, "{}", dispatch(name, text)).unwrap();
        }
        output.flush().unwrap();
    };
    std::thread::Builder::new().stack_size(64 << 20).spawn(work).unwrap().join().unwrap();
}
"#;

#[allow(
    clippy::disallowed_methods,
    reason = "half a file in a scratch folder is written again"
)]
fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// The text of a JSON value on one line.
pub(super) fn line(value: &Value) -> String {
    value.to_string()
}
