//! What generated code says of the models that report a failure.

use serde::de::DeserializeOwned;

use super::fault::Report;

/// The model of a reported failure: which of its properties is the code, and which the text for people.
///
/// Generated code implements it as the document declares; [`Error::code`](crate::Error::code) and
/// [`Error::message`](crate::Error::message) are its results.
pub trait Failure: DeserializeOwned {
    /// The failure's code: an enumeration that keeps codes it does not know, or a plain text.
    type Code: From<String>;

    /// The code as the server spelt it, if it gave one.
    fn code(&self) -> Option<String>;

    /// The explanation for people, if the server gave one.
    fn message(&self) -> Option<String>;
}

/// The model of a successful answer that can report a failure all the same.
pub(crate) trait InBand {
    /// The properties that do not decide whether the call has succeeded. One that is not as documented is left out of the
    /// value, and [`ResponseValue::unread`](super::ResponseValue::unread) names it.
    const INFORMATIVE: &'static [&'static str];

    /// The part of the model that is there when the call failed.
    type Failure: Failure;

    /// The reported failure, or `None` when the call succeeded.
    fn in_band_failure(&self) -> Option<&Self::Failure>;
}

/// Reads JSON as a model that reports a failure.
pub(crate) type FailureModel = fn(&[u8]) -> Option<Report>;

/// The [`FailureModel`] of a type: `&[failure_model::<ErrorBody>]`.
pub(crate) fn failure_model<F: Failure>(json: &[u8]) -> Option<Report> {
    let failure: F = serde_json::from_slice(json).ok()?;
    Some(Report {
        code: failure.code(),
        message: failure.message(),
    })
}
