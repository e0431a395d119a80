//! A short run of the comparison with the compiler; `cargo run -p workspace-tests --bin truth` does a long one.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use workspace_tests::truth;

#[test]
fn the_compiler_agrees_with_the_report() {
    let mut cases = Vec::new();
    truth::run(&work(), &truth::fixtures().unwrap(), 14, 20, &mut |case| {
        cases.push(case);
        ControlFlow::Continue(())
    })
    .unwrap();
    let others: Vec<_> = cases
        .iter()
        .filter(|case| !case.agrees())
        .map(truth::describe)
        .collect();
    assert!(others.is_empty(), "the compiler says otherwise:\n{}", others.join("\n"));
    // A run proves nothing if all changes break, or none.
    assert!(cases.iter().any(truth::Case::is_major) && cases.iter().any(|case| !case.is_major()));
}

#[test]
fn every_change_in_rust_has_its_cause_on_the_wire() {
    let orphans = truth::without_cause(60, 30).unwrap();
    assert!(
        orphans.is_empty(),
        "{} changes without a cause:\n{}",
        orphans.len(),
        orphans.join("\n")
    );
}

/// A document with one operation that takes and returns this, and has a required parameter.
fn document(schema: &Value) -> Value {
    let content = json!({"application/json": {"schema": schema}});
    json!({
        "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "a", "requestBody": {"content": content},
            "parameters": [{"name": "limit", "in": "query", "required": true, "schema": {"type": "integer"}}],
            "responses": {"200": {"description": "", "content": content}},
        }}},
    })
}

fn with_state() -> Value {
    document(&json!({"type": "object", "required": ["state"], "properties": {"state": {"type": "string"}}}))
}

fn refused() -> Value {
    document(&json!({"$ref": "#/nowhere"}))
}

#[allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a file of a test in its own folder"
)]
fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

/// The folder in which the tests compile.
fn work() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth")
}

#[test]
fn documents_come_from_a_folder() {
    const YAML: &str = "openapi: 3.1.0\ninfo: {title: b, version: '1'}\n\
                        paths: {/b: {get: {operationId: b, responses: {'204': {description: ''}}}}}\n";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.json", &with_state().to_string());
    write(folder.path(), "b.yaml", YAML);
    write(folder.path(), "broken.yaml", "openapi: [");
    write(folder.path(), "refused.json", &refused().to_string());
    write(folder.path(), "notes.txt", "no document");
    let (clients, refused) = truth::in_folder(folder.path()).unwrap();
    let names: Vec<_> = refused.iter().map(|why| why.contains("broken.yaml")).collect();
    assert_eq!((clients.len(), names), (2, vec![true, false]), "{refused:?}");
    assert!(
        refused[1].starts_with("refused.json: generates no client: "),
        "{refused:?}"
    );

    let mut documents = BTreeMap::new();
    let skipped = truth::run(&work(), &clients, 6, 1, &mut |case| {
        assert!(case.agrees(), "{}", truth::describe(&case));
        *documents.entry(case.document).or_insert(0) += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(skipped.unwrap(), [""; 0]);
    // The one with less code is changed more often.
    assert!(
        documents["b.yaml"] > documents["a.json"] && documents.len() == 2,
        "{documents:?}"
    );
}

#[test]
fn pairs_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    // The body may be left out, or be null.
    let optional = document(&json!({"type": ["object", "null"], "properties": {"state": {"type": "string"}}}));
    let mut free = optional.clone();
    free["paths"]["/a"]["post"]["parameters"][0]["required"] = json!(false);
    let mut any = free.clone();
    any["paths"]["/a"]["post"]["parameters"][0]["schema"] = json!({});
    write(folder.path(), "a.json", &with_state().to_string());
    write(folder.path(), "any.json", &any.to_string());
    let pairs = json!([
        {"name": "nothing", "base": "a.json", "head": "a.json"},
        {"base": "a.json", "head": optional},
        {"name": "no longer required", "base": optional, "head": free},
        {"name": "of any type", "base": free, "head": "any.json"},
        {"name": "refused", "base": "a.json", "head": refused()},
    ]);
    write(folder.path(), "pairs.json", &pairs.to_string());
    let pairs = truth::read_pairs(&folder.path().join("pairs.json")).unwrap();
    assert_eq!(pairs[1].name, "pair 2");

    let mut cases = Vec::new();
    let skipped = truth::run_pairs(&work(), &pairs, &mut |case| {
        cases.push(case);
        ControlFlow::Continue(())
    });
    let skipped = skipped.unwrap();
    assert!(
        skipped.len() == 1 && skipped[0].starts_with("refused: generates no client"),
        "{skipped:?}"
    );
    let is_wrong = |case: &&truth::Case| !case.agrees() || matches!(case.compiled, truth::Compiled::NoClient(_));
    let wrong: Vec<_> = cases.iter().filter(is_wrong).map(truth::describe).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let majors: Vec<_> = cases.iter().map(truth::Case::is_major).collect();
    assert_eq!(majors, [false, true, false, true]);
}

#[test]
fn a_run_ends_when_asked_to() {
    let clients = truth::fixtures().unwrap();
    let mut seen = 0;
    let skipped = truth::run(&work(), &clients[1..2], 2, 1, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((skipped.unwrap().len(), seen), (0, 1));
}
