//! Checks the report on changes of Rust code against the compiler, with random changes of documents:
//! `cargo run -p workspace-tests --bin truth -- --mutations 300 --seed 1`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::truth::{self, Case, Compiled};

/// Checks that code for an old client compiles with a new one if and only if the report does not say major.
#[derive(Parser)]
struct Arguments {
    /// How many changed documents to compile.
    #[arg(long, default_value_t = 300)]
    mutations: usize,
    /// The seed of the random changes. The same seed gives the same changes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to compile in. Compiled dependencies stay there.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/truth"))]
    work: PathBuf,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let cases = match truth::run(&arguments.work, arguments.mutations, arguments.seed) {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        *counts.entry(kind(case)).or_default() += 1;
        if !case.agrees() || matches!(case.compiled, Compiled::NoClient(_)) {
            println!("{}", truth::describe(case));
        }
    }
    for (kind, count) in counts {
        println!("{count:>5} {kind}");
    }
    let disagreements = cases.iter().filter(|case| !case.agrees()).count();
    println!(
        "{} changes, {disagreements} disagreements (seed {})",
        cases.len(),
        arguments.seed
    );
    if disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
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
