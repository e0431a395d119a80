//! Stage 2: judges the author's document. One rule a file below this module, its id the file's stem.
//!
//! A rule reads and never changes the document, and it says nothing about what another rule already says. Rules must take
//! any JSON value: where the document does not have the shape that they look for, they stay silent, since the rules about
//! shape (`unknown-key`, `wrong-type`, `missing-key`) have spoken.

mod ambiguous_scalar;
mod dangling_ref;
mod default_mismatch;
mod example_mismatch;
mod external_ref;
mod failure_extension;
mod lint_allow;
mod lost_key;
mod missing_key;
mod not_honoured;
mod openapi_version;
mod operation_id;
mod parameter;
mod path_parameter;
mod path_query;
mod request_body;
mod required_property;
mod response;
mod security;
pub(crate) mod support;
mod unknown_key;
mod wrong_type;

pub use support::explain::{all, explain, list};

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::{self, Finding, Severity};
use crate::load::{Document, Mend};
use crate::pointer::{self, Pointer};
use crate::shape::{self, METHODS, Node, Nodes, Object};
use crate::threads;

/// A rule: what it is called, what it is about, and how it looks. What users read of it stands in the rule's own file.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The id that findings carry: the stem of the rule's file, with dashes.
    pub id: &'static str,
    /// One sentence: what the rule wants.
    pub summary: &'static str,
    /// How much its findings weigh, the weightiest first.
    pub severities: &'static [Severity],
    /// Why it wants that, and which of its findings weigh more than others.
    pub why: &'static str,
    /// Keys of a document that it finds something in. What every document has beside them is left out.
    pub bad: &'static str,
    /// The same, corrected.
    pub good: &'static str,
    /// Looks at a document and adds what it finds.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// All rules, in the order of their ids.
pub const RULES: &[Rule] = &[
    ambiguous_scalar::RULE,
    dangling_ref::RULE,
    default_mismatch::RULE,
    example_mismatch::RULE,
    external_ref::RULE,
    failure_extension::RULE,
    lint_allow::RULE,
    lost_key::RULE,
    missing_key::RULE,
    not_honoured::RULE,
    openapi_version::RULE,
    operation_id::RULE,
    parameter::RULE,
    path_parameter::RULE,
    path_query::RULE,
    request_body::RULE,
    required_property::RULE,
    response::RULE,
    security::RULE,
    unknown_key::RULE,
    wrong_type::RULE,
];

/// Judges `document` by all rules. The findings are sorted by place; those that the document accepts are left out.
///
/// A document in a version of OpenAPI that no other rule knows is judged by its version alone.
#[must_use]
pub fn lint(document: &Document) -> Vec<Finding> {
    findings(&Context::new(document))
}

/// [`lint`] for whoever looks at the document as well.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    if context.document.source.is_large() {
        return findings_and(context, || ()).0;
    }
    let mut findings = first(context);
    findings.extend(last(context));
    settled(context, findings)
}

/// [`findings`], and what comes of `next`, which is done while the last rule still looks; `None` where the document is
/// refused.
pub(crate) fn findings_and<T>(context: &Context<'_>, next: impl FnOnce() -> T) -> (Vec<Finding>, Option<T>) {
    let (last, (mut findings, next)) = threads::both(
        || last(context),
        || {
            let findings = first(context);
            let next = (!finding::refuses(&findings)).then(next);
            (findings, next)
        },
    );
    findings.extend(last);
    (settled(context, findings), next)
}

/// The errors that refuse the document, as [`findings`] has them.
pub(crate) fn refusals(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = first(context);
    findings.retain(Finding::refuses);
    findings
}

/// The findings of all rules without those that the document accepts, sorted.
fn settled(context: &Context<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    if is_known(context) {
        lint_allow::settle(context, &mut findings);
    }
    finding::sort(&mut findings);
    findings
}

/// The rule that takes longest. It only warns, so that what it finds keeps nobody from going on.
const LAST: Rule = lost_key::RULE;

/// What the last rule finds.
fn last(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if is_known(context) {
        (LAST.check)(context, &mut findings);
    }
    findings
}

/// What all other rules find.
fn first(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = context.document.findings.clone();
    if !is_known(context) {
        (openapi_version::RULE.check)(context, &mut findings);
        return findings;
    }
    let by = |rule: &Rule| {
        let mut findings = Vec::new();
        if rule.id != LAST.id {
            (rule.check)(context, &mut findings);
        }
        findings
    };
    if context.document.source.is_large() {
        let found = threads::all(RULES.len(), |at| RULES.get(at).map(by));
        findings.extend(found.into_iter().flatten().flatten());
    } else {
        findings.extend(RULES.iter().flat_map(by));
    }
    findings
}

