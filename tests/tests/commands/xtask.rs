//! The workspace's commands, on miniature workspaces in temporary folders: in process where that says it all, and the
//! real binary where it does not.

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
