//! One end of a comparison: the document there and, unless it is a lone file, the crate.

use std::collections::BTreeMap;
use std::path::Path;

use openapi_document::load::{Document, MAX_BYTES, gather, load};
use openapi_document::{Finding, Source};

use super::manifest::{Version, version};
use super::side::{Side, Sides};
use crate::document;
use crate::failure::Failure;
use crate::fs;
use crate::git::{Git, Tree};
use crate::workspace::Workspace;

/// What is at one end.
#[derive(Debug)]
pub(super) struct End {
    /// The document, with the name that findings show.
    pub(super) source: Source,
    /// The path of its file.
    pub(super) file: String,
    /// Why the document is not text, if it is not.
    pub(super) refused: Option<Finding>,
    /// Whether there is no document at all.
    pub(super) absent: bool,
    /// The crate; `None` for a lone file.
    pub(super) package: Option<Crate>,
    /// The file of accepted changes next to the document, if there is one.
    pub(super) accepted: Option<document::Document>,
    /// Notes about this end, one sentence each.
    pub(super) notes: Vec<String>,
}

/// The crate's files.
#[derive(Debug)]
pub(super) struct Crate {
    /// The name of this state of the crate, for people.
    pub(super) name: String,
    /// The sources by their paths below the source folder.
    pub(super) sources: BTreeMap<String, String>,
    pub(super) manifest: Option<String>,
    pub(super) version: Option<Version>,
}

/// The paths below the workspace's root, with `/`.
struct Places {
    document: String,
    package: String,
    sources: String,
}

const MANIFEST: &str = "Cargo.toml";
/// The accepted changes, in the folder of the document.
const ACCEPTED: &str = "accepted-changes.yaml";

/// Reads the base. If the document does not exist there, it is compared as an empty one.
pub(super) fn base(workspace: &Workspace, sides: &Sides) -> Result<End, Failure> {
    let places = Places::of(workspace);
    match &sides.base {
        Side::File(path) => lone_file(workspace, path),
        Side::WorkingTree => working_tree(workspace, &places),
        Side::Commit { id, name } => {
            let (git, head) = (sides.git()?, head_commit(sides));
            let mut path = places.document.clone();
            let mut tree = files_of(git, id, &places, &path)?;
            let mut notes = Vec::new();
            if !tree.has(&path)
                && let Some(earlier) = git.earlier_name(id, head, &path)?
            {
                notes.push(format!("{path} was {earlier} at {name}."));
                tree = files_of(git, id, &places, &earlier)?;
                path = earlier;
            }
            if !tree.has(&path) {
                notes.push(format!("There is no {path} at {name}, so everything in it is new."));
            }
            commit(sides, &places, name, &tree, path, notes)
        }
    }
}

/// Reads the head, which must have a document.
pub(super) fn head(workspace: &Workspace, sides: &Sides) -> Result<End, Failure> {
    let places = Places::of(workspace);
    match &sides.head {
        Side::File(path) => lone_file(workspace, path),
        Side::WorkingTree => working_tree(workspace, &places),
        Side::Commit { id, name } => {
            let git = sides.git()?;
            let mut path = places.document.clone();
            let mut tree = files_of(git, id, &places, &path)?;
            if !tree.has(&path)
                && let Some(earlier) = git.earlier_name(id, None, &path)?
            {
                tree = files_of(git, id, &places, &earlier)?;
                path = earlier;
            }
            if !tree.has(&path) {
                let failure = Failure::new(format!("cannot compare {name}"), format!("it has no {path}"));
                return Err(failure.with_help("name a revision that has the document: `--head REV`"));
            }
            commit(sides, &places, name, &tree, path, Vec::new())
        }
    }
}

fn head_commit(sides: &Sides) -> Option<&str> {
    match &sides.head {
        Side::Commit { id, .. } => Some(id),
        Side::File(_) | Side::WorkingTree => None,
    }
}

/// The empty document that replaces an absent one. It has the version and the `info` of `head`, so only the additions
/// differ.
pub(super) fn nothing(source: &Source, head: &Document) -> Option<Document> {
    let of_head = |key: &str| head.value.get(key).map_or_else(|| "{}".to_owned(), ToString::to_string);
    let text = format!(
        "{{\"openapi\": {}, \"info\": {}, \"paths\": {{}}}}",
        of_head("openapi"),
        of_head("info")
    );
    load(Source::new(source.name(), &text)).ok()
}

fn lone_file(workspace: &Workspace, path: &Path) -> Result<End, Failure> {
    let name = workspace.show(path);
    if !path.exists() {
        return Err(Failure::new(format!("cannot read {name}"), "there is no such file"));
    }
    let mut end = End::new(name.clone(), document::read(path, &name)?);
    end.accepted = accepted(workspace, path)?;
    Ok(end)
}

/// The file of accepted changes next to the document at `path`.
fn accepted(workspace: &Workspace, path: &Path) -> Result<Option<document::Document>, Failure> {
    let path = path.with_file_name(ACCEPTED);
    let name = workspace.show(&path);
    let bytes = fs::read(&path, &name, MAX_BYTES as u64 + 1)?;
    Ok(bytes.map(|bytes| document::decode(&name, bytes)))
}

