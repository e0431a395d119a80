//! Every public item says what it is and where the document says so. progenitor documents what has a description and
//! leaves the rest bare: setters, builders, values of enumerations.

use std::collections::HashMap;

use syn::{Attribute, Fields, File, Ident, ImplItem, Item, ItemImpl, Visibility};

use super::Pass;
use crate::facts::{Facts, OperationFacts};

pub(super) const PASS: Pass = Pass {
    id: "documentation",
    summary: "every public item is documented, with its place in the document",
    run,
    // How much progenitor leaves undocumented is its own business.
    expected: |_| None,
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut writer = Writer {
        facts,
        fields: HashMap::new(),
        count: 0,
    };
    if let Some(types) = super::module_vec(file, "types") {
        types.iter_mut().for_each(|item| writer.model(item));
        if let Some(Item::Mod(module)) = types.iter_mut().find(|item| super::is_module(item, "builder"))
            && let Some((_, items)) = &mut module.content
        {
            items.iter_mut().for_each(|item| writer.model_builder(item));
        }
    }
    file.items.iter_mut().for_each(|item| writer.client(item));
    super::module_items(file, "builder")
        .iter_mut()
        .for_each(|item| writer.operation_builder(item));
    writer.count
}

struct Writer<'f> {
    facts: &'f Facts,
    /// What each model's fields say, by the model: the builders' setters say it again.
    fields: HashMap<String, Said>,
    count: usize,
}

/// What fields say, with their names, in the order of the setters.
type Said = Vec<(Ident, Vec<Attribute>)>;

impl Writer<'_> {
    /// Where the document says what the type `name` is.
    fn model_place(&self, name: &str) -> Option<String> {
        self.facts.models.get(name).map(|model| model.place.to_string())
    }

    fn model(&mut self, item: &mut Item) {
        match item {
            Item::Struct(model) => {
                let name = model.ident.to_string();
                self.place(&mut model.attrs, self.model_place(&name).as_ref());
                let mut said = Said::new();
                for field in &mut model.fields {
                    self.fallback(&mut field.attrs, "A value that the document gives no description of.");
                    let docs = field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
                    said.extend(field.ident.clone().map(|name| (name, docs.cloned().collect())));
                }
                self.fields.insert(name, said);
                self.fallback(&mut model.attrs, "A value that the document gives no description of.");
            }
            Item::Enum(model) => {
                self.place(&mut model.attrs, self.model_place(&model.ident.to_string()).as_ref());
                self.fallback(&mut model.attrs, "One of several values.");
                for variant in &mut model.variants {
                    let value = super::renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
                    let text = match &variant.fields {
                        Fields::Unit => format!("`{value}`"),
                        _ => format!("The form `{}`.", variant.ident),
                    };
                    self.fallback(&mut variant.attrs, &text);
                }
            }
            Item::Impl(block) if block.trait_.is_none() => self.methods(block, |name| match name {
                "builder" => Some("A builder without any field set.".to_owned()),
                _ => None,
            }),
            _ => {}
        }
    }

    fn model_builder(&mut self, item: &mut Item) {
        match item {
            Item::Struct(builder) => {
                let text = format!(
                    "Builder for [`{0}`](super::{0}): set the fields, then `try_into()`.",
                    builder.ident
                );
                self.fallback(&mut builder.attrs, &text);
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let said = super::self_name(block).and_then(|model| self.fields.get(&model));
                let Some(said) = said else { return };
                let mut rest = said.iter();
                for item in &mut block.items {
                    let ImplItem::Fn(setter) = item else { continue };
                    let is_it = |(field, _): &&(Ident, Vec<Attribute>)| *field == setter.sig.ident;
                    // The next one, as a rule.
                    let docs = rest.next().filter(is_it).or_else(|| said.iter().find(is_it));
                    if let (Some((_, docs)), true) = (docs, is_bare(&setter.attrs)) {
                        setter.attrs.extend_from_slice(docs);
                        self.count += 1;
                    }
                }
            }
            _ => {}
        }
    }

    fn client(&mut self, item: &mut Item) {
        let Item::Impl(block) = item else { return };
        if super::self_name(block).as_deref() != Some("Client") {
            return;
        }
        for item in &mut block.items {
            let ImplItem::Fn(method) = item else { continue };
            let operation = self.facts.operation_of_method(&method.sig.ident.to_string());
            self.count += operation.map_or(0, |operation| author_path(&mut method.attrs, operation));
            let place = operation.map(|operation| operation.pointer.to_string());
            self.place(&mut method.attrs, place.as_ref());
        }
    }

    fn operation_builder(&mut self, item: &mut Item) {
        let Item::Impl(block) = item else { return };
        let operation = super::self_name(block).and_then(|name| self.facts.operation_of_builder(&name));
        let Some(operation) = operation else { return };
        for item in &mut block.items {
            if let ImplItem::Fn(method) = item {
                self.count += author_path(&mut method.attrs, operation);
            }
        }
        self.methods(block, |name| setter_text(operation, name));
    }

    /// Documents the bare public methods of a block.
    fn methods(&mut self, block: &mut ItemImpl, text: impl Fn(&str) -> Option<String>) {
        for item in &mut block.items {
            let ImplItem::Fn(method) = item else { continue };
            if let (Visibility::Public(_), Some(text)) = (&method.vis, text(&method.sig.ident.to_string())) {
                self.fallback(&mut method.attrs, &text);
            }
        }
    }

    /// Documents an item that has no documentation.
    fn fallback(&mut self, attributes: &mut Vec<Attribute>, text: &str) {
        if is_bare(attributes) {
            attributes.insert(0, super::doc(text));
            self.count += 1;
        }
    }

    /// Adds the place in the document to an item's documentation.
    fn place(&mut self, attributes: &mut Vec<Attribute>, pointer: Option<&String>) {
        let Some(pointer) = pointer else { return };
        let text = format!("In the OpenAPI document: `#{pointer}`.");
        match attributes
            .iter()
            .rposition(|attribute| attribute.path().is_ident("doc"))
        {
            Some(last) => {
                attributes.insert(last + 1, super::doc(""));
                attributes.insert(last + 2, super::doc(&text));
            }
            None => attributes.insert(0, super::doc(&text)),
        }
        self.count += 1;
    }
}

