//! A convenient way to log off: a [`Session`] holds the caller's identity, and [`Client::log_off`] fills in every value
//! that the caller does not set.
//!
//! The generated builder makes every request and reads every response. This module must do neither.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::generated::{Client, types};
use crate::support::{Error, ResponseValue, Secret};

/// An agent's session on the chat server. It holds the values that identify the session in a call.
///
/// ```
/// use b2c_agent_client::{Secret, Session};
///
/// let session_id = Secret::from("node01h8m13tljpm7ns8nayp0pid91");
/// let session = Session::new("day001_221100_sql_001h", "12", session_id).with_pool("297:1");
/// // The session id is a secret: it is sent, and shown nowhere.
/// assert!(!format!("{session:?}").contains("node01"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    site: String,
    agent_id: String,
    session_id: Secret,
    pool: Option<String>,
}

impl Session {
    /// Creates the session of the agent with the account id `agent_id` (header `X-AID`) on the site with the fully
    /// qualified name `site`. `session_id` is the id that the server returned when the session was created (header
    /// `X-JSESSIONID`). It is a [`Secret`], so it cannot be swapped with another argument.
    ///
    /// The values are not checked here. A call fails before it sends anything if a value is empty or cannot be sent
    /// unchanged.
    pub fn new(site: impl Into<String>, agent_id: impl Into<String>, session_id: Secret) -> Self {
        Self {
            site: site.into(),
            agent_id: agent_id.into(),
            session_id,
            pool: None,
        }
    }

    /// Sets the server pool, as the site's service settings name it. The pool can change during the session.
    #[must_use]
    pub fn with_pool(mut self, pool: impl Into<String>) -> Self {
        self.pool = Some(pool.into());
        self
    }

    /// The fully qualified name of the site.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The agent's account id.
    #[must_use]
    pub fn agent_id(&self) -> &str {
        &self.agent_id
    }

    /// The server pool that holds the session, if it was set.
    #[must_use]
    pub fn pool(&self) -> Option<&str> {
        self.pool.as_deref()
    }
}

impl Client {
    /// Logs `session` off when the returned value is awaited. Its methods set optional values before that.
    ///
    /// By default the logoff is not forced. The request carries the time at which it is sent, and a sequence number
    /// that counts the logoffs of this process.
    ///
    /// The request is sent once. The server forgets the session id, so a second call for the same session fails with
    /// status 403. If the call fails, [`may_have_acted`](Error::may_have_acted) tells whether the session may have
    /// ended.
    /// [`ensure_logged_off`](Self::ensure_logged_off) repeats the call until that is certain.
    ///
    /// # Errors
    ///
    /// [`Error::kind`] tells what went wrong. A response with a success status is an error in three cases: it reports a
    /// failure ([`InBand`](crate::ErrorKind::InBand)), its sequence number differs from the one that was sent
    /// ([`OtherAnswer`](crate::ErrorKind::OtherAnswer)), or it has none of the documented properties
    /// ([`Decode`](crate::ErrorKind::Decode)).
    ///
    /// # Panics
    ///
    /// The HTTP client panics outside of a tokio runtime, and in a runtime whose timers or network are not enabled.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use b2c_agent_client::{Client, Secret, Session};
    ///
    /// let client = Client::new("https://chat.example.com")?;
    /// let session_id = Secret::from(std::env::var("AGENT_SESSION_ID")?);
    /// let session = Session::new("my_site", "12", session_id);
    /// let logged_off = client.log_off(&session).force(true).await?;
    /// println!("done at {:?}", logged_off.finished_at());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "nothing is sent before this is awaited"]
    pub fn log_off<'a>(&'a self, session: &'a Session) -> LogOff<'a> {
        LogOff {
            client: self,
            session,
            force: false,
            sequence_number: None,
            time_created: None,
        }
    }
}

/// A logoff that has not been sent yet; `.await` sends it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before this is awaited"]
pub struct LogOff<'a> {
    client: &'a Client,
    session: &'a Session,
    force: bool,
    sequence_number: Option<i64>,
    time_created: Option<i64>,
}

