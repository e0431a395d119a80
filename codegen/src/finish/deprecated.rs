//! What the document calls deprecated, the compiler does as well. Generated code itself may use it: the modules around say
//! so.

use quote::quote;
use syn::{File, ImplItem, Item, ItemMod};

use super::Pass;
use crate::facts::{Facts, ModelFacts};

pub(super) const PASS: Pass = Pass {
    id: "deprecated",
    summary: "operations, types and fields that the document calls deprecated are so in Rust",
    run,
    expected: |facts| {
        let models = facts.models.values();
        let models = models.map(|model| usize::from(model.deprecated) + model.deprecated_fields.len());
        let operations = facts.operations.iter().filter(|operation| operation.deprecated);
        Some(models.sum::<usize>() + operations.count())
    },
};

fn run(file: &mut File, facts: &Facts) -> usize {
    deprecate_methods(file, facts) + deprecate_models(file, facts)
}

fn deprecate_methods(file: &mut File, facts: &Facts) -> usize {
    let is_deprecated = |method: &str| {
        facts
            .operation_of_method(method)
            .is_some_and(|operation| operation.deprecated)
    };
    let mut count = 0;
    for item in &mut file.items {
        let Item::Impl(block) = item else { continue };
        if super::self_name(block).as_deref() != Some("Client") {
            continue;
        }
        for item in &mut block.items {
            if let ImplItem::Fn(method) = item
                && is_deprecated(&method.sig.ident.to_string())
            {
                method.attrs.push(super::word("deprecated"));
                count += 1;
            }
        }
    }
    count
}

fn deprecate_models(file: &mut File, facts: &Facts) -> usize {
    let is_deprecated = |model: &ModelFacts| model.deprecated || !model.deprecated_fields.is_empty();
    // One frame has the modules of all models.
    if super::is_frame(file) && facts.models.values().any(is_deprecated) {
        for module in ["types", "builder"] {
            if let Some(Item::Mod(module)) = file.items.iter_mut().find(|item| super::is_module(item, module)) {
                allow(module);
            }
        }
    }
    let Some(types) = super::module_vec(file, "types") else {
        return 0;
    };
    let mut count = 0;
    for item in types.iter_mut() {
        let (name, attributes) = match item {
            Item::Struct(model) => (model.ident.to_string(), &mut model.attrs),
            Item::Enum(model) => (model.ident.to_string(), &mut model.attrs),
            _ => continue,
        };
        let Some(known) = facts.models.get(&name) else { continue };
        if known.deprecated {
            attributes.push(super::word("deprecated"));
            count += 1;
        }
        let Item::Struct(model) = item else { continue };
        for field in &mut model.fields {
            if field
                .ident
                .as_ref()
                .is_some_and(|ident| known.deprecated_fields.contains(&ident.to_string()))
            {
                field.attrs.push(super::word("deprecated"));
                count += 1;
            }
        }
    }
    if let Some(Item::Mod(builders)) = types.iter_mut().find(|item| super::is_module(item, "builder")) {
        setters(builders, facts);
    }
    count
}

fn allow(module: &mut ItemMod) {
    module.attrs.push(super::attribute("allow", quote!(deprecated)));
}

/// The setters of deprecated fields.
fn setters(builders: &mut ItemMod, facts: &Facts) {
    let items = builders.content.as_mut().map(|(_, items)| items);
    for item in items.into_iter().flatten() {
        let Item::Impl(block) = item else { continue };
        if block.trait_.is_some() {
            continue;
        }
        let known = super::self_name(block).and_then(|name| facts.models.get(&name));
        let Some(known) = known else { continue };
        for item in &mut block.items {
            if let ImplItem::Fn(setter) = item
                && known.deprecated_fields.contains(&setter.sig.ident.to_string())
            {
                setter.attrs.push(super::word("deprecated"));
            }
        }
    }
}
