//! The workspace's commands: `cargo xtask generate`, `check` and `lint`.
//!
//! Of all rooms of the workspace this one alone writes files. What is written is [`codegen`]'s to decide: nothing here knows
//! OpenAPI, Rust code or any API. Every command takes its streams as writers and its surroundings as values, so that tests
//! run it in process and read what it says.

pub mod artifact;
pub mod check;
pub mod cli;
pub mod console;
mod diff;
mod document;
pub mod exit;
pub mod failure;
pub mod fs;
pub mod generate;
pub mod lint;
mod stages;
pub mod watch;
pub mod workspace;

pub use console::{Colour, Console};
pub use exit::Exit;
pub use failure::Failure;
pub use workspace::Workspace;
