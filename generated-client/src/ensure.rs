//! Ends a session for certain. This is the only call of the crate that is sent more than once. It decides by the errors
//! of the calls, and builds no request of its own.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::facade::{LoggedOff, Session};
use crate::generated::{Client, types};
use crate::support::{Error, ErrorKind};

type CallError = Error<types::ErrorBody>;

/// The default deadline.
const DEADLINE: Duration = Duration::from_secs(60);
/// The upper limits of the first pause and of every pause. The limit doubles with each pause.
const FIRST_PAUSE: Duration = Duration::from_millis(400);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How much longer than its own timeout a call may take. The call's own timeout error is more precise than the one made
/// here.
const GRACE: Duration = Duration::from_millis(100);

impl Client {
    /// Ends `session` for certain when the returned value is awaited, and returns how it ended.
    ///
    /// It logs off like [`log_off`](Self::log_off). It tries again if the session may have ended
    /// ([`Error::may_have_acted`]), or if the failure is temporary: no connection, or status 408, 429 or 5xx. The
    /// pauses between attempts grow, have a random part, and last at least as long as the server asks for
    /// ([`Error::retry_after`]). Status 403 after an attempt that may have ended the session is a success: the session
    /// has ended.
    ///
    /// ```no_run
    /// # async fn example(client: b2c_agent_client::Client, session: b2c_agent_client::Session) {
    /// use b2c_agent_client::HowEnded;
    ///
    /// match client.ensure_logged_off(&session).await {
    ///     Ok(ended) => match ended.how() {
    ///         HowEnded::LoggedOff(answer) => println!("ended at {:?}", answer.finished_at()),
    ///         _ => println!("it had ended, after {} attempts", ended.attempts().len()),
    ///     },
    ///     Err(not_ended) => println!("{not_ended}"),
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the server refuses for a reason that is not temporary, or if the deadline passes.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, and in a runtime whose timers or network are not enabled.
    #[must_use = "nothing is sent before this is awaited"]
    pub fn ensure_logged_off<'a>(&'a self, session: &'a Session) -> EnsureLoggedOff<'a> {
        EnsureLoggedOff {
            client: self,
            session,
            force: false,
            deadline: DEADLINE,
        }
    }
}

/// A call of [`Client::ensure_logged_off`] that has not started yet; `.await` runs it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before this is awaited"]
pub struct EnsureLoggedOff<'a> {
    client: &'a Client,
    session: &'a Session,
    force: bool,
    deadline: Duration,
}

impl EnsureLoggedOff<'_> {
    /// Whether to force the logoff of an existing session (`forceLogoff`). Default: `false`.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// How long to keep trying, from the start of the first attempt to the end of the last one. Default: 60 seconds. No
    /// attempt starts in the last tenth of this time. No attempt takes longer than
    /// [`Config::timeout`](crate::Config::timeout) either.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    async fn run(self) -> Result<Ended, NotEnded> {
        let start = Instant::now();
        let mut attempts: Vec<Attempt> = Vec::new();
        loop {
            let started = start.elapsed();
            let outcome = self.attempt(self.deadline.saturating_sub(started)).await;
            let took = start.elapsed().saturating_sub(started);
            let may_have_ended = attempts.iter().any(Attempt::may_have_acted);
            let pause = pause(attempts.len());
            let mut record = |error| attempts.push(Attempt { started, took, error });
            let error = match outcome {
                Ok(answer) => {
                    record(None);
                    let how = HowEnded::LoggedOff(Box::new(answer));
                    return Ok(Ended { how, attempts });
                }
                Err(error) => Arc::new(error),
            };
            record(Some(Arc::clone(&error)));
            if may_have_ended && error.status() == Some(StatusCode::FORBIDDEN) {
                let how = HowEnded::HadEnded;
                return Ok(Ended { how, attempts });
            }
            let pause = pause.max(error.retry_after().unwrap_or_default());
            // An attempt that leaves no time for a response would only time out.
            let is_over = start.elapsed().saturating_add(pause) >= self.deadline / 10 * 9;
            if is_over || !(error.may_have_acted() || passes(&error)) {
                return Err(NotEnded { attempts, error });
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&self, left: Duration) -> Result<LoggedOff, CallError> {
        let client = Client {
            transport: self.client.transport.clone().with_timeout_of_at_most(left),
        };
        let call = client.log_off(self.session).force(self.force).into_future();
        // A user's own service need not keep the timeout.
        match tokio::time::timeout(left.saturating_add(GRACE), call).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::of_kind(ErrorKind::Timeout)),
        }
    }
}

