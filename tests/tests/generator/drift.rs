//! The checked-in code is what the document generates.

use codegen::{Unobserved, generate};
use openapi_document::Source;

const DOCUMENT: &str = include_str!("../../../spec/openapi.yaml");
const CHECKED_IN: &str = include_str!("../../../generated-client/src/generated.rs");

#[test]
fn the_checked_in_code_is_what_the_document_generates() {
    let generated = generate(Source::new("spec/openapi.yaml", DOCUMENT), &mut Unobserved);
    let shown = openapi_document::render::render(
        &generated.source,
        &generated.findings,
        openapi_document::render::Format::Text { colour: false },
    );
    let code = generated
        .code
        .unwrap_or_else(|| panic!("the document generates nothing:\n{shown}"));
    assert!(
        code == CHECKED_IN,
        "generated-client/src/generated.rs is stale: run `cargo xtask generate` and commit the result"
    );
}

#[test]
fn the_document_has_neither_errors_nor_warnings() {
    let (source, findings) = codegen::lint(Source::new("spec/openapi.yaml", DOCUMENT));
    let loud: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.severity > openapi_document::Severity::Note)
        .collect();
    assert!(
        loud.is_empty(),
        "{}",
        openapi_document::render::render(&source, &loud, openapi_document::render::Format::Text { colour: false })
    );
}
