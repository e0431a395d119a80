//! Responses that progenitor cannot take: it knows one type for all successes of an operation and one for all errors.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::support::rust_type::{Name, Types, same_but_for_words};
use super::{Context, OperationNode, Rule};
use crate::finding::{Finding, Severity};
use crate::lower::is_json;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "response",
    summary: "all successes of an operation must have one type, and all errors one type",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for operation in context.operations() {
        let Some(map) = operation.map.get("responses").and_then(Value::as_object) else {
            continue;
        };
        let at = operation.pointer.child("responses");
        if !map.keys().any(|key| !key.starts_with("x-")) {
            let message = "this operation documents no response";
            let finding = context.at_key(RULE.id, Severity::Warning, &at, message);
            findings.push(finding.with_help("describe at least the success"));
        }
        let responses = responses(context, &operation, map, &at);
        for response in &responses {
            findings.extend(response.problem.clone());
            findings.extend(ignored(context, &operation, response));
        }
        let succeeds = responses.iter().any(|response| response.outcome == Outcome::Success);
        for outcome in [Outcome::Success, Outcome::Error] {
            // Beside a success, `default` stands for errors only: the lowering `default-response` sees to that.
            let group = responses.iter().filter(|response| {
                response.outcome == outcome
                    || (response.outcome == Outcome::Default && (outcome == Outcome::Error || !succeeds))
            });
            disagreements(context, outcome, &group.collect::<Vec<_>>(), findings);
        }
        namesakes(context, &responses, findings);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Error,
    Default,
    Ignored,
}

/// A response as progenitor will see it.
struct Response<'d> {
    status: String,
    outcome: Outcome,
    /// Where the operation lists it.
    pointer: Pointer,
    kind: Kind<'d>,
    problem: Option<Finding>,
}

/// What progenitor makes of a body.
enum Kind<'d> {
    Typed(Body<'d>),
    /// A JSON media type without schema, which is a problem of its own.
    Broken,
    Raw,
    Upgrade,
    Empty,
}

/// A JSON body.
struct Body<'d> {
    /// The text of its type.
    text: String,
    schema: &'d Value,
    /// Whether typify makes up a name for it or for what it holds.
    is_named_here: bool,
}

impl Kind<'_> {
    fn described(&self) -> &'static str {
        match self {
            Self::Typed(_) => "a JSON body",
            Self::Broken => "a body without schema",
            Self::Raw => "a body that is not JSON",
            Self::Upgrade => "a switch of protocols",
            Self::Empty => "no body",
        }
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Typed(a), Self::Typed(b)) => a.text == b.text,
            (Self::Broken, _) | (_, Self::Broken) => true,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }
}

/// The responses in the order of the text.
fn responses<'d>(
    context: &Context<'d>,
    operation: &OperationNode<'d>,
    map: &'d Map<String, Value>,
    at: &Pointer,
) -> Vec<Response<'d>> {
    let id = operation
        .map
        .get("operationId")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let listed = map.iter().filter_map(|(status, value)| {
        let pointer = at.child(status);
        let (target, value) = context.resolve_at(&pointer, value)?;
        let outcome = outcome(status)?;
        let content = value.get("content").and_then(Value::as_object);
        let (kind, problem) = kind(context, status, &target, content, id);
        Some(Response {
            status: status.clone(),
            outcome,
            pointer,
            kind,
            problem,
        })
    });
    let mut responses: Vec<_> = listed.collect();
    responses.sort_by_key(|response| context.start(&response.pointer));
    responses
}

fn outcome(status: &str) -> Option<Outcome> {
    match status.as_bytes() {
        b"default" => Some(Outcome::Default),
        b"101" | [b'2', _, _] => Some(Outcome::Success),
        [b'4' | b'5', _, _] => Some(Outcome::Error),
        [b'1' | b'3', _, _] => Some(Outcome::Ignored),
        _ => None,
    }
}

