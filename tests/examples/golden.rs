//! The generated code of every fixture document, with the client's support code. The test is that this library compiles.
//! It is not a program to run.
//!
//! Support code that no client calls is dead code here, which is an error.

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

/// Every kind of parameter, body, response and schema.
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

/// Operations with several types of responses.
#[path = "../tests/generator/snapshots/generator__golden__outcomes.snap.rs"]
#[rustfmt::skip]
pub mod outcomes;

/// Streams, and responses whose media type the caller chooses.
#[path = "../tests/generator/snapshots/generator__golden__streams.snap.rs"]
#[rustfmt::skip]
pub mod streams;

/// Request bodies of every kind.
#[path = "../tests/generator/snapshots/generator__golden__bodies.snap.rs"]
#[rustfmt::skip]
pub mod bodies;

/// Names of operations.
#[path = "../tests/generator/snapshots/generator__golden__operations.snap.rs"]
#[rustfmt::skip]
pub mod operations;

/// Parameters with every location and style.
#[path = "../tests/generator/snapshots/generator__golden__parameters.snap.rs"]
#[rustfmt::skip]
pub mod parameters;

/// Credentials and servers.
#[path = "../tests/generator/snapshots/generator__golden__credentials.snap.rs"]
#[rustfmt::skip]
pub mod credentials;

/// Schemas with several forms.
#[path = "../tests/generator/snapshots/generator__golden__forms.snap.rs"]
#[rustfmt::skip]
pub mod forms;

/// Operations without a named type.
#[path = "../tests/generator/snapshots/generator__golden__untyped.snap.rs"]
#[rustfmt::skip]
pub mod untyped;

/// Every argument type of builders.
#[path = "../tests/generator/snapshots/generator__golden__builders.snap.rs"]
#[rustfmt::skip]
pub mod builders;

/// Names that generated code uses itself.
#[path = "../tests/generator/snapshots/generator__golden__scope.snap.rs"]
#[rustfmt::skip]
pub mod scope;

/// Models that lose nothing.
#[path = "../tests/generator/snapshots/generator__golden__exact.snap.rs"]
#[rustfmt::skip]
pub mod exact;
