//! The wire axis of a diff: the entries for each change, and invariants for any two documents.
//!
//! `fixtures/diff/base.yaml` is a document with a little of everything, `changes.yaml` edits to it, one case each, and
//! `equal.yaml` edits that change nothing; `pairs.yaml` has pairs of documents for all other cases. To add a case, write it there, run the tests with `INSTA_UPDATE=always`, and read
//! the new lines of the snapshot.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is a test's report"
)]

mod cyclic;
mod edits;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use edits::{cases, document, fixture, mutate, pairs, spellings, value};
use openapi_diff::change::{Direction, Position, Severity, WireChange};
use openapi_diff::wire::{compare, compare_on, kind, kinds};
use openapi_document::Source;
use openapi_document::load::{Document, load};
use serde_json::{Value, json};
use workspace_tests::random::Random;

fn base() -> Value {
    value("base.yaml")
}

fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn lines(changes: &[WireChange]) -> String {
    changes.iter().fold(String::new(), |mut lines, change| {
        let (severity, direction) = (word(change.severity), word(change.direction));
        writeln!(
            lines,
            "  {severity} {direction} {} {} {}",
            change.id, change.pointer, change.message
        )
        .unwrap();
        lines
    })
}

#[test]
fn every_change_yields_what_it_is() {
    let base = base();
    let before = document(&base);
    let mut report = String::new();
    for (name, head) in cases("changes.yaml", &base) {
        let now = document(&head);
        let changes = compare(&before, &now);
        assert!(!changes.is_empty(), "{name}: nothing was found");
        write!(report, "{name}\n{}", lines(&changes)).unwrap();
    }
    insta::assert_snapshot!(report);
}

#[test]
fn every_pair_yields_what_it_is() {
    let report = pairs().iter().fold(String::new(), |report, (name, base, head)| {
        report + name + "\n" + &lines(&compare(base, head))
    });
    insta::assert_snapshot!(report);
}

#[test]
fn spellings_of_one_schema_are_only_written_differently() {
    for list in spellings() {
        for (one, base) in &list {
            for (other, head) in list.iter().filter(|(other, _)| other != one) {
                let changes = compare(base, head);
                let texts = |change: &&WireChange| !change.id.starts_with("description");
                let worst = changes
                    .iter()
                    .filter(texts)
                    .filter(|change| change.id != "written-differently");
                assert_eq!(lines(&worst.cloned().collect::<Vec<_>>()), "", "{one} and {other}");
            }
        }
    }
}

#[test]
fn every_kind_of_change_is_produced_by_some_case() {
    let base = base();
    let edited = cases("changes.yaml", &base).into_iter();
    let edited = edited.map(|(name, head)| (name, document(&base), document(&head)));
    let mut found = BTreeSet::new();
    for (_, before, now) in edited.chain(pairs()) {
        for (before, now) in [(&before, &now), (&now, &before)] {
            let undated = compare(before, now).into_iter();
            found.extend(
                undated
                    .chain(compare_on(before, now, "2029-12-31"))
                    .map(|change| change.id),
            );
        }
    }
    let missing: Vec<_> = kinds()
        .iter()
        .map(|kind| kind.id)
        .filter(|id| !found.contains(*id))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
    assert!(
        found.iter().all(|id| kind(id).is_some()),
        "an entry has an id that the table does not know"
    );
}

#[test]
fn equal_forms_are_only_written_differently() {
    let base = base();
    let before = document(&base);
    for (name, head) in cases("equal.yaml", &base) {
        assert_ne!(head, base, "{name}: the case edits nothing");
        let now = document(&head);
        assert_written_differently(&name, &compare(&before, &now));
        assert_written_differently(&name, &compare(&now, &before));
    }
}

fn assert_written_differently(name: &str, changes: &[WireChange]) {
    assert!(!changes.is_empty(), "{name}: silent");
    assert!(
        changes.iter().all(|change| change.id == "written-differently"),
        "{name}\n{}",
        lines(changes)
    );
}

#[test]
fn the_table_of_kinds_is_in_order() {
    let ids: Vec<_> = kinds().iter().map(|kind| kind.id).collect();
    assert!(
        ids.is_sorted() && ids.iter().collect::<BTreeSet<_>>().len() == ids.len(),
        "ids are sorted and unique"
    );
    for one in kinds() {
        assert!(
            one.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{} is not in kebab-case",
            one.id
        );
        assert!(
            !one.explanation.is_empty() && !one.example.is_empty() && !one.sentence.is_empty(),
            "{}",
            one.id
        );
        assert_eq!(
            kind(one.mirror)
                .unwrap_or_else(|| panic!("{} mirrors nothing", one.id))
                .mirror,
            one.id
        );
    }
    let table = kinds().iter().fold(String::new(), |mut table, kind| {
        let (request, response, neutral) = (word(kind.request), word(kind.response), word(kind.neutral));
        writeln!(table, "{} {request} {response} {neutral}", kind.id).unwrap();
        table
    });
    insta::assert_snapshot!(table);
}

