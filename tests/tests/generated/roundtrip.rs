//! A short round-trip test with the golden documents: models lose nothing and invent nothing.
//! `cargo run -p workspace-tests --bin roundtrip -- DIR` runs a long one with any documents.

use std::fmt::Debug;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use workspace_tests::roundtrip::{self, Category, Origin};

use crate::{
    bodies_client, builders_client, exact_client, forms_client, operations_client, outcomes_client, parameters_client,
};

/// The documents whose types are compiled here.
const DOCUMENTS: [&str; 7] = [
    "bodies",
    "builders",
    "exact",
    "forms",
    "operations",
    "outcomes",
    "parameters",
];

fn document(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/documents/{name}.yaml"))
}

fn read<T: DeserializeOwned + Serialize + Debug>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(value) if format!("{value:?}").contains("Unknown(") => {
            format!("?{}", serde_json::to_string(&value).unwrap())
        }
        Ok(value) => format!("+{}", serde_json::to_string(&value).unwrap()),
        Err(error) => format!("-{error}"),
    }
}

/// Reads a text as a type and writes it again.
#[allow(deprecated, reason = "what the document calls deprecated is read as well")]
fn dispatch(module: &str, name: &str, text: &str) -> String {
    include!("snapshots/generated__roundtrip__table.snap.rs")
}

#[test]
fn the_table_has_every_type() {
    let arms = DOCUMENTS.map(|name| roundtrip::table(&document(name), &format!("{name}_client")).unwrap());
    let table = format!(
        "match (module, name) {{\n{}    _ => String::new(),\n}}\n",
        arms.concat()
    );
    insta::assert_binary_snapshot!("table.rs", table.into_bytes());
}

#[test]
fn models_lose_nothing_and_invent_nothing() {
    let mut reported = 0;
    for name in DOCUMENTS {
        let module = format!("{name}_client");
        let read = |of: &str, text: &str| dispatch(&module, of, text);
        let report = roundtrip::run_compiled(&document(name), 12, read).unwrap();
        assert!(report.types > 0, "no type of {name} was read");
        for category in report.rows.keys().filter(|category| **category > Category::Reported) {
            let is_wrong = [Origin::Instance, Origin::Example, Origin::Grown]
                .iter()
                .any(|origin| report.count(*category, *origin) > 0);
            assert!(!is_wrong, "{name}: {report}");
        }
        reported += report.count(Category::Reported, Origin::Instance);
    }
    // Values that no type can hold are reported, and counted as reported.
    assert!(reported > 0);
}
