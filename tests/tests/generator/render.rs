//! Findings in each format. Output for people is in snapshots, and invariants are assertions.

#![allow(clippy::expect_used, reason = "a failed expectation is a test's report")]

use std::ops::Range;

use insta::assert_snapshot;
use openapi_document::finding::Edit;
use openapi_document::render::{Described, Format, render, sarif};
use openapi_document::{Finding, Pointer, Severity, Source};

const PLAIN: Format = Format::Text { colour: false };

const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Pets
  version: 1.0.0
paths:
  /pets:
    get:
      operationId: listPets
      requird: true
      responses:
        '200':
          description: all of them
info:
  title: More pets
";

fn document() -> Source {
    Source::new("spec/openapi.yaml", DOCUMENT)
}

/// The `nth` occurrence of `needle` in `source`, from 0.
fn nth(source: &Source, needle: &str, nth: usize) -> Range<usize> {
    let (at, text) = source
        .text()
        .match_indices(needle)
        .nth(nth)
        .expect("the needle is there");
    at..at + text.len()
}

fn finding(severity: Severity, span: Option<Range<usize>>, message: &str) -> Finding {
    Finding::new("some-rule", severity, Pointer::root(), span, message)
}

/// One finding of each kind.
fn one_of_each(source: &Source) -> Vec<Finding> {
    let pointer = Pointer::from_escaped("/paths/~1pets/get/requird");
    vec![
        Finding::new(
            "no-servers",
            Severity::Note,
            Pointer::root(),
            None,
            "the document names no server",
        ),
        Finding::new(
            "unknown-key",
            Severity::Error,
            pointer,
            Some(nth(source, "requird", 0)),
            "no key `requird`",
        )
        .with_help("did you mean `required`?"),
        finding(
            Severity::Warning,
            Some(nth(source, "1.0.0", 0)),
            "a version without a word on what it counts",
        ),
        Finding::new(
            "duplicate-key",
            Severity::Error,
            Pointer::root().child("info"),
            Some(nth(source, "info", 1)),
            "again",
        )
        .with_label(Some(nth(source, "info", 0)), "it stands here first")
        .with_help("keep one of the two"),
    ]
}

/// The text output for a finding at `span`.
fn shown(source: &Source, span: Range<usize>) -> String {
    render(source, &[finding(Severity::Error, Some(span), "look here")], PLAIN)
}

#[test]
fn text() {
    let source = document();
    assert_snapshot!(render(&source, &one_of_each(&source), PLAIN));
}

#[test]
fn text_in_colour() {
    let source = document();
    let text = render(&source, &one_of_each(&source), Format::Text { colour: true });
    assert_snapshot!(text.replace('\u{1b}', "ESC"));
}

#[test]
fn json() {
    let source = document();
    let text = render(&source, &one_of_each(&source), Format::Json);
    serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
    assert_snapshot!(text);
}

#[test]
fn github() {
    let source = document();
    assert_snapshot!(render(&source, &one_of_each(&source), Format::Github));
}

#[test]
fn without_findings_every_format_says_so() {
    let source = document();
    assert_eq!(render(&source, &[], PLAIN), "no findings in spec/openapi.yaml\n");
    assert_eq!(
        render(&source, &[], Format::Github),
        "no findings in spec/openapi.yaml\n"
    );
    assert_eq!(render(&source, &[], Format::Json), "[]\n");
}

#[test]
fn the_last_line_counts() {
    let source = document();
    let last = |severities: &[Severity]| {
        let findings: Vec<_> = severities
            .iter()
            .map(|&severity| finding(severity, None, "x"))
            .collect();
        render(&source, &findings, PLAIN)
            .lines()
            .last()
            .expect("there is a line")
            .to_owned()
    };
    use Severity::{Error, Note, Warning};
    assert_eq!(
        last(&[Error, Warning, Warning]),
        "error: 1 error, 2 warnings in spec/openapi.yaml"
    );
    assert_eq!(
        last(&[Warning, Note]),
        "warning: 1 warning, 1 note in spec/openapi.yaml"
    );
    assert_eq!(last(&[Note, Note]), "note: 2 notes in spec/openapi.yaml");
}

