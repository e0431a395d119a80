//! The client is exact on the wire: a value reaches the server byte for byte, or the call fails before anything is sent.
//!
//! The server is a socket that keeps the raw bytes. What they mean is read here by hand, and strictly, so that neither
//! side's HTTP library can repair what the client got wrong.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod base_url;
mod values;
mod wire;
