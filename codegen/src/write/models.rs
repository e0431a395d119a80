//! The code that accompanies progenitor's models: conversions, and the enumerations of unions.

use std::collections::{BTreeMap, BTreeSet};

use super::builders::Builder;
use super::code::{Code, literal};
use crate::docs;
use crate::model::{Facts, FailureFacts};
use crate::schemas::{Definition, DefinitionKind, Field, Form, Shape, TextValue, Union};

type Types = BTreeMap<String, Definition>;

/// Writes the code that follows the struct or enumeration of a definition. For a union it also writes the enumeration.
pub(super) fn write(code: &mut Code, name: &str, definition: &Definition, facts: &Facts, types: &Types) {
    match &definition.kind {
        DefinitionKind::Object { fields, .. } => failures(code, name, fields, facts, types),
        DefinitionKind::Texts(values) => texts(code, name, values),
        DefinitionKind::Alias(form) => {
            if *form == Form::Secret {
                secret(code, name, definition);
            }
            newtype(code, name, form);
        }
        DefinitionKind::Union(of) => union(code, name, definition, of, types),
    }
}

/// Writes `impl From<of> for name`. The expression converts `value`.
fn from(code: &mut Code, of: &str, name: &str, expression: &str) {
    code.blank();
    code.open(format!("impl From<{of}> for {name} {{"));
    code.open(format!("fn from(value: {of}) -> Self {{"));
    code.line(expression);
    code.close("}");
    code.close("}");
}

