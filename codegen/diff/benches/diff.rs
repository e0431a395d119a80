//! Measures the time of a diff: for the real document, and for documents of 1,000 and 5,000 operations with one change or with
//! every operation changed. Loading is measured separately. Run it with `cargo bench -p openapi-diff`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and gives up where it cannot measure"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use openapi_diff::wire::compare;
use openapi_document::Source;
use openapi_document::load::{Document, load};

const REAL: &str = include_str!("../../../spec/openapi.yaml");
const SIZES: [usize; 2] = [1_000, 5_000];

/// The change in the head document.
#[derive(Clone, Copy)]
enum Change {
    /// A limit of one schema of one operation.
    One,
    /// A limit of a schema that every operation shares.
    Shared,
    /// A limit of a schema of each operation.
    All,
}

fn main() {
    // `cargo test` also runs benchmarks, but only to see that they work.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let (sizes, rounds) = if measuring { (SIZES, 5) } else { ([10, 20], 1) };
    let real = document(REAL);
    let edited = document(&REAL.replacen("type: string", "type: integer", 1));
    println!(
        "{:<34} {:>9.3?}",
        "the real document, one change",
        median(rounds, || compare(&real, &edited).len())
    );
    let texts = sizes.map(|size| api(size, None));
    grow(
        "loading one document",
        sizes,
        texts
            .each_ref()
            .map(|text| median(rounds, || document(text).spans.iter().count())),
    );
    for (name, change) in [
        ("one change", Change::One),
        ("one shared schema changed", Change::Shared),
        ("every operation changed", Change::All),
    ] {
        let times = sizes.map(|size| {
            let (base, head) = (document(&api(size, None)), document(&api(size, Some(change))));
            median(rounds, || compare(&base, &head).len())
        });
        grow(name, sizes, times);
    }
}

fn grow(name: &str, sizes: [usize; 2], [small, large]: [Duration; 2]) {
    let factor = large.as_secs_f64() / small.as_secs_f64();
    println!(
        "{name:<34} {small:>9.3?} → {large:>9.3?}  ({} → {} operations: {factor:.1} times)",
        sizes[0], sizes[1]
    );
}

fn document(text: &str) -> Document {
    load(Source::new("openapi.yaml", text)).expect("the document is fine")
}

/// The median time of a few runs of `work`, which returns the number of changes.
fn median(rounds: usize, work: impl Fn() -> usize) -> Duration {
    let mut times: Vec<_> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            assert!(black_box(work()) > 0, "there is something to find");
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// A document whose operations have their own parameters, bodies and responses, and share a few schemas.
fn api(operations: usize, change: Option<Change>) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..operations {
        let changed = matches!(change, Some(Change::All)) || matches!(change, Some(Change::One)) && number == 0;
        let longest = if changed { 20 } else { 40 };
        write!(
            paths,
            "  /things{number}/{{id}}:\n    parameters:\n      - {{name: id, in: path, required: true, schema: {{type: string}}}}\n    \
             post:\n      operationId: change{number}\n      parameters:\n        - {{name: limit, in: query, schema: {{type: integer, maximum: 100}}}}\n      \
             requestBody:\n        content:\n          application/json:\n            schema: {{$ref: '#/components/schemas/Thing{number}'}}\n      \
             responses:\n        '200':\n          description: done\n          content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/Thing{number}'}}\n        \
             '400': {{$ref: '#/components/responses/Refused'}}\n"
        )
        .expect("a string takes everything");
        write!(
            schemas,
            "    Thing{number}:\n      type: object\n      required: [name]\n      properties:\n        name: {{type: string, maxLength: {longest}}}\n        \
             owner: {{$ref: '#/components/schemas/Owner'}}\n        next: {{$ref: '#/components/schemas/Thing{number}'}}\n        tags: {{type: array, items: {{type: string, enum: [a, b, c]}}}}\n"
        )
        .expect("a string takes everything");
    }
    let shared = if matches!(change, Some(Change::Shared)) { 10 } else { 20 };
    format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: '1'}}\npaths:\n{paths}components:\n  responses:\n    Refused:\n      \
         description: refused\n      content:\n        application/json:\n          schema: {{$ref: '#/components/schemas/Owner'}}\n  schemas:\n    \
         Owner:\n      type: object\n      properties:\n        name: {{type: string, maxLength: {shared}}}\n{schemas}"
    )
}