fn kind<'d>(
    context: &Context<'d>,
    status: &str,
    at: &Pointer,
    content: Option<&'d Map<String, Value>>,
    operation_id: &str,
) -> (Kind<'d>, Option<Finding>) {
    let media_types = content.into_iter().flatten();
    let place = at.child("content");
    let json = media_types.clone().find(|(name, _)| *name == "application/json");
    let Some((name, media_type)) = json.or_else(|| media_types.clone().find(|(name, _)| is_json(name))) else {
        let kind = match (status, content.is_some_and(|content| !content.is_empty())) {
            ("101", _) => Kind::Upgrade,
            (_, true) => Kind::Raw,
            (_, false) => Kind::Empty,
        };
        return (kind, None);
    };
    let place = place.child(name);
    let error = |at: &Pointer, message: String| context.at_key(RULE.id, Severity::Error, at, message);
    let Some(schema) = media_type.get("schema") else {
        let problem = error(&place, format!("the response's `{name}` has no schema"));
        return (
            Kind::Broken,
            Some(problem.with_help("add a `schema`; `schema: {}` stands for anything")),
        );
    };
    let encoded = media_type
        .get("encoding")
        .and_then(Value::as_object)
        .is_some_and(|map| !map.is_empty());
    let problem = encoded.then(|| {
        let message = format!("progenitor takes no `encoding` in `{name}`");
        error(&place.child("encoding"), message).with_help("remove it; OpenAPI uses it in forms only")
    });
    let name = Name::Suggested(format!("{operation_id}-response"));
    let mut types = Types::default();
    let text = types.of(schema, &place.child("schema"), name);
    (
        Kind::Typed(Body {
            text,
            schema,
            is_named_here: !types.inline.is_empty(),
        }),
        problem,
    )
}

fn disagreements(context: &Context<'_>, outcome: Outcome, group: &[&Response<'_>], findings: &mut Vec<Finding>) {
    let [first, others @ ..] = group else { return };
    let what = if outcome == Outcome::Success {
        "successes"
    } else {
        "errors"
    };
    for other in others.iter().filter(|other| !other.kind.same(&first.kind)) {
        let (one, two) = (first.kind.described(), other.kind.described());
        let message = if one == two {
            format!(
                "the {what} `{}` and `{}` have different types",
                first.status, other.status
            )
        } else {
            format!(
                "of the {what}, `{}` has {one} and `{}` has {two}",
                first.status, other.status
            )
        };
        let finding = context.at_key(RULE.id, Severity::Error, &other.pointer, message);
        let label = context.document.key_span(&first.pointer);
        findings.push(finding.with_label(label, "the other one").with_help(format!(
            "progenitor has one type for all {what} of an operation; let them refer to one component schema, or drop one"
        )));
    }
}

/// Inline schemas that differ: typify calls them all by the operation's name, and keeps the first one.
fn namesakes(context: &Context<'_>, responses: &[Response<'_>], findings: &mut Vec<Finding>) {
    let mut first_uses: HashMap<&str, (&Response<'_>, &Value)> = HashMap::new();
    for response in responses {
        let Kind::Typed(body) = &response.kind else { continue };
        if !body.is_named_here {
            continue;
        }
        let Some((first, schema)) = first_uses.get(body.text.as_str()) else {
            first_uses.insert(&body.text, (response, body.schema));
            continue;
        };
        if !same_but_for_words(schema, body.schema) {
            let (one, two) = (&first.status, &response.status);
            let message = format!(
                "the schemas of `{one}` and `{two}` differ, and both become the type `{}`",
                body.text
            );
            let finding = context.at_key(RULE.id, Severity::Error, &response.pointer, message);
            let label = context.document.key_span(&first.pointer);
            findings.push(
                finding
                    .with_label(label, "the other one")
                    .with_help("move each to a component of its own"),
            );
        }
    }
}

/// Notes on what the client does not take from a response.
fn ignored(context: &Context<'_>, operation: &OperationNode<'_>, response: &Response<'_>) -> Option<Finding> {
    if operation.method == "head" && matches!(response.kind, Kind::Typed(_) | Kind::Raw) {
        let message = format!(
            "the response `{}` to HEAD has a body, and HTTP allows none",
            response.status
        );
        let finding = context.at_key(RULE.id, Severity::Warning, &response.pointer, message);
        return Some(finding.with_help("remove its `content`"));
    }
    if response.outcome != Outcome::Ignored {
        return None;
    }
    let message = format!(
        "the client returns status `{}` as `Error::UnexpectedResponse`, without reading it",
        response.status
    );
    let finding = context.at_key(RULE.id, Severity::Note, &response.pointer, message);
    Some(finding.with_help("progenitor knows statuses 101, 2XX, 4XX and 5XX only"))
}
