//! The client's example program, `generated-client/examples/logoff.rs`: what it prints, its exit codes, and that it never
//! shows the session id.

#![allow(clippy::expect_used, reason = "a failed expectation is a test's report")]

use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use reqwest::StatusCode;
use reqwest::header::{HeaderValue, LOCATION};
use serde_json::json;
use workspace_tests::DOCUMENT;
use workspace_tests::faults::{FaultServer, Step};
use workspace_tests::sandbox::{Answer, Sandbox};

const SITE: &str = "day001_221100_sql_001h";
const AGENT: &str = "12";
const CANARY: &str = "node0canary7f3a";
const VARIABLE: &str = "AGENT_SESSION_ID";

async fn sandbox() -> Sandbox {
    Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document")
}

/// The program with all required arguments, without a session id.
fn logoff(base_url: &str) -> Command {
    let mut command = bare();
    command.args(["--base-url", base_url, "--site", SITE, "--agent-id", AGENT]);
    command
}

fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_logoff-under-test"));
    command.env_remove(VARIABLE).stdin(Stdio::null());
    command
}

/// Runs the program on another thread, since the sandbox runs on this one.
async fn run(mut command: Command) -> Finished {
    let ran = tokio::task::spawn_blocking(move || command.output()).await;
    Finished::of(&ran.expect("the thread ends").expect("the program starts"))
}

/// Runs the program with `input` on its standard input.
async fn run_with_input(mut command: Command, input: &'static [u8]) -> Finished {
    let ran = tokio::task::spawn_blocking(move || {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let written = child.stdin.take().map(|mut stdin| stdin.write_all(input));
        // The program may close the pipe before it has read everything.
        drop(written);
        child.wait_with_output()
    });
    Finished::of(&ran.await.expect("the thread ends").expect("the program starts"))
}

/// The output and the exit code of the program.
#[derive(Debug)]
struct Finished {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Finished {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints text");
        Self {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// A failure: nothing on standard output, an explanation on standard error, and `secret` nowhere.
    fn failed(self, code: i32, secret: &str) -> String {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert_eq!(self.out, "");
        assert!(!self.err.contains(secret), "{}", self.err);
        self.err
    }
}

#[tokio::test]
async fn a_session_named_by_the_environment_is_logged_off() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let mut command = logoff(&sandbox.base_url());
    command
        .args(["--pool", "297:1", "--force"])
        .env(VARIABLE, &ticket.session_id);
    let finished = run(command).await;

    assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{finished:#?}");
    let lines: Vec<_> = finished.out.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "The session is logged off.",
            "client id        47",
            "sequence number  1"
        ]
    );
    assert!(
        lines[3].starts_with("started at ") && lines[4].starts_with("finished at "),
        "{}",
        finished.out
    );
    assert_eq!(lines[5..], ["attempts         1"]);
    assert!(!finished.out.contains(&ticket.session_id));
    assert_eq!(sandbox.sessions(), []);

    let [request] = sandbox.requests().try_into().expect("one request");
    assert_eq!(request.query(), Some("pool=297%3A1"));
    assert_eq!(request.json().expect("a body")["forceLogoff"], json!(true));
}

#[tokio::test]
async fn a_session_named_on_standard_input_is_logged_off() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let input = format!("{}\r\nwhatever follows\n", ticket.session_id).into_bytes();
    let finished = run_with_input(logoff(&sandbox.base_url()), input.leak()).await;
    assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{finished:#?}");
    assert_eq!(sandbox.sessions(), []);
    let [request] = sandbox.requests().try_into().expect("one request");
    assert_eq!(request.query(), None);
    assert_eq!(request.json().expect("a body")["forceLogoff"], json!(false));
}

#[tokio::test]
async fn what_the_server_refuses_exits_with_1() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let mut command = logoff(&sandbox.base_url());
    command.env(VARIABLE, CANARY);
    let err = run(command).await.failed(1, CANARY);
    assert!(err.contains("403 Forbidden (ACCESS_DENIED)"), "{err}");
    assert!(err.ends_with("\nThe session has not been ended.\n"), "{err}");
    assert_eq!(sandbox.sessions(), [ticket]);
}

#[tokio::test]
async fn a_failure_that_does_not_pass_exits_with_1() {
    let sandbox = sandbox().await;
    // More answers than the program asks for within a second.
    for _ in 0..20 {
        sandbox.answer_next(Answer::system_error(
            "UNKNOWN_EXCEPTION",
            &format!("No {CANARY} here."),
            "error",
        ));
    }
    let mut command = logoff(&sandbox.base_url());
    command.env(VARIABLE, CANARY).args(["--deadline", "1"]);
    let err = run(command).await.failed(1, CANARY);
    assert!(err.contains("UNKNOWN_EXCEPTION"), "{err}");
    assert!(err.ends_with("\nThe session may have ended.\n"), "{err}");
    assert!(sandbox.requests().len() > 1, "it is tried again");
}

