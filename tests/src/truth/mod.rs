//! Checks the report on changes of Rust code against the compiler. Documents are changed at random, and the client of each is
//! generated. Code that uses every public item of the old client is compiled with the new one. It compiles if and only if
//! [`openapi_diff::surface::compare`] does not say major.

mod consumer;
mod mutate;
mod pairs;
pub(crate) mod project;

pub use pairs::{NamedPair, read_pairs, write_pairs};

use std::path::Path;
use std::{fs, io};

use codegen::{Unobserved, generate};
use openapi_diff::change::{Bump, RustChange};
use openapi_diff::surface::{Surface, compare, link};
use openapi_document::Source;
use openapi_document::load::{Document, load};
use serde_json::Value;

use self::project::Project;
use crate::random::Random;

/// The documents that are changed.
const DOCUMENTS: [(&str, &str); 4] = [
    ("bookshop", include_str!("../../fixtures/documents/bookshop.yaml")),
    ("files", include_str!("../../fixtures/documents/files.yaml")),
    ("siblings", include_str!("../../fixtures/documents/siblings.yaml")),
    ("openapi", include_str!("../../../spec/openapi.yaml")),
];
/// The number of clients in one crate: enough to share its cost, and few enough for the memory of a laptop.
const BATCH: usize = 30;
/// The maximum size of the code of one crate, in bytes. The last client may exceed it.
const BATCH_BYTES: usize = 3_000_000;
/// The maximum number of attempts to change a document so that it still generates a client.
const TRIES: usize = 200;

/// A changed document and its result.
#[derive(Clone, Debug)]
pub struct Case {
    /// The document's name and what was changed in it.
    pub what: String,
    /// The report on the change in Rust.
    pub changes: Vec<RustChange>,
    /// The compiler's result.
    pub compiled: Compiled,
}

/// The compiler's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compiled {
    /// Code written for the old client compiles with the new one.
    Fine,
    /// Code written for the old client does not compile; the first error.
    Broken(String),
    /// The new client itself does not compile. This is a bug in the generator, not in the report.
    NoClient(String),
}

impl Case {
    /// Whether the report says major.
    #[must_use]
    pub fn is_major(&self) -> bool {
        self.changes.iter().any(|change| change.bump == Bump::Major)
    }

    /// Whether report and compiler agree.
    #[must_use]
    pub fn agrees(&self) -> bool {
        match self.compiled {
            Compiled::Fine => !self.is_major(),
            Compiled::Broken(_) => self.is_major(),
            Compiled::NoClient(_) => true,
        }
    }
}

/// Changes documents in `count` ways, the first being no change at all, and compiles each in the folder `work`, which is
/// created if it does not exist. Each case goes to `found` as soon as its batch is compiled. The same seed gives the same
/// changes.
///
/// # Errors
///
/// If a file cannot be written or cargo cannot be run.
pub fn run(work: &Path, clients: &[Client], count: usize, seed: u64, found: &mut dyn FnMut(Case)) -> io::Result<()> {
    let mut random = Random::new(seed);
    let drawn = clients.iter().cycle().take(count).enumerate();
    let mut pairs = drawn.map(|(number, client)| match number < clients.len() {
        true => client.to(client, format!("{}: nothing", client.name)),
        false => client.changed(&mut random),
    });
    compile(work, &mut pairs, found)
}

/// Compiles pairs of documents in the folder `work`, as [`run`] does. Returns the names of the pairs that were not compiled,
/// because a document generates no client.
///
/// # Errors
///
/// If a file cannot be written or cargo cannot be run.
pub fn run_pairs(work: &Path, pairs: &[NamedPair], found: &mut dyn FnMut(Case)) -> io::Result<Vec<String>> {
    let mut refused = Vec::new();
    let mut clients = pairs.iter().filter_map(|pair| {
        let client = |document: &Value| Client::of(&pair.name, document.clone());
        match (client(&pair.base), client(&pair.head)) {
            (Ok(Some(base)), Ok(Some(head))) => Some(base.to(&head, pair.name.clone())),
            (Err(error), _) | (_, Err(error)) => Some(Err(error)),
            _ => {
                refused.push(pair.name.clone());
                None
            }
        }
    });
    compile(work, &mut clients, found)?;
    Ok(refused)
}

fn compile(
    work: &Path,
    pairs: &mut dyn Iterator<Item = io::Result<Pair>>,
    found: &mut dyn FnMut(Case),
) -> io::Result<()> {
    let project = Project::create(work)?;
    loop {
        let (mut batch, mut size) = (Vec::new(), 0);
        while batch.len() < BATCH && size < BATCH_BYTES {
            let Some(pair) = pairs.next() else { break };
            let pair = pair?;
            size += pair.head.len() + pair.consumer.len();
            batch.push(pair);
        }
        if batch.is_empty() {
            return Ok(());
        }
        let heads: Vec<_> = batch.iter().map(|pair| pair.head.as_str()).collect();
        let consumers: Vec<_> = batch.iter().map(|pair| pair.consumer.as_str()).collect();
        let compiled = project.compile(&heads, &consumers)?;
        for (pair, compiled) in batch.into_iter().zip(compiled) {
            let (what, changes) = (pair.what, pair.changes);
            found(Case {
                what,
                changes,
                compiled,
            });
        }
    }
}

