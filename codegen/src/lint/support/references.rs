//! Where references lead, one step at a time. Each step is judged by exactly one of the rules about references.

use openapi_document::grammar::Object;
use openapi_document::pointer::{Pointer, percent_decode};
use openapi_document::view::Context;
use serde_json::Value;

/// A reference of the document: of a Reference Object, or of a path item.
pub(in crate::lint) struct Use<'c, 'd> {
    /// Where the object stands that has the `$ref`.
    owner: &'c Pointer,
    /// What it must lead to.
    pub object: Object,
    /// The text behind `$ref`.
    pub target: &'d str,
}

impl Use<'_, '_> {
    /// The place of the object that has the `$ref`.
    pub(in crate::lint) fn owner(&self) -> &Pointer {
        self.owner
    }

    /// The place of the `$ref` key.
    pub(in crate::lint) fn pointer(&self) -> Pointer {
        self.owner.child("$ref")
    }
}

/// Where a reference leads.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::lint) enum Target {
    /// Out of this document.
    External,
    /// To nothing: the fragment is no JSON Pointer.
    Malformed,
    /// To a component, by its kind (`schemas`) and its name.
    Component { kind: String, name: String },
    /// To some other place of this document.
    Deep(Pointer),
}

/// All references of the document that readers follow, in document order of their kinds.
pub(in crate::lint) fn uses<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Use<'c, 'd>> {
    let objects = context.nodes.references.iter().map(|reference| Use {
        owner: &reference.pointer,
        object: reference.object,
        target: reference.target,
    });
    let path_items = context.nodes.of(Object::PathItem).filter_map(|item| {
        let target = item.map.get("$ref").and_then(Value::as_str)?;
        Some(Use {
            owner: &item.pointer,
            object: Object::PathItem,
            target,
        })
    });
    objects.chain(path_items)
}

/// Reads the text behind a `$ref`.
pub(in crate::lint) fn target(text: &str) -> Target {
    let Some(fragment) = text.strip_prefix('#') else {
        return Target::External;
    };
    let Some(fragment) = percent_decode(fragment) else {
        return Target::Malformed;
    };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return Target::Malformed;
    }
    let pointer = Pointer::from_escaped(&fragment);
    let tokens: Vec<_> = pointer.tokens().collect();
    match tokens.as_slice() {
        [components, kind, name] if components == "components" => Target::Component {
            kind: kind.clone(),
            name: name.clone(),
        },
        _ => Target::Deep(pointer),
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, target};
    use openapi_document::pointer::Pointer;

    #[test]
    fn targets_are_told_apart() {
        let pet = Target::Component {
            kind: "schemas".to_owned(),
            name: "Pet/Dog".to_owned(),
        };
        assert_eq!(target("#/components/schemas/Pet~1Dog"), pet);
        assert_eq!(target("#/components/schemas/Pet~1%44og"), pet);
        assert_eq!(target("pets.yaml#/Pet"), Target::External);
        assert_eq!(target("#Pet"), Target::Malformed);
        assert_eq!(target("#/%zz"), Target::Malformed);
        assert_eq!(
            target("#/paths/~1pets"),
            Target::Deep(Pointer::from_escaped("/paths/~1pets"))
        );
    }
}
