//! What must hold of a report on an edit, on either axis.

use std::collections::BTreeMap;

use openapi_diff::change::{Bump, Direction, ItemChange, RustChange, Severity, WireChange};
use openapi_diff::surface::{Surface, compare, link};
use openapi_diff::verdict::{rust_bump, wire_bump};
use openapi_diff::wire::{self, Effect, kind};
use openapi_document::load::{Document, load};
use codegen::{Unobserved, generate};
use openapi_document::{Finding, Source};
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Edit, Site, Travel};
use crate::sandbox::{UnknownMembers, validator as older};

/// What a report lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What must hold and does not.
    pub rule: &'static str,
    /// What the report says instead.
    pub message: String,
}

impl Fault {
    fn new(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
        }
    }
}

/// The kinds that say that nothing else could judge a change.
const FALLBACKS: [&str; 2] = ["unjudged-change", "unresolved-reference-changed"];

/// Compares the documents of `edit` on the wire.
///
/// # Errors
///
/// When one of them is no document.
pub fn on_the_wire(edit: &Edit) -> Result<[Vec<WireChange>; 2], Fault> {
    let (base, head) = (loaded(&edit.base)?, loaded(&edit.head)?);
    Ok([wire::compare(&base, &head), wire::compare(&head, &base)])
}

fn loaded(document: &Value) -> Result<Document, Fault> {
    let refused = |findings: Vec<Finding>| Fault::new("refused", findings.first().map_or("", |finding| finding.rule));
    load(Source::new("openapi.json", &document.to_string())).map_err(refused)
}

impl Site {
    /// The faults of the report on an edit here and of the one on the edit that takes it back.
    #[must_use]
    pub fn faults(&self, edit: &Edit, reports: &[Vec<WireChange>; 2]) -> Vec<Fault> {
        let [there, back] = reports;
        let mut faults = mirrored(there, back);
        for (edit, report) in [(edit, there), (&edit.reversed(), back)] {
            if report.is_empty() {
                faults.push(Fault::new("silent", ""));
            }
            for change in report {
                faults.extend(self.entry(change));
            }
            if wire_bump(report) == Bump::None {
                faults.push(Fault::new("bump", "no bump is required"));
            }
            faults.extend(self.law(edit, report));
        }
        faults
    }

    /// What is wrong with a single entry.
    fn entry(&self, change: &WireChange) -> Option<Fault> {
        let Some(kind) = kind(&change.id) else {
            return Some(Fault::new("unknown", &change.id));
        };
        if FALLBACKS.contains(&kind.id) {
            return Some(Fault::new("fallback", kind.id));
        }
        if kind.id == "written-differently" {
            return Some(Fault::new("same", kind.id));
        }
        let [request, response, neutral] = kind.effect.severities();
        let weight = match change.direction {
            Direction::Request => request,
            Direction::Response => response,
            Direction::Both => request.max(response),
            Direction::None => neutral,
        };
        if change.severity != weight {
            return Some(Fault::new("severity", format!("{} is {:?}", kind.id, change.severity)));
        }
        let expected = match self.travel {
            Travel::Request => Direction::Request,
            Travel::Response => Direction::Response,
            Travel::Both => Direction::Both,
            Travel::Unused => Direction::None,
            Travel::Neither => return None,
        };
        let is_fitting = change.direction == expected || kind.effect == Effect::Text;
        (!is_fitting).then(|| Fault::new("direction", format!("{} is {:?}", kind.id, change.direction)))
    }

    /// What the values that are right before and after say of the report.
    fn law(&self, edit: &Edit, report: &[WireChange]) -> Option<Fault> {
        let place = self.schema.as_ref().filter(|_| self.is_json)?;
        let of = |document: &Value| {
            let schema = document.pointer(place.as_str())?;
            validator(document, schema)
        };
        let (before, now) = (of(&edit.base)?, of(&edit.head)?);
        let right = |validator: &Validator| instances().iter().map(|value| validator.is_valid(value)).collect::<Vec<_>>();
        let (before, now) = (right(&before), right(&now));
        let lost = before.iter().zip(&now).position(|(before, now)| *before && !now);
        let won = before.iter().zip(&now).position(|(before, now)| !before && *now);
        let worst = report.iter().map(|change| change.severity).max()?;
        let breaks = |index: Option<usize>, ways: [Travel; 2]| index.filter(|_| ways.contains(&self.travel));
        let broken = breaks(lost, [Travel::Request, Travel::Both]).or(breaks(won, [Travel::Response, Travel::Both]))?;
        let instance = instances().get(broken).cloned().unwrap_or_default();
        let ids: Vec<_> = report.iter().map(|change| change.id.as_str()).collect();
        (worst < Severity::Risky).then(|| Fault::new("law", format!("{instance} says more than {ids:?}")))
    }
}

