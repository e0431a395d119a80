//! `cargo xtask generate --watch`: generates again whenever the document is saved, until it is interrupted.
//!
//! It watches the folder, since many editors replace a file instead of writing to it. [`follow`] takes changes from a
//! channel, so that tests can send them.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use openapi_document::Severity;

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::generate;
use crate::workspace::{Paths, Workspace};

/// A save is complete when there were no events for this long.
const QUIET: Duration = Duration::from_millis(60);
/// A file that is written without a pause is read after this long all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// An event about the watched document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was written, replaced, deleted or made again.
    Document,
    /// Its folder was deleted or renamed, and nothing more will be heard of it.
    FolderGone,
}

/// Watches the document at `paths.spec` and generates now and after every change.
///
/// # Errors
///
/// If the document's folder cannot be watched, and as [`follow`].
pub fn run(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (sender, changes) = mpsc::channel();
    // It watches before the document is read for the first time, so no change falls between the two.
    let _watcher = watch(&paths.spec, sender).map_err(|error| {
        let name = workspace.show(&paths.spec);
        Failure::new(format!("cannot watch the folder of {name}"), error)
    })?;
    follow(workspace, paths, &changes, console)
}

fn watch(document: &Path, changes: Sender<Change>) -> notify::Result<RecommendedWatcher> {
    let folder = document.parent().unwrap_or(document).to_owned();
    let document = document.to_owned();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Some(change) = change(&event, &document) {
            // Nobody receives any more when the process is about to end.
            let _ = changes.send(change);
        }
    })?;
    watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// What an event in the folder of `document` means for it.
fn change(event: &notify::Result<Event>, document: &Path) -> Option<Change> {
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
    // Some systems name the same folder otherwise than it was given, so names are compared.
    let named = event.paths.iter().any(|path| path.file_name() == document.file_name());
    (named && !read && !touched).then_some(Change::Document)
}

/// Generates now and after every change, until the channel is closed. A failure is shown and does not end it.
///
/// # Errors
///
/// If the output is closed, or the document's folder was removed.
pub fn follow(
    workspace: &Workspace,
    paths: &Paths,
    changes: &Receiver<Change>,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let name = workspace.show(&paths.spec);
    generate_once(workspace, paths, console)?;
    writeln!(console.out, "watching {name}; Ctrl-C ends it")?;
    while let Ok(change) = changes.recv() {
        if settled(changes, change) == Change::FolderGone {
            let what = format!("cannot watch {name} any longer");
            return Err(Failure::new(what, "its folder was removed or renamed").with_help("start the command again"));
        }
        writeln!(console.out, "\n{name} has changed")?;
        generate_once(workspace, paths, console)?;
    }
    Ok(Exit::Fine)
}

/// Waits for the end of a burst of changes. Returns [`Change::FolderGone`] if it is among them.
fn settled(changes: &Receiver<Change>, first: Change) -> Change {
    let deadline = Instant::now() + PATIENCE;
    let mut gravest = first;
    while gravest != Change::FolderGone && Instant::now() < deadline {
        match changes.recv_timeout(QUIET) {
            Ok(change) => gravest = change,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    gravest
}

fn generate_once(workspace: &Workspace, paths: &Paths, console: &mut Console<'_>) -> Result<(), Failure> {
    match generate::run(workspace, paths, console) {
        Ok(_) => Ok(()),
        Err(Failure::Told { message, help }) => {
            Ok(console.message(Severity::Error, &message, help.as_deref().as_slice())?)
        }
        Err(closed @ Failure::Output(_)) => Err(closed),
    }
}

#[cfg(test)]
mod tests {
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
        }
    }

    #[test]
    fn reading_it_is_none() {
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
    fn the_folder_may_go() {
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
    fn lost_events_may_have_been_about_it() {
        let error = notify::Error::generic("too many");
        assert_eq!(
            change(&Err(error), Path::new("/w/spec/openapi.yaml")),
            Some(Change::Document)
        );
        let rescan = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(
            change(&Ok(rescan), Path::new("/w/spec/openapi.yaml")),
            Some(Change::Document)
        );
    }
}
