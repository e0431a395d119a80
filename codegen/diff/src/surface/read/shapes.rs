//! Generics, functions and fields, in the form in which they are compared.

use std::collections::BTreeSet;

use syn::visit_mut::VisitMut;
use syn::{
    Fields, FnArg, GenericParam, Generics, Pat, ReceiverKind, ReturnType, Safety, Signature, Type, WherePredicate,
};

use super::super::canon::{For, Scope};
use super::super::item::{FieldsKind, FunctionShape, GenericsShape, Parameter, Payload};
use super::super::render;
use super::super::tree::is_public;

/// The shape of generics; `place` must be inside them.
pub(super) fn generics(place: &Scope<'_>, of: &Generics) -> GenericsShape {
    let mut shape = GenericsShape::default();
    for parameter in &of.params {
        shape.parameters.push(match parameter {
            GenericParam::Lifetime(_) => Parameter {
                kind: "lifetime".to_owned(),
                default: None,
            },
            GenericParam::Type(parameter) => {
                let default = parameter.default.as_ref().map(|(_, default)| place.shape(default));
                Parameter {
                    kind: "type".to_owned(),
                    default,
                }
            }
            GenericParam::Const(parameter) => {
                let default = parameter.default.as_ref().map(|(_, default)| render::line(default));
                Parameter {
                    kind: format!("const {}", place.shape(&parameter.ty)),
                    default,
                }
            }
        });
    }
    shape.bounds = bounds(place, of);
    shape
}

/// Every bound on the generics.
pub(super) fn bounds(place: &Scope<'_>, of: &Generics) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let bound = |bound: &syn::TypeParamBound| {
        place.line(For::Comparison, bound, |rewrite, bound| {
            rewrite.visit_type_param_bound_mut(bound);
        })
    };
    let lifetime = |lifetime: &syn::Lifetime| {
        place.line(For::Comparison, lifetime, |rewrite, lifetime| {
            rewrite.visit_lifetime_mut(lifetime);
        })
    };
    for parameter in &of.params {
        match parameter {
            GenericParam::Type(parameter) => {
                let name = &parameter.ident;
                let name = place.shape(&syn::parse_quote!(#name));
                all.extend(parameter.bounds.iter().map(|of| format!("{name}: {}", bound(of))));
            }
            GenericParam::Lifetime(parameter) => {
                let name = lifetime(&parameter.lifetime);
                all.extend(parameter.bounds.iter().map(|of| format!("{name}: {}", lifetime(of))));
            }
            _ => {}
        }
    }
    for predicate in of.where_clause.iter().flat_map(|clause| &clause.predicates) {
        match predicate {
            WherePredicate::Type(predicate) => {
                let name = place.shape(&predicate.bounded_ty);
                all.extend(predicate.bounds.iter().map(|of| format!("{name}: {}", bound(of))));
            }
            WherePredicate::Lifetime(predicate) => {
                let name = lifetime(&predicate.lifetime);
                all.extend(predicate.bounds.iter().map(|of| format!("{name}: {}", lifetime(of))));
            }
            _ => {}
        }
    }
    all
}

/// The shape of a function; `place` must be inside its generics and those of the implementation around it.
pub(super) fn function(place: &Scope<'_>, around: Option<&Generics>, of: &Signature) -> FunctionShape {
    let mut shape = around.map(|around| generics(place, around)).unwrap_or_default();
    let own = generics(place, &of.generics);
    shape.parameters.extend(own.parameters);
    shape.bounds.extend(own.bounds);
    let mut function = FunctionShape {
        is_async: of.asyncness.is_some(),
        is_const: of.constness.is_some(),
        is_unsafe: matches!(of.safety, Safety::Unsafe(_)),
        abi: of.abi.as_ref().map(render::line),
        generics: shape,
        receiver: None,
        arguments: Vec::new(),
        output: match &of.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, output) => place.shape(output),
        },
    };
    for argument in &of.inputs {
        match argument {
            FnArg::Receiver(receiver) => function.receiver = Some(place.shape(&receiver_type(&receiver.kind))),
            FnArg::Typed(argument) => function.arguments.push(place.shape(&argument.ty)),
        }
    }
    function
}

/// The type of `self` in a method.
fn receiver_type(kind: &ReceiverKind) -> Type {
    match kind {
        ReceiverKind::Reference(_, lifetime, mutability) => syn::parse_quote!(&#lifetime #mutability Self),
        ReceiverKind::Typed(_, of) => (**of).clone(),
        _ => syn::parse_quote!(Self),
    }
}

/// A signature for people. `mut` before an argument is left out, because it matters only to the body.
pub(super) fn shown(place: &Scope<'_>, of: &Signature) -> String {
    let mut signature = of.clone();
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(receiver) if matches!(receiver.kind, ReceiverKind::Value) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(name) = &mut *argument.pat {
                    name.mutability = None;
                }
            }
            FnArg::Receiver(_) => {}
        }
    }
    if let Some(clause) = &mut signature.generics.where_clause {
        clause.predicates.pop_punct();
    }
    place.line(For::People, &signature, |rewrite, signature| {
        rewrite.visit_signature_mut(signature);
    })
}

/// Generics for people, as written after a name: `<T: Clone>`.
pub(super) fn shown_generics(place: &Scope<'_>, of: &Generics) -> String {
    place.line(For::People, of, |rewrite, of| rewrite.visit_generics_mut(of))
}

/// The `where` clause for people, after a space. Empty if there is none.
pub(super) fn shown_where(place: &Scope<'_>, of: &Generics) -> String {
    let Some(clause) = &of.where_clause else {
        return String::new();
    };
    format!(
        " {}",
        place.line(For::People, clause, |rewrite, clause| rewrite
            .visit_where_clause_mut(clause))
    )
}

/// The form of fields.
pub(super) fn form(fields: &Fields) -> FieldsKind {
    match fields {
        Fields::Named(_) => FieldsKind::Named,
        Fields::Unnamed(_) => FieldsKind::Tuple,
        Fields::Unit => FieldsKind::Unit,
    }
}

/// A field's name, or its number.
pub(super) fn field_name(at: usize, field: &syn::Field) -> String {
    field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string)
}

/// Whether one of the fields is not `pub`.
pub(super) fn any_private(fields: &Fields) -> bool {
    fields.iter().any(|field| !is_public(&field.vis))
}

/// The fields of a variant.
pub(super) fn payload(place: &Scope<'_>, fields: &Fields) -> Payload {
    let named = fields
        .iter()
        .enumerate()
        .map(|(at, field)| (field_name(at, field), place.shape(&field.ty)));
    Payload {
        form: form(fields),
        fields: named.collect(),
    }
}

/// The fields of a variant for people, as written after its name.
pub(super) fn shown_payload(place: &Scope<'_>, fields: &Fields) -> String {
    let types: Vec<_> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| (field_name(at, field), place.shown(&field.ty)))
        .collect();
    match fields {
        Fields::Unit => String::new(),
        Fields::Unnamed(_) => {
            format!(
                "({})",
                types.iter().map(|(_, of)| of.as_str()).collect::<Vec<_>>().join(", ")
            )
        }
        Fields::Named(_) => {
            let fields: Vec<_> = types.iter().map(|(name, of)| format!("{name}: {of}")).collect();
            format!(" {{ {} }}", fields.join(", "))
        }
    }
}
