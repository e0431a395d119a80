//! The builders of models.

use std::collections::BTreeMap;

use super::code::{Code, literal};
use super::setter::Setter;
use super::state::TypeState;
use crate::docs;
use crate::schemas::{Constant, Definition, DefinitionKind, Field, Form, REST};

/// The builder of an object: its text in the module `types::builder`, and the text of its values in the module
/// `values`.
pub(super) struct Builder<'d> {
    name: &'d str,
    fields: &'d [Field],
    rest: Option<&'d Form>,
    types: &'d BTreeMap<String, Definition>,
    state: TypeState<'d>,
}

impl<'d> Builder<'d> {
    /// The builder of the type `name`, if it has one.
    pub(super) fn of(name: &'d str, types: &'d BTreeMap<String, Definition>) -> Option<Self> {
        let definition = types.get(name).filter(|definition| definition.has_builder)?;
        let DefinitionKind::Object { fields, rest } = &definition.kind else {
            return None;
        };
        let required = fields.iter().filter(|field| is_asked(field, types));
        Some(Self {
            name,
            fields,
            rest: rest.as_ref(),
            types,
            state: TypeState::new(name, required.map(|field| field.ident.as_str()).collect()),
        })
    }

    /// The names of the required values.
    pub(super) fn required(&self) -> impl Iterator<Item = &'d str> {
        let required = self.fields.iter().filter(|field| is_asked(field, self.types));
        required.map(|field| field.ident.as_str())
    }

    /// Whether the model can hold the set values, because every field of it may be absent.
    fn holds_model(&self) -> bool {
        self.fields.iter().all(|field| !field.required)
    }

    /// The fields that have a setter. A field with only one valid value and a field that is never sent have none.
    fn set(&self) -> impl Iterator<Item = &'d Field> {
        let types = self.types;
        self.fields
            .iter()
            .filter(move |field| !field.is_read_only && value(field, types).is_none())
    }

    /// Writes the model's associated function that creates a builder.
    pub(super) fn write_function(&self, code: &mut Code) {
        let (name, missing) = (self.name, self.state.missing());
        code.blank();
        code.open(format!("impl {name} {{"));
        code.line("/// Creates a builder without any value.");
        code.open(format!("pub fn builder() -> builder::{name}<{missing}> {{"));
        code.line(format!(
            "builder::{name} {{ values: Default::default(), state: PhantomData }}"
        ));
        code.close("}");
        code.close("}");
    }

    /// Writes the builder, for the module `types::builder`.
    pub(super) fn write(&self, code: &mut Code) {
        let name = self.name;
        let values = if self.holds_model() { "super" } else { "values" };
        code.blank();
        code.line(format!("/// Builder of [`{name}`](super::{name})."));
        code.line("#[derive(Clone, Debug)]");
        let whole = self.state.whole();
        code.open(format!("pub struct {name}<{whole}> {{"));
        code.line(format!("pub(super) values: {values}::{name},"));
        code.line(format!("pub(super) state: PhantomData<{whole}>,"));
        code.close("}");
        code.blank();
        let parameters = self.state.parameters();
        let parameters = if parameters.is_empty() {
            parameters
        } else {
            format!("<{parameters}>")
        };
        code.open(format!("impl{parameters} {name}<{}> {{", self.state.any()));
        for field in self.set() {
            self.write_setter(code, field);
        }
        if let Some(values) = self.rest {
            let values = values.rust_type("super::");
            code.blank();
            code.line("/// Adds an entry that is not a property of the schema.");
            code.open(format!(
                "pub fn {REST}(mut self, key: impl Into<String>, value: impl Into<{values}>) -> Self {{"
            ));
            code.line(format!("self.values.{REST}.insert(key.into(), value.into());"));
            code.line("self");
            code.close("}");
        }
        self.write_build(code);
        code.close("}");
        self.write_conversions(code);
    }

    fn write_setter(&self, code: &mut Code, field: &Field) {
        let ident = &field.ident;
        let Setter {
            parameters,
            argument,
            value,
        } = Setter::of(
            &field.present(),
            "super::",
            field.required || field.distinguishes_null && matches!(field.form, Form::Nullable(_)),
            self.name,
        );
        code.blank();
        code.docs(&docs::setter(field));
        if field.deprecated {
            code.line("#[deprecated]");
        }
        let boxed = match field.is_boxed && self.holds_model() {
            true => boxed(field),
            false => "",
        };
        match self.state.behind(ident) {
            Some(behind) => {
                let name = self.name;
                code.open(format!(
                    "pub fn {ident}{parameters}(mut self, value: {argument}) -> {name}<{behind}> {{"
                ));
                code.line(format!("self.values.{ident} = {value}{boxed};"));
                code.line(format!("{name} {{ values: self.values, state: PhantomData }}"));
            }
            None => {
                code.open(format!(
                    "pub fn {ident}{parameters}(mut self, value: {argument}) -> Self {{"
                ));
                code.line(format!("self.values.{ident} = {value}{boxed};"));
                code.line("self");
            }
        }
        code.close("}");
    }

    fn write_build(&self, code: &mut Code) {
        let name = self.name;
        code.blank();
        code.line(format!("/// Builds the [`{name}`](super::{name})."));
        self.state
            .open_where(code, &format!("pub fn build(self) -> super::{name}"));
        if self.holds_model() {
            code.line("self.values");
            code.close("}");
            return;
        }
        code.open(format!("super::{name} {{"));
        for field in self.fields {
            let ident = &field.ident;
            let (boxed, is_nullable) = (field.is_boxed, matches!(field.form, Form::Nullable(_)));
            let value = match value(field, self.types) {
                Some(value) => format!("self.values.{ident}.unwrap_or({value})"),
                None if field.required && boxed && is_nullable => {
                    format!("support::given(self.values.{ident}).map(Box::new)")
                }
                None if field.required && boxed => format!("Box::new(support::given(self.values.{ident}))"),
                None if field.required => format!("support::given(self.values.{ident})"),
                None if boxed => format!("self.values.{ident}{}", self::boxed(field)),
                None => format!("self.values.{ident}"),
            };
            code.line(format!("{ident}: {value},"));
        }
        if self.rest.is_some() {
            code.line(format!("{REST}: self.values.{REST},"));
        }
        code.close("}");
        code.close("}");
    }

    /// Writes the conversions from a finished builder to the model and from a model to its builder.
    fn write_conversions(&self, code: &mut Code) {
        let (name, any, complete) = (self.name, self.state.any(), self.state.complete());
        let bounds = self.state.bounds();
        let bounds = if bounds.is_empty() {
            bounds
        } else {
            format!("<{bounds}>")
        };
        code.blank();
        code.open(format!("impl{bounds} From<{name}<{any}>> for super::{name} {{"));
        code.open(format!("fn from(builder: {name}<{any}>) -> Self {{"));
        code.line("builder.build()");
        code.close("}");
        code.close("}");
        code.blank();
        code.open(format!("impl From<super::{name}> for {name}<{complete}> {{"));
        code.open(format!("fn from(model: super::{name}) -> Self {{"));
        if self.holds_model() {
            code.line("Self { values: model, state: PhantomData }");
        } else {
            code.open(format!("let values = values::{name} {{"));
            for field in self.fields {
                let ident = &field.ident;
                let is_nullable = matches!(field.form, Form::Nullable(_));
                let value = match (field.required, field.is_boxed) {
                    (true, true) if is_nullable => format!("Some(model.{ident}.map(|value| *value))"),
                    (true, true) => format!("Some(*model.{ident})"),
                    (true, false) => format!("Some(model.{ident})"),
                    (false, true) if field.distinguishes_null => {
                        format!("model.{ident}.map(|value| value.map(|value| *value))")
                    }
                    (false, true) => format!("model.{ident}.map(|value| *value)"),
                    (false, false) => format!("model.{ident}"),
                };
                code.line(format!("{ident}: {value},"));
            }
            if self.rest.is_some() {
                code.line(format!("{REST}: model.{REST},"));
            }
            code.close("};");
            code.line("Self { values, state: PhantomData }");
        }
        code.close("}");
        code.close("}");
    }

    /// Writes the conversion from a complete builder to the enumeration `target`, for the module `types`.
    pub(super) fn write_variant(&self, code: &mut Code, target: &str, variant: &str) {
        let of = format!("builder::{}<{}>", self.name, self.state.any());
        // The bounds use the names of the builder's module.
        let bounds = self.state.bounds().replace("required::", "super::required::");
        let bounds = if bounds.is_empty() {
            bounds
        } else {
            format!("<{bounds}>")
        };
        code.blank();
        code.open(format!("impl{bounds} From<{of}> for {target} {{"));
        code.open(format!("fn from(builder: {of}) -> Self {{"));
        code.line(format!("Self::{variant}(builder.build())"));
        code.close("}");
        code.close("}");
    }

    /// Writes the struct of the set values, for the module `types::builder::values`, unless the model holds them.
    pub(super) fn write_values(&self, code: &mut Code) {
        if self.holds_model() {
            return;
        }
        code.blank();
        code.line("#[derive(Clone, Debug, Default)]");
        code.open(format!("pub struct {} {{", self.name));
        for field in self.fields {
            let of = field.present().rust_type("super::super::");
            code.line(format!("pub {}: Option<{of}>,", field.ident));
        }
        if let Some(values) = self.rest {
            let rest = Form::Map(Box::new(values.clone()));
            code.line(format!("pub {REST}: {},", rest.rust_type("super::super::")));
        }
        code.close("}");
    }
}

