//! Takes pairs from the queue and calls the comparison for each.

use super::graph::{Flow, NodeId};
use super::kinds::EXAMPLE_CHANGED;
use super::places::Pair;
use super::walk::{Walk, What};
use super::{callbacks, parameters, payloads, responses, schemas, schemes, security, servers};

/// Compares queued pairs until the queue is empty.
pub(super) fn drain(walk: &mut Walk<'_>) {
    while let Some((id, what, pair)) = walk.next() {
        match what {
            What::Schema(notation) => schemas::compare(walk, id, notation, &pair, false),
            What::Form(notation) => schemas::compare(walk, id, notation, &pair, true),
            What::Parameter => parameters::compare(walk, id, &pair),
            What::RequestBody => payloads::compare_body(walk, id, &pair),
            What::Response => responses::compare(walk, id, &pair),
            What::Header => responses::compare_header(walk, id, &pair),
            What::Link => responses::compare_link(walk, id, &pair),
            What::Callback => callbacks::compare(walk, id, &pair),
            What::PathItem => callbacks::compare_item(walk, id, pair),
            What::Example => example(walk, id, &pair),
            What::Servers => servers::compare(walk, id, &pair),
            What::Security => security::compare(walk, id, &pair),
            What::SecurityScheme => schemes::compare(walk, id, &pair),
        }
    }
}

fn example<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    if pair.base.value != pair.head.value {
        walk.report(id, Flow::Keep, &EXAMPLE_CHANGED, pair, &pair.head.pointer, "");
    }
}
