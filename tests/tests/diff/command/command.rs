//! The command around the comparison: its options, its output and its exit codes.

use std::fs;

use insta::assert_snapshot;

use super::repository::{HEAD, Repository};

#[test]
fn kinds_are_listed_and_each_is_explained() {
    let repository = Repository::without_git();
    let list = repository.diff(&["--list"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    let kinds = openapi_diff::wire::kinds();
    let (table, law) = list.out.split_once("\n\n").unwrap();
    assert_eq!((table.lines().count(), law), (kinds.len() + 1, openapi_diff::wire::LAW));
    for kind in kinds {
        assert!(list.out.lines().any(|line| line.starts_with(kind.id)), "{}", kind.id);
        let explained = openapi_diff::show::explain(kind.id).unwrap();
        assert!(
            explained.contains(kind.explanation.trim())
                && explained.contains(kind.effect.reason())
                && explained.contains("Example: "),
            "{explained}"
        );
    }
    let id = kinds.iter().map(|kind| kind.id).find(|id| id.len() > 8).unwrap();
    let explained = repository.diff(&["--explain", id]);
    assert_eq!((explained.code, explained.out.lines().next()), (0, Some(id)));
    let misspelt = repository.diff(&["--explain", &id[..id.len() - 1]]);
    assert_eq!((misspelt.code, misspelt.out.as_str()), (2, ""));
    assert!(
        misspelt.err.contains(&format!("did you mean `{id}`?")),
        "{}",
        misspelt.err
    );
    let unknown = repository.diff(&["--explain", "0"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("`cargo xtask diff --list` lists all"),
        "{}",
        unknown.err
    );
}

#[test]
fn options_that_do_not_fit_are_usage() {
    let repository = Repository::new();
    for arguments in [
        &["--format", "pdf"][..],
        &["--base"],
        &["--list", "--base", "HEAD"],
        &["--explain", "x", "--list"],
        &["--base", "-"],
        &["HEAD"],
    ] {
        let said = repository.diff(arguments);
        assert!(
            matches!(said.code, 1 | 2) && said.out.is_empty(),
            "{arguments:?}: {said:?}"
        );
    }
}

#[test]
fn the_report_goes_to_a_file_whole_or_not_at_all() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    for format in ["text", "markdown", "json", "github", "html", "json-schema"] {
        let file = format!("report.{format}");
        let plain = repository.diff(&["--format", format]);
        let said = repository.diff(&["--format", format, "--output", &file]);
        assert_eq!(
            (said.code, said.out),
            (plain.code, format!("wrote {file}\n")),
            "{format}"
        );
        assert_eq!(
            fs::read_to_string(repository.path(&file)).unwrap(),
            plain.out,
            "{format}"
        );
        assert_eq!(
            said.err.contains("Set the version in Cargo.toml to 0.4.0 or higher"),
            format != "json-schema",
            "{}",
            said.err
        );
        let dash = repository.diff(&["--format", format, "--output", "-"]);
        assert_eq!(dash.out, plain.out, "{format}");
    }
    assert!(!repository.path("-").exists());
}

#[test]
fn what_the_whole_of_it_says() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    repository.write(
        "generated-client/src/types.rs",
        "pub struct Bicycle {\n    pub frame: String,\n    pub gears: i64,\n}\n",
    );
    let said = repository.diff(&[]);
    assert_eq!((said.code, said.err.as_str()), (5, ""));
    assert_snapshot!(said.out);
}
