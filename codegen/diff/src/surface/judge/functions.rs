//! Functions and methods.

use super::super::item::FunctionShape;
use super::{Judgement, generics, major, minor};

pub(super) fn function(was: &FunctionShape, is: &FunctionShape) -> Vec<Judgement> {
    if let Some(generalised) = generalised(was, is) {
        return vec![generalised];
    }
    let mut found = qualifiers(was, is);
    if was.receiver != is.receiver {
        found.push(major("A method takes `self` in another way."));
    }
    if was.arguments.len() != is.arguments.len() {
        let (before, after) = (was.arguments.len(), is.arguments.len());
        found.push(major(format!(
            "It takes another number of arguments ({after}, not {before}): each call stops compiling."
        )));
    } else if let Some((was, is)) = was.arguments.iter().zip(&is.arguments).find(|(was, is)| was != is) {
        found.push(major(format!(
            "An argument has another type (`{is}`, not `{was}`): calls stop compiling."
        )));
    }
    if was.output != is.output {
        found.push(major(
            "It returns another type: code that uses the result stops compiling.",
        ));
    }
    found.extend(generics(&was.generics, &is.generics));
    found
}

fn qualifiers(was: &FunctionShape, is: &FunctionShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    match (was.is_const, is.is_const) {
        (true, false) => found.push(major(
            "It is no `const fn` any more, so constants cannot be made of it.",
        )),
        (false, true) => found.push(minor("It is a `const fn` now.")),
        _ => {}
    }
    match (was.is_unsafe, is.is_unsafe) {
        (false, true) => found.push(major("It is `unsafe` now: calls outside `unsafe` stop compiling.")),
        (true, false) => found.push(minor("It is not `unsafe` any more.")),
        _ => {}
    }
    if was.is_async != is.is_async {
        found.push(major("It is `async` on one side only: its result is another."));
    }
    if was.abi != is.abi {
        found.push(major("It has another ABI."));
    }
    found
}

/// Whether all that has changed is that an argument of type `T` became one of anything that makes a `T`. A call that
/// compiled does so still, except where inference lived on the type; Cargo's book counts that as minor.
fn generalised(was: &FunctionShape, is: &FunctionShape) -> Option<Judgement> {
    let same = FunctionShape {
        arguments: was.arguments.clone(),
        generics: was.generics.clone(),
        ..is.clone()
    } == *was;
    if !same || was.arguments.len() != is.arguments.len() || was.arguments == is.arguments {
        return None;
    }
    // Named parameters may join only where there were none: a turbofish names all or nothing.
    let named = is.generics.parameters.len() > was.generics.parameters.len();
    let had_types = was
        .generics
        .parameters
        .iter()
        .any(|parameter| parameter.kind != "lifetime");
    if named && had_types || is.generics.parameters.len() < was.generics.parameters.len() {
        return None;
    }
    let pairs = || was.arguments.iter().zip(&is.arguments).filter(|(was, is)| was != is);
    // A setter's own traits take everything that `Into` takes, and an `Option` of it; users cannot implement it.
    let into_option = |before: &str| {
        let of = before.strip_prefix("impl Into<")?.strip_suffix('>')?;
        Some(format!("IntoOption<{of}, "))
    };
    let is_widened = |before: &str, after: &str| {
        let is_json = before == "impl Into<serde_json::Value>" && after.ends_with("IntoJson");
        is_json || into_option(before).is_some_and(|bound| after.starts_with("impl ") && after.contains(&bound))
    };
    let from = |of: &str| {
        [
            format!("Into<{of}>"),
            format!("TryInto<{of}>"),
            format!("AsRef<{}>", of.trim_start_matches('&')),
            format!("Into<Option<{of}>>"),
        ]
    };
    let mut explained = Vec::new();
    for (before, after) in pairs() {
        if is_widened(before, after) {
            continue;
        }
        let bound = from(before).into_iter().find(|bound| {
            *after == format!("impl {bound}") || is.generics.bounds.contains(&format!("{after}: {bound}"))
        })?;
        explained.push(format!("{after}: {bound}"));
    }
    let unexplained = is
        .generics
        .bounds
        .difference(&was.generics.bounds)
        .any(|bound| !explained.contains(bound));
    let lost = was.generics.bounds.difference(&is.generics.bounds).next().is_some();
    (!unexplained && !lost).then(|| minor("An argument takes more types than before, the one that it took among them."))
}
