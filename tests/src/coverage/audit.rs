//! Judges edits on several threads.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::{iter, thread};

use openapi_document::threads;

use super::{Draw, Edit, Fault, Reader, Rust, Site, Waivers, edits, sites};
use crate::truth::NamedPair;

/// Which edits to judge, and how.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Judges one in so many edits.
    pub every: usize,
    /// Compares the wire only.
    pub is_wire_only: bool,
    /// Collects the pairs of documents whose clients were compared.
    pub wants_pairs: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Audit {
    /// How many places there are.
    pub places: usize,
    /// How many edits there are, judged or not.
    pub edits: usize,
    /// How many edits were compared on the wire.
    pub compared: usize,
    /// How many were compared in Rust.
    pub in_rust: usize,
    /// How many were not compared in Rust, because a document of theirs generates nothing.
    pub refused: usize,
    /// The faults that no waiver allows, in words, by object, key and rule.
    pub faults: BTreeMap<(String, String, &'static str), Vec<String>>,
    /// The waivers that should have been needed and were not. Only a run of all edits knows them.
    pub stale: Vec<String>,
    /// The pairs of documents.
    pub pairs: Vec<NamedPair>,
}

impl Audit {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.stale.is_empty()
    }

    /// The faults and what was counted, with so many examples of each fault.
    #[must_use]
    pub fn report(&self, examples: usize) -> String {
        let mut text = String::new();
        for ((object, key, rule), all) in &self.faults {
            text += &format!("{rule}: {object} {key}: {}\n", all.len());
            text.extend(all.iter().take(examples).map(|example| format!("    {example}\n")));
        }
        text.extend(self.stale.iter().map(|row| format!("not needed: {row}\n")));
        text + &format!(
            "{} places, {} edits, {} compared, {} waivers, {} compared in Rust, {} of documents that generate nothing, {} faults\n",
            self.places,
            self.edits,
            self.compared,
            Waivers::count(),
            self.in_rust,
            self.refused,
            self.faults.values().map(Vec::len).sum::<usize>()
        )
    }
}

/// Judges the edits at all places. `progress` gets the number of places that are begun, and of all.
#[must_use]
pub fn audit(plan: Plan, progress: &(dyn Fn(usize, usize) + Sync)) -> Audit {
    let sites = sites();
    // Which edits are drawn depends on how many came before, whatever thread judges them.
    let queue = Mutex::new((sites.iter().enumerate(), Draw::one_in(plan.every.max(1))));
    let next = || {
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let (index, site) = queue.0.next()?;
        progress(index + 1, sites.len());
        Some((index, site, edits(site, &mut queue.1)))
    };
    let work = |_| -> Vec<_> {
        let judged = |(index, site, edits): (usize, _, Vec<_>)| (index, At::judge(site, &edits, plan));
        iter::from_fn(next).map(judged).collect()
    };
    let workers = vec![(); thread::available_parallelism().map_or(1, usize::from)];
    let mut results: Vec<_> = threads::all(&workers, work, |_| ()).into_iter().flatten().collect();
    results.sort_by_key(|(index, _)| *index);

    let mut audit = Audit {
        places: sites.len(),
        edits: queue.into_inner().unwrap_or_else(PoisonError::into_inner).1.edits(),
        ..Audit::default()
    };
    let mut waivers = Waivers::default();
    for (site, (_, at)) in sites.iter().zip(results) {
        audit.compared += at.compared;
        audit.in_rust += at.in_rust;
        audit.refused += at.refused;
        audit.pairs.extend(at.pairs);
        for (key, fault, what) in at.faults {
            if !waivers.allow(site, &key, &fault) {
                let row = (format!("{:?}", site.object), key, fault.rule);
                let example = format!("{what}: {}", fault.message);
                audit.faults.entry(row).or_default().push(example);
            }
        }
    }
    // A part of the edits need not need all of them.
    if plan.every <= 1 {
        audit.stale = waivers.stale(!plan.is_wire_only);
    }
    audit
}

/// What was found at one place.
#[derive(Default)]
struct At {
    compared: usize,
    in_rust: usize,
    refused: usize,
    /// The faults, with the key that is edited and the edit in words.
    faults: Vec<(String, Fault, String)>,
    pairs: Vec<NamedPair>,
}

impl At {
    fn judge(site: &Site, edits: &[Edit], plan: Plan) -> Self {
        let (mut at, mut reader) = (Self::default(), Reader::new(site));
        for edit in edits {
            at.compared += 2;
            let found = match reader.on_the_wire(edit) {
                Ok((reports, mut found)) => {
                    if !plan.is_wire_only {
                        found.extend(at.judge_in_rust(reader.in_rust(edit, &reports), site, edit, plan));
                    }
                    found
                }
                Err(fault) => vec![fault],
            };
            let named = found
                .into_iter()
                .map(|fault| (edit.key.clone(), fault, edit.describe(site)));
            at.faults.extend(named);
        }
        at
    }

    fn judge_in_rust(&mut self, said: Result<Rust, Fault>, site: &Site, edit: &Edit, plan: Plan) -> Option<Fault> {
        match said {
            Ok(Rust::Compared(..)) => {
                self.in_rust += 2;
                if plan.wants_pairs {
                    self.pairs.push(NamedPair {
                        name: edit.describe(site),
                        base: edit.base.clone(),
                        head: edit.head.clone(),
                    });
                }
                None
            }
            Ok(Rust::Refused(_)) => {
                self.refused += 2;
                None
            }
            Err(fault) => Some(fault),
        }
    }
}
