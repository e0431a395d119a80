//! Suggestions for misspelt names.

pub(in crate::lint) use openapi_document::suggest::{closest, misspelt, misspelt_name, respelt};

/// ``did you mean `…`?`` for the closest candidate, if there is one.
pub(in crate::lint) fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str, IntoIter: Clone>,
) -> Option<String> {
    closest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}
