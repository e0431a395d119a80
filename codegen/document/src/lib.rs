//! Reads OpenAPI documents: from text to values, their places in the text, and findings.
//!
//! The crate reads OpenAPI 3.0 and 3.1, in YAML or JSON, in one file or several. It converts version 3.1 to 3.0, and it
//! corrects common mistakes that have one obvious meaning, so all other crates support one dialect only. It knows nothing
//! about Rust types, uses no file, network, clock or environment, and never panics on input.
//!
//! The modules, lowest first. Each imports only modules above it in this table:
//!
//! | module | contains |
//! | --- | --- |
//! | [`pointer`](mod@pointer) | JSON Pointers, and the fragments of references |
//! | [`source`] | the text of a document and its other files, with lines and columns |
//! | [`media`] | media types |
//! | [`digest`] | SHA-256 of documents and texts |
//! | [`quiet`], [`threads`] | panics of other crates as errors; work on several threads |
//! | [`finding`] | findings: rule, severity, place, message, help |
//! | [`grammar`] | OpenAPI's objects as data: where each object may be, and which keys it has |
//! | [`load`] | text to [`Document`](load::Document): values, places, dialects, files, limits |
//! | [`edit`] | edits of the text that do what a finding's help says |
//! | [`view`] | operations and parameters with references followed |
//! | [`edit`] | edits of the text that fix a finding |
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
pub mod suggest;
pub mod threads;
pub mod view;

pub use finding::{Finding, Severity};
pub use pointer::Pointer;
pub use source::Source;
