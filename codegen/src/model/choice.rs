//! The media types that a caller can ask for: the client's own choice, or another one of a documented success.

use std::collections::{BTreeSet, HashSet};

use heck::ToSnakeCase as _;
use openapi_document::media;

use super::request::variant;
use super::response::{self, Outcome, ResponseFacts};
use super::response_body::ContentFacts;
use crate::names;

/// A choice of the media type of a success.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceFacts {
    /// The chosen media type of a success; `None` for the client's own choice.
    pub(crate) media_type: Option<String>,
    /// The method of the builder.
    pub(crate) method: String,
    /// The media types for the header `Accept`, in the order of the document.
    pub(crate) accept: Vec<String>,
    /// The type of its successes.
    pub(crate) success: Outcome,
}

impl ChoiceFacts {
    /// The body of `response` with the chosen media type.
    #[must_use]
    pub(crate) fn content<'r>(&self, response: &'r ResponseFacts) -> &'r ContentFacts {
        let mut others = response.others.iter();
        let chosen = self.media_type.as_ref();
        let chosen = chosen.and_then(|chosen| others.find(|content| content.key() == *chosen));
        chosen.unwrap_or(&response.content)
    }
}

/// All choices, the client's own first. The names of their types are added to `types`, and no method has the name of one of
/// `arguments`.
pub(super) fn choices<'a>(
    responses: &[ResponseFacts],
    builder: &str,
    types: &mut BTreeSet<String>,
    arguments: impl Iterator<Item = &'a str>,
) -> Vec<ChoiceFacts> {
    let mut methods: BTreeSet<String> = arguments.map(ToOwned::to_owned).collect();
    let successes = response::successes(responses);
    let others = successes.iter().flat_map(|response| &response.others);
    let mut choices = vec![(None, "send".to_owned(), String::new())];
    for key in others.map(ContentFacts::key).collect::<BTreeSet<_>>() {
        let variant = match key.as_str() {
            "text/event-stream" => "EventStream".to_owned(),
            key => variant(key),
        };
        let method = names::free(&format!("send_for_{}", variant.to_snake_case()), "_", &mut methods);
        choices.push((Some(key), method, variant));
    }
    let choices = choices.into_iter().map(|(media_type, method, variant)| {
        let mut choice = ChoiceFacts {
            media_type,
            method,
            accept: Vec::new(),
            success: Outcome::Single,
        };
        choice.accept = accept(&choice, responses, &successes);
        let bodies = successes.iter().map(|response| choice.content(response));
        choice.success = response::outcome(bodies, &format!("{builder}{variant}Success"), types);
        choice
    });
    choices.collect()
}

/// The media types of all responses, without those of a success that the caller did not choose.
fn accept(choice: &ChoiceFacts, responses: &[ResponseFacts], successes: &[&ResponseFacts]) -> Vec<String> {
    let chosen: HashSet<_> = successes
        .iter()
        .flat_map(|response| choice.content(response).media_types.iter())
        .map(|media_type| media::essence(media_type))
        .collect();
    let passed_over: HashSet<_> = successes
        .iter()
        .flat_map(|response| response.others.iter().chain([&response.content]))
        .flat_map(|content| content.media_types.iter())
        .map(|media_type| media::essence(media_type))
        .filter(|media_type| !chosen.contains(media_type))
        .collect();
    let mut accept = Vec::new();
    for media_type in responses
        .iter()
        .flat_map(|response| &choice.content(response).media_types)
    {
        if !passed_over.contains(&media::essence(media_type)) && !accept.contains(media_type) {
            accept.push(media_type.clone());
        }
    }
    accept
}
