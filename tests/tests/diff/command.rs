//! `cargo xtask diff`: its five readers on one rich example, and the command itself on real git repositories in temporary
//! folders. What a change weighs is tested elsewhere.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

mod accepted;
mod axes;
mod browser;
#[allow(clippy::module_inception, reason = "the command itself, beside its pages and limits")]
mod command;
mod example;
mod limits;
mod page;
mod readers;
mod repository;
mod shared_causes;
mod sides;
