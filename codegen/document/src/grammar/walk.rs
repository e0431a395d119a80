//! A walk over a document along the grammar. It collects every object, every reference and every place that does not follow
//! the grammar.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Expect, Object, expected_at, may_have};
use crate::pointer::{self, Pointer, fragment};

/// An object of the document, with its place and kind.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    /// Its place.
    pub pointer: Pointer,
    /// Its kind.
    pub object: Object,
    /// The object; never a Reference Object.
    pub value: &'v Value,
    /// Its keys and values.
    pub map: &'v Map<String, Value>,
}

/// A Reference Object of the document.
#[derive(Clone, Debug)]
pub struct Reference<'v> {
    /// The place of the Reference Object (not of its `$ref` key).
    pub pointer: Pointer,
    /// The kind of object that it must lead to.
    pub object: Object,
    /// The value of `$ref`.
    pub target: &'v str,
    /// The whole object.
    pub map: &'v Map<String, Value>,
}

/// A place that does not follow the grammar of OpenAPI 3.0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place: for a missing key, the object that lacks it.
    pub pointer: Pointer,
    /// The kind of object that the place belongs to.
    pub object: Object,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// How a place does not follow the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The object has no such key.
    UnknownKey,
    /// The object lacks this key.
    MissingKey(&'static str),
    /// The value is not what is expected here.
    WrongType(Expect),
    /// A key next to a `$ref`, which OpenAPI 3.0 tells readers to ignore.
    BesideRef,
    /// `content` next to `schema`.
    BesideSchema,
    /// A duplicate in a list of distinct strings.
    Repeated,
}

/// The result of a walk. Each list is in document order.
#[derive(Debug, Default)]
pub struct Nodes<'v> {
    /// The objects.
    pub objects: Vec<Node<'v>>,
    /// The Reference Objects.
    pub references: Vec<Reference<'v>>,
    /// The places that do not follow the grammar.
    pub problems: Vec<Problem>,
}

impl<'v> Nodes<'v> {
    /// The nodes of this kind.
    pub fn of(&self, object: Object) -> impl Iterator<Item = &Node<'v>> {
        self.objects.iter().filter(move |node| node.object == object)
    }
}

/// Walks a whole document.
///
/// A place that can only be reached by references has the kind that the first such reference expects, unless the grammar has
/// something else there.
#[must_use]
pub fn walk(document: &Value) -> Nodes<'_> {
    let mut nodes = Nodes::default();
    nodes.visit(&Pointer::root(), document, Expect::Is(Object::OpenApi), Object::OpenApi);
    nodes.follow(document);
    nodes
}

impl<'v> Nodes<'v> {
    /// Walks the targets of the references, unless the walk has visited them already.
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
            open.retain(|(target, object)| !is_reached(target) && may_have(target, *object));
            if open.is_empty() {
                return;
            }
            seen.extend(self.objects.iter().skip(objects).map(|node| node.pointer.clone()));
            objects = self.objects.len();
            for (target, object) in open {
                // A target that is no object is a fault of the reference.
                let value = pointer::find(document, target.as_str()).filter(|value| value.is_object());
                let Some(value) = value.filter(|_| !seen.contains(&target)) else {
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

    /// [`visit`](Self::visit) for a value inside another. Most of these are leaves, so the pointer is built only if needed.
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
            map,
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

/// Whether `value` is as expected, and the grammar knows nothing inside it.
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

/// The target of a reference in this document.
fn local(reference: &str) -> Option<Pointer> {
    Some(Pointer::from_escaped(&fragment(reference)?))
}

/// Whether the walk reaches an object at `pointer` without following references.
fn is_reached(pointer: &Pointer) -> bool {
    matches!(
        expected_at(pointer),
        Some(Expect::Is(_) | Expect::IsOrRef(_) | Expect::BooleanOrSchema)
    )
}
