//! Sessions of the sandbox: how they start and end.

use reqwest::StatusCode;
use serde_json::{Value, json};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::{Answer, Sandbox};

use super::raw::Raw;
use super::{AGENT, SITE};

async fn sandbox() -> Sandbox {
    Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document")
}

#[tokio::test]
async fn a_logoff_ends_the_session_once() {
    let sandbox = sandbox().await;
    let (first, second) = (sandbox.open_session(SITE, AGENT), sandbox.open_session(SITE, "13"));
    assert_ne!(first.session_id, second.session_id);
    assert_eq!(sandbox.sessions(), [first.clone(), second.clone()]);

    assert_eq!(Raw::logoff(&first).send(&sandbox).await.status, 200);
    assert_eq!(sandbox.sessions(), [second]);

    let again = Raw::logoff(&first).send(&sandbox).await;
    assert_eq!(
        again.summary(),
        "403 ACCESS_DENIED: The agent has no session with the given id."
    );
}

#[tokio::test]
async fn a_session_is_ended_only_by_its_agent_at_its_site() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let other_site = sandbox.open_session("other_site", AGENT);
    let target = Raw::logoff(&ticket).target;

    let wrong_agent = Raw::logoff(&ticket).with("x-aid", "13").send(&sandbox).await;
    let wrong_site = Raw::logoff(&ticket)
        .target(target.replace(SITE, "other_site"))
        .send(&sandbox)
        .await;
    let unknown_site = Raw::logoff(&ticket)
        .target(target.replace(SITE, "nowhere"))
        .send(&sandbox)
        .await;
    let unknown_session = Raw::logoff(&ticket).with("x-jsessionid", "node0").send(&sandbox).await;

    assert_eq!(
        wrong_agent.summary(),
        "403 ACCESS_DENIED: The agent has no session with the given id."
    );
    assert_eq!(wrong_site.summary(), wrong_agent.summary());
    assert_eq!(unknown_session.summary(), wrong_agent.summary());
    assert_eq!(unknown_site.summary(), "404 No site of this name is served here.");
    assert_eq!(sandbox.sessions(), [ticket, other_site]);
}

#[tokio::test]
async fn the_answer_has_the_fields_of_the_vendors_example() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let mut body = Raw::logoff(&ticket).send(&sandbox).await.json();

    let times: Vec<i64> = ["clientSendTime", "serviceStartTime", "serviceFinishTime"]
        .map(|name| body[name].take().as_i64().expect("times are integers"))
        .into();
    assert!(times.is_sorted(), "sent, taken up, done: {times:?}");
    let expected = json!({
        "chatLogoffResult": {},
        "chatSystemError": null,
        "clientSendTime": null,
        "serviceStartTime": null,
        "serviceFinishTime": null,
        "sessionId": ticket.session_id,
        "clientId": 47,
        "clientIdString": "47",
        "sequenceNumber": 3,
        "sequenceNumberString": "3",
    });
    assert_eq!(body, expected);

    let ticket = sandbox.open_session(SITE, AGENT);
    let unnumbered = Raw::logoff(&ticket)
        .body(r#"{"forceLogoff":true}"#)
        .send(&sandbox)
        .await
        .json();
    assert_eq!(unnumbered.get("sequenceNumber"), None, "there is no number to repeat");
}

#[tokio::test]
async fn the_answers_keep_the_document() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let unknown_site = Raw::logoff(&ticket).target(Raw::logoff(&ticket).target.replace(SITE, "nowhere"));
    let requests = [
        Raw::logoff(&ticket).body("{}"),
        unknown_site,
        Raw::logoff(&ticket),
        Raw::logoff(&ticket),
    ];
    for request in requests {
        let reply = request.send(&sandbox).await;
        let status = StatusCode::from_u16(reply.status).expect("a status");
        let answer = Answer::new(status).with_body(reply.body);
        assert_eq!(
            sandbox.contract().answer_violations("logoff", &answer),
            Vec::<String>::new(),
            "{status}"
        );
    }
    let system_error = Answer::system_error("UNKNOWN_EXCEPTION", "The session could not be ended.", "error");
    assert_eq!(
        sandbox.contract().answer_violations("logoff", &system_error),
        Vec::<String>::new()
    );

    let wrong = Answer::json(StatusCode::OK, &json!({ "clientId": "47" }));
    assert_eq!(
        sandbox.contract().answer_violations("logoff", &wrong),
        [r#"at `/clientId`: value is not of type "integer""#],
        "the check finds what is wrong"
    );
}

#[tokio::test]
async fn debug_output_shows_no_session_id() {
    let sandbox = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let id = &ticket.session_id;
    Raw::logoff(&ticket).send(&sandbox).await;
    sandbox.answer_next(Answer::json(StatusCode::OK, &json!({ "sessionId": id })));
    let open = sandbox.open_session(SITE, AGENT);
    let debug = format!(
        "{ticket:?} {sandbox:?} {:?} {:#?}",
        sandbox.sessions(),
        sandbox.requests()
    );
    assert!(!debug.contains(id.as_str()) && !debug.contains(&open.session_id));
    assert!(debug.contains("x-jsessionid: ••••••••"), "the header is there, masked");

    // A secret where the operation does not expect one: the property is secret wherever it occurs.
    let stray: Value = json!({ "sessionId": "canary-5f2c" });
    Raw::logoff(&ticket).body(stray.to_string()).send(&sandbox).await;
    assert!(!format!("{:?}", sandbox.requests()).contains("canary-5f2c"));
}
