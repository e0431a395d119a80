//! The Rust axis: the public API of two crates, or of the code of two documents.

use openapi_diff::change::{RustChange, WireChange};
use openapi_diff::surface::{self, Surface};
use openapi_document::{Finding, Severity};

use super::end::{Crate, End};
use super::side::Sides;
use crate::failure::Failure;

/// The code of both documents, or the findings of one that has none.
pub(super) type Codes = [Result<String, Vec<Finding>>; 2];

/// The changes in Rust: of the crates, or of `codes`. If no code can be generated from a document, `None`, and a note says why.
pub(super) fn changes(
    sides: &Sides,
    base: &End,
    head: &End,
    wire: &[WireChange],
    codes: Option<Codes>,
    notes: &mut Vec<String>,
) -> Result<Option<Vec<RustChange>>, Failure> {
    let surfaces = match (&base.package, &head.package) {
        // Many changes of a document change no code.
        (Some(base), Some(head)) if base.has_the_code_of(head) => return Ok(Some(Vec::new())),
        (Some(base), Some(head)) => Some((surface(base)?, surface(head)?)),
        _ => {
            if sides.are_mixed() {
                notes.push(
                    "A file has no crate, so the Rust axis compares the code that this generator writes for both documents, \
                     and the version is not checked."
                        .to_owned(),
                );
            }
            let Some(codes) = codes else {
                return Ok(Some(Vec::new()));
            };
            generated([base, head], codes, notes)
        }
    };
    Ok(surfaces.map(|(base, head)| {
        let mut changes = surface::compare(&base, &head);
        surface::link(&mut changes, wire, &base, &head);
        changes
    }))
}

fn surface(package: &Crate) -> Result<Surface, Failure> {
    Surface::of_crate(&package.sources, package.manifest.as_deref()).map_err(|error| {
        Failure::new(format!("cannot read the crate's API at {}", package.name), error)
            .with_help("the crate has to compile before it can be compared")
    })
}

/// The public APIs of the code of the two documents. If one of them has no code, a note says why.
fn generated(ends: [&End; 2], codes: Codes, notes: &mut Vec<String>) -> Option<(Surface, Surface)> {
    let mut surfaces = ends.into_iter().zip(codes).map(|(end, code)| {
        let code = code.map_err(|findings| why(&findings));
        let surface = code.and_then(|code| Surface::of_generated(&code).map_err(|error| error.to_string()));
        let name = end.source.name();
        let note = |why| {
            notes.push(format!(
                "Rust is not compared: no code can be generated from {name}: {why}."
            ));
        };
        surface.map_err(note).ok()
    });
    let (base, head) = (surfaces.next().flatten(), surfaces.next().flatten());
    base.zip(head)
}

/// Why no code was generated.
fn why(findings: &[Finding]) -> String {
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => format!("{} ({})", finding.message, finding.rule),
        None => "the generator gave no reason".to_owned(),
    }
}
