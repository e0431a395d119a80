//! The sandbox and the wire tap, and the generated client end to end against them, over real sockets on loopback.
//!
//! The raw requests of [`strict`] show that the sandbox refuses everything that the document does not mention. Therefore an
//! accepted call in [`client`] shows that the client is exact.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod client;
mod demo;
mod ensure;
mod facade;
mod grown;
mod raw;
mod seam;
mod state;
mod strict;
mod wire;

/// The example values of the vendor's page.
const SITE: &str = "day001_221100_sql_001h";
const AGENT: &str = "12";
