//! Time limits of calls whose answer can be a stream: for the answer's head, for a body that is no stream, and for how long a
//! stream may be silent. The HTTP client knows one limit only, for everything together.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

/// The limits of a call whose head has arrived.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// How long a body that is no stream may still take.
    pub(super) rest: Duration,
    /// How long a stream may be silent.
    pub(super) stall: Duration,
}

/// A limit that runs while somebody waits.
pub(super) struct Limit {
    pub(super) duration: Duration,
    /// The timer. None before the first wait: what is there at once needs no timer.
    sleep: Option<Pin<Box<Sleep>>>,
    is_running: bool,
}

impl Limit {
    pub(super) fn new(duration: Duration) -> Self {
        Self {
            duration,
            sleep: None,
            is_running: false,
        }
    }

    /// Whether the limit is over. The first call since the last [`reset`](Self::reset) starts it.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let duration = self.duration;
        let is_running = std::mem::replace(&mut self.is_running, true);
        let timer = match &mut self.sleep {
            Some(timer) => {
                if !is_running {
                    timer.set(sleep(duration));
                }
                timer
            }
            none => none.insert(Box::pin(sleep(duration))),
        };
        timer.as_mut().poll(context)
    }

    /// Stops the limit until the next wait.
    pub(super) fn reset(&mut self) {
        self.is_running = false;
    }

    /// What comes of `future`, or nothing when the limit is over first.
    pub(super) async fn run<F: Future>(mut self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        std::future::poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.poll(context).map(|()| None),
        })
        .await
    }
}
