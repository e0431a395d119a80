//! Releases: the plans and actions of `cargo xtask release`, and a rehearsal of a publication with a registry on loopback.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

mod command;
mod package;
mod rehearsal;
mod repository;
