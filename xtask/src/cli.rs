//! The command line: its commands and options, and the exit code.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use codegen::Memory;
use openapi_document::Severity;

use crate::console::{Colour, Console};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{check, diff, generate, lint, release, watch};

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  the tool failed, for example because it could not read or write a file
  2  invalid command line
  3  the document has errors, or warnings where these are denied
  4  the checked-in code is not what the document generates
  5  the change needs a larger version bump than the crate has, or `--fail-on` denies it";

/// The workspace's commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Generates the client's code from the OpenAPI document
    Generate {
        /// The OpenAPI document [default: the workspace's]
        #[arg(long, value_name = "FILE")]
        spec: Option<PathBuf>,
        /// The file to write [default: that of the client]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Continues after errors about one place; the exit code is 3 if there were any
        #[arg(long)]
        keep_going: bool,
        /// Keeps running, and generates again whenever the document or a file that it refers to is saved
        #[arg(long)]
        watch: bool,
    },
    /// Checks that the checked-in code is what the document generates
    Check,
    /// Checks the OpenAPI document
    Lint(lint::Options),
    /// Reports what a change breaks on the wire and in Rust, and whether the crate's version is high enough for it
    Diff(diff::Options),
    /// Prepares a release: version, changelog, package, commit and tag. Pushes nothing
    Release(release::Options),
}

/// What a command takes from its process, apart from arguments and streams.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The variable `CARGO_MANIFEST_DIR`, which `cargo run` sets.
    pub manifest_dir: Option<PathBuf>,
    /// The folder that relative paths are relative to.
    pub current_dir: PathBuf,
}

impl Surroundings {
    fn of_process() -> Result<Self, Failure> {
        let current_dir = env::current_dir().map_err(|error| Failure::new("cannot find the current folder", error))?;
        Ok(Self {
            manifest_dir: env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            current_dir,
        })
    }
}

/// The main function of the binary.
#[must_use]
pub fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        colour: Colour::of_process(),
        progress: Console::shows_progress(),
    };
    let exit = match Surroundings::of_process() {
        Ok(surroundings) => run(env::args_os(), &surroundings, &mut console),
        Err(failure) => fail(&failure, &mut console),
    };
    exit.into()
}

/// Runs the command that `arguments` ask for; the first of them is the program's name.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    surroundings: &Surroundings,
    console: &mut Console<'_>,
) -> Exit {
    let result = match Cli::try_parse_from(arguments) {
        Ok(cli) => dispatch(cli.verb, surroundings, console),
        Err(error) => answer(&error, console),
    };
    let flushed = console.out.flush().map_err(Failure::Output);
    match result.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(failure) => fail(&failure, console),
    }
}

fn dispatch(verb: Verb, surroundings: &Surroundings, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let workspace = Workspace::find(surroundings.manifest_dir.as_deref(), &surroundings.current_dir)?;
    match verb {
        Verb::Generate {
            spec,
            out,
            keep_going,
            watch,
        } => {
            let paths = workspace.paths(spec.as_deref(), out.as_deref());
            let paths = if keep_going { paths.keeping_going() } else { paths };
            if watch {
                return watch::run(&workspace, &paths, console);
            }
            generate::run(&workspace, &paths, &mut Memory::default(), console)
        }
        Verb::Check => check::run(&workspace, &workspace.paths(None, None), console),
        Verb::Lint(options) => lint::run(&workspace, &options, console),
        Verb::Diff(options) => diff::run(&workspace, &options, console),
        Verb::Release(options) => release::run(&workspace, &options, console),
    }
}

/// Shows help on `out`, and what is wrong with a command line on `err`.
fn answer(error: &clap::Error, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (stream, colour, exit) = if error.use_stderr() {
        (&mut *console.err, console.colour.err, Exit::Usage)
    } else {
        (&mut *console.out, console.colour.out, Exit::Fine)
    };
    let text = error.render();
    if colour {
        write!(stream, "{}", text.ansi())
    } else {
        write!(stream, "{text}")
    }?;
    Ok(exit)
}

/// Shows why a command failed, unless its output is a pipe that has been closed.
fn fail(failure: &Failure, console: &mut Console<'_>) -> Exit {
    let shown = match failure {
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Failure::Output(error) => console.message(Severity::Error, &format!("cannot write the output: {error}"), &[]),
        Failure::Reported { message, help } => console.message(Severity::Error, message, help.as_deref().as_slice()),
    };
    // If this fails too, the exit code still shows it.
    drop(shown);
    Exit::Failed
}
