//! The clients of the golden documents, over loopback: requests and responses are as the document says. There is one test
//! program for all of them, so that their common runtime is compiled once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

#[path = "../../../generated-client/src/support/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "in its own crate the root decides what is public, and a client needs some parts"
)]
mod support;

mod loopback;

#[path = "../generator/snapshots/generator__golden__bodies.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod bodies_client;

#[path = "../generator/snapshots/generator__golden__builders.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod builders_client;

#[path = "../generator/snapshots/generator__golden__credentials.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod credentials_client;

#[path = "../generator/snapshots/generator__golden__exact.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod exact_client;

#[path = "../generator/snapshots/generator__golden__forms.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod forms_client;

#[path = "../generator/snapshots/generator__golden__operations.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod operations_client;

#[path = "../generator/snapshots/generator__golden__outcomes.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod outcomes_client;

#[path = "../generator/snapshots/generator__golden__parameters.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod parameters_client;

#[path = "../generator/snapshots/generator__golden__streams.snap.rs"]
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_qualifications, clippy::enum_variant_names, clippy::pedantic, clippy::restriction, clippy::too_many_lines)]
mod streams_client;

mod bodies;
mod builders;
mod credentials;
mod forms;
mod operations;
mod outcomes;
mod parameters;
mod roundtrip;
mod streams;
