//! `client.ensure_logged_off(&session)`: what it repeats, when it stops, and what it returns. Time is virtual here, so the
//! pauses take no time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2c_agent_client::{
    Attempt, Client, Config, EnsureLoggedOff, Error, ErrorKind, HowEnded, NotEnded, Secret, Service, Session, http,
};
use serde_json::{Value, json};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::Sandbox;

use super::{AGENT, SITE};

/// The result of an attempt.
#[derive(Clone, Debug)]
enum Act {
    Answer(u16, &'static str),
    /// With a header `Retry-After`.
    Busy(u16, &'static str),
    Fail(ErrorKind),
    /// The answer to another call.
    Swap,
    /// No answer.
    Silence,
}

use Act::{Answer, Busy, Fail, Silence, Swap};

const ENDED: Act = Answer(200, r#"{"clientId":47}"#);
const UNKNOWN: Act = Answer(403, r#"{"exceptionCode":"ACCESS_DENIED"}"#);

/// A client whose attempts end as scripted, with the last result repeated, and the bodies that it sends.
fn scripted(script: impl Into<VecDeque<Act>>) -> (Client, Arc<Mutex<Vec<Value>>>) {
    let (script, sent) = (Mutex::new(script.into()), Arc::<Mutex<Vec<Value>>>::default());
    let bodies = Arc::clone(&sent);
    let config = Config::default().service(move |request: reqwest::Request| {
        let body = request.body().and_then(reqwest::Body::as_bytes).expect("it has a body");
        let body: Value = serde_json::from_slice(body).expect("it is JSON");
        let other = body["sequenceNumber"].as_i64().map(|number| number + 1);
        bodies.lock().expect("nobody panics").push(body);
        let mut script = script.lock().expect("nobody panics");
        let act = if script.len() > 1 {
            script.pop_front()
        } else {
            script.front().cloned()
        };
        async move {
            let response = http::Response::builder();
            let response = match act.expect("a script has at least one act") {
                Answer(status, body) => response.status(status).body(body.to_owned()),
                Busy(status, wait) => response.status(status).header("retry-after", wait).body(String::new()),
                Fail(kind) => return Err(Error::of_kind(kind)),
                Swap => response.body(json!({ "clientId": 47, "sequenceNumber": other }).to_string()),
                Silence => std::future::pending().await,
            };
            Ok::<_, Error>(response.expect("it is a response"))
        }
    });
    let client = Client::with_config("https://chat.example", &config).expect("it is a base URL");
    (client, sent)
}

fn session() -> Session {
    Session::new(SITE, AGENT, Secret::from("node0"))
}

/// How the session has ended, or whether it may have ended, and the number of attempts.
async fn outcome(script: &[Act]) -> (&'static str, usize) {
    let (client, sent) = scripted(script.to_vec());
    let session = session();
    let (said, attempts) = match client.ensure_logged_off(&session).await {
        Ok(ended) => match ended.how() {
            HowEnded::LoggedOff(answer) => {
                assert_eq!(answer.client_id, Some(47));
                assert!(ended.attempts().last().is_some_and(|attempt| attempt.error().is_none()));
                ("logged off", ended.attempts().len())
            }
            _ => ("had ended", ended.attempts().len()),
        },
        Err(error) if error.may_have_ended() => ("may have ended", error.attempts().len()),
        Err(error) => ("not ended", error.attempts().len()),
    };
    assert_eq!(
        sent.lock().expect("nobody panics").len(),
        attempts,
        "every attempt is in the result"
    );
    (said, attempts)
}

#[tokio::test(start_paused = true)]
async fn it_repeats_what_leaves_the_question_open_and_what_passes() {
    let in_band = Answer(200, r#"{"chatSystemError":{"errorCondition":"UNKNOWN_EXCEPTION"}}"#);
    let table: [(&[Act], (&str, usize)); 19] = [
        (&[ENDED], ("logged off", 1)),
        // Open
        (&[Answer(500, "{}"), ENDED], ("logged off", 2)),
        (&[Fail(ErrorKind::Timeout), ENDED], ("logged off", 2)),
        (&[Fail(ErrorKind::Transport), UNKNOWN], ("had ended", 2)),
        (&[Answer(200, "{}"), UNKNOWN], ("had ended", 2)),
        (&[in_band, UNKNOWN], ("had ended", 2)),
        (&[Swap, UNKNOWN], ("had ended", 2)),
        (&[Answer(302, ""), ENDED], ("logged off", 2)),
        // Passing
        (&[Fail(ErrorKind::Connect), ENDED], ("logged off", 2)),
        (
            &[Answer(408, ""), Answer(429, ""), Busy(503, "3"), ENDED],
            ("logged off", 4),
        ),
        (&[Busy(429, "1"), UNKNOWN], ("not ended", 2)),
        (&[Fail(ErrorKind::Connect), UNKNOWN], ("not ended", 2)),
        (
            &[Fail(ErrorKind::Timeout), Fail(ErrorKind::Connect), UNKNOWN],
            ("had ended", 3),
        ),
        // Final
        (&[UNKNOWN], ("not ended", 1)),
        (&[Answer(400, "{}")], ("not ended", 1)),
        (&[Answer(404, "{}")], ("not ended", 1)),
        (&[Answer(307, "")], ("not ended", 1)),
        (&[Answer(500, "{}"), Answer(400, "{}")], ("may have ended", 2)),
        (&[Answer(500, "{}"), Busy(429, "3600")], ("may have ended", 2)),
    ];
    for (script, expected) in table {
        assert_eq!(outcome(script).await, expected, "{script:?}");
    }
}

/// The attempts of a script that never ends, under a deadline.
async fn endless(act: Act, adjust: impl Fn(EnsureLoggedOff<'_>) -> EnsureLoggedOff<'_>) -> NotEnded {
    let (client, _) = scripted([act]);
    let session = session();
    let call = adjust(client.ensure_logged_off(&session));
    call.await.expect_err("it never ends")
}

#[tokio::test(start_paused = true)]
async fn it_waits_longer_each_time_and_keeps_the_deadline() {
    let deadline = Duration::from_secs(30);
    let not_ended = endless(Answer(500, "{}"), |call| call.deadline(deadline)).await;
    let starts: Vec<Duration> = not_ended.attempts().iter().map(Attempt::started).collect();
    assert!(
        starts.len() > 5 && starts.iter().all(|start| *start < deadline),
        "{starts:?}"
    );
    let pauses: Vec<Duration> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(
        pauses.windows(3).take(4).all(|pauses| pauses[2] > pauses[0]),
        "{pauses:?}"
    );
    assert_eq!(not_ended.error().status().map(|status| status.as_u16()), Some(500));

    // By default the deadline is a minute. It is the only limit if nothing answers.
    let silent = endless(Silence, |call| call).await;
    let end = silent
        .attempts()
        .iter()
        .map(|attempt| attempt.started() + attempt.took())
        .max();
    assert!(end.is_some_and(|end| end <= Duration::from_secs(61)), "{end:?}");
    assert!(silent.may_have_ended() && silent.error().kind() == ErrorKind::Timeout);
    let short = endless(Silence, |call| call.deadline(Duration::from_secs(2))).await;
    assert_eq!(short.attempts().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn it_waits_as_long_as_the_server_asks_for() {
    let (client, sent) = scripted([Busy(429, "20"), ENDED]);
    let session = session();
    let ended = client.ensure_logged_off(&session).force(true).await.expect("it ends");
    assert!(ended.attempts()[1].started() >= Duration::from_secs(20));
    assert!(ended.logged_off().is_some());
    let sent = sent.lock().expect("nobody panics");
    assert!(sent.iter().all(|body| body["forceLogoff"] == true));
    assert!(sent[0]["sequenceNumber"].as_i64() < sent[1]["sequenceNumber"].as_i64());
}

#[tokio::test(start_paused = true)]
async fn it_says_what_it_knows() {
    let once = endless(Answer(400, r#"{"message":"No such field."}"#), |call| call).await;
    assert_eq!(
        once.to_string(),
        "The session has not been ended. The operation `logoff` was answered with status 400 Bad Request: No such field. \
         The server refused it. Correct the request before you send it again."
    );
    let (client, _) = scripted([Answer(500, "{}"), Answer(404, "{}")]);
    let session = session();
    let twice = client.ensure_logged_off(&session).await.expect_err("it is refused");
    assert_eq!(
        twice.to_string(),
        "The session may or may not have ended after 2 attempts. The operation `logoff` was answered \
         with status 404 Not Found. The server refused it. Correct the request before you send it again."
    );
    assert!(std::error::Error::source(&twice).is_some());
}

/// The server has acted on the first logoff, but its answer is lost.
#[tokio::test]
async fn a_logoff_whose_answer_is_lost_has_ended_the_session() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let lost = Arc::new(Mutex::new(false));
    let config = Config::default().layer(move |inner: Service| {
        let lost = Arc::clone(&lost);
        move |request| {
            let (inner, lost) = (inner.clone(), Arc::clone(&lost));
            async move {
                let response = inner.call(request).await?;
                if std::mem::replace(&mut *lost.lock().expect("nobody panics"), true) {
                    return Ok(response);
                }
                Err(Error::of_kind(ErrorKind::Transport))
            }
        }
    });
    let client = Client::with_config(&sandbox.base_url(), &config).expect("a loopback address will do");
    let session = Session::new(SITE, AGENT, Secret::from(sandbox.open_session(SITE, AGENT).session_id));
    let ended = client.ensure_logged_off(&session).await.expect("it has ended");
    assert!(matches!(ended.how(), HowEnded::HadEnded) && ended.logged_off().is_none());
    let errors: Vec<_> = ended.attempts().iter().filter_map(Attempt::error).collect();
    assert_eq!(errors.len(), 2);
    assert_eq!(
        (errors[0].kind(), errors[1].kind()),
        (ErrorKind::Transport, ErrorKind::Status)
    );
    assert_eq!(sandbox.sessions(), []);
}
