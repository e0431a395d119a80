//! Where an operation has several types of success or of error, the lowering `responses` has made one object of them,
//! with a field for each status. An answer has one status: here the object becomes the enumeration that it stands for.

use quote::format_ident;
use syn::{Field, File, Item, ItemEnum, ItemImpl, PathArguments, Type, Variant, parse_quote};

use super::Pass;
use crate::facts::{self, Facts, OperationFacts, Outcome, ResponseBody, ResponseFacts};
use crate::{lower, names};

pub(super) const PASS: Pass = Pass {
    id: "outcomes",
    summary: "an operation with several types of success or of error has an enumeration for them, told apart by status",
    run,
    expected: |facts| {
        let outcomes = facts
            .operations
            .iter()
            .flat_map(|operation| [&operation.success, &operation.error]);
        Some(outcomes.filter_map(Outcome::union).count())
    },
};

/// The enumeration of this name, if it is one.
fn union<'f>(facts: &'f Facts, name: &str) -> Option<Union<'f>> {
    let operation = facts.operation_of_union(name)?;
    let (what, responses) = if operation.success.union() == Some(name) {
        ("succeeds", facts::successes(&operation.responses))
    } else {
        ("fails", facts::errors(&operation.responses))
    };
    Some(Union {
        operation,
        what,
        responses,
    })
}

struct Union<'f> {
    operation: &'f OperationFacts,
    what: &'static str,
    responses: Vec<&'f ResponseFacts>,
}

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut count = 0;
    let Some(items) = super::module_vec(file, "types") else {
        return 0;
    };
    items.retain_mut(|item| {
        let Some((name, union)) = owners(item)
            .into_iter()
            .find_map(|name| Some((name.clone(), union(facts, &name)?)))
        else {
            return true;
        };
        let Item::Struct(model) = item else { return false };
        let fields: Vec<Field> = model.fields.iter().cloned().collect();
        *item = Item::Enum(union.item(&name, &fields));
        count += 1;
        true
    });
    if let Some(Item::Mod(module)) = items.iter_mut().find(|item| super::is_module(item, "builder"))
        && let Some((_, items)) = &mut module.content
    {
        items.retain(|item| !owners(item).iter().any(|name| facts.operation_of_union(name).is_some()));
    }
    count
}

/// The model that an item defines, or those that an `impl` is about.
fn owners(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(model) => vec![model.ident.to_string()],
        Item::Impl(block) => super::self_name(block).into_iter().chain(argument(block)).collect(),
        _ => Vec::new(),
    }
}

/// `T` of `impl From<T> for …`.
fn argument(block: &ItemImpl) -> Option<String> {
    let (path, _) = block.trait_.as_ref()?;
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else {
        return None;
    };
    let Some(syn::GenericArgument::Type(Type::Path(argument))) = arguments.args.first() else {
        return None;
    };
    argument.path.segments.last().map(|segment| segment.ident.to_string())
}

impl Union<'_> {
    fn item(&self, name: &str, fields: &[Field]) -> ItemEnum {
        let ident = format_ident!("{name}");
        let variants = self.responses.iter().map(|response| variant(response, fields));
        let docs = [
            format!(
                "What `{}` answers when it {}, by status.",
                self.operation.operation_id, self.what
            ),
            String::new(),
            format!(
                "In the OpenAPI document: `#{}`.",
                self.operation.pointer.child("responses")
            ),
        ];
        let docs = docs.iter().map(|line| super::doc(line));
        let streams = self.responses.iter().any(|response| response.body == ResponseBody::Raw);
        // A body that is read as it arrives can be neither copied nor compared.
        let derives = if streams {
            quote::quote!(Debug)
        } else {
            quote::quote!(Clone, Debug, PartialEq)
        };
        parse_quote! {
            #(#docs)*
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #ident { #(#variants),* }
        }
    }
}

fn variant(response: &ResponseFacts, fields: &[Field]) -> Variant {
    let name = format_ident!("{}", response.status.variant());
    let text = response
        .description
        .as_deref()
        .unwrap_or("An answer that the document does not describe.");
    let docs = text.trim().lines().map(super::doc);
    let of = match response.body {
        ResponseBody::Empty => return parse_quote!(#(#docs)* #name),
        ResponseBody::Raw => parse_quote!(crate::support::ByteStream),
        ResponseBody::Json => {
            let field = names::field_name(&lower::response_property(response.status));
            let field = fields
                .iter()
                .find(|known| known.ident.as_ref().is_some_and(|ident| *ident == field));
            field.map_or_else(|| parse_quote!(::serde_json::Value), |field| field.ty.clone())
        }
    };
    parse_quote!(#(#docs)* #name(#of))
}
