//! Failures of the tool itself. A problem of a document is a finding instead.

use std::fmt::Display;
use std::io;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// Writing to a stream of the console failed.
    Output(io::Error),
    /// Any other failure, shown to the user.
    Reported {
        /// One sentence: what happened, and where.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
}

impl Failure {
    /// `what` did not work because of `why`; both without a full stop.
    #[must_use]
    pub fn new(what: impl Display, why: impl Display) -> Self {
        Self::Reported {
            message: format!("{what}: {why}"),
            help: None,
        }
    }

    /// The same failure with advice on what to do.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        match self {
            Self::Reported { message, .. } => Self::Reported {
                message,
                help: Some(help.into()),
            },
            Self::Output(error) => Self::Output(error),
        }
    }
}

/// Only writing to the console fails with a bare I/O error; the functions of [`crate::fs`] say which file it was.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