fn working_tree(workspace: &Workspace, places: &Places) -> Result<End, Failure> {
    let path = workspace.paths(None, None).spec;
    if !path.exists() {
        let failure = Failure::new(format!("cannot read {}", places.document), "there is no such file");
        return Err(failure.with_help("name a revision or file that has the document: `--head REV|FILE`"));
    }
    let mut end = End::new(places.document.clone(), document::read(&path, &places.document)?);
    end.accepted = accepted(workspace, &path)?;
    let folder = workspace.sources();
    let mut files = BTreeMap::new();
    for path in fs::files_below(&folder, &places.sources)? {
        let name = workspace.show(&path);
        if let Some(bytes) = fs::read(&path, &name, u64::MAX)? {
            files.insert(name, bytes);
        }
    }
    for name in [MANIFEST.to_owned(), places.manifest()] {
        if let Some(bytes) = fs::read(&workspace.root().join(&name), &name, u64::MAX)? {
            files.insert(name, bytes);
        }
    }
    end.package = Some(Crate::new("the working tree", places, &files));
    Ok(end)
}

fn commit(
    sides: &Sides,
    places: &Places,
    name: &str,
    tree: &Tree,
    path: String,
    notes: Vec<String>,
) -> Result<End, Failure> {
    let git = sides.git()?;
    let next_to_it = format!("{}{ACCEPTED}", folder(&path));
    let mut files = git.read(tree, |file| file == path || file == next_to_it || places.concerns(file))?;
    let shown = format!("{name}:{path}");
    let mut end = match files.remove(&path) {
        Some(bytes) => {
            let document = document::decode(&shown, bytes);
            let document = document.map(|source| gather(source, |file| referenced(git, tree, &path, file)));
            End::new(path, document)
        }
        None => End {
            absent: true,
            ..End::new(path, Ok(Source::new(shown, "")))
        },
    };
    end.notes = notes;
    let accepted = files.remove(&next_to_it);
    end.accepted = accepted.map(|bytes| document::decode(&format!("{name}:{next_to_it}"), bytes));
    end.package = Some(Crate::new(name, places, &files));
    if !files.contains_key(&places.manifest()) {
        end.notes.push(format!(
            "There is no {} at {name}, so the version is not checked.",
            places.manifest()
        ));
    }
    Ok(end)
}

/// The text of a file that the document at `path` refers to, as it is in the same commit.
fn referenced(git: &Git, tree: &Tree, path: &str, file: &str) -> Result<String, String> {
    let path = format!("{}{file}", folder(path));
    let read = git.read(tree, |other| other == path);
    let mut files = read.map_err(|_| "git cannot read it".to_owned())?;
    document::text(files.remove(&path).ok_or("there is no such file")?)
}

/// The folder of `path` with its `/`; empty for a file at the root.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| path.get(..=at).unwrap_or_default())
}

/// The files of a commit that a comparison may look into: the crate, the manifest, and the document with its neighbours.
fn files_of(git: &Git, id: &str, places: &Places, path: &str) -> Result<Tree, Failure> {
    let folder = folder(path);
    // A document at the root could refer to every file of the repository.
    let document = if folder.is_empty() { "." } else { folder };
    git.tree(id, &[path, document, &places.package, MANIFEST])
}

impl End {
    fn new(file: String, document: document::Document) -> Self {
        let (source, refused) = match document {
            Ok(source) => (source, None),
            Err(refused) => (refused.0, Some(refused.1)),
        };
        Self {
            source,
            file,
            refused,
            absent: false,
            package: None,
            accepted: None,
            notes: Vec::new(),
        }
    }

    /// Whether both have a document, and it is the same byte for byte.
    pub(super) fn has_the_document_of(&self, other: &Self) -> bool {
        let is_there = |end: &Self| !end.absent && end.refused.is_none();
        let (own, others) = (&self.source, &other.source);
        is_there(self)
            && is_there(other)
            && own.text() == others.text()
            && own.files().eq(others.files())
            && own.unreadable() == others.unreadable()
    }
}

impl Crate {
    /// Whether both have the same code and the same manifest.
    pub(super) fn has_the_code_of(&self, other: &Self) -> bool {
        self.sources == other.sources && self.manifest == other.manifest
    }

    /// Takes the crate out of `files`, by their paths below the workspace's root. It is empty if they have no crate.
    fn new(name: &str, places: &Places, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let text = |path: &str| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let folder = format!("{}/", places.sources);
        let mut sources: BTreeMap<String, String> = files
            .iter()
            .filter_map(|(path, bytes)| {
                let below = path.strip_prefix(&folder).filter(|below| is_rust(below))?;
                Some((below.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
            })
            .collect();
        if sources.is_empty() {
            sources.insert("lib.rs".to_owned(), String::new());
        }
        let (manifest, shared) = (text(&places.manifest()), text(MANIFEST).unwrap_or_default());
        let own = manifest.as_deref().unwrap_or_default();
        let version = version((&places.manifest(), own), (MANIFEST, &shared));
        Self {
            name: name.to_owned(),
            sources,
            manifest,
            version,
        }
    }
}

impl Places {
    fn of(workspace: &Workspace) -> Self {
        let sources = workspace.sources();
        Self {
            document: workspace.show(&workspace.paths(None, None).spec),
            package: workspace.show(sources.parent().unwrap_or(&sources)),
            sources: workspace.show(&sources),
        }
    }

    fn manifest(&self) -> String {
        format!("{}/{MANIFEST}", self.package)
    }

    /// Whether a comparison looks into `file`.
    fn concerns(&self, file: &str) -> bool {
        let is_source = file
            .strip_prefix(&self.sources)
            .is_some_and(|rest| rest.starts_with('/') && is_rust(rest));
        is_source || file == MANIFEST || file == self.manifest()
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}
