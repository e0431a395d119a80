//! The walk over both documents: a queue of pairs to compare, and functions to record changes.
//!
//! A pair is queued only once, even if several places share it, so recursion ends. The walk does not know the comparisons;
//! [`dispatch`](super::dispatch) calls them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::Value;

use super::graph::{Flow, Graph, NodeId, Raw};
use super::kinds::{BESIDE_REFERENCE, ChangeKind, EXTENSION_CHANGED, REFERENCE_CHANGED, UNJUDGED};
use super::places::{At, Both, Field, Pair, flag};
use super::wording::brief_or_none;

/// The notation in which the values of a schema are sent. It decides what types mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Notation {
    /// JSON: every type has its own notation.
    Json,
    /// Plain text: numbers and strings look alike.
    Text,
    /// A whole body of plain text. It has no parts.
    PlainText,
    /// The whole value of an optional parameter in plain text; `repeats` if several values are written as `?a=1&a=2`.
    OptionalParameter {
        /// A single value looks like an array of one.
        repeats: bool,
    },
    /// The whole value of a required parameter in plain text.
    RequiredParameter {
        /// A single value looks like an array of one.
        repeats: bool,
    },
    /// A media type without JSON types, such as XML.
    Loose,
}

impl Notation {
    /// The notation of a part of such a value.
    pub(super) const fn of_parts(self) -> Self {
        match self {
            Self::OptionalParameter { .. } | Self::RequiredParameter { .. } => Self::Text,
            other => other,
        }
    }
}

/// The kind of object in a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Schema(Notation),
    /// A variant of a union, if the union allows null anyway.
    Form(Notation),
    Parameter,
    RequestBody,
    Response,
    Header,
    Link,
    Callback,
    /// A Path Item Object that does not belong to a path of the document.
    PathItem,
    Example,
    Servers,
    Security,
    SecurityScheme,
}

/// Facts that are found before the walk begins.
pub(super) struct Around {
    /// Renamed security schemes: base name to head name.
    pub(super) renamed_schemes: BTreeMap<String, String>,
    /// The base paths of the servers, if they moved between the servers and the paths.
    pub(super) base_path: Option<Both<String>>,
    /// The day of the comparison as in RFC 3339, if sunsets are compared with it.
    pub(super) today: Option<String>,
}

/// The kinds of changes of a part that may be required.
pub(super) struct PartKinds {
    pub(super) added: &'static ChangeKind,
    pub(super) required_added: &'static ChangeKind,
    pub(super) removed: &'static ChangeKind,
    pub(super) required_removed: &'static ChangeKind,
}

/// The state of the walk.
pub(super) struct Walk<'d> {
    pub(super) documents: Both<&'d Value>,
    pub(super) graph: Graph,
    queue: Vec<(NodeId, What, Pair<'d>)>,
    known: HashMap<(What, Pointer, Pointer), NodeId>,
    /// The places of both documents that were compared.
    pub(super) compared: Compared,
    /// Renamed security schemes: base name to head name.
    schemes: Rc<BTreeMap<String, String>>,
    /// The base paths of the servers, if they moved between the servers and the paths.
    pub(super) base_path: Option<Both<String>>,
    /// The day of the comparison as in RFC 3339, if sunsets are compared with it.
    pub(super) today: Option<String>,
}

/// The places that were compared.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) base: HashSet<Pointer>,
    pub(super) head: HashSet<Pointer>,
    /// Pairs of places with different pointers, in the order of comparison.
    pub(super) renamed: Vec<(Pointer, Pointer)>,
}

