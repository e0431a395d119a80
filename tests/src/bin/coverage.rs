//! Makes every edit of a document that the grammar allows, and compares before and after on both axes:
//! `cargo run --release -p workspace-tests --bin coverage`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use workspace_tests::coverage::{self, Draw, Edit, Fault, Reader, Rust, Site, Waivers};
use workspace_tests::truth::{self, NamedPair};

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
    let sites = coverage::sites();
    if arguments.list {
        for site in &sites {
            println!("{} ({:?}, {:?})", site.name, site.object, site.travel);
        }
        return ExitCode::SUCCESS;
    }
    let mut run = Run {
        arguments: &arguments,
        waivers: Waivers::default(),
        faults: BTreeMap::new(),
        pairs: Vec::new(),
        compared: 0,
        refused: 0,
        in_rust: 0,
    };
    let mut draw = Draw::one_in(arguments.every.max(1));
    for site in &sites {
        let mut reader = Reader::new(site);
        for edit in coverage::edits(site, &mut draw) {
            run.judge(site, &mut reader, &edit);
        }
    }
    if let Some(path) = &arguments.pairs
        && let Err(error) = truth::write_pairs(path, &run.pairs)
    {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    run.report(sites.len(), draw.edits())
}

/// What was found so far.
struct Run<'a> {
    arguments: &'a Arguments,
    waivers: Waivers,
    /// The edits at fault, by object, key and rule.
    faults: BTreeMap<(String, String, &'static str), Vec<String>>,
    pairs: Vec<NamedPair>,
    compared: usize,
    refused: usize,
    in_rust: usize,
}

impl Run<'_> {
    fn judge(&mut self, site: &Site, reader: &mut Reader<'_>, edit: &Edit) {
        self.compared += 2;
        let found = match reader.on_the_wire(edit) {
            Ok((reports, mut found)) => {
                if !self.arguments.wire {
                    found.extend(self.judge_in_rust(reader.in_rust(edit, &reports), site, edit));
                }
                found
            }
            Err(fault) => vec![fault],
        };
        for fault in found {
            if !self.waivers.allow(site, &edit.key, &fault) {
                let key = (format!("{:?}", site.object), edit.key.clone(), fault.rule);
                let example = format!("{}: {}", edit.describe(site), fault.message);
                self.faults.entry(key).or_default().push(example);
            }
        }
    }

    fn judge_in_rust(&mut self, said: Result<Rust, Fault>, site: &Site, edit: &Edit) -> Option<Fault> {
        match said {
            Ok(Rust::Compared(..)) => {
                self.in_rust += 2;
                if self.arguments.pairs.is_some() {
                    self.pairs.push(NamedPair {
                        name: edit.describe(site),
                        base: edit.base.clone(),
                        head: edit.head.clone(),
                    });
                }
                None
            }
            Ok(Rust::Refused(_)) => {
                self.refused += 2;
                None
            }
            Err(fault) => Some(fault),
        }
    }

    #[allow(clippy::print_stdout, reason = "a program for people")]
    fn report(&self, sites: usize, edits: usize) -> ExitCode {
        for ((object, key, rule), examples) in &self.faults {
            println!("{rule}: {object} {key}: {}", examples.len());
            for example in examples.iter().take(self.arguments.examples) {
                println!("    {example}");
            }
        }
        // A part of the edits need not need all of them.
        let stale = if self.arguments.every > 1 || self.arguments.wire {
            Vec::new()
        } else {
            self.waivers.stale()
        };
        for row in &stale {
            println!("not needed: {row}");
        }
        println!(
            "{sites} places, {edits} edits, {} compared, {} waivers, {} compared in Rust, {} of documents that generate nothing, {} faults",
            self.compared,
            Waivers::count(),
            self.in_rust,
            self.refused,
            self.faults.values().map(Vec::len).sum::<usize>()
        );
        if self.faults.is_empty() && stale.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
