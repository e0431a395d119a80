//! A cargo project that compiles new clients with the code written for the old ones. Every one has its own sources. All
//! share the folder of what is built, so their dependencies are compiled once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use serde_json::Value;

use super::Compiled;

pub(super) struct Project {
    /// The sources.
    folder: PathBuf,
    /// What cargo builds.
    target: PathBuf,
    /// A part of the names of all packages and examples: others build into the same folder.
    tag: String,
}

impl Project {
    /// Makes the project in the folder `work`, without its code.
    pub(super) fn create(work: &Path) -> io::Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        static PROJECTS: AtomicUsize = AtomicUsize::new(0);
        let number = PROJECTS.fetch_add(1, Ordering::Relaxed);
        let tag = format!("p{}n{number}x", std::process::id());
        let project = Self {
            folder: work.join(&tag),
            target: work.join("target"),
            tag,
        };
        project.remove("heads")?;
        let (root, client) = (
            read(&workspace.join("Cargo.toml"))?,
            read(&workspace.join("generated-client/Cargo.toml"))?,
        );
        project.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"heads\", \"consumers\"]\n\n{}\n[profile.dev]\ndebug = false\nincremental = false\n",
                section(&root, "[workspace.dependencies]"),
            ),
        )?;
        let tag = &project.tag;
        let package = |name: &str| {
            format!("[package]\nname = \"{name}-{tag}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n")
        };
        let features = section(&client, "[features]").replace("default = [\"rustls\"]", "default = [\"schemars\"]");
        project.write(
            "heads/Cargo.toml",
            &(package("heads") + &features + &section(&client, "[dependencies]")),
        )?;
        let dependencies = format!(
            "[dependencies]\nheads = {{ package = \"heads-{tag}\", path = \"../heads\" }}\nbytes = \"1\"\n\
             reqwest.workspace = true\nschemars.workspace = true\nserde.workspace = true\nserde_json.workspace = true\n"
        );
        project.write("consumers/Cargo.toml", &(package("consumers") + &dependencies))?;
        fs::copy(workspace.join("Cargo.lock"), project.folder.join("Cargo.lock"))?;
        project.write(
            "support",
            &workspace
                .join("generated-client/src/support/mod.rs")
                .display()
                .to_string(),
        )?;
        Ok(project)
    }

    /// Compiles each consumer with its new client: pairs of the client's code and the consumer's.
    pub(super) fn compile(&self, codes: &[(&str, &str)]) -> io::Result<Vec<Compiled>> {
        let mut broken: BTreeMap<usize, String> = BTreeMap::new();
        loop {
            self.lay_out(codes, &broken)?;
            let output = self.check()?;
            let known = broken.len();
            for (at, error) in output.clients {
                broken.entry(at).or_insert(error);
            }
            if broken.len() > known {
                continue;
            }
            if output.fine.is_empty() && output.errors.is_empty() && broken.len() < codes.len() {
                return self.apart(codes, &output.stderr);
            }
            let verdict = |at: usize| match (broken.get(&at), output.fine.contains(&at)) {
                (Some(error), _) => Compiled::NoClient(error.clone()),
                (None, true) => Compiled::Fine,
                (None, false) => Compiled::Broken(output.errors.get(&at).cloned().unwrap_or_default()),
            };
            return Ok((0..codes.len()).map(verdict).collect());
        }
    }

    /// Compiles one half after the other, after cargo has compiled nothing and named no client as the cause. A client that is
    /// alone is the cause.
    fn apart(&self, codes: &[(&str, &str)], stderr: &str) -> io::Result<Vec<Compiled>> {
        let (front, back) = codes.split_at(codes.len() / 2);
        if front.is_empty() {
            let rustc_ran = stderr.contains("could not compile");
            let error = format!("cargo compiled nothing:\n{stderr}");
            return if rustc_ran {
                Ok(vec![Compiled::NoClient(error)])
            } else {
                Err(io::Error::other(error))
            };
        }
        let mut compiled = self.compile(front)?;
        compiled.extend(self.compile(back)?);
        Ok(compiled)
    }

    /// Writes the code, but for the clients that are known not to compile.
    fn lay_out(&self, codes: &[(&str, &str)], broken: &BTreeMap<usize, String>) -> io::Result<()> {
        self.remove("heads/src")?;
        self.remove("consumers/examples")?;
        let support = read(&self.folder.join("support"))?;
        let mut root = format!("#![allow(warnings)]\n#[path = {support:?}]\npub mod support;\n");
        let codes = codes.iter().enumerate().filter(|(at, _)| !broken.contains_key(at));
        for (at, (head, consumer)) in codes {
            root.push_str(&format!("pub mod h{at};\n"));
            self.write(&format!("heads/src/h{at}.rs"), head)?;
            self.write(
                &format!("consumers/examples/c{at}_{}.rs", self.tag),
                &consumer.replace("HEAD", &format!("h{at}")),
            )?;
        }
        self.write("heads/src/lib.rs", &root)?;
        self.write("consumers/src/lib.rs", "")
    }

    fn check(&self) -> io::Result<Output> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "check",
                "--offline",
                "--package",
                &format!("consumers-{}", self.tag),
                "--examples",
                "--keep-going",
                "--message-format",
                "json",
            ])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        let mut read = Output {
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            ..Output::default()
        };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            read.message(&serde_json::from_str(line).unwrap_or_default());
        }
        Ok(read)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Unchanged files keep their time, and cargo its work.
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        xtask_write(&path, text)
    }
}

