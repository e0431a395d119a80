//! Many calls at once over one client.

use std::sync::Arc;
use std::time::Duration;

use b2c_agent_client::{Client, Config, Secret, Session};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::Sandbox;
use workspace_tests::wire::Tap;

const CALLS: usize = 1_000;
const AT_ONCE: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_logoffs_over_one_client() {
    let connections = connections_of(&Config::default()).await;
    assert_eq!(connections, CALLS, "no connection is used twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_logoffs_over_a_pool() {
    let connections = connections_of(&Config::default().pool_idle_timeout(Duration::from_secs(60))).await;
    // A call that waits for a free connection opens one in the meantime, so there can be a few more than calls at once.
    assert!(connections <= 3 * AT_ONCE, "{connections} connections");
}

/// Logs off a thousand sessions, and returns the number of connections.
async fn connections_of(config: &Config) -> usize {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let tap = Tap::start(sandbox.address()).await.expect("a port is free");
    let client = Client::with_config(&tap.base_url(), config).expect("a loopback address will do");
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = JoinSet::new();
    for agent in 0..CALLS {
        let agent = agent.to_string();
        let session = Session::new(
            "site",
            &agent,
            Secret::from(sandbox.open_session("site", &agent).session_id),
        );
        let (client, turns) = (client.clone(), Arc::clone(&turns));
        calls.spawn(async move {
            let _turn = turns.acquire().await.expect("nobody closes it");
            client.log_off(&session).await.map(|_| ())
        });
    }
    for outcome in calls.join_all().await {
        outcome.unwrap_or_else(|error| panic!("{error:#}"));
    }
    assert_eq!(sandbox.requests().len(), CALLS);
    assert_eq!(sandbox.sessions(), []);
    tap.take().len()
}
