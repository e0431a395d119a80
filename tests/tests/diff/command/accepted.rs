//! Accepted changes, in a file next to the document, in real repositories.

use insta::assert_snapshot;

use super::repository::{BASE, HEAD, Repository};

const FILE: &str = "spec/accepted-changes.yaml";

/// One of the breaking changes from [`BASE`] to [`HEAD`]: its kind and its pointer in the report.
fn breaking(repository: &Repository) -> Vec<(String, String)> {
    let said = repository.diff(&["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let changes = report["wire"].as_array().unwrap().iter();
    let weighty = changes.filter(|change| change["severity"] == "breaking" || change["severity"] == "risky");
    weighty
        .map(|change| (text(&change["id"]), text(&change["pointer"])))
        .collect()
}

fn entry(kind: &str, pointer: &str, until: &str) -> String {
    format!("- kind: {kind}\n  pointer: {pointer}\n  reason: The server has always done this.\n  until: {until}\n")
}

#[test]
fn an_accepted_change_weighs_nothing_and_is_shown() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    assert_eq!(repository.diff(&["--only", "wire"]).code, 0);
    let all: String = breaking(&repository)
        .iter()
        .map(|(kind, pointer)| entry(kind, pointer, "0.9.0"))
        .collect();
    assert!(repository.diff(&[]).out.starts_with("major"));
    repository.write(FILE, &all);
    let said = repository.diff(&[]);
    assert_eq!(said.code, 5, "what was added still owes its bump: {said:?}");
    assert!(
        said.out.starts_with("minor")
            && said
                .out
                .contains("accepted until 0.9.0: The server has always done this."),
        "{said:?}"
    );
    for format in ["markdown", "html", "json", "github"] {
        let said = repository.diff(&["--format", format]);
        assert!(
            said.out.contains("The server has always done this."),
            "{format}: {said:?}"
        );
        assert!(said.out.contains("accepted"), "{format}: {said:?}");
    }
    // Between two files, and in the commit that adds both.
    let two = repository.diff(&[
        "--base",
        "HEAD",
        "--head",
        "./spec/openapi.yaml",
        "--only",
        "wire",
        "--fail-on",
        "risky",
    ]);
    assert_eq!(two.code, 0, "{two:?}");
    repository.commit();
    let committed = repository.diff(&["--base", "HEAD~1", "--head", "HEAD"]);
    assert!(committed.out.starts_with("minor"), "{committed:?}");
    // Entries that are already at base are kept until the next release.
    let later = repository.diff(&["--base", "HEAD"]);
    assert_eq!((later.code, later.err.as_str()), (0, ""), "{later:?}");
}

#[test]
fn an_entry_that_accepts_nothing_fails() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    let (kind, pointer) = breaking(&repository).remove(0);
    repository.write(
        FILE,
        &(entry(&kind, &pointer, "0.3.1") + &entry("type-changed", "/paths/~1no", "1.0.0")),
    );
    let said = repository.diff(&[]);
    assert_eq!(said.code, 3, "{said:?}");
    assert_snapshot!(said.err);
    // If there is no change, there is nothing to accept.
    repository.write("spec/openapi.yaml", BASE);
    assert_eq!(repository.diff(&[]).code, 3);
}

#[test]
fn what_is_wrong_with_the_file_is_said_at_its_line() {
    let repository = Repository::new();
    let file = "\
- kind: type-chnged
  pointer: components/schemas/Pet
  reason: ''
  until: next
- kind: type-changed
  pointer: /components
  because: of this
- text
- kind: type-changed
  pointer: /components/schemas/A
  reason: The document was wrong.
  until: 0.4
";
    repository.write(FILE, file);
    let said = repository.diff(&[]);
    assert_eq!(said.code, 3, "{said:?}");
    assert_snapshot!(said.err);
    for (text, part) in [("kind: a\n", "must be a list"), ("- [\n", "syntax")] {
        repository.write(FILE, text);
        let said = repository.diff(&[]);
        assert!(said.code == 3 && said.err.contains(part), "{said:?}");
    }
    repository.write(FILE, "# nothing is accepted\n");
    assert_eq!(repository.diff(&[]).code, 0);
}
