//! What saves time changes nothing: models that are remembered between two runs, and the comparison of those parts alone that
//! differ between two documents.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the report of a test")]

use codegen::{Memory, Unobserved, generate, generate_both, generate_with};
use openapi_diff::change::RustChange;
use openapi_diff::surface::{Surface, compare, link};
use openapi_diff::wire;
use openapi_document::load::{Document, OnError, load};
use openapi_document::{Source, threads};
use serde_json::Value;

use super::mutations::documents;
use super::mutations::mutate::{Random, mutate};

/// How often each document is changed.
const ROUNDS: u64 = 4;

#[test]
fn an_edit_is_generated_and_reported_as_without_a_memory() {
    let documents = documents();
    let mut edits = Vec::new();
    for (index, (path, document)) in documents.iter().enumerate() {
        for round in 0..ROUNDS {
            let seed = u64::try_from(index).unwrap() * ROUNDS + round;
            let mut random = Random::new(seed);
            let donor = &documents[random.below(documents.len())].1;
            let mut edited = document.clone();
            mutate(&mut edited, Some(donor), 1 + random.below(2), &mut random);
            edits.push((format!("{} with the seed {seed}", path.display()), document, edited));
        }
    }
    let changes = threads::all(&edits, |(name, base, head)| check(name, base, head), |_| ());
    let compared = changes.iter().flatten().count();
    assert!(
        compared * 3 > edits.len(),
        "{compared} of {} edits generate",
        edits.len()
    );
    assert!(
        changes.iter().flatten().any(|&count| count > 0),
        "no edit changes the code"
    );
}

/// The number of changes in Rust, if both documents have code.
fn check(name: &str, base: &Value, head: &Value) -> Option<usize> {
    let [base, head] = [base, head].map(|value| Source::new("document.json", &value.to_string()));
    let whole = [&base, &head].map(|source| generate(source.clone(), &mut Unobserved).code);
    let mut memory = Memory::default();
    for (source, code) in [&base, &head, &base].into_iter().zip(whole.iter().chain(&whole)) {
        let again = generate_with(source.clone(), OnError::Refuse, &mut memory, &mut Unobserved).code;
        assert!(again == *code, "{name}: a memory changes the code");
    }
    let (base, head) = (load(base).ok()?, load(head).ok()?);
    let parts = generate_both(&base, &head);
    for (part, whole) in parts.iter().zip(&whole) {
        assert_eq!(part.is_ok(), whole.is_some(), "{name}: only one of them has code");
    }
    let [Some(base_code), Some(head_code)] = whole else {
        return None;
    };
    let expected = report([&base_code, &head_code], &base, &head);
    let [Ok(base_part), Ok(head_part)] = parts else {
        return None;
    };
    assert_eq!(report([&base_part, &head_part], &base, &head), expected, "{name}");
    Some(expected.len())
}

fn report(codes: [&str; 2], base: &Document, head: &Document) -> Vec<RustChange> {
    let [of_base, of_head] = codes.map(|code| Surface::of_generated(code).unwrap());
    let mut changes = compare(&of_base, &of_head);
    link(&mut changes, &wire::compare(base, head), &of_base, &of_head);
    changes
}
