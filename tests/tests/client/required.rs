//! A call without a required argument, or with a body without a required property, does not compile, and the compiler's
//! message names what is missing. The calls are those of the real client, and rustc itself compiles them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is a test's report, and its files are gone with it"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// The required setters of a call, in the order of the client's documentation.
const SETTERS: [(&str, &str); 4] = [
    ("fq_site_name", r#".fq_site_name("site")"#),
    ("x_aid", r#".x_aid("12")"#),
    ("x_jsessionid", r#".x_jsessionid("id")"#),
    ("body", ".body(LogoffRequest::builder().force_logoff(true))"),
];

/// A call with these setters, as people write it.
fn call<'s>(setters: impl Iterator<Item = &'s str>) -> String {
    let lines = ["let _ = client", ".logoff()"].into_iter().chain(setters);
    let lines: Vec<_> = lines.chain([".send()", ".await;"]).collect();
    lines.join("\n    ")
}

fn all_but(missing: &str) -> String {
    call(
        SETTERS
            .iter()
            .filter(|(name, _)| *name != missing)
            .map(|(_, setter)| *setter),
    )
}

#[test]
fn a_complete_call_compiles() {
    assert_eq!(errors(&all_but("nothing")), [""; 0]);
}

#[test]
fn each_argument_that_is_missing_is_named() {
    for (name, _) in SETTERS {
        assert_eq!(missing(&errors(&all_but(name))), [name], "without {name}");
    }
    let all = missing(&errors(&call(std::iter::empty())));
    assert_eq!(all, ["body", "fq_site_name", "x_aid", "x_jsessionid"]);
}

#[test]
fn a_property_that_is_missing_is_named_wherever_the_model_is_asked_for() {
    let builder = "LogoffRequest::builder().sequence_number(3)";
    for code in [
        format!("let _ = client.logoff().body({builder});"),
        format!("let _ = {builder}.build();"),
        format!("let _: LogoffRequest = {builder}.into();"),
    ] {
        assert_eq!(missing(&errors(&code)), ["force_logoff"], "{code}");
    }
}

#[test]
fn what_the_compiler_says() {
    let property = "let _ = client.logoff().body(LogoffRequest::builder());";
    let messages = [all_but("x_aid"), property.to_owned()].map(|code| {
        let first = errors(&code).into_iter().next().unwrap();
        format!("{code}\n\n{first}")
    });
    insta::assert_snapshot!(messages.join("\n----\n"));
}

/// The names that these errors say have not been set.
fn missing(errors: &[String]) -> Vec<String> {
    let name = |error: &String| {
        let name = error
            .strip_prefix("error[E0277]: `")?
            .split_once("` is required and has not been set\n");
        let (name, rest) = name?;
        rest.contains(&format!("^ call `.{name}(…)` before this"))
            .then(|| name.to_owned())
    };
    let names = errors
        .iter()
        .map(|error| name(error).unwrap_or_else(|| panic!("another error: {error}")));
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The errors of rustc for a function with this body and a `client`. The notes are left out, since they differ between
/// versions of rustc.
fn errors(code: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let imports = "use b2c_agent_client::{Client, types::LogoffRequest};\n\n";
    let function = format!(
        "pub async fn call(client: &Client) {{\n    {}\n}}\n",
        code.replace('\n', "\n    ")
    );
    std::fs::write(folder.path().join("call.rs"), format!("{imports}{function}")).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .current_dir(folder.path())
        .args([
            "call.rs",
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--error-format=json",
        ])
        .arg(format!("--extern=b2c_agent_client={}", CLIENT.display()))
        .arg(format!("-Ldependency={}", CLIENT.parent().unwrap().display()))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let messages = stderr.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let errors = messages.filter(|message| message["level"] == "error" && message["spans"][0].is_object());
    let errors: Vec<_> = errors
        .map(|error| without_notes(error["rendered"].as_str().unwrap()))
        .collect();
    assert_eq!(output.status.success(), errors.is_empty(), "{stderr}");
    errors
}

fn without_notes(rendered: &str) -> String {
    let is_note = |line: &str| {
        ["= ", "help: ", "note: "]
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    };
    let lines: Vec<_> = rendered.lines().take_while(|line| !is_note(line)).collect();
    lines.join("\n")
}

/// The compiled client. `cargo test --workspace` has built it for this test, so it is not built again.
static CLIENT: LazyLock<PathBuf> = LazyLock::new(|| {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "test",
            "--workspace",
            "--test=client",
            "--no-run",
            "--offline",
            "--message-format=json",
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut messages = messages
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let is_client =
        |message: &Value| message["reason"] == "compiler-artifact" && message["target"]["name"] == "b2c_agent_client";
    let client = messages.find(is_client).unwrap();
    let files = client["filenames"].as_array().unwrap().iter().filter_map(Value::as_str);
    files
        .map(PathBuf::from)
        .find(|file| file.extension().is_some_and(|extension| extension == "rmeta"))
        .unwrap()
});
