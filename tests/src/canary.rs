//! A secret that tests search for in every output.

use std::error::Error;
use std::fmt::Write as _;

/// The secret of tests that search for it where it must not appear.
pub const CANARY: &str = "canary-5f2c";

/// Everything that an error can show: `Display` and `Debug`, plain and alternate, of the error and of each of its sources.
#[must_use]
pub fn shown(error: &dyn Error) -> String {
    let mut shown = String::new();
    for error in std::iter::successors(Some(error), |&error| error.source()) {
        // Writing to a String cannot fail.
        _ = writeln!(shown, "{error}\n{error:#}\n{error:?}\n{error:#?}");
    }
    shown
}

/// Whether a text contains the canary, in upper or lower case.
#[must_use]
pub fn is_in(text: &str) -> bool {
    text.to_ascii_lowercase().contains(CANARY)
}
