//! Checks the report on changes of Rust code against the compiler, with random changes of documents:
//! `cargo run -p workspace-tests --bin truth -- --mutations 300 --seed 1`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

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
    /// Stops after this time, with what was compiled until then.
    #[arg(long)]
    minutes: Option<u64>,
    /// The folder to compile in. Compiled dependencies stay there.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/truth"))]
    work: PathBuf,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut seen = Seen::new(arguments.minutes);
    let skipped = match compare(&arguments, &mut seen) {
        Ok(skipped) => skipped,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    for what in &skipped {
        println!("{what}");
    }
    for (kind, count) in &seen.kinds {
        println!("{count:>5} {kind}");
    }
    let of = match arguments.pairs {
        Some(_) => "pairs".to_owned(),
        None => format!("changes of {} documents", seen.documents.len()),
    };
    println!(
        "{} {of}, {} not compiled, {} disagreements",
        seen.cases,
        skipped.len(),
        seen.disagreements
    );
    if seen.disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Compiles what the arguments name. Returns what cannot be compiled, with the reason.
fn compare(arguments: &Arguments, seen: &mut Seen) -> io::Result<Vec<String>> {
    let work = &arguments.work;
    if let Some(file) = &arguments.pairs {
        let pairs = truth::read_pairs(file)?;
        return truth::run_pairs(work, &pairs, &mut |case| seen.add(&case, pairs.len()));
    }
    let (clients, mut skipped) = match &arguments.documents {
        Some(folder) => truth::in_folder(folder)?,
        None => (truth::fixtures()?, Vec::new()),
    };
    let count = arguments.mutations;
    skipped.extend(truth::run(work, &clients, count, arguments.seed, &mut |case| {
        seen.add(&case, count)
    })?);
    Ok(skipped)
}

/// What was seen so far.
struct Seen {
    begun: Instant,
    /// How long to go on.
    longest: Duration,
    kinds: BTreeMap<&'static str, usize>,
    documents: BTreeSet<String>,
    cases: usize,
    disagreements: usize,
}

impl Seen {
    fn new(minutes: Option<u64>) -> Self {
        Self {
            begun: Instant::now(),
            longest: minutes.map_or(Duration::MAX, |minutes| Duration::from_secs(minutes * 60)),
            kinds: BTreeMap::new(),
            documents: BTreeSet::new(),
            cases: 0,
            disagreements: 0,
        }
    }

    #[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
    fn add(&mut self, case: &Case, of: usize) -> ControlFlow<()> {
        self.cases += 1;
        *self.kinds.entry(kind(case)).or_default() += 1;
        self.documents.insert(case.document.clone());
        if !case.agrees() {
            self.disagreements += 1;
        }
        if !case.agrees() || matches!(case.compiled, Compiled::NoClient(_)) {
            println!("{}", truth::describe(case));
        }
        let elapsed = self.begun.elapsed();
        if self.cases.is_multiple_of(10) {
            let minutes = elapsed.as_secs() / 60;
            eprintln!("{} of {of} after {minutes} min: {}", self.cases, case.document);
        }
        if elapsed < self.longest {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
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
