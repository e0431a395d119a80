//! Releases: what `cargo xtask release` plans and does, and a whole publication rehearsed against a registry on loopback.

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
