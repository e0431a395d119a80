//! A short run of the comparison with the compiler; `cargo run -p workspace-tests --bin truth` does a long one.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::{Value, json};
use workspace_tests::truth;

#[test]
fn the_compiler_agrees_with_the_report() {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth");
    let mut cases = Vec::new();
    truth::run(&work, &truth::fixtures().unwrap(), 14, 20, &mut |case| {
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

#[test]
fn documents_come_from_a_folder_and_pairs_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let document = |schema: Value| {
        let content = json!({"application/json": {"schema": schema}});
        json!({
            "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
            "paths": {"/a": {"post": {
                "operationId": "a", "requestBody": {"content": content},
                "parameters": [{"name": "limit", "in": "query", "required": true, "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "", "content": content}},
            }}},
        })
    };
    let text = document(json!({"type": "object", "required": ["state"], "properties": {"state": {"type": "string"}}}));
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.json", &text.to_string());
    write(
        "b.yaml",
        "openapi: 3.1.0\ninfo: {title: b, version: '1'}\npaths: {/b: {get: {operationId: b, responses: {'204': {description: ''}}}}}\n",
    );
    write("broken.yaml", "openapi: [");
    write("refused.json", &document(json!({"$ref": "#/nowhere"})).to_string());
    write("notes.txt", "no document");
    let (clients, refused) = truth::in_folder(folder.path()).unwrap();
    assert_eq!(clients.len(), 2);
    assert!(
        refused.len() == 2 && refused[0].contains("broken.yaml") && refused[1].contains("refused.json"),
        "{refused:?}"
    );

    let optional = document(json!({"type": ["object", "null"], "properties": {"state": {"type": "string"}}}));
    let mut free = optional.clone();
    free["paths"]["/a"]["post"]["parameters"][0]["required"] = json!(false);
    let pairs = [
        ("a.json", json!("a.json"), json!("a.json")),
        ("", json!("a.json"), optional.clone()),
        ("no longer required", optional, free.clone()),
        ("of any type", free.clone(), json!("any.json")),
        ("refused", json!("a.json"), json!("refused.json")),
    ];
    free["paths"]["/a"]["post"]["parameters"][0]["schema"] = json!({});
    write("any.json", &free.to_string());
    let list = pairs.map(|(name, base, head)| json!({"name": name, "base": base, "head": head}));
    write("pairs.json", &json!(list).to_string());
    let pairs = truth::read_pairs(&folder.path().join("pairs.json")).unwrap();
    assert_eq!(pairs[1].name, "pair 2");

    let mut cases = Vec::new();
    let mut keep = |case| {
        cases.push(case);
        ControlFlow::Continue(())
    };
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth");
    let skipped = truth::run_pairs(&work, &pairs, &mut keep).unwrap();
    assert!(
        skipped.len() == 1 && skipped[0].starts_with("refused: generates no client"),
        "{skipped:?}"
    );
    assert_eq!(truth::run(&work, &clients, 6, 1, &mut keep).unwrap(), [""; 0]);
    let others: Vec<_> = cases
        .iter()
        .filter(|case| !case.agrees())
        .map(truth::describe)
        .collect();
    assert!(others.is_empty(), "the compiler says otherwise:\n{}", others.join("\n"));
    let majors: Vec<_> = cases[..4].iter().map(truth::Case::is_major).collect();
    assert_eq!(majors, [false, true, false, true]);
    let has_client = |case: &truth::Case| !matches!(case.compiled, truth::Compiled::NoClient(_));
    assert!(cases.len() == 10 && cases.iter().all(has_client));
}

#[test]
fn a_run_ends_when_asked_to() {
    let clients = truth::fixtures().unwrap();
    let mut seen = 0;
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth");
    let skipped = truth::run(&work, &clients[1..2], 2, 1, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((skipped.unwrap().len(), seen), (0, 1));
}
