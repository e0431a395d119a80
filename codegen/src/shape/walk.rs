//! A walk over a document along the shape table: every object node with what it is, and every place that does not fit.

use serde_json::{Map, Value};

use super::{Expect, Object};
use crate::pointer::Pointer;

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
#[must_use]
pub fn walk(document: &Value) -> Nodes<'_> {
    let mut nodes = Nodes::default();
    nodes.visit(&Pointer::root(), document, Expect::Is(Object::OpenApi), Object::OpenApi);
    nodes
}

impl<'v> Nodes<'v> {
    fn visit(&mut self, at: &Pointer, value: &'v Value, expect: Expect, owner: Object) {
        let fits = match (expect, value) {
            (Expect::Anything, _)
            | (Expect::Text, Value::String(_))
            | (Expect::Boolean | Expect::BooleanOrSchema, Value::Bool(_))
            | (Expect::Number, Value::Number(_)) => true,
            (Expect::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
            (Expect::Count, Value::Number(number)) => number.as_u64().is_some(),
            (Expect::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.visit(&at.item(index), value, *item, owner);
                }
                true
            }
            (Expect::Map(item), Value::Object(map)) => {
                for (key, value) in map {
                    self.visit(&at.child(key), value, *item, owner);
                }
                true
            }
            (Expect::Is(object), Value::Object(map)) => {
                self.object(at, value, map, object);
                true
            }
            (Expect::IsOrRef(object), Value::Object(map)) => {
                self.object_or_reference(at, value, map, object);
                true
            }
            (Expect::BooleanOrSchema, Value::Object(map)) => {
                self.object_or_reference(at, value, map, Object::Schema);
                true
            }
            _ => false,
        };
        if !fits {
            self.problem(at.clone(), owner, ProblemKind::WrongType(expect));
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
        let fields = object.fields();
        for (key, value) in map {
            let field = fields.iter().find(|field| field.name == key).map(|field| field.expect);
            match field.or_else(|| object.patterned(key)) {
                Some(expect) => self.visit(&at.child(key), value, expect, object),
                None if key.starts_with("x-") => {}
                None => self.problem(at.child(key), object, ProblemKind::UnknownKey),
            }
        }
        for field in fields
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
