//! Fixing a document: the edits of findings are applied to the text, and nothing else changes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::fix::{Texts, fix};
use codegen::lint;
use openapi_document::{Finding, Severity, Source};

use super::mutations::mutate::{Random, mutate};

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Library, version: 1.0.0 }\n";

fn texts(name: &str, text: &str) -> Texts {
    Texts {
        name: name.to_owned(),
        own: text.to_owned(),
        files: BTreeMap::new(),
        unreadable: BTreeMap::new(),
    }
}

/// Fixes `before`, a part of a document in YAML, and expects `after`.
fn becomes(before: &str, after: &str) {
    let fixed = fix(texts("library.yaml", &format!("{HEAD}{before}")));
    assert_eq!(fixed.texts.own, format!("{HEAD}{after}"), "{:#?}", fixed.findings);
}

/// The number of errors and warnings of each rule.
fn loud(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

#[test]
fn everything_that_is_mechanical_is_fixed() {
    becomes(
        "\
paths:
  # All books.
  /books/{id}:
    get: # one of them
      summary: 5   # a number
      parameters:

        - in: path # where it is
          name: id
          schema: { type: int }
      responses:
        200: { description: The book., content: { application/json: { schema: { $ref: '#/components/schemas/Boook' } } } }
  /shelves/{shelf}:
    get:
      operationId: getShelf
      deprecated: 'false'
      responses: { '204': { description: There is none. } }
components:
  schemas:
    Book:
      type: object
      requird: [title]
      properties: { title: { type: string, maxlength: \"80\" } }
",
        "\
paths:
  # All books.
  /books/{id}:
    get: # one of them
      operationId: get_books_by_id
      summary: '5'   # a number
      parameters:

        - required: true
          in: path # where it is
          name: id
          schema: { type: integer }
      responses:
        '200': { description: The book., content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
  /shelves/{shelf}:
    get:
      parameters:
        - { name: shelf, in: path, required: true, schema: { type: string } }
      operationId: getShelf
      deprecated: false
      responses: { '204': { description: There is none. } }
components:
  schemas:
    Book:
      type: object
      required: [title]
      properties: { title: { type: string, maxLength: 80 } }
",
    );
}

/// A parameter that is misspelt or that a dangling reference hides keeps its type: no other one is added beside it.
#[test]
fn a_path_parameter_is_not_declared_twice() {
    let item = |parameter: &str, more: &str| {
        format!(
            "\
paths:
  /books/{{bookId}}:
    parameters:
      - {parameter}
    get:
      operationId: getBook
      responses: {{ '204': {{ description: There is none. }} }}
{more}"
        )
    };
    let typed = "in: path, required: true, schema: { type: integer }";
    let component = format!("components:\n  parameters:\n    Book: {{ name: bookId, {typed} }}\n");
    for (before, after, more) in [
        (
            "$ref: '#/parameters/Book'",
            "$ref: '#/components/parameters/Book'",
            component.as_str(),
        ),
        (
            &format!("{{ name: bookID, {typed} }}"),
            &format!("{{ name: bookId, {typed} }}"),
            "",
        ),
        (
            &format!("{{ naem: bookId, {typed} }}"),
            &format!("{{ naem: bookId, {typed} }}"),
            "",
        ),
    ] {
        becomes(&item(before, more), &item(after, more));
    }
    let misspelt = component.replace("components", "component");
    let reference = "$ref: '#/components/parameters/Book'";
    becomes(&item(reference, &misspelt), &item(reference, &component));
}

/// What a name means is not guessed: both names may be right.
#[test]
fn another_name_is_not_a_misspelt_name() {
    let text = "\
paths: {}
components:
  schemas:
    Book:
      type: object
      required: [links_created]
      properties: { links_updated: { type: string }, title: { type: string[] }, shelf: { type: MyObject } }
    Books: { type: array, items: { $ref: '#/components/schemas/Shelf' } }
    Shelfs: { type: object }
";
    becomes(text, text);
    becomes(
        "paths: {}\ncomponents: { schemas: { Book: { type: object, required: [bookId], properties: { book_id: { type: strnig } } } } }\n",
        "paths: {}\ncomponents: { schemas: { Book: { type: object, required: [book_id], properties: { book_id: { type: string } } } } }\n",
    );
}

#[test]
fn comments_stay() {
    becomes(
        "\
paths: {}
components:
  schemas:
    Book:
      type: \"Object\"   # it is one
      'requird': ['title'] # or \"name\"
      properties:
        title: { type: 'String' # its text
        }
        pages:
          type: \"int\"

          # How many there are.
          minimum: '1' # the cover
",
        "\
paths: {}
components:
  schemas:
    Book:
      type: \"object\"   # it is one
      'required': ['title'] # or \"name\"
      properties:
        title: { type: 'string' # its text
        }
        pages:
          type: \"integer\"

          # How many there are.
          minimum: 1 # the cover
",
    );
}

/// A key with the value `null` is not written again.
#[test]
fn a_key_stays_one_key() {
    for text in [
        "paths: { /books: { get: { operationId: null, responses: { '204': { description: a } } } } }\n",
        "paths: { '/books/{id}': { get: { operationId: a, parameters: null, responses: { '204': { description: a } } } } }\n",
    ] {
        let (_, findings) = lint(Source::new("library.yaml", &format!("{HEAD}{text}")));
        let edits: Vec<_> = findings.iter().flat_map(|finding| &finding.edits).collect();
        assert_eq!(edits, Vec::<&openapi_document::finding::Edit>::new(), "{text}");
        becomes(text, text);
    }
}

#[test]
fn flow_and_json_stay_what_they_are() {
    becomes(
        "paths: { '/a/{b}': { get: { parameters: [{ in: query, name: c, schema: { type: string } }], responses: { '204': { description: a } } } } }\n",
        "paths: { '/a/{b}': { get: { operationId: get_a_by_b, parameters: [{ name: b, in: path, required: true, schema: { type: string } }, { in: query, name: c, schema: { type: string } }], responses: { '204': { description: a } } } } }\n",
    );
    let json = r#"{ "openapi": "3.0.3", "info": { "title": 5, "version": "1" },
  "paths": { "/a/{b}": { "get": {
      "operationid": "getA",
      "responses": { "204": { "description": "a" } }
  } } } }"#;
    let fixed = fix(texts("a.json", json));
    let expected = r#"{ "openapi": "3.0.3", "info": { "title": "5", "version": "1" },
  "paths": { "/a/{b}": { "get": {
      "parameters": [{ "name": "b", "in": "path", "required": true, "schema": { "type": "string" } }],
      "operationId": "getA",
      "responses": { "204": { "description": "a" } }
  } } } }"#;
    assert_eq!(fixed.texts.own, expected);
    assert_eq!(loud(&fixed.findings), BTreeMap::new());
}

/// A byte order mark, CRLF and a missing end of the last line are kept.
#[test]
fn notation_stays() {
    let text = "\u{feff}openapi: 3.0.3\r\ninfo: { title: 5, version: 1.0.0 }\r\npaths:\r\n  /a/{b}:\r\n    get:\r\n      operationId: a\r\n      responses: { 204: { description: ü } }\r\n# end";
    let expected = "\u{feff}openapi: 3.0.3\r\ninfo: { title: '5', version: 1.0.0 }\r\npaths:\r\n  /a/{b}:\r\n    get:\r\n      parameters:\r\n        - { name: b, in: path, required: true, schema: { type: string } }\r\n      operationId: a\r\n      responses: { '204': { description: ü } }\r\n# end";
    assert_eq!(fix(texts("a.yaml", text)).texts.own, expected);
}

/// A fix that would cause an error is not applied.
#[test]
fn a_fix_that_finds_an_error_is_not_made() {
    let text =
        "paths: {}\ncomponents:\n  schemas:\n    Book: { type: object, propertie: { title: { type: shape } } }\n";
    becomes(text, text);
}

/// What is behind a misspelt key is read as well, so its warnings are shown and fixed with it.
#[test]
fn what_is_behind_a_misspelt_key_is_also_fixed() {
    let schemas =
        "schemas: { Book: { type: object, requird: [other], maxlength: 5, properties: { title: { type: string } } } }";
    let fixed =
        "schemas: { Book: { type: object, required: [other], maxLength: 5, properties: { title: { type: string } } } }";
    let (text, expected) = (
        format!("{HEAD}paths: {{}}\ncomponent: {{ {schemas} }}\n"),
        format!("{HEAD}paths: {{}}\ncomponents: {{ {fixed} }}\n"),
    );
    let result = fix(texts("library.yaml", &text));
    assert_eq!(result.texts.own, expected);
    assert_eq!(loud(&result.findings), BTreeMap::from([("required-property", 1)]));
    assert_eq!(result.fixed, 3);
}

/// An error hides warnings about its operation: an example cannot be checked while its schema cannot be found.
#[test]
fn what_an_error_has_hidden_is_shown() {
    let text = |reference: &str| {
        format!(
            "\
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: The books.
          content: {{ application/json: {{ example: [a, b], schema: {{ $ref: '#/{reference}/Title' }} }} }}
components: {{ schemas: {{ Title: {{ type: string }} }} }}
"
        )
    };
    becomes(&text("definitions"), &text("components/schemas"));
}

#[test]
fn a_file_next_to_the_document_is_also_fixed() {
    let own = format!("{HEAD}paths: {{}}\ncomponents: {{ schemas: {{ Book: {{ $ref: 'book.yaml#/Book' }} }} }}\n");
    let mut before = texts("library.yaml", &own);
    let book = "Book: { type: object, properties: { title: { type: string, maxlength: 80 } } } # so long\n";
    before.files.insert("book.yaml".to_owned(), book.to_owned());
    let fixed = fix(before);
    assert_eq!(fixed.texts.own, own);
    assert_eq!(fixed.texts.files["book.yaml"], book.replace("maxlength", "maxLength"));
}

/// Fixing causes no new finding, fixing again changes nothing, and every line without a finding is unchanged.
#[test]
fn fixed_documents_are_no_worse() {
    let mut fixed_findings = 0;
    for (name, text) in documents() {
        let (_, before) = lint(Source::new(&name, &text));
        let fixed = fix(texts(&name, &text));
        let (_, after) = lint(Source::new(&name, &fixed.texts.own));
        assert_eq!(after, fixed.findings, "{name}");
        // What a misspelt key or an error has hidden is not new.
        let keys = before
            .iter()
            .chain(&fixed.findings)
            .filter(|finding| finding.rule == "unknown-key");
        let revealed: Vec<_> = keys
            .filter_map(|finding| {
                let [edit] = finding.edits.as_slice() else { return None };
                Some(finding.pointer.parent()?.child(edit.text.trim_matches(['"', '\''])))
            })
            .collect();
        let errors = before.iter().filter(|finding| finding.severity == Severity::Error);
        let part = |finding: &Finding| {
            let tokens = finding.pointer.tokens().take(3);
            tokens.fold(openapi_document::Pointer::root(), |at, key| at.child(&key))
        };
        let revealed: Vec<_> = revealed.into_iter().chain(errors.map(part)).collect();
        let is_new = |finding: &&Finding| {
            finding.severity == Severity::Error || !revealed.iter().any(|place| finding.pointer.is_within(place))
        };
        let compared: Vec<_> = after.iter().filter(is_new).cloned().collect();
        let (old, new) = (loud(&before), loud(&compared));
        for (rule, count) in &new {
            assert!(
                old.get(rule).is_some_and(|old| old >= count),
                "{name}: {rule}\n{text}\n{}",
                fixed.texts.own
            );
        }
        assert_eq!(fix(fixed.texts.clone()).texts, fixed.texts, "{name}");
        let edits = before.iter().flat_map(|finding| &finding.edits).count();
        if edits == 0 {
            assert_eq!(fixed.texts.own, text, "{name}");
        }
        let lines: BTreeSet<_> = fixed.texts.own.lines().collect();
        let lost = text.lines().filter(|line| !lines.contains(line)).count();
        let touched: BTreeSet<_> = before
            .iter()
            .chain(&fixed.findings)
            .flat_map(|finding| &finding.edits)
            .map(|edit| {
                text.get(..edit.span.start)
                    .map_or(0, |before| before.matches('\n').count())
            })
            .collect();
        // A line may be edited again after its first fix.
        assert!(lost <= touched.len() + fixed.fixed, "{name}: {lost} lines are others");
        fixed_findings += fixed.fixed;
    }
    assert!(fixed_findings > 50, "{fixed_findings}");
}

/// The fixtures of lints, and mutants of all of them as YAML and as JSON.
fn documents() -> Vec<(String, String)> {
    let mut documents = Vec::new();
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    for (index, path) in files.iter().enumerate() {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Ok(document) = openapi_document::load::load(Source::new(&name, &text)) {
            let mut random = Random::new(index.try_into().unwrap());
            let mut mutant = document.value;
            mutate(&mut mutant, None, 1 + random.below(4), &mut random);
            documents.push(if index % 2 == 0 {
                (
                    format!("{name}.{index}.json"),
                    serde_json::to_string_pretty(&mutant).unwrap(),
                )
            } else {
                (format!("{name}.{index}.yaml"), serde_yaml::to_string(&mutant).unwrap())
            });
        }
        documents.push((name, text));
    }
    documents
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "json")
        {
            files.push(path);
        }
    }
}
