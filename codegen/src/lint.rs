//! Stage 2: checks the author's document. Each rule is a file below this module, and its id is the file's stem.
//!
//! A rule reads the document and never changes it. It does not repeat the findings of another rule. A rule accepts any JSON
//! value: if a part of the document does not follow OpenAPI's grammar, the rule reports nothing there, because the rules
//! about grammar (`unknown-key`, `wrong-type`, `missing-key`) report it.

mod ambiguous_scalar;
mod dangling_ref;
mod default_mismatch;
mod enum_mismatch;
mod example_mismatch;
mod external_ref;
mod failure_extension;
mod lint_allow;
mod lost_key;
mod media_type;
mod missing_key;
mod not_honoured;
mod openapi_version;
mod operation_id;
mod parameter;
mod path_parameter;
mod path_query;
mod request_body;
mod required_property;
mod response;
mod security;
mod server;
pub(crate) mod support;
mod unknown_key;
mod unnamed_member;
mod wrong_type;

pub use support::explain::{all, explain, list};

use openapi_document::finding::{self, Finding, Severity};
use openapi_document::load::Document;
use openapi_document::threads;
use openapi_document::view::Context;

/// A rule: its id, its explanation for users, and its check. Each rule's file contains its texts.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The id that findings carry: the stem of the rule's file, with dashes.
    pub id: &'static str,
    /// One sentence: what the rule requires.
    pub summary: &'static str,
    /// The severities of its findings, the highest first.
    pub severities: &'static [Severity],
    /// Why it requires that, and which of its findings are more severe than others.
    pub why: &'static str,
    /// Part of a document in which the rule finds something. The keys that every document has are left out.
    pub bad: &'static str,
    /// The same part, fixed.
    pub good: &'static str,
    /// Checks a document and adds its findings.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// All rules, sorted by id.
pub const RULES: &[Rule] = &[
    ambiguous_scalar::RULE,
    dangling_ref::RULE,
    default_mismatch::RULE,
    enum_mismatch::RULE,
    example_mismatch::RULE,
    external_ref::RULE,
    failure_extension::RULE,
    lint_allow::RULE,
    lost_key::RULE,
    media_type::RULE,
    missing_key::RULE,
    not_honoured::RULE,
    openapi_version::RULE,
    operation_id::RULE,
    parameter::RULE,
    path_parameter::RULE,
    path_query::RULE,
    request_body::RULE,
    required_property::RULE,
    response::RULE,
    security::RULE,
    server::RULE,
    unknown_key::RULE,
    unnamed_member::RULE,
    wrong_type::RULE,
];

/// Checks `document` with all rules. The findings are sorted by place; those that the document accepts are left out.
///
/// If the rules do not support the document's version of OpenAPI, only its version is checked.
#[must_use]
pub fn lint(document: &Document) -> Vec<Finding> {
    findings(&Context::new(document))
}

/// [`lint`] for a caller that has a [`Context`].
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = unfiltered(context, RULES);
    findings.retain(|finding| !finding.is_effect);
    if is_known(context) {
        lint_allow::accept(context, &mut findings);
    }
    finding::sort(&mut findings);
    findings
}

/// The errors that refuse the document, as [`findings`] has them. Rules without errors do not run.
pub(crate) fn refusals(context: &Context<'_>) -> Vec<Finding> {
    let can_refuse = |rule: &&Rule| rule.severities.contains(&Severity::Error);
    let rules: Vec<_> = RULES.iter().filter(can_refuse).copied().collect();
    let mut findings = unfiltered(context, &rules);
    findings.retain(Finding::refuses);
    finding::sort(&mut findings);
    findings
}

/// The findings of `rules`, also those that the document accepts.
fn unfiltered(context: &Context<'_>, rules: &[Rule]) -> Vec<Finding> {
    let mut findings = context.document.findings.clone();
    if !is_known(context) {
        (openapi_version::RULE.check)(context, &mut findings);
        return findings;
    }
    let by = |rule: &Rule| {
        let mut findings = Vec::new();
        (rule.check)(context, &mut findings);
        findings
    };
    findings.extend(threads::all(rules, by, |_| ()).into_iter().flatten());
    findings
}

/// Whether the rules support the document's version of OpenAPI.
fn is_known(context: &Context<'_>) -> bool {
    let mut findings = Vec::new();
    (openapi_version::RULE.check)(context, &mut findings);
    !finding::refuses(&findings)
}
