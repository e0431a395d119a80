//! Makes every edit of a document that the grammar allows, and compares before and after on both axes:
//! `cargo run --release -p workspace-tests --bin coverage`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::coverage::{self, Plan};
use workspace_tests::truth;

/// Checks that each edit has a verdict on the wire and in Rust.
#[derive(Parser)]
struct Arguments {
    /// Compares the wire only.
    #[arg(long)]
    wire: bool,
    /// Compares every n-th edit only.
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Lists the places, without a comparison.
    #[arg(long)]
    list: bool,
    /// Writes pairs of documents to this file. `truth --pairs` compiles them. Pairs without two clients are left out.
    #[arg(long, value_name = "FILE", conflicts_with = "wire")]
    pairs: Option<PathBuf>,
    /// How many examples of a fault to show.
    #[arg(long, default_value_t = 2)]
    examples: usize,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        for site in coverage::sites() {
            println!("{} ({:?}, {:?})", site.name, site.object, site.travel);
        }
        return ExitCode::SUCCESS;
    }
    let plan = Plan {
        every: arguments.every,
        is_wire_only: arguments.wire,
        wants_pairs: arguments.pairs.is_some(),
    };
    let audit = coverage::audit(plan, &|begun, all| {
        if begun.is_multiple_of(50) {
            eprintln!("place {begun} of {all}");
        }
    });
    if let Some(path) = &arguments.pairs
        && let Err(error) = truth::write_pairs(path, &audit.pairs)
    {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    print!("{}", audit.report(arguments.examples));
    if audit.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
