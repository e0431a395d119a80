//! Compares the pipeline with progenitor alone for 100, 1,000 and 5,000 operations, each with two schemas of ten
//! properties. Every measurement has a process of its own, because memory is measured by its peak. The two run in turn, so
//! that a change of the machine's speed affects both. For the largest document it also shows the time of each stage and
//! the length of the code. `cargo bench -p codegen --bench scale`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and gives up where it cannot measure"
)]

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use codegen::{Memory, Observer, Stage, Unobserved};
use openapi_document::Source;
use openapi_document::load::OnError;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};

const SIZES: [usize; 3] = [100, 1_000, 5_000];

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    // `cargo test` also runs benchmarks, only to check that they work.
    let sizes: &[usize] = if arguments.iter().any(|argument| argument == "--bench") {
        &SIZES
    } else {
        &[3]
    };
    if let [mode, size] = arguments.as_slice()
        && let Ok(size) = size.parse()
    {
        return measure(mode, size);
    }
    println!("operations   pipeline s      MiB   progenitor s      MiB   time  memory");
    for &size in sizes {
        let (whole, alone) = (run("pipeline", size), run("progenitor", size));
        print!(
            "{size:>10} {:>12.2} {:>8} {:>14.2} {:>8}",
            whole.0,
            shown(whole.1),
            alone.0,
            shown(alone.1)
        );
        print!("  {:>5.2}", whole.0 / alone.0);
        match (whole.1, alone.1) {
            (Some(whole), Some(alone)) => println!("  {:>6.2}", whole / alone),
            _ => println!("  this system does not tell a process's peak of memory"),
        }
    }
    let levels = if sizes.len() > 1 { [20, 40] } else { [2, 3] };
    for (name, document) in [("lattice", lattice as fn(usize) -> Value), ("chain", chain)] {
        for size in levels {
            let source = Source::new("openapi.json", &document(size).to_string());
            let start = Instant::now();
            black_box(codegen::generate(source, &mut Unobserved));
            println!(
                "{name} of `allOf`, {size} levels: {:.3} s",
                start.elapsed().as_secs_f64()
            );
        }
    }
    if let Some(&largest) = sizes.last() {
        let (mut memory, document) = (Memory::default(), document(largest).to_string());
        let edited = document.replacen("A property.", "An edited property.", 1);
        for (text, what) in [(&document, "at first"), (&edited, "after an edit")] {
            let (mut stages, source) = (Stages::default(), Source::new("openapi.json", text));
            black_box(codegen::generate_with(
                source,
                OnError::Refuse,
                &mut memory,
                &mut stages,
            ));
            for (stage, seconds) in stages.seconds {
                println!("  {:<8} {seconds:>8.3} s {what}", stage.name());
            }
        }
    }
}

/// How long each stage took, in seconds.
#[derive(Default)]
struct Stages {
    started: Option<Instant>,
    seconds: Vec<(Stage, f64)>,
}

impl Observer for Stages {
    fn started(&mut self, _: Stage) {
        self.started = Some(Instant::now());
    }

    fn finished(&mut self, stage: Stage, _: &str) {
        if let Some(started) = self.started.take() {
            self.seconds.push((stage, started.elapsed().as_secs_f64()));
        }
    }
}

fn shown(mebibytes: Option<f64>) -> String {
    mebibytes.map_or_else(|| "?".to_owned(), |mebibytes| format!("{mebibytes:.0}"))
}

/// Measures in a process of its own: seconds, and the peak of its memory in MiB.
fn run(mode: &str, size: usize) -> (f64, Option<f64>) {
    let this = std::env::current_exe().expect("a process has a file");
    let output = Command::new(this)
        .args([mode, &size.to_string()])
        .output()
        .expect("it runs again");
    assert!(output.status.success(), "{mode} with {size} operations fails");
    let text = String::from_utf8(output.stdout).expect("it prints numbers");
    let mut numbers = text.split_whitespace().map(|word| word.parse().ok());
    let seconds = numbers.next().flatten().expect("it prints the seconds first");
    (seconds, numbers.next().flatten())
}

fn measure(mode: &str, size: usize) {
    let document = document(size);
    if mode == "pipeline" {
        let source = source(&document);
        drop(document);
        let started = Instant::now();
        let generated = codegen::generate(source, &mut Unobserved);
        report(started, generated.code.map_or(0, |code| code.len()));
    } else {
        let started = Instant::now();
        report(started, progenitor_alone(document).len());
    }
}

fn source(document: &Value) -> Source {
    Source::new("openapi.json", &document.to_string())
}

fn report(started: Instant, length: usize) {
    assert!(black_box(length) > 0, "there is no code");
    println!(
        "{} {}",
        started.elapsed().as_secs_f64(),
        peak().map_or_else(|| "?".to_owned(), |mebibytes| mebibytes.to_string())
    );
}

fn progenitor_alone(document: Value) -> String {
    let typed = serde_json::from_value(document).expect("the document is OpenAPI");
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings)
        .generate_tokens(&typed)
        .expect("the document generates");
    prettyplease::unparse(&syn::parse2(tokens).expect("progenitor writes Rust"))
}

/// The peak of this process's memory in MiB, if the system reports it (Linux does).
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

fn document(operations: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for at in 0..operations {
        for kind in ["Request", "Response"] {
            let properties = (0..10).map(|property| {
                let schema = if property % 3 == 0 {
                    json!({"type": "integer", "format": "int64"})
                } else {
                    json!({"type": "string", "description": "A property."})
                };
                (format!("property{property}"), schema)
            });
            let properties: Map<_, _> = properties.collect();
            let schema = json!({"type": "object", "properties": properties, "required": ["property0"]});
            schemas.insert(format!("Thing{at}{kind}"), schema);
        }
        let content = |kind: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/Thing{at}{kind}")}}});
        let operation = json!({
            "operationId": format!("postThing{at}"),
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "requestBody": {"required": true, "content": content("Request")},
            "responses": {"200": {"description": "The thing.", "content": content("Response")}},
        });
        paths.insert(format!("/things{at}/{{id}}"), json!({ "post": operation }));
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// A document with two schemas at each level. Each one extends both schemas of the next level.
fn lattice(levels: usize) -> Value {
    extending(levels, &["a", "b"])
}

/// A document whose schemas each extend the next one.
fn chain(levels: usize) -> Value {
    extending(levels, &["a"])
}

fn extending(levels: usize, sides: &[&str]) -> Value {
    let reference = |level: usize, side: &str| json!({"$ref": format!("#/components/schemas/S{level}{side}")});
    let schema = |level: usize, side: &str| {
        let own = json!({"type": "object", "properties": {format!("p{level}{side}"): {"type": "string"}}});
        let next = sides
            .iter()
            .filter(|_| level < levels)
            .map(|side| reference(level + 1, side));
        json!({"allOf": next.chain([own]).collect::<Vec<_>>()})
    };
    let schemas = (0..=levels).flat_map(|level| sides.iter().map(move |side| (level, *side)));
    let schemas: Map<String, Value> = schemas
        .map(|(level, side)| (format!("S{level}{side}"), schema(level, side)))
        .collect();
    json!({
        "openapi": "3.0.3", "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "a", "responses": {"204": {"description": ""}},
            "requestBody": {"content": {"application/json": {"schema": reference(0, "a")}}},
        }}},
        "components": {"schemas": schemas},
    })
}
