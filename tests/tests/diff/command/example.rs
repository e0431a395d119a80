//! A report about two documents, with one change of each weight and everything that an output format shows. It is handwritten,
//! so that the snapshots of the formats do not change with the rules.

use openapi_diff::change::{Bump, Direction, ItemChange, Position, RustChange, Severity, WireChange};
use openapi_diff::report::Report;
use openapi_diff::show::{Format, VersionPlace, View, show};
use openapi_diff::verdict::{Verdict, rust_bump, wire_bump};
use openapi_document::Source;

/// The two documents, the report, and everything else that an output format needs.
pub(crate) struct Example {
    pub(crate) base: Source,
    pub(crate) head: Source,
    pub(crate) report: Report,
    notes: Vec<String>,
    version: VersionPlace,
}

impl Example {
    pub(crate) fn new() -> Self {
        let base = Source::new("main:spec/openapi.yaml", include_str!("data/base.yaml"));
        let head = Source::new("spec/openapi.yaml", include_str!("data/head.yaml"));
        let wire = wire(&base, &head);
        let rust = rust(&wire);
        Self {
            report: report(wire, rust),
            base,
            head,
            notes: vec!["spec/openapi.yaml was spec/bicycles.yaml at main.".to_owned()],
            version: VersionPlace {
                file: "generated-client/Cargo.toml".to_owned(),
                line: 3,
            },
        }
    }

    /// The same documents with other changes on the wire.
    pub(crate) fn with_wire(wire: Vec<WireChange>) -> Self {
        Self {
            report: report(wire, Vec::new()),
            ..Self::new()
        }
    }

    pub(crate) fn show(&self, format: Format) -> String {
        let Self {
            base,
            head,
            report,
            notes,
            version,
        } = self;
        show(
            &View {
                report,
                base,
                head,
                file: "spec/openapi.yaml",
                notes,
                version: Some(version),
            },
            format,
        )
    }
}

fn report(wire: Vec<WireChange>, rust: Vec<RustChange>) -> Report {
    Report {
        required_bump: wire_bump(&wire).max(rust_bump(&rust)),
        verdict: Some(Verdict::new(&wire, &rust, "0.3.1", "0.3.2").unwrap()),
        wire,
        rust,
        ..Report::default()
    }
}

/// The place of the first `text`.
fn place(source: &Source, text: &str) -> Option<Position> {
    let at = source.text().find(text)?;
    let position = source.position(at);
    Some(Position {
        line: position.line,
        column: position.column,
    })
}

fn wire(base: &Source, head: &Source) -> Vec<WireChange> {
    let mut changes = breaking(base, head);
    changes.extend(others(base, head));
    changes
}

const BOTH: [&str; 2] = ["GET /bicycles", "POST /bicycles"];

fn breaking(base: &Source, head: &Source) -> Vec<WireChange> {
    let gone = change(
        ("operation-removed", Severity::Breaking, Direction::None),
        &["DELETE /bicycles/{frame}"],
        "/paths/~1bicycles~1{frame}/delete",
        "The operation `DELETE /bicycles/{frame}` was removed.",
    );
    let required = change(
        ("property-became-required", Severity::Breaking, Direction::Request),
        &["POST /bicycles"],
        "/components/schemas/Bicycle/required/1",
        "The property `gears` became required.",
    );
    let bell = change(
        ("property-removed", Severity::Breaking, Direction::Both),
        &BOTH,
        "/components/schemas/Bicycle/properties/bell",
        "The property `bell` was removed.",
    );
    vec![
        at(gone, place(base, "delete:"), None),
        at(required, None, place(head, "- gears")),
        at(bell, place(base, "bell:"), None),
    ]
}

fn others(base: &Source, head: &Source) -> Vec<WireChange> {
    let format = change(
        ("format-changed", Severity::Risky, Direction::Both),
        &BOTH,
        "/components/schemas/Bicycle/properties/gears/format",
        "The format of `gears` changed from `int32` to `int64`.",
    );
    let lock = change(
        ("property-added", Severity::Compatible, Direction::Both),
        &BOTH,
        "/components/schemas/Bicycle/properties/lock",
        "The optional property `lock` was added.",
    );
    let summary = change(
        ("summary-changed", Severity::Docs, Direction::None),
        &["GET /bicycles"],
        "/paths/~1bicycles/get/summary",
        "The summary changed to `Lists all bicycles that are | not </script><!-- scrapped, @everyone`.",
    );
    let version = change(
        ("info-changed", Severity::Docs, Direction::None),
        &[],
        "/info/version",
        "The document's version changed.",
    );
    vec![
        at(format, place(base, "format:"), place(head, "format:")),
        at(lock, None, place(head, "lock:")),
        at(summary, place(base, "summary:"), place(head, "summary:")),
        at(version, place(base, "version:"), place(head, "version:")),
    ]
}

fn change(
    (id, severity, direction): (&str, Severity, Direction),
    operations: &[&str],
    pointer: &str,
    message: &str,
) -> WireChange {
    WireChange {
        id: id.to_owned(),
        severity,
        direction,
        operations: operations.iter().map(|name| (*name).to_owned()).collect(),
        pointer: pointer.to_owned(),
        message: message.to_owned(),
        base: None,
        head: None,
        fingerprint: format!("{id}:{pointer}"),
        accepted: None,
    }
}

fn at(change: WireChange, base: Option<Position>, head: Option<Position>) -> WireChange {
    WireChange { base, head, ..change }
}

fn rust(wire: &[WireChange]) -> Vec<RustChange> {
    let change =
        |item: &str, change, bump, reason: &str, base: Option<&str>, head: Option<&str>, cause: Option<usize>| {
            RustChange {
                item: item.to_owned(),
                change,
                bump,
                reason: reason.to_owned(),
                base: base.map(str::to_owned),
                head: head.map(str::to_owned),
                caused_by: cause.map(|index| wire[index].fingerprint.clone()).into_iter().collect(),
            }
        };
    vec![
        change(
            "Client::scrap_bicycle",
            ItemChange::Removed,
            Bump::Major,
            "Code that calls it does not compile any more.",
            Some("pub async fn scrap_bicycle(&self, frame: &str) -> Result<(), Error>"),
            None,
            Some(0),
        ),
        change(
            "types::Bicycle::gears",
            ItemChange::Changed,
            Bump::Major,
            "The type of a public field changed.",
            Some("pub gears: Option<i32>"),
            Some("pub gears: i64"),
            Some(1),
        ),
        change(
            "Garage::new",
            ItemChange::Added,
            Bump::Minor,
            "A new item is in nobody's way.",
            None,
            Some("pub fn new(name: &str) -> Self"),
            None,
        ),
    ]
}
