//! The ways in which a call can fail.

/// What went wrong, for code that decides what to do. See [`Error::kind`](crate::Error::kind).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be sent as it is. For example, a parameter is missing or would not arrive unchanged. Nothing was
    /// sent.
    InvalidRequest,
    /// No connection was made: the name was not found, the connection was refused or took longer than the connect
    /// timeout, or the certificate is not trusted. Nothing was sent.
    Connect,
    /// The response was not complete within the timeout of the call, or nothing arrived on a stream for
    /// [`Config::stall_timeout`](crate::Config::stall_timeout).
    Timeout,
    /// The connection was reset, ended early, or did not carry HTTP. Or a service given to
    /// [`Config`](crate::Config) failed with an error of its own.
    Transport,
    /// The response belongs to another call: a property that should repeat a value of the request has a different
    /// value. The response was discarded.
    OtherAnswer,
    /// The response is a redirect (301, 302, 303, 307 or 308). Nothing was sent to its target.
    Redirect,
    /// The response has a documented status that is neither a success nor a redirect.
    Status,
    /// The response has a status that the API does not document.
    UnexpectedStatus,
    /// The response has a documented success status, but its body reports a failure.
    InBand,
    /// The response has a documented success status, but its body, or an item of its stream, is not as the API documents
    /// it.
    Decode,
    /// The response has a documented success status, but its body, or an item of its stream, is larger than
    /// [`Config::max_body_bytes`](crate::Config::max_body_bytes).
    BodyTooLarge,
}
