//! The workspace's commands: `cargo xtask generate`, `check`, `lint`, `diff` and `release`.
//!
//! This is the only package of the workspace that writes files. [`codegen`] decides what is written: nothing here depends on
//! OpenAPI, Rust code or an API. A command takes its streams as writers and its environment as values, so that tests can run
//! it in process.

pub mod artifact;
pub mod check;
pub mod cli;
pub mod console;
mod date;
pub mod diff;
mod document;
pub mod exit;
pub mod failure;
pub mod fs;
pub mod generate;
mod git;
pub mod lint;
mod manifest;
mod progress;
pub mod release;
mod stages;
mod unified;
pub mod watch;
pub mod workspace;

pub use console::{Colour, Console};
pub use exit::Exit;
pub use failure::Failure;
pub use workspace::Workspace;
