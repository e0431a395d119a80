//! Checks the report on changes of Rust code against the compiler, with random changes of documents:
//! `cargo run -p workspace-tests --bin truth -- --mutations 300 --seed 1`.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::truth::{self, Case, Compiled};

/// Checks that code for an old client compiles with a new one if and only if the report does not say major.
#[derive(Parser)]
struct Arguments {
    /// How many changed documents to compile.
    #[arg(long, default_value_t = 300, conflicts_with = "pairs")]
    mutations: usize,
    /// The seed of the random changes. The same seed gives the same changes.
    #[arg(long, default_value_t = 1, conflicts_with = "pairs")]
    seed: u64,
    /// Changes the documents in this folder (*.json, *.yaml, *.yml) instead of those of the repository.
    #[arg(long, value_name = "DIR", conflicts_with = "pairs")]
    documents: Option<PathBuf>,
    /// Compiles the pairs of documents in this file and changes none.
    ///
    /// The file is a JSON list: [{"name": "what it is about", "base": …, "head": …}]. `base` and `head` are documents, or
    /// paths of documents relative to the file's folder. `name` may be left out. `coverage --pairs FILE` writes such a file.
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// The folder to compile in. Compiled dependencies stay there.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/truth"))]
    work: PathBuf,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    let mut seen = Seen::default();
    let refused = match compare(&Arguments::parse(), &mut |case| seen.add(&case)) {
        Ok(refused) => refused,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    for name in &refused {
        println!("{name}: generates no client");
    }
    for (kind, count) in &seen.kinds {
        println!("{count:>5} {kind}");
    }
    println!(
        "{} changes, {} not compiled, {} disagreements",
        seen.cases,
        refused.len(),
        seen.disagreements
    );
    if seen.disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Compiles what the arguments name. Returns the names of documents and pairs that cannot be compiled.
fn compare(arguments: &Arguments, found: &mut dyn FnMut(Case)) -> io::Result<Vec<String>> {
    if let Some(file) = &arguments.pairs {
        return truth::run_pairs(&arguments.work, &truth::read_pairs(file)?, found);
    }
    let (clients, refused) = match &arguments.documents {
        Some(folder) => truth::in_folder(folder)?,
        None => (truth::fixtures()?, Vec::new()),
    };
    truth::run(&arguments.work, &clients, arguments.mutations, arguments.seed, found)?;
    Ok(refused)
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    kinds: BTreeMap<&'static str, usize>,
    cases: usize,
    disagreements: usize,
}

impl Seen {
    #[allow(clippy::print_stdout, reason = "a program for people")]
    fn add(&mut self, case: &Case) {
        self.cases += 1;
        *self.kinds.entry(kind(case)).or_default() += 1;
        if !case.agrees() {
            self.disagreements += 1;
        }
        if !case.agrees() || matches!(case.compiled, Compiled::NoClient(_)) {
            println!("{}", truth::describe(case));
        }
    }
}

fn kind(case: &Case) -> &'static str {
    match (&case.compiled, case.is_major(), case.changes.is_empty()) {
        (Compiled::NoClient(_), ..) => "new client does not compile: a fault of the generator",
        (Compiled::Fine, false, true) => "nothing changed and compiles",
        (Compiled::Fine, false, false) => "minor and compiles",
        (Compiled::Broken(_), true, _) => "major and does not compile",
        (Compiled::Fine, true, _) => "DISAGREEMENT: major, but compiles",
        (Compiled::Broken(_), false, _) => "DISAGREEMENT: not major, but does not compile",
    }
}
