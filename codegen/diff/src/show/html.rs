//! One HTML page without other files: the verdict, both documents side by side with the changes below their lines, and the
//! changed signatures.
//!
//! The Content-Security-Policy of the page allows only its own script and style, by their hashes: no network, no frames, no
//! forms. Everything from a document is escaped as well. The script only filters and jumps to changes. Without it the page
//! shows everything.

mod documents;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openapi_document::render::visible;
use sha2::{Digest as _, Sha256};

use super::align::{Piece, words};
use super::groups::{ReportEntry, entries, title};
use super::{Joined, SEVERITIES, acceptance, bump, count, item_change, severity, word};
use crate::change::{Bump, RustChange, Severity};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

pub(super) fn show(view: &Joined<'_>) -> String {
    let headline = escaped(&view.headline());
    let found = entries(&view.report.wire);
    let state = match &view.report.verdict {
        Some(verdict) if verdict.sufficient => "good",
        Some(_) => "bad",
        None => "open",
    };
    let message = view
        .report
        .verdict
        .as_ref()
        .map(|verdict| verdict.message.as_str())
        .unwrap_or_default();
    let notes: String = view
        .notes
        .iter()
        .map(|note| format!("<p class=note>{}</p>", escaped(note)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=viewport content=\"width=device-width\">\n<meta name=color-scheme content=\"light dark\">\n\
         <title>Schema diff: {headline}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header class={state}><h1>{headline}</h1><p>{}</p><p class=counts>{}</p>{notes}</header>\n\
         {}<main>\n<nav aria-label=Changes><ol id=index>{}</ol><p id=nothing hidden>No change matches the filter.</p></nav>\n\
         <div>\n{}{}</div>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        hash(STYLE),
        hash(SCRIPT),
        escaped(message),
        escaped(&view.counts()),
        tools(view, &found),
        index(view, &found),
        documents::show(view, &found),
        rust(view, &found),
    )
}

/// The hash of a script or style, as a Content-Security-Policy writes it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn tools(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> String {
    let chosen = |name: &str, value: &str, label: &str, count: usize| {
        format!(
            "<label class={value}><input type=checkbox name={name} value={value} checked> {label} <b>{count}</b></label>"
        )
    };
    let severities = SEVERITIES.map(|each| {
        let wire = found.iter().filter(|entry| entry.change.weight() == each).count();
        let rust = view
            .report
            .rust
            .iter()
            .filter(|change| weight(change.bump) == each)
            .count();
        let label = match each {
            Severity::Breaking => "breaking, major",
            Severity::Risky => "risky",
            Severity::Compatible => "compatible, minor",
            Severity::Docs => "docs, patch",
        };
        chosen("severity", severity(each), label, wire + rust)
    });
    let axes = [
        chosen("axis", "wire", "wire", found.len()),
        chosen("axis", "rust", "Rust", view.report.rust.len()),
    ];
    format!(
        "<form class=tools role=search><fieldset><legend>Severity</legend>{}</fieldset><fieldset><legend>Axis</legend>{}</fieldset>\
         <input id=query type=search placeholder=\"Filter\" aria-label=\"Filter changes by text\" autocomplete=off> <output id=shown></output>\
         <span class=keys><kbd>j</kbd> <kbd>k</kbd> next, previous <kbd>/</kbd> filter <kbd>Esc</kbd> back</span></form>\n",
        severities.concat(),
        axes.concat()
    )
}

/// The severity that a bump counts as in the filter.
const fn weight(bump: Bump) -> Severity {
    match bump {
        Bump::Major => Severity::Breaking,
        Bump::Minor => Severity::Compatible,
        Bump::Patch | Bump::None => Severity::Docs,
    }
}

/// All changes, the worst first. The script steps through them in this order.
fn index(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> String {
    let link = |id: String, weight: Severity, badge: &str, what: &str, place: &str| {
        let weight = severity(weight);
        format!(
            "<li class={weight}><a href=\"#{id}\"><b>{badge}</b> {}<small>{}</small></a></li>\n",
            marked_code(what),
            escaped(place)
        )
    };
    let mut wire: Vec<_> = found.iter().enumerate().collect();
    wire.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.change.weight()));
    let wire = wire.into_iter().map(|(number, entry)| {
        let operations = title(&entry.operations());
        link(
            format!("w{}", number + 1),
            entry.change.weight(),
            word(entry.change),
            &entry.message(),
            &format!("{operations} · {}", entry.place(view)),
        )
    });
    let rust = view.report.rust.iter().enumerate().map(|(number, change)| {
        let what = format!("`{}` {}", change.item, item_change(change.change));
        link(
            format!("r{}", number + 1),
            weight(change.bump),
            bump(change.bump),
            &what,
            "Rust",
        )
    });
    wire.chain(rust).collect()
}

