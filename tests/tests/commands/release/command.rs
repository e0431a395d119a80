//! `cargo xtask release` in a temporary repository: plans, refusals, results, and interrupted releases.

use insta::assert_snapshot;

use super::repository::Repository;

const NAME: &str = "          description: What it is called\n          type: string\n";
const NAME_AND_AGE: &str = "          description: What it is called\n          type: string\n        age:\n          \
                            description: In years\n          type: integer\n          format: int32\n";

/// A repository whose crate was released as 0.1.0.
fn released() -> Repository {
    let repository = Repository::new();
    let said = repository.release(&[]);
    assert_eq!(said.code, Some(0), "{said:?}");
    repository
}

/// Everything that a release may touch.
fn state(repository: &Repository) -> String {
    let files = [
        "Cargo.toml",
        "Cargo.lock",
        "generated-client/Cargo.toml",
        "generated-client/CHANGELOG.md",
    ];
    let mut state = files.map(|file| repository.read(file)).concat();
    state.push_str(&repository.git(&["log", "--format=%H %s"]));
    state.push_str(&repository.git(&["status", "--porcelain"]));
    state + &repository.git(&["tag", "--list"])
}

#[test]
fn the_first_release() {
    let repository = Repository::new();
    let before = state(&repository);
    assert_snapshot!("first_dry_run", repository.release(&["--dry-run"]).shown());
    assert_eq!(state(&repository), before, "a dry run changes nothing");

    assert_snapshot!("first", repository.release(&[]).shown());
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    assert_eq!(repository.git(&["cat-file", "-t", "v0.1.0"]), "tag\n");
    assert_snapshot!("first_changelog", repository.read("generated-client/CHANGELOG.md"));

    // There is nothing to release, even if the command is repeated.
    let before = state(&repository);
    let again = repository.release(&[]);
    assert_eq!(
        (again.code, again.out.as_str()),
        (Some(0), "Nothing to release: v0.1.0 is this commit.\n")
    );
    repository.write("README.md", "Pets.\n");
    repository.commit("Describe it");
    let nothing = repository.release(&[]);
    assert!(
        nothing.code == Some(0) && nothing.out.starts_with("Nothing to release: no change"),
        "{nothing:?}"
    );
    assert_eq!(state(&repository).lines().count(), before.lines().count() + 1);
}

#[test]
fn an_added_field_is_a_minor_bump_with_its_line_in_the_changelog() {
    let repository = released();
    repository.change(NAME, NAME_AND_AGE);
    repository.replace(
        "generated-client/CHANGELOG.md",
        "## Unreleased\n",
        "## Unreleased\n\n### Added\n\n- Written by hand.\n\n### Fixed\n\n- A fault.\n",
    );
    repository.commit("Write the changelog");
    assert_snapshot!("minor", repository.release(&[]).shown());
    assert_snapshot!("minor_commit", repository.git(&["show", "--format=%an%n%s", "HEAD"]));
    let tag = repository.git(&["tag", "--list", "--format=%(contents)", "v0.1.1"]);
    assert!(
        tag.starts_with("pets-client 0.1.1\n\n### Added\n\n- Written by hand.\n"),
        "{tag}"
    );
    assert!(repository.path("target/package/pets-client-0.1.1.crate").is_file());
}

#[test]
fn a_renamed_property_takes_the_breaking_bump_or_more() {
    let repository = released();
    repository.replace(
        "spec/openapi.yaml",
        "        - name\n      properties",
        "        - title\n      properties",
    );
    repository.change(
        "name:\n          description: What",
        "title:\n          description: What",
    );
    let before = state(&repository);
    for version in ["0.1.0", "0.0.9", "0.1.1", "0.1.99", "0.2.0-rc.1"] {
        let refused = repository.release(&["--version", version]);
        assert_eq!(refused.code, Some(5), "{version}: {refused:?}");
    }
    assert_snapshot!("breaking_refused", repository.release(&["--version", "0.1.1"]).shown());
    assert_snapshot!("breaking", repository.release(&["--dry-run"]).shown());
    for version in ["0.2.0", "0.3.0", "1.0.0"] {
        let allowed = repository.release(&["--dry-run", "--version", version]);
        assert_eq!(allowed.code, Some(0), "{version}: {allowed:?}");
    }
    assert_eq!(state(&repository), before);
    assert_eq!(repository.release(&["--version", "x"]).code, Some(2));
}

