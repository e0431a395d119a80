//! The model passes, one in each file, and the check of their work.

pub(super) mod attributes;
pub(super) mod documentation;
pub(super) mod open_enums;
pub(super) mod types;
pub(super) mod wire_names;

use proc_macro2::{Span, TokenStream};
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Fields, Ident, Item, Lit, LitStr, MacroDelimiter, Meta, MetaList,
    MetaNameValue,
};

use super::Model;
use super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind, Field, Form, Integer};

/// All model passes, in the order in which they run.
pub(crate) const PASSES: &[Pass] = &[
    types::PASS,
    wire_names::PASS,
    open_enums::PASS,
    attributes::PASS,
    documentation::PASS,
];

/// The number of places that each pass has changed, in the order of [`PASSES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts(pub(crate) [usize; PASSES.len()]);

impl Counts {
    /// Runs all passes on a model. It is an error if a pass changes more or fewer places than the document requires:
    /// progenitor's output is then not what the pass was written for.
    pub(super) fn run(&mut self, model: &mut Model<'_>) -> Result<(), String> {
        for (pass, sum) in PASSES.iter().zip(&mut self.0) {
            let (changed, expected) = ((pass.run)(model), (pass.expected)(model.definition));
            if changed != expected {
                let name = model.name;
                return Err(format!(
                    "the pass `{}` changed {changed} places of the model `{name}`, but {expected} were expected",
                    pass.id
                ));
            }
            *sum += changed;
        }
        Ok(())
    }

    /// Adds the changes in other models.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum += count);
    }
}

/// Calls `visit` with each field of a model that represents a property, and with the property.
fn for_each_field(item: &mut Item, definition: &Definition, mut visit: impl FnMut(&mut syn::Field, &Field)) {
    let (Item::Struct(model), DefinitionKind::Object { fields, .. }) = (item, &definition.kind) else {
        return;
    };
    for field in &mut model.fields {
        let known = fields
            .iter()
            .find(|known| field.ident.as_ref().is_some_and(|ident| *ident == known.ident));
        if let Some(known) = known {
            visit(field, known);
        }
    }
}

/// The number of properties of a definition for which `is_of_kind` is true.
fn count_fields(definition: &Definition, is_of_kind: impl Fn(&Field) -> bool) -> usize {
    match &definition.kind {
        DefinitionKind::Object { fields, .. } => fields.iter().filter(|field| is_of_kind(field)).count(),
        _ => 0,
    }
}

/// The field of a struct that represents no property: an object's other keys, or the value of a newtype.
fn unnamed_field<'i>(item: &'i mut Item, definition: &Definition) -> Option<&'i mut syn::Field> {
    let Item::Struct(model) = item else { return None };
    match (&mut model.fields, &definition.kind) {
        (Fields::Unnamed(fields), DefinitionKind::Alias(_)) => fields.unnamed.first_mut(),
        (Fields::Named(fields), DefinitionKind::Object { rest: Some(_), .. }) => fields
            .named
            .iter_mut()
            .find(|field| field.ident.as_ref().is_some_and(|ident| ident == crate::schemas::REST)),
        _ => None,
    }
}

/// Whether a form holds whole numbers that are also read if they are written with a fraction of zero.
fn is_whole(form: &Form) -> bool {
    matches!(form.innermost(), Form::Integer(integer) if !matches!(integer, Integer::Wide | Integer::U128))
}

/// `#[name(…)]`, put together by hand: parsing one for every field takes most of a pass's time.
fn attribute(name: &str, tokens: TokenStream) -> Attribute {
    outer(Meta::List(MetaList {
        path: Ident::new(name, Span::call_site()).into(),
        delimiter: MacroDelimiter::Paren(Default::default()),
        tokens,
    }))
}

/// `#[name]`, built in the same way.
fn word(name: &str) -> Attribute {
    outer(Meta::Path(Ident::new(name, Span::call_site()).into()))
}

/// `/// text`, built in the same way.
fn doc(text: &str) -> Attribute {
    outer(Meta::NameValue(MetaNameValue {
        path: Ident::new("doc", Span::call_site()).into(),
        eq_token: Default::default(),
        value: Expr::Lit(ExprLit {
            attrs: Vec::new(),
            lit: Lit::Str(LitStr::new(text, Span::call_site())),
        }),
    }))
}

fn outer(meta: Meta) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta,
    }
}
