//! `cargo xtask release`: prepares a release in which version, changelog, code and package agree, and commits and tags it.
//!
//! It shows its plan before it changes anything, and resumes an interrupted run: everything that it writes follows from
//! `HEAD`, so it recognizes what is written already. It never pushes.

mod changelog;
mod edits;
mod manifest;
mod package;
mod plan;
mod precondition;
mod state;
mod version;

use clap::Args;
use openapi_document::Severity;
use semver::Version;

use self::plan::Plan;
use self::precondition::Precondition;
use self::state::{Phase, ReleaseState};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fs;
use crate::git::Git;
use crate::workspace::Workspace;

/// The options of `release`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// Shows the plan and changes nothing
    #[arg(long)]
    dry_run: bool,
    /// The version [default: that of the manifest if it is high enough, else the lowest that is]
    #[arg(long, value_name = "X.Y.Z")]
    version: Option<Version>,
}

/// Shows the plan of the release and executes it.
///
/// # Errors
///
/// If git, cargo or a file fails. The next run resumes there.
pub(crate) fn run(workspace: &Workspace, options: &Options, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let git = Git::open(workspace.root())?;
    let state = ReleaseState::read(workspace, &git)?;
    let plan = match state.phase(options.version.as_ref())? {
        Phase::Done => {
            let tag = state.tag();
            writeln!(console.out, "Nothing to release: {tag} is this commit.")?;
            return Ok(Exit::Fine);
        }
        Phase::Tag => Plan::to_tag(&git, &state)?,
        Phase::Release => match Plan::to_release(workspace, &git, &state, options.version.as_ref(), console)? {
            Ok(plan) => plan,
            Err(exit) => return Ok(exit),
        },
    };
    plan.show(console)?;
    if let Some(exit) = refuse(&plan.preconditions, console)? {
        return Ok(exit);
    }
    if options.dry_run {
        writeln!(console.out, "\nThis was a dry run: nothing has changed.")?;
        return Ok(Exit::Fine);
    }
    carry_out(workspace, &git, &plan, console)?;
    Ok(Exit::Fine)
}

/// Reports the preconditions that are not met. Returns the exit code of the first.
fn refuse(preconditions: &[Precondition], console: &mut Console<'_>) -> Result<Option<Exit>, Failure> {
    let mut unmet = preconditions
        .iter()
        .filter_map(|precondition| precondition.unmet.as_ref());
    let Some(first) = unmet.next() else { return Ok(None) };
    let fixes: Vec<_> = [first].into_iter().chain(unmet).collect();
    let text = match fixes.len() {
        1 => "a precondition of the release is not met".to_owned(),
        count => format!("{count} preconditions of the release are not met"),
    };
    let help: Vec<_> = fixes.iter().map(|unmet| unmet.fix.as_str()).collect();
    console.out.flush()?;
    console.message(Severity::Error, &text, &help)?;
    Ok(Some(first.exit))
}

fn carry_out(workspace: &Workspace, git: &Git, plan: &Plan, console: &mut Console<'_>) -> Result<(), Failure> {
    writeln!(console.out)?;
    let Plan {
        name, version, entry, ..
    } = plan;
    let title = format!("{name} {version}");
    if !plan.edits.is_empty() {
        for edit in plan.edits.iter().filter(|edit| !edit.done) {
            fs::write_atomically(&edit.path, &edit.name, edit.text.as_bytes())?;
            writeln!(console.out, "wrote {}", edit.name)?;
        }
        writeln!(console.out, "building the package from its own archive")?;
        console.out.flush()?;
        package::verify(workspace, name).map_err(|failure| {
            failure.with_help(
                "nothing is committed yet: fix the crate and commit the fix first, or undo the edits with git",
            )
        })?;
        let files: Vec<_> = plan.edits.iter().map(|edit| edit.name.as_str()).collect();
        git.commit_only(&format!("Release {title}"), &files)?;
        writeln!(console.out, "committed \"Release {title}\"")?;
    }
    let tag = plan.tag();
    git.tag(&tag, &format!("{title}\n\n{entry}"))?;
    writeln!(
        console.out,
        "tagged {tag}\n\nNothing is pushed. `git push origin {} {tag}` publishes it.",
        precondition::BRANCH
    )?;
    Ok(())
}
