//! Gives each field the type of its schema's form, on which builders and operations rely. progenitor writes every type
//! with its whole path, uses a default instead of an `Option`, and does not see that a type contains itself, since it
//! sees no other types.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{AngleBracketedGenericArguments, GenericArgument, Ident, Path, PathArguments, PathSegment, Type, TypePath};

use super::super::Model;
use super::super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind, Form};

pub(in super::super) const PASS: Pass = Pass {
    id: "types",
    run,
    expected,
};

fn expected(definition: &Definition) -> usize {
    match &definition.kind {
        DefinitionKind::Object { fields, rest } => fields.len() + usize::from(rest.is_some()),
        DefinitionKind::Alias(_) => 1,
        DefinitionKind::Texts(_) | DefinitionKind::Union(_) => 0,
    }
}

fn run(model: &mut Model<'_>) -> usize {
    let mut count = 0;
    super::for_each_field(&mut model.item, model.definition, |field, known| {
        let form = known.present();
        // progenitor never distinguishes null from absence.
        let is_told = known.distinguishes_null && matches!(form, Form::Nullable(_));
        let spelt = if known.required || is_told {
            respell(&mut field.ty, &form)
        } else {
            // progenitor uses no `Option` for types that have a default: lists and maps.
            let of_default = matches!(form, Form::List(_) | Form::Map(_));
            let inner = if of_default {
                Some(&mut field.ty)
            } else {
                argument(&mut field.ty, "Option")
            };
            inner.is_some_and(|inner| respell(inner, &form))
        };
        if !spelt {
            return;
        }
        if !known.required && !is_told && !matches!(form, Form::List(_) | Form::Map(_)) {
            unwrap(&mut field.ty, "Option");
        }
        if known.is_boxed {
            match argument(&mut field.ty, "Option").filter(|_| matches!(form, Form::Nullable(_))) {
                Some(inner) => wrap(inner, "Box"),
                None => wrap(&mut field.ty, "Box"),
            }
        }
        if !known.required {
            wrap(&mut field.ty, "Option");
        }
        count += 1;
    });
    let rest = match &model.definition.kind {
        DefinitionKind::Object { rest: Some(values), .. } => Some(Form::Map(Box::new(values.clone()))),
        DefinitionKind::Alias(form) => Some(form.clone()),
        _ => None,
    };
    if let (Some(field), Some(form)) = (super::unnamed_field(&mut model.item, model.definition), rest) {
        count += usize::from(respell(&mut field.ty, &form));
    }
    count
}

/// Changes a type to the spelling of `form`; `false` if it is another type.
fn respell(of: &mut Type, form: &Form) -> bool {
    let last = match form {
        Form::Any => "Value",
        Form::Boolean => "bool",
        Form::Integer(integer) => integer.name(),
        Form::Number => "f64",
        Form::Text => "String",
        Form::Secret => "Secret",
        Form::Upload => "Upload",
        Form::List(_) => "Vec",
        Form::Map(values) if **values == Form::Any => "Map",
        Form::Map(_) => "HashMap",
        Form::Named(name) => name,
        Form::Nullable(_) => "Option",
    };
    let Type::Path(TypePath { path, .. }) = of else {
        return false;
    };
    if path.segments.last().is_none_or(|segment| segment.ident != last) {
        return false;
    }
    path.leading_colon = None;
    if matches!(form, Form::Text | Form::List(_) | Form::Nullable(_)) {
        // In the prelude.
        let segments = std::mem::take(&mut path.segments);
        path.segments = segments.into_iter().last().into_iter().collect();
    }
    let Some(PathArguments::AngleBracketed(arguments)) = path.segments.last_mut().map(|segment| &mut segment.arguments)
    else {
        return !matches!(form, Form::List(_) | Form::Map(_) | Form::Nullable(_));
    };
    let types = arguments.args.iter_mut().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    let types: Vec<_> = types.collect();
    match (types, form) {
        (mut types, Form::List(inner) | Form::Nullable(inner)) => {
            types.pop().is_some_and(|of| types.is_empty() && respell(of, inner))
        }
        (types, Form::Map(values)) => match <[&mut Type; 2]>::try_from(types) {
            Ok([key, value]) => respell(key, &Form::Text) && respell(value, values),
            Err(_) => false,
        },
        _ => false,
    }
}

/// `T` of `wrapper<T>`.
fn argument<'t>(of: &'t mut Type, wrapper: &str) -> Option<&'t mut Type> {
    let Type::Path(TypePath { path, .. }) = of else {
        return None;
    };
    let segment = path.segments.last_mut().filter(|segment| segment.ident == wrapper)?;
    let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else {
        return None;
    };
    match arguments.args.first_mut() {
        Some(GenericArgument::Type(argument)) => Some(argument),
        _ => None,
    }
}

/// Replaces `wrapper<T>` by `T`.
fn unwrap(of: &mut Type, wrapper: &str) {
    if let Some(inner) = argument(of, wrapper) {
        *of = std::mem::replace(inner, Type::Verbatim(Default::default()));
    }
}

/// Replaces `T` by `wrapper<T>`.
fn wrap(of: &mut Type, wrapper: &str) {
    let inner = std::mem::replace(of, Type::Verbatim(Default::default()));
    let segment = PathSegment {
        ident: Ident::new(wrapper, Span::call_site()),
        arguments: PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: Default::default(),
            args: Punctuated::from_iter([GenericArgument::Type(inner)]),
            gt_token: Default::default(),
        }),
    };
    *of = Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: Path::from(segment),
    });
}
