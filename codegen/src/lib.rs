//! From an OpenAPI document to a Rust client: text in, code or findings out.
//!
//! ```text
//! load → lint → lower → emit → finish → print
//! ```
//!
//! Each stage is a module whose first lines say what it does. The crate knows OpenAPI and Rust and nothing about any
//! particular API. It touches no file, network, clock or environment: who calls it owns all of that, so that the same
//! text gives the same bytes everywhere. Large documents are generated on several threads; how many there are decides the
//! time and nothing else.

pub mod diff;
pub mod emit;
pub mod facts;
pub mod finding;
pub mod finish;
pub mod lint;
pub mod load;
pub mod lower;
pub mod media;
pub mod names;
pub mod pipeline;
pub mod pointer;
pub mod print;
mod quiet;
pub mod render;
pub mod shape;
pub mod source;
mod threads;
mod write;

pub use finding::{Finding, Severity};
pub use pipeline::{Applied, Generated, Observer, Stage, Unobserved, generate, lint};
pub use pointer::Pointer;
pub use source::Source;
