//! Reads the repository with the program `git`. No other module runs it. Every call has fixed arguments and uses no shell,
//! and only the calls in `write` change anything.
//!
//! Paths are relative to the workspace's root, with `/`, even if the repository's root is another folder.

mod write;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::failure::Failure;

/// The names of the default branch. The first one that exists is used.
const DEFAULT_BRANCHES: [&str; 2] = ["refs/remotes/origin/main", "refs/heads/main"];
const UNSHALLOW: &str = "this clone does not have the whole history: run `git fetch --unshallow`";

/// The repository that the workspace is in.
#[derive(Debug)]
pub(crate) struct Git {
    folder: PathBuf,
    shallow: bool,
}

/// The files of a commit by path. Their contents are read later, by [`Git::read`].
#[derive(Debug)]
pub(crate) struct Tree {
    objects: BTreeMap<String, String>,
}

impl Git {
    /// Opens the repository that `folder` is in.
    ///
    /// # Errors
    ///
    /// If git is not installed, or finds no repository that it can use.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let mut git = Self {
            folder: folder.to_owned(),
            shallow: false,
        };
        let output = git.run(["rev-parse", "--is-shallow-repository"])?;
        if !output.status.success() {
            let help = "run it inside a clone, or give two files: `--base FILE --head FILE`";
            return Err(failed("cannot read the repository", &output).with_help(help));
        }
        git.shallow = output.stdout.starts_with(b"true");
        Ok(git)
    }

    /// The full id of the commit that `revision` names; `None` if there is no such commit.
    pub(crate) fn commit(&self, revision: &str) -> Result<Option<String>, Failure> {
        let commit = format!("{revision}^{{commit}}");
        let output = self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        Ok(output.status.success().then(|| line(&output)))
    }

    /// The commit at which the commit `head` branched off the default branch.
    ///
    /// # Errors
    ///
    /// If there is no default branch, or this clone has no common ancestor of the two.
    pub(crate) fn merge_base(&self, head: &str) -> Result<String, Failure> {
        let what = "cannot find the commit that the change is based on";
        let mut branch = None;
        for name in DEFAULT_BRANCHES {
            if branch.is_none() {
                branch = self.commit(name)?;
            }
        }
        let Some(branch) = branch else {
            let failure = Failure::new(what, "there is neither a branch `origin/main` nor a branch `main`");
            return Err(failure.with_help(self.advice("name the revision to compare with: `--base REV`")));
        };
        let output = self.run(["merge-base", head, &branch])?;
        if output.status.success() {
            return Ok(line(&output));
        }
        let why = format!(
            "{} and the default branch have no common ancestor in this clone",
            abbreviated(head)
        );
        Err(Failure::new(what, why).with_help(self.advice("name the revision to compare with: `--base REV`")))
    }

    /// What to do if a commit is missing: in a shallow clone, fetch the rest of the history; elsewhere, `otherwise`.
    pub(crate) fn advice(&self, otherwise: &str) -> String {
        if self.shallow {
            UNSHALLOW.to_owned()
        } else {
            otherwise.to_owned()
        }
    }

    /// The files of `commit` at or below one of `paths`, without links and submodules.
    pub(crate) fn tree(&self, commit: &str, paths: &[&str]) -> Result<Tree, Failure> {
        let arguments = ["ls-tree", "-r", "-z", "--end-of-options", commit, "--"];
        let output = self.run(arguments.iter().chain(paths))?;
        if !output.status.success() {
            return Err(failed(
                format!("cannot list the files of {}", abbreviated(commit)),
                &output,
            ));
        }
        let listing = String::from_utf8_lossy(&output.stdout);
        let objects = listing.split('\0').filter_map(|entry| {
            let (header, path) = entry.split_once('\t')?;
            let mut header = header.split(' ');
            let (mode, kind, object) = (header.next()?, header.next()?, header.next()?);
            (kind == "blob" && mode != "120000").then(|| (path.to_owned(), object.to_owned()))
        });
        Ok(Tree {
            objects: objects.collect(),
        })
    }

    /// Reads the files of `tree` whose paths `wanted` accepts, with one call of git.
    pub(crate) fn read(
        &self,
        tree: &Tree,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let wanted: Vec<_> = tree.objects.iter().filter(|(path, _)| wanted(path)).collect();
        let ids: Vec<_> = wanted.iter().map(|(_, id)| id.as_str()).collect();
        let contents = self
            .blobs(&ids)
            .map_err(|error| Failure::new("cannot read files from git", error))?;
        if contents.len() < wanted.len() {
            let failure = Failure::new("cannot read files from git", "an object is missing");
            return Err(failure.with_help(self.advice("run `git fsck` to see what is missing")));
        }
        Ok(wanted.into_iter().map(|(path, _)| path.clone()).zip(contents).collect())
    }

    /// The contents of blobs, up to the first one that is missing.
    fn blobs(&self, ids: &[&str]) -> io::Result<Vec<Vec<u8>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.command(["cat-file", "--batch"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let request = ids.iter().map(|id| format!("{id}\n")).collect::<String>();
        let mut answer = Vec::new();
        // Both pipes have a limited capacity, so a thread writes while this one reads.
        let read = thread::scope(|scope| {
            scope.spawn(move || input.map(|mut input| input.write_all(request.as_bytes())));
            output.map_or(Ok(0), |mut output| output.read_to_end(&mut answer))
        });
        child.wait()?;
        read?;
        Ok(contents(&answer))
    }

    /// The name that the file `path` of `head` (`None`: of the working tree) had at `base`, if git finds that it was renamed.
    pub(crate) fn earlier_name(&self, base: &str, head: Option<&str>, path: &str) -> Result<Option<String>, Failure> {
        let options = [
            "--find-renames",
            "--name-status",
            "--diff-filter=R",
            "--relative",
            "--no-ext-diff",
            "-z",
        ];
        let direct = ["diff"]
            .into_iter()
            .chain(options)
            .chain(["--end-of-options", base])
            .chain(head)
            .chain(["--"]);
        let direct = renames(&self.run(direct)?);
        if let Some((old, _)) = direct.into_iter().find(|(_, new)| new == path) {
            return Ok(Some(old));
        }
        // A file that was renamed and rewritten over several commits may have nothing in common with its first version.
        let range = format!("{base}..{}", head.unwrap_or("HEAD"));
        let steps = ["log", "--follow", "--format="].into_iter().chain(options);
        let steps = renames(&self.run(steps.chain(["--end-of-options", range.as_str(), "--", path]))?);
        for (old, _) in steps {
            if self.tree(base, &[&old])?.has(&old) {
                return Ok(Some(old));
            }
        }
        Ok(None)
    }

    fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Output, Failure> {
        self.command(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Failure::new("cannot run git", "there is no such program on the PATH")
                    .with_help("install git, or give two files: `--base FILE --head FILE`"),
                _ => Failure::new("cannot run git", error),
            })
    }

    fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).arg("--no-pager").args(arguments);
        // Messages are in English, git asks for no password, and it refreshes no index.
        command
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0");
        command
    }
}

