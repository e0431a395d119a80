//! Catches panics, without output on stderr.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    static MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`, and returns a panic in it as an `Err` with the panic's message. Nothing is printed. The process's own panic
/// hook still handles all other panics, on this thread and on others.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    install_hook();
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    result.map_err(|_| MESSAGE.take().unwrap_or_else(|| "no reason given".to_owned()))
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if QUIET.get() {
                let payload = info.payload();
                let text = payload.downcast_ref::<&str>().map(ToString::to_string);
                MESSAGE.set(text.or_else(|| payload.downcast_ref::<String>().cloned()));
            } else {
                others(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_its_message() {
        assert_eq!(super::catch(|| 1), Ok(1));
        assert_eq!(
            super::catch(|| -> u8 { panic!("no {}", "luck") }),
            Err("no luck".to_owned())
        );
    }
}
