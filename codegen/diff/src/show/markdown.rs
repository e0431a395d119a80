//! A comment on a pull request: the verdict, a table, and collapsed details.
//!
//! GitHub rejects comments of 65,536 characters or more. A longer report is cut, and the comment says how many changes it
//! does not show. Text from a document cannot act as Markdown or HTML: text in backticks contains no special characters, and
//! elsewhere special characters are escaped. Mentions of people and issues are broken up.

use std::fmt::Write as _;

use openapi_document::render::one_line;

use super::groups::{Group, ReportEntry, entries, groups, title};
use super::{Joined, acceptance, bump, count, item_change, shortened, word};
use crate::change::RustChange;

/// The line by which a bot finds its comment to update it.
const MARKER: &str = "<!-- cargo xtask diff -->";
/// The longest comment in bytes. A text never has more characters than bytes.
const LIMIT: usize = 65_000;
/// The most bytes up to the end of the table; the rest is for details.
const TABLE: usize = 20_000;
/// The most bytes up to the end of the details on the wire; the rest is for Rust.
const DETAILS: usize = 42_000;
/// The most characters of a message, name or place in a cell.
const CELL: usize = 300;
/// The most characters of a signature.
const SIGNATURE: usize = 1_500;

pub(super) fn show(view: &Joined<'_>) -> String {
    let mut text = format!("{MARKER}\n### Schema diff: {}\n\n", prose(&view.headline()));
    if let Some(verdict) = &view.report.verdict {
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "**{}**\n", prose(&verdict.message));
    }
    let _ = writeln!(text, "{}\n", prose(&view.counts()));
    let _ = writeln!(text, "{} → {}\n", code(view.base.name()), code(view.head.name()));
    for note in view.notes.iter().take(20) {
        let _ = writeln!(text, "> {}\n", prose(note));
    }
    let wire = entries(&view.report.wire);
    if !wire.is_empty() {
        text.push_str("| severity | change | where |\n| --- | --- | --- |\n");
        fill(&mut text, TABLE, rows(view), "change");
        text.push_str("\n<details><summary>Each change on the wire</summary>\n\n");
        fill(
            &mut text,
            DETAILS,
            wire.iter().map(|entry| detail(view, entry)),
            "change",
        );
        text.push_str("\n</details>\n");
    }
    let rust = &view.report.rust;
    if !rust.is_empty() {
        let _ = writeln!(
            text,
            "\n<details><summary>Rust: {}</summary>\n",
            count(rust.len(), "item")
        );
        fill(
            &mut text,
            LIMIT - 200,
            rust.iter().map(|change| signature(view, change)),
            "item",
        );
        text.push_str("\n</details>\n");
    }
    text
}

/// Appends `blocks` while `text` has at most `limit` bytes, then the number of blocks that are left.
fn fill(text: &mut String, limit: usize, blocks: impl Iterator<Item = String>, one: &str) {
    let mut left = 0;
    for block in blocks {
        if left == 0 && text.len() + block.len() <= limit {
            text.push_str(&block);
        } else {
            left += 1;
        }
    }
    if left > 0 {
        let _ = writeln!(
            text,
            "\n{}: run `cargo xtask diff` to see all.",
            count(left, &format!("more {one}"))
        );
    }
}

/// The rows of the table: those of each group of operations below one with their names.
fn rows<'a>(view: &'a Joined<'_>) -> impl Iterator<Item = String> + 'a {
    let of_group = |group: Group<'a>| {
        let mut title = Some(format!("| | **{}** | |\n", operations(&group.operations)));
        let rows: Vec<_> = group
            .entries
            .iter()
            .map(|entry| title.take().unwrap_or_default() + &row(view, entry))
            .collect();
        rows
    };
    groups(&view.report.wire).into_iter().flat_map(of_group)
}

fn row(view: &Joined<'_>, entry: &ReportEntry<'_>) -> String {
    let acceptance = acceptance(entry.change).map_or_else(String::new, |text| format!(" ({})", prose(&text)));
    format!(
        "| {} | {}{acceptance} | {} |\n",
        badge(word(entry.change)),
        prose(&entry.message()),
        prose(&entry.place(view)),
    )
}

/// The names of operations in one line, each as code.
fn operations(names: &[String]) -> String {
    match names {
        [] => prose(&title(names)),
        [name] => code(name),
        names => prose(&title(
            &names
                .iter()
                .map(|name| format!("`{}`", name.replace('`', "'")))
                .collect::<Vec<_>>(),
        )),
    }
}

/// A severity or bump with a coloured mark.
fn badge(severity: &str) -> String {
    let mark = match severity {
        "breaking" | "major" => "🔴",
        "risky" => "🟠",
        "compatible" | "minor" => "🟢",
        _ => "⚪",
    };
    format!("{mark} {severity}")
}

fn detail(view: &Joined<'_>, entry: &ReportEntry<'_>) -> String {
    let change = entry.change;
    let mut text = format!(
        "- {} {}: {}\n",
        badge(word(change)),
        code(&change.id),
        prose(&entry.message())
    );
    let _ = writeln!(text, "  <br>{} at {}", prose(&entry.place(view)), code(&change.pointer));
    let _ = writeln!(text, "  <br>affects {}", operations(&entry.operations()));
    if let Some(acceptance) = acceptance(change) {
        let _ = writeln!(text, "  <br>{}", prose(&acceptance));
    }
    let caused: Vec<_> = entry.all.iter().flat_map(|change| view.caused(change)).collect();
    let items: Vec<_> = caused.iter().take(5).map(|rust| code(&rust.item)).collect();
    if !items.is_empty() {
        let more = caused.len() - items.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let _ = writeln!(text, "  <br>in Rust {}{more}", items.join(", "));
    }
    text
}

