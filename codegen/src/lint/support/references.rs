//! The targets of references, one step at a time. Exactly one of the rules about references checks each step.

use openapi_document::grammar::Object;
use openapi_document::pointer::{MAX_STEPS, Pointer, fragment, percent_decode};
use openapi_document::view::Context;
use serde_json::Value;

/// A reference in the document, in a Reference Object or in a path item.
pub(in crate::lint) struct Use<'c, 'd> {
    /// The place of the object with the `$ref`.
    owner: &'c Pointer,
    /// The kind of object that it must lead to.
    pub object: Object,
    /// The value of `$ref`.
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

/// The target of a reference.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::lint) enum Target {
    /// Outside of this document.
    External,
    /// None: the fragment is not a JSON Pointer.
    Malformed,
    /// A component, with its kind (`schemas`) and its name.
    Component { kind: String, name: String },
    /// Another place in this document.
    Deep(Pointer),
}

/// All references that readers follow: those of Reference Objects and then those of path items, each in document order.
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

/// Parses the value of a `$ref`.
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

/// The places that a reference passes until it is back at its own, `owner`, which is the last. Empty if it leads elsewhere.
pub(in crate::lint) fn cycle(context: &Context<'_>, owner: &Pointer, target: &str) -> Vec<Pointer> {
    let (mut places, mut next) = (Vec::new(), Some(target));
    while let Some(place) = next.and_then(fragment) {
        let place = Pointer::from_escaped(&place);
        let is_back = place == *owner;
        if places.len() > MAX_STEPS || !is_back && places.contains(&place) {
            break;
        }
        let value = context.document.at(&place);
        next = value.and_then(|value| value.get("$ref")?.as_str());
        places.push(place);
        if is_back {
            return places;
        }
    }
    Vec::new()
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
