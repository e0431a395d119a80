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

/// The text of a model, which depends on its name and its definition alone.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// The struct or the enumeration, at the top level of a file.
    pub(crate) text: String,
    /// The number of changes by each pass.
    pub(crate) counts: Counts,
}

/// The models of the document that was generated last. The caller keeps it while it generates one document again and again,
/// so that progenitor writes only the models whose definitions have changed. It never changes the code.
#[derive(Debug, Default)]
pub struct Memory {
    definitions: BTreeMap<String, Definition>,
    models: BTreeMap<String, Printed>,
}

impl Memory {
    /// The model of a definition, if it has not changed.
    pub(crate) fn model(&self, name: &str, definition: &Definition) -> Option<&Printed> {
        let is_known = self.definitions.get(name) == Some(definition);
        self.models.get(name).filter(|_| is_known)
    }

    /// Remembers the definitions of a document, and those of their models that have been written for it.
    pub(crate) fn remember(&mut self, definitions: BTreeMap<String, Definition>, written: Vec<(String, Printed)>) {
        self.definitions = definitions;
        self.models.extend(written);
        self.models.retain(|name, _| self.definitions.contains_key(name));
    }
}

/// Whether progenitor writes the type. It would read a union as the first matching type, and it uses `support::Secret`
/// itself for a secret.
pub(crate) fn is_written(definition: &Definition) -> bool {
    !matches!(
        definition.kind,
        DefinitionKind::Union(_) | DefinitionKind::Alias(Form::Secret)
    )
}

/// The models of a `chunk` of definitions, by name. `all` holds the definitions that the chunk may refer to.
///
/// # Errors
///
/// A finding for each schema whose model could not be written. Each one is a bug in the generator.
pub(crate) fn write<'d>(
    chunk: &[(&'d str, &'d Definition)],
    all: &'d BTreeMap<String, Definition>,
) -> Result<Vec<(&'d str, Printed)>, Vec<Finding>> {
    let models = progenitor::models(chunk, all).map_err(|reason| blame(chunk, all, &reason))?;
    let (mut printed, mut findings) = (Vec::new(), Vec::new());
    for mut model in models {
        let mut counts = Counts::default();
        match counts.run(&mut model) {
            Ok(()) => {
                let text = print(model.item);
                printed.push((model.name, Printed { text, counts }));
            }
            Err(mismatch) => findings.push(bug(model.definition, &mismatch)),
        }
    }
    if findings.is_empty() {
        Ok(printed)
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
