//! The runtime that generated code calls. It builds a request exactly as documented, sends it once, and converts the
//! response into a typed value or an error.
//!
//! It depends on no particular API: names, paths and media types come from the generated code. The generated code of
//! any document compiles with it. It must not log, retry, follow redirects, or show a secret.
//!
//! The crate's root re-exports the types for users ([`Error`], [`Config`], [`Secret`] and so on). Only generated code
//! uses the rest.
#![allow(
    unreachable_pub,
    reason = "the crate's root decides which items of this private module are public"
)]

mod answer;
mod authenticate;
mod base_url;
mod buffer;
mod builder;
mod cause;
mod charset;
mod config;
mod credential;
mod encode;
mod error;
mod event;
mod excerpt;
mod failure;
mod fault;
mod fields;
mod form;
mod json_stream;
mod kind;
mod limit;
mod multipart;
mod number;
pub(crate) mod object;
mod one_of;
mod operation;
mod parameter;
mod received;
mod redact;
mod request;
mod response_value;
mod rest;
mod retry_after;
mod scalar;
mod secret;
mod secret_source;
mod sentence;
mod server_url;
mod service;
mod stream;
mod trace;
mod transport;
mod upload;

pub use config::{Config, ConfigError};
pub use error::Error;
pub use event::{Event, EventStream};
pub use failure::Failure;
pub use json_stream::JsonStream;
pub use kind::ErrorKind;
pub use response_value::ResponseValue;
pub use secret::Secret;
pub use secret_source::SecretSource;
pub use service::Service;
pub use stream::ByteStream;
pub use upload::Upload;

pub(crate) use {
    answer::Answer,
    builder::{IntoJson, IntoOption, Missing, Set, given},
    credential::Credential,
    failure::{InBand, failure_model},
    fault::Fault,
    form::{FieldStyle, FormField},
    number::{plain, present, present_whole, whole},
    one_of::{Shape, any_of, no_form, one_of, read_form, read_whole, tagged},
    operation::Operation,
    parameter::Parameter,
    server_url::ServerUrl,
    transport::Transport,
};
