//! A server that misbehaves on demand. On every connection it follows a [script](Step) of bytes, pauses and resets.
//!
//! It only parses HTTP to find the end of a request. It sends exactly the bytes of the script.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::loopback::serve_all;

/// A part of what the server does on a connection. At the end of its script it closes the connection.
#[derive(Clone)]
pub enum Step {
    /// Waits until bytes have arrived, without reading them.
    AwaitBytes,
    /// Reads one request to the end of its body. The script ends if the client closes the connection earlier.
    Read,
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes repeatedly, until it has sent this many in total or the client stops reading.
    Flood(&'static [u8], u64),
    /// Sends nothing until the client closes the connection.
    Stall,
    /// Resets the connection instead of closing it.
    Reset,
    /// Starts over, for a further request on the same connection.
    Again,
}

impl Step {
    /// Sends a text.
    pub fn send(text: impl Into<String>) -> Self {
        Self::Send(text.into().into_bytes())
    }
}

/// A running server. Dropping it cuts its connections.
pub struct FaultServer {
    address: SocketAddr,
    seen: Arc<Seen>,
    acceptor: JoinHandle<()>,
}

/// The traffic so far.
#[derive(Default)]
struct Seen {
    clients: Mutex<Vec<SocketAddr>>,
    client_came: Notify,
    requests: Mutex<Vec<Vec<u8>>>,
    flooded: AtomicU64,
}

impl Seen {
    /// Removes a client from the list, and returns how many came before it; `None` if it has not connected.
    fn forget(&self, client: SocketAddr) -> Option<usize> {
        let mut clients = lock(&self.clients);
        let position = clients.iter().position(|seen| *seen == client)?;
        clients.remove(position);
        Some(position)
    }
}

impl FaultServer {
    /// Follows `script` on every connection to a free loopback port. Needs a running tokio runtime.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(script: impl Into<Vec<Step>>) -> io::Result<Self> {
        Self::start_with(|_| script.into()).await
    }

    /// Like [`start`](Self::start), for a script that needs the server's address.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start_with(script: impl FnOnce(SocketAddr) -> Vec<Step>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let seen = Arc::<Seen>::default();
        let (script, shared): (Arc<[Step]>, _) = (script(address).into(), Arc::clone(&seen));
        let acceptor = tokio::spawn(serve_all(listener, move |stream, client| {
            lock(&shared.clients).push(client);
            shared.client_came.notify_waiters();
            let connection = Connection {
                stream,
                unread: Vec::new(),
                seen: Arc::clone(&shared),
            };
            connection.play(Arc::clone(&script))
        }));
        Ok(Self {
            address,
            seen,
            acceptor,
        })
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a client, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that have been read since the last call, byte for byte.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut lock(&self.seen.requests))
    }

    /// How many bytes [`Step::Flood`] could send before the client stopped reading.
    #[must_use]
    pub fn flooded(&self) -> u64 {
        self.seen.flooded.load(Ordering::Relaxed)
    }

    /// The number of connections so far, including those that wait to be accepted.
    ///
    /// # Errors
    /// If the server cannot be reached.
    pub async fn connections(&self) -> io::Result<usize> {
        // Connections are accepted in order, so when this one has been accepted, all earlier ones have been.
        let probe = TcpStream::connect(self.address).await?;
        let probe = probe.local_addr()?;
        loop {
            let client_came = self.seen.client_came.notified();
            if let Some(before) = self.seen.forget(probe) {
                return Ok(before);
            }
            client_came.await;
        }
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.acceptor.abort();
    }
}

/// Shows the address only, since requests hold secrets.
impl fmt::Debug for FaultServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FaultServer").field(&self.address).finish()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds a lock, so what a poisoned one guards is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Connection {
    stream: TcpStream,
    /// Bytes that have arrived and are not part of a request that was read.
    unread: Vec<u8>,
    seen: Arc<Seen>,
}

impl Connection {
    async fn play(mut self, script: Arc<[Step]>) {
        while self.play_once(&script).await.is_ok_and(|again| again) {}
    }

    /// Returns whether to start over. An error means that the client has closed the connection, which ends the script.
    async fn play_once(&mut self, script: &[Step]) -> io::Result<bool> {
        for step in script {
            match step {
                Step::AwaitBytes => _ = self.stream.peek(&mut [0]).await?,
                Step::Read => self.read().await?,
                Step::Send(bytes) => self.stream.write_all(bytes).await?,
                Step::Flood(bytes, total) => self.flood(bytes, *total).await?,
                Step::Stall => while self.stream.read(&mut [0; 1024]).await? > 0 {},
                Step::Reset => {
                    self.stream.set_zero_linger()?;
                    return Ok(false);
                }
                Step::Again => return Ok(true),
            }
        }
        Ok(false)
    }

    async fn read(&mut self) -> io::Result<()> {
        loop {
            if let Some(length) = request_length(&self.unread) {
                let rest = self.unread.split_off(length);
                let request = std::mem::replace(&mut self.unread, rest);
                lock(&self.seen.requests).push(request);
                return Ok(());
            }
            if self.stream.read_buf(&mut self.unread).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn flood(&mut self, bytes: &[u8], total: u64) -> io::Result<()> {
        let mut sent = 0;
        while sent < total {
            let count = self.stream.write(bytes).await? as u64;
            self.seen.flooded.fetch_add(count, Ordering::Relaxed);
            sent += count;
        }
        Ok(())
    }
}

/// The length of the first request in `bytes`; `None` if it is not complete.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]);
    let body = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    let length = head + body.unwrap_or(0);
    (bytes.len() >= length).then_some(length)
}
