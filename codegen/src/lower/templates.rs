//! A path template names its parameters as the arguments are named, and progenitor knows one form of templates. Where the
//! author's template is another, its operations move. This pass runs last: it is the only one that moves operations.

use serde_json::{Map, Value};

use super::{Pass, Rewrite, parameters};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "templates",
    summary: "the parameters of a path template are called as the arguments are",
    run,
};

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    for operation in &facts.operations {
        let (Some(item), Some(method)) = (operation.pointer.parent(), operation.pointer.last()) else {
            continue;
        };
        let mut template = parameters::template(operation);
        if item.last().as_deref() == Some(template.as_str()) {
            continue;
        }
        let lowered = document.pointer_mut(item.as_str()).and_then(Value::as_object_mut);
        let Some(moving) = lowered.and_then(|item| item.remove(&method)) else {
            continue;
        };
        // Operations of two paths can have one template now; the literal tells them apart and goes nowhere.
        while document
            .pointer(parameters::place(&operation.pointer, &template).as_str())
            .is_some()
        {
            template.push('_');
        }
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        let entry = paths.map(|paths| {
            paths
                .entry(template.clone())
                .or_insert_with(|| Value::Object(Map::new()))
        });
        if let Some(item) = entry.and_then(Value::as_object_mut) {
            item.insert(method, moving);
        }
        let mut rewrite = Rewrite::lossless(operation.pointer.clone());
        let to = parameters::place(&operation.pointer, &template);
        rewrite.moved.push((operation.pointer.clone(), to));
        rewrites.push(rewrite);
    }
    rewrites
}
