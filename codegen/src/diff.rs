//! What a change of the document means: on the wire, in Rust, and for the version that the crate owes.
//!
//! Two axes, joined only at the end. [`wire`] compares two documents and knows nothing of Rust; [`rust`] compares two public
//! surfaces and knows nothing of OpenAPI; [`verdict`] takes the larger and [`report`] is the form in which all of it is
//! handed on. Nothing here reads files, git or the clock.

pub mod report;
pub mod rust;
pub mod show;
pub mod verdict;
pub mod wire;
