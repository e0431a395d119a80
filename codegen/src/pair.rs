//! The code of two documents, without the parts that are the same in both. That is enough to compare the two, and fast for
//! large documents.
//!
//! A client consists of parts: the code of each type, of each operation, and the rest. Equal parts are left out of both files,
//! except those that other parts mention. A module is in both files or in neither. progenitor does not run for a definition
//! that is the same in both documents, unless its part is needed.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::finding::Finding;
use openapi_document::load::Document;
use openapi_document::threads;
use openapi_document::view::Context;

use crate::lint;
use crate::model::Facts;
use crate::parts::{self, Parts, caught};
use crate::pipeline;
use crate::schemas::{Definition, Schemas};
use crate::types::{self, Printed};
use crate::write::{self, OperationText};

/// Generates the code of `base` and of `head` in order to compare it. Parts that are the same in both may be missing. If one
/// document has no code, the code of the other has all parts.
///
/// # Errors
///
/// For each document without code, the findings about it.
pub fn generate_both(base: &Document, head: &Document) -> [Result<String, Vec<Finding>>; 2] {
    let (head, base) = threads::both(|| Side::read(head), || Side::read(base));
    match (base, head) {
        (Ok(base), Ok(head)) => match caught(|| differing(&base, &head)) {
            Ok(codes) => codes.map(Ok),
            Err(findings) => [Err(findings.clone()), Err(findings)],
        },
        (base, head) => [base, head].map(|side| {
            let side = side?;
            caught(|| side.whole())
        }),
    }
}

/// One of the documents.
struct Side {
    facts: Facts,
    schemas: Schemas,
}

/// The parts of a client. progenitor's models may be missing in types that both sides define in the same way.
struct Draft<'s> {
    types: Parts<'s>,
    operations: BTreeMap<&'s str, OperationText>,
}

impl Side {
    fn read(document: &Document) -> Result<Self, Vec<Finding>> {
        let context = Context::new(document);
        let refusals = lint::refusals(&context);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        caught(|| {
            // The hash says that the documents differ, which is known.
            let facts = Facts::without_sha256(&context);
            let (schemas, _) = pipeline::resolve(&context, &facts)?;
            Ok(Self { facts, schemas })
        })
    }

    fn whole(&self) -> Result<String, Vec<Finding>> {
        let types = parts::write(
            &self.schemas.named(),
            &self.facts,
            &self.schemas,
            &|_, _| None,
            &mut |_, _| (),
        )?;
        let operations = write::operations(&self.facts, &self.schemas);
        Ok(write::client(&self.facts, &self.schemas, types.texts, operations))
    }

    fn draft(&self, other: &Self) -> Result<Draft<'_>, Vec<Finding>> {
        let same = Printed::default();
        let known = |name: &str, definition: &Definition| {
            let is_same = other.schemas.types.get(name) == Some(definition);
            is_same.then_some(&same)
        };
        let types = parts::write(
            &self.schemas.named(),
            &self.facts,
            &self.schemas,
            &known,
            &mut |_, _| (),
        )?;
        let names = self
            .facts
            .operations
            .iter()
            .map(|operation| operation.method_name.as_str());
        let operations = names.zip(write::operations(&self.facts, &self.schemas)).collect();
        Ok(Draft { types, operations })
    }
}

impl<'s> Draft<'s> {
    /// The types that the code of these types and operations mentions.
    fn mentioned(&self, side: &'s Side, types: &BTreeSet<&str>, operations: &BTreeSet<&str>) -> BTreeSet<&'s str> {
        let texts = types.iter().filter_map(|name| self.types.texts.get(name));
        let texts = texts.flat_map(|text| [&text.model, &text.builder]);
        let of_operations = operations.iter().filter_map(|name| self.operations.get(name));
        let texts = texts.chain(of_operations.flat_map(|text| [&text.choices, &text.method, &text.builder]));
        let words = texts.flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '_')));
        let known = |word: &str| side.schemas.types.get_key_value(word).map(|(name, _)| name.as_str());
        // progenitor's model may be missing, and mentions the types that the definition has.
        let definitions = types.iter().filter_map(|name| side.schemas.types.get(*name));
        let forms = definitions
            .flat_map(Definition::forms)
            .filter_map(|form| form.name_inside());
        words.filter_map(known).chain(forms).collect()
    }

    /// The first type with a builder, and the first operation: without them, a module could be in one file alone.
    fn first(&self) -> (Option<&'s str>, Option<&'s str>) {
        let builder = self.types.texts.iter().find(|(_, text)| !text.builder.is_empty());
        (builder.map(|(name, _)| *name), self.operations.keys().next().copied())
    }

    /// The file with these types and operations.
    fn finish(
        mut self,
        side: &'s Side,
        names: &BTreeSet<&str>,
        operations: &BTreeSet<&str>,
    ) -> Result<String, Vec<Finding>> {
        self.types.texts.retain(|name, _| names.contains(name));
        let written: BTreeSet<_> = self.types.written.iter().map(|(name, _)| *name).collect();
        let is_missing = |(name, definition): &(&str, &Definition)| {
            names.contains(name) && !written.contains(name) && types::is_written(definition)
        };
        let again: Vec<_> = side.schemas.named().into_iter().filter(is_missing).collect();
        let parts = parts::write(&again, &side.facts, &side.schemas, &|_, _| None, &mut |_, _| ())?;
        self.types.texts.extend(parts.texts);
        self.operations.retain(|name, _| operations.contains(name));
        let operations = self.operations.into_values().collect();
        Ok(write::client(&side.facts, &side.schemas, self.types.texts, operations))
    }
}

/// The files of both sides, without the parts that are the same and that no other part mentions.
fn differing(base: &Side, head: &Side) -> Result<[String; 2], Vec<Finding>> {
    let (base_draft, head_draft) = (base.draft(head)?, head.draft(base)?);
    let mut operations = unequal(&base_draft.operations, &head_draft.operations);
    let mut types = unequal(&base_draft.types.texts, &head_draft.types.texts);
    let mentioned =
        [(&base_draft, base), (&head_draft, head)].map(|(draft, side)| draft.mentioned(side, &types, &operations));
    types.extend(mentioned.into_iter().flatten());
    for draft in [&base_draft, &head_draft] {
        let (builder, operation) = draft.first();
        types.extend(builder);
        operations.extend(operation);
    }
    Ok([
        base_draft.finish(base, &types, &operations)?,
        head_draft.finish(head, &types, &operations)?,
    ])
}

/// The names whose values differ, or that only one of the two has.
fn unequal<'s, T: PartialEq>(base: &BTreeMap<&'s str, T>, head: &BTreeMap<&'s str, T>) -> BTreeSet<&'s str> {
    let names = base.keys().chain(head.keys());
    names
        .filter(|name| base.get(*name) != head.get(*name))
        .copied()
        .collect()
}
