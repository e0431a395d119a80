//! Checks the report on changes of Rust code against the compiler. Documents are changed at random, and the client of each is
//! generated. Code that uses every public item of the old client is compiled with the new one. It compiles if and only if
//! [`openapi_diff::surface::compare`] does not say major.

mod client;
mod consumer;
mod mutate;
mod pairs;
pub(crate) mod project;

pub use client::{Client, fixtures, in_folder};
pub use pairs::{NamedPair, read_pairs, write_pairs};

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use openapi_diff::change::{Bump, RustChange};
use openapi_diff::surface::{compare, link};
use openapi_document::Source;
use openapi_document::load::{Document, load};
use serde_json::Value;

use self::client::Pair;
use self::project::Project;
use crate::random::Random;

/// The number of clients in one crate: enough to share its cost, and few enough for the memory of a laptop.
const BATCH: usize = 30;
/// The maximum size of the code of one crate, in bytes. The last client may exceed it.
const BATCH_BYTES: usize = 3_000_000;

/// Gets each case as soon as it is compiled. After a break nothing more is compiled.
pub type Found<'f> = dyn FnMut(Case) -> ControlFlow<()> + 'f;

/// A changed document and its result.
#[derive(Clone, Debug)]
pub struct Case {
    /// The document's name, or that of the pair.
    pub document: String,
    /// The name and what was changed.
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

/// Changes documents in `count` ways and compiles each in the folder `work`, which is created if it does not exist. The first
/// case of each document is no change at all. Documents with little code come first, and are changed more often than those
/// with much. The same seed gives the same changes. Returns what was not compiled, with the reason.
///
/// # Errors
///
/// If a file cannot be written or cargo cannot be run.
pub fn run(work: &Path, clients: &[Client], count: usize, seed: u64, found: &mut Found<'_>) -> io::Result<Vec<String>> {
    let mut skipped = Vec::new();
    let mut pairs = shares(clients, count)
        .into_iter()
        .flat_map(|(client, share)| {
            // Which others there are does not change what is drawn for a document.
            let mix = |seed: u64, byte: u8| seed.wrapping_mul(31).wrapping_add(byte.into());
            let mut random = Random::new(client.name().bytes().fold(seed, mix));
            (0..share).map(move |number| match number {
                0 => client.to(client, format!("{}: nothing", client.name())),
                _ => client.changed(&mut random),
            })
        })
        .filter_map(|pair| pair.map_err(|error| skipped.push(error.to_string())).ok());
    compile(work, &mut pairs, found)?;
    Ok(skipped)
}

/// How often each client is changed, those with the least code first. One with four times the code is changed half as often.
fn shares(clients: &[Client], count: usize) -> Vec<(&Client, usize)> {
    let mut shares: Vec<_> = clients.iter().map(|client| (client, 0)).collect();
    shares.sort_by_key(|(client, _)| client.size());
    for _ in 0..count {
        let next = shares
            .iter_mut()
            .min_by_key(|(client, share)| (*share > 0, (*share + 1) * client.size().isqrt()));
        if let Some((_, share)) = next {
            *share += 1;
        }
    }
    shares
}

/// Compiles pairs of documents in the folder `work`, as [`run`] does. Returns what was not compiled, with the reason.
///
/// # Errors
///
/// If a file cannot be written or cargo cannot be run.
pub fn run_pairs(work: &Path, pairs: &[NamedPair], found: &mut Found<'_>) -> io::Result<Vec<String>> {
    let mut skipped = Vec::new();
    let mut clients = pairs.iter().filter_map(|pair| {
        let client = |document: &Value| Client::of(&pair.name, document.clone());
        let both = client(&pair.base).and_then(|base| base.to(&client(&pair.head)?, pair.name.clone()));
        both.map_err(|error| skipped.push(error.to_string())).ok()
    });
    compile(work, &mut clients, found)?;
    Ok(skipped)
}

fn compile(work: &Path, pairs: &mut dyn Iterator<Item = Pair>, found: &mut Found<'_>) -> io::Result<()> {
    let project = Project::create(work)?;
    loop {
        let (mut batch, mut size) = (Vec::new(), 0);
        while batch.len() < BATCH && size < BATCH_BYTES {
            let Some(pair) = pairs.next() else { break };
            size += pair.head.len() + pair.consumer.len();
            batch.push(pair);
        }
        if batch.is_empty() {
            return Ok(());
        }
        let codes: Vec<_> = batch
            .iter()
            .map(|pair| (pair.head.as_str(), pair.consumer.as_str()))
            .collect();
        let compiled = project.compile(&codes)?;
        for (pair, compiled) in batch.into_iter().zip(compiled) {
            let case = Case {
                document: pair.document,
                what: pair.what,
                changes: pair.changes,
                compiled,
            };
            if found(case).is_break() {
                return Ok(());
            }
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
    for client in clients.iter().cycle().take(count) {
        let (what, other) = client.other(&mut random)?;
        let (base, head) = (loaded(client.document())?, loaded(other.document())?);
        let wire = openapi_diff::wire::compare(&base, &head);
        let mut changes = compare(client.surface(), other.surface());
        link(&mut changes, &wire, client.surface(), other.surface());
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