#[test]
fn a_change_of_a_shared_schema_is_one_entry_with_all_operations() {
    let base = base();
    let mut head = base.clone();
    head["components"]["schemas"]["Pet"]["properties"]["name"]["maxLength"] = json!(20);
    let changes = compare(&document(&base), &document(&head));
    let [change] = changes.as_slice() else {
        panic!("one entry: {}", lines(&changes))
    };
    assert_eq!(change.operations, ["GET /owners", "PATCH /owners", "PUT /pets/{petId}"]);
    assert_eq!(
        (change.severity, change.direction),
        (Severity::Breaking, Direction::Both)
    );
}

#[test]
fn places_are_those_of_the_exact_keys() {
    let text = fixture("base.yaml");
    let edited = text
        .replace("maxLength: 40", "maxLength: 20")
        .replace("          pattern: ^[A-Z].*$\n", "");
    let load = |text: &str| load(Source::new("openapi.yaml", text)).unwrap();
    let changes = compare(&load(&text), &load(&edited));
    let line = |text: &str, part: &str| {
        text.lines()
            .position(|line| line.contains(part))
            .map(|line| line + 1)
            .unwrap()
    };
    let at = |line| Some(Position { line, column: 11 });
    let limit = changes
        .iter()
        .find(|change| change.id == "upper-limit-lowered")
        .unwrap();
    assert_eq!(
        (limit.base, limit.head),
        (at(line(&text, "maxLength: 40")), at(line(&edited, "maxLength: 20")))
    );
    let pattern = changes.iter().find(|change| change.id == "pattern-removed").unwrap();
    assert_eq!((pattern.base, pattern.head), (at(line(&text, "pattern: ^[A-Z]")), None));
    assert_eq!(pattern.pointer, "/components/schemas/Pet/properties/name/pattern");
}

#[test]
fn fingerprints_follow_the_structure_and_not_the_wording() {
    let base = base();
    let edit = |longest: u8, first: bool| {
        let mut head = base.clone();
        head["paths"]["/pets/{petId}"]["put"]["parameters"][0]["schema"]["maximum"] = json!(longest);
        if first {
            let list = head["paths"]["/pets/{petId}"]["put"]["parameters"]
                .as_array_mut()
                .unwrap();
            list.rotate_left(1);
        }
        compare(&document(&base), &document(&head))
            .into_iter()
            .map(|change| change.fingerprint)
            .collect::<Vec<_>>()
    };
    assert_eq!(edit(50, false).len(), 1);
    assert_eq!(edit(50, false), edit(60, false), "the value does not matter");
    assert_eq!(edit(50, false), edit(50, true), "neither does the order of parameters");
    assert_ne!(
        edit(50, false),
        edit(200, false),
        "another kind of change is another change"
    );
}

#[test]
fn an_object_in_another_file_has_its_name_there() {
    let document = |file: &str, text: &str| {
        let schema = json!({"$ref": format!("{file}#/S")});
        let content = json!({"application/json": {"schema": schema}});
        let responses = json!({"200": {"description": "", "content": content}});
        let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {"responses": responses}}}});
        load(Source::new("openapi.yaml", &document.to_string()).with_file(file, text)).unwrap()
    };
    let base = document("s.yaml", "S: {type: object, properties: {a: {type: string}}}");
    let renamed = document("t.yaml", "S: {type: object, properties: {a: {type: string}}}");
    assert_written_differently("a file renamed", &compare(&base, &renamed));
    let unused = document("s.yaml", "S: {type: object, properties: {a: {type: string}}}\nU: {}");
    assert_written_differently("an unused part", &compare(&base, &unused));
    let changed = document("s.yaml", "S: {type: object, properties: {a: {type: integer}}}");
    let changes = compare(&base, &changed);
    assert_eq!(
        changes.first().map(|change| change.pointer.as_str()),
        Some("s.yaml#/S/properties/a/type")
    );
    for change in changes
        .iter()
        .chain(&compare(&base, &renamed))
        .chain(&compare(&base, &unused))
    {
        assert!(
            !format!("{} {}", change.pointer, change.message).contains("x-codegen"),
            "{}",
            change.message
        );
    }
}

#[test]
fn deep_chains_of_references_end() {
    let links = 5_000;
    let schema = |number: usize| json!({"type": "object", "properties": {"next": {"$ref": format!("#/components/schemas/S{}", (number + 1) % links)}}});
    let schemas: serde_json::Map<String, Value> = (0..links)
        .map(|number| (format!("S{number}"), schema(number)))
        .collect();
    let operation = json!({"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}}});
    let base = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}}, "components": {"schemas": schemas}});
    let mut head = base.clone();
    head["components"]["schemas"]["S4999"]["type"] = json!("string");
    let json = |value: &Value| load(Source::new("openapi.json", &value.to_string())).unwrap();
    let changes = compare(&json(&base), &json(&head));
    assert_eq!(changes.first().map(|change| change.id.as_str()), Some("type-changed"));
    assert_eq!(
        changes.first().map(|change| change.operations.clone()),
        Some(vec!["GET /a".to_owned()])
    );
}

