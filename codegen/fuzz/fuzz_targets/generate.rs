//! Runs the whole pipeline for a document. There is code exactly if no finding is an error, and no error is a bug in
//! the generator.

#![no_main]

use codegen::{Unobserved, generate};
use openapi_document::Severity;
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let Some(source) = codegen_fuzz::source(data) else {
        return;
    };
    let generated = generate(source, &mut Unobserved);
    let errors = || {
        generated
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    };
    assert_eq!(
        generated.code.is_none(),
        errors().count() > 0,
        "there are errors and code, or neither"
    );
    for finding in errors() {
        assert_ne!(finding.rule, "finish-mismatch", "{finding:?}");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    codegen_fuzz::mutate(data, size, max_size, seed)
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| { codegen_fuzz::cross(one, other, out, seed) });
