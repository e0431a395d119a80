#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod ensure;
mod facade;
#[allow(unreachable_pub, unused_qualifications, reason = "the generator writes for any crate, not for this one's lints")]
#[allow(clippy::pedantic, clippy::restriction, clippy::too_many_lines, clippy::uninlined_format_args)]
#[rustfmt::skip]
mod generated;
#[allow(
    dead_code,
    unused_imports,
    reason = "which of these parts a client needs depends on its document"
)]
mod support;

pub use ensure::{Attempt, Ended, EnsureLoggedOff, HowEnded, NotEnded};
pub use facade::{LogOff, LoggedOff, Session};
pub use generated::{Client, DOCUMENT_SHA256, DOCUMENT_VERSION, builder, types};
pub use support::{
    ByteStream, Config, ConfigError, Error, ErrorKind, Event, EventStream, Failure, JsonStream, ResponseValue, Secret,
    SecretSource, Service, Upload,
};
pub use {http, reqwest};
