//! The proof that models lose nothing and invent nothing: values of every schema, read and written by the compiled types.
//!
//! Values are made from the schemas by code that shares nothing with the generator, and a validator has to agree that they
//! are valid. The examples of the documents, and of files beside them, are read as well.

mod compare;
mod document;
mod instance;
mod places;
mod project;
mod report;
mod schema;
mod types;

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use self::document::Subject;
use self::project::Project;
pub use self::report::{Report, Row};

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// It came back as it was.
    Exact,
    /// It came back otherwise, and a finding at the place says that the type is not exact.
    Reported,
    /// It was not read.
    Refused,
    /// A member that the document speaks of is gone.
    Lost,
    /// A value is another.
    Changed,
    /// A member has come to it.
    Added,
    /// Null became absent, or absent null, in something that is sent.
    AbsentNull,
    /// An empty list or object became absent.
    AbsentEmpty,
    /// A member that the document does not speak of is gone.
    UnknownDropped,
    /// A value with one more member was not read.
    GrownRefused,
    /// A value that is not valid was read as if it were.
    InvalidAccepted,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// It was made from the schema.
    Instance,
    /// The document gives it as an example, or a file beside it does.
    Example,
    /// It is a valid one to which a member was added.
    Grown,
    /// It is a valid one in which something was made wrong.
    Invalid,
}

/// A value that a type is to read.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The type.
    pub name: String,
    /// The value, on one line.
    pub text: String,
    place: String,
    origin: Origin,
}

/// What a type made of a value.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It was read, and written as this text.
    Read {
        /// The text.
        text: String,
        /// Whether a union kept it, or a part of it, as it was.
        is_unknown: bool,
    },
    /// It was not read, for this reason.
    Refused(String),
}

/// Reads and writes values of every document in the folder `documents`: `instances` of every type. `work` is the folder in
/// which code is compiled.
///
/// # Errors
///
/// When a file cannot be read or written, or the code of a document does not compile.
pub fn run(documents: &Path, instances: usize, work: &Path) -> io::Result<Report> {
    let mut subjects = Vec::new();
    let mut report = Report::default();
    for file in files(documents)? {
        match Subject::read(&file)? {
            Ok(subject) => subjects.push(subject),
            Err(reason) => report.refuse(&file, reason),
        }
    }
    let mut types = Vec::new();
    for subject in &mut subjects {
        types.push(std::mem::replace(
            &mut subject.types,
            types::Types::of("").map_err(io::Error::other)?,
        ));
    }
    let project = Project::build(work, &types)?;
    for (index, (subject, types)) in subjects.iter().zip(&types).enumerate() {
        let probes = subject.probes(&types.places, instances);
        let answers = project.read(index, &probes)?;
        report.add(subject, &probes, &answers);
    }
    Ok(report)
}

/// Reads and writes values of one document with types that are compiled already: `read` gets the name of a type and a text,
/// and returns what [`TABLE`](table) has returned.
///
/// # Errors
///
/// When the document cannot be read.
pub fn run_compiled(file: &Path, instances: usize, read: impl Fn(&str, &str) -> String) -> io::Result<Report> {
    let mut report = Report::default();
    match Subject::read(file)? {
        Ok(subject) => {
            let probes = subject.probes(&subject.types.places, instances);
            let answers: Vec<_> = probes
                .iter()
                .map(|probe| project::answer(&read(&probe.name, &probe.text)))
                .collect();
            report.add(&subject, &probes, &answers);
        }
        Err(reason) => report.refuse(file, reason),
    }
    Ok(report)
}

/// The arms of a `match` over the names of a document's types, each of which calls `read::<module::types::T>(text)`.
///
/// # Errors
///
/// When the document cannot be read or generates no code.
pub fn table(file: &Path, module: &str) -> io::Result<String> {
    let subject = Subject::read(file)?.map_err(io::Error::other)?;
    let mut names: Vec<_> = subject.types.names().collect();
    names.sort();
    names.dedup();
    let arm = |name: &String| format!("    (\"{module}\", \"{name}\") => read::<{module}::types::{name}>(text),\n");
    Ok(names.into_iter().map(arm).collect())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if matches!(ending, Some("yaml" | "yml" | "json")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
