//! The git calls of a release. It creates one commit of named files and one annotated tag. It never pushes, moves or
//! deletes anything.

use super::{Git, failed, line};
use crate::failure::Failure;

impl Git {
    /// The paths that differ from `HEAD` or are untracked, relative to the workspace's root.
    pub(crate) fn changed(&self) -> Result<Vec<String>, Failure> {
        let what = "cannot list the uncommitted files";
        let prefix = line(&self.succeed(what, ["rev-parse", "--show-prefix"])?);
        let arguments = [
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=all",
            "--no-renames",
        ];
        let output = self.succeed(what, arguments)?;
        let listing = String::from_utf8_lossy(&output.stdout);
        let paths = listing
            .split('\0')
            .filter_map(|entry| entry.get(3..))
            .filter(|path| !path.is_empty());
        Ok(paths
            .map(|path| path.strip_prefix(&prefix).unwrap_or(path).to_owned())
            .collect())
    }

    /// The branch that is checked out; `None` if `HEAD` is detached.
    pub(crate) fn branch(&self) -> Result<Option<String>, Failure> {
        let output = self.run(["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        Ok(output.status.success().then(|| line(&output)))
    }

    /// The tags that begin with `v` and are on `HEAD` or an ancestor of it.
    pub(crate) fn version_tags(&self) -> Result<Vec<String>, Failure> {
        let output = self.succeed("cannot list the tags", ["tag", "--list", "v*", "--merged", "HEAD"])?;
        let listing = String::from_utf8_lossy(&output.stdout);
        Ok(listing.lines().map(str::to_owned).collect())
    }

    /// The text of `path` at the commit `HEAD`; `None` if there is no such file.
    pub(crate) fn at_head(&self, path: &str) -> Result<Option<String>, Failure> {
        let mut files = self.read(&self.tree("HEAD", &[path])?, |file| file == path)?;
        Ok(files
            .remove(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// The time that a commit would get now, in seconds since 1970 and in minutes east of Greenwich. `None` if git has no
    /// name and address for the commit.
    pub(crate) fn commit_time(&self) -> Result<Option<(i64, i64)>, Failure> {
        let output = self.run(["var", "GIT_COMMITTER_IDENT"])?;
        let identity = line(&output);
        let mut words = identity.rsplit(' ');
        let zone = words.next().and_then(|zone| zone.parse::<i64>().ok());
        let seconds = words.next().and_then(|seconds| seconds.parse().ok());
        Ok(seconds
            .zip(zone.map(|zone| zone / 100 * 60 + zone % 100))
            .filter(|_| output.status.success()))
    }

    /// Commits `paths` as they are in the working tree, and nothing else.
    pub(crate) fn commit_only(&self, message: &str, paths: &[&str]) -> Result<(), Failure> {
        let arguments = ["commit", "--quiet", "--only", "--message", message, "--"];
        self.succeed("cannot commit the release", arguments.iter().chain(paths))?;
        Ok(())
    }

    /// Tags `HEAD` with a message whose lines may begin with `#`.
    pub(crate) fn tag(&self, name: &str, message: &str) -> Result<(), Failure> {
        let arguments = [
            "tag",
            "--annotate",
            "--cleanup=whitespace",
            "--message",
            message,
            "--",
            name,
        ];
        self.succeed(format!("cannot create the tag {name}"), arguments)?;
        Ok(())
    }

    fn succeed(
        &self,
        what: impl std::fmt::Display,
        arguments: impl IntoIterator<Item = impl AsRef<std::ffi::OsStr>>,
    ) -> Result<std::process::Output, Failure> {
        let output = self.run(arguments)?;
        if output.status.success() {
            Ok(output)
        } else {
            Err(failed(what, &output))
        }
    }
}
