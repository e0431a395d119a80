//! A random sample of the edits that the grammar of OpenAPI allows, each with its verdict on the wire and in Rust;
//! `cargo run --release -p workspace-tests --bin coverage` compares all of them.

use workspace_tests::coverage::{Plan, audit};

#[test]
fn every_edit_has_a_verdict_on_the_wire() {
    let audit = audit(plan(151, true), &|_, _| ());
    assert!(audit.is_clean(), "{}", audit.report(usize::MAX));
    let (edits, compared) = (audit.edits, audit.compared);
    assert!(edits > 300_000 && compared > 2_000, "{edits} edits, {compared} drawn");
    assert_eq!((audit.in_rust, audit.pairs.len()), (0, 0));
}

#[test]
fn an_edit_has_a_verdict_in_rust() {
    let audit = audit(plan(4_001, false), &|_, _| ());
    assert!(audit.is_clean(), "{}", audit.report(usize::MAX));
    assert!(audit.in_rust > 40, "{} compared in Rust", audit.in_rust);
    assert_eq!(audit.pairs.len() * 2, audit.in_rust);
}

fn plan(every: usize, is_wire_only: bool) -> Plan {
    Plan {
        every,
        is_wire_only,
        wants_pairs: !is_wire_only,
    }
}
