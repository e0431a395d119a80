//! What a release needs and what it will do, before any of it is done.

use std::time::{SystemTime, UNIX_EPOCH};

use codegen::Unobserved;
use openapi_diff::report::Report;
use semver::Version;

use super::changelog::{Changelog, released};
use super::edits::{Edit, edits};
use super::state::State;
use super::version::{self, Choice};
use super::{Options, package};
use crate::artifact::artifacts;
use crate::check::{self, State as Freshness};
use crate::console::Console;
use crate::date;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::git::Git;
use crate::workspace::Workspace;
use crate::{diff, fs};

/// The branch that releases are made on.
pub(super) const BRANCH: &str = "main";

/// Something that must hold before a release.
pub(super) struct Precondition {
    subject: &'static str,
    says: String,
    /// Why it does not hold, where it does not.
    pub(super) unmet: Option<Unmet>,
}

/// What follows from a precondition that does not hold.
pub(super) struct Unmet {
    pub(super) exit: Exit,
    /// What to do about it.
    pub(super) mend: String,
}

/// A release that is ready to be carried out, or that lacks something.
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) preconditions: Vec<Precondition>,
    /// The files to be changed; none where they are committed.
    pub(super) edits: Vec<Edit>,
    /// The changelog's entry without its heading.
    pub(super) entry: String,
    steps: Vec<(bool, String)>,
}

impl Precondition {
    pub(super) fn new(subject: &'static str, says: String, unmet: Option<Unmet>) -> Self {
        Self { subject, says, unmet }
    }
}

impl Plan {
    /// The plan where nothing but the tag is missing.
    pub(super) fn to_tag(git: &Git, state: &State) -> Result<Self, Failure> {
        let version = state.package.version.clone();
        let (_, entry) = released(&state.changelog, &version).unwrap_or_default();
        let plan = Self {
            name: state.package.name.clone(),
            preconditions: vec![clean(git, &[])?, on_branch(git)?, identity(git)?],
            edits: Vec::new(),
            entry: entry.to_owned(),
            steps: vec![
                (true, "version, changelog and commit".to_owned()),
                (false, format!("the annotated tag v{version}")),
            ],
            version,
        };
        Ok(plan)
    }

    /// The plan of a whole release; an exit code where there is none to make, and why has been said.
    pub(super) fn to_release(
        workspace: &Workspace,
        git: &Git,
        state: &State,
        options: &Options,
        console: &mut Console<'_>,
    ) -> Result<Result<Self, Exit>, Failure> {
        let Some(generated) = fresh(workspace, console)? else {
            return Ok(Err(Exit::DocumentErrors));
        };
        let changelog = Changelog::of(&state.changelog);
        let (asked, own) = (options.version.as_ref(), &state.package.version);
        let (choice, report) = match &state.last {
            None => (Some(version::first(asked, own)), Report::default()),
            Some(last) => {
                let Some(report) = diff::since(workspace, &format!("refs/tags/v{last}"), console)? else {
                    return Ok(Err(Exit::DocumentErrors));
                };
                let choice = version::next(asked, own, last, &report, changelog.has_unreleased())?;
                (choice, report)
            }
        };
        let Some(Choice { version, precondition }) = choice else {
            let tag = state.tag();
            writeln!(
                console.out,
                "Nothing is owed: nothing that a release would carry has changed since {tag}."
            )?;
            return Ok(Err(Exit::Fine));
        };
        let document = workspace.show(&workspace.paths(None, None).spec);
        let entry = changelog.entry(&report, &document);
        let day = day(workspace, git, state, &version)?;
        let edits = edits(workspace, git, state, &version, changelog.with(&version, &day, &entry))?;
        let contents = package::contents(workspace, &state.package.name)?;
        let name = state.package.name.clone();
        let mut steps: Vec<_> = edits
            .iter()
            .map(|edit| (edit.done, format!("{version} in {}", edit.name)))
            .collect();
        let (files, size) = (contents.files, contents.bytes.div_ceil(1024));
        steps.push((
            false,
            format!("the package, {files} files with {size} KiB, built from its own archive"),
        ));
        steps.push((false, format!("the commit \"Release {name} {version}\"")));
        steps.push((false, format!("the annotated tag v{version}")));
        let preconditions = vec![
            clean(git, &edits)?,
            on_branch(git)?,
            identity(git)?,
            generated,
            precondition,
        ];
        Ok(Ok(Self {
            name,
            version,
            preconditions,
            edits,
            entry,
            steps,
        }))
    }

    pub(super) fn tag(&self) -> String {
        format!("v{}", self.version)
    }

