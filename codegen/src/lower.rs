//! Stage 3: what is legal OpenAPI but not legal progenitor becomes both.
//!
//! Passes work on JSON values, one after the other, and each says which places it touched. A pass that would lose
//! something says so with a finding; none of them judges the author, and none knows any particular API.

mod bodies;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;

pub(crate) use bodies::property as body_property;
pub(crate) use references::schema_at;
pub(crate) use responses::property as response_property;
pub(crate) use schemas::type_names;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::facts::{Facts, ModelFacts};
use crate::finding::{Finding, Severity};
use crate::load::Document;
use crate::pipeline::Applied;
use crate::pointer::Pointer;
use crate::shape;

/// A lowering.
#[derive(Clone, Copy)]
pub struct Pass {
    /// The stem of the pass's file, with dashes.
    pub id: &'static str,
    /// One sentence: what it rewrites and why.
    pub summary: &'static str,
    /// Rewrites the document, with what the author's document says at hand, and returns the places that it changed, in document order.
    pub run: fn(&mut Value, &Facts) -> Vec<Rewrite>,
}

/// A place that a pass has rewritten, and what that has cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The place in the author's document.
    pub place: Pointer,
    /// What the document says there and the generated code does not; `None` where nothing is lost.
    pub degraded: Option<String>,
    /// What the document says there and the client does not act on; `None` where that is nothing. No type is lost.
    pub ignored: Option<String>,
}

impl Rewrite {
    fn lossless(place: Pointer) -> Self {
        Self {
            place,
            degraded: None,
            ignored: None,
        }
    }

    fn lossy(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            degraded: Some(what.into()),
            ..Self::lossless(place)
        }
    }

    fn ignored(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            ignored: Some(what.into()),
            ..Self::lossless(place)
        }
    }
}

/// All lowerings, in the order in which they run.
pub const PASSES: &[Pass] = &[
    references::PASS,
    operations::PASS,
    parameters::PASS,
    bodies::PASS,
    responses::PASS,
];

/// A document that progenitor can take.
#[derive(Debug)]
pub struct Lowered {
    /// The document, the keys of every object sorted: their order means nothing in OpenAPI, so it decides nothing.
    pub value: Value,
    /// What each pass did.
    pub applied: Vec<Applied>,
    /// What was lost on the way.
    pub findings: Vec<Finding>,
    /// What finish passes have to know of the types that stand for schemas, by their names.
    pub models: BTreeMap<String, ModelFacts>,
    /// Whether an operation has a type of the module `types`.
    pub operations_name_types: bool,
}

/// What the passes begin with: a copy of the author's document, the keys of every object sorted.
pub(crate) fn copy(document: &Document) -> Value {
    let mut value = document.value.clone();
    value.sort_all_objects();
    value
}

/// Runs all passes over `document`, which the lints have passed and of which the `facts` are.
#[must_use]
pub fn lower(document: &Document, facts: &Facts) -> Lowered {
    lower_copy(document, copy(document), facts)
}

/// [`lower`] for whoever has the [`copy`] of the document.
pub(crate) fn lower_copy(document: &Document, mut value: Value, facts: &Facts) -> Lowered {
    let (mut applied, mut findings) = (Vec::new(), Vec::new());
    let mut ignored = Ignored::default();
    for pass in PASSES {
        let rewrites = (pass.run)(&mut value, facts);
        report(
            document,
            (pass.id, pass.summary),
            rewrites,
            &mut findings,
            &mut ignored,
            &mut applied,
        );
    }
    let schemas = schemas::run(&document.value, &mut value, facts);
    let pass = (schemas::ID, schemas::SUMMARY);
    report(
        document,
        pass,
        schemas.rewrites,
        &mut findings,
        &mut ignored,
        &mut applied,
    );
    findings.extend(ignored.findings(document));
    value.sort_all_objects();
    Lowered {
        value,
        applied,
        findings,
        models: schemas.models,
        operations_name_types: schemas.operations_name_types,
    }
}

/// Takes down what a pass did.
fn report(
    document: &Document,
    (id, summary): (&'static str, &'static str),
    rewrites: Vec<Rewrite>,
    findings: &mut Vec<Finding>,
    ignored: &mut Ignored,
    applied: &mut Vec<Applied>,
) {
    let mut told = BTreeSet::new();
    for finding in rewrites
        .iter()
        .filter_map(|rewrite| degraded(document, (id, summary), rewrite))
    {
        // What operations share is lowered for each of them, and told once.
        if told.insert((finding.pointer.to_string(), finding.message.clone())) {
            findings.push(finding);
        }
    }
    for rewrite in &rewrites {
        if let Some(what) = &rewrite.ignored {
            ignored.note(document, what, &rewrite.place);
        }
    }
    let places: Vec<_> = rewrites.into_iter().map(|rewrite| rewrite.place).collect();
    applied.push(Applied {
        pass: id,
        count: places.len(),
        places,
    });
}

/// What the client does not act on: each once, at its first place, with how many there are.
#[derive(Default)]
struct Ignored(BTreeMap<String, (usize, Pointer, usize)>);

impl Ignored {
    fn note(&mut self, document: &Document, what: &str, place: &Pointer) {
        let start = document.key_span(place).map_or(usize::MAX, |span| span.start);
        let entry = self
            .0
            .entry(what.to_owned())
            .or_insert_with(|| (start, place.clone(), 0));
        entry.2 += 1;
        if start < entry.0 {
            (entry.0, entry.1) = (start, place.clone());
        }
    }

    fn findings<'i>(&'i self, document: &'i Document) -> impl Iterator<Item = Finding> + 'i {
        self.0.iter().map(|(what, (_, place, count))| {
            let places = match count {
                1 => String::new(),
                2 => " (here and in 1 further place)".to_owned(),
                count => format!(" (here and in {} further places)", count - 1),
            };
            let span = document.key_span(place);
            Finding::new(
                "not-honoured",
                Severity::Note,
                place.clone(),
                span,
                format!("{what}{places}"),
            )
        })
    }
}

fn degraded(document: &Document, (id, summary): (&'static str, &'static str), rewrite: &Rewrite) -> Option<Finding> {
    let message = rewrite.degraded.as_ref()?;
    let span = document.key_span(&rewrite.place);
    let place = document.author(&rewrite.place);
    let finding = Finding::new("degraded", Severity::Note, place, span, message);
    Some(finding.with_help(format!("the lowering `{id}` has done this: {summary}")))
}

/// The place of the component schema `name`.
fn component(name: &str) -> Pointer {
    Pointer::root().child("components").child("schemas").child(name)
}

/// Adds component schemas.
fn add_schemas(document: &mut Value, schemas: BTreeMap<String, Value>) {
    if schemas.is_empty() {
        return;
    }
    let mut at = document;
    for key in ["components", "schemas"] {
        let Some(map) = at.as_object_mut() else { return };
        at = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    }
    if let Some(map) = at.as_object_mut() {
        map.extend(schemas);
    }
}

/// Calls `visit` with the place and the value of every Operation Object below `paths`.
fn for_each_operation(document: &mut Value, mut visit: impl FnMut(&Pointer, &mut Value)) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in paths {
        let at = Pointer::root().child("paths").child(path);
        for method in shape::METHODS {
            if let Some(operation) = item.get_mut(method) {
                visit(&at.child(method), operation);
            }
        }
    }
}
