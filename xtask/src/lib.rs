//! The workspace's commands: `cargo xtask generate`, `check`, `lint`, `diff` and `release`.
//!
//! This is the only package of the workspace that writes files. [`codegen`] decides what is written: nothing here depends on
//! OpenAPI, Rust code or an API. A command takes its streams as writers and its environment as values, so that tests can run
//! it in process.

pub mod artifact;
pub mod check;
pub mod cli;
mod console;
mod date;
mod diff;
mod document;
mod exit;
mod failure;
pub mod fs;
mod generate;
mod git;
mod lint;
mod manifest;
mod progress;
mod release;
mod stages;
mod unified;
pub mod watch;
mod workspace;

pub use console::{Colour, Console};
pub use exit::Exit;
pub use failure::Failure;
pub use workspace::Workspace;
