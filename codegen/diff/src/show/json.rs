//! The report for programs, and the JSON Schema that documents it.

use schemars08::{self as schemars, JsonSchema, schema_for};
use serde::Serialize;

use super::View;
use crate::report::Report;

/// The report of a diff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Diff")]
struct Diff<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// The name of the base document.
    base_document: &'a str,
    /// The name of the head document.
    head_document: &'a str,
    /// Notes about the comparison itself, one sentence each.
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

/// Such values always serialize: they contain strings, numbers and lists only.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
