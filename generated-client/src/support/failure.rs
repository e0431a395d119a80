//! The traits of the models that report a failure. Generated code implements them.

use serde::de::DeserializeOwned;

use super::fault::Report;

/// A model that reports a failure. It says which property is the code, and which is the text for people.
///
/// Generated code implements it as the document declares. [`Error::code`](crate::Error::code) and
/// [`Error::message`](crate::Error::message) return its results.
pub trait Failure: DeserializeOwned {
    /// The type of the code: an enumeration that keeps unknown codes, or a string.
    type Code: From<String>;

    /// The code as the server spelled it, if there is one.
    fn code(&self) -> Option<String>;

    /// The explanation for people, if there is one.
    fn message(&self) -> Option<String>;
}

/// The model of a response with a success status that can report a failure.
pub(crate) trait InBand {
    /// The properties that do not affect whether the call has succeeded. If one is not as documented, it is absent from
    /// the value, and [`ResponseValue::unread`](super::ResponseValue::unread) names it.
    const INFORMATIVE: &'static [&'static str];

    /// The part of the model that is present if the call failed.
    type Failure: Failure;

    /// The reported failure; `None` if the call succeeded.
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
