//! Parses a stream of events by the HTML standard ("Server-sent events", "Interpreting an event stream"). The bytes may
//! arrive in pieces of any size. The parser must not keep more of them than the limit.

use std::time::Duration;

use bytes::{Buf, Bytes};

use super::super::buffer::Buffer;
use super::Event;

/// An event is larger than allowed.
pub(super) struct TooLarge;

pub(super) struct Parser {
    /// How many bytes an event and the current line may have together.
    max: usize,
    /// The current line. Only the beginning of a comment is kept.
    line: Buffer,
    /// Whether it is the first line, which can start with a byte order mark.
    is_first: bool,
    /// Whether the last line ended with CR. If LF follows, it belongs to that line.
    is_behind_cr: bool,
    data: Buffer,
    event: String,
    /// The id of the last event that had one. To continue after it, a client sends it to the server.
    pub(super) last_id: String,
    id: String,
    event_retry: Option<Duration>,
    /// How long the server asks clients to wait before they reconnect.
    pub(super) retry: Option<Duration>,
    /// The number of events so far.
    pub(super) count: u64,
}

impl Parser {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            line: Buffer::default(),
            is_first: true,
            is_behind_cr: false,
            data: Buffer::default(),
            event: String::new(),
            last_id: String::new(),
            id: String::new(),
            event_retry: None,
            retry: None,
            count: 0,
        }
    }

    /// Takes bytes from `chunk` up to the end of an event. `None` if the chunk ends first.
    pub(super) fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Event<Buffer>>, TooLarge> {
        while let Some(first) = chunk.first() {
            if std::mem::take(&mut self.is_behind_cr) && *first == b'\n' {
                chunk.advance(1);
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            self.take(&chunk.split_to(end.unwrap_or(chunk.len())))?;
            if end.is_none() {
                break;
            }
            self.is_behind_cr = chunk.first() == Some(&b'\r');
            chunk.advance(1);
            let line = std::mem::take(&mut self.line);
            let event = self.line(content(line.as_ref(), self.is_first));
            self.line = line;
            self.line.truncate(0);
            self.is_first = false;
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// Appends to the line. The text of a comment is not kept, so that an endless comment needs no memory.
    fn take(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        if self.is_comment() {
            return Ok(());
        }
        // Enough bytes to recognize a comment, even after a byte order mark.
        let (head, tail) = bytes.split_at(bytes.len().min(4));
        self.line.push(head);
        if self.is_comment() {
            return Ok(());
        }
        if self.line.as_ref().len() + self.data.as_ref().len() + tail.len() > self.max {
            return Err(TooLarge);
        }
        self.line.push(tail);
        Ok(())
    }

    fn is_comment(&self) -> bool {
        content(self.line.as_ref(), self.is_first).first() == Some(&b':')
    }

    /// Processes a line: an empty one ends an event.
    fn line(&mut self, line: &[u8]) -> Option<Event<Buffer>> {
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = match colon.and_then(|colon| line.split_at_checked(colon)) {
            Some((name, value)) => (name, value.get(1..).unwrap_or_default()),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                self.data.push(value);
                self.data.push(b"\n");
            }
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            b"id" if !value.contains(&0) => self.id = String::from_utf8_lossy(value).into_owned(),
            b"retry" => self.event_retry = milliseconds(value).or(self.event_retry),
            _ => {}
        }
        None
    }

    /// Ends an event. Without data there is no event, but its id and its retry time apply.
    fn dispatch(&mut self) -> Option<Event<Buffer>> {
        self.last_id.clone_from(&self.id);
        let retry = self.event_retry.take();
        self.retry = retry.or(self.retry);
        let mut data = std::mem::take(&mut self.data);
        let event = std::mem::take(&mut self.event);
        let length = data.as_ref().len().checked_sub(1)?;
        data.truncate(length);
        self.count += 1;
        Some(Event {
            event: if event.is_empty() { "message".to_owned() } else { event },
            data,
            id: Some(self.last_id.clone()).filter(|id| !id.is_empty()),
            retry,
        })
    }
}

/// A line without the byte order mark that the first line can start with.
fn content(line: &[u8], is_first: bool) -> &[u8] {
    let stripped = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| is_first);
    stripped.unwrap_or(line)
}

