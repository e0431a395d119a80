//! The generated client of the workspace's own document: its public API, its behaviour over real sockets on loopback, and
//! its example program.
//!
//! The test of secrets in logs is a separate program, `canaries`, since a process has only one log.

mod example;
mod faults;
mod model;
mod required;
mod sandbox;
mod surface;
mod wire_exact;
