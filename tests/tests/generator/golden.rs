//! The generated code of the fixture documents, and the findings about them, as snapshots.
//!
//! `examples/golden.rs` of this package includes these snapshots and compiles them under `#![deny(warnings)]`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use std::path::Path;
use std::sync::LazyLock;

use codegen::{Unobserved, generate};
use openapi_document::Source;

/// The names of the fixture documents: all files in the folder.
static FIXTURES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.map(|name| name.trim_end_matches(".yaml").to_owned()).collect();
    names.sort();
    names
});

fn fixture(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/documents/{name}.yaml"));
    Source::new(format!("{name}.yaml"), &std::fs::read_to_string(path).unwrap())
}

/// The code of every fixture is compiled. Otherwise the fixture would prove nothing.
#[test]
fn every_fixture_is_compiled() {
    let modules = include_str!("../../examples/golden.rs");
    for name in FIXTURES.iter() {
        let path = format!("generator__golden__{name}.snap.rs");
        assert!(modules.contains(&path), "examples/golden.rs does not include {path}");
    }
}

#[test]
fn generated_code() {
    for name in FIXTURES.iter() {
        let code = generate(fixture(name), &mut Unobserved).code.unwrap();
        insta::assert_binary_snapshot!(format!("{name}.rs").as_str(), code.into_bytes());
    }
}

#[test]
fn passes_and_what_they_say() {
    for name in FIXTURES.iter() {
        let generated = generate(fixture(name), &mut Unobserved);
        let passes: Vec<_> = generated
            .applied
            .iter()
            .map(|pass| format!("{} {}", pass.pass, pass.count))
            .collect();
        let findings = openapi_document::render::render(
            &generated.source,
            &generated.findings,
            openapi_document::render::Format::Text { colour: false },
        );
        insta::assert_snapshot!(format!("{name}_report"), format!("{}\n\n{findings}", passes.join("\n")));
    }
}

/// Every pass changes a fixture. Otherwise it is dead, or has no fixture.
#[test]
fn every_pass_has_a_fixture_that_moves_it() {
    let mut moved = std::collections::BTreeSet::new();
    let mut all = std::collections::BTreeSet::new();
    for name in FIXTURES.iter() {
        let applied = generate(fixture(name), &mut Unobserved).applied;
        moved.extend(applied.iter().filter(|pass| pass.count > 0).map(|pass| pass.pass));
        all.extend(applied.iter().map(|pass| pass.pass));
    }
    assert_eq!(moved, all, "no fixture document moves the passes that are missing");
}
