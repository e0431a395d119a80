//! `--keep-going`: an error about one place affects that place only, and no operation is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::{Memory, Unobserved, generate_with, lint, lint_with};
use insta::assert_snapshot;
use openapi_document::load::OnError;
use openapi_document::render::{Format, render};
use openapi_document::{Finding, Severity, Source};

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Library, version: 1.0.0 }\n";

/// The rules whose errors are about the whole document.
const WHOLE: [&str; 4] = ["encoding", "openapi-version", "syntax", "too-large"];

/// The findings about `text` and the code, with `--keep-going`.
fn kept(text: &str) -> (Source, Vec<Finding>, Option<String>) {
    let generated = generate_with(
        Source::new("library.yaml", text),
        OnError::KeepGoing,
        &mut Memory::default(),
        &mut Unobserved,
    );
    (generated.source, generated.findings, generated.code)
}

/// The code of a document with errors. Each error must be reported.
fn code(text: &str) -> String {
    let (source, findings, code) = kept(text);
    let text = render(&source, &findings, Format::Text { colour: false });
    assert!(
        findings.iter().any(|finding| finding.severity == Severity::Error),
        "{text}"
    );
    code.unwrap_or_else(|| panic!("{text}"))
}

/// The reports about the errors in `text`.
fn errors(text: &str) -> Vec<String> {
    let (source, findings) = lint_with(Source::new("library.yaml", text), OnError::KeepGoing);
    let errors = findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    let line = |finding: &Finding| finding.span.as_ref().map_or(0, |span| source.position(span.start).line);
    errors
        .map(|finding| format!("{}: {}", line(&finding), finding.message))
        .collect()
}

fn fixtures() -> Vec<(PathBuf, Source)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lints");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|rule| fs::read_dir(rule.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let source = Source::new(path.file_name().unwrap().to_string_lossy(), &text);
        (path, source)
    };
    files.into_iter().map(source).collect()
}

/// If every error is about one place, code is generated, and each error is reported at the same line as without.
#[test]
fn errors_at_one_place_refuse_nothing() {
    let mut refused = BTreeSet::new();
    for (path, source) in fixtures() {
        let name = path.display();
        let (_, strict) = lint(source.clone());
        let generated = generate_with(source, OnError::KeepGoing, &mut Memory::default(), &mut Unobserved);
        let errors: Vec<_> = strict
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        for error in &errors {
            let is_told = generated.findings.iter().any(|finding| {
                finding.severity == Severity::Error
                    && (finding.rule, &finding.span) == (error.rule, &error.span)
                    && finding.message.starts_with(&error.message)
                    && finding.is_recovered == generated.code.is_some()
            });
            assert!(is_told, "{name}: {error:#?}\n{:#?}", generated.findings);
        }
        if generated.code.is_none() {
            refused.extend(errors.iter().map(|error| error.rule));
        }
    }
    assert_eq!(refused, BTreeSet::from(WHOLE));
}

