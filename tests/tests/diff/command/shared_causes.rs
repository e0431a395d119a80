//! A change that several operations have alike is one entry of the report.

use super::repository::{Repository, Said};

const OPERATIONS: usize = 14;

/// Operations that page through lists, each with a limit of its own.
fn document(maximum: impl Fn(usize) -> u32) -> String {
    let operation = |number: usize| {
        format!(
            "  /list{number:02}:
    get:
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: {}
      responses:
        '204':
          description: Nothing
",
            maximum(number)
        )
    };
    let paths: String = (1..=OPERATIONS).map(operation).collect();
    format!("openapi: 3.0.3\ninfo:\n  title: Lists\n  version: 1.0.0\npaths:\n{paths}")
}

/// The report on the documents that two commits have.
fn compared(base: &str, head: &str, format: &str) -> Said {
    let repository = Repository::without_git();
    repository.write("spec/openapi.yaml", base);
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    repository.commit();
    repository.write("spec/openapi.yaml", head);
    repository.diff(&["--only", "wire", "--format", format])
}

#[test]
fn the_same_change_in_all_operations_is_one_entry() {
    let (base, head) = (document(|_| 100), document(|_| 50));
    let sentence = "`maximum` of `limit` of 14 operations lowered from `100` to `50`";
    // Markdown has a table and details.
    for (format, times) in [("text", 1), ("github", 1), ("markdown", 2)] {
        let said = compared(&base, &head, format);
        assert_eq!(said.out.matches(sentence).count(), times, "{format}: {}", said.out);
        assert!(
            said.out.contains("GET /list04") && !said.out.contains("GET /list05") && said.out.contains("and 10 more"),
            "{format}: {}",
            said.out
        );
    }
    // The counts are of changes, not of entries.
    assert!(compared(&base, &head, "text").out.contains("wire: 14 breaking"));
    let report: serde_json::Value = serde_json::from_str(&compared(&base, &head, "json").out).unwrap();
    assert_eq!(report["wire"].as_array().unwrap().len(), OPERATIONS);
}

#[test]
fn another_change_is_another_entry() {
    let head = document(|number| match number {
        1 => 100,
        2 => 20,
        3 => 200,
        _ => 50,
    });
    let said = compared(&document(|_| 100), &head, "text");
    for sentence in [
        "`maximum` of `limit` of 11 operations lowered from `100` to `50`",
        "`maximum` of `GET /list02 parameter limit` lowered from `100` to `20`",
        "`maximum` of `GET /list03 parameter limit` raised from `100` to `200`",
    ] {
        assert_eq!(said.out.matches(sentence).count(), 1, "{sentence}: {}", said.out);
    }
    assert!(!said.out.contains("/list01"), "{}", said.out);
}

#[test]
fn an_accepted_change_is_apart_from_the_same_one_that_is_not() {
    let (base, head) = (document(|_| 100), document(|_| 50));
    let repository = Repository::without_git();
    repository.write("spec/openapi.yaml", &base);
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    repository.commit();
    repository.write("spec/openapi.yaml", &head);
    let entry = |number: usize| {
        format!(
            "- kind: upper-limit-lowered\n  pointer: /paths/~1list{number:02}/get/parameters/0/schema/maximum\n  \
             reason: It never returned more.\n  until: 0.9.0\n"
        )
    };
    repository.write("spec/accepted-changes.yaml", &(1..=3).map(entry).collect::<String>());
    let said = repository.diff(&["--only", "wire"]);
    for count in ["11 operations", "3 operations"] {
        let sentence = format!("`maximum` of `limit` of {count} lowered from `100` to `50`");
        assert_eq!(said.out.matches(&sentence).count(), 1, "{sentence}: {}", said.out);
    }
    assert_eq!(said.out.matches("It never returned more.").count(), 1, "{}", said.out);
}
