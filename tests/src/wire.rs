//! A tap on the wire: a forwarder on loopback that records the bytes of both directions.
//!
//! It does not parse HTTP and changes no byte. Only [`masked`], which prepares recorded bytes for people, interprets
//! them.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::loopback::serve_all;
use crate::secrets::{MASK, Secrets};

/// The bytes that went over one connection since the last call of [`Tap::take`].
#[derive(Clone, Default)]
pub struct Exchange {
    /// From the client to the server.
    pub request: Vec<u8>,
    /// From the server to the client.
    pub response: Vec<u8>,
}

impl std::fmt::Debug for Exchange {
    /// Shows the number of bytes only, since they hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange")
            .field("request", &format_args!("{} bytes", self.request.len()))
            .field("response", &format_args!("{} bytes", self.response.len()))
            .finish()
    }
}

/// A forwarder between a client and a server. Dropping it cuts its connections.
#[derive(Debug)]
pub struct Tap {
    address: SocketAddr,
    log: Log,
    forwarder: JoinHandle<()>,
}

impl Tap {
    /// Listens on a free loopback port and forwards every connection to `upstream`. Needs a running tokio runtime.
    ///
    /// # Errors
    /// If the port cannot be bound.
    pub async fn start(upstream: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let log = Log::default();
        let kept = log.clone();
        let forwarder = tokio::spawn(serve_all(listener, move |client, _| {
            forward(client, upstream, kept.clone())
        }));
        Ok(Self {
            address,
            log,
            forwarder,
        })
    }

    /// Where the tap listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for an HTTP client that uses the tap.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bytes that went over each connection since the last call, without connections that had no traffic.
    ///
    /// A byte is recorded before it is forwarded, so everything that a client has received is included.
    #[must_use]
    pub fn take(&self) -> Vec<Exchange> {
        let taken: Vec<Exchange> = self.log.lock().iter_mut().map(std::mem::take).collect();
        taken
            .into_iter()
            .filter(|exchange| !exchange.request.is_empty() || !exchange.response.is_empty())
            .collect()
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.forwarder.abort();
    }
}

/// Recorded bytes as text for people. Secrets are masked, and bytes that are not UTF-8 are replaced.
///
/// The values of the headers, query parameters and JSON properties that `secrets` names are masked, and its known values
/// wherever they occur. A chunked body can split a value, so nothing is shown from the first such body on.
#[must_use]
pub fn masked(bytes: &[u8], secrets: &Secrets) -> String {
    let text = String::from_utf8_lossy(bytes);
    // Every line, not only those of the head: a second message can follow the body of the first.
    let lines: Vec<String> = text.split("\r\n").map(|line| masked_line(line, secrets)).collect();
    let text = secrets.mask_json(&lines.join("\r\n"));
    let Some(chunked) = lines.iter().position(|line| announces_chunks(line)) else {
        return text;
    };
    let body = lines
        .iter()
        .skip(chunked)
        .position(String::is_empty)
        .map_or(lines.len(), |blank| chunked + blank + 1);
    let mut shown: Vec<&str> = text.split("\r\n").take(body).collect();
    shown.push("[chunked body, not shown]");
    shown.join("\r\n")
}

/// A line with its secret masked, if it is a request line or a header line with a secret.
fn masked_line(line: &str, secrets: &Secrets) -> String {
    if let Some((target, version)) = line.rsplit_once(' ')
        && version.starts_with("HTTP/")
        && let Some((path, query)) = target.split_once('?')
    {
        return format!("{path}?{} {version}", secrets.mask_query(query));
    }
    match line.split_once(':') {
        Some((name, _)) if secrets.covers_header(name.trim()) => format!("{name}: {MASK}"),
        _ => line.to_owned(),
    }
}

fn announces_chunks(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.to_ascii_lowercase().contains("chunked")
    })
}

#[derive(Clone, Copy)]
enum Direction {
    Request,
    Response,
}

/// The exchanges in the order of their connections.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<Exchange>>>);

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        // Nothing panics while it holds the lock, so what a poisoned one guards is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> usize {
        let mut exchanges = self.lock();
        exchanges.push(Exchange::default());
        exchanges.len() - 1
    }

    fn record(&self, connection: usize, direction: Direction, bytes: &[u8]) {
        if let Some(exchange) = self.lock().get_mut(connection) {
            match direction {
                Direction::Request => exchange.request.extend_from_slice(bytes),
                Direction::Response => exchange.response.extend_from_slice(bytes),
            }
        }
    }
}

/// Forwards one connection until both sides have closed it. An upstream that refuses closes the client's side.
async fn forward(client: TcpStream, upstream: SocketAddr, log: Log) {
    let Ok(server) = TcpStream::connect(upstream).await else {
        return;
    };
    let connection = log.open();
    let (client_reader, client_writer) = client.into_split();
    let (server_reader, server_writer) = server.into_split();
    tokio::join!(
        pump(client_reader, server_writer, |bytes| log.record(
            connection,
            Direction::Request,
            bytes
        )),
        pump(server_reader, client_writer, |bytes| log.record(
            connection,
            Direction::Response,
            bytes
        )),
    );
}

async fn pump(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, record: impl Fn(&[u8])) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        // `read` never claims more than the buffer holds.
        let bytes = &buffer[..count];
        record(bytes);
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
    // The peer may have closed the connection already, so an error is ignored.
    _ = to.shutdown().await;
}