#[test]
fn the_caret_is_under_the_span() {
    let multi_byte = Source::new("a.yaml", "größe: \"日本語\"  # 🦀\nb: 2\n");
    assert_snapshot!("multi_byte", shown(&multi_byte, nth(&multi_byte, "\"日本語\"", 0)));
    let tabs = Source::new("a.json", "{\n\t\"a\":\t1,\n\t\t\"b\": 2\n}\n");
    assert_snapshot!("tabs", shown(&tabs, nth(&tabs, "1", 0)));
    let line_end = Source::new("a.yaml", "a: 1\nb:\nc: 3\n");
    assert_snapshot!("line_end", shown(&line_end, 7..7));
}

#[test]
fn a_span_may_be_at_the_end_of_the_text() {
    let with_line_end = Source::new("a.json", "{\n  \"a\": 1,\n");
    assert_snapshot!("end_after_line_end", shown(&with_line_end, 12..12));
    let without = Source::new("a.json", "{\n  \"a\": 1,");
    assert_snapshot!("end_without_line_end", shown(&without, 11..11));
    let empty = Source::new("a.yaml", "");
    assert_snapshot!("empty", shown(&empty, 0..0));
    assert_snapshot!("beyond_the_end", shown(&without, 90..99));
}

#[test]
fn a_span_may_have_many_lines() {
    let text: String = (1..=30).map(|n| format!("line{n}: {n}\n")).collect();
    let source = Source::new("a.yaml", &text);
    let from = |first: &str, last: &str| nth(&source, first, 0).start..nth(&source, last, 0).end;
    assert_snapshot!("three_lines", shown(&source, from("line3", "line5: 5")));
    assert_snapshot!("whole_lines", shown(&source, from("line3", "line5: 5\n")));
    assert_snapshot!("too_many_lines", shown(&source, from("line3", "line25: 25")));
    let formats = [Format::Json, Format::Github];
    let both: String = formats
        .map(|format| {
            render(
                &source,
                &[finding(Severity::Error, Some(from("line3", "line5: 5")), "look")],
                format,
            )
        })
        .concat();
    assert_snapshot!("three_lines_for_programs", both);
}

#[test]
fn crlf_and_bom_change_no_place() {
    let crlf = Source::new(
        "spec/openapi.yaml",
        &format!("\u{feff}{}", DOCUMENT.replace('\n', "\r\n")),
    );
    for format in [PLAIN, Format::Json, Format::Github] {
        let source = document();
        assert_eq!(
            render(&crlf, &one_of_each(&crlf), format),
            render(&source, &one_of_each(&source), format)
        );
    }
}

/// A document on one line, as machines write them.
fn minified(entries: usize) -> Source {
    let entries: Vec<_> = (0..entries).map(|n| format!("\"key{n}\":{{\"größe\":{n}}}")).collect();
    Source::new("min.json", &format!("{{{}}}", entries.join(",")))
}

#[test]
fn an_endless_line_is_cut_around_the_span() {
    let source = minified(200_000);
    let text = source.text();
    let in_the_middle = text.find("\"key100000\"").expect("it is there");
    assert_snapshot!("endless_middle", shown(&source, in_the_middle..in_the_middle + 11));
    assert_snapshot!("endless_whole", shown(&source, 0..text.len()));
    assert_snapshot!("endless_end", shown(&source, text.len()..text.len()));
    let far =
        finding(Severity::Error, Some(in_the_middle..in_the_middle + 11), "twice").with_label(Some(1..7), "first");
    let far = render(&source, &[far], PLAIN);
    assert_snapshot!("endless_far_label", far);
    assert!(
        far.lines().all(|line| line.chars().count() < 200),
        "a line is too long to look at"
    );
}

#[test]
fn thousands_of_findings_cost_no_more_than_thousands_of_excerpts() {
    let findings = |source: &Source| -> Vec<Finding> {
        let keys = source.text().match_indices("\"key").take(3_000);
        keys.map(|(at, _)| finding(Severity::Error, Some(at..at + 4), "x").with_label(Some(1..5), "first"))
            .collect()
    };
    let (small, large) = (minified(3_000), minified(100_000));
    // The length of the output does not depend on the size of the document.
    let (few, many) = (
        render(&small, &findings(&small), PLAIN),
        render(&large, &findings(&large), PLAIN),
    );
    assert!(many.len() < few.len() * 2, "{} bytes against {}", many.len(), few.len());
}