/// Whether the document is in a version of OpenAPI that the rules know.
fn is_known(context: &Context<'_>) -> bool {
    let mut findings = Vec::new();
    (openapi_version::RULE.check)(context, &mut findings);
    findings.is_empty()
}

/// What every rule looks at: the document, and the walk over it that all rules share.
pub struct Context<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its objects, references and misfits.
    pub nodes: Nodes<'d>,
}

/// An operation, with where it stands.
#[derive(Clone)]
pub struct OperationNode<'d> {
    /// Where the operation stands: `/paths/…/get`, or elsewhere if its path item is a reference.
    pub pointer: Pointer,
    /// The path template.
    pub path: String,
    /// The HTTP method in lower case.
    pub method: &'static str,
    /// The Operation Object.
    pub map: &'d Map<String, Value>,
    /// The Path Item Object around it.
    pub path_item: &'d Map<String, Value>,
}

impl OperationNode<'_> {
    /// Whether it stands where its path is, and not where that refers to.
    #[must_use]
    pub fn stands_in_its_path(&self) -> bool {
        let paths = Pointer::root().child("paths");
        self.pointer == paths.child(&self.path).child(self.method)
    }
}

/// A parameter as an operation has it: `$ref` followed, the path item's own included, overridden ones left out.
#[derive(Clone)]
pub struct ParameterNode<'d> {
    /// Where the operation or path item lists it (the Reference Object's place, if it is one).
    pub pointer: Pointer,
    /// Where the Parameter Object itself stands.
    pub target: Pointer,
    /// The Parameter Object.
    pub map: &'d Map<String, Value>,
}

impl ParameterNode<'_> {
    /// The parameter's name; empty where the document has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.map.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    /// The parameter's location (`query`, `header`, `path`, `cookie`); empty where the document has none.
    #[must_use]
    pub fn location(&self) -> &str {
        self.map.get("in").and_then(Value::as_str).unwrap_or_default()
    }
}

