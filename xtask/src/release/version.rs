//! Which version a release gets: the one asked for, that of the manifest, or the lowest that the changes allow.

use openapi_diff::change::Bump;
use openapi_diff::report::Report;
use openapi_diff::verdict::{Verdict, minimum};
use semver::Version;

use super::precondition::{Precondition, Unmet};
use crate::exit::Exit;
use crate::failure::Failure;

/// A version, and whether it is high enough.
pub(super) struct Choice {
    pub(super) version: Version,
    pub(super) precondition: Precondition,
}

/// The first release gets the version of the manifest, or a higher one that was asked for.
pub(super) fn first(asked: Option<&Version>, own: &Version) -> Choice {
    let version = asked.unwrap_or(own).clone();
    let says = format!("{version} is the first release");
    let unmet = (version < *own).then(|| Unmet {
        exit: Exit::NeedsLargerBump,
        fix: format!("the manifest says {own}: ask for that version or a higher one"),
    });
    Choice {
        precondition: Precondition::new("version", says, unmet),
        version,
    }
}

/// The version after `last`. `None` if nothing has changed; `unreleased` says whether the changelog has text for a release.
pub(super) fn next(
    asked: Option<&Version>,
    own: &Version,
    last: &Version,
    report: &Report,
    unreleased: bool,
) -> Result<Option<Choice>, Failure> {
    if report.required_bump == Bump::None && !unreleased && asked.is_none() && own <= last {
        return Ok(None);
    }
    // Every release needs a version of its own.
    let least = minimum(last, report.required_bump.max(Bump::Patch));
    let version = match asked {
        Some(asked) => asked.clone(),
        None => own.max(&least).clone(),
    };
    let verdict = Verdict::new(&report.wire, &report.rust, &last.to_string(), &version.to_string())
        .map_err(|error| Failure::new("cannot judge the version", error))?;
    let says = format!(
        "{} on the wire and {} in Rust since v{last} need {}: at least {least}; this is {version}",
        changes(report.wire.len()),
        report.rust.len(),
        bump(report.required_bump),
    );
    let unmet = (!verdict.sufficient || version < least).then(|| Unmet {
        exit: Exit::NeedsLargerBump,
        fix: format!("ask for {least} or a higher version, or leave out `--version`"),
    });
    Ok(Some(Choice {
        precondition: Precondition::new("version", says, unmet),
        version,
    }))
}

fn changes(count: usize) -> String {
    if count == 1 {
        "1 change".to_owned()
    } else {
        format!("{count} changes")
    }
}

const fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "no bump",
        Bump::Patch => "a patch bump",
        Bump::Minor => "a minor bump",
        Bump::Major => "a major bump",
    }
}