#[test]
fn nothing_of_a_document_acts_on_the_terminal() {
    let evil = "a: \u{1b}[31mred\u{1b}[0m \u{9b}2J \u{7} \u{202e}txt b: here\n";
    let source = Source::new("evil\u{1b}[2J\n.yaml", evil);
    let findings = [
        finding(
            Severity::Error,
            Some(nth(&source, "here", 0)),
            "a \u{1b}[2Jmessage\u{8}",
        )
        .with_label(Some(nth(&source, "red", 0)), "a \u{9b}2J label\nof two lines")
        .with_help("some \u{1b}]0;help\u{7}"),
        finding(Severity::Note, None, "no place"),
    ];
    for (name, format) in [
        ("evil_text", PLAIN),
        ("evil_json", Format::Json),
        ("evil_github", Format::Github),
    ] {
        let text = render(&source, &findings, format);
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(acts) && !text.contains('\u{202e}'), "{name}: {text:?}");
        assert_snapshot!(name, text);
    }
}

#[test]
fn json_loses_no_character_to_that() {
    let message = "a \u{1b}[2J \u{9b}2J \u{202e} \u{fdd0} \t ü \"quoted\"\n";
    let text = render(&document(), &[finding(Severity::Note, None, message)], Format::Json);
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value[0]["message"], message);
}

#[test]
fn github_reads_the_text_as_it_was() {
    let source = Source::new("a,b:c%.yaml", "a: 1\n");
    let text = finding(Severity::Warning, Some(0..1), "100%, of: this\r\nand ::error::that").with_help("a: b, c");
    assert_snapshot!(render(&source, &[text], Format::Github));
}

const RULES: [Described<'_>; 2] = [
    Described {
        id: "duplicate-key",
        summary: "a key stands once",
        why: "Readers disagree.",
        help: "Bad:\n\na: 1\na: 2\n",
    },
    Described {
        id: "unknown-key",
        summary: "a key is one that [OpenAPI](https://example.com) has",
        why: "Readers ignore it.",
        help: "Spell it right.",
    },
];

fn log(source: &Source, findings: &[Finding]) -> (String, serde_json::Value) {
    let text = sarif(source, findings, &RULES);
    let log = serde_json::from_str(&text).expect("it is JSON");
    (text, log)
}

#[test]
fn sarif_for_code_scanning() {
    let source = document();
    let mut findings = one_of_each(&source);
    let misspelt = nth(&source, "requird", 0);
    findings[1].edits = vec![Edit {
        span: misspelt,
        text: "required".to_owned(),
    }];
    findings.push(findings[3].clone().recovered_as("the last one is read"));
    assert_snapshot!(log(&source, &findings).0);
    let (_, nothing) = log(&source, &[]);
    assert_eq!(nothing["runs"][0]["results"], serde_json::json!([]));
}

/// A text from the document never becomes a link or a part of a URI.
#[test]
fn sarif_of_evil_text() {
    let source = Source::new("spec folder/ü:%\u{1b}[31m.yaml", "ü: \u{202e}x\n");
    let at = nth(&source, "x", 0);
    let evil = "see [this](https://evil.example) \u{1b}[2J\u{7} and\r\n\u{2066}that";
    let findings = [finding(Severity::Error, Some(at), evil).with_help(evil)];
    let (text, log) = log(&source, &findings);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    let result = &log["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().expect("a message");
    assert!(!message.contains("s]("), "{message}");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "spec%20folder/%C3%BC%3A%25%1B%5B31m.yaml"
    );
    assert_eq!(place["region"]["startColumn"], 5);
}

/// A finding keeps its fingerprint when lines are added above it, and no two findings have the same one.
#[test]
fn sarif_knows_a_finding_again() {
    let prints = |text: &str| {
        let source = Source::new("spec/openapi.yaml", text);
        let (_, log) = log(&source, &one_of_each(&source));
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let print = |result: &serde_json::Value| result["partialFingerprints"]["ruleAndPointer/v1"].to_string();
        results.iter().map(print).collect::<Vec<_>>()
    };
    let before = prints(DOCUMENT);
    assert_eq!(before, prints(&format!("# new\n\n{DOCUMENT}")));
    let different: std::collections::BTreeSet<_> = before.iter().collect();
    assert_eq!(different.len(), before.len());
}
