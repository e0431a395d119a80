//! The ways in which a call can fail.

/// What went wrong, for code that has to decide: see [`Error::kind`](crate::Error::kind).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be sent as it is, for instance because a parameter is missing or would not arrive unchanged.
    /// Nothing was sent.
    InvalidRequest,
    /// No connection came about: name not found, refused, no answer within the connect timeout, certificate not
    /// trusted. Nothing was sent.
    Connect,
    /// The answer was not complete within the timeout of the call, or nothing arrived on a stream for
    /// [`Config::stall_timeout`](crate::Config::stall_timeout).
    Timeout,
    /// The connection was reset, ended early, or carried something other than HTTP; or a service that the client was
    /// built on failed in a way of its own.
    Transport,
    /// What came is the answer to another call: a property that repeats a value of the request repeats another. Nothing
    /// of that answer is kept.
    OtherAnswer,
    /// The answer points elsewhere (301, 302, 303, 307 or 308), and nothing was sent there.
    Redirect,
    /// The answer has a status that the API documents, and that is neither a success nor points elsewhere.
    Status,
    /// The answer has a status that the API does not document.
    UnexpectedStatus,
    /// The answer has a documented success status, and its body reports a failure.
    InBand,
    /// The answer has a documented success status, and its body, or an item of the stream that it is, is not what the API
    /// documents.
    Decode,
    /// The answer has a documented success status, and its body, or an item of the stream that it is, is larger than
    /// [`Config::max_body_bytes`](crate::Config::max_body_bytes).
    BodyTooLarge,
}
