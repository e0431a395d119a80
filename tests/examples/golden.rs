//! The generated code of every fixture document, with the client's own support code: that this library compiles is the
//! test. It is no program to run.
//!
//! A part of the support code that no client calls is dead code here, and an error.

#![deny(warnings, missing_docs)]
#![allow(
    unreachable_pub,
    unused_qualifications,
    clippy::restriction,
    clippy::pedantic,
    clippy::too_many_lines,
    reason = "lints for what people write; the compiler's own stay"
)]
#![forbid(unsafe_code)]

#[path = "../../generated-client/src/support/mod.rs"]
pub mod support;

/// Every form of parameter, body, answer and schema.
#[path = "../tests/generator/snapshots/generator__golden__bookshop.snap.rs"]
#[rustfmt::skip]
pub mod bookshop;

/// Bodies that are not JSON.
#[path = "../tests/generator/snapshots/generator__golden__files.snap.rs"]
#[rustfmt::skip]
pub mod files;

/// Two operations of one family.
#[path = "../tests/generator/snapshots/generator__golden__siblings.snap.rs"]
#[rustfmt::skip]
pub mod siblings;

/// Operations whose answers are of several kinds.
#[path = "../tests/generator/snapshots/generator__golden__outcomes.snap.rs"]
#[rustfmt::skip]
pub mod outcomes;

/// Answers that arrive bit by bit, and answers that the caller chooses.
#[path = "../tests/generator/snapshots/generator__golden__streams.snap.rs"]
#[rustfmt::skip]
pub mod streams;

/// Request bodies of every form.
#[path = "../tests/generator/snapshots/generator__golden__bodies.snap.rs"]
#[rustfmt::skip]
pub mod bodies;

/// Operations of every name.
#[path = "../tests/generator/snapshots/generator__golden__operations.snap.rs"]
#[rustfmt::skip]
pub mod operations;

/// Parameters of every place, style and form.
#[path = "../tests/generator/snapshots/generator__golden__parameters.snap.rs"]
#[rustfmt::skip]
pub mod parameters;

/// Credentials and servers.
#[path = "../tests/generator/snapshots/generator__golden__credentials.snap.rs"]
#[rustfmt::skip]
pub mod credentials;

/// Schemas in combination.
#[path = "../tests/generator/snapshots/generator__golden__forms.snap.rs"]
#[rustfmt::skip]
pub mod forms;

/// Operations that name no type.
#[path = "../tests/generator/snapshots/generator__golden__untyped.snap.rs"]
#[rustfmt::skip]
pub mod untyped;

/// Whatever a builder takes.
#[path = "../tests/generator/snapshots/generator__golden__builders.snap.rs"]
#[rustfmt::skip]
pub mod builders;

/// Names that generated code uses itself.
#[path = "../tests/generator/snapshots/generator__golden__scope.snap.rs"]
#[rustfmt::skip]
pub mod scope;
