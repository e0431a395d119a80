//! Which two sides are compared, in real repositories.

use std::fs;

use insta::assert_snapshot;

use super::repository::{BASE, HEAD, Repository};

/// Another description: the smallest possible change.
fn reworded() -> String {
    BASE.replace("Lists bicycles", "Lists all bicycles")
}

#[test]
fn the_default_is_what_has_changed_since_main() {
    let repository = Repository::new();
    assert!(repository.diff(&[]).out.starts_with("nothing has changed\n"));
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.write("spec/openapi.yaml", HEAD);
    repository.commit();
    // Later commits on main are not a part of the change.
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("spec/openapi.yaml", &BASE.replace("Adds a bicycle", "Adds one bicycle"));
    repository.commit();
    repository.git(&["checkout", "--quiet", "change"]);
    let committed = repository.diff(&[]);
    assert_eq!(committed.code, 5, "{committed:?}");
    assert!(!committed.out.contains("one bicycle"), "{}", committed.out);
    // A revision as head has its own base.
    let of_main = repository.diff(&["--base", "main~1", "--head", "main"]);
    assert!(
        of_main.out.contains("main:spec/openapi.yaml") && !of_main.out.contains("int64"),
        "{}",
        of_main.out
    );
    // The working tree counts, committed or not.
    repository.write("spec/openapi.yaml", BASE);
    assert!(repository.diff(&[]).out.starts_with("nothing has changed\n"));
}

#[test]
fn origin_goes_before_main() {
    let repository = Repository::new();
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.write("spec/openapi.yaml", &reworded());
    repository.commit();
    let said = repository.diff(&[]);
    assert!(
        !said.out.starts_with("nothing has changed\n"),
        "main itself is what is judged: {}",
        said.out
    );
}

#[test]
fn a_bump_that_is_missing_and_one_that_is_there() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    let missing = repository.diff(&[]);
    assert_eq!(missing.code, 5, "{missing:?}");
    assert!(missing.out.contains("0.4.0"), "{}", missing.out);
    repository.version("0.3.2");
    assert_eq!(
        repository.diff(&[]).code,
        5,
        "below 1.0.0 it is the second position that breaks"
    );
    repository.version("0.4.0");
    let there = repository.diff(&[]);
    assert_eq!(there.code, 0, "{there:?}");
}

#[test]
fn a_version_may_be_the_workspaces() {
    let repository = Repository::new();
    let manifest = "[package]\nname = \"bicycles\"\nversion.workspace = true\n";
    repository.write("generated-client/Cargo.toml", manifest);
    repository.commit();
    repository.write("spec/openapi.yaml", HEAD);
    let said = repository.diff(&["--format", "github"]);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(said.out.contains("::error file=Cargo.toml,line=5,"), "{}", said.out);
    repository.write("Cargo.toml", "[workspace]\n[workspace.package]\nversion = \"0.4.0\"\n");
    assert_eq!(repository.diff(&[]).code, 0);
}