impl<'d> Context<'d> {
    /// Walks `document` once for all rules.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            nodes: shape::walk(&document.value),
        }
    }

    /// Follows local references from `value` to what is no reference. `None` where one dangles, leads outside the
    /// document or runs in circles.
    #[must_use]
    pub fn resolve(&self, value: &'d Value) -> Option<&'d Value> {
        resolve(&self.document.value, value)
    }

    /// Follows local references from the `value` at `at`, and says where that leads.
    #[must_use]
    pub fn resolve_at(&self, at: &Pointer, value: &'d Value) -> Option<(Pointer, &'d Value)> {
        let mut last = None;
        let value = follow(&self.document.value, value, |target| {
            last = Some(Pointer::from_escaped(target));
        })?;
        Some((last.unwrap_or_else(|| at.clone()), value))
    }

    /// The objects that a client has to do with: all but those inside callbacks, which are the server's requests.
    pub fn served(&self) -> impl Iterator<Item = &Node<'d>> {
        let mut callback: Option<&Pointer> = None;
        self.nodes.objects.iter().filter(move |node| {
            if callback.is_some_and(|callback| node.pointer.is_within(callback)) {
                return false;
            }
            // A callback's objects follow it, since the walk goes from the outside in.
            if node.object == Object::Callback {
                callback = Some(&node.pointer);
            }
            node.object != Object::Callback
        })
    }

    /// Where the key or, in an array, the value at `pointer` begins in the text: what "first" means to a reader.
    #[must_use]
    pub fn start(&self, pointer: &Pointer) -> usize {
        self.document.key_span(pointer).map_or(usize::MAX, |span| span.start)
    }

    /// All operations, in the document's order of paths. References of path items are followed.
    pub fn operations(&self) -> impl Iterator<Item = OperationNode<'d>> + '_ {
        let paths = self.document.value.get("paths").and_then(Value::as_object);
        let paths = paths.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-"));
        paths.flat_map(move |(path, item)| {
            let items = self.path_items(Pointer::root().child("paths").child(path), item);
            METHODS.into_iter().filter_map(move |method| {
                let (pointer, path_item, map) = items
                    .iter()
                    .find_map(|(at, item)| Some((at.child(method), *item, item.get(method)?.as_object()?)))?;
                Some(OperationNode {
                    pointer,
                    path: path.clone(),
                    method,
                    map,
                    path_item,
                })
            })
        })
    }

    /// A path item and those that it refers to, one after the other; what stands in an earlier one goes before.
    fn path_items(&self, at: Pointer, item: &'d Value) -> Vec<(Pointer, &'d Map<String, Value>)> {
        let mut items: Vec<(Pointer, &'d Map<String, Value>)> = Vec::new();
        let mut next = Some((at, item));
        while let Some((at, item)) = next {
            let Some(map) = item.as_object().filter(|_| items.iter().all(|(known, _)| *known != at)) else {
                break;
            };
            items.push((at, map));
            let target = map.get("$ref").and_then(Value::as_str).and_then(fragment);
            next = target.and_then(|target| {
                let item = pointer::find(&self.document.value, &target)?;
                Some((Pointer::from_escaped(&target), item))
            });
        }
        items
    }

    /// The parameters of an operation.
    #[must_use]
    pub fn parameters(&self, operation: &OperationNode<'d>) -> Vec<ParameterNode<'d>> {
        let mut parameters = self.parameter_list(operation.map, &operation.pointer);
        if operation.path_item.contains_key("parameters") {
            let own: HashSet<_> = parameters.iter().map(identity).collect();
            let item = operation.pointer.parent().unwrap_or_default();
            let inherited = self.parameter_list(operation.path_item, &item).into_iter();
            parameters.extend(inherited.filter(|parameter| !own.contains(&identity(parameter))));
        }
        parameters
    }

    fn parameter_list(&self, map: &'d Map<String, Value>, at: &Pointer) -> Vec<ParameterNode<'d>> {
        let list = map
            .get("parameters")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let place = at.child("parameters");
        let list = list.iter().enumerate();
        list.filter_map(|(index, value)| {
            let pointer = place.item(index);
            let (target, value) = self.resolve_at(&pointer, value)?;
            Some(ParameterNode {
                pointer,
                target,
                map: value.as_object()?,
            })
        })
        .collect()
    }

    /// A finding about the key that leads to `pointer`.
    #[must_use]
    pub fn at_key(
        &self,
        rule: &'static str,
        severity: Severity,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(
            rule,
            severity,
            self.document.author(pointer),
            self.document.key_span(pointer),
            message,
        )
    }

    /// A warning about a slip that has been read as what it was meant for, at its value if it has one of its own.
    #[must_use]
    pub fn at_mend(&self, rule: &'static str, mend: &Mend, at_value: bool, message: &str) -> Finding {
        let message = match &mend.read_as {
            Some(read_as) => format!("{message}; it is read as {read_as}"),
            None => message.to_owned(),
        };
        let span = self
            .document
            .spans
            .nearest_written(&mend.pointer, |place| match &place.key {
                Some(key) if !at_value || mend.written.is_null() => key.clone(),
                _ => place.value.clone(),
            });
        Finding::new(rule, Severity::Warning, mend.pointer.clone(), span, message)
    }

    /// A finding about the value at `pointer`.
    #[must_use]
    pub fn at_value(
        &self,
        rule: &'static str,
        severity: Severity,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(
            rule,
            severity,
            self.document.author(pointer),
            self.document.value_span(pointer),
            message,
        )
    }
}

/// Follows local references inside `document` from `value` to what is no reference; `None` where that leads nowhere.
#[must_use]
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> Option<&'d Value> {
    follow(document, value, |_| {})
}

/// [`resolve`], which tells `visit` the pointer that each reference leads to.
fn follow<'d>(document: &'d Value, value: &'d Value, mut visit: impl FnMut(&str)) -> Option<&'d Value> {
    let mut value = value;
    for _ in 0..=MAX_STEPS {
        let Some(target) = value.get("$ref") else {
            return Some(value);
        };
        let pointer = fragment(target.as_str()?)?;
        value = pointer::find(document, &pointer)?;
        visit(&pointer);
    }
    None
}

/// How many references are followed one behind the other. Documents have two or three; more is a circle, or made to take
/// time.
pub(crate) const MAX_STEPS: usize = 64;

/// The pointer that a reference into this document leads to; `None` for another reference and a broken one.
pub(crate) fn fragment(reference: &str) -> Option<Cow<'_, str>> {
    let fragment = reference.strip_prefix('#')?;
    if fragment.contains('%') {
        percent_decode(fragment).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(fragment))
    }
}

/// Undoes percent-encoding, which the fragment of a reference may carry (RFC 3986); `None` where it is broken.
#[must_use]
pub fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn identity<'d>(parameter: &ParameterNode<'d>) -> (&'d str, &'d str) {
    let text = |key: &str| parameter.map.get(key).and_then(Value::as_str).unwrap_or_default();
    (text("in"), text("name"))
}
