//! Code that the workspace's tests share: the [`sandbox`], a server that implements the OpenAPI document; the server in
//! [`faults`], which misbehaves as a test asks; and the [`wire`] tap, which records what went over a connection.
//!
//! Everything listens on loopback only. Nothing else in the workspace may depend on this package.

pub mod canary;
pub mod coverage;
pub mod faults;
mod loopback;
pub mod random;
pub mod registry;
pub mod roundtrip;
pub mod sandbox;
pub mod secrets;
pub mod surface;
pub mod truth;
pub mod wire;

/// The text of `spec/openapi.yaml` as it was when this package was built.
pub const DOCUMENT: &str = include_str!("../../spec/openapi.yaml");
