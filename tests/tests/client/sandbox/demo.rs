//! `cargo demo`, the real binary.

use std::process::{Command, Stdio};

fn demo() -> Command {
    Command::new(env!("CARGO_BIN_EXE_demo"))
}

#[test]
fn the_transcript_shows_a_logoff_and_no_session_id() {
    let output = demo().output().expect("the demo starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && stderr.is_empty(),
        "{}: {stderr}",
        output.status
    );
    let transcript = String::from_utf8(output.stdout).expect("the transcript is text");
    // How every session id of the sandbox begins.
    assert!(!transcript.contains("node0"));

    insta::with_settings!({ filters => [
        (r"127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
        (r"(?m)^> user-agent: b2c-agent-client/\d+\.\d+\.\d+\S*$", "> user-agent: b2c-agent-client/[version]"),
        (r"(?m)^< date: .*$", "< date: [date]"),
        (r#"("service(?:Start|Finish)Time":)\d+"#, "${1}[time]"),
        (r"(service_(?:start|finish)_time: Some\(\s*)\d+", "${1}[time]"),
    ] }, {
        insta::assert_snapshot!(transcript);
    });
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut demo = demo()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the demo starts");
    drop(demo.stdout.take());
    let output = demo.wait_with_output().expect("the demo ends");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_transcript_that_cannot_be_written_is_a_failure() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = demo()
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the demo starts");
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.starts_with("error: The transcript cannot be written: "),
        "{stderr}"
    );
}
