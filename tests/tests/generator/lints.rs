//! Every lint, with a document that it must report and one that it must not.
//!
//! A rule's fixtures are `fixtures/lints/<id>/bad*` and `…/good*`, in YAML or JSON. To add one, write the file and run
//! the tests with `INSTA_UPDATE=always`; then read the new snapshot.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::lint;
use codegen::lint::RULES;
use openapi_document::load::{Document, load};
use openapi_document::render::{Format, render};
use openapi_document::{Finding, Pointer, Severity, Source};
use serde_json::{Map, Value, json};

/// A document below `fixtures/lints`.
struct Fixture {
    rule: String,
    /// The file's name without its ending.
    stem: String,
    /// The name of the folder and the file, as findings show it.
    name: String,
    text: String,
}

impl Fixture {
    fn source(&self) -> Source {
        Source::new(&self.name, &self.text)
    }

    fn is_bad(&self) -> bool {
        self.stem.starts_with("bad")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lints")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn fixtures() -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for folder in entries(&root()) {
        let rule = file_name(&folder);
        for path in entries(&folder) {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let name = format!("{rule}/{}", file_name(&path));
            fixtures.push(Fixture {
                rule: rule.clone(),
                stem,
                name,
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
    fixtures
}

fn shown(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {}: {}", finding.rule, finding.pointer, finding.message))
        .collect()
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_a_rule() {
    let rules: BTreeSet<_> = lint::all().into_iter().map(|rule| rule.id.to_owned()).collect();
    let folders: BTreeSet<_> = entries(&root()).iter().map(|folder| file_name(folder)).collect();
    assert_eq!(rules, folders);
    for rule in rules {
        for kind in ["bad", "good"] {
            let has = fixtures()
                .iter()
                .any(|fixture| fixture.rule == rule && fixture.stem.starts_with(kind));
            assert!(has, "{rule} has no {kind} fixture");
        }
    }
    for fixture in fixtures() {
        let is_known = fixture.is_bad() || fixture.stem.starts_with("good");
        assert!(is_known, "{} is neither good nor bad", fixture.name);
    }
}

/// Every rule is registered. Otherwise it would never run.
#[test]
fn every_rule_file_is_registered_under_its_own_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/src/lint");
    let files = entries(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let mut stems: Vec<_> = files
        .map(|path| file_name(&path).replace(".rs", "").replace('_', "-"))
        .collect();
    // `support.rs` has the code that rules share.
    stems.retain(|stem| stem != "support");
    stems.sort();
    let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids, stems);
    assert!(RULES.iter().all(|rule| !rule.summary.is_empty()));
}

/// The severities in `--list` are those of the findings about the rule's fixtures.
#[test]
fn severities_are_those_of_the_findings() {
    for rule in lint::all() {
        let fixtures = fixtures().into_iter().filter(|fixture| fixture.rule == rule.id);
        let findings = fixtures.flat_map(|fixture| lint(fixture.source()).1);
        let found: BTreeSet<_> = findings
            .filter(|finding| finding.rule == rule.id)
            .map(|finding| finding.severity)
            .collect();
        assert!(found.iter().rev().eq(rule.severities), "{}: {found:?}", rule.id);
    }
}

/// The bad example of `--explain` has a finding, and the good one has none.
#[test]
fn explained_examples_are_true() {
    for rule in lint::all() {
        for (part, is_bad) in [(rule.bad, true), (rule.good, false)] {
            let rest = [
                ("openapi:", "openapi: 3.0.3\n"),
                ("info:", "info: { title: Library, version: 1.0.0 }\n"),
                ("paths:", "paths: {}\n"),
            ];
            let rest = rest
                .into_iter()
                .filter(|(key, _)| !part.lines().any(|line| line.starts_with(key)));
            let text: String = rest.map(|(_, line)| line).chain([part]).collect();
            let (_, findings) = lint(Source::new("part.yaml", &text));
            let is_found = findings.iter().any(|finding| finding.rule == rule.id);
            let is_refused = findings.iter().any(|finding| finding.severity == Severity::Error);
            assert_eq!(is_found, is_bad, "{}: {:#?}", rule.id, shown(&findings));
            assert!(is_bad || !is_refused, "{}: {:#?}", rule.id, shown(&findings));
        }
    }
}

#[test]
fn good_documents_pass() {
    for fixture in fixtures().iter().filter(|fixture| !fixture.is_bad()) {
        let (_, findings) = lint(fixture.source());
        let wrong: Vec<_> = findings
            .into_iter()
            .filter(|finding| finding.rule == fixture.rule || finding.severity == Severity::Error)
            .collect();
        assert!(wrong.is_empty(), "{}: {:#?}", fixture.name, shown(&wrong));
    }
}

/// The generator accepts every document without errors. The golden tests check that the code compiles.
#[test]
fn good_documents_generate() {
    for fixture in fixtures().iter().filter(|fixture| !fixture.is_bad()) {
        let generated = codegen::generate(fixture.source(), &mut codegen::Unobserved);
        assert!(
            generated.code.is_some(),
            "{}: {:#?}",
            fixture.name,
            shown(&generated.findings)
        );
    }
}

#[test]
fn bad_documents_are_found_and_shown() {
    for fixture in fixtures().iter().filter(|fixture| fixture.is_bad()) {
        let (source, findings) = lint(fixture.source());
        let found = findings.iter().filter(|finding| finding.rule == fixture.rule);
        assert!(found.count() > 0, "{}: {:#?}", fixture.name, shown(&findings));
        for finding in &findings {
            assert!(
                finding.help.is_some(),
                "{}: no help for {}",
                fixture.name,
                finding.message
            );
            assert!(
                finding.span.is_some(),
                "{}: no place for {}",
                fixture.name,
                finding.message
            );
        }
        let text = render(&source, &findings, Format::Text { colour: false });
        insta::with_settings!({ omit_expression => true, description => fixture.name.clone() }, {
            insta::assert_snapshot!(format!("{}__{}", fixture.rule, fixture.stem), text);
        });
    }
}

#[test]
fn the_real_document_has_neither_errors_nor_warnings() {
    let (_, findings) = lint(Source::new("openapi.yaml", workspace_tests::DOCUMENT));
    let heavy: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.severity > Severity::Note)
        .collect();
    assert!(heavy.is_empty(), "{:#?}", shown(&heavy));
}

/// The notation makes no difference: a YAML document and the same document as JSON have the same findings at the same
/// places. Only scalars that YAML readers interpret differently have no counterpart in JSON.
#[test]
fn json_gives_the_same_findings_as_yaml() {
    let places = |findings: &[Finding]| -> BTreeSet<_> {
        // A JSON value cannot have a key twice, and what YAML readers disagree about has no counterpart.
        let judged = findings
            .iter()
            .filter(|finding| !["ambiguous-scalar", "duplicate-key", "syntax"].contains(&finding.rule));
        judged
            .map(|finding| (finding.rule, finding.severity, finding.pointer.clone()))
            .collect()
    };
    for fixture in fixtures()
        .iter()
        .filter(|fixture| fixture.is_bad() && fixture.name.ends_with(".yaml"))
    {
        let Ok(document) = load(fixture.source()) else { continue };
        let json = serde_json::to_string_pretty(&written(&document)).unwrap();
        let (_, in_yaml) = lint(fixture.source());
        let (source, in_json) = lint(Source::new("document.json", &json));
        assert_eq!(places(&in_yaml), places(&in_json), "{}", fixture.name);
        assert_spans_are_exact(&load(source).unwrap(), &in_json, &fixture.name);
    }
}

#[test]
fn spans_are_the_keys_and_values_of_their_nodes() {
    for fixture in fixtures() {
        let Ok(document) = load(fixture.source()) else { continue };
        let findings = lint::lint(&document);
        assert_spans_are_exact(&document, &findings, &fixture.name);
    }
}

/// Every finding underlines the key of its node, or the value of the node. If the value is a collection, it is the first
/// line.
fn assert_spans_are_exact(document: &Document, findings: &[Finding], name: &str) {
    let raw = written(document);
    // A notation that some readers reject is no node.
    for finding in findings.iter().filter(|finding| finding.rule != "syntax") {
        let text = &document.source.text()[finding.span.clone().unwrap()];
        let value = raw
            .pointer(finding.pointer.as_str())
            .unwrap_or_else(|| panic!("{name}: {} is not a place", finding.pointer));
        let place = document.spans.written(&finding.pointer).unwrap();
        let is_key = place.key == finding.span && Some(as_key(text)) == finding.pointer.last();
        let holds = value.is_object() || value.is_array() || as_value(text).as_ref() == Some(value);
        let is_value = Some(&place.value) == finding.span.as_ref() && holds;
        // The example of a secret is not shown, but the reason why it is a secret is.
        let is_secret = finding.rule == "example-mismatch" && as_key(text) == "password";
        assert!(
            is_key || is_value || is_secret,
            "{name}: {} is at `{text}`",
            finding.pointer
        );
    }
}

/// The author's document, before it was converted to one notation.
fn written(document: &Document) -> Value {
    serde_yaml::from_str(document.source.text()).unwrap()
}

/// The key that a piece of YAML or JSON denotes.
fn as_key(text: &str) -> String {
    match serde_yaml::from_str(text) {
        Ok(Value::String(key)) => key,
        // Numbers and such are keys as they are written.
        _ => text.to_owned(),
    }
}

/// The scalar value that a piece of YAML or JSON denotes.
fn as_value(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

#[test]
fn secrets_are_not_shown() {
    let fixture = fixtures()
        .into_iter()
        .find(|fixture| fixture.name == "example-mismatch/bad.yaml")
        .unwrap();
    assert!(fixture.text.contains("example: '1234'"), "the fixture has a secret");
    let (source, findings) = lint(fixture.source());
    for format in [Format::Text { colour: true }, Format::Json, Format::Github] {
        let text = render(&source, &findings, format);
        assert!(
            text.contains("this example does not match its schema"),
            "the finding is there"
        );
        assert!(!text.contains("1234"), "{text}");
    }
}

/// Rules must accept any JSON: an odd value in any place must not make one panic.
#[test]
fn odd_values_in_any_place_do_no_harm() {
    let odd = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!(""),
        json!("#/components/schemas/Book"),
        json!([]),
        json!([{}]),
        json!({}),
    ];
    let mut turn = 0;
    for fixture in fixtures() {
        let Ok(document) = load(fixture.source()) else { continue };
        let raw = written(&document);
        let mut places = Vec::new();
        collect(&raw, &Pointer::root(), &mut places);
        for place in places {
            let mut value = raw.clone();
            turn += 1;
            *value.pointer_mut(place.as_str()).unwrap() = odd[turn % odd.len()].clone();
            let (_, findings) = lint(Source::new("odd.json", &value.to_string()));
            // Every finding is about a place of this document.
            assert!(
                findings.iter().all(|finding| finding.span.is_some()),
                "{} {place}",
                fixture.name
            );
        }
    }
}

fn collect(value: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    places.push(at.clone());
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| collect(item, &at.item(index), places)),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| collect(value, &at.child(key), places)),
        _ => {}
    }
}