/// Whether a caller has to set the field.
fn is_asked(field: &Field, types: &BTreeMap<String, Definition>) -> bool {
    field.is_demanded || field.required && value(field, types).is_none()
}

/// The conversion of an option to the value of an optional field that is boxed.
fn boxed(field: &Field) -> &'static str {
    if field.distinguishes_null && matches!(field.form, Form::Nullable(_)) {
        ".map(|value| value.map(Box::new))"
    } else {
        ".map(Box::new)"
    }
}

/// The expression of a required field's only valid value; `None` for a field that a caller sets.
fn value(field: &Field, types: &BTreeMap<String, Definition>) -> Option<String> {
    let constant = field.constant.as_ref().filter(|_| field.required)?;
    let value = match (field.form.clone().not_null(), constant) {
        (Form::Named(name), Constant::Text(text)) => {
            let DefinitionKind::Texts(values) = &types.get(&name)?.kind else {
                return None;
            };
            let variant = values.iter().find(|value| value.text == *text)?;
            format!("super::{name}::{}", variant.ident)
        }
        (Form::Text, Constant::Text(text)) => format!("{}.to_owned()", literal(text)),
        (Form::Boolean, Constant::Boolean(value)) => value.to_string(),
        (Form::Integer(integer), Constant::Number(number)) => integer.holds(number).then(|| number.to_string())?,
        (Form::Number, Constant::Number(number)) => format!("{:?}", number.as_f64()?),
        (Form::Any, Constant::Null) => "serde_json::Value::Null".to_owned(),
        _ => return None,
    };
    Some(match field.form {
        Form::Nullable(_) => format!("Some({value})"),
        _ => value,
    })
}
