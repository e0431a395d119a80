//! Compares two documents on the wire. The report can be shown in every format, and is empty for equal documents.

#![no_main]

use openapi_diff::report::Report;
use openapi_diff::show::{Format, View, show};
use openapi_diff::verdict::wire_bump;
use openapi_diff::wire;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let Some((base, head)) = codegen_fuzz::pair(data) else {
        return;
    };
    assert!(wire::compare(&base, &base).is_empty(), "a document is not itself");
    let wire = wire::compare(&base, &head);
    let report = Report {
        required_bump: wire_bump(&wire),
        wire,
        ..Report::default()
    };
    let view = View {
        report: &report,
        base: &base.source,
        head: &head.source,
        file: "openapi.yaml",
        notes: &[],
        version: None,
    };
    for format in [
        Format::Text { colour: true },
        Format::Markdown,
        Format::Json,
        Format::Github,
        Format::Html,
    ] {
        let _ = show(&view, format);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    codegen_fuzz::mutate_pair(data, size, max_size, seed)
});
