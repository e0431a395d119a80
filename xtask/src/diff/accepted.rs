//! Applies the accepted changes of both ends, and shows the findings about them.

use openapi_diff::accepted::Accepted;
use openapi_diff::change::WireChange;
use openapi_diff::report::Axis;
use openapi_document::{Finding, Source};

use super::end::End;
use crate::console::Console;
use crate::document::Document;
use crate::failure::Failure;

/// Marks the changes in `wire` that the file next to the head's document accepts. Shows the findings about the file, and
/// returns whether there are none.
pub(super) fn mark(
    wire: &mut [WireChange],
    base: &End,
    head: &End,
    only: Option<Axis>,
    console: &mut Console<'_>,
) -> Result<bool, Failure> {
    let Some(file) = &head.accepted else {
        return Ok(true);
    };
    let refused = |source: &Source, findings: &[Finding], console: &mut Console<'_>| -> Result<bool, Failure> {
        console.findings(source, findings, "cargo xtask diff")?;
        Ok(false)
    };
    let source = match file {
        Ok(source) => source,
        Err(unread) => return refused(&unread.0, std::slice::from_ref(&unread.1), console),
    };
    let accepted = match Accepted::read(source) {
        Ok(accepted) => accepted,
        Err(findings) => return refused(source, &findings, console),
    };
    // Without the wire axis, entries cannot be matched.
    if only == Some(Axis::Rust) {
        return Ok(true);
    }
    let version = head.package.as_ref().and_then(|package| package.version.as_ref());
    let version = version.and_then(|version| semver::Version::parse(version.text.trim()).ok());
    match accepted.apply(wire, &earlier(base), version.as_ref()) {
        Ok(()) => Ok(true),
        Err(findings) => refused(source, &findings, console),
    }
}

/// The entries at base. Errors in that file are ignored, because the head is what is judged. A file outside git has no history.
fn earlier(base: &End) -> Accepted {
    let file = base.accepted.as_ref().filter(|_| base.package.is_some());
    let read = |file: &Document| Accepted::read(file.as_ref().ok()?).ok();
    file.and_then(read).unwrap_or_default()
}
