//! The exit codes of the commands.

use std::process::ExitCode;

/// The exit codes of all commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The command succeeded.
    Fine = 0,
    /// The tool failed: a file could not be read or written, or the output was closed.
    Failed = 1,
    /// The command line is invalid.
    Usage = 2,
    /// The document has errors or is not text, or has warnings where these are denied. Nothing was written, unless by
    /// `generate --keep-going`.
    DocumentErrors = 3,
    /// A checked-in file is not what the document generates.
    Stale = 4,
    /// The change needs a larger version bump than the crate has, or `--fail-on` denies it.
    NeedsLargerBump = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
