//! A server on loopback that receives one request, returns it to the test, and answers with a success.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A request.
pub(crate) struct Request {
    /// The target, after the method.
    pub(crate) target: String,
    head: String,
    /// Its body, with the length of `Content-Length`.
    pub(crate) body: String,
}

impl Request {
    /// The values of each header of this name.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .collect()
    }
}

/// Listens. The task ends with the first request.
pub(crate) async fn start() -> (JoinHandle<Request>, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (tokio::spawn(answer(listener)), url)
}

async fn answer(listener: TcpListener) -> Request {
    let (mut connection, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut request = Request {
        target,
        head,
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .first()
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.unwrap();
    request.body = String::from_utf8(body).unwrap();
    connection
        .write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    request
}
