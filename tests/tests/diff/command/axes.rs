//! `--only`, `--fail-on`, and the headline that names the axes.

use super::repository::{BASE, HEAD, Repository, Said};

/// BASE with changed texts only, with an addition, with a risky change, and with a breaking change.
fn edited(weight: &str) -> String {
    match weight {
        "docs" => BASE.replace("Lists bicycles", "Lists all bicycles"),
        "compatible" => BASE.replace(
            "operationId: listBicycles",
            "operationId: listBicycles\n      deprecated: true",
        ),
        "risky" => BASE.replace("title: Bicycles", "title: Bicycles\n  x-owner: nobody"),
        "breaking" => HEAD.to_owned(),
        other => panic!("{other} is not a weight"),
    }
}

fn compared(repository: &Repository, weight: &str, more: &[&str]) -> Said {
    repository.write("old.yaml", BASE);
    let text = edited(weight);
    assert_ne!(text, BASE, "{weight}");
    repository.write("new.yaml", &text);
    repository.diff(&[&["--base", "old.yaml", "--head", "new.yaml"], more].concat())
}

#[test]
fn a_threshold_refuses_what_weighs_as_much_or_more() {
    let repository = Repository::without_git();
    for (weight, refused_by) in [
        ("docs", &[][..]),
        ("compatible", &["minor"]),
        ("risky", &["risky", "minor"]),
        ("breaking", &["breaking", "risky", "major", "minor"]),
    ] {
        assert_eq!(compared(&repository, weight, &[]).code, 0, "{weight}");
        for fail_on in ["breaking", "risky", "major", "minor"] {
            for format in ["text", "json"] {
                let said = compared(&repository, weight, &["--fail-on", fail_on, "--format", format]);
                let refused = refused_by.contains(&fail_on);
                assert_eq!(said.code, if refused { 5 } else { 0 }, "{weight}, {fail_on}: {said:?}");
                let is_denied = said.err.contains(&format!(", which `--fail-on {fail_on}` denies\n"));
                assert_eq!(
                    (is_denied, said.err.is_empty()),
                    (refused, !refused),
                    "{weight}: {}",
                    said.err
                );
                assert!(!said.out.is_empty());
            }
        }
    }
}

#[test]
fn a_threshold_is_for_what_has_no_verdict() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    let revisions = repository.diff(&["--fail-on", "major"]);
    assert_eq!((revisions.code, revisions.out.as_str()), (2, ""), "{revisions:?}");
    assert!(revisions.err.contains("is for files"), "{}", revisions.err);
    assert_eq!(repository.diff(&["--fail-on", "major", "--only", "wire"]).code, 5);
    assert_eq!(
        repository
            .diff(&["--base", "HEAD", "--head", "./spec/openapi.yaml", "--fail-on", "major"])
            .code,
        5
    );
    let of_wire = repository.diff(&["--fail-on", "risky", "--only", "rust"]);
    assert_eq!((of_wire.code, of_wire.out.as_str()), (2, ""), "{of_wire:?}");
}

