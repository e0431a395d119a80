//! The fault matrix: whatever goes wrong between the client and a server, over real sockets on loopback.
//!
//! [`connections`] and [`bodies`] are tables, a [row](row) a fault; what they have in common is checked for every row:
//! the call ends in time, it is made once, and the session id is nowhere to be seen.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod answers;
mod bodies;
mod concurrent;
mod connections;
mod echoes;
mod redirects;
mod row;
mod tls;
mod tolerated;

use std::time::Duration;

use b2c_agent_client::{Client, Config, builder};
use workspace_tests::canary::CANARY;

/// No server can make a call of these tests take longer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// What a body may have, in bytes.
const MAX_BODY: usize = 1024 * 1024;

fn config() -> Config {
    Config::default().timeout(TIMEOUT).max_body_bytes(MAX_BODY)
}

fn client(base_url: &str, config: &Config) -> Client {
    Client::with_config(base_url, config).expect("the tests' base URLs will do")
}

/// A complete logoff of the session with the id [`CANARY`].
fn logoff(client: &Client) -> builder::Logoff<'_> {
    client
        .logoff()
        .fq_site_name("site")
        .x_aid("12")
        .x_jsessionid(CANARY)
        .body_map(|body| body.force_logoff(true))
}
