//! Compares the time of the pipeline with that of progenitor alone, on the real document. The two run in turn, so that
//! a change of the machine's speed affects both. `cargo bench -p codegen`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and gives up where it cannot measure"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use codegen::{Observer, Stage, Unobserved};
use openapi_document::Source;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../spec/openapi.yaml");
const ROUNDS: usize = 200;

fn main() {
    // `cargo test` also runs benchmarks, only to check that they work.
    let rounds = if std::env::args().any(|argument| argument == "--bench") {
        ROUNDS
    } else {
        1
    };
    let document = for_progenitor();
    let (mut whole, mut alone) = (Vec::new(), Vec::new());
    let mut stages = Stages::default();
    for _ in 0..rounds {
        whole.push(time(|| black_box(pipeline()).code.is_some()));
        alone.push(time(|| black_box(progenitor_alone(&document)).len() > 1));
        black_box(codegen::generate(Source::new("openapi.yaml", DOCUMENT), &mut stages));
    }
    let ratios: Vec<_> = whole
        .iter()
        .zip(&alone)
        .map(|(whole, alone)| whole.as_secs_f64() / alone.as_secs_f64())
        .collect();
    println!(
        "whole pipeline                          {:>9.3?}  (median of {rounds})",
        median(&whole)
    );
    println!("progenitor + syn::parse2 + prettyplease {:>9.3?}", median(&alone));
    println!("ratio, round by round                   {:>8.3}", median_of(ratios));
    for (stage, times) in stages.times {
        println!("  {:<8} {:>9.3?}", stage.name(), median(&times));
    }
}

fn pipeline() -> codegen::Generated {
    codegen::generate(Source::new("openapi.yaml", DOCUMENT), &mut Unobserved)
}

/// The real document in the form that progenitor accepts: without parameters of media types.
fn for_progenitor() -> Value {
    let text = DOCUMENT.replace("application/json; charset=utf-8", "application/json");
    serde_yaml::from_str(&text).expect("the real document is YAML")
}

fn progenitor_alone(document: &Value) -> String {
    let typed = serde_json::from_value(document.clone()).expect("the real document is OpenAPI");
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings)
        .generate_tokens(&typed)
        .expect("progenitor takes the real document");
    prettyplease::unparse(&syn::parse2(tokens).expect("progenitor writes Rust"))
}

#[derive(Default)]
struct Stages {
    started: Option<Instant>,
    times: std::collections::BTreeMap<Stage, Vec<Duration>>,
}

impl Observer for Stages {
    fn started(&mut self, _: Stage) {
        self.started = Some(Instant::now());
    }

    fn finished(&mut self, stage: Stage, _: &str) {
        self.times
            .entry(stage)
            .or_default()
            .extend(self.started.map(|started| started.elapsed()));
    }
}

fn time(work: impl FnOnce() -> bool) -> Duration {
    let start = Instant::now();
    assert!(black_box(work()));
    start.elapsed()
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

fn median_of(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