/// Changes documents in `count` ways and names the changes of Rust code that no change on the wire is said to have caused,
/// each with what was changed.
///
/// # Errors
///
/// If a document cannot be changed.
pub fn without_cause(count: usize, seed: u64) -> io::Result<Vec<String>> {
    let clients = fixtures()?;
    let mut random = Random::new(seed);
    let mut orphans = Vec::new();
    for number in 0..count {
        let Some(client) = clients.get(number % clients.len()) else {
            break;
        };
        let (what, other) = client.other(&mut random)?;
        let (base, head) = (loaded(&client.document)?, loaded(&other.document)?);
        let wire = openapi_diff::wire::compare(&base, &head);
        let mut changes = compare(&client.surface, &other.surface);
        link(&mut changes, &wire, &client.surface, &other.surface);
        // An item for the whole document has no single cause.
        let own = changes.iter().filter(|change| !change.item.starts_with("DOCUMENT_"));
        for orphan in own.filter(|change| change.caused_by.is_empty()) {
            let pointers: Vec<_> = wire.iter().map(|change| change.pointer.as_str()).collect();
            orphans.push(format!("{what}: {} {pointers:?}", orphan.item));
        }
    }
    Ok(orphans)
}

fn loaded(document: &Value) -> io::Result<Document> {
    load(Source::new("document.json", &document.to_string()))
        .map_err(|_| io::Error::other("a changed document is not valid"))
}

/// The clients of the documents of this repository.
///
/// # Errors
///
/// If one of them generates no client.
pub fn fixtures() -> io::Result<Vec<Client>> {
    let mut clients = Vec::new();
    for (name, text) in DOCUMENTS {
        let client = Client::of(name, pairs::parse(name, text)?)?;
        clients.push(client.ok_or_else(|| io::Error::other(format!("{name} generates no client")))?);
    }
    Ok(clients)
}

/// The clients of the documents in a folder (`*.json`, `*.yaml`, `*.yml`), by name, and the names of those that generate no
/// client.
///
/// # Errors
///
/// If the folder or a file cannot be read, or if no document in it generates a client.
pub fn in_folder(folder: &Path) -> io::Result<(Vec<Client>, Vec<String>)> {
    let entries = fs::read_dir(folder).map_err(|error| pairs::at(folder, &error))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| {
        let ending = path.extension().and_then(std::ffi::OsStr::to_str);
        ending.is_some_and(|ending| matches!(ending, "json" | "yaml" | "yml"))
    });
    paths.sort();
    let (mut clients, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match Client::of(&name, pairs::document(&path)?)? {
            Some(client) => clients.push(client),
            None => refused.push(name.into_owned()),
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
struct Pair {
    what: String,
    head: String,
    consumer: String,
    changes: Vec<RustChange>,
}

impl Client {
    fn of(name: &str, document: Value) -> io::Result<Option<Self>> {
        let Some(code) = generate(Source::new("document.json", &document.to_string()), &mut Unobserved).code else {
            return Ok(None);
        };
        let surface = Surface::of_generated(&code).map_err(io::Error::other)?;
        Ok(Some(Self {
            name: name.to_owned(),
            document,
            code,
            surface,
        }))
    }

    /// What becomes of code for this client with the client `head`.
    fn to(&self, head: &Self, what: String) -> io::Result<Pair> {
        let consumer = consumer::write(&self.code).map_err(io::Error::other)?;
        Ok(Pair {
            what,
            head: head.code.clone(),
            consumer,
            changes: compare(&self.surface, &head.surface),
        })
    }

    /// The changed document and its client; one time in three the other way round, from the changed one to this one.
    fn changed(&self, random: &mut Random) -> io::Result<Pair> {
        let (what, other) = self.other(random)?;
        match random.below(3) {
            0 => other.to(self, format!("{what} (taken back)")),
            _ => self.to(&other, what),
        }
    }

    /// One to three changes, half of the time a single one, that leave a document of which a client can be generated.
    fn other(&self, random: &mut Random) -> io::Result<(String, Self)> {
        for _ in 0..TRIES {
            let mut document = self.document.clone();
            let count = random.pick(&[1, 1, 2, 3]).copied().unwrap_or(1);
            let what: Vec<_> = (0..count)
                .filter_map(|_| mutate::mutate(&mut document, random))
                .collect();
            if what.is_empty() || document == self.document {
                continue;
            }
            if let Some(other) = Self::of(&self.name, document)? {
                return Ok((format!("{}: {}", self.name, what.join("; ")), other));
            }
        }
        Err(io::Error::other(format!(
            "no change of {} was found that the lints pass",
            self.name
        )))
    }
}

/// A case for people: what was changed, what the report says, what the compiler says.
#[must_use]
pub fn describe(case: &Case) -> String {
    let mut text = format!("── {}\n", case.what);
    for change in case
        .changes
        .iter()
        .filter(|change| change.bump == Bump::Major || !case.is_major())
        .take(20)
    {
        text += &format!(
            "   {:?} {:?} {}: {}\n",
            change.bump, change.change, change.item, change.reason
        );
    }
    text + match &case.compiled {
        Compiled::Fine => "   it compiles",
        Compiled::Broken(error) | Compiled::NoClient(error) => error,
    }
}
