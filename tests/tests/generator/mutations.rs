//! Changes documents at random. Reading, linting, generating and comparing must end without a panic, with the stack of a
//! main thread. `codegen/fuzz` does the same for longer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

#[path = "../../../codegen/fuzz/src/mutate/mod.rs"]
pub(crate) mod mutate;

use std::path::{Path, PathBuf};
use std::thread;

use codegen::{Unobserved, generate, generate_with};
use openapi_diff::wire;
use openapi_document::grammar::METHODS;
use openapi_document::load::{OnError, load};
use openapi_document::{Finding, Severity, Source};
use serde_json::{Value, json};

use self::mutate::{Random, mutate};

/// The number of changes of each document.
const ROUNDS: u64 = 5;

/// The smallest stack of a main thread, apart from Windows.
const STACK: usize = 8 * 1024 * 1024;

#[test]
fn no_change_of_a_document_makes_the_generator_panic() {
    let documents = documents();
    assert!(documents.len() > 50, "the fixtures are elsewhere");
    let mut mutants = Vec::new();
    for (index, (path, document)) in documents.iter().enumerate() {
        for round in 0..ROUNDS {
            let seed = u64::try_from(index).unwrap() * ROUNDS + round;
            let mut random = Random::new(seed);
            let donor = &documents[random.below(documents.len())].1;
            let mut mutant = document.clone();
            let changes = 1 + random.below(6);
            mutate(&mut mutant, Some(donor), changes, &mut random);
            mutants.push((
                format!("{} with the seed {seed}", path.display()),
                document.to_string(),
                mutant.to_string(),
            ));
        }
    }
    for (name, document, mutant) in mutants {
        run(&name, document, mutant);
    }
}

/// Runs everything on both documents, on a thread of its own.
fn run(name: &str, document: String, mutant: String) {
    let worker = thread::Builder::new().stack_size(STACK);
    let ended = worker.spawn(move || do_all(&document, &mutant)).unwrap().join();
    assert!(ended.is_ok(), "{name}");
}

fn do_all(document: &str, mutant: &str) {
    let generated = generate(Source::new("mutant.json", mutant), &mut Unobserved);
    let errors: Vec<_> = generated
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(generated.code.is_none(), !errors.is_empty(), "{errors:#?}");
    if let Some(code) = &generated.code {
        assert!(syn::parse_file(code).is_ok(), "this is not Rust: {mutant}");
    }
    for error in errors {
        assert_ne!(error.rule, "finish-mismatch", "{error:#?}\n{mutant}");
    }
    keep_going(mutant, generated.code.as_deref());
    let documents = [document, mutant].map(|text| load(Source::new("document.json", text)).ok());
    if let [Some(base), Some(head)] = documents {
        let _ = wire::compare(&base, &head);
        let _ = wire::compare(&head, &base);
    }
}

/// `--keep-going` gives code or a reason, and makes no difference for a document without errors.
fn keep_going(mutant: &str, strict: Option<&str>) {
    let kept = generate_with(Source::new("mutant.json", mutant), OnError::KeepGoing, &mut Unobserved);
    let refuses = kept.findings.iter().any(Finding::refuses);
    assert_eq!(kept.code.is_none(), refuses, "{:#?}", kept.findings);
    if strict.is_some() {
        assert_eq!(kept.code.as_deref(), strict, "{mutant}");
    }
    let Some(code) = kept.code else { return };
    assert!(syn::parse_file(&code).is_ok(), "this is not Rust: {mutant}");
    let document: Value = serde_json::from_str(mutant).unwrap();
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-"));
    let operations = items.flat_map(|(_, item)| {
        METHODS
            .iter()
            .filter(|method| item.get(**method).is_some_and(Value::is_object))
    });
    let sent = code.matches("request(support::Operation {").count();
    assert!(operations.count() <= sent, "an operation is lost: {mutant}");
}

/// The version in a document may be a short one, which progenitor does not accept.
#[test]
fn a_version_without_its_third_number_generates() {
    for version in ["3", "3.0", "3.0.0", "v3.0.1", "3.1", "3.1.0-rc1"] {
        let document = json!({ "openapi": version, "info": { "title": "Short", "version": "1" }, "paths": {} });
        let generated = generate(Source::new("short.json", &document.to_string()), &mut Unobserved);
        assert!(generated.code.is_some(), "{version}: {:#?}", generated.findings);
    }
}

/// The typed document tries two types for the keyword around an invalid value, on each level of nesting.
#[test]
fn what_does_not_fit_deep_inside_costs_no_more_than_elsewhere() {
    for around in ["allOf", "oneOf", "items", "additionalProperties", "not"] {
        for innermost in [
            json!(1),
            json!({ "type": 1 }),
            json!({ "minLength": -1 }),
            json!({ "type": "string" }),
        ] {
            let schema = (0..50).fold(innermost, |inner, _| match around {
                "allOf" | "oneOf" => json!({ around: [inner] }),
                _ => json!({ around: inner }),
            });
            let document = json!({
                "openapi": "3.0.3", "info": { "title": "Deep", "version": "1" }, "paths": {},
                "components": { "schemas": { "Deep": schema } },
            });
            run(around, "{}".to_owned(), document.to_string());
        }
    }
}

/// Texts for people can contain any character. The code with them is still valid, without characters that rustc refuses.
#[test]
fn no_description_breaks_the_code() {
    const ODD: &str = "One */ `\"{}\\\r\n\r\r- two\r\u{202e}three\u{2066}\u{0}\u{b}\u{2028}";
    for (path, mut document) in documents() {
        describe(&mut document, ODD);
        let generated = generate(Source::new("odd.json", &document.to_string()), &mut Unobserved);
        let Some(code) = generated.code else { continue };
        let name = path.display();
        assert!(syn::parse_file(&code).is_ok(), "{name}: this is not Rust");
        assert!(
            !code.contains(['\r', '\u{202e}', '\u{2066}']),
            "{name}: rustc refuses this"
        );
    }
}

/// Replaces all texts for people with `text`, and nothing else.
fn describe(value: &mut Value, text: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if value.is_string() && matches!(key.as_str(), "description" | "summary" | "title") {
                    *value = text.into();
                } else {
                    describe(value, text);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| describe(item, text)),
        _ => {}
    }
}

/// The fixtures that are documents, with their paths.
fn documents() -> Vec<(PathBuf, Value)> {
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    let documents = files.into_iter().filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        let document = load(Source::new(path.to_string_lossy(), &text)).ok()?;
        Some((path, document.value))
    });
    documents.collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}