/// A change on the wire, as shown below its line. `number` counts from 1.
fn wire(view: &Joined<'_>, number: usize, entry: &ReportEntry<'_>) -> String {
    let change = entry.change;
    let (weight, name) = (severity(change.weight()), word(change));
    let items: Vec<_> = entry
        .all
        .iter()
        .flat_map(|change| view.caused(change))
        .map(|rust| {
            format!(
                "<code>{}</code> {} ({})",
                escaped(&rust.item),
                item_change(rust.change),
                bump(rust.bump)
            )
        })
        .collect();
    let items = if items.is_empty() {
        String::new()
    } else {
        format!("<p>In Rust: {}</p>", items.join(", "))
    };
    let acceptance = acceptance(change).map_or_else(String::new, |text| format!("<p>{}</p>", marked_code(&text)));
    format!(
        "<article id=w{number} class={weight} data-axis=wire data-severity={weight} tabindex=-1>\
         <p><b>{name}</b> {}</p>{acceptance}<p class=where><code>{}</code> {} · affects {}</p>{items}</article>",
        marked_code(&entry.message()),
        escaped(&change.id),
        escaped(&entry.place(view)),
        escaped(&title(&entry.operations())),
    )
}

fn rust(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> String {
    let changes = &view.report.rust;
    if changes.is_empty() {
        return String::new();
    }
    let numbers = found.iter().enumerate().flat_map(|(number, entry)| {
        let fingerprints = entry.all.iter().map(|change| change.fingerprint.as_str());
        fingerprints
            .map(move |fingerprint| (fingerprint, number + 1))
            .collect::<Vec<_>>()
    });
    let numbers = numbers.collect();
    let items: String = changes
        .iter()
        .enumerate()
        .map(|(number, change)| item(view, &numbers, number + 1, change))
        .collect();
    format!(
        "<section id=rust><h2>Rust: {}</h2>\n{items}</section>\n",
        count(changes.len(), "item")
    )
}

type Numbers<'a> = std::collections::HashMap<&'a str, usize>;

fn item(view: &Joined<'_>, numbers: &Numbers<'_>, number: usize, change: &RustChange) -> String {
    let weight = severity(weight(change.bump));
    let mut causes: Vec<_> = view
        .causes(change)
        .into_iter()
        .filter_map(|cause| {
            let target = numbers.get(cause.fingerprint.as_str())?;
            Some(format!("<a href=\"#w{target}\">{}</a>", escaped(&cause.id)))
        })
        .collect();
    // Several may have become one entry.
    let mut known = std::collections::HashSet::new();
    causes.retain(|cause| known.insert(cause.clone()));
    let causes = if causes.is_empty() {
        String::new()
    } else {
        format!("<p>Caused by {}</p>", causes.join(", "))
    };
    let (base, head) = (
        change.base.as_deref().unwrap_or_default(),
        change.head.as_deref().unwrap_or_default(),
    );
    let (old, new) = words(base, head);
    format!(
        "<article id=r{number} class={weight} data-axis=rust data-severity={weight} tabindex=-1>\
         <p><b>{}</b> <code>{}</code> {}</p><p>{}</p>{}{}{causes}</article>\n",
        bump(change.bump),
        escaped(&change.item),
        item_change(change.change),
        marked_code(&change.reason),
        side("del", "−", &old),
        side("ins", "+", &new),
    )
}

/// One of the two signatures. Nothing is marked if there is no other one.
fn side(mark: &str, sign: &str, pieces: &[Piece<'_>]) -> String {
    if pieces.is_empty() {
        return String::new();
    }
    format!("<pre class={mark} data-sign={sign}>{}</pre>", marked(pieces))
}

/// The pieces of a text. Those that the other text does not have are marked, unless all of them would be.
fn marked(pieces: &[Piece<'_>]) -> String {
    let all = pieces.iter().all(|(_, same)| !same);
    let mut text = String::new();
    for run in pieces.chunk_by(|one, next| one.1 == next.1) {
        let part = escaped(&run.iter().map(|(word, _)| *word).collect::<String>());
        let same = run.iter().all(|(_, same)| *same);
        text.push_str(&if same || all {
            part
        } else {
            format!("<mark>{part}</mark>")
        });
    }
    text
}

/// A sentence. Its parts in backticks become code.
fn marked_code(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    if parts.len() % 2 == 0 {
        return escaped(text);
    }
    let part = |(index, part): (usize, &&str)| {
        if index % 2 == 0 {
            escaped(part)
        } else {
            format!("<code>{}</code>", escaped(part))
        }
    };
    parts.iter().enumerate().map(part).collect()
}

/// `text`, escaped for every place in the page.
fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