impl<'a> IntoFuture for EnsureLoggedOff<'a> {
    type Output = Result<Ended, NotEnded>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Whether the failure is temporary. Asked only if the server has not acted.
fn passes(error: &CallError) -> bool {
    let is_passing = |status: StatusCode| matches!(status.as_u16(), 408 | 429 | 500..=599);
    error.kind() == ErrorKind::Connect || error.status().is_some_and(is_passing)
}

/// How long to wait after this many failures and one more: a random time between half of the limit and the limit.
/// Without the random part, all clients of a server that has failed would come back at once.
fn pause(failures: usize) -> Duration {
    let doublings = u32::try_from(failures).unwrap_or(u32::MAX).min(16);
    let full = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    // The seed of a hash map is random.
    let chance = RandomState::new().hash_one(failures) % 1_000;
    full / 2 + full * u32::try_from(chance).unwrap_or_default() / 2_000
}

/// A session that has ended.
#[derive(Clone, Debug)]
pub struct Ended {
    how: HowEnded,
    attempts: Vec<Attempt>,
}

/// How a session has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum HowEnded {
    /// The server ended it, with this response.
    LoggedOff(Box<LoggedOff>),
    /// The server no longer knows the session, after an attempt that may have ended it.
    HadEnded,
}

impl Ended {
    /// How the session ended.
    #[must_use]
    pub fn how(&self) -> &HowEnded {
        &self.how
    }

    /// The response to the logoff; `None` if an earlier attempt had ended the session.
    #[must_use]
    pub fn logged_off(&self) -> Option<&LoggedOff> {
        match &self.how {
            HowEnded::LoggedOff(answer) => Some(answer),
            HowEnded::HadEnded => None,
        }
    }

    /// All attempts in order; at least one. The last one ended the session, or found that it had ended.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }
}

/// One of several logoffs.
#[derive(Clone, Debug)]
pub struct Attempt {
    started: Duration,
    took: Duration,
    error: Option<Arc<CallError>>,
}

impl Attempt {
    /// When the attempt started, counted from the start of the first one.
    #[must_use]
    pub fn started(&self) -> Duration {
        self.started
    }

    /// How long the attempt took.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.took
    }

    /// Why the attempt failed; `None` if it succeeded.
    #[must_use]
    pub fn error(&self) -> Option<&Error<types::ErrorBody>> {
        self.error.as_deref()
    }

    fn may_have_acted(&self) -> bool {
        self.error().is_none_or(Error::may_have_acted)
    }
}

/// The error if a session has not ended, or not for certain.
///
/// `Display` explains it in a few sentences that include the error of the last attempt. That error is also the source.
#[derive(Clone, Debug)]
pub struct NotEnded {
    attempts: Vec<Attempt>,
    error: Arc<CallError>,
}

impl NotEnded {
    /// Why the last attempt failed.
    #[must_use]
    pub fn error(&self) -> &Error<types::ErrorBody> {
        &self.error
    }

    /// All attempts in order; at least one.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Whether one of the attempts may have ended the session.
    #[must_use]
    pub fn may_have_ended(&self) -> bool {
        self.attempts.iter().any(Attempt::may_have_acted)
    }
}

impl fmt::Display for NotEnded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.attempts.len();
        match (count, self.may_have_ended()) {
            (1, true) => f.write_str("The session may or may not have ended. ")?,
            (1, false) => f.write_str("The session has not been ended. ")?,
            (_, true) => write!(f, "The session may or may not have ended after {count} attempts. ")?,
            (_, false) => write!(f, "The session has not been ended in {count} attempts. ")?,
        }
        fmt::Display::fmt(&self.error, f)
    }
}

impl std::error::Error for NotEnded {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_are_never_the_same_for_all() {
        let mut longest = Duration::ZERO;
        for failures in 0..100 {
            let pauses: Vec<Duration> = (0..50).map(|_| pause(failures)).collect();
            let full = pauses.iter().max().copied().unwrap_or_default();
            assert!(pauses.iter().any(|pause| *pause != full), "{failures}");
            assert!(
                pauses.iter().all(|pause| *pause >= full / 2 && *pause <= LONGEST_PAUSE),
                "{failures}"
            );
            longest = longest.max(full);
        }
        assert!(pause(0) <= FIRST_PAUSE && longest > LONGEST_PAUSE / 2);
    }
}