/// Makes a schema that refers to the next one.
type Link<'l> = &'l dyn Fn(Value) -> Value;

/// Chains of thousands of schemas: each is refused or generates code, without a stack overflow.
#[test]
fn long_ways_from_schema_to_schema_end() {
    let chain = |length: usize, last: &str, link: Link<'_>| {
        let schemas = (0..length).map(|index| {
            let next = if index + 1 == length {
                last.to_owned()
            } else {
                format!("S{}", index + 1)
            };
            let reference = json!({ "$ref": format!("#/components/schemas/{next}") });
            (format!("S{index}"), link(reference))
        });
        let schemas: Map<String, Value> = schemas.chain([("End".to_owned(), json!({}))]).collect();
        let info = json!({ "title": "Chain", "version": "1.0.0" });
        json!({ "openapi": "3.0.3", "info": info, "paths": {}, "components": { "schemas": schemas } }).to_string()
    };
    let plain = |reference: Value| reference;
    let composed = |reference: Value| json!({ "allOf": [reference, { "properties": {} }] });
    let one_of = |reference: Value| json!({ "oneOf": [reference, { "type": "integer" }] });
    let inside = |reference: Value| json!({ "type": "object", "properties": { "next": reference } });
    let table: [(Link<'_>, usize, &str, bool); 9] = [
        (&plain, 50, "End", false),
        (&plain, 2_000, "End", true),
        (&plain, 2_000, "S0", true),
        (&plain, 2, "S0", true),
        (&composed, 500, "End", false),
        (&composed, 500, "S0", false),
        (&one_of, 300, "S0", false),
        (&inside, 300, "End", false),
        (&inside, 300, "S0", false),
    ];
    for (link, length, last, refused) in table {
        let text = chain(length, last, link);
        let generated = codegen::generate(Source::new("chain.json", &text), &mut codegen::Unobserved);
        assert_eq!(
            generated.code.is_none(),
            refused,
            "{length} {last} {}",
            link(json!("…"))
        );
    }
}

/// Readers of YAML refuse some escapes of JSON, so JSON is JSON whatever its name says.
#[test]
fn json_in_a_file_named_yaml_is_read() {
    let info = r#""info": { "title": "\ud83d\ude00", "version": "1.0.0" }"#;
    let text = format!(r#"{{ "openapi": "3.0.3", {info}, "paths": {{}} }}"#);
    let document = load(Source::new("library.yaml", &text)).unwrap();
    assert_eq!(document.value["info"]["title"], "\u{1f600}");
    assert!(lint::lint(&document).is_empty());
}

/// YAML 1.2 allows tabs in lines without content and before comments.
#[test]
fn tabs_that_say_nothing_are_read() {
    let info =
        "info:\n  title: Library\n  description: |\n    All books.\n\t\n    And\tmore.\n\t# Kept.\n  version: 1.0.0\n";
    let text = format!("openapi: 3.0.3\n{info}\t\npaths: {{}}\n");
    let document = load(Source::new("library.yaml", &text)).unwrap();
    let description = &document.value["info"]["description"];
    assert_eq!(description, "All books.\n\nAnd\tmore.\n");
    assert_eq!(document.value["info"]["version"], "1.0.0");
}
