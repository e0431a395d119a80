//! A warning about the workspace's own document is an error, unless the document accepts it. Other documents are refused for
//! errors only, unless the command line says otherwise.

use insta::assert_snapshot;
use xtask::Exit;

use super::binary::output;
use super::miniature::{DOCUMENT, Miniature, write};

/// The document with `old`, which occurs once, replaced by `new`.
fn edited(old: &str, new: &str) -> String {
    assert_eq!(DOCUMENT.matches(old).count(), 1, "{old}");
    DOCUMENT.replace(old, new)
}

fn misspelt() -> String {
    edited("      required:\n        - name", "      requird:\n        - name")
}

#[test]
fn slips_of_an_editor_are_refused_at_their_line() {
    let edits = [
        ("misspelt_key", misspelt(), "unknown-key", "30:7"),
        (
            "wrong_indentation",
            edited(
                "          schema:\n            type",
                "          schema:\n          type",
            ),
            "wrong-type",
            "16:11",
        ),
        (
            "broken_indentation",
            edited("      summary:", "     summary:"),
            "syntax",
            "11:6",
        ),
        (
            "renamed_component",
            edited("    Pet:", "    Animal:"),
            "dangling-ref",
            "24:23",
        ),
        (
            "duplicate_key",
            edited("      type: object", "      type: object\n      type: string"),
            "duplicate-key",
            "30:7",
        ),
        (
            "repeated_key",
            edited("      type: object", "      type: object\n      type: object"),
            "duplicate-key",
            "30:7",
        ),
        ("unquoted_status", edited("'200'", "200"), "ambiguous-scalar", "19:9"),
    ];
    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    let before = miniature.read("generated-client/src/generated.rs");
    for (name, document, rule, place) in edits {
        write(miniature.document(), document);
        let [generate, check] = ["generate", "check"].map(|verb| output(&miniature, &[verb]));
        let err = String::from_utf8(generate.stderr).unwrap();
        assert_eq!(generate.status.code(), Some(3), "{name}: {err}");
        assert!(err.contains(&format!("[{rule}]")), "{name}: {err}");
        assert!(err.contains(&format!("spec/openapi.yaml:{place}\n")), "{name}: {err}");
        assert_eq!(check.status.code(), Some(3), "{name}");
        assert_eq!(String::from_utf8(check.stderr).unwrap(), err, "{name}");
        assert_eq!(miniature.read("generated-client/src/generated.rs"), before, "{name}");
        assert_snapshot!(name, err);
    }
}

#[test]
fn a_warning_that_the_document_accepts_refuses_nothing() {
    let miniature = Miniature::new();
    let accepted = "      x-lint-allow:\n        unknown-key: the server spells it so\n      requird:\n        - name";
    write(
        miniature.document(),
        edited("      required:\n        - name", accepted),
    );
    let said = miniature.run(&["generate"]);
    assert_eq!((said.exit, said.err.as_str()), (Exit::Fine, ""));
    assert_eq!(miniature.run(&["check"]).exit, Exit::Fine);
    assert_eq!(miniature.run(&["lint", "--deny", "notes"]).exit, Exit::Fine);

    // The warning is fixed, so the entry that accepted it causes a warning now.
    let document = miniature.read("spec/openapi.yaml").replace("requird", "required");
    write(miniature.document(), document);
    let said = miniature.run(&["check"]);
    assert_eq!(said.exit, Exit::DocumentErrors);
    assert_snapshot!("accepts_nothing", said.redacted());
}

#[test]
fn the_own_document_is_known_by_its_path() {
    let miniature = Miniature::new();
    write(miniature.document(), misspelt());
    write(miniature.path("spec/other.yaml"), misspelt());
    let generate = |spec: &str| miniature.run(&["generate", "--spec", spec, "--out", "code.rs"]);
    assert_eq!(generate("spec/../spec/openapi.yaml").exit, Exit::DocumentErrors);
    assert!(!miniature.path("code.rs").exists());

    let said = generate("spec/other.yaml");
    assert_eq!(said.exit, Exit::Fine);
    assert!(said.err.contains("warning[unknown-key]"), "{}", said.err);
    assert!(miniature.path("code.rs").is_file());
}

#[test]
fn lint_refuses_what_is_denied() {
    let miniature = Miniature::new();
    let lint = |options: &[&str]| miniature.run(&[&["lint"], options].concat());
    write(miniature.document(), misspelt());
    assert_eq!(lint(&[]).exit, Exit::Fine);
    for denied in ["warnings", "notes"] {
        let said = lint(&["--deny", denied, "--format", "json"]);
        assert_eq!(said.exit, Exit::DocumentErrors);
        assert_eq!(said.out, lint(&["--format", "json"]).out);
        assert_eq!(
            said.err,
            format!("error: spec/openapi.yaml has findings that `--deny {denied}` denies\n")
        );
    }

    let note = edited(
        "            type: string",
        "            type: string\n            minLength: 1",
    );
    write(miniature.document(), note);
    let said = lint(&[]);
    assert!(said.out.contains("note["), "{}", said.out);
    assert_eq!(lint(&["--deny", "warnings"]).exit, Exit::Fine);
    assert_eq!(lint(&["--deny", "notes"]).exit, Exit::DocumentErrors);
    assert_eq!(lint(&["--deny", "errors"]).exit, Exit::Usage);
}
