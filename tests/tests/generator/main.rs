//! The generator: its findings, its code, and that both depend on the document only.

mod composition;
mod determinism;
mod dialect;
mod drift;
mod examples;
mod files;
mod fix;
mod golden;
mod keep_going;
mod layers;
mod lints;
mod mutations;
mod parts;
mod render;
