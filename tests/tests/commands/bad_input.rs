//! Files that are not documents, or too large: the real binary refuses them with the documented exit code, quickly and with
//! little memory.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report, and its files are gone with it"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A workspace with documents only.
struct Documents(TempDir);

impl Documents {
    fn new() -> Self {
        let documents = Self(tempfile::tempdir().unwrap());
        fs::write(documents.path("Cargo.toml"), "[workspace]\n").unwrap();
        fs::write(documents.path("fine.yaml"), HEAD).unwrap();
        documents
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command in at most 2 GiB of memory and 60 seconds of processor time.
    fn run(&self, arguments: &[&str]) -> Output {
        let command = format!(
            "ulimit -v 2097152; ulimit -t 60; exec {} {}",
            env!("CARGO_BIN_EXE_xtask-under-test"),
            arguments.join(" ")
        );
        Command::new("sh")
            .args(["-c", &command])
            .current_dir(self.0.path())
            .env_remove("CARGO_MANIFEST_DIR")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// The result of each command that reads a document, for `file`.
    fn is_refused(&self, file: &str, code: i32) {
        let commands: [&[&str]; 4] = [
            &["lint", "--spec", file],
            &["generate", "--spec", file, "--out", "code.rs"],
            &["diff", "--base", "./fine.yaml", "--head", file],
            &["diff", "--base", file, "--head", "./fine.yaml"],
        ];
        for command in commands {
            let output = self.run(command);
            let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
            let text = String::from_utf8_lossy(&text);
            let head: String = text.chars().take(600).collect();
            assert_eq!(output.status.code(), Some(code), "{command:?}: {head}");
            assert!(text.contains("error"), "{command:?}: {head}");
            assert!(text.len() < 20_000, "{command:?} says too much: {head}");
            assert!(!Path::new(&self.path("code.rs")).exists(), "{command:?}");
        }
    }
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Library, version: 1.0.0}\npaths: {}\n";

/// Aliases of aliases: each line makes the document ten times as large.
fn laughs(last: &str) -> String {
    let mut text = format!("{HEAD}x-0: &a0 {{a: b, c: d}}\n");
    for level in 1..10 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("x-{level}: &a{level} [{list}]\n"));
    }
    text + last
}

fn utf16(text: &str, bom: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = bom.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn utf32(text: &str) -> Vec<u8> {
    let marked = ['\u{feff}'].into_iter().chain(text.chars());
    marked.flat_map(|c| u32::from(c).to_le_bytes()).collect()
}

fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let many = "a, ".repeat(60_000);
    let nested: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let latin: Vec<u8> = HEAD
        .replace("Library", "B~cherei")
        .bytes()
        .map(|b| if b == b'~' { 0xfc } else { b })
        .collect();
    vec![
        ("laughs.yaml", laughs("").into()),
        ("merges.yaml", laughs("x-merged: {<<: [*a0, *a0], <<: *a9}\n").into()),
        (
            "quadratic.yaml",
            format!("{HEAD}x-a: &a [{many}]\nx-b: [{}]\n", "*a, ".repeat(60_000)).into(),
        ),
        (
            "long.yaml",
            format!(
                "{HEAD}x-a: &a {}\nx-b: [{}]\n",
                "long".repeat(250_000),
                "*a, ".repeat(100_000)
            )
            .into(),
        ),
        ("flow.yaml", format!("{HEAD}x-a: {}", "[".repeat(20_000)).into()),
        (
            "flow-mapping.yaml",
            format!("{HEAD}x-a: {}", "{a: ".repeat(20_000)).into(),
        ),
        (
            "closed.yaml",
            format!("{HEAD}x-a: {}{}", "[".repeat(20_000), "]".repeat(20_000)).into(),
        ),
        ("items.yaml", format!("{HEAD}x-a:\n  {}a\n", "- ".repeat(20_000)).into()),
        ("keys.yaml", format!("{HEAD}? {}a\n", "? ".repeat(20_000)).into()),
        ("block.yaml", format!("{HEAD}{nested}").into()),
        ("deep.json", "[".repeat(20_000).into()),
        ("deep-object.json", "{\"a\":".repeat(20_000).into()),
        ("misread.yaml", format!("\"\\q\" {}", "[".repeat(1_000_000)).into()),
        (
            "key.json",
            format!("{{\"{}\": [{}0]}}", "k".repeat(4_000_000), "0,".repeat(500_000)).into(),
        ),
        ("nul.yaml", format!("{HEAD}x-a: \0\n").into()),
        ("utf-16le.yaml", utf16(HEAD, true, u16::to_le_bytes)),
        ("utf-16be.yaml", utf16(HEAD, true, u16::to_be_bytes)),
        ("utf-16le-unmarked.yaml", utf16(HEAD, false, u16::to_le_bytes)),
        ("utf-16be-unmarked.json", utf16(HEAD, false, u16::to_be_bytes)),
        ("utf-32.yaml", utf32(HEAD)),
        ("latin-1.yaml", latin),
        ("truncated.json", b"{\"openapi\": \"3.0.3\", \"info\": {\"tit".to_vec()),
        ("truncated.yaml", b"openapi: 3.0.3\ninfo: {title: \"Libr".to_vec()),
        ("empty.yaml", Vec::new()),
        ("empty.json", Vec::new()),
        ("blank.yaml", b" \n# nothing\n".to_vec()),
        ("text.yaml", b"hello".to_vec()),
    ]
}

#[test]
fn a_file_that_is_not_a_document_is_refused_with_a_finding() {
    let documents = Documents::new();
    for (name, bytes) in texts() {
        fs::write(documents.path(name), bytes).unwrap();
        documents.is_refused(&format!("./{name}"), 3);
    }
}

#[test]
fn a_document_of_100_megabytes_is_not_read() {
    let documents = Documents::new();
    fs::File::create(documents.path("large.yaml"))
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    documents.is_refused("./large.yaml", 3);
}

#[test]
fn a_pipe_or_device_is_not_waited_for() {
    let documents = Documents::new();
    fs::create_dir(documents.path("folder.yaml")).unwrap();
    let made = Command::new("mkfifo")
        .arg(documents.path("pipe.yaml"))
        .status()
        .unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", documents.path("endless.yaml")).unwrap();
    std::os::unix::fs::symlink("loop.yaml", documents.path("loop.yaml")).unwrap();
    for name in ["folder", "pipe", "endless", "loop", "nowhere"] {
        documents.is_refused(&format!("./{name}.yaml"), 1);
    }
}

/// No rule follows a circular chain of references forever.
#[test]
fn references_without_end_are_judged() {
    let documents = Documents::new();
    let links: String = (0..20_000)
        .map(|link| format!("    S{link}: {{$ref: '#/components/schemas/S{}'}}\n", link + 1))
        .collect();
    let text = format!("{HEAD}components:\n  schemas:\n{links}    S20000: {{$ref: '#/components/schemas/S0'}}\n");
    fs::write(documents.path("circle.yaml"), text).unwrap();
    let code = documents.run(&["lint", "--spec", "circle.yaml"]).status.code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}");
}
