//! A document in several files: what is read of them, where findings in them point, and what is refused.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report, and its files are gone with it"
)]

use std::fs;
use std::process::Command;

use codegen::{Unobserved, generate, lint};
use insta::assert_snapshot;
use openapi_document::Source;
use openapi_document::load::{Document, gather, load};
use openapi_document::render::{Format, render};
use serde_json::json;

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Library, version: 1.0.0}
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - $ref: 'common/parameters.yaml#/Page'
      responses:
        '200':
          description: The books.
          content:
            application/json:
              schema:
                $ref: 'schemas/book%20list.yaml'
";

const FILES: [(&str, &str); 4] = [
    (
        "common/parameters.yaml",
        "Page: {name: page, in: query, schema: {type: int}}\n",
    ),
    ("schemas/book list.yaml", "type: array\nitems:\n  $ref: ./book.json\n"),
    (
        "schemas/book.json",
        r##"{ "type": "object", "properties": { "next": { "$ref": "#" }, "parent": { "$ref": "../openapi.yaml#/components/schemas/None" }, "id": { "$ref": "../common/types.yaml#/Id" } } }"##,
    ),
    ("common/types.yaml", "Id: {type: string}\nUnused: {type: [odd]}\n"),
];

fn gathered(document: &str, files: &[(&str, &str)]) -> Source {
    gather(Source::new("spec/openapi.yaml", document), |path| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| "there is no such file".to_owned())
    })
}

fn read(document: &str, files: &[(&str, &str)]) -> Document {
    load(gathered(document, files)).unwrap()
}

#[test]
fn files_become_a_part_of_the_document() {
    let value = read(DOCUMENT, &FILES).value;
    let at = |pointer: &str| value.pointer(pointer).cloned().unwrap_or_default();
    let operation = "/paths/~1books/get";
    assert_eq!(
        at(&format!("{operation}/parameters/0")),
        json!({ "$ref": "#/x-codegen-files/common~1parameters.yaml/Page" })
    );
    assert_eq!(
        at(&format!("{operation}/responses/200/content/application~1json/schema")),
        json!({ "$ref": "#/x-codegen-files/schemas~1book%20list.yaml" })
    );
    let file = |name: &str, rest: &str| at(&format!("/x-codegen-files/{}{rest}", name.replace('/', "~1")));
    // The content of a file is read as the kind of object that the reference expects.
    assert_eq!(
        file("common/parameters.yaml", "/Page/schema"),
        json!({ "type": "integer" })
    );
    let book = file("schemas/book.json", "/properties");
    assert_eq!(book["next"]["$ref"], "#/x-codegen-files/schemas~1book.json");
    assert_eq!(book["parent"]["$ref"], "#/components/schemas/None");
    assert_eq!(book["id"]["$ref"], "#/x-codegen-files/common~1types.yaml/Id");
    // A value that no reference leads to is ignored.
    assert_eq!(file("common/types.yaml", "/Unused/type"), json!(["odd"]));
}

