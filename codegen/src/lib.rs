//! From an OpenAPI document to a Rust client: text in, code or findings out.
//!
//! ```text
//! load → lint → schemas → types → write
//! ```
//!
//! Each stage is a module whose first lines say what it does. The crate knows OpenAPI and Rust and nothing about any
//! particular API. It touches no file, network, clock or environment: who calls it owns all of that, so that the same
//! text gives the same bytes everywhere. Large documents are generated on several threads; how many there are decides the
//! time and nothing else.

pub mod diff;
mod docs;
mod extensions;
pub mod facts;
pub mod finding;
pub mod lint;
pub mod load;
pub mod media;
pub mod names;
pub mod output;
pub mod pipeline;
pub mod pointer;
mod quiet;
mod recover;
pub mod render;
mod schemas;
pub mod shape;
pub mod source;
mod threads;
mod types;
mod write;

pub use finding::{Finding, Severity};
pub use load::OnError;
pub use pipeline::{Applied, Generated, Observer, Stage, Unobserved, generate, generate_with, lint, lint_with};
pub use pointer::Pointer;
pub use source::Source;
