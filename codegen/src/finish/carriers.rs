//! Carriers: objects that a lowering has had typify make only to learn the Rust types of their fields. A finish pass puts
//! what it is really about in their place.

use syn::{File, Item, ItemImpl, ItemStruct, PathArguments, Type};

/// Replaces every carrier of the module `types` that `is_carrier` names by what `make` returns for it, and takes away
/// what typify has implemented for it. Returns how many there were.
pub(super) fn replace(
    file: &mut File,
    is_carrier: impl Fn(&str) -> bool,
    mut make: impl FnMut(&str, &ItemStruct) -> Vec<Item>,
) -> usize {
    let Some(items) = super::module_vec(file, "types") else {
        return 0;
    };
    let is_about_carrier = |item: &Item| match item {
        Item::Struct(model) => is_carrier(&model.ident.to_string()),
        Item::Impl(block) => owners(block).any(|name| is_carrier(&name)),
        _ => false,
    };
    if !items.iter().any(is_about_carrier) {
        return 0;
    }
    let mut count = 0;
    let mut kept = Vec::with_capacity(items.len());
    for item in std::mem::take(items) {
        match &item {
            Item::Struct(model) if is_carrier(&model.ident.to_string()) => {
                count += 1;
                kept.extend(make(&model.ident.to_string(), model));
            }
            Item::Impl(block) if owners(block).any(|name| is_carrier(&name)) => {}
            _ => kept.push(item),
        }
    }
    *items = kept;
    if let Some(Item::Mod(module)) = items.iter_mut().find(|item| super::is_module(item, "builder"))
        && let Some((_, items)) = &mut module.content
    {
        items.retain(|item| match item {
            Item::Struct(builder) => !is_carrier(&builder.ident.to_string()),
            Item::Impl(block) => !owners(block).any(|name| is_carrier(&name)),
            _ => true,
        });
    }
    count
}

/// The models that an `impl` is about: the one that it is for, and the one that it converts from.
fn owners(block: &ItemImpl) -> impl Iterator<Item = String> {
    super::self_name(block).into_iter().chain(argument(block))
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
