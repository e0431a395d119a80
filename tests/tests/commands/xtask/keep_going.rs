//! `--keep-going`, through the real binary: the code is written, and the exit code says that there are errors.

use std::fs;

use insta::assert_snapshot;

use super::binary::output;
use super::miniature::{DOCUMENT, Miniature, write};

/// The document with a reference without a target.
fn dangling() -> String {
    let renamed = DOCUMENT.replace("    Pet:", "    Animal:");
    assert_ne!(renamed, DOCUMENT);
    renamed
}

/// The standard error and the exit code of a command.
fn said(miniature: &Miniature, arguments: &[&str]) -> (i32, String) {
    let output = output(miniature, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_error_of_another_document_is_kept_going_after() {
    let miniature = Miniature::new();
    write(miniature.path("other.yaml"), dangling());
    let generate = ["generate", "--spec", "other.yaml", "--out", "code.rs"];
    let (code, err) = said(&miniature, &generate);
    assert_eq!(code, 3);
    assert!(!miniature.path("code.rs").exists());
    assert_snapshot!("kept_refused", err);

    let (code, err) = said(&miniature, &[&generate[..], &["--keep-going"]].concat());
    assert_eq!(code, 3);
    let written = miniature.read("code.rs");
    assert!(written.contains("pub struct Client"), "{written}");
    assert_snapshot!("kept_generated", err);

    // If the document cannot be read, the file is unchanged.
    write(miniature.path("other.yaml"), "openapi: [\n");
    let (code, _) = said(&miniature, &[&generate[..], &["--keep-going"]].concat());
    assert_eq!((code, miniature.read("code.rs")), (3, written));
}

/// `check` refuses a document with errors, so that code that was generated from one is not checked in by mistake.
#[test]
fn the_own_document_is_kept_going_after_and_still_checked() {
    let miniature = Miniature::new();
    write(miniature.document(), dangling());
    assert_eq!(said(&miniature, &["generate", "--keep-going"]).0, 3);
    assert!(miniature.generated().is_file());
    assert_eq!(said(&miniature, &["check"]).0, 3);

    // Its warnings do not refuse it either.
    fs::remove_file(miniature.generated()).unwrap();
    write(
        miniature.document(),
        DOCUMENT.replace("      required:", "      requird:"),
    );
    assert_eq!(said(&miniature, &["generate", "--keep-going"]).0, 3);
    assert!(miniature.generated().is_file());

    write(miniature.document(), DOCUMENT);
    assert_eq!(said(&miniature, &["generate", "--keep-going"]), (0, String::new()));
    assert_eq!(said(&miniature, &["check"]), (0, String::new()));
}

#[test]
fn lint_says_what_is_read_instead() {
    let miniature = Miniature::new();
    write(miniature.document(), dangling());
    for format in ["text", "json", "github", "sarif"] {
        let output = output(&miniature, &["lint", "--keep-going", "--format", format]);
        assert_eq!(output.status.code(), Some(3));
        assert_snapshot!(format!("kept_{format}"), String::from_utf8(output.stdout).unwrap());
    }
}
