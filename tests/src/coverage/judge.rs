//! What must hold of a report on an edit, on either axis.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use codegen::{Unobserved, generate};
use jsonschema::Validator;
use openapi_diff::change::{Bump, Direction, ItemChange, RustChange, Severity, WireChange};
use openapi_diff::surface::{Surface, compare, link};
use openapi_diff::verdict::{rust_bump, wire_bump};
use openapi_diff::wire::{self, Effect, kind};
use openapi_document::load::{Document, load};
use openapi_document::{Finding, Source};
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

/// The rules that only a comparison in Rust can break.
pub(super) const IN_RUST: [&str; 4] = ["generator", "verdict", "cause", "mirror-in-rust"];

/// The kind that says that the same is written in another way.
const SAME: &str = "written-differently";

/// A document that was read.
#[derive(Debug)]
struct Known {
    document: Document,
    /// Whether each of the [`instances`] is right in the schema at the place.
    right: Option<Vec<bool>>,
    /// What it generates.
    surface: OnceCell<Generated>,
}

/// The surface of a document's client, or the rule that refuses the document.
type Generated = Result<Result<Surface, &'static str>, Fault>;

/// Reads the documents of the edits at one place, each once.
#[derive(Debug)]
pub struct Reader<'s> {
    site: &'s Site,
    known: HashMap<String, Rc<Known>>,
}

impl<'s> Reader<'s> {
    /// A reader of documents with this place.
    #[must_use]
    pub fn new(site: &'s Site) -> Self {
        let known = HashMap::new();
        Self { site, known }
    }

    fn read(&mut self, value: &Value) -> Result<Rc<Known>, Fault> {
        let text = value.to_string();
        if let Some(known) = self.known.get(&text) {
            return Ok(Rc::clone(known));
        }
        let refused =
            |findings: Vec<Finding>| Fault::new("refused", findings.first().map_or("", |finding| finding.rule));
        let document = load(Source::new("openapi.json", &text)).map_err(refused)?;
        let schema = self
            .site
            .schema
            .as_ref()
            .and_then(|place| value.pointer(place.as_str()));
        let validator = schema.and_then(|schema| validator(value, schema));
        let right = validator.map(|validator| instances().iter().map(|value| validator.is_valid(value)).collect());
        let known = Rc::new(Known {
            document,
            right,
            surface: OnceCell::new(),
        });
        self.known.insert(text, Rc::clone(&known));
        Ok(known)
    }

    /// Compares the documents of `edit` on the wire, there and back, and says what is wrong with either report.
    ///
    /// # Errors
    ///
    /// When one of them is no document.
    pub fn on_the_wire(&mut self, edit: &Edit) -> Result<([Vec<WireChange>; 2], Vec<Fault>), Fault> {
        let (base, head) = (self.read(&edit.base)?, self.read(&edit.head)?);
        let compare = |base: &Known, head: &Known| wire::compare(&base.document, &head.document);
        let reports = [compare(&base, &head), compare(&head, &base)];
        let mut faults = mirrored(&reports[0], &reports[1]);
        for (report, before, now) in [(&reports[0], &base, &head), (&reports[1], &head, &base)] {
            faults.extend(self.site.faults(report));
            faults.extend(self.site.law(report, before, now));
            let is_same = !report.is_empty() && report.iter().all(|change| change.id == SAME);
            if is_same && !self.site.says_the_same(edit, before, now) {
                faults.push(Fault::new("same", SAME));
            }
        }
        Ok((reports, faults))
    }
}

impl Site {
    /// What is wrong with the report on an edit here.
    fn faults(&self, report: &[WireChange]) -> Vec<Fault> {
        let mut faults: Vec<_> = report.iter().filter_map(|change| self.entry(change)).collect();
        if report.is_empty() {
            faults.push(Fault::new("silent", ""));
        }
        if wire_bump(report) == Bump::None {
            faults.push(Fault::new("bump", "no bump is required"));
        }
        faults
    }

    /// Whether an edit here may be one of the writing alone. Of JSON the values that are right decide it; plain text has no
    /// types. Elsewhere a key that is absent says what an empty or false one does.
    fn says_the_same(&self, edit: &Edit, before: &Known, now: &Known) -> bool {
        if self.schema.is_some() {
            let right = before.right.as_ref().zip(now.right.as_ref());
            return !self.is_json || right.is_none_or(|(before, now)| before == now);
        }
        [&edit.from, &edit.to]
            .iter()
            .all(|value| value.as_ref().is_none_or(is_nothing))
    }

