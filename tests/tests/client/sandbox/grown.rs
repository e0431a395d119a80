//! A document with more operations: the contract is read from the document and does not depend on one operation.

use std::fmt::Write as _;

use reqwest::{Method, StatusCode};
use workspace_tests::sandbox::{Answer, Sandbox};

use super::raw::Raw;

const DOCUMENT: &str = r##"
openapi: 3.0.3
paths:
  /notes/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
    get:
      operationId: readNote
      parameters:
        - { in: query, name: limit, schema: { type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9 } }
        - { in: query, name: deep, schema: { type: boolean } }
        - { in: header, name: Accept, schema: { type: string } }
      responses:
        '200': { description: The note. }
    put:
      operationId: writeNote
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Named'
                - type: object
                  properties:
                    parent: { nullable: true, allOf: [{ $ref: '#/components/schemas/Named' }] }
                    extra: { type: object }
                    count: { type: integer, format: int32, allOf: [{ multipleOf: 2 }] }
                    labels: { type: array, items: { $ref: '#/components/schemas/Named' } }
      responses:
        '204': { description: Written. }
  /notes/all:
    delete:
      operationId: deleteNotes
      responses:
        '204': { description: Gone. }
components:
  parameters:
    Id: { in: path, name: id, required: true, schema: { $ref: '#/components/schemas/Id' } }
  schemas:
    Id: { type: integer, format: int64 }
    Named:
      type: object
      required: [name]
      properties:
        name: { type: string, format: uuid }
"##;

const NAME: &str = r#""name":"67e55044-10b1-426f-9247-bb680e5fe0c8""#;

fn request(method: Method, target: &str) -> Raw {
    Raw {
        method,
        target: target.to_owned(),
        headers: Vec::new(),
        body: String::new(),
    }
}

fn write(body: impl Into<String>) -> Raw {
    request(Method::PUT, "/notes/7")
        .body(body)
        .with("content-type", "application/json")
}

fn rows() -> Vec<(&'static str, Raw)> {
    vec![
        ("kept", request(Method::GET, "/notes/7?limit=9&deep=false")),
        ("path parameter is not a number", request(Method::GET, "/notes/seven")),
        ("exclusive limit", request(Method::GET, "/notes/7?limit=0")),
        ("over the limit", request(Method::GET, "/notes/7?limit=10")),
        ("no boolean", request(Method::GET, "/notes/7?deep=yes")),
        ("body where none is taken", request(Method::GET, "/notes/7").body("{}")),
        ("several methods", request(Method::POST, "/notes/7")),
        ("the literal path is meant", request(Method::DELETE, "/notes/all")),
        ("its method is not the template's", request(Method::GET, "/notes/all")),
        ("optional body absent", request(Method::PUT, "/notes/7")),
        (
            "all of it",
            write(format!(
                r#"{{{NAME},"parent":null,"extra":{{"x":1}},"count":2,"labels":[{{{NAME}}}]}}"#
            )),
        ),
        ("unknown member next to allOf", write(format!(r#"{{{NAME},"nam":1}}"#))),
        (
            "unknown member behind nullable",
            write(format!(r#"{{{NAME},"parent":{{{NAME},"nam":1}}}}"#)),
        ),
        (
            "unknown member in an item",
            write(format!(r#"{{{NAME},"labels":[{{{NAME}}},{{{NAME},"nam":1}}]}}"#)),
        ),
        ("int32", write(format!(r#"{{{NAME},"count":2147483648}}"#))),
        ("limit next to the format", write(format!(r#"{{{NAME},"count":3}}"#))),
        ("format", write(r#"{"name":"seven"}"#)),
    ]
}

#[tokio::test]
async fn every_operation_of_a_grown_document_is_judged() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the document is played");
    let mut seen = String::new();
    for (name, request) in rows() {
        let reply = request.send(&sandbox).await;
        let allow = reply
            .allow
            .as_ref()
            .map(|methods| format!(" [allow: {methods}]"))
            .unwrap_or_default();
        writeln!(seen, "{name}\n    {}{allow}", reply.summary()).expect("a string takes all");
    }
    insta::assert_snapshot!(seen);
}

#[tokio::test]
async fn an_operation_without_a_part_is_answered_by_script() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the document is played");
    sandbox.answer_next(Answer::new(StatusCode::NO_CONTENT));
    let reply = request(Method::DELETE, "/notes/all").send(&sandbox).await;
    assert_eq!((reply.status, reply.body.as_str()), (204, ""));
}
