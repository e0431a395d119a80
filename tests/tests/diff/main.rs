//! The comparison of two documents: on the wire, in Rust, checked with the compiler, and as the command `cargo xtask diff`.

mod command;
mod coverage;
mod rust;
mod truth;
mod wire;
