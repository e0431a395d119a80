//! A secret to look for: whatever can be shown is searched for it.

use std::error::Error;
use std::fmt::Write as _;

/// Stands for a secret, in tests that look for it where it must not be.
pub const CANARY: &str = "canary-5f2c";

/// All that an error can show: `Display` and `Debug`, plain and alternate, of the error and of each of its sources.
#[must_use]
pub fn shown(error: &dyn Error) -> String {
    let mut shown = String::new();
    for error in std::iter::successors(Some(error), |&error| error.source()) {
        // Writing to a String cannot fail.
        _ = writeln!(shown, "{error}\n{error:#}\n{error:?}\n{error:#?}");
    }
    shown
}

/// Whether a text gives the canary away, in whatever case.
#[must_use]
pub fn is_in(text: &str) -> bool {
    text.to_ascii_lowercase().contains(CANARY)
}