impl Compared {
    pub(super) fn note(&mut self, base: &Pointer, head: &Pointer) {
        self.base.insert(base.clone());
        self.head.insert(head.clone());
        if base != head {
            self.renamed.push((base.clone(), head.clone()));
        }
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(documents: Both<&'d Value>, context: Around) -> Self {
        Self {
            graph: Graph::new(),
            queue: Vec::new(),
            known: HashMap::new(),
            compared: Compared::default(),
            schemes: Rc::new(context.renamed_schemes),
            today: context.today,
            base_path: context.base_path,
            documents,
        }
    }

    /// Renamed security schemes: base name to head name.
    pub(super) fn renamed_schemes(&self) -> Rc<BTreeMap<String, String>> {
        Rc::clone(&self.schemes)
    }

    /// Queues a pair as a part of `parent`. References are followed.
    pub(super) fn visit(&mut self, parent: NodeId, flow: Flow, what: What, pair: Pair<'d>) {
        self.beside_reference(parent, flow, &pair);
        let pair = self.resolved(pair);
        if let (None, None) = (pair.base.reference(), pair.head.reference()) {
            let id = self.node(what, pair);
            self.graph.link(parent, flow, id);
        } else if pair.base.value != pair.head.value {
            self.report(parent, flow, &REFERENCE_CHANGED, &pair, &pair.head.pointer, "");
        }
    }

    /// Queues the schemas that `part` refers to, in both directions. `part` itself is not compared.
    pub(super) fn mark(&mut self, parent: NodeId, part: &Value) {
        let mut pending = vec![part];
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(map) => pending.extend(map.values()),
                Value::Array(list) => pending.extend(list),
                _ => {}
            }
            if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
                self.mark_component(parent, reference);
            }
        }
    }

    /// [`Self::mark`] for a single reference, if both documents have its target.
    pub(super) fn mark_component(&mut self, parent: NodeId, reference: &str) {
        let at = |document: &'d Value| {
            let pointer = percent_decode(reference.strip_prefix('#')?)?;
            let value = document.pointer(&pointer)?;
            let pointer = Pointer::from_escaped(&pointer);
            Some(At { pointer, value })
        };
        if let (Some(base), Some(head)) = (at(self.documents.base), at(self.documents.head)) {
            for flow in [Flow::Keep, Flow::Turn] {
                let (base, head) = (base.clone(), head.clone());
                self.visit(parent, flow, What::Schema(Notation::Json), Both { base, head });
            }
        }
    }

    fn node(&mut self, what: What, pair: Pair<'d>) -> NodeId {
        let key = (what, pair.base.pointer.clone(), pair.head.pointer.clone());
        if let Some(&id) = self.known.get(&key) {
            return id;
        }
        self.compared.note(&pair.base.pointer, &pair.head.pointer);
        let id = self.graph.add(None);
        self.known.insert(key, id);
        self.queue.push((id, what, pair));
        id
    }

    /// The pair to compare next; `None` if all are compared.
    pub(super) fn next(&mut self) -> Option<(NodeId, What, Pair<'d>)> {
        self.queue.pop()
    }

    pub(super) fn resolved(&self, pair: Pair<'d>) -> Pair<'d> {
        Both {
            base: pair.base.resolved(self.documents.base),
            head: pair.head.resolved(self.documents.head),
        }
    }

    fn beside_reference(&mut self, parent: NodeId, flow: Flow, pair: &Pair<'d>) {
        if let (Some(_), Some(_), Some(fields)) = (pair.base.reference(), pair.head.reference(), pair.fields()) {
            for field in fields.iter().filter(|field| field.key != "$ref" && field.differs()) {
                self.field(parent, flow, &BESIDE_REFERENCE, pair, field);
            }
        }
    }

    /// Records a change of a whole value.
    pub(super) fn report(
        &mut self,
        id: NodeId,
        flow: Flow,
        kind: &'static ChangeKind,
        pair: &Pair<'d>,
        at: &Pointer,
        subject: &str,
    ) {
        let (base, head) = (Some(pair.base.clone()), Some(pair.head.clone()));
        self.one_sided(id, flow, kind, &Both { base, head }, at, subject);
    }

    /// Compares a part that may be required, such as a header: queues it if both documents have it, and records that it was
    /// added or removed if not.
    #[allow(
        clippy::too_many_arguments,
        reason = "the same as for each record, and what to compare"
    )]
    pub(super) fn part(
        &mut self,
        id: NodeId,
        flow: Flow,
        what: What,
        kinds: &PartKinds,
        sides: Both<Option<At<'d>>>,
        at: &Pointer,
        subject: &str,
    ) {
        let is_required = |at: &Option<At<'d>>, document| {
            let at = at.clone().map(|at| at.resolved(document));
            at.is_some_and(|at| flag(at.value, "required"))
        };
        let kind = match sides {
            Both {
                base: Some(base),
                head: Some(head),
            } => return self.visit(id, flow, what, Both { base, head }),
            Both { base: None, .. } if is_required(&sides.head, self.documents.head) => kinds.required_added,
            Both { base: None, .. } => kinds.added,
            _ if is_required(&sides.base, self.documents.base) => kinds.required_removed,
            _ => kinds.removed,
        };
        self.one_sided(id, flow, kind, &sides, at, subject);
    }

    /// Records that a value was added (`base` is `None`) or removed (`head` is `None`) at `at`.
    pub(super) fn one_sided(
        &mut self,
        id: NodeId,
        flow: Flow,
        kind: &'static ChangeKind,
        sides: &Both<Option<At<'d>>>,
        at: &Pointer,
        subject: &str,
    ) {
        let value = |at: &Option<At<'d>>| brief_or_none(at.as_ref().map(|at| at.value));
        let (from, to) = (value(&sides.base), value(&sides.head));
        let place = |at: &Option<At<'d>>| at.as_ref().map(|at| at.pointer.clone());
        let (base, head) = (place(&sides.base), place(&sides.head));
        let (at, subject) = (at.clone(), subject.to_owned());
        self.graph.record(
            id,
            Raw {
                kind,
                flow,
                base,
                head,
                at,
                subject,
                from,
                to,
            },
        );
    }

    /// Records a change of a field; the subject is its key.
    pub(super) fn field(
        &mut self,
        id: NodeId,
        flow: Flow,
        kind: &'static ChangeKind,
        pair: &Pair<'d>,
        field: &Field<'d>,
    ) {
        let sides = pair.get(field.key);
        self.one_sided(id, flow, kind, &sides, &pair.head.pointer, field.key);
    }

    /// Compares a field that is not part of the object in OpenAPI: an extension or an unknown field.
    pub(super) fn other_field(&mut self, id: NodeId, pair: &Pair<'d>, field: &Field<'d>) {
        if field.differs() {
            let kind = if field.key.starts_with("x-") {
                &EXTENSION_CHANGED
            } else {
                &UNJUDGED
            };
            let sides = pair.get(field.key);
            self.one_sided(id, Flow::Keep, kind, &sides, &pair.head.pointer, field.key);
            for value in [field.base, field.head].into_iter().flatten() {
                self.mark(id, value);
            }
        }
    }

    /// The fields of both objects. If one value is not an object, records an unjudged change and returns no fields.
    pub(super) fn fields(&mut self, id: NodeId, pair: &Pair<'d>) -> Vec<Field<'d>> {
        pair.fields().unwrap_or_else(|| {
            if pair.base.value != pair.head.value {
                let (at, key) = (pair.head.pointer.parent(), pair.head.pointer.last());
                let (at, key) = (at.unwrap_or_default(), key.unwrap_or_default());
                self.report(id, Flow::Keep, &UNJUDGED, pair, &at, &key);
            }
            Vec::new()
        })
    }
}
