//! How a caller can ask for an operation's answers: as the client does by itself, or for another of the media types that the
//! document has for a success.

use std::collections::{BTreeSet, HashSet};

use heck::ToSnakeCase as _;
use openapi_document::media;

use super::request::variant;
use super::response::{self, Outcome, ResponseFacts};
use super::response_body::ContentFacts;
use crate::names;

/// A way to ask for an operation's answers.
#[derive(Clone, Debug)]
pub struct ChoiceFacts {
    /// The media type that the caller takes a success in; `None` where the client chooses.
    pub media_type: Option<String>,
    /// The method of the builder.
    pub method: String,
    /// The media types for the header `Accept`, the first mention first.
    pub accept: Vec<String>,
    /// The type of its successes.
    pub success: Outcome,
}

impl ChoiceFacts {
    /// The body of `response` that the caller takes.
    #[must_use]
    pub fn content<'r>(&self, response: &'r ResponseFacts) -> &'r ContentFacts {
        let mut others = response.others.iter();
        let chosen = self.media_type.as_ref();
        let chosen = chosen.and_then(|chosen| others.find(|content| content.key() == *chosen));
        chosen.unwrap_or(&response.content)
    }
}

/// The ways to ask, the client's own first. The names that they give to types are free in `types` and then are not; no method
/// is called like one of `arguments`.
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

/// The media types of all answers, without those of a success that the caller has not chosen.
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
