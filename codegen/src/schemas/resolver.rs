//! The state in which schemas are resolved: names, types that are not defined yet, definitions and remarks.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::definition::{Definition, DefinitionKind, Union, Variant};
use super::form::Form;
use super::name::Scope;
use super::part::{self, Part};
use crate::names::RESERVED_TYPES;

/// A note for the author about the code for a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// The place in the document.
    pub(crate) place: Pointer,
    /// The message of the finding.
    pub(crate) what: String,
    pub(crate) kind: RemarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RemarkKind {
    /// A type is lost: the code is less precise than the document.
    Degraded,
    /// The type does not hold some values of the schema.
    Partial,
    /// A name got another identifier than usual, to keep it distinct.
    Renamed,
}

impl Remark {
    /// The remark that a type is lost at `place`.
    pub(crate) fn degraded(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            kind: RemarkKind::Degraded,
        }
    }

    /// The remark that a type at `place` does not hold all values of its schema.
    pub(super) fn partial(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            kind: RemarkKind::Partial,
            ..Self::degraded(place, what)
        }
    }

    /// The remark that a name at `place` would become the same identifier as another.
    pub(super) fn renamed(place: Pointer, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
            kind: RemarkKind::Renamed,
        }
    }
}

/// A named type that is not defined yet.
pub(super) struct Job<'d> {
    pub(super) name: String,
    pub(super) parts: Vec<Part<'d>>,
    pub(super) kind: Named<'d>,
    pub(super) place: Pointer,
}

/// The kinds of named types.
pub(super) enum Named<'d> {
    /// A component, of any kind.
    Component,
    /// The heirs of the base at this place, which is no component.
    Heirs(Pointer),
    /// An object with fields.
    Object,
    /// An enumeration of strings.
    Texts(Vec<String>),
    /// An enumeration of whole numbers with these listed values.
    Numbers(Form),
    /// One of several forms.
    Union(Plan<'d>),
}

/// A union that is not defined yet.
pub(super) struct Plan<'d> {
    pub(super) variants: Vec<Variant>,
    /// The discriminator's property.
    pub(super) tag: Option<&'d str>,
    /// The properties of the schema that all forms are made of.
    pub(super) common: Vec<&'d str>,
    /// Whether a value can have several forms at once.
    pub(super) is_any: bool,
}

impl Plan<'_> {
    pub(super) fn define(self, name: &str) -> DefinitionKind {
        let mut variants = self.variants;
        // A branch that is the union itself adds nothing.
        variants.retain(|variant| variant.form.named() != Some(name));
        DefinitionKind::Union(Union {
            variants,
            tag: self.tag.map(ToOwned::to_owned),
            common: self.common.into_iter().map(ToOwned::to_owned).collect(),
            is_any: self.is_any,
            // Known when all types are.
            is_open: false,
        })
    }
}

/// Resolves the schemas of one document.
pub(super) struct Resolver<'d> {
    pub(super) document: &'d Value,
    /// The Rust types of the component schemas, by their names in the document.
    pub(super) components: &'d BTreeMap<String, String>,
    pub(super) scope: Scope,
    pub(super) queue: VecDeque<Job<'d>>,
    pub(super) definitions: BTreeMap<String, Definition>,
    pub(super) remarks: Vec<Remark>,
    /// Component schemas that are only a reference, by the place they refer to. The schema at that place is the
    /// component's, and has its name.
    pub(super) aliases: HashMap<Pointer, (String, Pointer)>,
    /// The schemas that extend others, by the places of those others.
    pub(super) children: BTreeMap<Pointer, BTreeSet<Pointer>>,
    /// The names of types without one in the document, by the places of the schemas that they come from.
    pub(super) memo: HashMap<String, Form>,
    /// Which component schemas may be null, as far as known.
    pub(super) nullable: BTreeMap<String, bool>,
    /// The places of the schemas that are being resolved.
    pub(super) active: Vec<Pointer>,
    /// The name for the schemas with this key. A component's type gets its name in this way.
    pub(super) claim: Option<(String, String)>,
}