#[test]
fn findings_in_other_files_name_those_files() {
    let (source, findings) = lint(gathered(DOCUMENT, &FILES));
    let text = render(&source, &findings, Format::Text { colour: false });
    assert!(text.contains("--> spec/common/parameters.yaml:1:46"), "{text}");
    assert!(text.contains("--> spec/schemas/book.json:1:"), "{text}");
    let json = render(&source, &findings, Format::Json);
    assert!(json.contains(r#""file": "spec/common/parameters.yaml""#), "{json}");
    assert!(json.contains(r#""offset": 45"#), "{json}");
}

#[test]
fn a_document_in_one_file_reads_no_other_file() {
    let asked = |text: &str| {
        let mut asked = Vec::new();
        let _ = gather(Source::new("openapi.yaml", text), |path| {
            asked.push(path.to_owned());
            Err(String::new())
        });
        asked
    };
    assert!(asked(workspace_tests::DOCUMENT).is_empty());
    let outside = "a: [{$ref: '../b.yaml'}, {$ref: /etc/passwd}, {$ref: 'http://h/c.yaml'}, {$ref: 'file:///d'}]";
    assert!(asked(outside).is_empty());
    assert_eq!(
        asked("a: [{$ref: b.yaml}, {$ref: 'c/../b.yaml#/x'}, {$ref: 'openapi.yaml#/y'}]"),
        ["b.yaml"]
    );
    let mapping = "a: {discriminator: {propertyName: kind, mapping: {b: 'b.yaml#/B', c: C}}}";
    assert_eq!(asked(mapping), ["b.yaml"]);
}

#[test]
fn what_cannot_be_read_is_an_error_at_its_reference() {
    let reference = |target: &str| {
        let broken = ("broken.yaml", "a: [\n");
        let text = DOCUMENT.replace("common/parameters.yaml#/Page", target);
        let (source, findings) = lint(gathered(&text, &[&FILES[..], &[broken]].concat()));
        let found: Vec<_> = findings
            .iter()
            .filter(|finding| finding.rule == "external-ref")
            .collect();
        assert_eq!(found.len(), 1, "{target}: {findings:#?}");
        assert_eq!(
            source.position(found[0].span.clone().unwrap().start).line,
            8,
            "{target}"
        );
        found[0].message.clone()
    };
    assert!(reference("nowhere.yaml#/Page").contains("there is no such file"));
    assert!(reference("../outside.yaml").contains("out of the document's folder"));
    assert!(reference("/etc/passwd").contains("out of the document's folder"));
    assert!(reference("https://library.example/page.yaml").contains("no network"));
    assert!(reference("broken.yaml#/a").contains("line 2"));
}

/// The code depends on the text of each file.
#[test]
fn the_hash_covers_the_files() {
    let of = |files: &[(&str, &str)]| openapi_document::digest::of_document(&read(DOCUMENT, files).value);
    let mut others = FILES;
    others[3].1 = "Id: {type: string, maxLength: 9}\n";
    assert_ne!(of(&FILES), of(&others));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    fs::create_dir_all(spec.join("common")).unwrap();
    fs::create_dir_all(spec.join("schemas")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    fs::write(spec.join("openapi.yaml"), DOCUMENT).unwrap();
    for (name, text) in FILES {
        fs::write(spec.join(name), text).unwrap();
    }
    let linted = || {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask-under-test"))
            .args(["lint", "--format", "json"])
            .current_dir(folder.path())
            .env_remove("CARGO_MANIFEST_DIR")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!linted().contains("external-ref"), "{}", linted());
    let secret = folder.path().join("secret.yaml");
    fs::write(&secret, FILES[0].1).unwrap();
    fs::remove_file(spec.join("common/parameters.yaml")).unwrap();
    std::os::unix::fs::symlink(&secret, spec.join("common/parameters.yaml")).unwrap();
    assert!(linted().contains("a link that leads out"), "{}", linted());
}

const PET: &str = "type: object
required: [kind]
properties: { kind: { type: string } }
discriminator: { propertyName: kind, mapping: { dog: ./dog.yaml, cat: cat.yaml } }
";
const DOG: &str = "allOf:
  - $ref: pet.yaml
  - { type: object, properties: { bark: { type: boolean }, friend: { $ref: './pet.yaml' } } }
";
const CAT: &str = "allOf:
  - $ref: ./pet.yaml
  - { type: object, properties: { lives: { type: integer } } }
";
const SHAPES: &str =
    "Shape: { type: object, required: [t], properties: { t: { type: string } }, discriminator: { propertyName: t, mapping: { round: '#/Circle', square: '#/Square' } } }
Circle: { allOf: [{ $ref: '#/Shape' }, { type: object, properties: { radius: { type: number } } }] }
Square: { allOf: [{ $ref: '#/Shape' }, { type: object, properties: { side: { type: number } } }] }
";

/// The forms that the readers of unions know, with their keys and tags.
fn forms(schemas: &str) -> String {
    let document = format!(
        "openapi: 3.0.3
info: {{ title: Zoo, version: 1.0.0 }}
servers: [{{ url: 'https://zoo.example' }}]
paths:
  /pets:
    get:
      operationId: getZoo
      responses:
        '200':
          description: The zoo.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Zoo' }} }} }}
components:
  schemas:
{schemas}"
    );
    let files = [
        ("schemas/pet.yaml", PET),
        ("schemas/dog.yaml", DOG),
        ("schemas/cat.yaml", CAT),
        ("schemas/shapes.yaml", SHAPES),
    ];
    let generated = generate(gathered(&document, &files), &mut Unobserved);
    assert_eq!(generated.findings, []);
    let code = generated.code.unwrap();
    let lines = code.lines().map(str::trim);
    let lines = lines.filter(|line| line.starts_with("pub enum ") || line.contains("Shape::Object"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_base_in_a_file_stands_for_its_heirs_in_other_files() {
    // Components that refer to the files, as most documents of several files have them.
    assert_snapshot!(forms(
        "    Pet: { $ref: schemas/pet.yaml }
    Dog: { $ref: schemas/dog.yaml }
    Cat: { $ref: schemas/cat.yaml }
    Zoo: { type: object, properties: { star: { $ref: '#/components/schemas/Pet' }, loved: { $ref: '#/components/schemas/Loved' } } }
    Loved:
      oneOf: [{ $ref: schemas/dog.yaml }, { $ref: '#/components/schemas/Cat' }]
      discriminator: { propertyName: kind, mapping: { dog: '#/components/schemas/Dog', cat: schemas/cat.yaml } }
"
    ), @r#"
    pub enum Loved {
    (0, support::Shape::Object { required: &["kind"], known: &["bark", "friend", "kind"], tags: &[("/kind", &["dog"])], values: &[] }),
    (1, support::Shape::Object { required: &["kind"], known: &["kind", "lives"], tags: &[("/kind", &["cat"])], values: &[] }),
    pub enum Pet {
    (0, support::Shape::Object { required: &["kind"], known: &["kind", "lives"], tags: &[("/kind", &["cat"])], values: &[] }),
    (1, support::Shape::Object { required: &["kind"], known: &["bark", "friend", "kind"], tags: &[("/kind", &["dog"])], values: &[] }),
    "#);
    // No component but one.
    assert_snapshot!(forms(
        "    Zoo: { type: object, properties: { star: { $ref: schemas/pet.yaml }, roof: { $ref: 'schemas/shapes.yaml#/Shape' } } }
"
    ), @r#"
    pub enum Pet {
    (0, support::Shape::Object { required: &["kind"], known: &["kind", "lives"], tags: &[("/kind", &["cat"])], values: &[] }),
    (1, support::Shape::Object { required: &["kind"], known: &["bark", "friend", "kind"], tags: &[("/kind", &["dog"])], values: &[] }),
    pub enum Shape {
    (0, support::Shape::Object { required: &["t"], known: &["radius", "t"], tags: &[("/t", &["round"])], values: &[] }),
    (1, support::Shape::Object { required: &["t"], known: &["side", "t"], tags: &[("/t", &["square"])], values: &[] }),
    "#);
}
