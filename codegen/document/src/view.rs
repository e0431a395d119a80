//! A view of a loaded document as OpenAPI objects: operations and parameters, with references followed.

mod same;

pub use same::same_but_for_words;

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::finding::{Finding, Severity};
use crate::grammar::{self, METHODS, Node, Nodes, Object};
use crate::load::{Correction, Document, OnError};
use crate::pointer::{self, MAX_STEPS, Pointer, fragment};

/// A document, with the result of one walk over it that all users share.
pub struct Context<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its objects, its references, and the places that do not follow the grammar.
    pub nodes: Nodes<'d>,
}

/// An operation and its place.
#[derive(Clone)]
pub struct OperationNode<'d> {
    /// The operation's place: `/paths/…/get`, or elsewhere if its path item is a reference.
    pub pointer: Pointer,
    /// The path template.
    pub path: String,
    /// The HTTP method in lower case.
    pub method: &'static str,
    /// The Operation Object.
    pub map: &'d Map<String, Value>,
    /// The Path Item Objects that its path consists of: the path's own, and those that it refers to.
    path_items: Arc<[PathItem<'d>]>,
}

/// A Path Item Object and its place.
type PathItem<'d> = (Pointer, &'d Map<String, Value>);

impl OperationNode<'_> {
    /// Whether it is directly in its path, and not in a path item that the path refers to.
    #[must_use]
    pub fn stands_in_its_path(&self) -> bool {
        let paths = Pointer::root().child("paths");
        self.pointer == paths.child(&self.path).child(self.method)
    }

    /// The objects whose `parameters` it has, with their places: itself, and the Path Item Objects of its path.
    pub fn owners_of_parameters(&self) -> impl Iterator<Item = (&Pointer, &Map<String, Value>)> {
        let items = self.path_items.iter().map(|(at, item)| (at, *item));
        std::iter::once((&self.pointer, self.map)).chain(items)
    }
}

/// A parameter of an operation. `$ref`s are followed, parameters of the path item included, overridden ones left out.
#[derive(Clone)]
pub struct ParameterNode<'d> {
    /// The place in the list of the operation or path item. If a `$ref` is there, its place.
    pub pointer: Pointer,
    /// The place of the Parameter Object itself.
    pub target: Pointer,
    /// The Parameter Object.
    pub map: &'d Map<String, Value>,
}

impl ParameterNode<'_> {
    /// The parameter's name; empty if it is absent.
    #[must_use]
    pub fn name(&self) -> &str {
        self.map.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    /// The parameter's location (`query`, `header`, `path`, `cookie`); empty if it is absent.
    #[must_use]
    pub fn location(&self) -> &str {
        self.map.get("in").and_then(Value::as_str).unwrap_or_default()
    }
}

