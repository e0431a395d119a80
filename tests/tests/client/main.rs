//! The generated client of the workspace's own document: its public surface, its behaviour over real sockets on loopback,
//! and its example program.
//!
//! The test of secrets in logs is a program of its own, `canaries`: a process has one log.

mod example;
mod faults;
mod model;
mod required;
mod sandbox;
mod surface;
mod wire_exact;
