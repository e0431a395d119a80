//! Compares the documents of every edit that the grammar allows, on both axes:
//! `cargo run --release -p workspace-tests --bin coverage`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::coverage::{self, Rust, Waivers};

/// Checks that each edit has a verdict on the wire and in Rust.
#[derive(Parser)]
struct Arguments {
    /// Compares the wire alone.
    #[arg(long)]
    wire: bool,
    /// Shows so many examples of a fault.
    #[arg(long, default_value_t = 2)]
    examples: usize,
}

#[allow(clippy::print_stdout, reason = "a program for people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut waivers = Waivers::default();
    let mut faults: BTreeMap<(String, String, &str), Vec<String>> = BTreeMap::new();
    let (mut edits, mut refused, mut in_rust) = (0, 0, 0);
    let sites = coverage::sites();
    for site in &sites {
        for edit in coverage::edits(site) {
            edits += 2;
            let found = match coverage::on_the_wire(&edit) {
                Ok(reports) => {
                    let mut found = site.faults(&edit, &reports);
                    if !arguments.wire {
                        match coverage::in_rust(&edit, &reports) {
                            Ok(Rust::Compared(..)) => in_rust += 2,
                            Ok(Rust::Refused(_)) => refused += 2,
                            Err(fault) => found.push(fault),
                        }
                    }
                    found
                }
                Err(fault) => vec![fault],
            };
            for fault in found {
                if !waivers.allow(site, &edit.key, &fault) {
                    let key = (format!("{:?}", site.object), edit.key.clone(), fault.rule);
                    faults.entry(key).or_default().push(format!("{}: {}", edit.describe(site), fault.message));
                }
            }
        }
    }
    for ((object, key, rule), examples) in &faults {
        println!("{rule}: {object} {key}: {}", examples.len());
        for example in examples.iter().take(arguments.examples) {
            println!("    {example}");
        }
    }
    let stale = waivers.stale();
    for row in &stale {
        println!("not needed: {row}");
    }
    println!(
        "{} places, {edits} edits, {} waivers, {in_rust} compared in Rust, {refused} of documents that generate nothing, {} faults",
        sites.len(),
        Waivers::count(),
        faults.values().map(Vec::len).sum::<usize>()
    );
    if faults.is_empty() && stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
