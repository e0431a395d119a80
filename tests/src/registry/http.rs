//! As much of HTTP/1.1 as cargo speaks with a registry: one request a connection, bodies with a length.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

/// A request, read whole.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) authorization: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Reads a request; `None` where the other side hangs up before it has sent one.
    pub(super) fn read(stream: &TcpStream) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(stream);
        let Some(first) = line(&mut reader)? else {
            return Ok(None);
        };
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (mut authorization, mut length) = (None, 0);
        while let Some(header) = line(&mut reader)?.filter(|header| !header.is_empty()) {
            let (name, value) = header.split_once(':').unwrap_or((&header, ""));
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "authorization" => authorization = Some(value.to_owned()),
                "content-length" => length = value.parse().map_err(io::Error::other)?,
                "expect" => (&mut &*stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?,
                _ => {}
            }
        }
        let mut body = Vec::new();
        reader.take(length).read_to_end(&mut body)?;
        Ok(Some(Self {
            method,
            path,
            authorization,
            body,
        }))
    }
}

fn line(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = reader.read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}

/// An answer, after which the connection ends.
pub(super) struct Answer {
    status: u16,
    media_type: &'static str,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn new(status: u16, media_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            media_type,
            body,
        }
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string().into_bytes())
    }

    /// An error as cargo shows it to its user.
    pub(super) fn refusal(status: u16, why: &str) -> Self {
        Self::json(status, &json!({ "errors": [{ "detail": why }] }))
    }

    pub(super) fn write(&self, mut stream: &TcpStream) -> io::Result<()> {
        let Self {
            status,
            media_type,
            body,
        } = self;
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status} Answer\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )?;
        stream.write_all(body)
    }
}
