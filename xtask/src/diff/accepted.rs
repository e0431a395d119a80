//! The accepted changes of both ends: which of them count, and what is wrong with them.

use openapi_diff::accepted::Accepted;
use openapi_diff::change::WireChange;
use openapi_diff::report::Axis;
use openapi_document::{Finding, Source};

use super::end::End;
use crate::console::Console;
use crate::document::Document;
use crate::failure::Failure;

/// Marks the changes in `wire` that the file beside the head's document accepts. Whatever is wrong with the file is shown;
/// whether nothing is, is the answer.
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
    // Without the changes on the wire nobody knows whether they are among them.
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

/// What had been accepted at base. What is wrong there has been said, or is mended since. A lone file has no history.
fn earlier(base: &End) -> Accepted {
    let file = base.accepted.as_ref().filter(|_| base.package.is_some());
    let read = |file: &Document| Accepted::read(file.as_ref().ok()?).ok();
    file.and_then(read).unwrap_or_default()
}
