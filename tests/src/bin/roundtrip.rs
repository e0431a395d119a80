//! Reads and writes values of every schema of every document in a folder, with the generated types:
//! `cargo run -p workspace-tests --bin roundtrip -- DIR --instances 20`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use workspace_tests::roundtrip;

/// Reports which values the generated types of documents change or lose.
#[derive(Parser)]
struct Arguments {
    /// The folder of the documents. `NAME.jsonl` next to a document holds more values: `{"type": …, "v": …}` on each line.
    documents: PathBuf,
    /// How many values to generate for each type.
    #[arg(long, default_value_t = 20)]
    instances: usize,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The folder to compile in.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/roundtrip"))]
    work: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A table, and the smallest example of each category.
    Text,
    /// Everything.
    Json,
}

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let report = roundtrip::run(&arguments.documents, arguments.instances, &arguments.work);
    let text = report.and_then(|report| match arguments.format {
        Format::Text => Ok(report.to_string()),
        Format::Json => serde_json::to_string_pretty(&report).map_err(std::io::Error::other),
    });
    match text {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