impl Tree {
    pub(crate) fn has(&self, path: &str) -> bool {
        self.objects.contains_key(path)
    }
}

/// A commit's id in the short form.
pub(crate) fn abbreviated(commit: &str) -> &str {
    commit.get(..9).unwrap_or(commit)
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A failure with git's own error message.
fn failed(what: impl std::fmt::Display, output: &Output) -> Failure {
    let reason = String::from_utf8_lossy(&output.stderr);
    let reason = reason.lines().next().unwrap_or("git gave no reason");
    Failure::new(what, reason.trim_start_matches("fatal: "))
}

/// The pairs of old and new names in the `-z --name-status` form: `R087`, the old name, the new name.
fn renames(output: &Output) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(&output.stdout);
    let mut fields = text.split('\0').map(str::trim_start).filter(|field| !field.is_empty());
    let mut renames = Vec::new();
    while let (Some(_score), Some(old), Some(new)) = (fields.next(), fields.next(), fields.next()) {
        renames.push((old.to_owned(), new.to_owned()));
    }
    renames
}

/// Splits the output of `cat-file --batch`: `<id> blob <size>`, a line end, the content, a line end.
fn contents(mut answer: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some(end) = answer.iter().position(|byte| *byte == b'\n') {
        let (header, rest) = answer.split_at(end);
        let size = String::from_utf8_lossy(header)
            .split(' ')
            .nth(2)
            .and_then(|size| size.parse().ok());
        let content = size.and_then(|size: usize| rest.get(1..=size));
        let Some(content) = content else { break };
        contents.push(content.to_vec());
        answer = rest.get(content.len() + 2..).unwrap_or_default();
    }
    contents
}
