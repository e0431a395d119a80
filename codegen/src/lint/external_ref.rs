//! A `$ref` that leads out of the document.

use super::support::references::{Target, target, uses};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "external-ref",
    summary: "the generator reads one document and touches no file or network, so all references stay inside it",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in uses(context).filter(|reference| target(reference.target) == Target::External) {
        let message = format!("`{}` leads out of this document", reference.target);
        let help = match reference.object.component_kind() {
            Some(kind) if !reference.target.contains(['/', '.', ':']) => {
                format!("did you mean `#/components/{kind}/{}`?", reference.target)
            }
            Some(kind) => format!("copy what it leads to below `components.{kind}` and refer to that"),
            None => "write the path item here".to_owned(),
        };
        findings.push(
            context
                .at_value(RULE.id, Severity::Error, &reference.pointer, message)
                .with_help(help),
        );
    }
}