impl LogOff<'_> {
    /// Whether to force the logoff of an existing session (`forceLogoff`). Default: `false`.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// The application's own number for this transaction (`sequenceNumber`), which the response repeats. By default, a
    /// number that counts the logoffs of this process from 1.
    pub fn sequence_number(mut self, number: i64) -> Self {
        self.sequence_number = Some(number);
        self
    }

    /// When the request was made, in milliseconds since the Unix epoch (`timeCreated`). By default, the time at which
    /// the request is sent.
    pub fn time_created(mut self, milliseconds: i64) -> Self {
        self.time_created = Some(milliseconds);
        self
    }

    async fn send(self) -> Result<LoggedOff, Error<types::ErrorBody>> {
        let Self {
            client,
            session,
            force,
            sequence_number,
            time_created,
        } = self;
        for (what, value) in [
            ("agent's id", session.agent_id.as_str()),
            ("session's id", session.session_id.expose()),
        ] {
            if value.is_empty() {
                return Err(Error::invalid_request("logoff", format!("the {what} is empty")));
            }
        }
        let sequence_number = sequence_number.unwrap_or_else(next_sequence_number);
        let time_created = time_created.unwrap_or_else(now);
        let body = types::LogoffRequest::builder()
            .force_logoff(force)
            .sequence_number(sequence_number)
            .time_created(time_created);
        let request = client
            .logoff()
            .fq_site_name(session.site.as_str())
            .x_aid(session.agent_id.as_str())
            .x_jsessionid(session.session_id.clone())
            .pool(session.pool.as_deref())
            .body(body);
        let response = request.send().await?;
        let repeated = |body: &types::LogoffResponse| Some(body.sequence_number_string.as_ref()?.parse().ok());
        let response = response.echoes("sequenceNumberString", Some(&Some(sequence_number)), repeated)?;
        if *response == types::LogoffResponse::default() {
            return Err(response.into_undocumented());
        }
        Ok(LoggedOff(response))
    }
}

impl<'a> IntoFuture for LogOff<'a> {
    type Output = Result<LoggedOff, Error<types::ErrorBody>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// The response to a successful logoff. It dereferences to the response's fields, and has its times as timestamps.
///
/// `Debug` masks the session id wherever the server repeats it.
#[derive(Clone)]
pub struct LoggedOff(ResponseValue<types::LogoffResponse>);

impl LoggedOff {
    /// The names of fields that were present but could not be read, because they are not as documented. These fields
    /// are absent here. The session has ended nevertheless.
    #[must_use]
    pub fn unread(&self) -> &[&'static str] {
        self.0.unread()
    }

    /// The time of the request according to the server (`clientSendTime`); `None` if it is absent or not a valid time.
    #[must_use]
    pub fn client_sent_at(&self) -> Option<SystemTime> {
        self.0.client_send_time.and_then(timestamp)
    }

    /// When the server started to process the request (`serviceStartTime`); `None` if it is absent or not a valid time.
    #[must_use]
    pub fn started_at(&self) -> Option<SystemTime> {
        self.0.service_start_time.and_then(timestamp)
    }

    /// When the server finished the request (`serviceFinishTime`); `None` if it is absent or not a valid time.
    #[must_use]
    pub fn finished_at(&self) -> Option<SystemTime> {
        self.0.service_finish_time.and_then(timestamp)
    }

    /// The response with its status and headers.
    #[must_use]
    pub fn into_response(self) -> ResponseValue<types::LogoffResponse> {
        self.0
    }
}

/// Makes a response without a server, for tests.
impl From<types::LogoffResponse> for LoggedOff {
    fn from(body: types::LogoffResponse) -> Self {
        Self(ResponseValue::new(http::StatusCode::OK, http::HeaderMap::new(), body))
    }
}

impl Deref for LoggedOff {
    type Target = types::LogoffResponse;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl fmt::Debug for LoggedOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LoggedOff").field(&self.0).finish()
    }
}

/// A time in milliseconds since the Unix epoch; `None` if the platform cannot represent it.
fn timestamp(milliseconds: i64) -> Option<SystemTime> {
    let distance = Duration::from_millis(milliseconds.unsigned_abs());
    if milliseconds < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    }
}

/// The milliseconds since the Unix epoch; 0 if the machine's clock is set before it.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn next_sequence_number() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{next_sequence_number, timestamp};

    #[test]
    fn timestamps_are_milliseconds_since_the_epoch() {
        assert_eq!(
            timestamp(1_652_100_288_249),
            Some(UNIX_EPOCH + Duration::from_millis(1_652_100_288_249))
        );
        assert_eq!(timestamp(-1), Some(UNIX_EPOCH - Duration::from_millis(1)));
        // The platform decides whether the ends of the range are valid times; they must not panic.
        let _ = (timestamp(i64::MAX), timestamp(i64::MIN));
    }

    #[test]
    fn sequence_numbers_rise() {
        let first = next_sequence_number();
        assert!(first >= 1 && next_sequence_number() > first);
    }
}
