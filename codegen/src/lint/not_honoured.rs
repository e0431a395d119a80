//! Keys that OpenAPI allows and that the generated client does not support.
//!
//! Each key is reported once, at its first place and with the number of places, because a document may use it in every
//! schema.

mod table;

use std::collections::{BTreeMap, HashSet};

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{self, Object, ProblemKind};
use openapi_document::load::{Correction, files};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::members::Schemas;

pub(super) use table::covers;
use table::{Row, rows};

pub(super) const RULE: Rule = Rule {
    id: "not-honoured",
    summary: "the generated client uses or enforces every part of the document",
    severities: &[Severity::Note],
    why: "The document is valid. The note reports that the generated client does not enforce or use this part.",
    bad: "\
components:
  schemas:
    Title: { type: string, maxLength: 100 }
",
    good: "\
components:
  schemas:
    Title: { type: string, description: At most 100 characters. }
",
    check,
};

/// The places of one row of the table.
struct Places {
    first: Pointer,
    start: usize,
    count: usize,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut places: BTreeMap<usize, Places> = BTreeMap::new();
    let mut skipped: Vec<Pointer> = Vec::new();
    let problems: HashSet<_> = context.nodes.problems.iter().map(|problem| &problem.pointer).collect();
    let unknown = |correction: &&Correction| correction.kind == ProblemKind::UnknownKey;
    let corrections = context.document.corrections.iter().filter(unknown);
    let corrected: HashSet<_> = corrections.map(|correction| correction.pointer.clone()).collect();
    let mut by_object: BTreeMap<Object, Vec<(usize, &Row)>> = BTreeMap::new();
    for (index, row) in rows().enumerate() {
        by_object.entry(row.object).or_default().push((index, row));
    }
    let schemas = Schemas::new(context);
    for node in &context.nodes.objects {
        // If a key is unsupported as a whole, its contents are not reported again.
        if skipped.last().is_some_and(|skipped| node.pointer.is_within(skipped)) {
            continue;
        }
        let Some(rows) = by_object.get(&node.object) else {
            continue;
        };
        let keys = node.map.iter().filter(|(_, value)| says_something(value));
        let rows = keys.flat_map(|(key, value)| {
            let rows = rows.iter().filter(move |(_, row)| grammar::is_name(row.key, key));
            rows.filter(move |(_, row)| (row.when)(node, value))
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable_by_key(|(index, _)| *index);
        for &(index, row) in rows {
            let place = node.pointer.child(row.key);
            if row.key == "discriminator" && has_name(&node.pointer) && schemas.is_base(node.map) {
                continue;
            }
            if problems.contains(&place) || corrected.contains(&context.document.author(&place)) {
                continue;
            }
            let start = context.start(&place);
            let entry = places.entry(index).or_insert_with(|| Places {
                first: place.clone(),
                start,
                count: 0,
            });
            entry.count += 1;
            if start < entry.start {
                (entry.first, entry.start) = (place.clone(), start);
            }
            if row.whole {
                skipped.push(place);
            }
        }
    }
    findings.extend(
        places
            .into_iter()
            .filter_map(|(index, places)| Some(finding(context, rows().nth(index)?, &places))),
    );
}

/// Whether a schema is a component, or in another file, to which references lead.
fn has_name(schema: &Pointer) -> bool {
    let name = schema.as_str().strip_prefix("/components/schemas/");
    name.is_some_and(|name| !name.contains('/')) || !files::file_of(schema).is_empty()
}

fn finding(context: &Context<'_>, row: &Row, places: &Places) -> Finding {
    let count = match places.count {
        1 => String::new(),
        2 => " (here and in 1 other place)".to_owned(),
        count => format!(" (here and in {} other places)", count - 1),
    };
    // Loading writes a `const` as an `enum`.
    let is_const = row.key == "enum" && context.document.author(&places.first).last().as_deref() == Some("const");
    let key = if is_const { "const" } else { row.key };
    let message = format!("`{key}` {}{count}", row.instead);
    context
        .at_key(RULE.id, Severity::Note, &places.first, message)
        .with_help(row.help)
}

/// Whether a value differs in meaning from an absent one.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => true,
    }
}