impl<'d> Context<'d> {
    /// Walks `document` once, for all users of the context.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            nodes: grammar::walk(&document.value),
        }
    }

    /// Follows local references from `value` to the value at their end. `None` if a reference has no target, leads out of the
    /// document or is part of a cycle.
    #[must_use]
    pub fn resolve(&self, value: &'d Value) -> Option<&'d Value> {
        resolve(&self.document.value, value)
    }

    /// [`resolve`](Self::resolve) for the `value` at `at`; also returns the place of the result.
    #[must_use]
    pub fn resolve_at(&self, at: &Pointer, value: &'d Value) -> Option<(Pointer, &'d Value)> {
        let mut last = None;
        let value = follow(&self.document.value, value, |target| {
            last = Some(Pointer::from_escaped(target));
        })?;
        Some((last.unwrap_or_else(|| at.clone()), value))
    }

    /// All objects except callbacks and the objects inside them, because callbacks are requests by the server.
    pub fn served(&self) -> impl Iterator<Item = &Node<'d>> {
        let mut callback: Option<&Pointer> = None;
        self.nodes.objects.iter().filter(move |node| {
            if callback.is_some_and(|callback| node.pointer.is_within(callback)) {
                return false;
            }
            // The objects inside a callback come directly after it.
            if node.object == Object::Callback {
                callback = Some(&node.pointer);
            }
            node.object != Object::Callback
        })
    }

    /// The offset at which the key or, in an array, the value at `pointer` begins. Findings use it to choose the first place.
    #[must_use]
    pub fn start(&self, pointer: &Pointer) -> usize {
        self.document.key_span(pointer).map_or(usize::MAX, |span| span.start)
    }

    /// All operations, in the document's order of paths. `$ref`s of path items are followed.
    pub fn operations(&self) -> impl Iterator<Item = OperationNode<'d>> + '_ {
        let paths = self.document.value.get("paths").and_then(Value::as_object);
        let paths = paths.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-"));
        paths.flat_map(move |(path, item)| {
            let items: Arc<[_]> = self.path_items(Pointer::root().child("paths").child(path), item).into();
            METHODS.into_iter().filter_map(move |method| {
                let (pointer, map) = items
                    .iter()
                    .find_map(|(at, item)| Some((at.child(method), item.get(method)?.as_object()?)))?;
                Some(OperationNode {
                    pointer,
                    path: path.clone(),
                    method,
                    map,
                    path_items: Arc::clone(&items),
                })
            })
        })
    }

    /// A path item and those that it refers to, in order. What is in an earlier one overrides the same in a later one.
    #[must_use]
    pub fn path_items(&self, at: Pointer, item: &'d Value) -> Vec<PathItem<'d>> {
        let mut items: Vec<PathItem<'d>> = Vec::new();
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

    /// The parameters of an operation: its own, and those that the path items of its path have for all operations.
    #[must_use]
    pub fn parameters(&self, operation: &OperationNode<'d>) -> Vec<ParameterNode<'d>> {
        let mut parameters = self.parameter_list(operation.map, &operation.pointer);
        let items = operation.path_items.iter();
        for (at, item) in items.filter(|(_, item)| item.contains_key("parameters")) {
            let own: HashSet<_> = parameters.iter().map(identity).collect();
            let inherited = self.parameter_list(item, at).into_iter();
            let inherited: Vec<_> = inherited
                .filter(|parameter| !own.contains(&identity(parameter)))
                .collect();
            parameters.extend(inherited);
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

    /// A finding about the key at `pointer`.
    #[must_use]
    pub fn at_key(
        &self,
        rule: &'static str,
        severity: Severity,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> Finding {
        let (place, span) = (self.document.author(pointer), self.document.key_span(pointer));
        Finding::new(rule, severity, place, span, message)
    }

    /// A finding about a correction, with its severity. It points at the value if `at_value` is set and there is one, else at the key.
    #[must_use]
    pub fn at_correction(&self, rule: &'static str, correction: &Correction, at_value: bool, message: &str) -> Finding {
        let is_error = correction.severity == Severity::Error;
        let is_refused = is_error && self.document.on_error == OnError::Refuse;
        let message = match &correction.read_as {
            Some(read_as) if !is_refused => format!("{message}; it is read as {read_as}"),
            _ => message.to_owned(),
        };
        let span = self
            .document
            .spans
            .nearest_written(&correction.pointer, |place| match &place.key {
                Some(key) if !at_value || correction.written.is_null() => key.clone(),
                _ => place.value.clone(),
            });
        Finding {
            is_recovered: is_error && !is_refused,
            ..Finding::new(rule, correction.severity, correction.pointer.clone(), span, message)
        }
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
        let (place, span) = (self.document.author(pointer), self.document.value_span(pointer));
        Finding::new(rule, severity, place, span, message)
    }
}

/// Follows local references inside `document` from `value` to the value at their end; `None` if there is none.
#[must_use]
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> Option<&'d Value> {
    follow(document, value, |_| {})
}

/// [`resolve`] that calls `visit` with the target of each reference.
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