#[test]
fn a_change_of_code_alone_counts_too() {
    let repository = Repository::new();
    repository.write("generated-client/src/lib.rs", "pub mod types;\n");
    let said = repository.diff(&["--format", "json"]);
    assert_eq!(said.code, 5, "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["wire"], serde_json::json!([]));
    assert_eq!(report["required_bump"], "major");
    assert_eq!(report["rust"][0]["change"], "removed");
}

#[test]
fn a_renamed_document_is_the_same_document() {
    let repository = Repository::new();
    repository.git(&["mv", "spec/openapi.yaml", "spec/bicycles.yaml"]);
    repository.commit();
    repository.git(&["tag", "old"]);
    repository.git(&["mv", "spec/bicycles.yaml", "spec/openapi.yaml"]);
    let staged = repository.diff(&["--base", "old"]);
    assert!(staged.out.starts_with("nothing has changed\n"), "{staged:?}");
    assert!(
        staged
            .out
            .contains("note: spec/openapi.yaml was spec/bicycles.yaml at old."),
        "{}",
        staged.out
    );
    // Renamed in one commit and rewritten in the next: git finds the rename only step by step.
    repository.commit();
    repository.write(
        "spec/openapi.yaml",
        "openapi: 3.0.3\ninfo:\n  title: Cars\n  version: 9.0.0\npaths: {}\n",
    );
    repository.commit();
    let rewritten = repository.diff(&["--base", "old"]);
    assert!(
        rewritten.out.contains("was spec/bicycles.yaml at old."),
        "{rewritten:?}"
    );
    assert!(
        rewritten.out.contains("\nold:spec/bicycles.yaml → spec/openapi.yaml\n"),
        "{}",
        rewritten.out
    );
}

#[test]
fn a_new_document_is_new_in_all_its_parts() {
    let repository = Repository::without_git();
    fs::remove_file(repository.path("spec/openapi.yaml")).unwrap();
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    repository.commit();
    repository.write("spec/openapi.yaml", BASE);
    let said = repository.diff(&["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let wire = report["wire"].as_array().unwrap();
    assert!(
        !wire.is_empty() && wire.iter().all(|change| change.get("base").is_none()),
        "{said:?}"
    );
    assert!(
        report["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("There is no spec/openapi.yaml at "),
        "{said:?}"
    );
    for format in ["text", "markdown", "github", "html"] {
        assert!(matches!(repository.diff(&["--format", format]).code, 0 | 5), "{format}");
    }
}

#[test]
fn a_new_crate_owes_nothing() {
    let repository = Repository::without_git();
    fs::remove_dir_all(repository.path("generated-client")).unwrap();
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    repository.commit();
    repository.write("generated-client/src/lib.rs", "pub fn ride() {}\n");
    repository.version("0.1.0");
    let said = repository.diff(&[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("so the version is not checked."), "{}", said.out);
}

#[test]
fn documents_that_are_none() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", "openapi: [\n");
    let head = repository.diff(&[]);
    repository.commit();
    repository.git(&["tag", "broken"]);
    let both = repository.diff(&["--base", "broken"]);
    repository.write("spec/openapi.yaml", BASE);
    let base = repository.diff(&["--base", "broken"]);
    let shown = [("head", head), ("both", both), ("base", base)].map(|(which, said)| {
        assert_eq!((said.code, said.out.as_str()), (3, ""), "{which}: {said:?}");
        format!("── {which}\n{}", said.err)
    });
    assert_snapshot!(shown.concat());
}

#[test]
fn what_cannot_be_compared_is_said() {
    let shown = |repository: &Repository, arguments: &[&str]| {
        let said = repository.diff(arguments);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{arguments:?}: {said:?}");
        format!("── {}\n{}", arguments.join(" "), said.err)
    };
    let repository = Repository::new();
    repository.write("main", BASE);
    let mut all = vec![
        shown(&repository, &["--base", "nowhere"]),
        shown(&repository, &["--base", "main"]),
        shown(&repository, &["--base=-"]),
        shown(&repository, &["--base=--upload-pack=x"]),
        shown(&repository, &["--base", ""]),
        shown(&repository, &["--base", "./missing.yaml"]),
        shown(&repository, &["--base", "HEAD:spec/openapi.yaml"]),
        shown(&repository, &["--output", "nowhere/x.txt"]),
    ];
    repository.git(&["rm", "--quiet", "--cached", "spec/openapi.yaml"]);
    repository.git(&["commit", "--quiet", "--message", "no document"]);
    all.push(shown(&repository, &["--base", "HEAD~1", "--head", "HEAD"]));
    repository.git(&["branch", "--move", "main", "trunk"]);
    all.push(shown(&repository, &[]));

    let empty = Repository::without_git();
    empty.git(&["init", "--quiet", "--initial-branch", "main"]);
    all.push(shown(&empty, &[]));
    assert_snapshot!(all.concat());
}

#[test]
fn without_git_or_repository_files_are_compared() {
    let repository = Repository::without_git();
    repository.write("old.yaml", BASE);
    let no_repository = repository.diff(&[]);
    assert_eq!(no_repository.code, 1, "{no_repository:?}");
    assert!(
        no_repository.err.contains("not a git repository"),
        "{}",
        no_repository.err
    );
    let no_git = repository.diff_with(&[], |command| {
        command.env("PATH", "");
    });
    assert_eq!(no_git.code, 1, "{no_git:?}");
    assert!(
        no_git
            .err
            .contains("cannot run git: there is no such program on the PATH"),
        "{}",
        no_git.err
    );
    let files = repository.diff_with(&["--base", "old.yaml", "--head", "./spec/openapi.yaml"], |command| {
        command.env("PATH", "");
    });
    assert_eq!(files.code, 0, "{files:?}");
    assert!(files.out.starts_with("nothing has changed\n"), "{}", files.out);
}

#[test]
fn two_files_have_no_verdict() {
    let repository = Repository::new();
    repository.write("old.yaml", BASE);
    repository.write("new.yaml", HEAD);
    let said = repository.diff(&["--base", "old.yaml", "--head", "new.yaml", "--format", "json"]);
    assert_eq!(said.code, 0, "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["required_bump"], "major");
    assert!(report.get("verdict").is_none());
    assert!(!report["rust"].as_array().unwrap().is_empty(), "{said:?}");
    assert_eq!(report["notes"], serde_json::json!([]));
    let mixed = repository.diff(&["--base", "HEAD", "--head", "new.yaml", "--format", "json"]);
    assert_eq!(mixed.code, 0, "{mixed:?}");
    let report: serde_json::Value = serde_json::from_str(&mixed.out).unwrap();
    assert!(
        report["notes"][0].as_str().unwrap().starts_with("A file has no crate"),
        "{mixed:?}"
    );
}

/// A body without its schema, in place of a response's description.
const NOWHERE: &str = "          content: { application/json: { schema: { $ref: '#/components/schemas/Nowhere' } } }";

#[test]
fn a_file_that_generates_nothing_is_compared_on_the_wire() {
    let repository = Repository::new();
    repository.write(
        "new.yaml",
        &BASE.replace(
            "description: it is gone",
            &format!("description: it is gone\n{NOWHERE}"),
        ),
    );
    let said = repository.diff(&["--base", "spec/openapi.yaml", "--head", "new.yaml"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.out
            .contains("note: Rust is not compared: no code can be generated from new.yaml: "),
        "{}",
        said.out
    );
    assert!(said.out.contains("DELETE /bicycles/{frame}"), "{}", said.out);
}

#[test]
fn a_shallow_clone_gets_advice_to_fetch_the_rest() {
    let repository = Repository::new();
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.write("spec/openapi.yaml", HEAD);
    repository.commit();
    let clone = repository.shallow_clone("change");
    for arguments in [&[][..], &["--base", "main"], &["--base", "HEAD~1"]] {
        let said = clone.diff(arguments);
        assert_eq!(said.code, 1, "{arguments:?}: {said:?}");
        assert!(
            said.err.contains("git fetch --unshallow"),
            "{arguments:?}: {}",
            said.err
        );
    }
    clone.git(&[
        "fetch",
        "--quiet",
        "--unshallow",
        "origin",
        "+refs/heads/*:refs/remotes/origin/*",
    ]);
    assert_eq!(clone.diff(&[]).code, 5);
}

#[test]
fn the_workspace_may_be_a_folder_of_the_repository() {
    let outer = Repository::new();
    let inner = Repository::without_git();
    for file in [
        "Cargo.toml",
        "spec/openapi.yaml",
        "generated-client/Cargo.toml",
        "generated-client/src/lib.rs",
    ] {
        outer.write(&format!("inner/{file}"), &fs::read_to_string(inner.path(file)).unwrap());
    }
    outer.write("inner/generated-client/src/types.rs", "pub struct Bicycle;\n");
    outer.commit();
    outer.write("inner/spec/openapi.yaml", HEAD);
    let said = outer.diff_with(&[], |command| {
        command.current_dir(outer.path("inner"));
    });
    assert_eq!(said.code, 5, "{said:?}");
    assert!(!said.out.contains("note:"), "{}", said.out);
}
