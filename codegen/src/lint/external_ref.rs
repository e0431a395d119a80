//! A `$ref` that leads out of the document and its files.

use openapi_document::edit;
use openapi_document::finding::{Finding, Severity};
use openapi_document::load::files::{Outside, failure, file_of, outside};
use openapi_document::view::Context;

use super::Rule;
use super::support::recovery::{meant, meant_or_hole};
use super::support::references::{Target, Use, target, uses};

pub(super) const RULE: Rule = Rule {
    id: "external-ref",
    summary: "a `$ref` leads to a file in the document's folder or below it, and never to the network",
    severities: &[Severity::Error],
    why: "The same document must give the same code on every machine. Therefore the generator fetches nothing, and reads no file outside the document's folder.",
    bad: "\
components:
  schemas:
    Shelf:
      $ref: https://library.example/schemas.yaml#/Shelf
",
    good: "\
components:
  schemas:
    Shelf:
      $ref: '#/components/schemas/Case'
    Case: { type: object }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in uses(context) {
        if let Some(finding) = broken(context, &reference) {
            findings.push(finding.with_recovery(meant_or_hole(context, &reference)));
        } else if !reference.target.starts_with('#') {
            let message = message(context, &reference);
            let finding = context.at_value(RULE.id, Severity::Error, &reference.pointer(), message);
            let recovery = meant_or_hole(context, &reference);
            let place = context.document.author(&reference.pointer());
            let meant = meant(context, &reference);
            let help = meant
                .as_ref()
                .map_or_else(|| help(&reference), |meant| format!("did you mean `{meant}`?"));
            let edits = meant.map(|meant| edit::retype(context.document, &place, &meant));
            let finding = finding.with_help(help).with_edits(edits.unwrap_or_default());
            findings.push(finding.with_recovery(recovery));
        }
    }
}

/// A reference into a file that is not a valid document.
fn broken(context: &Context<'_>, reference: &Use<'_, '_>) -> Option<Finding> {
    if context.document.broken.is_empty() {
        return None;
    }
    let Target::Deep(place) = target(reference.target) else {
        return None;
    };
    let file = file_of(&place);
    let why = context.document.broken.get(&file)?;
    let message = format!("the file `{file}` cannot be read: {why}");
    let finding = context.at_value(RULE.id, Severity::Error, &reference.pointer(), message);
    Some(finding.with_help("fix the file"))
}

fn message(context: &Context<'_>, reference: &Use<'_, '_>) -> String {
    let text = reference.target;
    match outside(&file_of(&reference.pointer()), text) {
        Some(Outside::Network) => format!("`{text}` leads to another host, but the generator uses no network"),
        Some(Outside::Above) => format!("`{text}` leads out of the document's folder"),
        Some(Outside::File(file, _)) => match failure(&context.document.source, &file) {
            Some(why) => format!("`{text}` leads to a file that cannot be read: {why}"),
            None => format!("`{text}` leads out of this document"),
        },
        None => format!("`{text}` leads out of this document"),
    }
}

fn help(reference: &Use<'_, '_>) -> String {
    match reference.object.component_kind() {
        Some(kind) if !reference.target.contains(['/', '.', ':']) => {
            format!("did you mean `#/components/{kind}/{}`?", reference.target)
        }
        Some(kind) => format!(
            "save the target as a file in the document's folder, or copy it to `components.{kind}`, and refer to the copy"
        ),
        None => "save the path item as a file in the document's folder, or write it here".to_owned(),
    }
}
