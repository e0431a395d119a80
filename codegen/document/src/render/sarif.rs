//! Findings as SARIF 2.1.0, the format in which code scanning takes the results of any tool.
//!
//! Columns are in characters. The fingerprint of a finding is its rule and its place in the document, so that it stays the same
//! finding when lines above it come and go. Edits are fixes. The properties of a result say by `keptGoing` that the document
//! was read in spite of it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Value, json};

use super::json::escape;
use super::{ids, visible};
use crate::finding::{Edit, Finding, Severity};
use crate::load::files;
use crate::source::Source;

/// A rule, as the list of a tool's rules has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described<'a> {
    /// The id that findings carry.
    pub id: &'a str,
    /// One sentence: what the rule wants.
    pub summary: &'a str,
    /// Why it wants that.
    pub why: &'a str,
    /// More help, such as an example.
    pub help: &'a str,
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Shows `findings` about `source`, which `rules` have found, as a SARIF log of one run.
#[must_use]
pub fn sarif(source: &Source, findings: &[Finding], rules: &[Described<'_>]) -> String {
    let results: Vec<_> = findings
        .iter()
        .zip(ids(findings))
        .map(|(finding, id)| result(source, finding, &id, rules))
        .collect();
    let described = rules.iter().map(|rule| {
        json!({
            "id": rule.id,
            "shortDescription": { "text": text(rule.summary) },
            "fullDescription": { "text": text(rule.why) },
            "help": { "text": text(rule.help) },
        })
    });
    let driver = json!({ "name": "codegen", "rules": described.collect::<Vec<_>>() });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    // Nothing in these values can fail to be JSON: their keys are strings and their numbers whole.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    escape(&text).into_owned() + "\n"
}

fn result(source: &Source, finding: &Finding, id: &str, rules: &[Described<'_>]) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let file = source.name_at(finding.span.as_ref().map_or(0, |span| span.start));
    let mut location = physical(source, file, finding.span.as_ref());
    let pointer = files::split(&finding.pointer).1.to_string();
    location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer }]);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": text(&message) },
        "locations": [location],
        "partialFingerprints": { "ruleAndPointer/v1": id },
    });
    if let Some(index) = rules.iter().position(|rule| rule.id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.labels.is_empty() {
        let labels = finding.labels.iter().enumerate().map(|(index, label)| {
            let mut place = physical(source, source.name_at(label.span.start), Some(&label.span));
            place["id"] = json!(index + 1);
            place["message"] = json!({ "text": text(&label.text) });
            place
        });
        result["relatedLocations"] = labels.collect();
    }
    if !finding.edits.is_empty() {
        let what = finding.help.as_deref().unwrap_or(&finding.message);
        result["fixes"] =
            json!([{ "description": { "text": text(what) }, "artifactChanges": changes(source, &finding.edits) }]);
    }
    if finding.is_recovered {
        result["properties"] = json!({ "keptGoing": true });
    }
    result
}

/// Edits by the file in which they are made.
fn changes(source: &Source, edits: &[Edit]) -> Vec<Value> {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in edits {
        let replacement = json!({
            "deletedRegion": region(source, &edit.span),
            "insertedContent": { "text": edit.text },
        });
        files
            .entry(source.name_at(edit.span.start))
            .or_default()
            .push(replacement);
    }
    let change = |(file, replacements)| json!({ "artifactLocation": { "uri": uri(file) }, "replacements": Value::Array(replacements) });
    files.into_iter().map(change).collect()
}

fn physical(source: &Source, file: &str, span: Option<&Range<usize>>) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(file) } });
    if let Some(span) = span {
        place["region"] = region(source, span);
    }
    json!({ "physicalLocation": place })
}

/// The end of a region is behind its last character, as that of a span is.
fn region(source: &Source, span: &Range<usize>) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Text that a reader of SARIF takes for text, and not for a link.
fn text(text: &str) -> String {
    visible(text).replace("](", "\\](")
}

/// The name of a file as a URI, relative where the name is.
fn uri(name: &str) -> String {
    let mut uri = if name.starts_with('/') {
        "file://".to_owned()
    } else {
        String::new()
    };
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
