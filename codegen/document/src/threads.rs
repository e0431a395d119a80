//! Runs large amounts of work on several threads. The result of the work must not depend on its order, so the number of
//! threads affects only the time.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// The stack size of a thread in bytes, the same as a main thread's, because documents are nested.
const STACK: usize = 8 * 1024 * 1024;

/// Runs `work` for every number below `count`, and passes each result to `receive` when it is ready. Each thread has its own
/// `state` for all its numbers.
///
/// # Errors
///
/// The first error of `receive`. No work starts after it.
pub fn spread<S, R: Send, E>(
    count: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> R + Sync,
    mut receive: impl FnMut(usize, R) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let take = |results: Sender<(usize, R)>| {
        let mut state = state();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count || results.send((at, work(&mut state, at))).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(count);
        let mut started = 0;
        for _ in 0..threads {
            let sender = sender.clone();
            let thread = thread::Builder::new().stack_size(STACK);
            started += usize::from(thread.spawn_scoped(scope, move || take(sender)).is_ok());
        }
        if started == 0 {
            take(sender);
        } else {
            drop(sender);
        }
        let received = results.iter().try_for_each(|(at, result)| receive(at, result));
        next.store(count, Ordering::Relaxed);
        received
    })
}

/// The results of `work` for every number below `count`, in order.
pub fn all<R: Send>(count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let mut all = Vec::with_capacity(count);
    let work = |(): &mut (), at| work(at);
    let Ok(()) = spread(
        count,
        || (),
        work,
        |at, result| {
            all.push((at, result));
            Ok::<_, std::convert::Infallible>(())
        },
    );
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

/// Runs `one` on a new thread and `other` on this one, in parallel.
pub fn both<A: Send, B>(one: impl Fn() -> A + Send + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &one);
        let other = other();
        let one = match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(one)) => one,
            // A panic continues in the caller, as without a thread.
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => one(),
        };
        (one, other)
    })
}