    /// What is wrong with a single entry.
    fn entry(&self, change: &WireChange) -> Option<Fault> {
        let Some(kind) = kind(&change.id) else {
            return Some(Fault::new("unknown", &change.id));
        };
        if FALLBACKS.contains(&kind.id) {
            return Some(Fault::new("fallback", kind.id));
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
    fn law<'k>(&self, report: &[WireChange], before: &'k Known, now: &'k Known) -> Option<Fault> {
        let right = |known: &'k Known| known.right.as_ref().filter(|_| self.is_json);
        let (before, now) = (right(before)?, right(now)?);
        let lost = before.iter().zip(now).position(|(before, now)| *before && !now);
        let won = before.iter().zip(now).position(|(before, now)| !before && *now);
        let worst = report.iter().map(|change| change.severity).max()?;
        let breaks = |index: Option<usize>, ways: [Travel; 2]| index.filter(|_| ways.contains(&self.travel));
        let broken = breaks(lost, [Travel::Request, Travel::Both]).or(breaks(won, [Travel::Response, Travel::Both]))?;
        let instance = instances().get(broken).cloned().unwrap_or_default();
        let ids: Vec<_> = report.iter().map(|change| change.id.as_str()).collect();
        (worst < Severity::Risky).then(|| Fault::new("law", format!("{instance} says more than {ids:?}")))
    }
}

/// Whether a value says what an absent one says.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.values().all(is_nothing),
        Value::Array(list) => list.iter().all(is_nothing),
        value => value == &Value::Bool(false),
    }
}

/// The validator for a schema in the version of its document; `None` if it is not a schema.
fn validator(document: &Value, schema: &Value) -> Option<Validator> {
    if document.get("openapi")? != "3.1.0" {
        return older(document, schema, UnknownMembers::AsDocumented).ok();
    }
    let mut root = schema.clone();
    if let Some(map) = root.as_object_mut() {
        map.insert(
            "components".to_owned(),
            document.get("components").cloned().unwrap_or_default(),
        );
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
fn mirrored(there: &[WireChange], back: &[WireChange]) -> Vec<Fault> {
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

impl Reader<'_> {
    /// Compares what the documents of `edit` generate, in Rust. `reports` are those of [`Self::on_the_wire`].
    ///
    /// # Errors
    ///
    /// When no verdict is given, or one that says no reason, no cause, or another thing than the one on the edit back.
    pub fn in_rust(&mut self, edit: &Edit, reports: &[Vec<WireChange>; 2]) -> Result<Rust, Fault> {
        let (base, head) = (self.read(&edit.base)?, self.read(&edit.head)?);
        match (base.surface()?, head.surface()?) {
            (Ok(base), Ok(head)) => compare_in_rust(base, head, reports),
            (Err(rule), _) | (_, Err(rule)) => Ok(Rust::Refused(rule)),
        }
    }
}

impl Known {
    fn surface(&self) -> Result<Result<&Surface, &'static str>, Fault> {
        let generated = self.surface.get_or_init(|| surface(&self.document.source));
        generated
            .as_ref()
            .map(|surface| surface.as_ref().map_err(|rule| *rule))
            .map_err(Clone::clone)
    }
}

fn compare_in_rust(base: &Surface, head: &Surface, reports: &[Vec<WireChange>; 2]) -> Result<Rust, Fault> {
    let changes = |base: &Surface, head: &Surface, wire: &[WireChange]| {
        let mut changes = compare(base, head);
        link(&mut changes, wire, base, head);
        changes
    };
    let [there, back] = reports;
    let (changed, back) = (changes(base, head, there), changes(head, base, back));
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
        return Err(Fault::new("mirror-in-rust", "the other way round other items change"));
    }
    let bump = wire_bump(there).max(rust_bump(&changed));
    Ok(Rust::Compared(changed, bump))
}

fn surface(source: &Source) -> Generated {
    let generated = generate(source.clone(), &mut Unobserved);
    let Some(code) = generated.code else {
        let errors = generated
            .findings
            .iter()
            .filter(|finding| finding.severity == openapi_document::Severity::Error);
        let rule = errors.map(|finding| finding.rule).next();
        return match rule {
            None | Some("generator-bug") => Err(Fault::new("generator", source.text())),
            Some(rule) => Ok(Err(rule)),
        };
    };
    Surface::of_generated(&code)
        .map(Ok)
        .map_err(|error| Fault::new("generator", error.to_string()))
}
