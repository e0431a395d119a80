//! The results of all values, by category.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::compare::{self, Difference};
use super::document::Subject;
use super::{Answer, Category, Origin, Probe};

/// The results of all values.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// How many documents were read.
    pub documents: usize,
    /// How many types.
    pub types: usize,
    /// How many values of each origin were read.
    pub values: BTreeMap<Origin, usize>,
    /// Their results.
    pub rows: BTreeMap<Category, Row>,
    /// The documents of which no code was generated, and why.
    pub refused: Vec<(String, String)>,
}

/// A category.
#[derive(Debug, Default, Serialize)]
pub struct Row {
    /// How many values of each origin fell into it.
    pub count: BTreeMap<Origin, usize>,
    /// How many types have such a value.
    pub types: usize,
    /// The smallest such value of each type, up to a few.
    pub examples: Vec<Example>,
    #[serde(skip)]
    seen: BTreeMap<(String, String), Example>,
}

/// A value and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// The document.
    pub document: String,
    /// The type.
    pub name: String,
    /// What was read.
    pub read: String,
    /// What was written, or why it was not read.
    pub written: String,
}

impl Report {
    pub(super) fn refuse(&mut self, file: &Path, reason: String) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.refused.push((name, reason));
    }

    pub(super) fn add(&mut self, subject: &Subject, probes: &[Probe], answers: &[Answer]) {
        self.documents += 1;
        self.types += probes.iter().map(|probe| &probe.name).collect::<BTreeSet<_>>().len();
        let degraded: Vec<&str> = subject
            .findings
            .iter()
            .filter(|finding| finding.rule == "degraded")
            .map(|finding| finding.pointer.as_str())
            .collect();
        for (probe, answer) in probes.iter().zip(answers) {
            *self.values.entry(probe.origin).or_default() += 1;
            let category = category(subject, probe, answer, &degraded);
            let row = self.rows.entry(category).or_default();
            *row.count.entry(probe.origin).or_default() += 1;
            let written = match answer {
                Answer::Read { text, .. } => text,
                Answer::Refused(reason) => reason,
            };
            let example = Example {
                document: subject.name.clone(),
                name: probe.name.clone(),
                read: probe.text.clone(),
                written: written.clone(),
            };
            let known = row
                .seen
                .entry((subject.name.clone(), probe.name.clone()))
                .or_insert_with(|| example.clone());
            if example.read.len() < known.read.len() {
                *known = example;
            }
        }
        for row in self.rows.values_mut() {
            row.types = row.seen.len();
            row.examples = row.seen.values().cloned().collect();
            row.examples.sort_by_key(|example| example.read.len());
            row.examples.truncate(40);
        }
    }

    /// How many values of an origin fell into a category.
    #[must_use]
    pub fn count(&self, category: Category, origin: Origin) -> usize {
        self.rows
            .get(&category)
            .and_then(|row| row.count.get(&origin))
            .copied()
            .unwrap_or_default()
    }
}

fn category(subject: &Subject, probe: &Probe, answer: &Answer, degraded: &[&str]) -> Category {
    let (text, is_unknown) = match (answer, probe.origin) {
        (Answer::Refused(_), Origin::Invalid) => return Category::Exact,
        (Answer::Refused(_), Origin::Grown) => return Category::GrownRefused,
        (Answer::Refused(_), _) => {
            let around = super::places::of_root(&subject.document, &probe.place);
            return if is_reported(&around, degraded) {
                Category::Reported
            } else {
                Category::Refused
            };
        }
        (Answer::Read { text, is_unknown }, _) => (text, *is_unknown),
    };
    match probe.origin {
        Origin::Invalid if is_unknown => return Category::Exact,
        Origin::Invalid => return Category::InvalidAccepted,
        Origin::Grown => return Category::Exact,
        Origin::Instance | Origin::Example => {}
    }
    let (Ok(read), Ok(written)) = (
        serde_json::from_str::<Value>(&probe.text),
        serde_json::from_str::<Value>(text),
    ) else {
        return Category::Changed;
    };
    let differences = compare::compare(subject, &probe.place, &read, &written);
    let unreported = |difference: &&Difference| !is_reported(&difference.places, degraded);
    let unreported: Vec<_> = differences
        .iter()
        .filter(unreported)
        .map(|difference| difference.category)
        .collect();
    match (unreported.iter().min(), differences.is_empty()) {
        (Some(worst), _) => *worst,
        (None, true) => Category::Exact,
        (None, false) => Category::Reported,
    }
}

/// Whether a finding stands at one of the schemas, or at a keyword of one.
fn is_reported(places: &BTreeSet<String>, degraded: &[&str]) -> bool {
    degraded.iter().any(|finding| {
        let parent = finding.rsplit_once('/').map_or("", |(parent, _)| parent);
        let grandparent = parent.rsplit_once('/').map_or("", |(parent, _)| parent);
        [*finding, parent, grandparent].iter().any(|at| places.contains(*at))
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = |origin| self.values.get(&origin).copied().unwrap_or_default();
        writeln!(f, "{} documents, {} types", self.documents, self.types)?;
        for (name, reason) in &self.refused {
            writeln!(f, "not generated: {name}: {reason}")?;
        }
        writeln!(
            f,
            "{:<18}{:>10}{:>10}{:>10}{:>10}{:>8}",
            "", "instances", "examples", "grown", "invalid", "types"
        )?;
        let origins = [Origin::Instance, Origin::Example, Origin::Grown, Origin::Invalid];
        write!(f, "{:<18}", "all")?;
        for origin in origins {
            write!(f, "{:>10}", total(origin))?;
        }
        writeln!(f)?;
        for (category, row) in &self.rows {
            write!(f, "{:<18}", name(*category))?;
            for origin in origins {
                write!(f, "{:>10}", self.count(*category, origin))?;
            }
            writeln!(f, "{:>8}", row.types)?;
        }
        for (category, row) in self.rows.iter().filter(|(category, _)| **category > Category::Reported) {
            let Some(example) = row.examples.first() else { continue };
            writeln!(f, "\n{}: {} of {}", name(*category), example.name, example.document)?;
            writeln!(f, "  read:    {}", cut(&example.read))?;
            writeln!(f, "  written: {}", cut(&example.written))?;
        }
        Ok(())
    }
}

fn name(category: Category) -> &'static str {
    match category {
        Category::Exact => "exact",
        Category::Reported => "reported as degraded",
        Category::Refused => "refused",
        Category::Lost => "lost",
        Category::Changed => "changed",
        Category::Added => "added",
        Category::AbsentNull => "absent/null",
        Category::AbsentEmpty => "absent/empty",
        Category::UnknownDropped => "unknown dropped",
        Category::GrownRefused => "grown refused",
        Category::InvalidAccepted => "invalid accepted",
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() > 400 {
        text.chars().take(400).collect::<String>() + " …"
    } else {
        text.to_owned()
    }
}
