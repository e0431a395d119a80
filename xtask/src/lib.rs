//! The workspace's commands: `cargo xtask generate`, `check`, `lint`, `diff` and `release`.
//!
//! Of all rooms of the workspace this one alone writes files. What is written is [`codegen`]'s to decide: nothing here knows
//! OpenAPI, Rust code or any API. Every command takes its streams as writers and its surroundings as values, so that tests
//! run it in process and read what it says.

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
