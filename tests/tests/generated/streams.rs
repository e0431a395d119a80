//! Streams, responses whose media type the caller chooses, and statuses that are neither a success nor an error, over
//! loopback. The client is generated from `fixtures/documents/streams.yaml`.

mod choices;
mod events;
mod limits;
mod parts;
mod values;

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::streams_client::Client;
use crate::support::Config;

/// Longer than any test takes.
const FOREVER: Duration = Duration::from_secs(120);

/// A step of the server after it has read a request.
enum Step {
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Waits this long.
    Pause(Duration),
    /// Waits for a signal of the test.
    Wait(oneshot::Receiver<()>),
    /// Keeps the connection open and sends nothing.
    Hold,
}

fn write(bytes: impl AsRef<[u8]>) -> Step {
    Step::Write(bytes.as_ref().to_vec())
}

/// The head of an answer that ends with its connection.
fn head(status: &str, media_type: &str) -> Step {
    write(format!(
        "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\nconnection: close\r\n\r\n"
    ))
}

/// A chunk of a chunked body.
fn chunk(text: &str) -> Step {
    write(format!("{:x}\r\n{text}\r\n", text.len()))
}

/// The head of a response with a chunked body.
fn chunked_head(media_type: &str) -> Step {
    write(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n"
    ))
}

/// A server that receives one request, executes the steps and closes the connection. The task returns the request's head
/// and body.
async fn serve(steps: Vec<Step>) -> (String, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let request = receive(&mut connection).await;
        for step in steps {
            match step {
                // The client may have closed the connection.
                Step::Write(bytes) => drop(connection.write_all(&bytes).await),
                Step::Pause(time) => tokio::time::sleep(time).await,
                Step::Wait(signal) => signal.await.unwrap(),
                Step::Hold => drop(connection.read_u8().await),
            }
        }
        request
    });
    (url, server)
}

async fn receive(connection: &mut TcpStream) -> (String, Vec<u8>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.unwrap();
    (head, body)
}

/// The value of a header. The head is in lower case.
fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// A client with this configuration, of a server that executes these steps.
async fn client_with(config: &Config, steps: Vec<Step>) -> (Client, JoinHandle<(String, Vec<u8>)>) {
    let (url, server) = serve(steps).await;
    (Client::with_config(&url, config).unwrap(), server)
}

/// A client without a short timeout.
async fn client(steps: Vec<Step>) -> Client {
    let patient = Config::default().timeout(FOREVER).stall_timeout(FOREVER);
    client_with(&patient, steps).await.0
}