/// Puts the author's path where progenitor has written the lowered one, and says whether they differ.
fn author_path(attributes: &mut [Attribute], operation: &OperationFacts) -> usize {
    let path = operation
        .pointer
        .parent()
        .and_then(|item| item.last())
        .unwrap_or_default();
    let head = format!("Sends a `{}` request to `", operation.method);
    let mut count = 0;
    for attribute in attributes {
        let Some(text) = super::doc_text(attribute) else {
            continue;
        };
        let Some((before, lowered, behind)) = text
            .split_once(&head)
            .and_then(|(before, rest)| rest.split_once('`').map(|(lowered, behind)| (before, lowered, behind)))
        else {
            continue;
        };
        if lowered != path {
            *attribute = super::doc(&format!("{before}{head}{path}`{behind}"));
            count += 1;
        }
    }
    count
}

fn is_bare(attributes: &[Attribute]) -> bool {
    !attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

fn setter_text(operation: &OperationFacts, name: &str) -> Option<String> {
    match name {
        "new" => return Some("A request without any argument set.".to_owned()),
        "body_map" => return Some("Changes the builder of the request body.".to_owned()),
        _ => {}
    }
    if let Some(parameter) = operation.parameters.iter().find(|parameter| parameter.argument == name) {
        let need = if parameter.required { "required" } else { "optional" };
        let head = format!("The {} parameter `{}` ({need})", parameter.location, parameter.name);
        return Some(match &parameter.description {
            Some(description) => format!("{head}: {description}"),
            None => format!("{head}."),
        });
    }
    let request = operation.request.as_ref().filter(|_| name == "body")?;
    let need = if request.required { "" } else { " (optional)" };
    Some(match request.single() {
        Some(body) => format!("The request body{need}, sent as `{}`.", body.sent_as),
        None => format!("The request body{need}, of one of several media types."),
    })
}
