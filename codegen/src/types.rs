//! Stage 4: progenitor writes the models of the schemas, and model passes change what of it is wrong for a published client.
//!
//! progenitor gets component schemas and no paths, in chunks: what a type refers to is shown to it by name alone, so that its
//! code for a type depends on nothing else, and chunks are of any size. A [`Model`] is parsed once, changed by every pass, and
//! printed once.

mod pass;
mod passes;
mod progenitor;

pub(crate) use passes::{Counts, PASSES};

use std::collections::BTreeMap;

use openapi_document::finding::{Finding, Severity};
use openapi_document::pointer::Pointer;
use syn::Item;

use crate::schemas::{Definition, DefinitionKind, Form};

/// A type as progenitor has written it.
pub(crate) struct Model<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// What the document says of it.
    pub(crate) definition: &'d Definition,
    /// A struct or an enumeration. What else progenitor writes of it is dropped: conversions follow from the definition.
    pub(crate) item: Item,
}

/// The text of a model, as it stands at the top of a file.
pub(crate) struct Printed<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// The struct or the enumeration.
    pub(crate) text: String,
}

/// Whether progenitor writes the type. A union it would read as the first form that a value fits, and a secret it takes for
/// `support::Secret` itself.
pub(crate) fn is_written(definition: &Definition) -> bool {
    !matches!(
        definition.kind,
        DefinitionKind::Union(_) | DefinitionKind::Alias(Form::Secret)
    )
}

/// The models of a `chunk` of definitions, and what each pass has done to them. `all` are the definitions that those of the
/// chunk may refer to.
///
/// # Errors
///
/// A finding for each schema whose model could not be written. All of them are bugs of the generator.
pub(crate) fn write<'d>(
    chunk: &[(&'d str, &'d Definition)],
    all: &'d BTreeMap<String, Definition>,
) -> Result<(Vec<Printed<'d>>, Counts), Vec<Finding>> {
    let models = progenitor::models(chunk, all).map_err(|reason| blame(chunk, all, &reason))?;
    let (mut printed, mut counts, mut findings) = (Vec::new(), Counts::default(), Vec::new());
    for mut model in models {
        match counts.run(&mut model) {
            Ok(()) => printed.push(Printed {
                name: model.name,
                text: print(model.item),
            }),
            Err(mismatch) => findings.push(bug(model.definition, &mismatch)),
        }
    }
    if findings.is_empty() {
        Ok((printed, counts))
    } else {
        Err(findings)
    }
}

fn print(item: Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// The findings for a chunk that progenitor has refused with `reason`: it does not say for which schema, so each is tried.
fn blame(chunk: &[(&str, &Definition)], all: &BTreeMap<String, Definition>, reason: &str) -> Vec<Finding> {
    let alone = |one: &(&str, &Definition)| {
        let reason = progenitor::models(std::slice::from_ref(one), all).err()?;
        Some(bug(
            one.1,
            &format!("progenitor writes no model of this schema: {reason}"),
        ))
    };
    let findings: Vec<_> = chunk.iter().filter_map(alone).collect();
    if findings.is_empty() {
        let message = format!("progenitor writes no models of this document's schemas: {reason}");
        return vec![Finding::new(RULE, Severity::Error, Pointer::root(), None, message).with_help(HELP)];
    }
    findings
}

/// The id of findings about the generator's own failures.
pub(crate) const RULE: &str = "generator-bug";
/// What to do about them.
pub(crate) const HELP: &str =
    "this is a bug in the generator, not in your document: please report it with the document";

fn bug(definition: &Definition, message: &str) -> Finding {
    Finding::new(RULE, Severity::Error, definition.place.clone(), None, message).with_help(HELP)
}
