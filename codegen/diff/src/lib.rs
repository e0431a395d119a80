//! What a change of an OpenAPI document means: on the wire, in Rust, and for the version of the crate.
//!
//! There are two axes, joined only at the end. [`wire`] compares two documents and knows nothing of Rust; [`surface`] compares
//! two public surfaces and knows nothing of OpenAPI. The crate does not know the generator, reads no files, calls no git and
//! has no clock.
//!
//! Modules from the ground up; each imports only from those before it:
//!
//! | module | contains |
//! | --- | --- |
//! | [`change`] | changes, severities, bumps |
//! | [`wire`] | two documents to changes on the wire |
//! | [`surface`] | the public surface of Rust code; two surfaces to changes in Rust |
//! | [`accepted`] | changes on the wire that a team has accepted, with reasons |
//! | [`verdict`] | the bump that the changes need, and whether the version has it |
//! | [`report`] | changes and verdict together |
//! | [`show`] | a report as text, Markdown, JSON, annotations and HTML |

pub mod accepted;
pub mod change;
pub mod report;
pub mod show;
pub mod surface;
pub mod verdict;
pub mod wire;
