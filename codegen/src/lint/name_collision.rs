//! Names that differ in the document and are one name in Rust, so that the generated code would not compile, or would
//! take one thing for another.

mod operations;
mod schemas;
mod types;

use std::collections::HashMap;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "name-collision",
    summary: "two names that become one Rust identifier make code that does not compile",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    types::check(context, findings);
    schemas::check(context, findings);
    operations::check(context, findings);
}

/// A name of the document, and what becomes of it.
struct Named {
    /// As the document has it.
    name: String,
    /// As Rust will have it.
    identifier: String,
    /// Its place.
    pointer: Pointer,
    /// Whether it stands there as a key, not as a value.
    is_key: bool,
}

impl Named {
    fn span(&self, context: &Context<'_>) -> Option<std::ops::Range<usize>> {
        if self.is_key {
            context.document.key_span(&self.pointer)
        } else {
            context.document.value_span(&self.pointer)
        }
    }

    fn finding(&self, context: &Context<'_>, message: String) -> Finding {
        if self.is_key {
            context.at_key(RULE.id, Severity::Error, &self.pointer, message)
        } else {
            context.at_value(RULE.id, Severity::Error, &self.pointer, message)
        }
    }
}

/// Reports every name whose identifier an earlier one has. `things` says what they are (`properties`), and `becomes` what
/// they become (`field`).
fn collide(context: &Context<'_>, things: &str, becomes: &str, names: Vec<Named>, findings: &mut Vec<Finding>) {
    let mut names = names;
    names.sort_by_cached_key(|named| named.span(context).map_or(usize::MAX, |span| span.start));
    let mut first_uses: HashMap<&str, &Named> = HashMap::new();
    for named in &names {
        let Some(first) = first_uses.get(named.identifier.as_str()) else {
            first_uses.insert(&named.identifier, named);
            continue;
        };
        let (one, two, identifier) = (&first.name, &named.name, &named.identifier);
        let message = format!("the {things} `{one}` and `{two}` both become the {becomes} `{identifier}`");
        let finding = named
            .finding(context, message)
            .with_label(first.span(context), "the first one");
        findings.push(finding.with_help("rename one of them"));
    }
}
