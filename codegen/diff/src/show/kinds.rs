//! The table of kinds of change, and the explanation of one kind.

use super::severity;
use crate::wire::{self, ChangeKind};

/// One line for each kind: its id, and its severity in requests, in responses and elsewhere. Then the rules for severities.
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

/// Explains the kind of change with this id.
///
/// # Errors
///
/// If there is no such id: the most similar one, if any is similar.
pub fn explain(id: &str) -> Result<String, Option<&'static str>> {
    let Some(kind) = wire::kinds().iter().find(|kind| kind.id == id) else {
        return Err(wire::similar(id));
    };
    let ChangeKind {
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
        text.push_str(&format!("\nThe opposite change is {mirror}.\n"));
    }
    Ok(text)
}