/// Removes the sources, and of what is built all that no other process can use.
impl Drop for Project {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
        for folder in ["deps", "examples", "incremental", ".fingerprint"] {
            let built = fs::read_dir(self.target.join("debug").join(folder));
            for entry in built.into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().contains(&self.tag) {
                    drop(fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path())));
                }
            }
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "half a file in a scratch folder is written again"
)]
fn xtask_write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// The output of cargo.
#[derive(Default)]
struct Output {
    /// The consumers that compiled.
    fine: Vec<usize>,
    /// The first error of each that did not.
    errors: BTreeMap<usize, String>,
    /// The first error of each client that did not.
    clients: BTreeMap<usize, String>,
    stderr: String,
}

impl Output {
    fn message(&mut self, message: &Value) {
        let consumer = message
            .pointer("/target/name")
            .and_then(Value::as_str)
            .and_then(|name| number(name, "c"));
        let error = message
            .pointer("/message")
            .filter(|message| message.get("level") == Some(&Value::from("error")));
        match (message.get("reason").and_then(Value::as_str), consumer, error) {
            (Some("compiler-artifact"), Some(at), _) => self.fine.push(at),
            (Some("compiler-message"), Some(at), Some(error)) => {
                self.errors.entry(at).or_insert_with(|| rendered(error));
            }
            (Some("compiler-message"), None, Some(error)) => {
                let files = error.get("spans").and_then(Value::as_array).into_iter().flatten();
                let heads =
                    files.filter_map(|span| span.get("file_name")?.as_str()?.rsplit('/').next()?.strip_suffix(".rs"));
                for at in heads.filter_map(|stem| number(stem, "h")) {
                    self.clients.entry(at).or_insert_with(|| rendered(error));
                }
            }
            _ => {}
        }
    }
}

fn number(name: &str, prefix: &str) -> Option<usize> {
    let name = name.split('_').next()?;
    name.strip_prefix(prefix)?.parse().ok()
}

/// An error as the compiler prints it, cut where it becomes long.
fn rendered(error: &Value) -> String {
    let text = error.get("rendered").and_then(Value::as_str).unwrap_or_default();
    let lines = text
        .lines()
        .take(12)
        .map(|line| line.chars().take(200).collect::<String>() + "\n");
    lines.collect()
}

/// A table of a manifest, with its head.
pub(crate) fn section(manifest: &str, head: &str) -> String {
    let from = manifest.lines().skip_while(|line| line.trim() != head);
    let lines = from
        .enumerate()
        .take_while(|(at, line)| *at == 0 || !line.starts_with('['));
    lines.map(|(_, line)| format!("{line}\n")).collect()
}

fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}
