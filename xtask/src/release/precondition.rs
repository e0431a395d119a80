//! What must hold before a release.

use codegen::Unobserved;

use super::edits::Edit;
use crate::artifact::artifacts;
use crate::check::{self, Freshness};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::git::Git;
use crate::workspace::Workspace;

/// The branch of releases.
pub(super) const BRANCH: &str = "main";

/// Something that must hold, and whether it does.
pub(super) struct Precondition {
    pub(super) subject: &'static str,
    pub(super) says: String,
    /// Set if it does not hold.
    pub(super) unmet: Option<Unmet>,
}

/// What follows if a precondition does not hold.
pub(super) struct Unmet {
    pub(super) exit: Exit,
    /// What to do about it.
    pub(super) fix: String,
}

impl Precondition {
    pub(super) fn new(subject: &'static str, says: String, unmet: Option<Unmet>) -> Self {
        Self { subject, says, unmet }
    }
}

/// Nothing is uncommitted, except for what an interrupted release has written.
pub(super) fn clean(git: &Git, edits: &[Edit]) -> Result<Precondition, Failure> {
    let written = |path: &String| edits.iter().any(|edit| edit.done && edit.name == *path);
    let (ours, others): (Vec<_>, Vec<_>) = git.changed()?.into_iter().partition(written);
    let says = match (others.as_slice(), ours.is_empty()) {
        ([], true) => "nothing is uncommitted".to_owned(),
        ([], false) => "nothing is uncommitted, except for the files of an interrupted release".to_owned(),
        ([one], _) => format!("{one} is not committed"),
        ([one, more @ ..], _) => format!("{one} and {} more are not committed", more.len()),
    };
    let unmet = (!others.is_empty()).then(|| Unmet {
        exit: Exit::Failed,
        fix: "commit what belongs to the release, and stash or remove the rest".to_owned(),
    });
    Ok(Precondition::new("tree", says, unmet))
}

/// The branch of releases is checked out.
pub(super) fn on_branch(git: &Git) -> Result<Precondition, Failure> {
    let branch = git.branch()?;
    let says = match &branch {
        Some(branch) => format!("{branch} is checked out"),
        None => "no branch is checked out".to_owned(),
    };
    let unmet = (branch.as_deref() != Some(BRANCH)).then(|| Unmet {
        exit: Exit::Failed,
        fix: format!("merge the change into {BRANCH}, then run `git switch {BRANCH}`"),
    });
    Ok(Precondition::new("branch", says, unmet))
}

/// Git has a name and an address for the commit.
pub(super) fn identity(git: &Git) -> Result<Precondition, Failure> {
    let known = git.commit_time()?.is_some();
    let says = if known {
        "git has a name and an address for the commit"
    } else {
        "git has no name and address for the commit"
    };
    let unmet = (!known).then(|| Unmet {
        exit: Exit::Failed,
        fix: "run `git config user.name NAME` and `git config user.email ADDRESS`".to_owned(),
    });
    Ok(Precondition::new("name", says.to_owned(), unmet))
}

/// The checked-in code is what the document generates. `None` if the document is refused, after its findings are shown.
pub(super) fn fresh(workspace: &Workspace, console: &mut Console<'_>) -> Result<Option<Precondition>, Failure> {
    let paths = workspace.paths(None, None);
    let production = artifacts(workspace, &paths, &mut Unobserved)?;
    if production.artifacts.is_empty() {
        production.show(&paths, console)?;
        return Ok(None);
    }
    let verdicts = check::examine(workspace, &production.artifacts)?;
    let stale = verdicts.iter().find(|verdict| verdict.state != Freshness::Fresh);
    let says = match stale {
        None => format!("the checked-in code is up to date with {}", workspace.show(&paths.spec)),
        Some(stale) => format!("{} is {}", stale.name, stale.state.name()),
    };
    let unmet = stale.map(|_| Unmet {
        exit: Exit::Stale,
        fix: "run `cargo xtask check`, do what it says, and commit the result".to_owned(),
    });
    Ok(Some(Precondition::new("generated", says, unmet)))
}
