//! Runs work on several threads. Results have the order of their input, so the number of threads affects only the time.

use std::iter;
use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, ScopedJoinHandle};

/// The stack size of a thread in bytes, the same as a main thread's, because documents are nested.
const STACK: usize = 8 * 1024 * 1024;

/// The results of `work` for all `items`, in order. `progress` gets the number of items whose work has begun, on this thread.
pub fn all<'i, T: Sync, R: Send>(
    items: &'i [T],
    work: impl Fn(&'i T) -> R + Sync,
    mut progress: impl FnMut(usize),
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let one = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        Some((at, work(items.get(at)?)))
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let mut results = thread::scope(|scope| {
        let many = || iter::from_fn(one).collect::<Vec<_>>();
        let start = |_| Builder::new().stack_size(STACK).spawn_scoped(scope, many).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let begun = |_: &_| progress(next.load(Ordering::Relaxed).min(items.len()));
        let mut results: Vec<_> = iter::from_fn(one).inspect(begun).collect();
        results.extend(others.into_iter().flat_map(joined));
        results
    });
    results.sort_unstable_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Runs `one` on a new thread and `other` on this one, in parallel.
pub fn both<A: Send, B>(one: impl Fn() -> A + Send + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, &one);
        let other = other();
        // Without a thread, this one does the work.
        (thread.map_or_else(|_| one(), joined), other)
    })
}

/// The result of a thread. Its panic continues in the caller, as without a thread.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
}
