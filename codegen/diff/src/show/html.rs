//! One HTML page without other files: the verdict, both documents side by side with the changes below their lines, and the
//! changed signatures.
//!
//! The Content-Security-Policy of the page allows only its own script and style, by their hashes: no network, no frames, no
//! forms. The templates escape everything else. The script only filters and jumps to changes. Without it the page shows
//! everything.

mod documents;

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use openapi_document::render::visible;
use sha2::{Digest as _, Sha256};

use super::align::{Piece, words};
use super::groups::{ReportEntry, entries, title};
use super::{Joined, SEVERITIES, acceptance, bump, count, item_change, severity, word};
use crate::change::{Bump, RustChange, Severity};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

pub(super) fn show(view: &Joined<'_>) -> String {
    let found = entries(&view.report.wire);
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                title { "Schema diff: " (visible(&view.headline())) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (summary(view))
                (tools(view, &found))
                main {
                    nav aria-label="Changes" {
                        ol id="index" { (index(view, &found)) }
                        p id="nothing" hidden { "No change matches the filter." }
                    }
                    div {
                        (documents::show(view, &found))
                        (rust(view, &found))
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// The hash of a script or style, as a Content-Security-Policy writes it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The headline, the verdict and the counts.
fn summary(view: &Joined<'_>) -> Markup {
    let verdict = view.report.verdict.as_ref();
    let class = match verdict {
        Some(verdict) if verdict.sufficient => "good",
        Some(_) => "bad",
        None => "open",
    };
    html! {
        header class=(class) {
            h1 { (visible(&view.headline())) }
            p { (visible(verdict.map(|verdict| verdict.message.as_str()).unwrap_or_default())) }
            p class="counts" { (visible(&view.counts())) }
            @for note in view.notes { p class="note" { (visible(note)) } }
        }
    }
}

/// The filter.
fn tools(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> Markup {
    let choice = |name: &str, value: &str, label: &str, count: usize| {
        html! {
            label class=(value) {
                input type="checkbox" name=(name) value=(value) checked;
                " " (label) " " b { (count) }
            }
        }
    };
    let by_severity = |each| {
        let wire = found.iter().filter(|entry| entry.change.weight() == each).count();
        let rust = view.report.rust.iter().filter(|change| weight(change.bump) == each);
        let label = match each {
            Severity::Breaking => "breaking, major",
            Severity::Risky => "risky",
            Severity::Compatible => "compatible, minor",
            Severity::Docs => "docs, patch",
        };
        choice("severity", severity(each), label, wire + rust.count())
    };
    html! {
        form class="tools" role="search" {
            fieldset {
                legend { "Severity" }
                @for each in SEVERITIES { (by_severity(each)) }
            }
            fieldset {
                legend { "Axis" }
                (choice("axis", "wire", "wire", found.len()))
                (choice("axis", "rust", "Rust", view.report.rust.len()))
            }
            input id="query" type="search" placeholder="Filter" aria-label="Filter changes by text" autocomplete="off";
            " " output id="shown" {} " "
            span class="keys" {
                kbd { "j" } " " kbd { "k" } " next, previous " kbd { "/" } " filter " kbd { "Esc" } " back"
            }
        }
    }
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
fn index(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> Markup {
    let link = |id: String, weight: Severity, badge: &str, what: &str, place: &str| {
        html! {
            li class=(severity(weight)) {
                a href={ "#" (id) } { b { (badge) } " " (sentence(what)) small { (visible(place)) } }
            }
        }
    };
    let mut by_weight: Vec<_> = found.iter().enumerate().collect();
    by_weight.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.change.weight()));
    let wire = |(number, entry): (usize, &ReportEntry<'_>)| {
        let place = format!("{} · {}", title(&entry.operations()), entry.place(view));
        let weight = entry.change.weight();
        link(
            format!("w{}", number + 1),
            weight,
            word(entry.change),
            &entry.message(),
            &place,
        )
    };
    let rust = |(number, change): (usize, &RustChange)| {
        let what = format!("`{}` {}", change.item, item_change(change.change));
        let badge = bump(change.bump);
        link(format!("r{}", number + 1), weight(change.bump), badge, &what, "Rust")
    };
    html! {
        @for entry in by_weight { (wire(entry)) }
        @for change in view.report.rust.iter().enumerate() { (rust(change)) }
    }
}

/// A change on the wire, as shown below its line. `number` counts from 1.
fn wire(view: &Joined<'_>, number: usize, entry: &ReportEntry<'_>) -> Markup {
    let change = entry.change;
    let weight = severity(change.weight());
    let items: Vec<_> = entry.all.iter().flat_map(|change| view.caused(change)).collect();
    html! {
        article id={ "w" (number) } class=(weight) data-axis="wire" data-severity=(weight) tabindex="-1" {
            p { b { (word(change)) } " " (sentence(&entry.message())) }
            @if let Some(text) = acceptance(change) { p { (sentence(&text)) } }
            p class="where" {
                code { (visible(&change.id)) } " " (visible(&entry.place(view)))
                " · affects " (visible(&title(&entry.operations())))
            }
            @if !items.is_empty() {
                p {
                    "In Rust: "
                    @for (at, rust) in items.iter().enumerate() {
                        @if at > 0 { ", " }
                        code { (visible(&rust.item)) } " " (item_change(rust.change)) " (" (bump(rust.bump)) ")"
                    }
                }
            }
        }
    }
}

fn rust(view: &Joined<'_>, found: &[ReportEntry<'_>]) -> Markup {
    let changes = &view.report.rust;
    let numbered = found.iter().zip(1..);
    let numbers = numbered.flat_map(|(entry, number)| {
        let fingerprint = |change: &&'_ crate::change::WireChange| (change.fingerprint.clone(), number);
        entry.all.iter().map(fingerprint).collect::<Vec<_>>()
    });
    let numbers = numbers.collect();
    html! {
        @if !changes.is_empty() {
            section id="rust" {
                h2 { "Rust: " (count(changes.len(), "item")) }
                @for (change, number) in changes.iter().zip(1..) { (item(view, &numbers, number, change)) }
            }
        }
    }
}

/// The numbers of the changes on the wire by their fingerprints.
type Numbers = HashMap<String, usize>;

fn item(view: &Joined<'_>, numbers: &Numbers, number: usize, change: &RustChange) -> Markup {
    let weight = severity(weight(change.bump));
    // Several causes may be one entry.
    let mut causes = Vec::new();
    for cause in view.causes(change) {
        let cause = numbers.get(&cause.fingerprint).map(|target| (target, &cause.id));
        causes.extend(cause.filter(|cause| !causes.contains(cause)));
    }
    let text = |side: &Option<String>| side.clone().unwrap_or_default();
    let (base, head) = (text(&change.base), text(&change.head));
    let (old, new) = words(&base, &head);
    html! {
        article id={ "r" (number) } class=(weight) data-axis="rust" data-severity=(weight) tabindex="-1" {
            p { b { (bump(change.bump)) } " " code { (visible(&change.item)) } " " (item_change(change.change)) }
            p { (sentence(&change.reason)) }
            (side("del", "−", &old))
            (side("ins", "+", &new))
            @if !causes.is_empty() {
                p {
                    "Caused by "
                    @for (at, (target, id)) in causes.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href={ "#w" (target) } { (visible(id)) }
                    }
                }
            }
        }
    }
}

/// One of the two signatures. Nothing is marked if there is no other one.
fn side(mark: &str, sign: &str, pieces: &[Piece<'_>]) -> Markup {
    html! {
        @if !pieces.is_empty() { pre class=(mark) data-sign=(sign) { (marked(pieces)) } }
    }
}

/// The pieces of a text. Those that the other text does not have are marked, unless all of them would be.
fn marked(pieces: &[Piece<'_>]) -> Markup {
    let all = pieces.iter().all(|(_, same)| !same);
    html! {
        @for run in pieces.chunk_by(|one, next| one.1 == next.1) {
            @let part: String = run.iter().map(|(word, _)| *word).collect();
            @if all || run.iter().all(|(_, same)| *same) { (visible(&part)) } @else { mark { (visible(&part)) } }
        }
    }
}

/// A sentence. Its parts in backticks become code.
fn sentence(text: &str) -> Markup {
    let parts: Vec<_> = text.split('`').collect();
    html! {
        @if parts.len() % 2 == 0 {
            (visible(text))
        } @else {
            @for (index, part) in parts.iter().enumerate() {
                @if index % 2 == 0 { (visible(part)) } @else { code { (visible(part)) } }
            }
        }
    }
}