/// The validator for a schema in the version of its document; `None` where the schema is none.
fn validator(document: &Value, schema: &Value) -> Option<Validator> {
    if document.get("openapi")? != "3.1.0" {
        return older(document, schema, UnknownMembers::AsDocumented).ok();
    }
    let mut root = schema.clone();
    if let Some(map) = root.as_object_mut() {
        map.insert("components".to_owned(), document.get("components").cloned().unwrap_or_default());
    }
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.offline().build(&root).ok()
}

/// Values that tell schemas apart.
fn instances() -> &'static [Value] {
    static INSTANCES: std::sync::LazyLock<Vec<Value>> = std::sync::LazyLock::new(|| {
        let list = json!([
            null, true, 0, 1, 2, 3, 4, 5, 6, 2.5, -1, "", "a", "b", "c", "ab", "bbb", "2020-01-01", "2020-01-01T00:00:00Z",
            [], ["a"], ["b"], ["a", "a"], ["a", "b"], [1], ["a", 1], [1, 1, 1], ["a", "b", "c"], [null],
            {}, {"a": "a"}, {"a": 1}, {"a": null}, {"b": "b"}, {"a": "a", "b": "b"}, {"c": "c"}, {"a": "a", "c": 1}, {"a": {}},
            {"a": {"a": "a"}}, {"a": {"a": 1}}, {"a": ["a"]}, {"ab": "a"}, {"ab": 1},
            {"kind": "p", "p": "a"}, {"kind": "q", "q": "a"}, {"kind": "p"}
        ]);
        list.as_array().cloned().unwrap_or_default()
    });
    &INSTANCES
}

/// Whether each entry of one report has its mirror in the other.
#[must_use]
pub fn mirrored(there: &[WireChange], back: &[WireChange]) -> Vec<Fault> {
    let count = |changes: &[WireChange], reflect: bool| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for change in changes {
            let id = kind(&change.id).map_or("", |kind| if reflect { kind.mirror } else { kind.id });
            *counts.entry(id.to_owned()).or_default() += 1;
        }
        counts
    };
    let (mirrored, found) = (count(there, true), count(back, false));
    if mirrored == found {
        return Vec::new();
    }
    vec![Fault::new("mirror", format!("{mirrored:?} and {found:?}"))]
}

/// What is said of an edit in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rust {
    /// The changes, and the bump that they owe together with those on the wire.
    Compared(Vec<RustChange>, Bump),
    /// The rule by which the generator refuses one of the documents, so that only the wire is compared.
    Refused(&'static str),
}

/// Compares what the documents of `edit` generate.
///
/// # Errors
///
/// When no verdict is given, or one that says no reason, no cause, or another thing than the one on the edit back.
pub fn in_rust(edit: &Edit, reports: &[Vec<WireChange>; 2]) -> Result<Rust, Fault> {
    let (base, head) = match (surface(&edit.base)?, surface(&edit.head)?) {
        (Ok(base), Ok(head)) => (base, head),
        (Err(rule), _) | (_, Err(rule)) => return Ok(Rust::Refused(rule)),
    };
    let changes = |base: &Surface, head: &Surface, wire: &[WireChange]| {
        let mut changes = compare(base, head);
        link(&mut changes, wire, base, head);
        changes
    };
    let [there, back] = reports;
    let (changed, back) = (changes(&base, &head, there), changes(&head, &base, back));
    for change in changed.iter().chain(&back) {
        if change.reason.is_empty() || change.bump == Bump::None {
            return Err(Fault::new("verdict", &change.item));
        }
        if change.caused_by.is_empty() && !change.item.starts_with("DOCUMENT_") {
            return Err(Fault::new("cause", &change.item));
        }
    }
    let items = |changes: &[RustChange], reflect: bool| {
        let mut items: Vec<_> = changes
            .iter()
            .map(|change| {
                let what = match (change.change, reflect) {
                    (ItemChange::Added, true) => ItemChange::Removed,
                    (ItemChange::Removed, true) => ItemChange::Added,
                    (same, _) => same,
                };
                (change.item.clone(), what)
            })
            .collect();
        items.sort();
        items
    };
    if items(&changed, true) != items(&back, false) {
        return Err(Fault::new("mirror", "the other way round other items change"));
    }
    let bump = wire_bump(there).max(rust_bump(&changed));
    Ok(Rust::Compared(changed, bump))
}

/// The surface of a document's client, or the rule that refuses the document.
fn surface(document: &Value) -> Result<Result<Surface, &'static str>, Fault> {
    let generated = generate(Source::new("openapi.json", &document.to_string()), &mut Unobserved);
    let Some(code) = generated.code else {
        let errors = generated.findings.iter().filter(|finding| finding.severity == openapi_document::Severity::Error);
        let rule = errors.map(|finding| finding.rule).next();
        return match rule {
            None | Some("generator-bug") => Err(Fault::new("generator", document.to_string())),
            Some(rule) => Ok(Err(rule)),
        };
    };
    Surface::of_generated(&code).map(Ok).map_err(|error| Fault::new("generator", error.to_string()))
}