#[test]
fn a_threshold_says_when_it_cannot_judge() {
    let repository = Repository::without_git();
    let nowhere = "content: { application/json: { schema: { $ref: '#/components/schemas/Nowhere' } } }";
    let broken = BASE.replace(
        "description: it is gone",
        &format!("description: it is gone\n          {nowhere}"),
    );
    repository.write("old.yaml", &broken);
    repository.write("new.yaml", &broken.replace("Lists bicycles", "Lists all bicycles"));
    let files = ["--base", "old.yaml", "--head", "new.yaml", "--fail-on"];
    let said = repository.diff(&[&files[..], &["major"]].concat());
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out.starts_with("patch: docs (Rust is not compared)\n"),
        "{}",
        said.out
    );
    assert!(said.err.contains("Rust is not compared"), "{}", said.err);
    for fine in [&["breaking"][..], &["major", "--only", "wire"]] {
        let said = repository.diff(&[&files[..], fine].concat());
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn one_axis_alone() {
    let repository = Repository::without_git();
    let report = |only| {
        let said = compared(&repository, "breaking", &["--format", "json", "--only", only]);
        assert_eq!(said.code, 0, "{said:?}");
        serde_json::from_str::<serde_json::Value>(&said.out).unwrap()
    };
    let (wire, rust) = (report("wire"), report("rust"));
    assert_eq!(
        (&wire["not_compared"], &wire["rust"]),
        (&serde_json::json!(["rust"]), &serde_json::json!([]))
    );
    assert_eq!(
        (&rust["not_compared"], &rust["wire"]),
        (&serde_json::json!(["wire"]), &serde_json::json!([]))
    );
    assert!(!wire["wire"].as_array().unwrap().is_empty() && !rust["rust"].as_array().unwrap().is_empty());
    let text = compared(&repository, "breaking", &["--only", "wire"]).out;
    assert!(
        text.starts_with("major: wire (Rust is not compared)\nwire: 4 breaking, "),
        "{text}"
    );
    assert!(text.contains(" · Rust: not compared\n"), "{text}");
    let nothing = repository.diff(&["--base", "old.yaml", "--head", "./old.yaml", "--only", "rust"]);
    assert!(nothing.out.starts_with("nothing has changed in Rust\n"), "{nothing:?}");
}

#[test]
fn one_axis_has_no_verdict() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", HEAD);
    for only in ["wire", "rust"] {
        let said = repository.diff(&["--only", only]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.out.contains("note: The version is not checked: "), "{}", said.out);
    }
}

#[test]
fn a_document_compared_with_itself() {
    let repository = Repository::without_git();
    repository.write("same.yaml", BASE);
    repository.write("broken.yaml", "openapi: [\n");
    for more in [&[][..], &["--fail-on", "minor"], &["--only", "wire"]] {
        let said = repository.diff(&[&["--base", "same.yaml", "--head", "spec/openapi.yaml"], more].concat());
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.out.starts_with("nothing has changed"), "{}", said.out);
    }
    assert_eq!(
        repository
            .diff(&["--base", "broken.yaml", "--head", "./broken.yaml"])
            .code,
        3
    );
}

#[test]
fn the_headline_says_by_which_axis() {
    let repository = Repository::without_git();
    let renamed = BASE.replace("operationId: listBicycles", "operationId: bicycles");
    repository.write("old.yaml", BASE);
    repository.write("renamed.yaml", &renamed);
    for (format, start) in [
        ("text", ""),
        ("markdown", "### Schema diff: "),
        ("github", ""),
        ("html", "<h1>"),
    ] {
        let said = repository.diff(&["--base", "old.yaml", "--head", "renamed.yaml", "--format", format]);
        assert!(
            said.out.contains(&format!("{start}major: Rust (the wire is ")),
            "{format}: {}",
            said.out
        );
    }
    for (weight, headline) in [
        ("docs", "patch: docs (Rust is unchanged)\n"),
        ("risky", "minor: wire (the wire is risky, Rust is unchanged)\n"),
        ("breaking", "major: wire and Rust\n"),
    ] {
        let said = compared(&repository, weight, &[]);
        assert!(said.out.starts_with(headline), "{weight}: {}", said.out);
    }
}

#[test]
fn an_extension_is_one_line() {
    let repository = Repository::without_git();
    let marked = |value: &str| {
        BASE.replace("operationId: ", &format!("x-team: {value}\n      operationId: "))
            .replace("type: object", &format!("type: object\n      x-table: {value}"))
    };
    repository.write("old.yaml", &marked("one"));
    repository.write("new.yaml", &marked("two"));
    for format in ["text", "markdown", "github"] {
        let said = repository.diff(&["--base", "old.yaml", "--head", "new.yaml", "--format", format]);
        let lines = said.out.lines().filter(|line| line.contains("xtension `x-team`"));
        // Markdown has a table and details.
        assert_eq!(lines.count(), if format == "markdown" { 2 } else { 1 }, "{}", said.out);
        assert!(
            said.out.contains("extension `x-team` changed at 3 places"),
            "{}",
            said.out
        );
        assert!(
            said.out.contains("extension `x-table` of `Bicycle` changed"),
            "{}",
            said.out
        );
        assert!(!said.out.contains("DOCUMENT_SHA256"), "{}", said.out);
    }
}
