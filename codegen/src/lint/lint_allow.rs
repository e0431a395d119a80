//! `x-lint-allow: { <rule>: <reason> }`: the author accepts findings of a rule in the object with this key and below it.
//!
//! An error cannot be accepted. An entry that accepts nothing is reported, so that no entry stays after its cause is fixed.

use std::collections::{BTreeSet, HashMap};

use openapi_document::finding::{self, Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::support::notation::NOTATION;
use super::support::suggest::did_you_mean;
use super::{RULES, Rule};

pub(super) const RULE: Rule = Rule {
    id: "lint-allow",
    summary: "an entry of `x-lint-allow` names a rule, gives a reason, and accepts at least one finding of that rule",
    severities: &[Severity::Warning],
    why: "An entry without a reason cannot be reviewed. An entry that accepts nothing today would hide the next mistake.",
    bad: "\
info:
  title: Library
  version: 1.0.0
  x-lint-allow: { unknown-key: '' }
  titel: Library
",
    good: "\
info:
  title: Library
  version: 1.0.0
  x-lint-allow: { unknown-key: the portal of this vendor reads the key }
  titel: Library
",
    check,
};

/// The extension's key.
const KEY: &str = "x-lint-allow";

/// An entry of the extension: findings of this rule are accepted at or below `owner`.
struct Allowance<'d> {
    owner: Pointer,
    rule: &'d str,
    reason: &'d Value,
}

impl Allowance<'_> {
    fn has_reason(&self) -> bool {
        self.reason.as_str().is_some_and(|reason| !reason.trim().is_empty())
    }

    fn names_a_rule(&self) -> bool {
        known().any(|rule| rule == self.rule)
    }

    fn warning(&self, context: &Context<'_>, message: String) -> Finding {
        let place = self.owner.child(KEY).child(self.rule);
        context.at_key(RULE.id, Severity::Warning, &place, message)
    }
}

/// Checks how entries are written. [`accept`] decides which findings they accept.
fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (owner, value) in extensions(context) {
        if value.as_object().is_none_or(serde_json::Map::is_empty) {
            let message = format!("`{KEY}` must be an object that maps rules to reasons");
            let finding = context.at_key(RULE.id, Severity::Warning, &owner.child(KEY), message);
            findings.push(finding.with_help(format!("write `{KEY}: {{ <rule>: <reason> }}`, or remove it")));
        }
    }
    for entry in entries(context) {
        if !entry.names_a_rule() {
            let message = format!("there is no rule `{}` with findings that can be accepted", entry.rule);
            let help = if entry.rule == RULE.id {
                "fix what the rule reports, and remove this entry".to_owned()
            } else {
                did_you_mean(entry.rule, known())
                    .unwrap_or_else(|| "`cargo xtask lint --list` lists all rules".to_owned())
            };
            findings.push(entry.warning(context, message).with_help(help));
        } else if !entry.has_reason() {
            let message = format!("`{}` is accepted here without a reason", entry.rule);
            findings.push(entry.warning(context, message).with_help("give the reason as a string"));
        }
    }
}

/// Removes the findings that the document accepts, and adds one for each entry that accepts none. `findings` contains the
/// findings of all rules.
pub(super) fn accept(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let is_valid = |entry: &Allowance<'_>| entry.names_a_rule() && entry.has_reason();
    let entries: Vec<_> = entries(context).filter(is_valid).collect();
    let mut owners: HashMap<&str, HashMap<Pointer, usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let owner = context.document.author(&entry.owner);
        owners.entry(entry.rule).or_default().insert(owner, index);
    }
    let (mut accepting, mut refused) = (BTreeSet::new(), BTreeSet::new());
    findings.retain(|finding| {
        let owners = owners.get(finding.rule);
        let Some(index) = owners.and_then(|owners| finding.pointer.and_around().find_map(|at| owners.get(at))) else {
            return true;
        };
        let is_error = finding.severity == Severity::Error;
        if is_error { &mut refused } else { &mut accepting }.insert(*index);
        is_error
    });
    // Because of an error, a rule may not have run.
    let is_judged = !finding::has_errors(findings);
    for (index, entry) in entries.iter().enumerate() {
        if refused.contains(&index) {
            let message = format!("`{}` finds an error here, and an error cannot be accepted", entry.rule);
            findings.push(
                entry
                    .warning(context, message)
                    .with_help("fix the error, and remove this entry"),
            );
        } else if is_judged && !accepting.contains(&index) {
            let message = format!("`{}` has no finding here that this entry could accept", entry.rule);
            findings.push(entry.warning(context, message).with_help("remove this entry"));
        }
    }
}

/// The rules with findings that can be accepted: those that check the author's document.
fn known() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().chain(NOTATION).map(|rule| rule.id);
    rules.filter(|id| *id != RULE.id)
}

fn entries<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Allowance<'c>> {
    let objects = extensions(context).filter_map(|(owner, value)| Some((owner, value.as_object()?)));
    objects.flat_map(|(owner, entries)| {
        entries.iter().map(move |(rule, reason)| Allowance {
            owner: owner.clone(),
            rule,
            reason,
        })
    })
}

/// The objects that have the extension, and its value. Objects with a `$ref` count too, because findings can point at them.
fn extensions<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (&'c Pointer, &'c Value)> {
    let objects = context.nodes.objects.iter();
    let objects = objects.filter_map(|node| {
        let value = node.map.get(KEY)?;
        // In an object with keys of the author's choice, this key may be a name.
        node.object.behind(KEY).is_none().then_some((&node.pointer, value))
    });
    let references = context.nodes.references.iter();
    objects.chain(references.filter_map(|reference| Some((&reference.pointer, reference.map.get(KEY)?))))
}
