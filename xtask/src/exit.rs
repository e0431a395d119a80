//! What a command's exit code says, so that scripts can tell "stale" from "broken" without reading the output.

use std::process::ExitCode;

/// The exit codes of all commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, and nothing is wrong.
    Fine = 0,
    /// The tool failed: a file could not be read or written, or nobody reads the output any more.
    Failed = 1,
    /// The command line is not one that the tool understands.
    Usage = 2,
    /// The document has errors, is no text, or has warnings where they are refused. Nothing was written, but for the code
    /// of a `generate` that was told to keep going.
    DocumentErrors = 3,
    /// A checked-in file is not what the document generates.
    Stale = 4,
    /// The change needs a larger version bump than the crate carries, or `--fail-on` refuses it.
    NeedsLargerBump = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
