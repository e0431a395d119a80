//! The output of commands: format, colour and stream; and the command line.

use std::io;
use std::path::Path;

use insta::assert_snapshot;
use openapi_document::{Finding, Pointer, Severity, Source};
use xtask::{Colour, Console, Exit, Failure, Workspace};

use super::miniature::{BROKEN, Closed, DOCUMENT, Miniature, write};

#[test]
fn lint_has_every_format() {
    let miniature = Miniature::new();
    let said = miniature.run(&["lint"]);
    assert_eq!(
        (said.exit, said.out.as_str(), said.err.as_str()),
        (Exit::Fine, "no findings in spec/openapi.yaml\n", "")
    );
    write(miniature.document(), BROKEN);
    for format in ["text", "json", "github", "sarif"] {
        let said = miniature.run(&["lint", "--format", format]);
        assert_eq!((said.exit, said.err.as_str()), (Exit::DocumentErrors, ""));
        assert_snapshot!(format!("lint_{format}"), said.out);
    }
}

#[test]
fn lint_explains_its_rules() {
    let miniature = Miniature::new();
    let list = miniature.run(&["lint", "--list"]);
    assert_eq!((list.exit, list.err.as_str()), (Exit::Fine, ""));
    assert_snapshot!("lint_list", list.out);
    let ids = list.out.lines().skip(1).filter_map(|line| line.split(' ').next());
    let explained = ids.map(|id| {
        let said = miniature.run(&["lint", "--explain", id]);
        assert_eq!((said.exit, said.err.as_str()), (Exit::Fine, ""), "{id}");
        said.out
    });
    assert_snapshot!("lint_explain", explained.collect::<Vec<_>>().join("\n"));
    let unknown = ["unknwon-key", "colours"].map(|id| miniature.run(&["lint", "--explain", id]).redacted());
    assert_snapshot!("lint_explain_unknown", unknown.join("\n"));
    let both = miniature.run(&["lint", "--list", "--deny", "notes"]);
    assert_eq!(both.exit, Exit::Usage);
}

#[test]
fn notes_are_counted_and_warnings_shown() {
    let source = Source::new("spec/openapi.yaml", DOCUMENT);
    let finding = |severity, message: &str| Finding::new("some-rule", severity, Pointer::root(), None, message);
    let note = || finding(Severity::Note, "nobody reads this");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        colour: Colour::default(),
        progress: false,
    };
    console
        .findings(
            &source,
            &[note(), finding(Severity::Warning, "look"), note()],
            "cargo xtask lint",
        )
        .unwrap();
    assert!(out.is_empty());
    assert_snapshot!(String::from_utf8(err).unwrap());
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let miniature = Miniature::new();
    write(miniature.document(), BROKEN);
    let commands = [
        vec!["lint"],
        vec!["generate"],
        vec!["check"],
        vec!["--help"],
        vec!["wrong"],
    ];
    for command in commands {
        let plain = miniature.run(&command);
        assert!(
            !plain.out.contains('\u{1b}') && !plain.err.contains('\u{1b}'),
            "{command:?}"
        );
        let colour = miniature.run_coloured(&command);
        assert!(
            colour.out.contains('\u{1b}') || colour.err.contains('\u{1b}'),
            "{command:?}"
        );
    }
}

#[test]
fn usage() {
    let miniature = Miniature::new();
    assert_snapshot!("help", miniature.run(&["--help"]).redacted());
    assert_snapshot!("help_generate", miniature.run(&["generate", "--help"]).redacted());
    let wrong = [
        vec![],
        vec!["wrong"],
        vec!["lint", "--format", "xml"],
        vec!["check", "--spec", "x"],
        vec!["generate", "x"],
    ];
    for command in wrong {
        let said = miniature.run(&command);
        assert_eq!((said.exit, said.out.as_str()), (Exit::Usage, ""), "{command:?}");
        assert!(
            said.err.contains("--help") || said.err.contains("Commands:"),
            "{command:?}: {}",
            said.err
        );
    }
}

#[test]
fn the_workspace_is_found_from_below() {
    let miniature = Miniature::new();
    let found = |manifest_dir: Option<&Path>, current: &str| {
        let workspace = Workspace::find(manifest_dir, &miniature.path(current)).unwrap();
        workspace.sources()
    };
    write(
        miniature.path("generated-client/Cargo.toml"),
        "[package]\nworkspace = \"..\"\n",
    );
    assert_eq!(
        found(None, "generated-client/src"),
        miniature.path("generated-client/src")
    );
    let elsewhere = Miniature::new();
    let from_cargo = found(Some(&elsewhere.path("spec")), "spec");
    assert_eq!(
        from_cargo,
        elsewhere.path("generated-client/src"),
        "cargo knows better than the current folder"
    );

    let nowhere = tempfile::tempdir().unwrap();
    let Err(Failure::Reported { message, help }) = Workspace::find(None, nowhere.path()) else {
        panic!("found one")
    };
    assert!(message.starts_with("cannot find the workspace from "), "{message}");
    assert_eq!(help.as_deref(), Some("run `cargo xtask` inside the workspace"));
}

#[test]
fn a_closed_output_keeps_no_file_from_being_written() {
    let miniature = Miniature::new();
    let mut err = Vec::new();
    let exit = miniature.run_with(&["generate"], &mut Closed(io::ErrorKind::BrokenPipe), &mut err);
    assert_eq!(
        (exit, String::from_utf8(err).unwrap().as_str()),
        (Exit::Failed, ""),
        "it goes quietly"
    );
    assert_eq!(miniature.run(&["check"]).exit, Exit::Fine);

    let mut err = Vec::new();
    let exit = miniature.run_with(&["check"], &mut Closed(io::ErrorKind::StorageFull), &mut err);
    let err = String::from_utf8(err).unwrap();
    assert_eq!(
        (exit, err.as_str()),
        (Exit::Failed, "error: cannot write the output: no storage space\n")
    );
    let exit = miniature.run_with(&["wrong"], &mut Vec::new(), &mut Closed(io::ErrorKind::BrokenPipe));
    assert_eq!(exit, Exit::Failed);
}
