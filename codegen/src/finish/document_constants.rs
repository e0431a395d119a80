//! Which document the code was made from is in the code itself, so that whoever uses the crate can tell at run time.

use syn::{File, Item, parse_quote};

use super::{Pass, doc};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "document-constants",
    summary: "the document's version and sha256 are constants of the crate",
    run,
    expected: |_| Some(2),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    if !super::is_frame(file) {
        return 0;
    }
    let (version, sha256) = (&facts.version, &facts.sha256);
    let version_says =
        doc(" The version of the OpenAPI document that this code was generated from: its `info.version`.");
    let sha256_says = doc(
        " The sha256 of that document as JSON, without spaces and with its keys sorted: neither notation nor layout matters.",
    );
    let constants: [Item; 2] = [
        parse_quote!(#version_says pub const DOCUMENT_VERSION: &str = #version;),
        parse_quote!(#sha256_says pub const DOCUMENT_SHA256: &str = #sha256;),
    ];
    let count = constants.len();
    // Behind the imports, before the modules.
    let at = file
        .items
        .iter()
        .take_while(|item| matches!(item, Item::Use(_)))
        .count();
    file.items.splice(at..at, constants);
    count
}
