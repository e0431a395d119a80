//! A row of the matrix: a server that does something wrong, and what the caller sees.

use std::time::Duration;

use b2c_agent_client::{Error, ErrorKind, types};
use indexmap::IndexMap;
use workspace_tests::canary::{self, CANARY};
use workspace_tests::faults::{FaultServer, Step};

use super::{TIMEOUT, client, config, logoff};

pub(crate) struct Row {
    /// What the server does, as the end of a sentence.
    name: &'static str,
    script: Vec<Step>,
    kind: ErrorKind,
    status: Option<u16>,
    acted: Acted,
    kept: Kept,
    within: Within,
}

/// Whether the server may have acted on the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acted {
    Maybe,
    No,
}

/// How much of the response's body the caller gets.
#[derive(Clone, Copy)]
pub(crate) enum Kept {
    /// There was no answer.
    NoAnswer,
    /// All of it: everything that the last step of the script sent after the head.
    All,
    /// This beginning of it.
    Cut(&'static str),
    /// Its beginning, up to the configured limit.
    UpToTheLimit,
}

/// When a call ends.
#[derive(Clone, Copy)]
pub(crate) enum Within {
    /// Without waiting for anything.
    AtOnce,
    /// With its timeout.
    Timeout,
}

/// How long a row may take before the test fails. It is far longer than a row takes, and shorter than the timeout of calls
/// that must not time out.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much an endless server sends at most, in bytes.
pub(crate) const FLOOD: u64 = 200 * 1024 * 1024;

pub(crate) fn row(
    name: &'static str,
    script: impl Into<Vec<Step>>,
    kind: ErrorKind,
    status: impl Into<Option<u16>>,
    acted: Acted,
    kept: Kept,
    within: Within,
) -> Row {
    Row {
        name,
        script: script.into(),
        kind,
        status: status.into(),
        acted,
        kept,
        within,
    }
}

/// Checks all rows at once, so that their waiting times overlap. Returns the messages that callers read, each with the rows
/// that lead to it.
pub(crate) async fn check(rows: Vec<Row>) -> String {
    let checks: Vec<_> = rows.into_iter().map(|row| tokio::spawn(row.check())).collect();
    let mut outcomes = Vec::new();
    for check in checks {
        outcomes.push(check.await);
    }
    let mut sentences = IndexMap::<String, String>::new();
    for outcome in outcomes {
        // Each row that fails has printed a message by now.
        let (name, sentence) = outcome.expect("every row is as it should be");
        *sentences.entry(sentence).or_default() += &format!("    The server {name}.\n");
    }
    sentences
        .into_iter()
        .map(|(sentence, rows)| format!("{sentence}\n{rows}"))
        .collect()
}

impl Row {
    async fn check(self) -> (&'static str, String) {
        let name = self.name;
        let server = FaultServer::start(self.script.clone()).await.expect("a port is free");
        let config = match self.within {
            Within::AtOnce => config(),
            Within::Timeout => config().timeout(TIMEOUT),
        };
        let client = client(&server.base_url(), &config);
        let outcome = tokio::time::timeout(PATIENCE, logoff(&client).send()).await;
        let error = outcome.expect(name).expect_err(name);

        self.check_error(&error);
        let builder = client.logoff().x_jsessionid(CANARY);
        let shown = format!("{}{client:#?}{builder:?}{builder:#?}", canary::shown(&error));
        assert!(!canary::is_in(&shown), "{name}: a value is shown: {shown}");
        let connections = server.connections().await.expect("it listens");
        let requests = server.take_requests().len();
        assert!(connections == 1 && requests <= 1, "{name}: it is sent once");
        let flooded = server.flooded();
        assert!(flooded < FLOOD / 4, "{name}: {flooded} bytes were read");
        (name, error.to_string())
    }

    fn check_error(&self, error: &Error<types::ErrorBody>) {
        let name = self.name;
        let status = error.status().map(|status| status.as_u16());
        assert_eq!((error.kind(), status), (self.kind, self.status), "{name}: {error:?}");
        assert_eq!(error.may_have_acted(), self.acted == Acted::Maybe, "{name}: {error:?}");
        assert_eq!(error.operation_id(), Some("logoff"), "{name}");
        assert_eq!(
            error.headers().is_some(),
            status.is_some(),
            "{name}: headers come with a status"
        );
        let is_cut = matches!(self.kept, Kept::Cut(_) | Kept::UpToTheLimit);
        assert_eq!(error.body_is_truncated(), is_cut, "{name}: {error:?}");
        let body = error.raw_body();
        match self.kept {
            Kept::NoAnswer => assert!(body.is_none(), "{name}"),
            Kept::All => assert!(body == Some(self.sent_body()), "{name}: {body:?}"),
            Kept::Cut(text) => assert_eq!(body.map(String::from_utf8_lossy), Some(text.into()), "{name}"),
            Kept::UpToTheLimit => assert_eq!(body.map(<[u8]>::len), Some(super::MAX_BODY), "{name}"),
        }
    }

    fn sent_body(&self) -> &[u8] {
        let Some(Step::Send(answer)) = self.script.last() else {
            panic!("{}: its last step sends nothing", self.name)
        };
        let head = answer.windows(4).position(|window| window == b"\r\n\r\n");
        &answer[head.expect("an answer has a head") + 4..]
    }
}