    /// Writes the plan for people.
    pub(super) fn show(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        writeln!(console.out, "The release of {} {}\n", self.name, self.version)?;
        for Precondition { subject, says, unmet } in &self.preconditions {
            let mark = if unmet.is_none() { "fine" } else { "not" };
            writeln!(console.out, "{mark:<5}  {subject:<9}  {says}")?;
            if let Some(unmet) = unmet {
                writeln!(console.out, "{:<5}  {:<9}  {}", "", "mend:", unmet.mend)?;
            }
        }
        writeln!(console.out)?;
        for (done, step) in &self.steps {
            writeln!(console.out, "{:<5}  {step}", if *done { "done" } else { "to do" })?;
        }
        writeln!(console.out, "\nThe changelog's entry:\n")?;
        for line in self.entry.lines() {
            writeln!(console.out, "{}", format!("    {line}").trim_end())?;
        }
        Ok(())
    }
}

/// Nothing is uncommitted but what an interrupted release has written.
fn clean(git: &Git, edits: &[Edit]) -> Result<Precondition, Failure> {
    let written = |path: &String| edits.iter().any(|edit| edit.done && edit.name == *path);
    let (ours, others): (Vec<_>, Vec<_>) = git.changed()?.into_iter().partition(written);
    let says = match (others.as_slice(), ours.is_empty()) {
        ([], true) => "nothing is uncommitted".to_owned(),
        ([], false) => "nothing is uncommitted but what an interrupted release has written".to_owned(),
        ([one], _) => format!("{one} is not committed"),
        ([one, more @ ..], _) => format!("{one} and {} more are not committed", more.len()),
    };
    let unmet = (!others.is_empty()).then(|| Unmet {
        exit: Exit::Failed,
        mend: "commit what belongs to the release, and stash or remove the rest".to_owned(),
    });
    Ok(Precondition::new("tree", says, unmet))
}

fn on_branch(git: &Git) -> Result<Precondition, Failure> {
    let branch = git.branch()?;
    let says = match &branch {
        Some(branch) => format!("{branch} is checked out"),
        None => "no branch is checked out".to_owned(),
    };
    let unmet = (branch.as_deref() != Some(BRANCH)).then(|| Unmet {
        exit: Exit::Failed,
        mend: format!("run `git switch {BRANCH}` where the change has landed"),
    });
    Ok(Precondition::new("branch", says, unmet))
}

fn identity(git: &Git) -> Result<Precondition, Failure> {
    let known = git.commit_time()?.is_some();
    let says = if known {
        "git knows in whose name to commit"
    } else {
        "git does not know in whose name to commit"
    };
    let unmet = (!known).then(|| Unmet {
        exit: Exit::Failed,
        mend: "run `git config user.name NAME` and `git config user.email ADDRESS`".to_owned(),
    });
    Ok(Precondition::new("name", says.to_owned(), unmet))
}

/// What is checked in is what the document generates; `None` where that is refused, which is shown.
fn fresh(workspace: &Workspace, console: &mut Console<'_>) -> Result<Option<Precondition>, Failure> {
    let paths = workspace.paths(None, None);
    let production = artifacts(workspace, &paths, &mut Unobserved)?;
    if production.artifacts.is_empty() {
        production.show(&paths, console)?;
        return Ok(None);
    }
    let verdicts = check::examine(workspace, &production.artifacts)?;
    let stale = verdicts.iter().find(|verdict| verdict.state != Freshness::Fresh);
    let says = match stale {
        None => format!("what is checked in is what {} generates", workspace.show(&paths.spec)),
        Some(stale) => format!("{} is {}", stale.name, stale.state.name()),
    };
    let unmet = stale.map(|_| Unmet {
        exit: Exit::Stale,
        mend: "run `cargo xtask check`, which tells what mends it, and commit that".to_owned(),
    });
    Ok(Some(Precondition::new("generated", says, unmet)))
}

/// The day of the release: that of an interrupted one if there is one, else today.
fn day(workspace: &Workspace, git: &Git, state: &State, version: &Version) -> Result<String, Failure> {
    let name = state.changelog_name();
    let current = fs::read(&workspace.root().join(&name), &name, u64::MAX)?.unwrap_or_default();
    if let Some((day, _)) = released(&String::from_utf8_lossy(&current), version) {
        return Ok(day.to_owned());
    }
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let seconds = || {
        now()
            .and_then(|now| i64::try_from(now.as_secs()).ok())
            .unwrap_or_default()
    };
    let (seconds, minutes) = git.commit_time()?.unwrap_or_else(|| (seconds(), 0));
    Ok(date::day(seconds, minutes))
}
