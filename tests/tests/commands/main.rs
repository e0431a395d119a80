//! The commands of `cargo xtask`, in process and as the real binary.

mod bad_input;
mod build_once;
mod documentation;
mod release;
mod xtask;
