//! Proxies. A proxy of the environment can be turned off. The failure of a proxy is not reported as the server's.

use b2c_agent_client::{Config, ErrorKind};
use tokio::net::TcpSocket;
use workspace_tests::canary;
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Read};

use super::{client, config, logoff};

/// A configuration that goes through the proxy at `url`.
fn through(url: String) -> Config {
    config().reqwest(move |builder| {
        let proxy = reqwest::Proxy::all(&url).expect("it is a URL");
        builder.tls_certs_only([]).proxy(proxy)
    })
}

#[tokio::test]
async fn a_proxy_that_opens_no_way_is_named() {
    for answer in [
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 407 Who are you\r\n\r\n",
        "HTTP/1.1 502 Bad\r\n\r\n",
    ] {
        let proxy = FaultServer::start([Read, Step::send(answer)])
            .await
            .expect("a port is free");
        let client = client("https://chat.example", &through(proxy.base_url()));
        let error = logoff(&client).send().await.expect_err("the proxy refuses");
        assert_eq!(
            (error.kind(), error.may_have_acted()),
            (ErrorKind::Connect, false),
            "{error:#}"
        );
        assert_eq!(
            error.to_string(),
            "The operation `logoff` was not sent: no connection to the server. The proxy did not connect to the \
             server; the error's source says why. Check the proxy, and whether it requires credentials."
        );
        let [request] = proxy.take_requests().try_into().expect("one request");
        let request = String::from_utf8(request).expect("it is text");
        assert!(
            request.starts_with("CONNECT chat.example:443 HTTP/1.1\r\n"),
            "{request}"
        );
        assert!(!canary::is_in(&(request + &canary::shown(&error))));
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_not_called_the_server() {
    // The port is taken, so nobody else gets it, and there is nobody who would accept.
    let socket = TcpSocket::new_v4().expect("sockets are to be had");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a port is free");
    let address = socket.local_addr().expect("it is bound");
    let client = client("https://chat.example", &through(format!("http://{address}")));
    let error = logoff(&client).send().await.expect_err("nobody listens");
    assert_eq!((error.kind(), error.may_have_acted()), (ErrorKind::Connect, false));
    assert_eq!(
        error.to_string(),
        "The operation `logoff` was not sent: no connection to the server. The proxy refused the connection. Check \
         that the proxy is up, and check its address in `HTTPS_PROXY`, `ALL_PROXY` or `Config::reqwest`."
    );
}
