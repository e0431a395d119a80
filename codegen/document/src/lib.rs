//! OpenAPI documents: text in, values with their places and findings about them out.
//!
//! Any document in OpenAPI 3.0 or 3.1 is read, in YAML or JSON, in one file or several. Version 3.1 is brought down to 3.0, and
//! common slips are read as what they were meant for, so that everything above this crate knows one dialect. The crate knows
//! nothing of Rust types, touches no file, network, clock or environment, and never panics on input.
//!
//! Modules from the ground up; each imports only from those before it:
//!
//! | module | contains |
//! | --- | --- |
//! | [`pointer`] | JSON Pointers, and the fragments of references |
//! | [`source`] | the text of a document and its neighbour files, with lines and columns |
//! | [`media`] | media types |
//! | [`digest`] | SHA-256 of documents and texts |
//! | [`quiet`], [`threads`] | panics of other crates as errors; work on several threads |
//! | [`finding`] | findings: rule, severity, place, message, help |
//! | [`grammar`] | OpenAPI's objects as data: which object stands where, and which keys it has |
//! | [`load`] | text to [`Document`](load::Document): values, places, dialects, files, limits |
//! | [`edit`] | edits of the text that do what a finding's help says |
//! | [`view`] | operations and parameters with references followed |
//! | [`render`] | findings as text, JSON and annotations |

pub mod digest;
pub mod edit;
pub mod finding;
pub mod grammar;
pub mod load;
pub mod media;
pub mod pointer;
pub mod quiet;
pub mod render;
pub mod source;
pub mod threads;
pub mod view;

pub use finding::{Finding, Severity};
pub use pointer::Pointer;
pub use source::Source;