/// A value that is wrong, and without which its object says nothing, is reported once: the object is left out with it.
#[test]
fn an_object_without_its_main_key_is_reported_once() {
    let text = format!(
        "{HEAD}tags:
  - {{ name: [a] }}
paths:
  /books:
    post:
      operationId: addBook
      parameters:
        - {{ name: book, in: body, schema: {{ type: string }} }}
        - {{ name: [page], in: query, schema: {{ type: integer }} }}
        - {{ name: shelf, in: query, schema: {{ type: integer }} }}
      responses: {{ '204': {{ description: It is there. }} }}
components:
  securitySchemes:
    card: {{ type: basic }}
    key: {{ type: apiKey, name: X-Key, in: body }}
"
    );
    assert_snapshot!(errors(&text).join("\n"), @r"
    4: `name` must be a string, but is an array; this Tag Object is left out
    10: `in` must be `query`, `header`, `path` or `cookie`; this Parameter Object is left out
    11: `name` must be a string, but is an array; this Parameter Object is left out
    16: `type` must be `apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`; this Security Scheme Object is left out
    17: `in` must be `query`, `header` or `cookie`; this Security Scheme Object is left out
    ");
    let code = code(&text);
    assert!(code.contains("fn shelf") && !code.contains("fn book(") && !code.contains("fn page"));
}

/// `--keep-going` makes no difference for a document without errors.
#[test]
fn without_errors_nothing_changes() {
    for (path, source) in fixtures() {
        let strict = generate_with(source.clone(), OnError::Refuse, &mut Memory::default(), &mut Unobserved);
        if strict.code.is_some() {
            let kept = generate_with(source, OnError::KeepGoing, &mut Memory::default(), &mut Unobserved);
            assert_eq!(strict.code, kept.code, "{}", path.display());
            assert_eq!(strict.findings, kept.findings, "{}", path.display());
        }
    }
}

const FAULTY: &str = "
paths:
  /books/{id:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: getBook
      parameters:
        - { $ref: '#/components/parameters/Missing' }
        - { name: page, in: query, schema: { type: integer } }
        - { in: query, schema: { type: string } }
      responses:
        '200':
          description: The book.
          headers:
            X-Page: { $ref: '#/components/parameters/Page' }
          content: { application/json: { schema: { $ref: '#/components/schemas/Bok' } } }
        200 again: { description: It is there. }
        '404': { $ref: '#/components/schemas/Problem' }
    put:
      operationId: putBook
      description: [not, a, text]
      requestBody: { $ref: '#/components/requestBodies/Book' }
      responses:
        '204': { $ref: other.yaml#/Done }
  books://all:
    get:
      operationId: listBooks
      responses:
        '200':
          description: All books.
          content: { application/json: { schema: { type: array, items: { $ref: '#/Book' } } } }
components:
  parameters:
    Page: { name: page, in: query, schema: { type: integer } }
  schemas:
    Book: { type: objekt, properties: { title: { type: string }, pages: [] , price: 5 } }
    Problem: { type: object, properties: { reason: { type: string } } }
  securitySchemes:
    key: { type: apiKey, in: header }
";

#[test]
fn each_error_is_reported_with_what_was_read() {
    let text = format!("{HEAD}{FAULTY}");
    let (source, findings, code) = kept(&text);
    assert_snapshot!(render(&source, &findings, Format::Text { colour: false }));
    let code = code.unwrap();
    for method in ["get_book", "put_book", "list_books"] {
        assert!(code.contains(&format!("pub fn {method}(")), "{code}");
    }
    // Valid objects next to an error are unchanged.
    assert!(code.contains("pub fn page("), "{code}");
    assert!(code.contains("pub struct Problem"), "{code}");
}

#[test]
fn a_parameter_that_stands_for_a_header_is_one() {
    let errors = errors(&format!("{HEAD}{FAULTY}"));
    let header = errors.iter().find(|error| error.contains("parameters/Page")).unwrap();
    assert!(
        header.ends_with("which is required here; it is read as a Header Object with the same content"),
        "{header}"
    );
}

#[test]
fn of_two_values_of_a_key_the_last_one_is_read() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    Book: {{ type: string }}\n    Book: {{ type: object, properties: {{ title: {{ type: string }} }} }}\n"
    );
    assert!(code(&text).contains("pub struct Book"));
    let json = serde_json::json!({ "type": "string" });
    let json = format!(
        r#"{{ "openapi": "3.0.3", "info": {{ "title": "Library", "version": "1" }}, "paths": {{}},
            "components": {{ "schemas": {{ "Book": {json}, "Book": {{ "type": "object" }}, "Shelf": {json} }} }} }}"#
    );
    assert_eq!(errors(&json), ["2: duplicate key `Book`; the last one is read"]);
    assert!(code(&json).contains("Shelf"));
}

/// A path that occurs twice becomes one path with the operations of both, unless both have the same operation.
#[test]
fn a_path_that_occurs_twice_keeps_all_operations() {
    let operation = |id: &str| format!("{{ operationId: {id}, responses: {{ '204': {{ description: Done. }} }} }}");
    let (get, put) = (operation("getBooks"), operation("putBooks"));
    let text = format!("{HEAD}paths:\n  /books: {{ get: {get} }}\n  /books: {{ put: {put} }}\n");
    assert_eq!(errors(&text), ["5: duplicate key `/books`; both values are merged"]);
    let code = code(&text);
    assert!(code.contains("pub fn get_books(") && code.contains("pub fn put_books("));

    for both in [
        format!("paths:\n  /books: {{ get: {get} }}\n  /books: {{ get: {put} }}\n"),
        format!("paths:\n  /books:\n    get: {get}\n    get: {put}\n"),
        format!("paths:\n  /books: {{ get: {get} }}\npaths:\n  /books: {{ get: {put} }}\n"),
    ] {
        let (_, findings, code) = kept(&format!("{HEAD}{both}"));
        assert_eq!(code, None, "{both}");
        assert!(findings.iter().all(|finding| !finding.is_recovered), "{findings:#?}");
    }
}

