//! A short run of the comparison with the compiler; `cargo run -p workspace-tests --bin truth` does a long one.

use std::ops::ControlFlow;
use std::path::Path;

use workspace_tests::truth;

#[test]
fn the_compiler_agrees_with_the_report() {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("truth");
    let mut cases = Vec::new();
    truth::run(&work, &truth::fixtures().unwrap(), 14, 20, &mut |case| {
        cases.push(case);
        ControlFlow::Continue(())
    })
    .unwrap();
    let others: Vec<_> = cases
        .iter()
        .filter(|case| !case.agrees())
        .map(truth::describe)
        .collect();
    assert!(others.is_empty(), "the compiler says otherwise:\n{}", others.join("\n"));
    // A run proves nothing if all changes break, or none.
    assert!(cases.iter().any(truth::Case::is_major) && cases.iter().any(|case| !case.is_major()));
}

#[test]
fn every_change_in_rust_has_its_cause_on_the_wire() {
    let orphans = truth::without_cause(60, 30).unwrap();
    assert!(
        orphans.is_empty(),
        "{} changes without a cause:\n{}",
        orphans.len(),
        orphans.join("\n")
    );
}
