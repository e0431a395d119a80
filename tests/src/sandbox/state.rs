//! The part of the chat server that the sandbox implements: sites, sessions, and logoffs.
//!
//! This is the only module of the sandbox that names an operation. It gets calls that keep the contract, and must not
//! repeat the checks of the contract. The answers have the fields of the vendor's example.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::contract::Call;
use super::document::Location;
use crate::secrets::MASK;

/// An open session, with the values that the call that creates it returns. `Debug` masks the session id.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionTicket {
    /// The fully qualified name of the site that serves the session.
    pub site: String,
    /// The agent's account id.
    pub agent_id: String,
    /// The id of the session: a secret.
    pub session_id: String,
    /// The number that the server gave the agent's client.
    pub client_id: i64,
}

impl fmt::Debug for SessionTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTicket")
            .field("site", &self.site)
            .field("agent_id", &self.agent_id)
            .field("session_id", &MASK)
            .field("client_id", &self.client_id)
            .finish()
    }
}

/// The sites, and the open sessions.
#[derive(Debug, Default)]
pub(super) struct ChatServer {
    sites: BTreeSet<String>,
    sessions: Vec<SessionTicket>,
    opened: u32,
}

impl ChatServer {
    /// Opens a session. From then on its site exists.
    pub(super) fn open_session(&mut self, site: &str, agent_id: &str) -> SessionTicket {
        /// The id in the vendor's example, so that the answer for the first session is like the example.
        const FIRST_CLIENT_ID: i64 = 47;
        let ticket = SessionTicket {
            site: site.to_owned(),
            agent_id: agent_id.to_owned(),
            session_id: session_id(self.opened),
            client_id: FIRST_CLIENT_ID + i64::from(self.opened),
        };
        self.opened += 1;
        self.sites.insert(ticket.site.clone());
        self.sessions.push(ticket.clone());
        ticket
    }

    pub(super) fn sessions(&self) -> &[SessionTicket] {
        &self.sessions
    }

    /// Executes the call and answers it. `received` is when the request arrived.
    pub(super) fn answer(&mut self, call: &Call<'_>, received: SystemTime) -> Answer {
        match call.operation.id.as_str() {
            "logoff" => self.log_off(call, received),
            _ => {
                let message = "The sandbox has no part for this operation: script its answer with `answer_next`.";
                Answer::error(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    Some("UNKNOWN_EXCEPTION"),
                    Some(message),
                )
            }
        }
    }

    fn log_off(&mut self, call: &Call<'_>, received: SystemTime) -> Answer {
        let site = call.parameter(Location::Path, "fqSiteName");
        if !self.sites.contains(site) {
            return Answer::error(
                StatusCode::NOT_FOUND,
                None,
                Some("No site of this name is served here."),
            );
        }
        let agent_id = call.parameter(Location::Header, "x-aid");
        let session_id = call.parameter(Location::Header, "x-jsessionid");
        let is_meant = |ticket: &SessionTicket| {
            ticket.site == site && ticket.agent_id == agent_id && ticket.session_id == session_id
        };
        // The answer is the same for an unknown session and for another agent's, so that a caller cannot tell them apart.
        let Some(position) = self.sessions.iter().position(is_meant) else {
            let message = "The agent has no session with the given id.";
            return Answer::error(StatusCode::FORBIDDEN, Some("ACCESS_DENIED"), Some(message));
        };
        let ticket = self.sessions.remove(position);
        Answer::json(StatusCode::OK, &logged_off(&ticket, call, received))
    }
}

/// The answer to a logoff that worked, with all fields of the vendor's example.
fn logged_off(ticket: &SessionTicket, call: &Call<'_>, received: SystemTime) -> Value {
    let received = epoch_millis(received);
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| body.insert(name.to_owned(), value);
    set("chatLogoffResult", json!({}));
    set("chatSystemError", Value::Null);
    set(
        "clientSendTime",
        json!(call.field("timeCreated").as_i64().unwrap_or(received)),
    );
    set("serviceStartTime", json!(received));
    set("serviceFinishTime", json!(epoch_millis(SystemTime::now())));
    set("sessionId", json!(ticket.session_id));
    set("clientId", json!(ticket.client_id));
    set("clientIdString", json!(ticket.client_id.to_string()));
    if let Some(number) = call.field("sequenceNumber").as_i64() {
        set("sequenceNumber", json!(number));
        set("sequenceNumberString", json!(number.to_string()));
    }
    Value::Object(body)
}

fn epoch_millis(time: SystemTime) -> i64 {
    let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}

/// An id like those in the vendor's examples. It has a constant length and cannot be guessed.
fn session_id(serial: u32) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    // The standard library's hasher is keyed by the operating system's randomness.
    let random = RandomState::new();
    let mut bits = u128::from(random.hash_one((serial, "high"))) << 64 | u128::from(random.hash_one((serial, "low")));
    let mut id = String::from("node0");
    for _ in 0..24 {
        // The remainder is below 36, the number of digits.
        id.push(char::from(DIGITS[(bits % 36) as usize]));
        bits /= 36;
    }
    id.push('0');
    id
}
