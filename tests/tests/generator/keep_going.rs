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

/// Errors that follow from a recovery are handled, but not reported: a component that is left out leaves references without a
/// target.
#[test]
fn an_error_that_follows_from_another_is_not_reported() {
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
    let lines: Vec<_> = errors.iter().filter_map(|error| error.split(':').next()).collect();
    assert_eq!(lines, ["14"], "{errors:#?}");
    let code = code(&text);
    assert!(code.contains("pub fn sort<"), "{code}");
    assert!(!code.contains("pub fn page"), "{code}");
}

/// An operation with `parts`, in a document with `components`.
fn listing(parts: &str, components: &str) -> String {
    format!(
        "{HEAD}paths:\n  /books/{{id}}:\n    get:\n      operationId: listBooks\n      {parts}\ncomponents:\n  {components}\n"
    )
}

const DONE: &str = "responses: { '204': { description: Done. } }";

/// The findings about `text` that are no notes.
fn loud(text: &str) -> Vec<String> {
    let (_, findings) = lint_with(Source::new("library.yaml", text), OnError::KeepGoing);
    let loud = findings.into_iter().filter(|finding| finding.severity > Severity::Note);
    loud.map(|finding| format!("{}: {}", finding.pointer, finding.message))
        .collect()
}

/// What is wrong once is reported once, and a part that is left out causes no warning.
#[test]
fn one_defect_is_one_finding() {
    let id = "{ name: id, in: path, required: true, schema: { type: string } }";
    let with = |parameter: &str| listing(&format!("parameters: [{parameter}, {id}]\n      {DONE}"), "schemas: {}");
    let key = |scheme: &str| {
        let parts = format!("parameters: [{id}]\n      security: [{{ key: [] }}]\n      {DONE}");
        listing(&parts, &format!("securitySchemes: {{ key: {scheme} }}"))
    };
    let responses = |responses: &str| {
        let parts = format!("parameters: [{id}]\n      responses: {responses}");
        listing(&parts, "schemas: {}")
    };
    for (text, end) in [
        (
            with("{ name: page, in: formData, schema: { type: string } }"),
            "this Parameter Object is left out",
        ),
        (
            with("{ name: [], in: query, schema: { type: string } }"),
            "this Parameter Object is left out",
        ),
        (
            with("{ name: page, schema: { type: string } }"),
            "missing `in` in this Parameter Object; it is left out",
        ),
        (with("null"), "but is null; it is left out"),
        (with("[]"), "but is an array; it is left out"),
        (
            with("{ name: page, in: query, style: multi, schema: { type: string } }"),
            "or `deepObject`; it is left out",
        ),
        (key("{ type: basic }"), "this Security Scheme Object is left out"),
        (key("{ type: apiKey, in: header }"), "it is left out"),
        (key("null"), "but is null; it is left out"),
        (responses("{ 20x4: { description: Done. } }"), "it is left out"),
        (
            listing(
                &format!("parameters: [{{ $ref: '#/components/parameters/Id' }}]\n      {DONE}"),
                "schemas: {}",
            ),
            "it is left out",
        ),
    ] {
        let loud = loud(&text);
        assert!(loud.len() == 1 && loud[0].ends_with(end), "{text}\n{loud:#?}");
    }
}

/// What is no operation does not become one.
#[test]
fn an_empty_list_is_no_operation() {
    let text = format!("{HEAD}paths:\n  /books: {{ patch: [], get: {{ operationId: listBooks, {DONE} }} }}\n");
    assert_eq!(
        loud(&text),
        ["/paths/~1books/patch: `patch` must be an Operation Object, but is an array; it is read as if it were absent"]
    );
    let (_, _, code) = kept(&text);
    assert!(!code.unwrap().contains("patch_books"));
}

/// A reference to something of another kind is at fault, and not what it leads to.
#[test]
fn a_reference_to_another_kind_is_one_error() {
    let components = "schemas:
    description: { type: object, properties: { title: { type: string } } }
    Book: { type: object, properties: { title: { $ref: '#/components/schemas/description' } } }";
    let id = "{ name: id, in: path, required: true, schema: { type: string } }";
    for target in [
        "/components/schemas",
        "/components",
        "/info/title",
        "/openapi",
        "",
        "/paths/~1books~1{id}/get",
        "/components/schemas/Book/properties",
        "/components/schemas/Book/type",
    ] {
        for (object, responses) in [
            ("Response", format!("{{ '200': {{ $ref: '#{target}' }} }}")),
            (
                "Schema",
                format!(
                    "{{ '200': {{ description: a, content: {{ application/json: {{ schema: {{ $ref: '#{target}' }} }} }} }} }}"
                ),
            ),
        ] {
            let text = listing(&format!("parameters: [{id}]\n      responses: {responses}"), components);
            let message = format!(
                "8: `#{target}` is not a {object} Object, which is required here; it is read as free-form JSON"
            );
            assert_eq!(errors(&text), [message], "{text}");
            assert!(code(&text).contains("pub struct Description"), "{text}");
            let (_, strict) = lint(Source::new("library.yaml", &text));
            let refusing = strict.iter().filter(|finding| finding.severity == Severity::Error);
            assert_eq!(refusing.count(), 1, "{strict:#?}");
        }
    }
}

