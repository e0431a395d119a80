//! The table of kinds of change, for people: all of them, or one explained.

use super::severity;
use crate::wire::{self, Kind};

/// One line a kind: its id and what it weighs in requests, in responses and elsewhere. Behind them stands by which law.
#[must_use]
pub fn list() -> String {
    let width = wire::kinds().iter().map(|kind| kind.id.len()).max().unwrap_or_default();
    let row = |id: &str, cells: [&str; 3]| format!("{id:<width$}  {:<10}  {:<10}  {}\n", cells[0], cells[1], cells[2]);
    let rows = wire::kinds()
        .iter()
        .map(|kind| row(kind.id, [kind.request, kind.response, kind.neutral].map(severity)));
    std::iter::once(row("kind of change", ["request", "response", "elsewhere"]))
        .chain(rows)
        .chain([format!("\n{}", wire::LAW)])
        .collect()
}

/// What the kind of change with this id means.
///
/// # Errors
///
/// The most similar id, if one is, where there is none with this one.
pub fn explain(id: &str) -> Result<String, Option<&'static str>> {
    let Some(kind) = wire::kinds().iter().find(|kind| kind.id == id) else {
        return Err(wire::similar(id));
    };
    let Kind {
        id,
        mirror,
        request,
        response,
        neutral,
        effect,
        explanation,
        example,
        ..
    } = kind;
    let [request, response, neutral] = [*request, *response, *neutral].map(severity);
    let mut text = format!("{id}\n\nin requests   {request}\nin responses  {response}\nelsewhere     {neutral}\n");
    text.push_str(&format!(
        "\n{} {}\n\nExample: {}\n",
        effect.reason(),
        explanation.trim(),
        example.trim()
    ));
    if mirror != id {
        text.push_str(&format!("\nThe other way round it is {mirror}.\n"));
    }
    Ok(text)
}