/// A number of milliseconds, if the value has digits only.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = std::str::from_utf8(value).ok()?;
    // Parsing digits fails only if the number is too large.
    Some(Duration::from_millis(digits.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Vec<(String, String, Option<String>, Option<u64>)>;

    /// Parses a stream that arrives in pieces of `size` bytes.
    fn read(stream: &[u8], size: usize) -> Read {
        let mut parser = Parser::new(64);
        let mut read = Vec::new();
        for chunk in stream.chunks(size) {
            let mut chunk = Bytes::copy_from_slice(chunk);
            while let Ok(Some(event)) = parser.next(&mut chunk) {
                let data = String::from_utf8_lossy(event.data.as_ref()).into_owned();
                let retry = event.retry.map(|retry| retry.as_millis() as u64);
                read.push((event.event, data, event.id, retry));
            }
        }
        read
    }

    fn event(event: &str, data: &str, id: Option<&str>, retry: Option<u64>) -> Read {
        vec![(event.to_owned(), data.to_owned(), id.map(ToOwned::to_owned), retry)]
    }

    fn message(data: &str) -> Read {
        event("message", data, None, None)
    }

    /// Reads each stream in pieces of every size.
    fn check(table: &[(&str, &[u8], Read)]) {
        for (what, stream, expected) in table {
            for size in 1..=stream.len().max(1) {
                assert_eq!(read(stream, size), *expected, "{what}, in pieces of {size}");
            }
        }
    }

    #[test]
    fn lines_end_in_three_ways() {
        check(&[
            ("nothing", b"", vec![]),
            (
                "each end of line",
                b"data: a\n\ndata: b\r\rdata: c\r\n\r\n",
                [message("a"), message("b"), message("c")].concat(),
            ),
            (
                "two different ends of line in a row",
                b"data: a\n\rdata: b\r\n\n",
                [message("a"), message("b")].concat(),
            ),
            ("lines of data", b"data: a\ndata\ndata:b\n\n", message("a\n\nb")),
            (
                "data that is empty",
                b"data\n\ndata:\n\ndata: \n\n",
                [message(""), message(""), message("")].concat(),
            ),
            ("two empty lines of data", b"data\ndata\n\n", message("\n")),
            ("only one space is removed", b"data:  a \n\n", message(" a ")),
            ("no end of the event", b"data: a\n\ndata: b\n", message("a")),
        ]);
    }

    #[test]
    fn fields_have_names() {
        check(&[
            ("comments", b": a\n:\ndata: b\n:c\n\n", message("b")),
            (
                "other fields",
                b"dat: a\n data: b\nDATA: c\ndata: d\ndata : e\n\n",
                message("d"),
            ),
            (
                "a name, for one event",
                b"event: a\ndata: b\n\ndata: c\n\n",
                [event("a", "b", None, None), message("c")].concat(),
            ),
            ("a name without data", b"event: a\n\ndata: c\n\n", message("c")),
            ("the last name counts", b"event: a\nevent\ndata: c\n\n", message("c")),
        ]);
    }

    #[test]
    fn marks_and_ids() {
        check(&[
            ("a byte order mark", b"\xEF\xBB\xBFdata: a\n\n", message("a")),
            (
                "a byte order mark before a comment",
                b"\xEF\xBB\xBF:data: a\ndata: b\n\n",
                message("b"),
            ),
            (
                "a second byte order mark",
                b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\n\ndata: b\n\n",
                message("b"),
            ),
            (
                "a byte order mark within",
                b"data: a\n\n\xEF\xBB\xBFdata: b\n\n",
                message("a"),
            ),
            (
                "an id, until there is another",
                b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
                [
                    event("message", "a", Some("1"), None),
                    event("message", "b", Some("1"), None),
                    message("c"),
                ]
                .concat(),
            ),
            (
                "an id without data",
                b"id: 1\n\ndata: b\n\n",
                event("message", "b", Some("1"), None),
            ),
            (
                "an id with NUL",
                b"id: 1\nid: 2\x003\ndata: a\n\n",
                event("message", "a", Some("1"), None),
            ),
        ]);
    }

    #[test]
    fn times_and_text() {
        check(&[
            (
                "a time",
                b"retry: 010\ndata: a\n\ndata: b\n\n",
                [event("message", "a", None, Some(10)), message("b")].concat(),
            ),
            (
                "invalid times",
                b"retry: 1s\nretry: -1\nretry: 1.5\nretry\nretry: +1\ndata: a\n\n",
                message("a"),
            ),
            (
                "a time that is too large",
                b"retry: 99999999999999999999\ndata: a\n\n",
                event("message", "a", None, Some(u64::MAX)),
            ),
            (
                "text beyond ASCII",
                "event: ü\nid: €\ndata: 𝄞\n\n".as_bytes(),
                event("ü", "𝄞", Some("€"), None),
            ),
            ("bytes that are not UTF-8", b"data: a\xE2\x82\n\n", message("a\u{FFFD}")),
            (
                "a comment that is larger than the limit",
                &[b":".as_slice(), &[b'c'; 100], b"\ndata: a\n\n"].concat(),
                message("a"),
            ),
        ]);
    }

    #[test]
    fn an_event_without_end_is_refused_and_not_kept() {
        for stream in ["data: ", "unknown", "data: a\ndata: b\n"] {
            let mut parser = Parser::new(64);
            let is_refused = |_: i32| parser.next(&mut Bytes::from(stream)).is_err();
            assert!((0..100).any(is_refused), "{stream}");
            assert!(parser.line.as_ref().len() + parser.data.as_ref().len() <= 64 + 4);
        }
    }

    /// The id and the retry time apply even if the event has no data.
    #[test]
    fn an_event_without_data_sets_id_and_time() {
        let mut parser = Parser::new(64);
        let mut chunk = Bytes::from("id: 7\nretry: 5\n\n:\n\n");
        assert!(matches!(parser.next(&mut chunk), Ok(None)));
        assert_eq!(
            (parser.last_id.as_str(), parser.retry),
            ("7", Some(Duration::from_millis(5)))
        );
    }
}