#[tokio::test]
async fn a_failure_that_passes_exits_with_0() {
    let sandbox = sandbox().await;
    sandbox.answer_next(Answer::new(StatusCode::BAD_GATEWAY));
    let ticket = sandbox.open_session(SITE, AGENT);
    let mut command = logoff(&sandbox.base_url());
    command.env(VARIABLE, &ticket.session_id);
    let finished = run(command).await;
    assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{finished:#?}");
    assert!(
        finished.out.starts_with("The session is logged off.\n"),
        "{}",
        finished.out
    );
    assert!(finished.out.ends_with("\nattempts         2\n"), "{}", finished.out);
    assert_eq!(sandbox.sessions(), []);
}

#[tokio::test]
async fn a_session_that_had_ended_exits_with_0() {
    let sandbox = sandbox().await;
    let other = sandbox.open_session(SITE, AGENT);
    sandbox.answer_next(Answer::new(StatusCode::BAD_GATEWAY));
    let mut command = logoff(&sandbox.base_url());
    command.env(VARIABLE, CANARY);
    let finished = run(command).await;
    assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{finished:#?}");
    assert_eq!(
        finished.out,
        "The session has ended: the server no longer knows it after an attempt that may have ended it.\n\
         attempts         2\n"
    );
    assert_eq!(sandbox.sessions(), [other]);
}

#[tokio::test]
async fn a_server_that_is_not_there_exits_with_3() {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    let mut command = logoff(&format!("http://{}", free.expect("loopback has a free port")));
    command.env(VARIABLE, CANARY).args(["--deadline", "1"]);
    let err = run(command).await.failed(3, CANARY);
    assert!(err.contains("refused the connection"), "{err}");
    assert!(err.ends_with("\nThe session has not been ended.\n"), "{err}");
}

#[tokio::test]
async fn an_answer_that_is_not_documented_exits_with_3() {
    let elsewhere = HeaderValue::from_static("https://elsewhere.example/");
    let html = Answer::new(StatusCode::OK).with_body("<html>");
    let open = "The session may have ended.";
    let table = [
        (html, "not as the API documents it", open),
        (Answer::new(StatusCode::BAD_GATEWAY), "502", open),
        (
            Answer::new(StatusCode::TEMPORARY_REDIRECT).with_header(LOCATION, elsewhere),
            "`elsewhere.example`",
            "The session has not been ended.",
        ),
    ];
    for (answer, named, fate) in table {
        let sandbox = sandbox().await;
        for _ in 0..20 {
            sandbox.answer_next(answer.clone());
        }
        let mut command = logoff(&sandbox.base_url());
        command.env(VARIABLE, CANARY).args(["--deadline", "1"]);
        let err = run(command).await.failed(3, CANARY);
        assert!(err.contains(named), "{err}");
        assert_eq!(err.lines().last(), Some(fate), "{err}");
    }
}

/// A proxy of the environment is used unless it is switched off. Its failures are not reported as the server's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_of_the_environment_can_be_switched_off() {
    for (variable, is_off) in [
        ("HTTPS_PROXY", false),
        ("ALL_PROXY", false),
        ("HTTPS_PROXY", true),
        ("ALL_PROXY", true),
    ] {
        let refusal = Step::send("HTTP/1.1 403 Forbidden\r\n\r\n");
        let proxy = FaultServer::start([Step::Read, refusal]).await.expect("a port is free");
        // A name that does not exist (RFC 6761, section 6.4).
        let mut command = logoff("https://chat.invalid");
        for name in [
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "NO_PROXY",
            "no_proxy",
        ] {
            command.env_remove(name);
        }
        command.env(VARIABLE, CANARY).env(variable, proxy.base_url());
        command.args(["--deadline", "1"]).args(is_off.then_some("--no-proxy"));
        let err = run(command).await.failed(3, CANARY);
        assert_eq!(
            err.contains("The proxy did not connect to the server"),
            !is_off,
            "{err}"
        );
        assert!(err.ends_with("\nThe session has not been ended.\n"), "{err}");
        assert_eq!(proxy.take_requests().is_empty(), is_off, "{variable}");
    }
}

#[tokio::test]
async fn without_a_usable_session_id_it_exits_with_2_and_sends_nothing() {
    const LONG: &[u8] = &[b'a'; 5000];
    let sandbox = sandbox().await;
    let base_url = sandbox.base_url();
    let err = run(logoff(&base_url)).await.failed(2, CANARY);
    assert!(err.contains("There is no session id. Set AGENT_SESSION_ID"), "{err}");

    let mut command = logoff(&base_url);
    command.env(VARIABLE, "");
    run(command).await.failed(2, CANARY);

    let mut command = logoff(&base_url);
    command.env(VARIABLE, format!("{CANARY}\u{e9}"));
    let err = run(command).await.failed(2, CANARY);
    assert!(err.contains("X-JSESSIONID"), "{err}");

    for input in [&b"\n"[..], b"\xff\n", LONG] {
        let err = run_with_input(logoff(&base_url), input).await.failed(2, CANARY);
        assert!(err.contains("session id"), "{err}");
    }
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_wrong_command_line_exits_with_2() {
    let table: [(&[&str], &str); 5] = [
        (&[], "--base-url"),
        (&["--session-id", CANARY], "--session-id"),
        (&["--timeout", "0"], "--timeout"),
        (
            &[
                "--base-url",
                "http://chat.example.com",
                "--site",
                SITE,
                "--agent-id",
                AGENT,
            ],
            "`http`",
        ),
        (
            &[
                "--base-url",
                "https://chat.example.com",
                "--site",
                "..",
                "--agent-id",
                AGENT,
            ],
            "fqSiteName",
        ),
    ];
    for (arguments, named) in table {
        let mut command = bare();
        command.args(arguments).env(VARIABLE, CANARY);
        let err = run(command).await.failed(2, CANARY);
        assert!(err.contains(named), "{arguments:?}: {err}");
    }
}

#[tokio::test]
async fn its_help_lists_the_exit_codes() {
    let mut command = bare();
    command.arg("--help").env(VARIABLE, CANARY);
    let finished = run(command).await;
    assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{finished:#?}");
    assert!(!finished.out.contains(CANARY));
    insta::assert_snapshot!(finished.out);
}
