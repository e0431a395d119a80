//! A document with its client, and how it is changed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::{Unobserved, generate};
use openapi_diff::change::RustChange;
use openapi_diff::surface::{Surface, compare};
use openapi_document::{Severity, Source};
use serde_json::Value;

use super::{consumer, mutate, pairs};
use crate::random::Random;

/// The documents of this repository that are changed.
const DOCUMENTS: [(&str, &str); 4] = [
    ("bookshop", include_str!("../../fixtures/documents/bookshop.yaml")),
    ("files", include_str!("../../fixtures/documents/files.yaml")),
    ("siblings", include_str!("../../fixtures/documents/siblings.yaml")),
    ("openapi", include_str!("../../../spec/openapi.yaml")),
];
/// The maximum number of attempts to change a document so that it still generates a client.
const TRIES: usize = 200;

/// The clients of the documents of this repository.
///
/// # Errors
///
/// If one of them generates no client.
pub fn fixtures() -> io::Result<Vec<Client>> {
    let of = |(name, text)| Client::of(name, pairs::parse(name, text)?);
    DOCUMENTS.into_iter().map(of).collect()
}

/// The clients of the documents in a folder (`*.json`, `*.yaml`, `*.yml`), by name, and why others have none.
///
/// # Errors
///
/// If the folder cannot be read, or if no document in it generates a client.
pub fn in_folder(folder: &Path) -> io::Result<(Vec<Client>, Vec<String>)> {
    let entries = fs::read_dir(folder).map_err(|error| pairs::at(folder, &error))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    paths.retain(|path| {
        let ending = path.extension().and_then(OsStr::to_str);
        ending.is_some_and(|ending| matches!(ending, "json" | "yaml" | "yml"))
    });
    paths.sort();
    let (mut clients, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match pairs::document(&path).and_then(|document| Client::of(&name, document)) {
            Ok(client) => clients.push(client),
            Err(error) => refused.push(error.to_string()),
        }
    }
    if clients.is_empty() {
        let message = format!("{}: no document there generates a client", folder.display());
        return Err(io::Error::other(message));
    }
    Ok((clients, refused))
}

/// A document and its client.
#[derive(Debug)]
pub struct Client {
    name: String,
    document: Value,
    code: String,
    surface: Surface,
}

/// An old client's consumer and a new client.
pub(super) struct Pair {
    /// The name of the old client.
    pub(super) document: String,
    pub(super) what: String,
    pub(super) head: String,
    pub(super) consumer: String,
    pub(super) changes: Vec<RustChange>,
}

impl Client {
    /// Generates the client of a document. The error begins with `name`.
    pub(super) fn of(name: &str, document: Value) -> io::Result<Self> {
        let generated = generate(Source::new("document.json", &document.to_string()), &mut Unobserved);
        let Some(code) = generated.code else {
            let mut errors = generated.findings.iter();
            let error = errors.find(|finding| finding.severity == Severity::Error);
            let why = error.map_or("the generator gives no reason", |finding| &finding.message);
            return Err(io::Error::other(format!("{name}: generates no client: {why}")));
        };
        let surface = Surface::of_generated(&code).map_err(|error| io::Error::other(format!("{name}: {error}")))?;
        Ok(Self {
            name: name.to_owned(),
            document,
            code,
            surface,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn document(&self) -> &Value {
        &self.document
    }

    pub(super) const fn surface(&self) -> &Surface {
        &self.surface
    }

    /// How many bytes of code the client has.
    pub(super) const fn size(&self) -> usize {
        self.code.len()
    }

    /// What becomes of code for this client with the client `head`.
    pub(super) fn to(&self, head: &Self, what: String) -> io::Result<Pair> {
        let consumer = consumer::write(&self.code).map_err(|error| io::Error::other(format!("{what}: {error}")))?;
        Ok(Pair {
            document: self.name.clone(),
            what,
            head: head.code.clone(),
            consumer,
            changes: compare(&self.surface, &head.surface),
        })
    }

    /// The changed document and its client; one time in three the other way round, from the changed one to this one.
    pub(super) fn changed(&self, random: &mut Random) -> io::Result<Pair> {
        let (what, other) = self.other(random)?;
        match random.below(3) {
            0 => other.to(self, format!("{what} (taken back)")),
            _ => self.to(&other, what),
        }
    }

    /// One to three changes, in half of the cases one. The changed document generates a client.
    pub(super) fn other(&self, random: &mut Random) -> io::Result<(String, Self)> {
        for _ in 0..TRIES {
            let mut document = self.document.clone();
            let count = random.pick(&[1, 1, 2, 3]).copied().unwrap_or(1);
            let what: Vec<_> = (0..count)
                .filter_map(|_| mutate::mutate(&mut document, random))
                .collect();
            if what.is_empty() || document == self.document {
                continue;
            }
            if let Ok(other) = Self::of(&self.name, document) {
                return Ok((format!("{}: {}", self.name, what.join("; ")), other));
            }
        }
        Err(io::Error::other(format!(
            "{}: no change was found that the lints pass",
            self.name
        )))
    }
}
