//! `cargo xtask generate --watch`: generates again whenever the document is saved, until it is interrupted.
//!
//! It watches the folder, since many editors replace a file instead of writing to it. [`follow`] takes changes from a
//! channel, so that tests can send them.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use openapi_document::Severity;

use crate::console::Console;
use crate::document;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::generate;
use crate::workspace::{Paths, Workspace};

/// A save is complete after this time without events.
const QUIET: Duration = Duration::from_millis(60);
/// A file that is written without a pause is read after this time.
const PATIENCE: Duration = Duration::from_secs(1);

/// A change of the watched document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The document was written, replaced, deleted or created.
    Document,
    /// A file that it refers to changed.
    File,
    /// Its folder was deleted or renamed, so no more events will arrive.
    FolderGone,
}

/// Watches the document at `paths.spec` with the files that it refers to, and generates now and after every change.
///
/// # Errors
///
/// If the document's folder cannot be watched, and as [`follow`].
pub fn run(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (sender, changes) = mpsc::channel();
    // It watches before the document is read for the first time, so no change falls between the two.
    let mut watched = Watched::new(&paths.spec, sender).map_err(|error| {
        let name = workspace.show(&paths.spec);
        Failure::new(format!("cannot watch the folder of {name}"), error)
    })?;
    follow(workspace, paths, &changes, &mut |files| watched.add(files), console)
}

/// The folders that the system is asked to watch, and the files in them that count.
struct Watched {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
    files: Arc<Mutex<BTreeSet<OsString>>>,
}

impl Watched {
    fn new(document: &Path, changes: Sender<Change>) -> notify::Result<Self> {
        let folder = document.parent().unwrap_or(document).to_owned();
        let document = document.to_owned();
        let files = Arc::new(Mutex::new(BTreeSet::new()));
        let known = Arc::clone(&files);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let files = known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(change) = change(&event, &document, &files) {
                // Sending fails when the process ends and the receiver is dropped.
                let _ = changes.send(change);
            }
        })?;
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
        Ok(Self {
            watcher,
            folders: BTreeSet::from([folder]),
            files,
        })
    }

    /// Watches further files. A folder that does not exist is ignored.
    fn add(&mut self, files: &[PathBuf]) {
        for file in files {
            let name = file.file_name().map(ToOwned::to_owned);
            let mut names = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            names.extend(name);
            drop(names);
            let folder = file.parent().unwrap_or(file);
            if !self.folders.contains(folder) && self.watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
                self.folders.insert(folder.to_owned());
            }
        }
    }
}

/// The files that the document at `spec` refers to, whether they can be read or not.
fn neighbours(spec: &Path) -> Vec<PathBuf> {
    let folder = spec.parent().unwrap_or(spec);
    // Generation reports why the document cannot be read.
    let Ok(Ok(source)) = document::read(spec, &spec.display().to_string()) else {
        return Vec::new();
    };
    let files = source.files().map(|(file, _)| file);
    let unreadable = source.unreadable().keys().map(String::as_str);
    files.chain(unreadable).map(|file| folder.join(file)).collect()
}

/// What an event in a watched folder means for `document`, which refers to `files`.
fn change(event: &notify::Result<Event>, document: &Path, files: &BTreeSet<OsString>) -> Option<Change> {
    let Ok(event) = event else {
        // Events were lost; the document may have changed.
        return Some(Change::Document);
    };
    if event.need_rescan() {
        return Some(Change::Document);
    }
    let moved = matches!(
        event.kind,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
    );
    if moved && event.paths.iter().any(|path| Some(path.as_path()) == document.parent()) {
        return Some(Change::FolderGone);
    }
    let read = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    let touched = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
    // Some systems report another path for the same folder, so only the file names are compared.
    let names = || event.paths.iter().filter_map(|path| path.file_name());
    if read || touched {
        None
    } else if names().any(|name| Some(name) == document.file_name()) {
        Some(Change::Document)
    } else {
        names().any(|name| files.contains(name)).then_some(Change::File)
    }
}

