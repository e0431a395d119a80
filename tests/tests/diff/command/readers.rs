//! The example in each output format.

use insta::assert_snapshot;
use openapi_diff::report::Report;
use openapi_diff::show::{Format, View, show};
use openapi_document::{Source, render};

use super::example::Example;

#[test]
fn text() {
    assert_snapshot!(Example::new().show(Format::Text { colour: false }));
}

#[test]
fn text_in_colour() {
    let text = Example::new().show(Format::Text { colour: true });
    assert_snapshot!(render::visible(&text));
    let plain = Example::new().show(Format::Text { colour: false });
    let mut without = String::new();
    for part in text.split('\u{1b}') {
        without.push_str(
            part.split_once('m')
                .filter(|(code, _)| code.starts_with('['))
                .map_or(part, |(_, rest)| rest),
        );
    }
    assert_eq!(without, plain, "colours are all that they differ in");
}

#[test]
fn markdown() {
    assert_snapshot!(Example::new().show(Format::Markdown));
}

#[test]
fn github() {
    assert_snapshot!(Example::new().show(Format::Github));
}

#[test]
fn a_removal_is_annotated_where_it_stood() {
    let example = Example::new();
    let said = example.show(Format::Github);
    let removed = said.lines().find(|line| line.contains("operation-removed")).unwrap();
    let line = removed
        .split_once(",line=")
        .and_then(|(_, rest)| rest.split(',').next())
        .unwrap()
        .parse::<usize>()
        .unwrap();
    // `components:` follows the removed operation in both documents.
    assert_eq!(
        example.head.text().lines().nth(line - 1),
        Some("components:"),
        "{removed}"
    );
}

#[test]
fn json() {
    assert_snapshot!(Example::new().show(Format::Json));
}

#[test]
fn json_schema() {
    let example = Example::new();
    let schema = example.show(Format::JsonSchema);
    assert_snapshot!(schema);
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let nothing = show_nothing(Format::Json);
    for report in [example.show(Format::Json), nothing] {
        let report = serde_json::from_str(&report).unwrap();
        let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn html() {
    // The script and the style have hashes, which the browser checks.
    let page = Example::new().show(Format::Html);
    let between = |start: &str, end: &str| {
        page.split_once(start)
            .and_then(|(_, rest)| rest.split_once(end))
            .unwrap()
            .0
    };
    let (style, script) = (between("<style>", "</style>"), between("<script>", "</script>"));
    let hashes = [between("style-src '", "'"), between("script-src '", "'")];
    let page = page.replace(style, "[style]").replace(script, "[script]");
    assert_snapshot!(page.replace(hashes[0], "[hash]").replace(hashes[1], "[hash]"));
}

#[test]
fn nothing() {
    let formats = [
        Format::Text { colour: false },
        Format::Markdown,
        Format::Github,
        Format::Json,
    ];
    assert_snapshot!(formats.map(show_nothing).join("────\n"));
}

fn show_nothing(format: Format) -> String {
    let (report, source) = (Report::default(), Source::new("a.yaml", "openapi: 3.0.3\n"));
    let view = View {
        report: &report,
        base: &source,
        head: &source,
        file: "a.yaml",
        notes: &[],
        version: None,
    };
    show(&view, format)
}
