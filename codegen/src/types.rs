//! Stage 4: progenitor writes the models of the schemas, and model passes correct what is not suitable for a published
//! client.
//!
//! progenitor gets component schemas without paths, in chunks. It sees only the names of the types that a type refers
//! to. So its code for a type depends on nothing else, and a chunk can have any size. A [`Model`] is parsed once,
//! changed by every pass, and printed once.

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
    /// Its definition.
    pub(crate) definition: &'d Definition,
    /// A struct or an enumeration. Other items of progenitor are dropped; conversions are made from the definition.
    pub(crate) item: Item,
}

/// The text of a model at the top level of a file.
pub(crate) struct Printed<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// The struct or the enumeration.
    pub(crate) text: String,
}

/// Whether progenitor writes the type. It would read a union as the first matching type, and it uses `support::Secret`
/// itself for a secret.
pub(crate) fn is_written(definition: &Definition) -> bool {
    !matches!(
        definition.kind,
        DefinitionKind::Union(_) | DefinitionKind::Alias(Form::Secret)
    )
}

/// The models of a `chunk` of definitions, and the number of changes by each pass. `all` holds the definitions that the
/// chunk may refer to.
///
/// # Errors
///
/// A finding for each schema whose model could not be written. Each one is a bug in the generator.
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

/// The findings for a chunk that progenitor has refused with `reason`. The reason does not name the schema, so each
/// schema is tried alone.
fn blame(chunk: &[(&str, &Definition)], all: &BTreeMap<String, Definition>, reason: &str) -> Vec<Finding> {
    let alone = |one: &(&str, &Definition)| {
        let reason = progenitor::models(std::slice::from_ref(one), all).err()?;
        Some(bug(
            one.1,
            &format!("progenitor cannot write a model of this schema: {reason}"),
        ))
    };
    let findings: Vec<_> = chunk.iter().filter_map(alone).collect();
    if findings.is_empty() {
        let message = format!("progenitor cannot write models of this document's schemas: {reason}");
        return vec![Finding::new(RULE, Severity::Error, Pointer::root(), None, message).with_help(HELP)];
    }
    findings
}

/// The id of findings about bugs in the generator.
pub(crate) const RULE: &str = "generator-bug";
/// The help of such findings.
pub(crate) const HELP: &str =
    "this is a bug in the generator, not in your document: please report it with the document";

fn bug(definition: &Definition, message: &str) -> Finding {
    Finding::new(RULE, Severity::Error, definition.place.clone(), None, message).with_help(HELP)
}
