//! The plan of a release: what it needs and what it will do.

use std::time::{SystemTime, UNIX_EPOCH};

use openapi_diff::report::Report;
use semver::Version;

use super::changelog::{Changelog, released};
use super::edits::{Edit, edits};
use super::package;
use super::precondition::{self, Precondition};
use super::state::ReleaseState;
use super::version::{self, Choice};
use crate::console::Console;
use crate::date;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::git::Git;
use crate::workspace::Workspace;
use crate::{diff, fs};

/// A release and its preconditions.
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) preconditions: Vec<Precondition>,
    /// The files to change; empty if they are committed already.
    pub(super) edits: Vec<Edit>,
    /// The changelog's entry without its heading.
    pub(super) entry: String,
    steps: Vec<(bool, String)>,
}

impl Plan {
    /// The plan if only the tag is missing.
    pub(super) fn to_tag(git: &Git, state: &ReleaseState) -> Result<Self, Failure> {
        let version = state.package.version.clone();
        let (_, entry) = released(&state.changelog, &version).unwrap_or_default();
        let plan = Self {
            name: state.package.name.clone(),
            preconditions: vec![
                precondition::clean(git, &[])?,
                precondition::on_branch(git)?,
                precondition::identity(git)?,
            ],
            edits: Vec::new(),
            entry: entry.to_owned(),
            steps: vec![
                (true, "write and commit version and changelog".to_owned()),
                (false, format!("create the annotated tag v{version}")),
            ],
            version,
        };
        Ok(plan)
    }

    /// The plan of a whole release. If there is none, the reason is shown and its exit code returned.
    pub(super) fn to_release(
        workspace: &Workspace,
        git: &Git,
        state: &ReleaseState,
        asked: Option<&Version>,
        console: &mut Console<'_>,
    ) -> Result<Result<Self, Exit>, Failure> {
        let Some(generated) = precondition::fresh(workspace, console)? else {
            return Ok(Err(Exit::DocumentErrors));
        };
        let changelog = Changelog::of(&state.changelog);
        let own = &state.package.version;
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
        let Some(Choice {
            version,
            precondition: version_fits,
        }) = choice
        else {
            let tag = state.tag();
            writeln!(
                console.out,
                "Nothing to release: no change since {tag} affects users of the crate."
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
            .map(|edit| (edit.done, format!("write {version} into {}", edit.name)))
            .collect();
        let (files, size) = (contents.files, contents.bytes.div_ceil(1024));
        steps.push((
            false,
            format!("build the package from its own archive ({files} files, {size} KiB)"),
        ));
        steps.push((false, format!("commit \"Release {name} {version}\"")));
        steps.push((false, format!("create the annotated tag v{version}")));
        let preconditions = vec![
            precondition::clean(git, &edits)?,
            precondition::on_branch(git)?,
            precondition::identity(git)?,
            generated,
            version_fits,
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
        writeln!(console.out, "Release of {} {}\n", self.name, self.version)?;
        for Precondition { subject, says, unmet } in &self.preconditions {
            let mark = if unmet.is_none() { "ok" } else { "no" };
            writeln!(console.out, "{mark:<5}  {subject:<9}  {says}")?;
            if let Some(unmet) = unmet {
                writeln!(console.out, "{:<5}  {:<9}  {}", "", "fix:", unmet.fix)?;
            }
        }
        writeln!(console.out)?;
        for (done, step) in &self.steps {
            writeln!(console.out, "{:<5}  {step}", if *done { "done" } else { "to do" })?;
        }
        writeln!(console.out, "\nChangelog entry:\n")?;
        for line in self.entry.lines() {
            writeln!(console.out, "{}", format!("    {line}").trim_end())?;
        }
        Ok(())
    }
}

/// The day of the release: that of an interrupted one if there is one, else today.
fn day(workspace: &Workspace, git: &Git, state: &ReleaseState, version: &Version) -> Result<String, Failure> {
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
