//! `lint --fix`, through the real binary.

use std::fs;

use insta::assert_snapshot;

use super::binary::output;
use super::miniature::{DOCUMENT, Miniature, write};

/// A document with a finding that can be fixed and one that cannot.
fn faulty() -> String {
    let text = DOCUMENT
        .replace("      required:", "      requird:")
        .replace("'200'", "200");
    text.replace(
        "      summary:",
        "      descripion: 5 # a number\n      colour: red\n      summary:",
    )
}

#[test]
fn a_dry_run_shows_a_diff_and_changes_nothing() {
    let miniature = Miniature::new();
    write(miniature.document(), faulty());
    let output = output(&miniature, &["lint", "--fix", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(miniature.read("spec/openapi.yaml"), faulty());
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_snapshot!("fix_dry_run", said);
}

#[test]
fn fixable_findings_are_fixed_and_the_rest_is_reported() {
    let miniature = Miniature::new();
    write(miniature.document(), faulty());
    let fixed = output(&miniature, &["lint", "--fix"]);
    assert_eq!(fixed.status.code(), Some(0));
    let said = String::from_utf8([fixed.stdout, fixed.stderr].concat()).unwrap();
    assert_snapshot!("fix", said);
    let text = miniature.read("spec/openapi.yaml");
    assert_eq!(
        text.replace("      description: '5' # a number\n      colour: red\n", ""),
        DOCUMENT
    );

    // The second run has nothing to fix, and does not write the file.
    let before = fs::metadata(miniature.document()).unwrap().modified().unwrap();
    let denied = output(&miniature, &["lint", "--fix", "--deny", "warnings"]);
    assert_eq!(denied.status.code(), Some(3));
    assert_eq!(fs::metadata(miniature.document()).unwrap().modified().unwrap(), before);
    assert_eq!(miniature.read("spec/openapi.yaml"), text);
    let folder = fs::read_dir(miniature.path("spec")).unwrap();
    assert_eq!(folder.count(), 1, "a temporary file is left");
}

/// The command applies the same edits as an editor would.
#[test]
fn programs_get_the_same_edits() {
    let miniature = Miniature::new();
    write(miniature.document(), faulty());
    let found = output(&miniature, &["lint", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let edits = findings
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|finding| finding["edits"].as_array().unwrap());
    let mut edits: Vec<_> = edits
        .map(|edit| {
            let offset = |key: &str| usize::try_from(edit[key]["offset"].as_u64().unwrap()).unwrap();
            (offset("start")..offset("end"), edit["text"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = faulty();
    for (span, new) in edits {
        text.replace_range(span, new);
    }
    output(&miniature, &["lint", "--fix"]);
    // The value of a misspelt key is only checked after the key is fixed.
    let text = text.replace("description: 5", "description: '5'");
    assert_eq!(miniature.read("spec/openapi.yaml"), text);
}

#[test]
fn files_of_the_document_are_fixed_in_their_place() {
    let miniature = Miniature::new();
    let reference = "        $ref: 'parts/name.yaml#/Name'\n";
    let document = DOCUMENT.replace(
        "components:\n  schemas:\n",
        &format!("components:\n  schemas:\n    Name:\n{reference}"),
    );
    assert_ne!(document, DOCUMENT);
    write(miniature.document(), &document);
    fs::create_dir_all(miniature.path("spec/parts")).unwrap();
    write(
        miniature.path("spec/parts/name.yaml"),
        "Name: { type: string, maxlength: 5 } # short\r\n",
    );
    let fixed = output(&miniature, &["lint", "--fix"]);
    assert_eq!(
        fixed.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&fixed.stderr)
    );
    assert_eq!(
        miniature.read("spec/parts/name.yaml"),
        "Name: { type: string, maxLength: 5 } # short\r\n"
    );
    assert_eq!(miniature.read("spec/openapi.yaml"), document);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let miniature = Miniature::new();
    write(miniature.document(), "openapi: [\n");
    assert_eq!(output(&miniature, &["lint", "--fix"]).status.code(), Some(3));
    assert_eq!(miniature.read("spec/openapi.yaml"), "openapi: [\n");
    assert_eq!(output(&miniature, &["lint", "--dry-run"]).status.code(), Some(2));
}
