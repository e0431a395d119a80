//! Which two sides are compared: what the arguments mean, and what they default to.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::git::{Git, abbreviated};
use crate::workspace::Workspace;

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A file, which is a document and nothing else.
    File(PathBuf),
    /// A commit, by its id, with what people call it.
    Commit { id: String, name: String },
    /// What is in the working tree now.
    WorkingTree,
}

/// Both sides, and the repository where one of them is in it.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) base: Side,
    pub(super) head: Side,
    git: Option<Git>,
}

impl Sides {
    /// Finds what `base` and `head` mean.
    ///
    /// # Errors
    ///
    /// If one is neither a file nor a revision, or both, or if there is no repository to look in.
    pub(super) fn find(workspace: &Workspace, base: Option<&str>, head: Option<&str>) -> Result<Self, Failure> {
        let mut finder = Finder { workspace, git: None };
        let head = head.map_or(Ok(Side::WorkingTree), |text| finder.side("--head", text))?;
        let base = match base {
            Some(text) => finder.side("--base", text)?,
            None => finder.merge_base(&head)?,
        };
        Ok(Self {
            base,
            head,
            git: finder.git,
        })
    }

    /// The repository. It is open wherever a side is a commit.
    pub(super) fn git(&self) -> Result<&Git, Failure> {
        self.git
            .as_ref()
            .ok_or_else(|| Failure::new("cannot read a revision", "there is no repository"))
    }

    /// Whether a side is a file, for which there is no version to judge.
    pub(super) fn has_file(&self) -> bool {
        [&self.base, &self.head]
            .iter()
            .any(|side| matches!(side, Side::File(_)))
    }

    /// Whether one side is a file and the other is not.
    pub(super) fn are_mixed(&self) -> bool {
        matches!(self.base, Side::File(_)) != matches!(self.head, Side::File(_))
    }
}

struct Finder<'a> {
    workspace: &'a Workspace,
    git: Option<Git>,
}

impl Finder<'_> {
    fn git(&mut self) -> Result<&Git, Failure> {
        let git = match self.git.take() {
            Some(git) => git,
            None => Git::open(self.workspace.root())?,
        };
        Ok(self.git.insert(git))
    }

    fn side(&mut self, option: &str, text: &str) -> Result<Side, Failure> {
        let what = format!("cannot resolve `{option} {text}`");
        if text.is_empty() || text.starts_with('-') {
            let failure = Failure::new(what, "it is not a valid revision");
            return Err(failure.with_help("a file whose name begins with `-` is given as `./-name`"));
        }
        let path = self.workspace.paths(Some(Path::new(text)), None).spec;
        if is_path(text) {
            return Ok(Side::File(path));
        }
        let is_file = path.is_file();
        let commit = match self.git() {
            Ok(git) => git.commit(text)?,
            // Without a repository a file is all that it can be.
            Err(_) if is_file => None,
            Err(failure) => return Err(failure),
        };
        match (is_file, commit) {
            (true, None) => Ok(Side::File(path)),
            (false, Some(id)) => Ok(Side::Commit {
                id,
                name: text.to_owned(),
            }),
            (true, Some(_)) => {
                let help =
                    format!("write `./{text}` for the file, or more of the revision, such as `refs/heads/{text}`");
                Err(Failure::new(what, "it is a file and a revision").with_help(help))
            }
            (false, None) => {
                let help = self
                    .git()?
                    .advice("run `git log --oneline` to see revisions; a file must exist");
                Err(Failure::new(what, "there is no such file and no such revision").with_help(help))
            }
        }
    }

    /// The commit at which `head` branched off the default branch.
    fn merge_base(&mut self, head: &Side) -> Result<Side, Failure> {
        let head = match head {
            Side::Commit { id, .. } => id.clone(),
            Side::File(_) | Side::WorkingTree => self.git()?.commit("HEAD")?.ok_or_else(|| {
                Failure::new(
                    "cannot find the commit that the change is based on",
                    "the repository has no commit yet",
                )
                .with_help("commit once, or give two files: `--base FILE --head FILE`")
            })?,
        };
        let id = self.git()?.merge_base(&head)?;
        Ok(Side::Commit {
            name: abbreviated(&id).to_owned(),
            id,
        })
    }
}

/// Whether `text` can only be a path, since no revision is written like that.
fn is_path(text: &str) -> bool {
    text.starts_with("./") || text.starts_with("../") || Path::new(text).is_absolute()
}
