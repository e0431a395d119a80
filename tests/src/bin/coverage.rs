//! Makes every edit of a document that the grammar allows, and compares before and after on both axes:
//! `cargo run --release -p workspace-tests --bin coverage`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::coverage::{self, Draw, Reader, Rust, Waivers};

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
    /// How many examples of a fault to show.
    #[arg(long, default_value_t = 2)]
    examples: usize,
}

#[allow(clippy::print_stdout, reason = "a program for people")]
#[allow(clippy::too_many_lines, reason = "options, a run, and what it found")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut waivers = Waivers::default();
    let mut faults: BTreeMap<(String, String, &str), Vec<String>> = BTreeMap::new();
    let (mut compared, mut refused, mut in_rust) = (0, 0, 0);
    let mut draw = Draw::one_in(arguments.every.max(1));
    let sites = coverage::sites();
    if arguments.list {
        for site in &sites {
            println!("{} ({:?}, {:?})", site.name, site.object, site.travel);
        }
        return ExitCode::SUCCESS;
    }
    for site in &sites {
        let mut reader = Reader::new(site);
        for edit in coverage::edits(site, &mut draw) {
            compared += 2;
            let found = match reader.on_the_wire(&edit) {
                Ok((reports, mut found)) => {
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
                    faults
                        .entry(key)
                        .or_default()
                        .push(format!("{}: {}", edit.describe(site), fault.message));
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
    // A part of the edits need not need all of them.
    let stale = if arguments.every > 1 || arguments.wire {
        Vec::new()
    } else {
        waivers.stale()
    };
    for row in &stale {
        println!("not needed: {row}");
    }
    println!(
        "{} places, {} edits, {compared} compared, {} waivers, {in_rust} compared in Rust, {refused} of documents that generate nothing, {} faults",
        sites.len(),
        draw.edits(),
        Waivers::count(),
        faults.values().map(Vec::len).sum::<usize>()
    );
    if faults.is_empty() && stale.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
