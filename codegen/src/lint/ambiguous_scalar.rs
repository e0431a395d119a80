//! YAML scalars without quotes that YAML 1.1 and YAML 1.2 read as different values. JSON has no such scalars.

use std::collections::HashSet;

use openapi_document::edit;
use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Object, is_status};
use openapi_document::load::{NodeSpan, Style};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-scalar",
    summary: "a YAML value or key is quoted if YAML readers disagree about its type",
    severities: &[Severity::Warning],
    why: "YAML 1.1 reads `no` as false, `010` as 8 and `12:30` as a number of minutes; YAML 1.2 does not. With quotes, all readers agree.",
    bad: "\
paths:
  /books:
    get:
      responses:
        200: { description: The books. }
",
    good: "\
paths:
  /books:
    get:
      responses:
        '200': { description: The books. }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let responses: HashSet<_> = context.nodes.of(Object::Responses).map(|node| &node.pointer).collect();
    let spans = &context.document.spans;
    for (id, place) in spans.iter() {
        let pointer = || spans.pointer(id);
        findings.extend(value(context, pointer, place));
        findings.extend(key(context, pointer, place, &responses));
    }
}

fn value(context: &Context<'_>, pointer: impl Fn() -> Pointer, place: &NodeSpan) -> Option<Finding> {
    if place.style != Style::Plain {
        return None;
    }
    let text = context.document.source.text().get(place.value.clone())?;
    let doubt = doubt(text)?;
    // No reader of YAML reads a file of JSON.
    let file = context.document.source.name_at(place.value.start);
    if file.to_ascii_lowercase().ends_with(".json") {
        return None;
    }
    let message = format!("YAML readers disagree about `{text}`: {}", doubt.readings);
    let help = doubt.help(text);
    // With quotes, a value that this reader reads as text is unchanged.
    let is_text = context.document.at(&pointer()).and_then(serde_json::Value::as_str) == Some(text);
    let edits = if is_text {
        edit::quote(context.document, place.value.clone())
    } else {
        Vec::new()
    };
    Some(
        context
            .at_value(RULE.id, Severity::Warning, &pointer(), message)
            .with_help(help)
            .with_edits(edits),
    )
}

fn key(
    context: &Context<'_>,
    pointer: impl Fn() -> Pointer,
    place: &NodeSpan,
    responses: &HashSet<&Pointer>,
) -> Option<Finding> {
    if place.key_style != Some(Style::Plain) {
        return None;
    }
    let text = context.document.source.text().get(place.key.clone()?)?;
    let (message, help) = if is_status(text) && pointer().parent().is_some_and(|parent| responses.contains(&parent)) {
        if text.ends_with('X') {
            return None;
        }
        (
            format!("YAML reads the status `{text}` as a number, but keys in OpenAPI are strings"),
            quoted(text),
        )
    } else if let Some(doubt) = doubt(text).filter(|_| text != "<<") {
        (
            format!("YAML readers disagree about the key `{text}`: {}", doubt.readings),
            quoted(text),
        )
    } else if matches!(
        text,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" | "null" | "Null" | "NULL" | "~"
    ) {
        (
            format!("YAML does not read the key `{text}` as a string, but keys in OpenAPI are strings"),
            quoted(text),
        )
    } else if is_fraction(text) {
        (
            format!("YAML reads the key `{text}` as a number, and readers convert it to different strings"),
            quoted(text),
        )
    } else {
        return None;
    };
    Some(
        context
            .at_key(RULE.id, Severity::Warning, &pointer(), message)
            .with_help(help)
            .with_edits(edit::quote(context.document, place.key.clone()?)),
    )
}

fn quoted(text: &str) -> String {
    format!("quote it: '{text}'")
}

/// Why a scalar is ambiguous.
struct Doubt {
    readings: &'static str,
    /// What the author may have meant if not a string.
    otherwise: Option<String>,
}

impl Doubt {
    fn help(&self, text: &str) -> String {
        match &self.otherwise {
            Some(otherwise) => format!("write '{text}' for a string, or {otherwise}"),
            None => quoted(text),
        }
    }
}

