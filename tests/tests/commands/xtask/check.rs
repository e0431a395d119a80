//! The results of `check`, and its advice.

use std::fs;

use insta::assert_snapshot;
use xtask::Exit;

use super::miniature::{BROKEN, DOCUMENT, Miniature, write};

#[test]
fn check_tells_every_state() {
    let miniature = Miniature::new();
    assert_snapshot!("check_missing", miniature.run(&["check"]).redacted());

    miniature.run(&["generate"]);
    assert_snapshot!("check_fresh", miniature.run(&["check"]).redacted());
    let fresh = miniature.read("generated-client/src/generated.rs");

    write(miniature.generated(), fresh.replace("a pet", "any pet"));
    assert_snapshot!("check_edited", miniature.run(&["check"]).redacted());

    write(miniature.generated(), &fresh);
    write(miniature.document(), DOCUMENT.replace("a pet", "some pet"));
    let stale = miniature.run(&["check"]);
    assert_snapshot!("check_stale", stale.redacted());
    let hunks: Vec<_> = stale
        .out
        .lines()
        .filter(|line| line.contains(" pet") && !line.starts_with(' '))
        .collect();
    assert!(
        hunks.iter().any(|line| line.starts_with('-') && line.contains("a pet")),
        "{}",
        stale.out
    );
    assert!(
        hunks
            .iter()
            .any(|line| line.starts_with('+') && line.contains("some pet")),
        "{}",
        stale.out
    );

    // One run reports several problems.
    fs::create_dir(miniature.path("generated-client/src/support")).unwrap();
    write(miniature.path("generated-client/src/generated_old.rs"), &fresh);
    write(
        miniature.path("generated-client/src/support/generated.rs"),
        fresh.replace("pub", "pub(crate)"),
    );
    write(miniature.path("generated-client/src/lib.rs"), "mod generated;\n");
    write(miniature.path("generated-client/src/logo.png"), b"\x89PNG\xff");
    let said = miniature.run(&["check"]);
    assert_snapshot!("check_several", said.redacted());
    assert_eq!(said.exit, Exit::Stale);
}

#[test]
fn the_advice_of_check_fixes_the_problem() {
    let miniature = Miniature::new();
    assert_eq!(miniature.run(&["check"]).exit, Exit::Stale);
    miniature.run(&["generate"]);
    assert_eq!(miniature.run(&["check"]).exit, Exit::Fine);
    for broken in [b"\xff\xfe nothing".as_slice(), b"", b"pub fn by_hand() {}\n"] {
        write(miniature.generated(), broken);
        assert_eq!(miniature.run(&["check"]).exit, Exit::Stale);
    }
}

#[test]
fn line_ends_that_git_changed_are_reported() {
    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    let fresh = miniature.read("generated-client/src/generated.rs");
    write(miniature.generated(), fresh.replace('\n', "\r\n"));
    let said = miniature.run(&["check"]);
    assert_eq!(said.exit, Exit::Stale);
    assert!(
        said.out.ends_with("\nonly the line endings differ: they must be LF\n"),
        "{}",
        said.out
    );
}

#[test]
fn check_shows_the_beginning_of_a_long_difference() {
    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    let fresh = miniature.read("generated-client/src/generated.rs");
    write(miniature.generated(), fresh.replace("    ", "\t"));
    let said = miniature.run(&["check"]);
    assert!(said.out.lines().count() < 70, "{}", said.out);
    let last = said.out.lines().last().unwrap();
    assert!(last.starts_with("... ") && last.ends_with(" more lines"), "{last}");
}

#[test]
fn check_of_a_document_with_errors_shows_them() {
    let miniature = Miniature::new();
    write(miniature.document(), BROKEN);
    assert_snapshot!("check_broken", miniature.run(&["check"]).redacted());
}