#[test]
fn two_paths_that_would_be_one_refuse_the_document() {
    let item = "{ get: { responses: { '204': { description: Done. } } } }";
    for other in ["/books/{id", "books:/{id}"] {
        let text = format!("{HEAD}paths:\n  {other}: {item}\n  /books/{{id}}: {item}\n  /books:/{{id}}: {item}\n");
        let (_, findings, code) = kept(&text);
        assert_eq!(code, None, "{findings:#?}");
    }
}

/// Errors that follow from a recovery are also handled: a component that is left out leaves references without a target.
#[test]
fn an_error_that_follows_from_another_is_also_reported() {
    let text = format!(
        "{HEAD}paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {{ $ref: '#/components/parameters/Page' }}
        - {{ $ref: '#/components/parameters/Sort' }}
        - {{ $ref: '#/components/parameters/Page' }}
      responses: {{ '204': {{ description: There are none. }} }}
components:
  parameters:
    Page: {{ name: [page], in: query }}
    Sort: {{ name: sort, in: query, schema: {{ type: string }} }}
"
    );
    let errors = errors(&text);
    let lines: BTreeSet<_> = errors.iter().filter_map(|error| error.split(':').next()).collect();
    assert_eq!(lines, BTreeSet::from(["14", "8", "10"]), "{errors:#?}");
    let code = code(&text);
    assert!(code.contains("pub fn sort<"), "{code}");
    assert!(!code.contains("pub fn page"), "{code}");
}

#[test]
fn what_json_has_no_form_for_is_left_out() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    Book: {{ type: number, maximum: .inf, x-a: !odd 1, x-b: {{ [a]: 1 }} }}\n"
    );
    assert_eq!(errors(&text).len(), 3);
    assert!(code(&text).contains("Book"));
}

#[test]
fn a_document_with_paths_and_no_version_is_read() {
    let text = "info: { title: Library, version: 1.0.0 }\npaths: {}\n";
    assert!(code(text).contains("pub struct Client"));
    let (_, _, code) = kept(&format!("swagger: '2.0'\n{text}"));
    assert_eq!(code, None);
}

/// A misspelt key that hides operations, parameters, bodies or responses is told once, and read as what was meant.
#[test]
fn a_part_behind_a_misspelt_key_is_read() {
    let text = format!(
        "{HEAD}path:
  /books:
    get:
      operationId: listBooks
      paramters: [{{ name: page, in: query, schema: {{ type: integer }} }}]
      responces:
        '200':
          description: The books.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Book' }} }} }}
    posts:
      operationId: addBook
      responses: {{ '204': {{ description: It is added. }} }}
component:
  schema:
    Book: {{ type: object, properties: {{ title: {{ type: string }} }} }}
"
    );
    assert_eq!(
        errors(&text),
        [
            "3: an OpenAPI Object has no key `path`; it is read as `paths`",
            "7: an Operation Object has no key `paramters`; it is read as `parameters`",
            "8: an Operation Object has no key `responces`; it is read as `responses`",
            "12: a Path Item Object has no key `posts`; it is read as `post`",
            "15: an OpenAPI Object has no key `component`; it is read as `components`",
            "16: a Components Object has no key `schema`; it is read as `schemas`",
        ]
    );
    let code = code(&text);
    for part in [
        "pub fn list_books(",
        "pub fn add_book(",
        "pub fn page(",
        "pub struct Book",
    ] {
        assert!(code.contains(part), "{part}: {code}");
    }
}

/// Next to the key that is meant, an operation would be lost.
#[test]
fn a_misspelt_method_next_to_the_right_one_refuses_the_document() {
    let operation = |id: &str| format!("{{ operationId: {id}, responses: {{ '204': {{ description: Done. }} }} }}");
    let (get, gett) = (operation("getBooks"), operation("findBooks"));
    let (_, findings, code) = kept(&format!("{HEAD}paths:\n  /books: {{ get: {get}, gett: {gett} }}\n"));
    assert_eq!(code, None);
    assert!(
        findings
            .iter()
            .any(|finding| finding.refuses() && finding.rule == "unknown-key")
    );
    // A text is no operation.
    let (_, findings, code) = kept(&format!("{HEAD}paths:\n  /books: {{ get: {get}, path: /books }}\n"));
    assert!(code.is_some(), "{findings:#?}");
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error));
}
