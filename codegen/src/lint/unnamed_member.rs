//! Members of examples that no schema names. The generated types drop them.

use openapi_document::finding::{Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::examples::{Sample, examples};
use super::support::members::Schemas;

pub(super) const RULE: Rule = Rule {
    id: "unnamed-member",
    summary: "a schema names every member of its examples",
    severities: &[Severity::Note],
    why: "Further members are valid if the schema does not say otherwise, but the generated type has no field for them. Whoever reads the value does not see them, and they are not sent back. Usually the schema lacks a property, or the example is out of date.",
    bad: "\
components:
  schemas:
    Book:
      type: object
      properties:
        title: { type: string }
      example: { title: Emma, pages: 474 }
",
    good: "\
components:
  schemas:
    Book:
      type: object
      properties:
        title: { type: string }
        pages: { type: integer }
      example: { title: Emma, pages: 474 }
",
    check,
};

/// The limit of schemas that are read for one example. It is a hundred times what the largest published examples need.
const STEPS: usize = 100_000;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let schemas = Schemas::new(context);
    for sample in examples(context).iter().filter(|sample| sample.is_typed) {
        let mut search = Search {
            schemas: &schemas,
            steps: STEPS,
            found: Vec::new(),
        };
        search.value(&[sample.schema], sample.value, &sample.at);
        findings.extend(finding(context, sample, &search.found));
    }
}

/// The finding about the unnamed members at the places `found` of an example. An example that does not match its schema has
/// another finding.
fn finding<'d>(context: &Context<'d>, sample: &Sample<'d>, found: &[Pointer]) -> Option<Finding> {
    let first = found.first()?;
    if !sample.is_valid(context) {
        return None;
    }
    // The items of a list lack the same member.
    let mut members: Vec<String> = Vec::new();
    for place in found {
        let inside = sample.inside(place).split('/');
        let member: Vec<_> = inside.filter(|token| token.parse::<usize>().is_err()).collect();
        let member = member.join("/");
        if !members.contains(&member) {
            members.push(member);
        }
    }
    let others = match members.len() {
        0 | 1 => String::new(),
        2 => " (and 1 other member)".to_owned(),
        count => format!(" (and {} other members)", count - 1),
    };
    let message = format!(
        "`{}` in this example is not named by its schema, so the generated type drops it{others}",
        sample.inside(first)
    );
    let finding = context.at_key(RULE.id, Severity::Note, first, message);
    Some(finding.with_help("add it to `properties`, or say `additionalProperties: true` to keep further members"))
}

/// The search for unnamed members in one example.
struct Search<'s, 'd> {
    schemas: &'s Schemas<'d>,
    steps: usize,
    found: Vec<Pointer>,
}

impl<'d> Search<'_, 'd> {
    /// Searches `value`, which `schemas` describe.
    fn value(&mut self, schemas: &[&'d Value], value: &Value, at: &Pointer) {
        if schemas.is_empty() || !(value.is_object() || value.is_array()) {
            return;
        }
        let described = self.schemas.describe(schemas);
        let Some(steps) = self.steps.checked_sub(described.len()) else {
            return;
        };
        self.steps = steps;
        match value {
            Value::Object(map) => {
                let unnamed = described.unnamed(map);
                self.found.extend(unnamed.iter().map(|key| at.child(key)));
                for (key, value) in map.iter().filter(|(key, _)| !unnamed.contains(&key.as_str())) {
                    self.value(&described.member(key), value, &at.child(key));
                }
            }
            Value::Array(items) => {
                let item = described.item();
                for (index, value) in items.iter().enumerate() {
                    self.value(&item, value, &at.item(index));
                }
            }
            _ => {}
        }
    }
}
