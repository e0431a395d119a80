//! The client is exact on the wire: a value reaches the server byte for byte, or the call fails before anything is sent.
//!
//! The server is a socket that records the raw bytes. They are parsed here by hand, and strictly, so that no HTTP library can
//! hide a mistake of the client.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod base_url;
mod values;
mod wire;
