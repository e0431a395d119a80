//! Stage 2: judges the author's document. One rule a file below this module, its id the file's stem.
//!
//! A rule reads and never changes the document, and it says nothing about what another rule already says. Rules must take
//! any JSON value: where the document does not have the shape that they look for, they stay silent, since the rules about
//! shape (`unknown-key`, `wrong-type`, `missing-key`) have spoken.

mod ambiguous_scalar;
mod dangling_ref;
mod default_mismatch;
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
pub(crate) mod support;
mod unknown_key;
mod wrong_type;

pub use support::explain::{all, explain, list};

use openapi_document::finding::{self, Finding, Severity};
use openapi_document::load::Document;
use openapi_document::threads;
use openapi_document::view::Context;

/// A rule: what it is called, what it is about, and how it looks. What users read of it stands in the rule's own file.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The id that findings carry: the stem of the rule's file, with dashes.
    pub id: &'static str,
    /// One sentence: what the rule wants.
    pub summary: &'static str,
    /// How much its findings weigh, the weightiest first.
    pub severities: &'static [Severity],
    /// Why it wants that, and which of its findings weigh more than others.
    pub why: &'static str,
    /// Keys of a document that it finds something in. What every document has beside them is left out.
    pub bad: &'static str,
    /// The same, corrected.
    pub good: &'static str,
    /// Looks at a document and adds what it finds.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// All rules, in the order of their ids.
pub const RULES: &[Rule] = &[
    ambiguous_scalar::RULE,
    dangling_ref::RULE,
    default_mismatch::RULE,
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
    unknown_key::RULE,
    wrong_type::RULE,
];

/// Judges `document` by all rules. The findings are sorted by place; those that the document accepts are left out.
///
/// A document in a version of OpenAPI that no other rule knows is judged by its version alone.
#[must_use]
pub fn lint(document: &Document) -> Vec<Finding> {
    findings(&Context::new(document))
}

/// [`lint`] for whoever looks at the document as well.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    if context.document.source.is_large() {
        return findings_and(context, || ()).0;
    }
    let mut findings = first(context);
    findings.extend(last(context));
    settled(context, findings)
}

/// [`findings`], and what comes of `next`, which is done while the last rule still looks; `None` where the document is
/// refused.
pub(crate) fn findings_and<T>(context: &Context<'_>, next: impl FnOnce() -> T) -> (Vec<Finding>, Option<T>) {
    let (last, (mut findings, next)) = threads::both(
        || last(context),
        || {
            let findings = first(context);
            let next = (!finding::refuses(&findings)).then(next);
            (findings, next)
        },
    );
    findings.extend(last);
    (settled(context, findings), next)
}

/// The errors that refuse the document, as [`findings`] has them.
pub(crate) fn refusals(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = first(context);
    findings.retain(Finding::refuses);
    findings
}

/// The findings of all rules without those that the document accepts, sorted.
fn settled(context: &Context<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    if is_known(context) {
        lint_allow::settle(context, &mut findings);
    }
    finding::sort(&mut findings);
    findings
}

/// The rule that takes longest. It only warns, so that what it finds keeps nobody from going on.
const LAST: Rule = lost_key::RULE;

/// What the last rule finds.
fn last(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if is_known(context) {
        (LAST.check)(context, &mut findings);
    }
    findings
}

/// What all other rules find.
fn first(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = context.document.findings.clone();
    if !is_known(context) {
        (openapi_version::RULE.check)(context, &mut findings);
        return findings;
    }
    let by = |rule: &Rule| {
        let mut findings = Vec::new();
        if rule.id != LAST.id {
            (rule.check)(context, &mut findings);
        }
        findings
    };
    if context.document.source.is_large() {
        let found = threads::all(RULES.len(), |at| RULES.get(at).map(by));
        findings.extend(found.into_iter().flatten().flatten());
    } else {
        findings.extend(RULES.iter().flat_map(by));
    }
    findings
}

/// Whether the document is in a version of OpenAPI that the rules know.
fn is_known(context: &Context<'_>) -> bool {
    let mut findings = Vec::new();
    (openapi_version::RULE.check)(context, &mut findings);
    findings.is_empty()
}
