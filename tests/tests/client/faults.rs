//! The fault matrix: everything that can go wrong between the client and a server, over real sockets on loopback.
//!
//! [`connections`] and [`bodies`] are tables with one fault in each [row](row). For every row the tests check that the call
//! ends in time, that it is sent once, and that the session id is not shown.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod answers;
mod bodies;
mod careless;
mod concurrent;
mod connections;
mod echoes;
mod late;
mod limits;
mod proxies;
mod redirects;
mod row;
mod tls;
mod tolerated;
mod verdicts;

use std::time::Duration;

use b2c_agent_client::types::{ErrorBody, LogoffRequest, LogoffResponse};
use b2c_agent_client::{Client, Config, Error, ResponseValue};
use tokio::runtime::{Builder, Runtime};
use workspace_tests::canary::CANARY;

/// The timeout of calls that a server does not answer.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The maximum size of a body, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// For calls that must not time out. Without root certificates, since loading them takes longer than a call.
fn config() -> Config {
    let config = Config::default().timeout(Duration::from_secs(120));
    config
        .max_body_bytes(MAX_BODY)
        .reqwest(|builder| builder.tls_certs_only([]))
}

fn client(base_url: &str, config: &Config) -> Client {
    Client::with_config(base_url, config).expect("the tests' base URLs will do")
}

/// A complete logoff of the session with the id [`CANARY`]. The other texts are easy to search for, too.
fn logoff(client: &Client) -> Logoff<'_> {
    Logoff {
        client,
        session: CANARY,
    }
}

struct Logoff<'a> {
    client: &'a Client,
    session: &'a str,
}

impl<'a> Logoff<'a> {
    fn x_jsessionid(self, session: &'a str) -> Self {
        Self { session, ..self }
    }

    async fn send(self) -> Result<ResponseValue<LogoffResponse>, Error<ErrorBody>> {
        let request = self.client.logoff().fq_site_name(format!("site-{CANARY}"));
        let request = request.x_aid(format!("agent-{CANARY}")).x_jsessionid(self.session);
        let request = request.pool(format!("pool-{CANARY}"));
        request.body(LogoffRequest::builder().force_logoff(true)).send().await
    }
}

/// Both kinds of runtime.
fn runtimes() -> [Runtime; 2] {
    let current = Builder::new_current_thread().enable_all().build();
    let several = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    [current, several].map(|runtime| runtime.expect("a runtime can be had"))
}
