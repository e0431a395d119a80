//! `cargo xtask diff`: its five output formats with one large example, and the command in real git repositories in temporary
//! folders. Other tests check the weight of changes.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

mod accepted;
mod axes;
mod browser;
#[allow(
    clippy::module_inception,
    reason = "the command itself, next to its formats and limits"
)]
mod command;
mod example;
mod limits;
mod page;
mod readers;
mod repository;
mod shared_causes;
mod sides;
