//! The same document always generates the same bytes, in every notation and every process.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use std::fmt::Write as _;

use codegen::{Unobserved, generate};
use openapi_document::Source;
use serde_json::Value;
use workspace_tests::random::Random;

const DOCUMENTS: [(&str, &str); 3] = [
    ("openapi", include_str!("../../../spec/openapi.yaml")),
    ("bookshop", include_str!("../../fixtures/documents/bookshop.yaml")),
    ("files", include_str!("../../fixtures/documents/files.yaml")),
];

fn code(name: &str, text: &str) -> String {
    let generated = generate(Source::new(name, text), &mut Unobserved);
    assert!(generated.code.is_some(), "{name}: {:#?}", generated.findings);
    generated.code.unwrap()
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    for (name, text) in DOCUMENTS {
        let plain = code("a.yaml", text);
        assert_eq!(code("a.yaml", &text.replace('\n', "\r\n")), plain, "{name} with CRLF");
        assert_eq!(
            code("a.yaml", &format!("\u{feff}{text}")),
            plain,
            "{name} with a byte order mark"
        );
    }
}

#[test]
fn notation_and_name_change_nothing() {
    for (name, text) in DOCUMENTS {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let json = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(code("elsewhere/b.json", &json), code("a.yaml", text), "{name} as JSON");
    }
}

#[test]
fn the_order_of_keys_changes_nothing() {
    for (name, text) in DOCUMENTS {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let plain = code("a.yaml", text);
        for seed in 1..=8 {
            let mut shuffled = String::new();
            write_shuffled(&value, &mut Random::new(seed), &mut shuffled);
            assert_eq!(code("a.json", &shuffled), plain, "{name}, seed {seed}");
        }
    }
}

/// Hash maps have a new seed in every process, so output that depends on one differs between two runs.
#[test]
fn two_processes_write_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str| {
        let out = folder.path().join(name);
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "determinism::child_that_writes_what_it_generates"])
            .env("GENERATE_INTO", &out)
            .output()
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
        std::fs::read(out).unwrap()
    };
    assert_eq!(run("one"), run("two"));
}

/// The test above runs this one in other processes. On its own, it compares two results of one process.
#[test]
fn child_that_writes_what_it_generates() {
    let all: String = DOCUMENTS.iter().map(|(_, text)| code("a.yaml", text)).collect();
    let again: String = DOCUMENTS.iter().map(|(_, text)| code("a.yaml", text)).collect();
    assert_eq!(all, again);
    if let Some(out) = std::env::var_os("GENERATE_INTO") {
        xtask::fs::write_atomically(std::path::Path::new(&out), "the output", all.as_bytes()).unwrap();
    }
}

/// Writes JSON. The order of keys depends on the seed.
fn write_shuffled(value: &Value, random: &mut Random, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            for index in (1..entries.len()).rev() {
                entries.swap(index, random.below(index + 1));
            }
            text.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                write!(
                    text,
                    "{}{}:",
                    if index > 0 { "," } else { "" },
                    Value::from(key.as_str())
                )
                .unwrap();
                write_shuffled(value, random, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write_shuffled(item, random, text);
            }
            text.push(']');
        }
        scalar => write!(text, "{scalar}").unwrap(),
    }
}
