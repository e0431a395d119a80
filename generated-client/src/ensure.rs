//! Ending a session for certain: the one call of this crate that is sent more than once. It decides by what errors say, and
//! builds no request of its own.

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

/// How long it goes on unless said otherwise.
const DEADLINE: Duration = Duration::from_secs(60);
/// The first pause at the most, and the longest one. Each is twice as long as the one before it.
const FIRST_PAUSE: Duration = Duration::from_millis(400);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// By how much a call may miss its own timeout, which says more of it than this.
const GRACE: Duration = Duration::from_millis(100);

impl Client {
    /// Ends `session` for certain, and says how: await what this returns.
    ///
    /// It logs off like [`log_off`](Self::log_off), and again while that leaves open whether the session has ended
    /// ([`Error::may_have_acted`]) or fails for a reason that passes: no connection, or status 408, 429 or 5xx. It waits
    /// longer each time, in part by chance, and as long as the server asks for
    /// ([`Error::retry_after`]). Status 403 after an attempt that may have ended the session is a success: it had ended.
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
    /// When the server refuses for a reason that does not pass, or the deadline does.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, and in one whose timers or network are not enabled.
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

/// The end of a session that is about to be brought about; `.await` does it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before this is awaited"]
pub struct EnsureLoggedOff<'a> {
    client: &'a Client,
    session: &'a Session,
    force: bool,
    deadline: Duration,
}

impl EnsureLoggedOff<'_> {
    /// Whether to log an existing session off by force (`forceLogoff`). Not forced unless said.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// How long to go on, from the first attempt to the end of the last one. Default: 60 seconds. No attempt begins in the
    /// last tenth of it, and none may take longer than [`Config::timeout`](crate::Config::timeout) either.
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
            // An attempt without time for an answer would only say that there was none.
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
        // A service that somebody else has written need not keep the timeout.
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

/// Whether the reason for a failure is one that passes, where the server has not acted.
fn passes(error: &CallError) -> bool {
    let is_passing = |status: StatusCode| matches!(status.as_u16(), 408 | 429 | 500..=599);
    error.kind() == ErrorKind::Connect || error.status().is_some_and(is_passing)
}

/// How long to wait after so many failures and one more: by chance, so that not all clients of a server that has failed
/// come back at once, between half of the full pause and all of it.
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
    /// The server has ended it, and this is its answer.
    LoggedOff(Box<LoggedOff>),
    /// The server knows no such session any more, after an attempt that may have ended it.
    HadEnded,
}

impl Ended {
    /// How it has ended.
    #[must_use]
    pub fn how(&self) -> &HowEnded {
        &self.how
    }

    /// What the server said of the logoff; `None` where the session had ended.
    #[must_use]
    pub fn logged_off(&self) -> Option<&LoggedOff> {
        match &self.how {
            HowEnded::LoggedOff(answer) => Some(answer),
            HowEnded::HadEnded => None,
        }
    }

    /// Every attempt, in order; at least one. The last one is what ended the session, or found that it had ended.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }
}

/// One logoff of several.
#[derive(Clone, Debug)]
pub struct Attempt {
    started: Duration,
    took: Duration,
    error: Option<Arc<CallError>>,
}

impl Attempt {
    /// When it began, counted from the beginning of the first one.
    #[must_use]
    pub fn started(&self) -> Duration {
        self.started
    }

    /// How long it took.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.took
    }

    /// Why it has failed; `None` where it has not.
    #[must_use]
    pub fn error(&self) -> Option<&Error<types::ErrorBody>> {
        self.error.as_deref()
    }

    fn may_have_acted(&self) -> bool {
        self.error().is_none_or(Error::may_have_acted)
    }
}

/// Why a session has not, or not for certain, ended.
///
/// `Display` says it in a few sentences, with the error of the last attempt, which is the source as well.
#[derive(Clone, Debug)]
pub struct NotEnded {
    attempts: Vec<Attempt>,
    error: Arc<CallError>,
}

impl NotEnded {
    /// Why the last attempt has failed.
    #[must_use]
    pub fn error(&self) -> &Error<types::ErrorBody> {
        &self.error
    }

    /// Every attempt, in order; at least one.
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
            (1, true) => f.write_str("The session may have ended, but nobody knows for certain. ")?,
            (1, false) => f.write_str("The session has not been ended. ")?,
            (_, true) => write!(
                f,
                "The session may have ended, but nobody knows for certain after {count} attempts. "
            )?,
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
