//! Callbacks and webhooks: operations that the server calls. The client gets their requests and sends their responses.

use openapi_document::grammar::METHODS;

use super::graph::{Flow, NodeId, Operation, ROOT};
use super::kinds::{CALLBACK_ADDED, CALLBACK_REMOVED, WEBHOOK_ADDED, WEBHOOK_REMOVED};
use super::operations;
use super::places::{At, Both, Pair};
use super::scopes::Scopes;
use super::walk::Walk;
use super::{documentation, servers};

/// Compares the webhooks of two documents. They are callbacks without an operation.
pub(super) fn compare_webhooks<'d>(walk: &mut Walk<'d>, root: &Pair<'d>) {
    for (name, sides) in root.get("webhooks").entries(ToOwned::to_owned) {
        match sides {
            Both {
                base: Some(base),
                head: Some(head),
            } => {
                let unstable = false;
                let name = format!("webhook {name}");
                let webhook = walk.graph.add(Some(Operation { name, unstable }));
                compare_item(walk, webhook, Both { base, head });
            }
            sides => {
                let kind = if sides.head.is_some() {
                    &WEBHOOK_ADDED
                } else {
                    &WEBHOOK_REMOVED
                };
                walk.one_sided(ROOT, Flow::Keep, kind, &sides, &root.head.pointer, name);
            }
        }
    }
}

fn one_sided<'d>(walk: &mut Walk<'d>, id: NodeId, owner: &Pair<'d>, sides: &Both<Option<At<'d>>>, name: &str) {
    let kind = if sides.head.is_some() {
        &CALLBACK_ADDED
    } else {
        &CALLBACK_REMOVED
    };
    walk.one_sided(id, Flow::Keep, kind, sides, &owner.head.pointer, name);
}

/// Compares two Callback Objects, expression by expression.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    for field in walk.fields(id, pair) {
        if field.key.starts_with("x-") {
            walk.other_field(id, pair, &field);
            continue;
        }
        match pair.get(field.key) {
            Both {
                base: Some(base),
                head: Some(head),
            } => compare_item(walk, id, Both { base, head }),
            sides => one_sided(walk, id, pair, &sides, field.key),
        }
    }
}

/// Compares two Path Item Objects whose operations the server calls.
pub(super) fn compare_item<'d>(walk: &mut Walk<'d>, id: NodeId, pair: Pair<'d>) {
    let pair = walk.resolved(pair);
    // The key of a callback has no path parameters.
    let variables = Both {
        base: Vec::new(),
        head: Vec::new(),
    };
    for field in walk.fields(id, &pair) {
        match field.key {
            method if METHODS.contains(&method) => match pair.get(method) {
                Both {
                    base: Some(base),
                    head: Some(head),
                } => {
                    let operation = walk.graph.add(None);
                    walk.graph.link(id, Flow::Flip, operation);
                    let scopes = Scopes {
                        item: &pair,
                        variables: &variables,
                        inherits: false,
                    };
                    operations::compare(walk, operation, &scopes, &Both { base, head });
                }
                sides => one_sided(walk, id, &pair, &sides, method),
            },
            "parameters" => {}
            "servers" => servers::visit_around(walk, id, &pair),
            "summary" | "description" => documentation::compare(walk, id, &pair, &field),
            _ => walk.other_field(id, &pair, &field),
        }
    }
}
