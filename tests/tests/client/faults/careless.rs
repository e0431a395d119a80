//! A server that mixes up its answers: it answers late, twice, to another call, or not at all. It has threads of its own,
//! so that it runs while the client's runtime does not.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// Answers it.
    Answer,
    /// Answers it, and closes the connection without announcing it.
    AnswerAndClose,
    /// Answers it after this many milliseconds.
    Late(u64),
    /// Answers it, and again after this many milliseconds.
    Twice(u64),
    /// Sends the answer to an earlier request, if there was one.
    Swap,
    /// Closes the connection.
    Drop,
}

/// Listens, and handles each request as the next entry of the plan says. After the last entry the plan starts again.
///
/// The answer to a request has the agent's id as its `clientId`.
pub(crate) fn start(plan: impl Into<Arc<[Act]>>) -> SocketAddr {
    let plan = plan.into();
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let seen = Arc::<Mutex<Seen>>::default();
    thread::spawn(move || {
        for connection in listener.incoming().map_while(Result::ok) {
            let (plan, seen) = (Arc::clone(&plan), Arc::clone(&seen));
            // An error ends the connection, which is what the tests cause.
            thread::spawn(move || serve(&connection, &plan, &seen));
        }
    });
    address
}

#[derive(Default)]
struct Seen {
    requests: usize,
    answers: Vec<String>,
}

fn serve(connection: &TcpStream, plan: &[Act], seen: &Mutex<Seen>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    loop {
        let own = answer(&read(&mut reader)?);
        let (act, earlier) = {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let act = plan[seen.requests % plan.len()];
            seen.requests += 1;
            let earlier = seen.answers.get(seen.requests % seen.answers.len().max(1)).cloned();
            seen.answers.push(own.clone());
            (act, earlier)
        };
        let send = |answer: &str| write!(&*connection, "{answer}");
        let wait = |milliseconds| thread::sleep(Duration::from_millis(milliseconds));
        match act {
            Act::Answer => send(&own)?,
            Act::AnswerAndClose => return send(&own),
            Act::Late(milliseconds) => {
                wait(milliseconds);
                send(&own)?;
            }
            Act::Twice(milliseconds) => {
                send(&own)?;
                wait(milliseconds);
                send(&own)?;
            }
            Act::Swap => send(&earlier.unwrap_or(own))?,
            Act::Drop => return Ok(()),
        }
    }
}

/// The agent's id and the sequence number of the next request.
fn read(reader: &mut impl BufRead) -> io::Result<(String, Value)> {
    let (mut agent, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end().split_once(": ") {
            Some(("x-aid", value)) => value.clone_into(&mut agent),
            Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
            _ if line == "\r\n" => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body)?;
    Ok((agent, body["sequenceNumber"].clone()))
}

fn answer((agent, number): &(String, Value)) -> String {
    let agent: i64 = agent.parse().expect("the tests' agents are numbers");
    let body = json!({ "clientId": agent, "sequenceNumber": number, "sequenceNumberString": number.to_string() });
    let body = body.to_string();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}