/// A chain of references that leads back to its start is one error, and the keys next to a reference are not.
#[test]
fn a_reference_to_itself_is_one_error() {
    let id = "{ name: id, in: path, required: true, schema: { type: string } }";
    let with =
        |parameter: &str, components: &str| listing(&format!("parameters: [{parameter}]\n      {DONE}"), components);
    let reference = "{ $ref: '#/components/parameters/Id' }";
    for (text, message) in [
        (
            with(id, "schemas: { Book: { $ref: '#/components/schemas/Book' } }"),
            "10: `#/components/schemas/Book` refers to itself; it is read as free-form JSON",
        ),
        (
            with(
                id,
                "schemas: { Book: { $ref: '#/components/schemas/Shelf' }, Shelf: { $ref: '#/components/schemas/Book' } }",
            ),
            "10: `#/components/schemas/Book` refers to itself through `#/components/schemas/Shelf`; it is read as free-form JSON",
        ),
        (
            with(
                id,
                "responses: { Done: { $ref: '#/components/responses/Done', description: Done. } }",
            ),
            "10: `#/components/responses/Done` refers to itself; the keys next to it are read instead",
        ),
        (
            with(
                reference,
                "parameters: { Id: { $ref: '#/components/parameters/Id', name: id, in: path, required: true, schema: { type: integer } } }",
            ),
            "10: `#/components/parameters/Id` refers to itself; the keys next to it are read instead",
        ),
        (
            with(reference, "parameters: { Id: { $ref: '#/components/parameters/Id' } }"),
            "10: `#/components/parameters/Id` refers to itself; it is left out",
        ),
        (
            with(id, "schemas: {}").replace("    get:", "    $ref: '#/paths/~1books~1{id}'\n    get:"),
            "5: `#/paths/~1books~1{id}` refers to itself; the keys next to it are read instead",
        ),
    ] {
        assert_eq!(errors(&text), [message], "{text}");
        assert_eq!(loud(&text).len(), 1, "{:#?}", loud(&text));
        assert!(code(&text).contains("pub fn list_books("));
    }
}

/// A reference is read as what its help suggests, where an edit would write that.
#[test]
fn a_reference_is_read_as_meant() {
    let id = "{ name: id, in: path, required: true, schema: { type: string } }";
    for (target, is_meant) in [
        ("#/components/schemas/book", true),
        ("#/components/schemas/Bok", false),
        ("#/components/schemas/Encylopedia", true),
        ("#/components/schemas/Book ", true),
        (" #/components/schemas/Book", true),
        ("components/schemas/Book", true),
        ("/components/schemas/Book", true),
        ("#/definitions/Book", true),
        ("#/components/schemas/Books", false),
    ] {
        let schema = format!(
            "{{ '200': {{ description: a, content: {{ application/json: {{ schema: {{ $ref: '{target}' }} }} }} }} }}"
        );
        let text = listing(
            &format!("parameters: [{id}]\n      responses: {schema}"),
            "schemas: { Book: { type: object }, Encyclopedia: { type: object } }",
        );
        let (_, findings) = lint_with(Source::new("library.yaml", &text), OnError::KeepGoing);
        let error = findings
            .iter()
            .find(|finding| finding.severity == Severity::Error)
            .unwrap();
        assert_eq!(
            error.message.contains("it is read as `#/components/schemas/"),
            is_meant,
            "{}",
            error.message
        );
        assert_eq!(!error.edits.is_empty(), is_meant, "{}", error.message);
    }
    let statuses = format!("parameters: [{id}]\n      responses: {{ '200-299': {{ description: Done. }} }}");
    assert_eq!(
        errors(&listing(&statuses, "schemas: {}")),
        ["8: `200-299` is not a status, a range of statuses or `default`; it is read as `2XX`"]
    );
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

/// Notations that `serde_yaml` reads, and the parser for places does not.
const ODD: [&str; 7] = [
    "x-a:\tb",
    "x-a: 'b'#c",
    "x-a: {\n\tb: 1,\n\tc: 2\n}",
    "x-a: {\nb: 1 }",
    "x-a: [\n  b\n]",
    "x-a: \"b\nc\"",
    "x-a: { b: \"c }\nx-b: d\" }",
];

/// Two operations for one path and method refuse the document, even if their places are not known.
#[test]
fn no_operation_is_lost_behind_an_odd_notation() {
    let get = |name: &str| {
        format!(
            "    get:\n      operationId: {name}\n      responses: {{ '204': {{ description: There is none. }} }}\n"
        )
    };
    let mut inexact = 0;
    for odd in ODD {
        let text = format!("{HEAD}{odd}\npaths:\n  /books:\n{}", get("listBooks"));
        let (_, findings, code) = kept(&text);
        assert!(code.is_some(), "{odd}: {findings:#?}");
        let is_inexact = findings.iter().any(|finding| finding.message.contains("are not exact"));
        inexact += usize::from(is_inexact);
        let (_, findings, code) = kept(&format!("{text}{}", get("findBooks")));
        assert_eq!(code, None, "{odd}");
        let duplicate = findings.iter().find(|finding| finding.message == "duplicate key `get`");
        assert_eq!(duplicate.unwrap().pointer.as_str(), "/paths/~1books/get", "{odd}");
        let (_, strict) = lint(Source::new("library.yaml", &format!("{text}{}", get("findBooks"))));
        assert!(
            strict.iter().any(|finding| finding.message == "duplicate key `get`"),
            "{odd}: {strict:#?}"
        );
        let (_, twice) = lint(Source::new("library.yaml", &format!("{text}{}", get("listBooks"))));
        let warning = twice.iter().find(|finding| finding.rule == "duplicate-key");
        assert_eq!(
            warning.map(|finding| finding.severity),
            Some(Severity::Warning),
            "{odd}: {twice:#?}"
        );
    }
    assert!(inexact > ODD.len() / 2, "{inexact}");
}

/// A misspelt key can hide operations, parameters, bodies or responses. It is one error, and is read as the right key.
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
