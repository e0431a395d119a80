//! The parts of a client: the code of each type, from its model to its builder. They are written on several threads.

use std::collections::BTreeMap;

use openapi_document::finding::{Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::{quiet, threads};

use crate::model::Facts;
use crate::schemas::{Definition, Schemas};
use crate::types::{self, Counts, Printed};
use crate::write::{self, TypeText};

/// How many types one run of progenitor writes: so many that its fixed cost for each run does not matter.
const CHUNK: usize = 64;

/// Finds the model of a definition without progenitor, if it is known.
pub(crate) type Known<'k> = dyn Fn(&str, &Definition) -> Option<&'k Printed> + Sync + 'k;

/// The code of types.
#[derive(Default)]
pub(crate) struct Parts<'s> {
    /// The texts, by name.
    pub(crate) texts: BTreeMap<&'s str, TypeText>,
    /// The models that were not known.
    pub(crate) written: Vec<(&'s str, Printed)>,
    /// What each pass has changed, in all models.
    pub(crate) counts: Counts,
}

/// Writes the code of `types`. `progress` gets the number of chunks that have begun, and of all.
pub(crate) fn write<'s>(
    types: &[(&'s str, &'s Definition)],
    facts: &Facts,
    schemas: &'s Schemas,
    known: &Known<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Parts<'s>, Vec<Finding>> {
    let chunks: Vec<_> = types.chunks(CHUNK).collect();
    let work = |chunk: &&[_]| caught(|| write_chunk(chunk, facts, schemas, known));
    let (mut all, mut findings) = (Parts::default(), Vec::new());
    for result in threads::all(&chunks, work, |done| progress(done, chunks.len())) {
        match result {
            Ok(parts) => {
                all.texts.extend(parts.texts);
                all.written.extend(parts.written);
                all.counts.add(&parts.counts);
            }
            Err(refusal) => findings.extend(refusal),
        }
    }
    if findings.is_empty() { Ok(all) } else { Err(findings) }
}

fn write_chunk<'s>(
    chunk: &[(&'s str, &'s Definition)],
    facts: &Facts,
    schemas: &'s Schemas,
    known: &Known<'_>,
) -> Result<Parts<'s>, Vec<Finding>> {
    let mut parts = Parts::default();
    let is_asked =
        |(name, definition): &(&str, &Definition)| types::is_written(definition) && known(name, definition).is_none();
    let asked: Vec<_> = chunk.iter().copied().filter(is_asked).collect();
    if !asked.is_empty() {
        parts.written = types::write(&asked, &schemas.types)?;
    }
    for (name, definition) in chunk {
        let written = parts.written.iter().find(|(written, _)| written == name);
        let printed = written.map(|(_, printed)| printed);
        let printed = printed.or_else(|| known(name, definition));
        if let Some(printed) = printed {
            parts.counts.add(&printed.counts);
        }
        parts.texts.insert(name, write::model(name, printed, facts, schemas));
    }
    Ok(parts)
}

/// Runs `work`. A panic in the generator's own code becomes a finding.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Vec<Finding>>) -> Result<T, Vec<Finding>> {
    quiet::catch(work).unwrap_or_else(|panic| {
        let message = format!("the generator failed: {panic}");
        let finding = Finding::new(types::RULE, Severity::Error, Pointer::root(), None, message);
        Err(vec![finding.with_help(types::HELP)])
    })
}