impl<'d> Resolver<'d> {
    /// A resolver for `document`. `components` holds the names of the types of its component schemas, and `taken` other
    /// names that no type can have.
    pub(super) fn new<'n>(
        document: &'d Value,
        components: &'d BTreeMap<String, String>,
        taken: impl Iterator<Item = &'n str>,
    ) -> Self {
        let names = components.values().map(String::as_str);
        Self {
            document,
            components,
            scope: Scope::with(
                names
                    .map(ToOwned::to_owned)
                    .chain(taken.map(ToOwned::to_owned))
                    .chain(RESERVED_TYPES.map(ToOwned::to_owned)),
            ),
            queue: VecDeque::new(),
            definitions: BTreeMap::new(),
            remarks: Vec::new(),
            aliases: aliases(document, components),
            children: children(document),
            memo: HashMap::new(),
            nullable: BTreeMap::new(),
            active: Vec::new(),
            claim: None,
        }
    }

    /// Records a finding for the author.
    pub(super) fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The place and schema of a component. For a component that is only a reference, those of its target.
    pub(super) fn component_part(&self, name: &str) -> Option<Part<'d>> {
        let at = component(name);
        let aliased = self.aliases.iter().find(|(_, (alias, _))| alias == name);
        let at = aliased.map_or(at, |(target, _)| target.clone());
        Some(Part::new(at.clone(), self.document.pointer(at.as_str())?))
    }

    /// The component whose schema is at `place`, and its own place.
    pub(super) fn component_at(&self, place: &Pointer) -> Option<(String, Pointer)> {
        let own = part::component_name(place).filter(|name| self.components.contains_key(name));
        let own = own.map(|name| (name, place.clone()));
        own.or_else(|| self.aliases.get(place).cloned())
    }

    /// The schema to which a value of a discriminator's `mapping` leads, by a reference or by the name of a component.
    pub(super) fn mapped(&self, target: &Value) -> Option<Part<'d>> {
        let target = target.as_str()?;
        let at = part::target(target).unwrap_or_else(|| component(target));
        let value = self.document.pointer(at.as_str())?;
        Part::new(at, value).followed(self.document)
    }

    /// Adds the remark that a type is lost at `at`.
    pub(super) fn degrade(&mut self, at: &Pointer, what: impl Into<String>) {
        self.remark(Remark::degraded(at.clone(), what));
    }
}

/// Whether both lists are the same single schema.
pub(super) fn are_same(some: &[Part<'_>], others: &[Part<'_>]) -> bool {
    matches!((some, others), ([one], [other]) if one.at == other.at && one.bare == other.bare)
}

/// The place of the component schema `name`.
pub(super) fn component(name: &str) -> Pointer {
    Pointer::root().child("components").child("schemas").child(name)
}

/// The component schemas that refer to something other than a component, by their target: their names and places. If
/// several have the same target, the first one names it.
fn aliases(document: &Value, components: &BTreeMap<String, String>) -> HashMap<Pointer, (String, Pointer)> {
    let mut aliases = HashMap::new();
    for name in components.keys() {
        let at = component(name);
        let Some(value) = document.pointer(at.as_str()) else {
            continue;
        };
        let target = Part::new(at.clone(), value).followed(document).map(|part| part.at);
        if let Some(target) = target.filter(|target| *target != at && part::component_name(target).is_none()) {
            aliases.entry(target).or_insert_with(|| (name.clone(), at));
        }
    }
    aliases
}

/// The components that extend another schema by `allOf`, by the place of the extended one. Places are those at the end of
/// references.
fn children(document: &Value) -> BTreeMap<Pointer, BTreeSet<Pointer>> {
    let mut children: BTreeMap<Pointer, BTreeSet<Pointer>> = BTreeMap::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let Some(part) = Part::new(component(name), schema).followed(document) else {
            continue;
        };
        let members = part.list("allOf").into_iter();
        let members = members.filter(|member| member.reference().is_some());
        for base in members.filter_map(|member| member.followed(document)) {
            if base.at != part.at {
                children.entry(base.at).or_default().insert(part.at.clone());
            }
        }
    }
    children
}
