//! A walk over a document along the shape table: every object node with what it is, and every place that does not fit.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Expect, Object, expected_at};
use crate::pointer::{self, Pointer, fragment};

/// An object of the document, with its place and what it is.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it is.
    pub object: Object,
    /// The object; never a Reference Object.
    pub value: &'v Value,
    /// Its keys and values.
    pub map: &'v Map<String, Value>,
}

/// A Reference Object of the document.
#[derive(Clone, Debug)]
pub struct Reference<'v> {
    /// Where the Reference Object stands (not its `$ref` key).
    pub pointer: Pointer,
    /// What it must lead to.
    pub object: Object,
    /// The text behind `$ref`.
    pub target: &'v str,
}

/// A place that does not fit the shape of OpenAPI 3.0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place: for a missing key, the object that lacks it.
    pub pointer: Pointer,
    /// The object that the place belongs to.
    pub object: Object,
    /// What does not fit.
    pub kind: ProblemKind,
}

/// How a place does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The object has no such key.
    UnknownKey,
    /// The object lacks this key.
    MissingKey(&'static str),
    /// The value is of another kind than this.
    WrongType(Expect),
    /// Keys beside `$ref`, which OpenAPI 3.0 tells every reader to ignore.
    BesideRef,
    /// `content` beside `schema`.
    BesideSchema,
    /// The same text again in a list where each counts once.
    Repeated,
}

/// What a walk found, each list in document order.
#[derive(Debug, Default)]
pub struct Nodes<'v> {
    /// The objects.
    pub objects: Vec<Node<'v>>,
    /// The Reference Objects.
    pub references: Vec<Reference<'v>>,
    /// What does not fit.
    pub problems: Vec<Problem>,
}

impl<'v> Nodes<'v> {
    /// The nodes that are an `object`.
    pub fn of(&self, object: Object) -> impl Iterator<Item = &Node<'v>> {
        self.objects.iter().filter(move |node| node.object == object)
    }
}

/// Walks a whole document.
///
/// Places that only references lead to are walked as what the first of them takes them for.
#[must_use]
pub fn walk(document: &Value) -> Nodes<'_> {
    let mut nodes = Nodes::default();
    nodes.visit(&Pointer::root(), document, Expect::Is(Object::OpenApi), Object::OpenApi);
    nodes.follow(document);
    nodes
}

impl<'v> Nodes<'v> {
    /// Walks what the references that were found lead to, where the walk has not been yet.
    fn follow(&mut self, document: &'v Value) {
        let (mut objects, mut references) = (0, 0);
        let mut path_items = 0;
        let mut seen: HashSet<Pointer> = HashSet::new();
        loop {
            let mut open: Vec<(Pointer, Object)> = Vec::new();
            for reference in self.references.iter().skip(references) {
                open.extend(local(reference.target).map(|target| (target, reference.object)));
            }
            references = self.references.len();
            for item in self
                .objects
                .iter()
                .skip(path_items)
                .filter(|node| node.object == Object::PathItem)
            {
                let target = item.map.get("$ref").and_then(Value::as_str).and_then(local);
                open.extend(target.map(|target| (target, Object::PathItem)));
            }
            path_items = self.objects.len();
            open.retain(|(target, _)| !is_reached(target));
            if open.is_empty() {
                return;
            }
            seen.extend(self.objects.iter().skip(objects).map(|node| node.pointer.clone()));
            objects = self.objects.len();
            for (target, object) in open {
                let Some(value) = pointer::find(document, target.as_str()).filter(|_| !seen.contains(&target)) else {
                    continue;
                };
                self.visit(&target, value, Expect::IsOrRef(object), object);
                seen.insert(target);
                seen.extend(self.objects.iter().skip(objects).map(|node| node.pointer.clone()));
                objects = self.objects.len();
            }
        }
    }

    fn visit(&mut self, at: &Pointer, value: &'v Value, expect: Expect, owner: Object) {
        match (expect, value) {
            (Expect::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.visit_inner(|| at.item(index), value, *item, owner);
                }
            }
            (Expect::Map(item), Value::Object(map)) => {
                for (key, value) in map {
                    self.visit_inner(|| at.child(key), value, *item, owner);
                }
            }
            (Expect::Is(object), Value::Object(map)) => self.object(at, value, map, object),
            (Expect::IsOrRef(object), Value::Object(map)) => self.object_or_reference(at, value, map, object),
            (Expect::BooleanOrSchema, Value::Object(map)) => {
                self.object_or_reference(at, value, map, Object::Schema);
            }
            _ if is_leaf(expect, value) => {}
            _ => self.problem(at.clone(), owner, ProblemKind::WrongType(expect)),
        }
    }

    /// [`visit`](Self::visit) for what is inside of something: most of it are leaves, whose place nobody asks for.
    fn visit_inner(&mut self, at: impl FnOnce() -> Pointer, value: &'v Value, expect: Expect, owner: Object) {
        if !is_leaf(expect, value) {
            self.visit(&at(), value, expect, owner);
        }
    }

    fn object_or_reference(&mut self, at: &Pointer, value: &'v Value, map: &'v Map<String, Value>, object: Object) {
        let Some(target) = map.get("$ref") else {
            return self.object(at, value, map, object);
        };
        let Value::String(target) = target else {
            return self.problem(at.child("$ref"), object, ProblemKind::WrongType(Expect::Text));
        };
        self.references.push(Reference {
            pointer: at.clone(),
            object,
            target,
        });
        for key in map.keys().filter(|key| *key != "$ref" && !key.starts_with("x-")) {
            self.problem(at.child(key), object, ProblemKind::BesideRef);
        }
    }

    fn object(&mut self, at: &Pointer, value: &'v Value, map: &'v Map<String, Value>, object: Object) {
        self.objects.push(Node {
            pointer: at.clone(),
            object,
            value,
            map,
        });
        for (key, value) in map {
            match object.behind(key) {
                Some(expect) => self.visit_inner(|| at.child(key), value, expect, object),
                None if key.starts_with("x-") => {}
                None => self.problem(at.child(key), object, ProblemKind::UnknownKey),
            }
        }
        for field in object
            .fields()
            .iter()
            .filter(|field| field.required && !map.contains_key(field.name))
        {
            self.problem(at.clone(), object, ProblemKind::MissingKey(field.name));
        }
    }

    fn problem(&mut self, pointer: Pointer, object: Object, kind: ProblemKind) {
        self.problems.push(Problem { pointer, object, kind });
    }
}

/// Whether `value` is what is expected, and has nothing in it that the shape table knows.
fn is_leaf(expect: Expect, value: &Value) -> bool {
    match (expect, value) {
        (Expect::Anything, _)
        | (Expect::Text, Value::String(_))
        | (Expect::Boolean | Expect::BooleanOrSchema, Value::Bool(_))
        | (Expect::Number, Value::Number(_)) => true,
        (Expect::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
        (Expect::Count, Value::Number(number)) => number.as_u64().is_some(),
        _ => false,
    }
}

/// The place of the document that a reference leads to.
fn local(reference: &str) -> Option<Pointer> {
    Some(Pointer::from_escaped(&fragment(reference)?))
}

/// Whether the walk along the table comes to an object at `pointer`.
fn is_reached(pointer: &Pointer) -> bool {
    matches!(
        expected_at(pointer),
        Some(Expect::Is(_) | Expect::IsOrRef(_) | Expect::BooleanOrSchema)
    )
}