fn texts(code: &mut Code, name: &str, values: &[TextValue]) {
    code.blank();
    code.open(format!("impl {name} {{"));
    code.line("/// The value as it is sent.");
    code.open("pub fn as_str(&self) -> &str {");
    code.open("match self {");
    for value in values {
        code.line(format!("Self::{} => {},", value.ident, literal(&value.text)));
    }
    code.line("Self::Unknown(value) => value,");
    code.close("}");
    code.close("}");
    code.close("}");
    code.blank();
    code.open(format!("impl std::fmt::Display for {name} {{"));
    code.open("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    code.line("f.write_str(self.as_str())");
    code.close("}");
    code.close("}");
    code.blank();
    code.open(format!("impl From<&str> for {name} {{"));
    code.open("fn from(value: &str) -> Self {");
    code.open("match value {");
    for value in values {
        code.line(format!("{} => Self::{},", literal(&value.text), value.ident));
    }
    code.line("_ => Self::Unknown(value.to_owned()),");
    code.close("}");
    code.close("}");
    code.close("}");
    from(code, "String", name, "Self::from(value.as_str())");
    code.blank();
    code.open(format!("impl std::str::FromStr for {name} {{"));
    code.line("type Err = std::convert::Infallible;");
    code.open("fn from_str(value: &str) -> Result<Self, Self::Err> {");
    code.line("Ok(Self::from(value))");
    code.close("}");
    code.close("}");
}

fn secret(code: &mut Code, name: &str, definition: &Definition) {
    code.docs(&docs::model(name, definition));
    code.line("#[derive(Clone, Debug, Eq, PartialEq)]");
    code.line("#[derive(serde::Deserialize, serde::Serialize)]");
    code.line("#[cfg_attr(feature = \"schemars\", derive(schemars::JsonSchema))]");
    code.line("#[serde(transparent)]");
    if definition.deprecated {
        code.line("#[deprecated]");
    }
    code.open(format!("pub struct {name}("));
    code.docs(docs::NEWTYPE);
    code.line("pub support::Secret,");
    code.close(");");
}

fn newtype(code: &mut Code, name: &str, form: &Form) {
    let of = form.rust_type("");
    code.blank();
    code.open(format!("impl std::ops::Deref for {name} {{"));
    code.line(format!("type Target = {of};"));
    code.open("fn deref(&self) -> &Self::Target {");
    code.line("&self.0");
    code.close("}");
    code.close("}");
    from(code, &of, name, "Self(value)");
    if *form == Form::Text {
        from(code, "&str", name, "Self(value.to_owned())");
    }
    from(code, name, &of, "value.0");
}

fn union(code: &mut Code, name: &str, definition: &Definition, union: &Union, types: &Types) {
    code.docs(&docs::model(name, definition));
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[derive(serde::Serialize)]");
    code.line("#[cfg_attr(feature = \"schemars\", derive(schemars::JsonSchema))]");
    code.line("#[serde(untagged)]");
    code.line("#[non_exhaustive]");
    if definition.deprecated {
        code.line("#[deprecated]");
    }
    code.open(format!("pub enum {name} {{"));
    for variant in &union.variants {
        let description = variant.description.clone();
        code.docs(&description.unwrap_or_else(|| format!("The type `{}`.", variant.ident)));
        code.line(format!("{}({}),", variant.ident, variant.form.rust_type("")));
    }
    if union.is_open {
        code.line("/// A value of a type that the document does not list, as it was received.");
        code.line("Unknown(serde_json::Value),");
    }
    code.close("}");
    reader(code, name, union);
    conversions(code, name, union, types);
}

/// Writes the implementation of `Deserialize`.
fn reader(code: &mut Code, name: &str, union: &Union) {
    code.blank();
    code.open(format!("impl<'de> serde::Deserialize<'de> for {name} {{"));
    code.open("fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {");
    code.open("const SHAPES: &[(usize, support::Shape)] = &[");
    for (at, variant) in union.variants.iter().enumerate() {
        for known in &variant.shapes {
            code.line(format!("({at}, support::Shape::{}),", shape(known)));
        }
    }
    code.close("];");
    code.open("support::one_of(deserializer, SHAPES, |form, value| match form {");
    for (at, variant) in union.variants.iter().enumerate() {
        code.line(format!(
            "{at} => support::read_form(value).map(Self::{}),",
            variant.ident
        ));
    }
    code.line(if union.is_open {
        "_ => Ok(Self::Unknown(value)),"
    } else {
        "_ => Err(support::no_form()),"
    });
    code.close("})");
    code.close("}");
    code.close("}");
}

fn shape(shape: &Shape) -> String {
    let list = |texts: &[String]| {
        let texts: Vec<_> = texts.iter().map(|text| literal(text)).collect();
        format!("&[{}]", texts.join(", "))
    };
    match shape {
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Integer => "Integer".to_owned(),
        Shape::Number => "Number".to_owned(),
        Shape::Text(texts) => format!("Text({})", list(texts)),
        Shape::List => "List".to_owned(),
        Shape::Any => "Any".to_owned(),
        Shape::Object { required, known, tags } => {
            let tags = tags
                .iter()
                .map(|(key, values)| format!("({}, {})", literal(key), list(values)));
            let tags: Vec<_> = tags.collect();
            let (required, known) = (list(required), list(known));
            format!(
                "Object {{ required: {required}, known: {known}, tags: &[{}] }}",
                tags.join(", ")
            )
        }
    }
}

/// Writes `From` for each variant whose type no other variant has.
fn conversions(code: &mut Code, name: &str, union: &Union, types: &Types) {
    let spelt: Vec<_> = union
        .variants
        .iter()
        .map(|variant| variant.form.rust_type(""))
        .collect();
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> = spelt
        .iter()
        .map(AsRef::as_ref)
        .filter(|of: &&str| !seen.insert(*of))
        .collect();
    for (variant, of) in union
        .variants
        .iter()
        .zip(&spelt)
        .filter(|(_, of)| !twice.contains(of.as_ref()))
    {
        from(code, of, name, &format!("Self::{}(value)", variant.ident));
        if variant.form == Form::Text {
            from(
                code,
                "&str",
                name,
                &format!("Self::{}(value.to_owned())", variant.ident),
            );
        }
        if let Form::Named(inner) = &variant.form
            && let Some(builder) = Builder::of(inner, types)
        {
            builder.write_variant(code, name, &variant.ident);
        }
    }
}

/// Writes the implementations for the extensions `x-failure` and `x-in-band-failure`.
fn failures(code: &mut Code, name: &str, fields: &[Field], facts: &Facts, types: &Types) {
    if let Some(failure) = facts.failures.get(name) {
        implement_failure(code, name, fields, failure, types);
    }
    let Some(property) = facts.in_band.get(name) else {
        return;
    };
    let field = of_property(fields, property);
    code.blank();
    code.open(format!("impl support::InBand for {name} {{"));
    code.line(format!(
        "type Failure = {};",
        field.form.clone().not_null().rust_type("")
    ));
    let echoes = facts.echoes.get(name).map(Vec::as_slice).unwrap_or_default();
    let is_deciding = |field: &Field| field.required || field.key == *property || echoes.contains(&field.key);
    let informative = fields
        .iter()
        .filter(|field| !is_deciding(field))
        .map(|field| literal(&field.key));
    let informative: Vec<_> = informative.collect();
    code.line(format!(
        "const INFORMATIVE: &'static [&'static str] = &[{}];",
        informative.join(", ")
    ));
    code.open("fn in_band_failure(&self) -> Option<&Self::Failure> {");
    let reference = if field.is_boxed { "as_deref" } else { "as_ref" };
    code.line(format!("self.{}.{reference}()", field.ident));
    code.close("}");
    code.close("}");
}

fn implement_failure(code: &mut Code, name: &str, fields: &[Field], failure: &FailureFacts, types: &Types) {
    let field = |property: &String| of_property(fields, property);
    let (code_type, code_value) = match &failure.code {
        None => ("String".into(), "None".to_owned()),
        Some(property) => {
            let field = field(property);
            (field.form.clone().not_null().rust_type(""), text_of(field, types))
        }
    };
    let messages = failure.message.iter().map(|property| text_of(field(property), types));
    let message = messages.reduce(|all, next| format!("{all}.or_else(|| {next})"));
    code.blank();
    code.open(format!("impl support::Failure for {name} {{"));
    code.line(format!("type Code = {code_type};"));
    code.open("fn code(&self) -> Option<String> {");
    code.line(code_value);
    code.close("}");
    code.blank();
    code.open("fn message(&self) -> Option<String> {");
    code.line(message.unwrap_or_else(|| "None".to_owned()));
    code.close("}");
    code.close("}");
}

/// The expression of a field's text, an `Option<String>`. The lint `failure-extension` accepts only texts.
fn text_of(field: &Field, types: &Types) -> String {
    let ident = &field.ident;
    let is_option = !field.required || matches!(field.form, Form::Nullable(_));
    let form = field.form.clone().not_null();
    let is_newtype = |name: &str| {
        let definition = types.get(name).map(|definition| &definition.kind);
        matches!(definition, Some(DefinitionKind::Alias(_)))
    };
    let (convert, plain) = match form.named() {
        None => {
            return if is_option {
                format!("self.{ident}.clone()")
            } else {
                format!("Some(self.{ident}.clone())")
            };
        }
        Some(name) if is_newtype(name) => ("|value| value.0.clone()", format!("self.{ident}.0.clone()")),
        Some(_) => ("ToString::to_string", format!("self.{ident}.to_string()")),
    };
    if is_option {
        format!("self.{ident}.as_ref().map({convert})")
    } else {
        format!("Some({plain})")
    }
}

/// The field of a property named in an extension.
fn of_property<'f>(fields: &'f [Field], property: &str) -> &'f Field {
    let field = fields.iter().find(|field| field.key == property);
    field.unwrap_or_else(|| unreachable!("the lint `failure-extension` refuses a property that does not exist"))
}
