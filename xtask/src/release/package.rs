//! The package: what cargo would put into it, and whether it builds from its own archive.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Output, Stdio};

use crate::failure::Failure;
use crate::fs;
use crate::workspace::Workspace;

/// What is in the package.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contents {
    pub(super) files: usize,
    /// Before compression, in bytes.
    pub(super) bytes: u64,
}

/// Lists the package of the crate `name` in the workspace, and sums it up.
pub(super) fn contents(workspace: &Workspace, name: &str) -> Result<Contents, Failure> {
    let what = "cannot list the files of the package";
    let output = cargo(workspace, &["package", "--package", name, "--list", "--allow-dirty"])
        .output()
        .map_err(|error| Failure::new(what, error))?;
    if !output.status.success() {
        return Err(failed(what, &output));
    }
    let sources = workspace.sources();
    let folder = sources.parent().unwrap_or(&sources);
    let listing = String::from_utf8_lossy(&output.stdout);
    let mut contents = Contents { files: 0, bytes: 0 };
    for file in listing.lines() {
        contents.files += 1;
        // Files that cargo generates are not on disk. They are small.
        let path = folder.join(file);
        if let Ok(metadata) = std::fs::metadata(&path) {
            contents.bytes += metadata.len();
        } else if file == "Cargo.lock" {
            let lock = fs::read(&workspace.root().join(file), file, u64::MAX)?;
            contents.bytes += lock.map_or(0, |lock| lock.len() as u64);
        }
    }
    Ok(contents)
}

/// Builds the package from its own archive, outside the workspace.
pub(super) fn verify(workspace: &Workspace, name: &str) -> Result<(), Failure> {
    let what = "the package does not build from its own archive";
    let output = cargo(
        workspace,
        &["package", "--quiet", "--package", name, "--allow-dirty", "--locked"],
    )
    .output()
    .map_err(|error| Failure::new(what, error))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(what, &output))
    }
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command
        .current_dir(workspace.root())
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn failed(what: &str, output: &Output) -> Failure {
    let reason = String::from_utf8_lossy(&output.stderr);
    let reason = reason.trim().trim_start_matches("error: ");
    Failure::new(
        what,
        if reason.is_empty() {
            "cargo gave no reason"
        } else {
            reason
        },
    )
}
