//! Bodies of `multipart/form-data` (RFC 7578) and of its relatives `multipart/mixed` and `multipart/related`: a part a field,
//! a part an element of a list. Objects are parts of JSON, and files are sent as they are, streams among them without being
//! read into memory.
//!
//! In the relatives, files stand behind everything else: there the first part says what the others are (RFC 2387), and it is
//! no file.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::Body;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;

use super::buffer::Buffer;
use super::fields::{self, Class, Visit};
use super::form::{FieldStyle, FormField, json};
use super::scalar::{Unsuitable, one_text};
use super::upload::{Chunks, Taken, Upload};

/// A body with its media type, which says what stands between the parts.
pub(super) struct Multipart {
    pub(super) media_type: String,
    pub(super) body: Body,
}

/// The body that a value's fields make.
pub(super) fn write<T: Serialize + ?Sized>(
    media_type: &str,
    value: &T,
    known: &[FormField],
) -> Result<Multipart, Unsuitable> {
    let kind = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_form = kind == "multipart/form-data";
    let mut parts = Parts {
        known,
        turn: if is_form { Turn::All } else { Turn::Values },
        first: None,
        boundary: boundary(),
        open: Buffer::default(),
        pieces: VecDeque::new(),
        is_streamed: false,
    };
    match fields::walk(value, &mut parts)? {
        Class::Object | Class::Nothing => {}
        _ => return Err(Unsuitable("is no object, and a form is made of the fields of one")),
    }
    if !is_form {
        parts.turn = Turn::Files;
        fields::walk(value, &mut parts)?;
    }
    let mut media_type = format!("{media_type}; boundary={}", parts.boundary);
    if let Some(first) = parts
        .first
        .take()
        .filter(|_| kind == "multipart/related" && !media_type.contains("type="))
    {
        media_type.push_str(&format!("; type=\"{first}\""));
    }
    Ok(Multipart {
        media_type,
        body: parts.finish(),
    })
}

/// 128 random bits, as the hashers of maps get them from the operating system: no part holds this text by chance.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

enum Piece {
    Bytes(Bytes),
    Stream(Chunks),
}

/// Which parts are being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// All of a form's, in the order of its fields.
    All,
    /// Those that are no files.
    Values,
    /// Those that are files.
    Files,
}

struct Parts<'k> {
    known: &'k [FormField],
    turn: Turn,
    /// The media type of the first part.
    first: Option<String>,
    boundary: String,
    /// The bytes behind the last piece.
    open: Buffer,
    pieces: VecDeque<Piece>,
    is_streamed: bool,
}