#[test]
fn an_accepted_break_takes_a_patch_until_its_version() {
    let limited = |repository: &Repository| {
        let (text, limit) = (
            "            type: string\n",
            "            type: string\n            maxLength: 20\n",
        );
        repository.change(
            &format!("          schema:\n{text}"),
            &format!("          schema:\n{limit}"),
        );
    };
    let entry = "- kind: limit-added\n  pointer: /paths/~1pets~1{petId}/get/parameters/0/schema/maxLength\n  reason: Longer \
                 ids were never found.\n  until: ";
    // Nobody has accepted it.
    let repository = released();
    limited(&repository);
    assert_eq!(repository.release(&["--version", "0.1.1"]).code, Some(5));

    // The file and the change come in two commits of the same release.
    repository.write("spec/accepted-changes.yaml", &format!("{entry}0.3.0\n"));
    repository.commit("Accept the limit");
    assert_snapshot!("accepted", repository.release(&[]).shown());
    assert_snapshot!("accepted_changelog", repository.read("generated-client/CHANGELOG.md"));
    assert_eq!(repository.git(&["tag", "--list"]), "v0.1.0\nv0.1.1\n");

    // The next release has nothing of it, and the entry may stay until its version.
    repository.change("Shows a pet", "Shows one pet");
    let next = repository.release(&[]);
    assert!(next.code == Some(0) && next.out.contains("tagged v0.1.2"), "{next:?}");
    let changelog = repository.read("generated-client/CHANGELOG.md");
    assert_eq!(
        changelog.matches("Longer ids were never found").count(),
        1,
        "{changelog}"
    );
}

#[test]
fn an_accepted_change_that_has_expired_or_matches_nothing_stops_a_release() {
    for (until, pointer) in [("0.1.0", "maxLength"), ("0.3.0", "minLength")] {
        let repository = released();
        let schema = "          schema:\n            type: string\n";
        repository.change(schema, &format!("{schema}            maxLength: 20\n"));
        let pointer = format!("/paths/~1pets~1{{petId}}/get/parameters/0/schema/{pointer}");
        repository.write(
            "spec/accepted-changes.yaml",
            &format!(
                "- kind: limit-added\n  pointer: {pointer}\n  reason: The server never took more.\n  until: {until}\n"
            ),
        );
        repository.commit("Accept the limit");
        let before = state(&repository);
        let said = repository.release(&[]);
        assert!(
            said.code != Some(0) && said.err.contains("accepted-changes.yaml"),
            "{until}: {said:?}"
        );
        assert_eq!(state(&repository), before);
    }
}

#[test]
fn a_version_in_the_manifest_that_carries_the_change_is_taken() {
    let repository = released();
    repository.change(NAME, NAME_AND_AGE);
    for file in ["Cargo.toml", "generated-client/Cargo.toml", "Cargo.lock"] {
        repository.replace(file, "version = \"0.1.0\"", "version = \"0.4.0\"");
    }
    repository.commit("Make it 0.4.0");
    let said = repository.release(&[]);
    assert!(said.code == Some(0) && said.out.contains("tagged v0.4.0"), "{said:?}");
    assert_eq!(
        repository.git(&["show", "--format=", "--name-only", "HEAD"]),
        "generated-client/CHANGELOG.md\n"
    );
}

#[test]
fn an_unmet_precondition_is_reported_with_a_fix() {
    let repository = released();
    repository.write("README.md", "Pets.\n");
    repository.commit("Describe it");
    repository.replace("spec/openapi.yaml", NAME, NAME_AND_AGE);
    repository.git(&["switch", "--quiet", "--create", "topic"]);
    let said = repository.release(&[]);
    assert_eq!(said.code, Some(1), "the first that does not hold decides");
    assert_snapshot!("unmet", said.shown());

    repository.git(&["switch", "--quiet", "main"]);
    repository.commit("Forget to generate");
    let stale = repository.release(&[]);
    assert_eq!(stale.code, Some(4), "{stale:?}");
    repository.replace("spec/openapi.yaml", "openapi: 3.0.3", "openapi: [");
    repository.commit("Break the document");
    assert_eq!(repository.release(&[]).code, Some(3));
}

#[test]
fn an_interrupted_release_goes_on() {
    let repository = released();
    repository.change(NAME, NAME_AND_AGE);
    // A crate that does not compile stops the release after the files are written and before the commit.
    repository.write("generated-client/src/lib.rs", "//! Pets.\nfn broken() -> Nothing {}\n");
    repository.commit("Break the crate");
    let stopped = repository.release(&[]);
    assert!(
        stopped.code == Some(1) && stopped.err.contains("does not build from its own archive"),
        "{stopped:?}"
    );
    let written = repository.git(&["status", "--porcelain"]);
    assert_eq!(written.lines().count(), 4, "{written}");

    repository.git(&["stash", "--quiet"]);
    repository.write("generated-client/src/lib.rs", "//! Pets, fixed.\n");
    repository.commit("Mend the crate");
    repository.git(&["stash", "pop", "--quiet"]);
    assert_snapshot!("going_on", repository.release(&["--dry-run"]).shown());
    assert_eq!(repository.release(&[]).code, Some(0));

    // The release is interrupted between the commit and the tag.
    repository.git(&["tag", "--delete", "v0.1.1"]);
    let other = repository.release(&["--version", "0.2.0"]);
    assert!(
        other.code == Some(1) && other.err.contains("0.1.1 is committed and has no tag yet"),
        "{other:?}"
    );
    assert_snapshot!("tag_alone", repository.release(&[]).shown());
    assert_eq!(repository.git(&["tag", "--list"]), "v0.1.0\nv0.1.1\n");
    assert_eq!(
        repository.git(&["rev-parse", "v0.1.1^{commit}"]),
        repository.git(&["rev-parse", "HEAD"])
    );
}
