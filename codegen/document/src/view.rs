//! A loaded document as OpenAPI's objects: its operations and parameters, with references followed, and findings about them.

mod same;

pub use same::same_but_for_words;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::{Finding, Severity};
use crate::grammar::{self, METHODS, Node, Nodes, Object};
use crate::load::{Correction, Document};
use crate::pointer::{self, MAX_STEPS, Pointer, fragment};

/// A document, and the one walk over it that everything else shares.
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
            nodes: grammar::walk(&document.value),
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
    pub fn at_correction(&self, rule: &'static str, correction: &Correction, at_value: bool, message: &str) -> Finding {
        let message = match &correction.read_as {
            Some(read_as) => format!("{message}; it is read as {read_as}"),
            None => message.to_owned(),
        };
        let span = self
            .document
            .spans
            .nearest_written(&correction.pointer, |place| match &place.key {
                Some(key) if !at_value || correction.written.is_null() => key.clone(),
                _ => place.value.clone(),
            });
        Finding::new(rule, Severity::Warning, correction.pointer.clone(), span, message)
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
pub fn follow<'d>(document: &'d Value, value: &'d Value, mut visit: impl FnMut(&str)) -> Option<&'d Value> {
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

fn identity<'d>(parameter: &ParameterNode<'d>) -> (&'d str, &'d str) {
    let text = |key: &str| parameter.map.get(key).and_then(Value::as_str).unwrap_or_default();
    (text("in"), text("name"))
}
