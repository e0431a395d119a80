//! TLS: nothing is sent to a server that cannot prove its identity.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use b2c_agent_client::{Config, ErrorKind};
use reqwest::Certificate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use workspace_tests::canary;
use workspace_tests::faults::{FaultServer, Step};

use super::{client, config, logoff};

/// Answers every connection with `{}`.
struct TlsServer {
    address: SocketAddr,
    certificate: Certificate,
    /// The decrypted bytes of each connection; empty if the handshake failed.
    received: mpsc::UnboundedReceiver<Vec<u8>>,
}

impl TlsServer {
    /// A server with a self-signed certificate for `name`.
    async fn start(name: &str) -> Self {
        let own = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a key can be made");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .expect("key and certificate fit");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let (report, received) = mpsc::unbounded_channel();
        tokio::spawn(serve(listener, TlsAcceptor::from(Arc::new(config)), report));
        let certificate = Certificate::from_der(own.cert.der()).expect("it is a certificate");
        Self {
            address,
            certificate,
            received,
        }
    }

    fn base_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// A configuration that trusts this server's certificate and no other.
    fn trusting(&self) -> Config {
        let certificate = self.certificate.clone();
        config().reqwest(move |builder| builder.tls_certs_only([certificate.clone()]))
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, report: mpsc::UnboundedSender<Vec<u8>>) {
    while let Ok((connection, _)) = listener.accept().await {
        let mut received = Vec::new();
        if let Ok(mut stream) = acceptor.accept(connection).await {
            // The client notices every failure here.
            _ = stream.read_buf(&mut received).await;
            let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
            _ = stream.write_all(answer.as_bytes()).await;
            _ = stream.shutdown().await;
        }
        if report.send(received).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_gets_nothing() {
    for (name, is_known) in [("127.0.0.1", false), ("chat.example", true)] {
        let mut server = TlsServer::start(name).await;
        // The second certificate is trusted, but belongs to another server.
        let config = if is_known { server.trusting() } else { Config::default() };
        let error = logoff(&client(&server.base_url(), &config))
            .send()
            .await
            .expect_err("it is not trusted");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None), "{error:#}");
        assert!(!error.may_have_acted());
        let shown = canary::shown(&error);
        assert!(
            shown.to_lowercase().contains("certificate"),
            "a source says why: {shown}"
        );
        assert!(!canary::is_in(&shown), "{shown}");
        assert_eq!(
            server.received.recv().await.as_deref(),
            Some(&[][..]),
            "nothing was sent"
        );
    }
}

/// The opposite case of the test above: only the trust differs.
#[tokio::test]
async fn a_certificate_that_is_trusted_gets_the_request() {
    let mut server = TlsServer::start("127.0.0.1").await;
    let response = logoff(&client(&server.base_url(), &server.trusting()))
        .send()
        .await
        .expect("it is trusted");
    assert_eq!(response.status(), 200);
    let received = server.received.recv().await.expect("one connection");
    assert!(received.starts_with(b"POST /engagement/api/agent/site-"));
}

#[tokio::test]
async fn a_server_without_tls_gets_nothing() {
    let table = [
        (
            "answers in plain HTTP",
            vec![Step::AwaitBytes, Step::send("HTTP/1.1 400 Bad Request\r\n\r\n")],
        ),
        ("says nothing", vec![Step::Stall]),
        ("closes", vec![Step::AwaitBytes]),
    ];
    for (name, script) in table {
        let server = FaultServer::start(script).await.expect("a port is free");
        let base_url = server.base_url().replace("http:", "https:");
        // The handshake is a part of connecting.
        let config = config()
            .timeout(Duration::from_secs(60))
            .connect_timeout(Duration::from_secs(1));
        let error = logoff(&client(&base_url, &config)).send().await.expect_err(name);
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Connect, None),
            "{name}: {error:#}"
        );
        assert!(!error.may_have_acted(), "{name}");
        assert!(!canary::is_in(&canary::shown(&error)), "{name}");
        assert_eq!(
            server.connections().await.expect("it listens"),
            1,
            "{name}: it is tried once"
        );
    }
}