fn signature(view: &Joined<'_>, change: &RustChange) -> String {
    let mut text = format!(
        "{} {} {}: {}\n",
        badge(bump(change.bump)),
        code(&change.item),
        item_change(change.change),
        prose(&change.reason)
    );
    if let Some(cause) = view.causes(change).first() {
        let _ = writeln!(
            text,
            "<br>caused by {} at {}",
            code(&cause.id),
            prose(&view.place(cause))
        );
    }
    let mut lines = String::new();
    for (mark, signature) in [('-', &change.base), ('+', &change.head)] {
        let signature = signature
            .as_deref()
            .map(|signature| shortened(signature, SIGNATURE))
            .unwrap_or_default();
        for line in signature.lines() {
            let _ = writeln!(lines, "{mark} {}", one_line(line));
        }
    }
    let fence = fence(&lines);
    let _ = writeln!(text, "\n{fence}diff\n{lines}{fence}\n");
    text
}

/// A code fence that is longer than every run of backticks in `text`.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// `text` as code: in backticks, or escaped in a `<code>` element if it has special characters.
fn code(text: &str) -> String {
    let text = shortened(text, CELL);
    if is_harmless(&text) {
        format!("`{}`", one_line(&text))
    } else {
        format!("<code>{}</code>", escaped(&text))
    }
}

/// Whether `text` is safe in backticks: it cannot end a code span or a table cell, open an element, mention a person, or
/// become a link. Markdown removes spaces at both ends, so there must be none.
fn is_harmless(text: &str) -> bool {
    let acts = |c: char| matches!(c, '`' | '|' | '@' | '\\') || c.is_control();
    // A tag cannot begin in a code span. But `<` stays only in Rust types, such as `Vec<u8>`, in case a reader is not strict.
    let is_type = || {
        let in_type = |c: char| c.is_ascii_alphanumeric() || "_:<>,&'()[] ".contains(c);
        text.chars().all(in_type) && !text.starts_with('<') && !text.contains(" <")
    };
    // `#1` is an issue, `#[non_exhaustive]` an attribute; what is behind `](` would be where a link leads.
    let is_issue = || {
        text.split('#')
            .skip(1)
            .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let is_link = || text.contains(":/") || text.to_ascii_lowercase().contains("www.");
    let is_odd = text.is_empty() || text.trim() != text || text.contains(acts) || text.contains("](");
    !is_odd && (!text.contains('<') || is_type()) && !is_issue() && !is_link()
}

/// A sentence. Its parts in backticks become code.
fn prose(text: &str) -> String {
    let text = shortened(text, CELL);
    let parts: Vec<_> = text.split('`').collect();
    // With an odd number of backticks, at least one comes from the document.
    if parts.len() % 2 == 0 {
        return escaped(&text);
    }
    let parts = parts.iter().enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { escaped(part) } else { code(part) })
        .collect()
}

/// `text` on one line as plain text. Punctuation is escaped, unless it has no meaning at its place.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let text = one_line(text);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            // GitHub looks for mentions in the rendered text. An HTML comment after the sign breaks them up.
            '@' | '#' => {
                let _ = write!(safe, "&#{};<!-- -->", u32::from(c));
            }
            ' ' | ',' | '/' | '-' | ';' | '\'' | '"' | '=' | '%' | '?' | '(' | ')' => safe.push(c),
            // Only `://` and `www.` turn text into links, so other colons and dots can stay.
            ':' if characters.peek() != Some(&'/') => safe.push(c),
            '.' if !safe.ends_with(['w', 'W']) => safe.push(c),
            c if c.is_ascii_punctuation() => {
                let _ = write!(safe, "&#{};", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{code, fence, prose};

    #[test]
    fn nothing_acts_in_a_comment() {
        assert_eq!(prose("a | b"), "a &#124; b");
        assert_eq!(prose("@team, see #1\nnow"), "&#64;<!-- -->team, see &#35;<!-- -->1␊now");
        assert_eq!(prose("the `a|b` of"), "the <code>a&#124;b</code> of");
        assert_eq!(prose("the `/a/{b}` of `Vec_1`"), "the `/a/{b}` of `Vec_1`");
        assert_eq!(code(" a"), "<code> a</code>");
        assert_eq!(code("impl Into<Vec<u8>>"), "`impl Into<Vec<u8>>`");
        assert_eq!(code("a<b c=\"d\">"), "<code>a&#60;b c=\"d\"&#62;</code>");
        assert_eq!(prose("an odd ` one"), "an odd &#96; one");
        assert_eq!(code("</code><img>"), "<code>&#60;/code&#62;&#60;img&#62;</code>");
        assert_eq!(code("https://a.example"), "<code>https&#58;//a.example</code>");
    }

    #[test]
    fn a_fence_outgrows_what_it_holds() {
        assert_eq!(fence("a"), "```");
        assert_eq!(fence("a ```` b `"), "`````");
    }
}
