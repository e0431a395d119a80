//! The loop of `generate --watch`, with events from the test. [`super::binary`] tests it with events of the system.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::sync::mpsc;

use insta::assert_snapshot;
use xtask::watch::{Change, follow};
use xtask::{Colour, Console, Exit, Failure};

use super::miniature::{self, BROKEN, Closed, DOCUMENT, Miniature, write};

/// A text in the output, and what to do when it appears.
type Step<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// Both streams of a command. It does something when a text appears, so that a test can change a document while the loop
/// waits for it.
struct Script<'a> {
    said: String,
    seen: usize,
    steps: Vec<Step<'a>>,
}

struct Stream<'s, 'a>(&'s RefCell<Script<'a>>);

impl Write for Stream<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut script = self.0.borrow_mut();
        script.said.push_str(&String::from_utf8_lossy(bytes));
        let cue = script.steps.first().map(|(cue, _)| *cue);
        if let Some(at) = cue.and_then(|cue| script.said[script.seen..].find(cue)) {
            script.seen += at + 1;
            let (_, mut step) = script.steps.remove(0);
            step();
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn watching_goes_on_through_errors_bursts_and_deletion() {
    let miniature = Miniature::new();
    let (changes, events) = mpsc::channel();
    let send = |times: usize| (0..times).for_each(|_| changes.send(Change::Document).unwrap());
    let break_it = || {
        write(miniature.document(), BROKEN);
        send(100);
    };
    let delete_it = || {
        fs::remove_file(miniature.document()).unwrap();
        send(1);
    };
    let fix_it = || {
        write(miniature.document(), DOCUMENT.replace("a pet", "some pet"));
        send(3);
    };
    let lose_it = || {
        send(1);
        changes.send(Change::FolderGone).unwrap();
    };
    let steps: Vec<Step<'_>> = vec![
        ("watching", Box::new(break_it)),
        ("error: 1 error", Box::new(delete_it)),
        ("no such file", Box::new(fix_it)),
        ("wrote", Box::new(|| send(1))),
        ("is up to date", Box::new(lose_it)),
    ];
    let script = RefCell::new(Script {
        said: String::new(),
        seen: 0,
        steps,
    });
    let (mut out, mut err) = (Stream(&script), Stream(&script));
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        colour: Colour::default(),
        progress: false,
    };
    let workspace = miniature.workspace();
    let result = follow(
        &workspace,
        &workspace.paths(None, None),
        &events,
        &mut |_| {},
        &mut console,
    );
    let Err(Failure::Reported { message, .. }) = result else {
        panic!("it ended well")
    };
    assert_eq!(
        message,
        "cannot watch spec/openapi.yaml any longer: its folder was removed or renamed"
    );
    assert_snapshot!("watch", miniature::redacted(&script.borrow().said));
}

#[test]
fn watching_ends_with_its_events_or_its_output() {
    let miniature = Miniature::new();
    let workspace = miniature.workspace();
    let paths = workspace.paths(None, None);
    let (changes, events) = mpsc::channel();
    changes.send(Change::Document).unwrap();
    drop(changes);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        colour: Colour::default(),
        progress: false,
    };
    assert_eq!(
        follow(&workspace, &paths, &events, &mut |_| {}, &mut console).unwrap(),
        Exit::Fine
    );
    assert_eq!(String::from_utf8(out).unwrap().matches("is up to date").count(), 1);

    let (_changes, events) = mpsc::channel();
    let mut closed = Closed(io::ErrorKind::BrokenPipe);
    let mut console = Console {
        out: &mut closed,
        err: &mut err,
        colour: Colour::default(),
        progress: false,
    };
    assert!(matches!(
        follow(&workspace, &paths, &events, &mut |_| {}, &mut console),
        Err(Failure::Output(_))
    ));
}
