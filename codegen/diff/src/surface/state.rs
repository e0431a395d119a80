//! Removes the state parameters of builders from the code. A state parameter records which values were set. Users cannot name
//! it, so it is not part of the API. The bounds of the last method say which values must be set.
//!
//! A builder is a struct with a private field `state: PhantomData<S>`. `Builder<'a, (A, B)>` becomes `Builder<'a>`. A bound on
//! `A` becomes a bound on `Self`, so a value that must be set is a bound on `Self`.

use std::collections::BTreeSet;

use syn::visit_mut::{self, VisitMut};
use syn::{
    GenericArgument, GenericParam, Generics, Item, ItemImpl, ItemStruct, Path, PathArguments, Signature, Type,
    WherePredicate, parse_quote,
};

use super::tree::Tree;

/// Removes the state parameters of builders from the code of a crate.
pub(super) fn erase(tree: &mut Tree) {
    let items = || tree.modules.iter().flat_map(|module| &module.items);
    let builders: BTreeSet<String> = items()
        .filter_map(|item| match item {
            Item::Struct(builder) => state(builder).map(|_| builder.ident.to_string()),
            _ => None,
        })
        .collect();
    if builders.is_empty() {
        return;
    }
    let mut eraser = Eraser {
        builders,
        parameters: BTreeSet::new(),
    };
    for item in tree.modules.iter_mut().flat_map(|module| &mut module.items) {
        eraser.visit_item_mut(item);
    }
}

/// The state parameter of a builder.
fn state(builder: &ItemStruct) -> Option<String> {
    let field = builder
        .fields
        .iter()
        .find(|field| field.ident.as_ref().is_some_and(|name| name == "state"))?;
    let Type::Path(of) = &field.ty else { return None };
    let last = of
        .path
        .segments
        .last()
        .filter(|segment| segment.ident == "PhantomData")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let Some(GenericArgument::Type(Type::Path(parameter))) = arguments.args.first() else {
        return None;
    };
    let name = parameter.path.get_ident()?.to_string();
    let is_declared = builder.generics.type_params().any(|known| known.ident == name);
    is_declared.then_some(name)
}

struct Eraser {
    /// The names of all builders.
    builders: BTreeSet<String>,
    /// The state parameters of the implementation that is visited.
    parameters: BTreeSet<String>,
}

impl VisitMut for Eraser {
    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        if let Some(parameter) = state(item) {
            remove(&mut item.generics, &BTreeSet::from([parameter]));
            if let syn::Fields::Named(fields) = &mut item.fields {
                let kept = std::mem::take(&mut fields.named).into_iter();
                fields.named = kept
                    .filter(|field| field.ident.as_ref().is_none_or(|name| name != "state"))
                    .collect();
            }
        }
        visit_mut::visit_item_struct_mut(self, item);
    }

    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        let mut found = States {
            builders: &self.builders,
            parameters: BTreeSet::new(),
        };
        found.visit_type_mut(&mut block.self_ty);
        if let Some((path, _)) = &mut block.trait_ {
            found.visit_path_mut(path);
        }
        self.parameters = found.parameters;
        self.bounds_on_self(&mut block.generics);
        remove(&mut block.generics, &self.parameters);
        visit_mut::visit_item_impl_mut(self, block);
        self.parameters.clear();
    }

    fn visit_signature_mut(&mut self, signature: &mut Signature) {
        self.bounds_on_self(&mut signature.generics);
        visit_mut::visit_signature_mut(self, signature);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        States {
            builders: &self.builders,
            parameters: BTreeSet::new(),
        }
        .visit_path_mut(path);
        visit_mut::visit_path_mut(self, path);
    }
}

impl Eraser {
    /// Turns bounds on states into bounds on `Self`.
    fn bounds_on_self(&self, generics: &mut Generics) {
        let mut bounds = Vec::new();
        for parameter in generics.type_params_mut() {
            if self.parameters.contains(&parameter.ident.to_string()) {
                bounds.extend(std::mem::take(&mut parameter.bounds));
            }
        }
        for predicate in generics
            .where_clause
            .iter_mut()
            .flat_map(|clause| &mut clause.predicates)
        {
            if let WherePredicate::Type(predicate) = predicate
                && let Type::Path(of) = &predicate.bounded_ty
                && of
                    .path
                    .get_ident()
                    .is_some_and(|name| self.parameters.contains(&name.to_string()))
            {
                predicate.bounded_ty = parse_quote!(Self);
            }
        }
        if !bounds.is_empty() {
            let clause = generics.make_where_clause();
            clause.predicates.extend(
                bounds
                    .into_iter()
                    .map(|bound| -> WherePredicate { parse_quote!(Self: #bound) }),
            );
        }
    }
}

/// Removes the last argument of a builder's type if it is a tuple, and collects the parameters in it. A type of another module,
/// such as `support::Error<()>`, is no builder although one may have its name.
struct States<'b> {
    builders: &'b BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl VisitMut for States<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        let mut is_here = true;
        for segment in &mut path.segments {
            let is_builder = is_here && self.builders.contains(&segment.ident.to_string());
            is_here = segment.ident == "builder";
            let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else {
                continue;
            };
            let Some(GenericArgument::Type(Type::Tuple(state))) = arguments.args.last().filter(|_| is_builder) else {
                continue;
            };
            for part in &state.elems {
                if let Type::Path(part) = part {
                    self.parameters.extend(part.path.get_ident().map(ToString::to_string));
                }
            }
            arguments.args.pop();
            // A trailing comma would make equal lists differ.
            arguments.args.pop_punct();
            if arguments.args.is_empty() {
                segment.arguments = PathArguments::None;
            }
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// Removes type parameters.
fn remove(generics: &mut Generics, names: &BTreeSet<String>) {
    let is_kept = |parameter: &GenericParam| match parameter {
        GenericParam::Type(parameter) => !names.contains(&parameter.ident.to_string()),
        _ => true,
    };
    generics.params = std::mem::take(&mut generics.params)
        .into_iter()
        .filter(is_kept)
        .collect();
    if generics.params.is_empty() {
        (generics.lt_token, generics.gt_token) = (None, None);
    }
}
