//! Handwritten requests, so that each can be wrong in one place.

use reqwest::Method;
use serde_json::Value;
use workspace_tests::sandbox::{Sandbox, SessionTicket};

use super::{AGENT, SITE};

/// A request that is sent as it is, with the headers that HTTP needs.
#[derive(Clone)]
pub(crate) struct Raw {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

/// The response.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) allow: Option<String>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the sandbox answers JSON")
    }

    /// Status and message in one line.
    pub(crate) fn summary(&self) -> String {
        let body = self.json();
        let code = body["exceptionCode"]
            .as_str()
            .map(|code| format!("{code}: "))
            .unwrap_or_default();
        format!("{} {code}{}", self.status, body["message"].as_str().unwrap_or_default())
    }
}

impl Raw {
    /// The documented request, for an open session.
    pub(crate) fn logoff(ticket: &SessionTicket) -> Self {
        Self {
            method: Method::POST,
            target: format!("/engagement/api/agent/{SITE}/v1/logoff"),
            headers: vec![
                ("x-aid", AGENT.to_owned()),
                ("x-jsessionid", ticket.session_id.clone()),
                ("content-type", "application/json; charset=utf-8".to_owned()),
            ],
            body: r#"{"forceLogoff":false,"sequenceNumber":3,"timeCreated":1618317020415}"#.to_owned(),
        }
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn target(mut self, target: impl Into<String>) -> Self {
        self.target = target.into();
        self
    }

    /// Appends to the target.
    pub(crate) fn and_target(mut self, suffix: &str) -> Self {
        self.target.push_str(suffix);
        self
    }

    pub(crate) fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn without(mut self, header: &str) -> Self {
        self.headers.retain(|(name, _)| *name != header);
        self
    }

    pub(crate) fn and(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }

    pub(crate) fn with(self, header: &'static str, value: impl Into<String>) -> Self {
        self.without(header).and(header, value)
    }

    pub(crate) async fn send(self, sandbox: &Sandbox) -> Reply {
        let url = format!("{}{}", sandbox.base_url(), self.target);
        let mut request = reqwest::Client::new().request(self.method, url).body(self.body);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.expect("the sandbox answers");
        let status = response.status().as_u16();
        let allow = response
            .headers()
            .get("allow")
            .map(|value| value.to_str().expect("methods are ASCII").to_owned());
        Reply {
            status,
            allow,
            body: response.text().await.expect("the body arrives"),
        }
    }
}
