//! Reads and lints any text. The findings can be shown.

#![no_main]

use openapi_document::render::{Format, render};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let Some(source) = codegen_fuzz::source(data) else {
        return;
    };
    let (source, findings) = codegen::lint(source);
    for format in [Format::Text { colour: true }, Format::Json, Format::Github] {
        let _ = render(&source, &findings, format);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    codegen_fuzz::mutate(data, size, max_size, seed)
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| { codegen_fuzz::cross(one, other, out, seed) });