fn doubt(text: &str) -> Option<Doubt> {
    // Most scalars are words that begin with another letter, or plain numbers.
    let may_be = |byte: &u8| byte.is_ascii_digit() || b"+-yYnNoO".contains(byte);
    if !text.as_bytes().first().is_some_and(may_be) {
        return None;
    }
    let (readings, otherwise) = match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "on" => ("a string in YAML 1.2, `true` in YAML 1.1", Some("true".to_owned())),
        "n" | "no" | "off" => ("a string in YAML 1.2, `false` in YAML 1.1", Some("false".to_owned())),
        _ if is_octal(text) => (
            "an octal number in YAML 1.1, a decimal number or a string in YAML 1.2",
            Some("a number without leading zeros".to_owned()),
        ),
        _ if is_based(text) => (
            "a number in one version of YAML, a string in another",
            Some("a decimal number".to_owned()),
        ),
        _ if is_sexagesimal(text) => ("a string in YAML 1.2, a base-60 number in YAML 1.1", None),
        _ if is_underscored(text) => (
            "a string in YAML 1.2, a number in YAML 1.1",
            Some(text.replace('_', "")),
        ),
        _ if is_date(text) => ("a string in YAML 1.2, a timestamp in YAML 1.1", None),
        _ if is_bare_exponent(text) => (
            "a number in YAML 1.2, a string in YAML 1.1",
            Some(format!("{} for a number", full_exponent(text))),
        ),
        _ => return None,
    };
    Some(Doubt { readings, otherwise })
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn all(text: &str, accept: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(accept)
}

fn is_digits(text: &str) -> bool {
    all(text, |byte| byte.is_ascii_digit())
}

/// `010`, `-007`.
fn is_octal(text: &str) -> bool {
    unsigned(text).strip_prefix('0').is_some_and(is_digits)
}

/// `0b11` and `0o17`.
fn is_based(text: &str) -> bool {
    let digits = |prefix, last| {
        unsigned(text)
            .strip_prefix(prefix)
            .is_some_and(|digits| all(digits, |byte| (b'0'..=last).contains(&byte)))
    };
    digits("0b", b'1') || digits("0o", b'7')
}

/// `12:30:45`, `297:1`.
fn is_sexagesimal(text: &str) -> bool {
    let mut parts = unsigned(text).split(':');
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    let starts = first.as_bytes().first().is_some_and(u8::is_ascii_digit);
    starts && all(first, |byte| byte.is_ascii_digit() || byte == b'_') && rest.peek().is_some() && rest.all(is_sixtieth)
}

fn is_sixtieth(part: &str) -> bool {
    let part = part.split('.').next().unwrap_or_default();
    is_digits(part) && part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number < 60)
}

/// `1_000`, `1_000.5`.
fn is_underscored(text: &str) -> bool {
    let text = unsigned(text);
    let starts = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    starts
        && text.contains('_')
        && text.bytes().filter(|byte| *byte == b'.').count() <= 1
        && all(text, |byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

/// `2024-02-29`, with or without a time.
fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let parts: Vec<_> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let numbers = year.len() == 4 && [month, day].iter().all(|part| part.len() <= 2);
    let time = time.is_none_or(|time| time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()));
    numbers && [year, month, day].into_iter().all(|part| is_digits(part)) && time
}

/// `1e3`, `1.0e3`: YAML 1.1 requires a decimal point in a number with an exponent, and a sign of the exponent.
fn is_bare_exponent(text: &str) -> bool {
    let Some((digits, exponent)) = unsigned(text).split_once(['e', 'E']) else {
        return false;
    };
    let is_full = digits.contains('.') && exponent.starts_with(['-', '+']);
    (is_digits(digits) || is_fraction(digits)) && is_digits(unsigned(exponent)) && !is_full
}

/// The number with what [`is_bare_exponent`] finds missing.
fn full_exponent(text: &str) -> String {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
    format!("{digits}{point}e{sign}{exponent}")
}

/// `1.10`, `.5`. As a key of a JSON object, such a number is converted to its shortest form.
fn is_fraction(text: &str) -> bool {
    let Some((whole, fraction)) = unsigned(text).split_once('.') else {
        return false;
    };
    let digits = |text: &str| text.is_empty() || is_digits(text);
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

#[cfg(test)]
mod tests {
    use super::doubt;

    #[test]
    fn doubtful_scalars_are_known_and_others_left_alone() {
        let doubtful = [
            "yes",
            "No",
            "ON",
            "off",
            "y",
            "N",
            "010",
            "-007",
            "0o17",
            "0b11",
            "12:30:45",
            "297:1",
            "1_000",
            "1_0.5",
            "2024-02-29",
            "2024-2-9T10:00:00Z",
            "2024-02-29 10:00:00",
            "1e3",
            "1.0e3",
            "-1e-3",
        ];
        for text in doubtful {
            assert!(doubt(text).is_some(), "{text}");
        }
        let clear = [
            "",
            "true",
            "null",
            "~",
            "0",
            "10",
            "-1",
            "1.5",
            "0.5",
            "0x1F",
            "1.0e+3",
            "3.0.3",
            "8080:80",
            "a:b",
            "_1",
            "2024-02",
            "2024-02-29 or so",
            "1e",
            "nope",
            "12:",
            "node01",
            "1.2.3_4",
        ];
        for text in clear {
            assert!(doubt(text).is_none(), "{text}");
        }
    }
}
