//! The files that `generate` writes, and those that it keeps.

use std::fs;
use std::path::Path;

use codegen::Unobserved;
use insta::assert_snapshot;
use xtask::check::{Freshness, examine};
use xtask::{Exit, Failure};

use super::miniature::{BROKEN, DOCUMENT, Miniature, write};

#[test]
fn generate_writes_once() {
    let miniature = Miniature::new();
    let first = miniature.run(&["generate"]);
    assert_snapshot!("generate", first.redacted());
    let written = fs::metadata(miniature.generated()).unwrap();
    let again = miniature.run(&["generate"]);
    assert_snapshot!("generate_again", again.redacted());
    assert_eq!(
        fs::metadata(miniature.generated()).unwrap().modified().unwrap(),
        written.modified().unwrap()
    );
    assert_eq!(miniature.files("generated-client/src"), ["generated.rs"]);
}

#[test]
fn generate_and_check_have_one_producer() {
    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    let workspace = miniature.workspace();
    let production = xtask::artifact::artifacts(&workspace, &workspace.paths(None, None), &mut Unobserved).unwrap();
    let [artifact] = production.artifacts.as_slice() else {
        panic!("not one artifact")
    };
    assert_eq!(artifact.text, miniature.read("generated-client/src/generated.rs"));
    let states: Vec<_> = examine(&workspace, &production.artifacts)
        .unwrap()
        .into_iter()
        .map(|v| v.state)
        .collect();
    assert_eq!(states, [Freshness::Fresh]);
}

#[test]
fn generate_writes_nothing_of_a_document_with_errors() {
    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    let before = miniature.read("generated-client/src/generated.rs");
    write(miniature.document(), BROKEN);
    let said = miniature.run(&["generate"]);
    assert_eq!(said.exit, Exit::DocumentErrors);
    assert_snapshot!("generate_broken", said.redacted());
    assert_eq!(miniature.read("generated-client/src/generated.rs"), before);
    assert_eq!(miniature.files("generated-client/src"), ["generated.rs"]);
}

#[test]
fn generate_takes_paths_from_where_it_is_run() {
    let miniature = Miniature::new();
    fs::rename(miniature.document(), miniature.path("spec/other.yaml")).unwrap();
    let said = miniature.run_in("spec", &["generate", "--spec", "other.yaml", "--out", "../code.rs"]);
    assert_eq!(said.exit, Exit::Fine, "{}", said.err);
    assert!(said.out.contains("wrote code.rs ("), "{}", said.out);
    assert!(miniature.path("code.rs").is_file());
    assert!(!miniature.generated().exists());
}

#[test]
fn generate_overwrites_only_what_it_wrote_itself() {
    let miniature = Miniature::new();
    write(miniature.generated(), "pub fn by_hand() {}\n");
    let said = miniature.run(&["generate"]);
    assert_eq!(said.exit, Exit::Failed);
    assert_snapshot!("generate_foreign", said.redacted());
    assert_eq!(
        miniature.read("generated-client/src/generated.rs"),
        "pub fn by_hand() {}\n"
    );

    write(miniature.generated(), "");
    assert_eq!(
        miniature.run(&["generate"]).exit,
        Exit::Fine,
        "an empty file is nobody's work"
    );

    let fresh = miniature.read("generated-client/src/generated.rs");
    write(miniature.generated(), format!("{fresh}// by hand\n"));
    let said = miniature.run(&["generate"]);
    assert!(said.out.contains(" lines, manual edits overwritten)"), "{}", said.out);
    assert_eq!(miniature.read("generated-client/src/generated.rs"), fresh);
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let miniature = Miniature::new();
    let said = miniature.run(&["generate", "--out", "nowhere/code.rs"]);
    assert_eq!(said.exit, Exit::Failed);
    assert_snapshot!("generate_no_folder", said.redacted());

    fs::create_dir(miniature.path("folder.rs")).unwrap();
    let said = miniature.run(&["generate", "--out", "folder.rs"]);
    assert_eq!(
        (said.exit, said.err.lines().next()),
        (
            Exit::Failed,
            Some("error: cannot read folder.rs: it is a folder, not a file")
        )
    );

    // The file appears after the check and before the write.
    let failure = xtask::fs::write_atomically(&miniature.path("folder.rs"), "folder.rs", b"x").unwrap_err();
    assert!(matches!(failure, Failure::Reported { .. }));
    assert_eq!(
        miniature.files(""),
        ["Cargo.toml", "folder.rs", "generated-client", "spec"]
    );
}

#[cfg(unix)]
#[test]
fn generated_files_have_the_permissions_of_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;

    let miniature = Miniature::new();
    miniature.run(&["generate"]);
    write(miniature.path("ordinary"), "");
    assert_eq!(mode(&miniature.generated()), mode(&miniature.path("ordinary")));

    fs::set_permissions(miniature.generated(), fs::Permissions::from_mode(0o640)).unwrap();
    write(miniature.document(), DOCUMENT.replace("a pet", "some pet"));
    assert!(miniature.run(&["generate"]).out.contains("wrote"));
    assert_eq!(mode(&miniature.generated()), 0o640);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_one() {
    let miniature = Miniature::new();
    write(miniature.path("real.rs"), "");
    std::os::unix::fs::symlink("../../real.rs", miniature.generated()).unwrap();
    assert_eq!(miniature.run(&["generate"]).exit, Exit::Fine);
    assert!(miniature.generated().is_symlink());
    assert!(miniature.read("real.rs").starts_with("// @generated"));
    assert_eq!(miniature.run(&["check"]).exit, Exit::Fine);
}
