//! The workspace's commands, in small workspaces in temporary folders: in process if that is enough, otherwise with the real
//! binary.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

mod binary;
mod check;
mod fix;
mod generate;
mod keep_going;
mod miniature;
mod read;
mod say;
mod strict;
mod watch;