/// Generates now and after every change, until the channel is closed. `watch` gets the files that the document refers to,
/// before they are read. A failure is shown and does not end it.
///
/// # Errors
///
/// If the output is closed, or the document's folder was removed.
pub fn follow(
    workspace: &Workspace,
    paths: &Paths,
    changes: &Receiver<Change>,
    watch: &mut dyn FnMut(&[PathBuf]),
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let name = workspace.show(&paths.spec);
    watch(&neighbours(&paths.spec));
    generate_once(workspace, paths, console)?;
    writeln!(console.out, "watching {name}; Ctrl-C ends it")?;
    while let Ok(change) = changes.recv() {
        let change = after_burst(changes, change);
        if change == Change::FolderGone {
            let what = format!("cannot watch {name} any longer");
            return Err(Failure::new(what, "its folder was removed or renamed").with_help("start the command again"));
        }
        if change == Change::File {
            writeln!(console.out, "\na file of {name} has changed")?;
        } else {
            writeln!(console.out, "\n{name} has changed")?;
        }
        watch(&neighbours(&paths.spec));
        generate_once(workspace, paths, console)?;
    }
    Ok(Exit::Fine)
}

/// Waits for the end of a burst of changes. Returns [`Change::FolderGone`] if it is among them.
fn after_burst(changes: &Receiver<Change>, first: Change) -> Change {
    let deadline = Instant::now() + PATIENCE;
    let mut gravest = first;
    while gravest != Change::FolderGone && Instant::now() < deadline {
        match changes.recv_timeout(QUIET) {
            Ok(Change::File) => {}
            Ok(change) => gravest = change,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    gravest
}

fn generate_once(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<(), Failure> {
    match generate::run(workspace, paths, console) {
        Ok(_) => Ok(()),
        Err(Failure::Reported { message, help }) => {
            Ok(console.message(Severity::Error, &message, help.as_deref().as_slice())?)
        }
        Err(closed @ Failure::Output(_)) => Err(closed),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use notify::Event;
    use notify::event::{
        AccessKind, AccessMode, CreateKind, DataChange, EventKind, MetadataKind, ModifyKind, RemoveKind, RenameMode,
    };

    use super::{Change, change};

    fn of(kind: EventKind, path: &str) -> Option<Change> {
        change(
            &Ok(Event::new(kind).add_path(path.into())),
            Path::new("/w/spec/openapi.yaml"),
            &BTreeSet::from(["pet.yaml".into()]),
        )
    }

    #[test]
    fn every_way_to_save_a_file_is_a_change() {
        let kinds = [
            EventKind::Create(CreateKind::File),
            EventKind::Modify(ModifyKind::Data(DataChange::Any)),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)),
            EventKind::Modify(ModifyKind::Any),
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Remove(RemoveKind::File),
            EventKind::Any,
        ];
        for kind in kinds {
            assert_eq!(of(kind, "/w/spec/openapi.yaml"), Some(Change::Document), "{kind:?}");
            assert_eq!(of(kind, "/w/spec/.openapi.yaml.swp"), None, "{kind:?}");
            assert_eq!(of(kind, "/w/spec/parts/pet.yaml"), Some(Change::File), "{kind:?}");
        }
    }

    #[test]
    fn reading_a_file_is_not_a_change() {
        let kinds = [
            EventKind::Access(AccessKind::Open(AccessMode::Any)),
            EventKind::Access(AccessKind::Close(AccessMode::Read)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)),
        ];
        for kind in kinds {
            assert_eq!(of(kind, "/w/spec/openapi.yaml"), None, "{kind:?}");
        }
    }

    #[test]
    fn the_folder_can_be_removed() {
        assert_eq!(
            of(EventKind::Remove(RemoveKind::Folder), "/w/spec"),
            Some(Change::FolderGone)
        );
        assert_eq!(
            of(EventKind::Modify(ModifyKind::Name(RenameMode::From)), "/w/spec"),
            Some(Change::FolderGone)
        );
        assert_eq!(
            of(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/w/spec"),
            None
        );
    }

    #[test]
    fn lost_events_are_a_change() {
        let error = notify::Error::generic("too many");
        assert_eq!(
            change(&Err(error), Path::new("/w/spec/openapi.yaml"), &BTreeSet::new()),
            Some(Change::Document)
        );
        let rescan = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(
            change(&Ok(rescan), Path::new("/w/spec/openapi.yaml"), &BTreeSet::new()),
            Some(Change::Document)
        );
    }
}
