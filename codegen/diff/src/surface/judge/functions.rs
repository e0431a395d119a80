//! Functions and methods.

use super::super::item::FunctionShape;
use super::{Judgement, generics, major, minor};

pub(super) fn function(was: &FunctionShape, is: &FunctionShape) -> Vec<Judgement> {
    if let Some(generalised) = generalised(was, is) {
        return vec![generalised];
    }
    let mut found = qualifiers(was, is);
    if was.receiver != is.receiver {
        found.push(major("The `self` parameter of a method changed."));
    }
    if was.arguments.len() != is.arguments.len() {
        let (before, after) = (was.arguments.len(), is.arguments.len());
        found.push(major(format!(
            "The number of arguments changed from {before} to {after}: each call stops compiling."
        )));
    } else if let Some((was, is)) = was.arguments.iter().zip(&is.arguments).find(|(was, is)| was != is) {
        found.push(major(format!(
            "The type of an argument changed from `{was}` to `{is}`: calls stop compiling."
        )));
    }
    if was.output != is.output {
        found.push(major(
            "The return type changed: code that uses the result stops compiling.",
        ));
    }
    found.extend(generics(&was.generics, &is.generics));
    found
}

fn qualifiers(was: &FunctionShape, is: &FunctionShape) -> Vec<Judgement> {
    let mut found = Vec::new();
    match (was.is_const, is.is_const) {
        (true, false) => found.push(major("It is no longer a `const fn`: constants cannot use it.")),
        (false, true) => found.push(minor("It is now a `const fn`.")),
        _ => {}
    }
    match (was.is_unsafe, is.is_unsafe) {
        (false, true) => found.push(major("It is now `unsafe`: calls outside `unsafe` stop compiling.")),
        (true, false) => found.push(minor("It is no longer `unsafe`.")),
        _ => {}
    }
    if was.is_async != is.is_async {
        found.push(major("Only one side is `async`, so the return type changed."));
    }
    if was.abi != is.abi {
        found.push(major("The ABI changed."));
    }
    found
}

/// Judges a function whose only change is that an argument of type `T` now accepts everything that converts into `T`.
/// Calls still compile, unless they need the type for inference. The Cargo book calls that minor.
fn generalised(was: &FunctionShape, is: &FunctionShape) -> Option<Judgement> {
    let same = FunctionShape {
        arguments: was.arguments.clone(),
        generics: was.generics.clone(),
        ..is.clone()
    } == *was;
    if !same || was.arguments.len() != is.arguments.len() || was.arguments == is.arguments {
        return None;
    }
    // Named parameters may be added only if there were none: a turbofish names either all of them or none.
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
    // The trait of generated setters accepts everything that `Into` accepts, and an `Option` of it. That for JSON does not accept
    // a user's own type that converts to JSON.
    let into_option = |before: &str| {
        let of = before.strip_prefix("impl Into<")?.strip_suffix('>')?;
        Some(format!("IntoOption<{of}, "))
    };
    let is_widened = |before: &str, after: &str| {
        into_option(before).is_some_and(|bound| after.starts_with("impl ") && after.contains(&bound))
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
    (!unexplained && !lost).then(|| minor("An argument accepts more types than before, including the old one."))
}