#[test]
fn what_is_gone_before_its_sunset_breaks_a_promise() {
    let base = base();
    let mut head = base.clone();
    head["paths"]["/owners"].as_object_mut().unwrap().remove("get");
    let (base, head) = (document(&base), document(&head));
    let worst = |changes: Vec<WireChange>| changes.first().map(|change| (change.id.clone(), change.severity));
    let gone = |severity| Some(("deprecated-operation-removed".to_owned(), severity));
    let broken = Some(("operation-removed-before-sunset".to_owned(), Severity::Breaking));
    assert_eq!(worst(compare(&base, &head)), gone(Severity::Risky));
    assert_eq!(worst(compare_on(&base, &head, "2029-12-31")), broken);
    assert_eq!(worst(compare_on(&base, &head, "2030-01-01")), gone(Severity::Risky));
}

/// The parts of entries that must only swap sides when the documents are swapped.
type Mirrored = BTreeMap<(String, Direction, Option<Position>, Option<Position>, Vec<String>), usize>;

fn mirrored(changes: &[WireChange], swapped: bool) -> Mirrored {
    let mut all = Mirrored::new();
    for change in changes {
        let id = if swapped {
            kind(&change.id).unwrap().mirror
        } else {
            &change.id
        };
        let (base, head) = if swapped {
            (change.head, change.base)
        } else {
            (change.base, change.head)
        };
        let mut operations: Vec<_> = change.operations.iter().map(|name| without_names(name)).collect();
        operations.sort();
        *all.entry((id.to_owned(), change.direction, base, head, operations))
            .or_default() += 1;
    }
    all
}

/// An operation's name without those of its path parameters, which may be spelt differently in the two documents.
fn without_names(operation: &str) -> String {
    let mut parts = operation.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        name + "{" + part.split_once('}').map_or(part, |(_, behind)| behind)
    })
}

fn assert_properties(what: &str, base: &Document, head: &Document) {
    let (there, back) = (compare(base, head), compare(head, base));
    assert_eq!(
        lines(&compare(head, head)),
        "",
        "{what}: a document differs from itself"
    );
    assert_eq!(there, compare(base, head), "{what}: twice the same is not the same");
    assert_eq!(
        mirrored(&there, false),
        mirrored(&back, true),
        "{what}\nthere:\n{}back:\n{}",
        lines(&there),
        lines(&back)
    );
    for change in there.iter().chain(&back) {
        let kind = kind(&change.id).unwrap();
        let table = match change.direction {
            Direction::Request => kind.request,
            Direction::Response => kind.response,
            Direction::Both => kind.request.max(kind.response),
            Direction::None => kind.neutral,
        };
        // A change that only affects drafts weighs less.
        assert!(
            change.severity == table || change.severity == Severity::Risky && table == Severity::Breaking,
            "{what}"
        );
        assert!(
            change.base.is_some() || change.head.is_some() || change.pointer.is_empty(),
            "{what}: {} has no place",
            change.id
        );
        assert!(
            !change.message.contains('{') || change.message.contains('`'),
            "{what}: {}",
            change.message
        );
    }
    assert!(
        there.is_sorted_by(|a, b| a.severity >= b.severity),
        "{what}: the worst is not first"
    );
    let written = |document: &Document| serde_yaml::from_str::<Value>(document.source.text()).unwrap();
    assert_eq!(there.is_empty(), written(base) == written(head), "{what}: silent");
}

#[test]
fn what_must_hold_holds_for_every_case() {
    let base = base();
    let before = document(&base);
    for (name, head) in cases("changes.yaml", &base)
        .into_iter()
        .chain(cases("equal.yaml", &base))
    {
        assert_properties(&name, &before, &document(&head));
    }
    for (name, before, now) in pairs() {
        assert_properties(&name, &before, &now);
    }
}

#[test]
fn what_must_hold_holds_for_documents_edited_at_random() {
    let base = base();
    let before = document(&base);
    for seed in 1..=250 {
        let mut random = Random::new(seed);
        let mut head = base.clone();
        let edits: Vec<String> = (0..=random.below(3)).map(|_| mutate(&mut head, &mut random)).collect();
        assert_properties(&format!("seed {seed}: {}", edits.join(", ")), &before, &document(&head));
    }
}

#[test]
fn odd_documents_are_compared_without_a_panic() {
    let odd = [
        json!({}),
        json!({"paths": []}),
        json!({"paths": {"/a": null}}),
        json!({"openapi": 3, "components": 7}),
    ];
    let documents: Vec<Document> = odd.iter().chain([&base()]).map(document).collect();
    for base in &documents {
        for head in &documents {
            assert_eq!(
                compare(base, head).is_empty(),
                base.value == head.value,
                "{} and {}",
                base.value,
                head.value
            );
        }
    }
}