impl Visit for Parts<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        let known = self.known;
        self.put(name, FormField::of(known, name), value)
    }

    fn element<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl Parts<'_> {
    fn put<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        field: Option<&FormField>,
        value: &T,
    ) -> Result<(), Unsuitable> {
        let media_type = field.and_then(|field| field.media_type);
        // What a text in a form is needs no word. Elsewhere, a part of which nothing is said is ASCII (RFC 2046).
        let of_text = media_type.or((self.turn != Turn::All).then_some("text/plain; charset=utf-8"));
        let class = fields::class(value)?;
        match (&class, self.turn) {
            (Class::File(_), Turn::Values) | (Class::Scalar | Class::Object, Turn::Files) => return Ok(()),
            (Class::List, Turn::Files) if field.is_some_and(|field| field.style == FieldStyle::Json) => return Ok(()),
            _ => {}
        }
        match class {
            Class::Nothing => Ok(()),
            Class::File(upload) => self.file(name, media_type, upload),
            Class::List if field.is_none_or(|field| field.style != FieldStyle::Json) => {
                let mut elements = Elements {
                    parts: self,
                    name,
                    field,
                };
                fields::walk(value, &mut elements).map(|_| ())
            }
            Class::Scalar if field.is_none_or(|field| field.style != FieldStyle::Json) => one_text(value, |text| {
                self.head(name, None, of_text, &[])?;
                self.open.push(text.as_bytes());
                self.open.push(b"\r\n");
                Ok(())
            }),
            Class::Scalar | Class::List | Class::Object => {
                let json = json(value)?;
                self.head(name, None, Some(media_type.unwrap_or("application/json")), &[])?;
                self.open.push(json.as_ref());
                self.open.push(b"\r\n");
                Ok(())
            }
        }
    }

    fn file(&mut self, name: &str, media_type: Option<&str>, upload: Upload) -> Result<(), Unsuitable> {
        let media_type = upload.media_type().or(media_type);
        let file_name = upload.file_name().unwrap_or(name);
        self.head(
            name,
            Some(file_name),
            Some(media_type.unwrap_or("application/octet-stream")),
            upload.headers(),
        )?;
        self.close();
        match upload.take() {
            Taken::Bytes(bytes) => self.pieces.push_back(Piece::Bytes(bytes)),
            Taken::Stream(chunks) => {
                self.is_streamed = true;
                self.pieces.push_back(Piece::Stream(chunks));
            }
            Taken::Gone => return Err(Unsuitable("holds a stream that was sent before")),
        }
        self.open.push(b"\r\n");
        Ok(())
    }

    /// The lines before a part's content.
    fn head(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
        headers: &[(String, String)],
    ) -> Result<(), Unsuitable> {
        self.first
            .get_or_insert_with(|| media_type.unwrap_or("text/plain").replace('"', ""));
        self.line(&["--", &self.boundary.clone()]);
        let name = quoted(name);
        match file_name.map(quoted) {
            None => self.line(&["Content-Disposition: form-data; name=\"", &name, "\""]),
            Some(file_name) => self.line(&[
                "Content-Disposition: form-data; name=\"",
                &name,
                "\"; filename=\"",
                &file_name,
                "\"",
            ]),
        }
        let media_type = media_type.map(|media_type| ("Content-Type", media_type));
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in media_type.into_iter().chain(headers) {
            let is_sendable = HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(value).is_ok();
            if !is_sendable {
                return Err(Unsuitable("holds a file with a header that HTTP forbids"));
            }
            self.line(&[name, ": ", value]);
        }
        self.line(&[]);
        Ok(())
    }

    fn line(&mut self, texts: &[&str]) {
        for text in texts {
            self.open.push(text.as_bytes());
        }
        self.open.push(b"\r\n");
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if !open.as_ref().is_empty() {
            self.pieces.push_back(Piece::Bytes(Bytes::from_owner(open)));
        }
    }

    fn finish(mut self) -> Body {
        self.line(&["--", &self.boundary.clone(), "--"]);
        self.close();
        if self.is_streamed {
            Body::wrap_stream(Streamed(self.pieces))
        } else {
            let mut whole = Buffer::default();
            let mut pieces = self.pieces;
            match (pieces.pop_front(), pieces.is_empty()) {
                (Some(Piece::Bytes(only)), true) => Body::from(only),
                (first, _) => {
                    for piece in first.into_iter().chain(pieces) {
                        if let Piece::Bytes(bytes) = piece {
                            whole.push(&bytes);
                        }
                    }
                    Body::from(Bytes::from_owner(whole))
                }
            }
        }
    }
}

/// A name between quotes, as browsers write it (WHATWG, "multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The elements of a list: a part each.
struct Elements<'p, 'k> {
    parts: &'p mut Parts<'k>,
    name: &'p str,
    field: Option<&'p FormField>,
}

impl Visit for Elements<'_, '_> {
    fn field<T: Serialize + ?Sized>(&mut self, _: &str, _: &T) -> Result<(), Unsuitable> {
        Ok(())
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.parts.put(self.name, self.field, value)
    }
}

/// The pieces one after the other.
struct Streamed(VecDeque<Piece>);

impl Stream for Streamed {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.0.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Piece::Stream(mut chunks)) => match chunks.as_mut().poll_next(context) {
                    Poll::Ready(None) => {}
                    Poll::Ready(Some(Err(error))) => {
                        // What is left would make a body that looks whole.
                        self.0.clear();
                        return Poll::Ready(Some(Err(error)));
                    }
                    pending_or_chunk => {
                        self.0.push_front(Piece::Stream(chunks));
                        return pending_or_chunk;
                    }
                },
            }
        }
    }
}
