//! Bytes that a caller sends: the body of a request, or a file in a multipart form.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes to send: in memory, or a stream that is read while it is sent.
///
/// `into()` converts bytes or text; [`stream`](Self::stream) takes a stream. The file name is sent in multipart forms
/// (`multipart/form-data` and its relatives). The media type is the documented one, unless another one is set here. If
/// the API documents a range such as `image/*`, set the media type here.
///
/// A clone of a stream is the same stream. A stream can be sent once. `Debug` shows no content.
#[derive(Clone)]
pub struct Upload {
    content: Content,
    media_type: Option<String>,
    file_name: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream(Arc<Mutex<Option<Chunks>>>),
}

/// The rest of a stream of bytes.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The content taken out of an upload.
pub(super) enum Taken {
    Bytes(Bytes),
    Stream(Chunks),
    /// The stream was taken by another request.
    Gone,
}

impl Upload {
    /// Bytes in memory.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(bytes.into()))
    }

    /// A stream of bytes. It is sent in chunks, since its length is not known in advance.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let chunks: Chunks = Box::pin(Boxed(Box::pin(stream)));
        Self::of(Content::Stream(Arc::new(Mutex::new(Some(chunks)))))
    }

    fn of(content: Content) -> Self {
        Self {
            content,
            media_type: None,
            file_name: None,
            headers: Vec::new(),
        }
    }

    /// Sets the media type, such as `image/png`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sets the file name. A file without a name is sent in a form with the name of its field.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Adds a header to the part of a multipart form. A request body ignores it.
    #[must_use]
    pub fn with_part_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(super) fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    pub(super) fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Takes the content. A stream can be taken once.
    pub(super) fn take(self) -> Taken {
        match self.content {
            Content::Bytes(bytes) => Taken::Bytes(bytes),
            Content::Stream(stream) => {
                let chunks = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                chunks.map_or(Taken::Gone, Taken::Stream)
            }
        }
    }
}

macro_rules! from_bytes {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Upload {
            fn from(bytes: $kind) -> Self {
                Self::new(bytes)
            }
        }
    )*};
}

from_bytes! { Bytes Vec<u8> String Box<[u8]> }

impl From<&[u8]> for Upload {
    fn from(bytes: &[u8]) -> Self {
        Self::new(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Upload {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<&str> for Upload {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<super::stream::ByteStream> for Upload {
    /// Forwards the response of another call while it arrives.
    fn from(stream: super::stream::ByteStream) -> Self {
        Self::stream(stream)
    }
}

/// Equal if name, media type and headers are equal, and the content is equal bytes or the same stream.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        let content = match (&self.content, &other.content) {
            (Content::Bytes(one), Content::Bytes(two)) => one == two,
            (Content::Stream(one), Content::Stream(two)) => Arc::ptr_eq(one, two),
            _ => false,
        };
        content
            && self.media_type == other.media_type
            && self.file_name == other.file_name
            && self.headers == other.headers
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Upload");
        match &self.content {
            Content::Bytes(bytes) => debug.field("bytes", &bytes.len()),
            Content::Stream(_) => debug.field("bytes", &format_args!("stream")),
        };
        debug
            .field("media_type", &self.media_type)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

thread_local! {
    /// The upload that is being serialized. A serializer of this crate takes it with [`handed_over`].
    static HANDED_OVER: Cell<Option<Upload>> = const { Cell::new(None) };
}

/// The name by which a serializer of this crate recognizes an upload.
pub(super) const MARK: &str = "$crate::support::Upload";

/// The upload of which a serializer has just seen the [`MARK`].
pub(super) fn handed_over() -> Option<Upload> {
    HANDED_OVER.try_with(Cell::take).ok().flatten()
}

/// Only the forms of this crate can send an upload. Serializing it as JSON is an error.
impl Serialize for Upload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The access fails while the thread ends. Then nothing is handed over, and the form reports an error.
        let _ = HANDED_OVER.try_with(|slot| slot.set(Some(self.clone())));
        let result = serializer.serialize_newtype_struct(MARK, &Nowhere);
        drop(handed_over());
        result
    }
}

/// The content of an upload for any other serializer.
struct Nowhere;

impl Serialize for Nowhere {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("a file can only be sent in a form"))
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Upload {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Upload".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "binary" })
    }
}

/// A stream with the item type of [`Chunks`].
struct Boxed<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Boxed<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = std::task::ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_no_content() {
        let upload = Upload::from("canary").with_file_name("a.txt");
        assert_eq!(
            format!("{upload:?}"),
            "Upload { bytes: 6, media_type: None, file_name: Some(\"a.txt\"), .. }"
        );
    }

    #[test]
    fn is_not_json_and_leaves_nothing_behind() {
        assert!(serde_json::to_string(&Upload::from("x")).is_err());
        assert!(handed_over().is_none());
        let read: Upload = serde_json::from_str("\"x\"").unwrap();
        assert_eq!(read, Upload::from("x"));
    }

    #[test]
    fn a_clone_has_the_same_content() {
        let stream = Upload::from(b"abc").clone();
        assert!(matches!(stream.take(), Taken::Bytes(bytes) if bytes == "abc"));
    }
}
