//! Reports of any length and with any content.

use openapi_diff::change::{Direction, Severity, WireChange};
use openapi_diff::show::Format;

use super::example::Example;

/// Texts in a document that could break the output formats.
const EVIL: [&str; 8] = [
    "a | b | c\n| d",
    "@everyone and #1, GH-2, org/repo#3",
    "</script></details></table><script>alert(1)</script>",
    "`code``` ``` ~~~",
    "--> <!-- cargo xtask diff -->",
    "\u{1b}[2J\u{202e}\r\n::error::forged\n::stop-commands::x",
    "<img src=x onerror=alert(1)> \" ' & ]]> {{x}} ${{ secrets.X }}",
    "[link](https://evil.example) ![i](http://evil.example/x.png) www.evil.example",
];

fn change(number: usize, text: &str) -> WireChange {
    WireChange {
        id: "property-removed".to_owned(),
        severity: Severity::Breaking,
        direction: Direction::Request,
        operations: vec![format!("GET /{text}")],
        pointer: format!("/paths/{text}"),
        message: format!("The property `{text}` was removed ({text})."),
        base: None,
        head: None,
        fingerprint: number.to_string(),
        accepted: None,
    }
}

#[test]
fn a_comment_is_never_too_long() {
    let long = "word @x | <b> ".repeat(200);
    let many: Vec<_> = (0..5_000).map(|number| change(number, "name")).collect();
    let long: Vec<_> = (0..5_000).map(|number| change(number, &long)).collect();
    for wire in [many, long] {
        let comment = Example::with_wire(wire).show(Format::Markdown);
        assert!(
            comment.chars().count() < 65_536 && comment.encode_utf16().count() < 65_536,
            "{}",
            comment.len()
        );
        assert!(
            comment.contains(" more changes: run `cargo xtask diff` to see all."),
            "{comment}"
        );
        let shown = comment.lines().filter(|line| line.starts_with("| 🔴")).count();
        let left = 5_000 - shown;
        assert!(
            comment.contains(&format!("\n{left} more changes")),
            "{shown} rows are shown"
        );
        assert_eq!(
            comment.matches("<details>").count(),
            comment.matches("</details>").count()
        );
    }
}

#[test]
fn nothing_breaks_out_of_a_comment() {
    let wire = EVIL
        .iter()
        .enumerate()
        .map(|(number, text)| change(number, text))
        .collect();
    let comment = Example::with_wire(wire).show(Format::Markdown);
    assert_eq!(
        comment.lines().filter(|line| line.starts_with("| 🔴")).count(),
        EVIL.len()
    );
    for row in comment.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(row.matches('|').count(), 4, "{row}");
    }
    assert_eq!(comment.matches("<!-- cargo xtask diff -->").count(), 1);
    let mut rest = comment.replace("<!-- -->", "");
    for own in [
        "<!-- cargo xtask diff -->",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<code>",
        "</code>",
        "<br>",
    ] {
        rest = rest.replace(own, "");
    }
    for forbidden in ['<', '@', '[', '\u{1b}', '\u{202e}', '\r'] {
        assert!(!rest.contains(forbidden), "{forbidden:?} in {rest}");
    }
    assert!(
        !rest.contains("http:") && !rest.contains("https:") && !rest.contains("www."),
        "{rest}"
    );
}

#[test]
fn nothing_breaks_out_of_a_log_or_a_terminal() {
    let wire: Vec<_> = EVIL
        .iter()
        .enumerate()
        .map(|(number, text)| change(number, text))
        .collect();
    let example = Example::with_wire(wire);
    for line in example.show(Format::Github).lines() {
        assert!(
            ["::error file=", "::notice::", "major: wire"]
                .iter()
                .any(|start| line.starts_with(start)),
            "{line}"
        );
    }
    for format in [Format::Github, Format::Text { colour: false }] {
        let text = example.show(format);
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
    }
    assert!(
        !example
            .show(Format::Text { colour: false })
            .lines()
            .any(|line| line.starts_with("::"))
    );
}

#[test]
fn nothing_breaks_out_of_a_page() {
    let wire = EVIL
        .iter()
        .enumerate()
        .map(|(number, text)| change(number, text))
        .collect();
    let page = Example::with_wire(wire).show(Format::Html);
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script>").count(), 1);
    assert!(!page.contains("<img") && !page.contains("\u{1b}"), "{page}");
}
