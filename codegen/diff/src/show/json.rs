//! The report for programs, and the JSON Schema that documents it.

use schemars08::{self as schemars, JsonSchema, schema_for};
use serde::Serialize;

use super::View;
use crate::report::Report;

/// What a diff has found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Diff")]
struct Diff<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// The document before, as places in it are called.
    base_document: &'a str,
    /// The document after.
    head_document: &'a str,
    /// What there is to know about the comparison itself, a sentence each.
    notes: &'a [String],
}

pub(super) fn show(view: &View<'_>) -> String {
    pretty(&Diff {
        report: view.report,
        base_document: view.base.name(),
        head_document: view.head.name(),
        notes: view.notes,
    })
}

pub(super) fn schema() -> String {
    pretty(&schema_for!(Diff<'static>))
}

/// Strings, numbers and lists of them always are JSON.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
