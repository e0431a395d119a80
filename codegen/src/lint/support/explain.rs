//! Texts about the rules for people: a list of all rules, and the explanation of one.

use openapi_document::finding::Severity;
use openapi_document::render::visible;

use super::notation::NOTATION;
use super::schemas::SCHEMAS;
use super::suggest::closest;
use crate::lint::{RULES, Rule};

/// All rules, sorted by id. They include the findings of `load` about syntax and the notes of the generator about schemas.
#[must_use]
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<_> = RULES.iter().chain(NOTATION).chain(SCHEMAS).collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}

/// One line for each rule: its id, the severities of its findings, and its summary.
#[must_use]
pub fn list() -> String {
    let rows = all()
        .into_iter()
        .map(|rule| [rule.id.to_owned(), severities(rule), rule.summary.to_owned()]);
    let rows: Vec<_> = std::iter::once(["rule", "severity", "what it requires"].map(str::to_owned))
        .chain(rows)
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let (ids, weights) = (width(0), width(1));
    rows.iter()
        .map(|[id, weight, summary]| format!("{id:<ids$}  {weight:<weights$}  {summary}\n"))
        .collect()
}

/// Explains a rule: what it requires, why, and an example with and without a finding.
///
/// # Errors
///
/// If there is no rule with this id: the most similar id, if one is similar.
pub fn explain(id: &str) -> Result<String, Option<&'static str>> {
    let rules = all();
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        return Err(closest(id, rules.iter().map(|rule| rule.id)));
    };
    let Rule { summary, why, .. } = rule;
    let weights = severities(rule);
    let (bad, good) = (indented(rule.bad), indented(rule.good));
    Ok(format!(
        "{id} ({weights})\n\n{summary}\n\n{why}\n\nBad:\n\n{bad}\nGood:\n\n{good}"
    ))
}

fn severities(rule: &Rule) -> String {
    let words: Vec<_> = rule.severities.iter().copied().map(Severity::as_str).collect();
    words.join(", ")
}

/// An indented block without control characters.
fn indented(text: &str) -> String {
    visible(text).lines().map(|line| format!("    {line}\n")).collect()
}
