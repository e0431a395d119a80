//! Compares two versions of an OpenAPI document, and of the Rust crate that is generated from it.
//!
//! There are two comparisons, called axes. [`wire`] compares two documents and knows nothing about Rust. [`surface`] compares
//! two public APIs and knows nothing about OpenAPI. [`verdict`] joins both: it says which version bump the changes need.
//!
//! The crate does not depend on the generator. It reads no files and no clock, and does not call git.
//!
//! Each module imports only from modules above it in this table:
//!
//! | module | contains |
//! | --- | --- |
//! | [`change`] | changes, severities and bumps, as plain data |
//! | [`wire`] | compares two documents: changes on the wire |
//! | [`surface`] | reads the public API of Rust code, and compares two of them: changes in Rust |
//! | [`accepted`] | changes on the wire that a team has accepted, with reasons |
//! | [`accepted`] | changes that the owner accepts, from a file |
//! | [`verdict`] | the bump that the changes need, and whether the version got it |
//! | [`report`] | changes and verdict together, as plain data |
//! | [`show`] | writes a report as text, Markdown, JSON, annotations or HTML |

pub mod accepted;
pub mod change;
pub mod report;
pub mod show;
pub mod surface;
pub mod verdict;
pub mod wire;
