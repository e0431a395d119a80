//! The two timeouts of a call. It makes no difference for the result which of them expires.

use std::time::Duration;

use b2c_agent_client::ErrorKind;
use tokio::net::TcpSocket;
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{Read, Stall};

use super::{client, config, logoff, runtimes};

/// Timeouts in milliseconds: for connecting, and for the whole call. One of them is short.
const LIMITS: [(u64, u64); 4] = [(60_000, 200), (200, 200), (200, 60_000), (200, 100)];

/// The results of a call to `base_url` with each pair of timeouts, on both kinds of runtime.
fn kinds(base_url: impl Fn() -> String) -> Vec<(ErrorKind, bool)> {
    let mut kinds = Vec::new();
    for runtime in runtimes() {
        for (connecting, whole) in LIMITS {
            let config = config()
                .connect_timeout(Duration::from_millis(connecting))
                .timeout(Duration::from_millis(whole));
            let client = client(&base_url(), &config);
            let error = runtime.block_on(logoff(&client).send()).expect_err("nobody answers");
            kinds.push((error.kind(), error.may_have_acted()));
        }
        // The timeout of a single call.
        let client = client(&base_url(), &config()).with_timeout(Duration::from_millis(100));
        let error = runtime.block_on(logoff(&client).send()).expect_err("nobody answers");
        kinds.push((error.kind(), error.may_have_acted()));
    }
    kinds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_connection_nothing_was_sent_whichever_limit_strikes() {
    // TLS is a part of connecting, and this server never starts it.
    let silent = FaultServer::start([Stall]).await.expect("a port is free");
    let base_url = silent.base_url().replace("http:", "https:");
    let seen = tokio::task::spawn_blocking(move || kinds(|| base_url.clone())).await;
    let seen = seen.expect("the thread ends");
    assert!(seen.iter().all(|kind| *kind == (ErrorKind::Connect, false)), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_of_connections_takes_nothing() {
    let socket = TcpSocket::new_v4().expect("sockets are to be had");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a port is free");
    let address = socket.local_addr().expect("it is bound");
    let _listener = socket.listen(1).expect("it listens");
    // Nothing accepts connections here. The operating system accepts a few, and does not answer the rest.
    let mut waiting = Vec::new();
    let is_full = loop {
        let connect = tokio::net::TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(500), connect).await {
            Ok(connection) if waiting.len() < 8 => waiting.push(connection),
            outcome => break outcome.is_err(),
        }
    };
    let client = client(
        &format!("http://{address}"),
        &config().timeout(Duration::from_millis(200)),
    );
    let error = logoff(&client).send().await.expect_err("nobody answers");
    // A system with an unlimited queue has accepted this connection as well.
    let kind = if is_full {
        ErrorKind::Connect
    } else {
        ErrorKind::Timeout
    };
    assert_eq!((error.kind(), error.may_have_acted()), (kind, !is_full));
    let text = error.to_string();
    assert_eq!(
        text.contains("did not accept the connection in time"),
        is_full,
        "{text}"
    );
}

/// The opposite case: once there is a connection, the request may have been sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_connection_the_server_may_have_acted() {
    let server = FaultServer::start([Read, Stall]).await.expect("a port is free");
    let base_url = server.base_url();
    let seen = tokio::task::spawn_blocking(move || {
        let mut seen = Vec::new();
        let config = config().timeout(Duration::from_millis(300));
        for config in [config.clone(), config.pool_idle_timeout(Duration::from_secs(60))] {
            for runtime in runtimes() {
                let client = client(&base_url, &config);
                let error = runtime.block_on(logoff(&client).send()).expect_err("nobody answers");
                seen.push((error.kind(), error.may_have_acted()));
            }
        }
        seen
    });
    assert_eq!(seen.await.expect("the thread ends"), [(ErrorKind::Timeout, true); 4]);
}
