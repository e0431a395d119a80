//! A random sample of the edits that the grammar of OpenAPI allows, each with its verdict on the wire and in Rust;
//! `cargo run --release -p workspace-tests --bin coverage` compares all of them.

use workspace_tests::coverage::{Draw, Reader, Rust, Waivers, edits, sites};

#[test]
fn every_edit_has_a_verdict_on_the_wire() {
    let mut draw = Draw::one_in(151);
    let mut waivers = Waivers::default();
    let (mut compared, mut faults) = (0, Vec::new());
    for site in &sites() {
        let mut reader = Reader::new(site);
        for edit in edits(site, &mut draw) {
            compared += 2;
            let found = reader
                .on_the_wire(&edit)
                .map_or_else(|fault| vec![fault], |(_, faults)| faults);
            let others = found.into_iter().filter(|fault| !waivers.allow(site, &edit.key, fault));
            faults.extend(others.map(|fault| format!("{}: {}: {}", fault.rule, edit.describe(site), fault.message)));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(
        draw.edits() > 300_000 && compared > 2_000,
        "{} edits, {compared} drawn",
        draw.edits()
    );
}

#[test]
fn an_edit_has_a_verdict_in_rust() {
    let mut draw = Draw::one_in(8_009);
    let mut compared = 0;
    for site in &sites() {
        let mut reader = Reader::new(site);
        for edit in edits(site, &mut draw) {
            let Ok((reports, _)) = reader.on_the_wire(&edit) else {
                continue;
            };
            match reader.in_rust(&edit, &reports) {
                Ok(Rust::Compared(..)) => compared += 1,
                Ok(Rust::Refused(_)) => {}
                Err(fault) => panic!("{}: {}: {}", fault.rule, edit.describe(site), fault.message),
            }
        }
    }
    assert!(compared > 0);
}
