//! What the generator makes of documents: findings, code, and that nothing but the document decides them.

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
