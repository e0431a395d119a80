//! What the workspace's tests share: the [`sandbox`], a server that plays the OpenAPI document, the server of [`faults`],
//! which plays whatever a test wants to go wrong, and the [`wire`] tap that shows what went over a connection.
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
