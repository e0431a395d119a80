//! The code that accompanies progenitor's models: conversions, and the enumerations of unions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::builders::Builder;
use super::code::{Code, literal};
use crate::docs;
use crate::model::{Facts, FailureFacts};
use crate::schemas::{Definition, DefinitionKind, Field, Form, NumberValue, Shape, TextValue, Union, Variant};

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
            numbers(code, name, form, &definition.numbers);
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

/// A constant for each number that the document lists. Other numbers are also valid, since an enumeration can grow.
fn numbers(code: &mut Code, name: &str, form: &Form, values: &[NumberValue]) {
    if values.is_empty() {
        return;
    }
    // A literal is an `i32` by default.
    let of = form.rust_type("");
    if ["i64", "i128"].contains(&of.as_ref()) {
        from(code, "i32", name, "Self(value.into())");
    }
    code.blank();
    code.open(format!("impl {name} {{"));
    for value in values {
        code.line(format!("/// `{}`.", value.number));
        code.line(format!("pub const {}: Self = Self({});", value.ident, value.number));
    }
    code.close("}");
}

fn union(code: &mut Code, name: &str, definition: &Definition, union: &Union, types: &Types) {
    code.docs(&docs::model(name, definition));
    code.line("#[derive(Clone, Debug, PartialEq)]");
    let is_tag_added = union.variants.iter().any(|variant| variant.is_tag_added);
    if !is_tag_added {
        code.line("#[derive(serde::Serialize)]");
    }
    code.line("#[cfg_attr(feature = \"schemars\", derive(schemars::JsonSchema))]");
    code.line(if is_tag_added {
        "#[cfg_attr(feature = \"schemars\", schemars(untagged))]"
    } else {
        "#[serde(untagged)]"
    });
    code.line("#[non_exhaustive]");
    if definition.deprecated {
        code.line("#[deprecated]");
    }
    code.open(format!("pub enum {name} {{"));
    for variant in &union.variants {
        let description = variant.description.clone();
        code.docs(&description.unwrap_or_else(|| format!("The form `{}`.", variant.ident)));
        if !is_tag_added && *variant.form.innermost() == Form::Number {
            code.line("#[serde(serialize_with = \"support::plain\")]");
        }
        code.line(format!("{}({}),", variant.ident, variant.form.rust_type("")));
    }
    if union.is_open {
        code.line("/// A value of none of the documented forms, or of several at once, as it was received.");
        code.line("Unknown(serde_json::Value),");
    }
    code.close("}");
    if is_tag_added {
        writer(code, name, union);
    }
    common_fields(code, name, union, types);
    reader(code, name, union);
    conversions(code, name, union, types);
}

/// The implementation of `Serialize` of a union whose forms have no property for their tag.
fn writer(code: &mut Code, name: &str, union: &Union) {
    let tag = literal(union.tag.as_deref().unwrap_or_default());
    code.blank();
    code.open(format!("impl serde::Serialize for {name} {{"));
    code.open("fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {");
    code.open("match self {");
    for variant in &union.variants {
        let ident = &variant.ident;
        code.line(match variant.tags.first().filter(|_| variant.is_tag_added) {
            Some(value) => format!(
                "Self::{ident}(value) => support::tagged({tag}, {}, value, serializer),",
                literal(value)
            ),
            None => format!("Self::{ident}(value) => serde::Serialize::serialize(value, serializer),"),
        });
    }
    if union.is_open {
        code.line("Self::Unknown(value) => serde::Serialize::serialize(value, serializer),");
    }
    code.close("}");
    code.close("}");
    code.close("}");
}

/// A method for each property that all forms have because they extend the same schema.
fn common_fields(code: &mut Code, name: &str, union: &Union, types: &Types) {
    let fields_of = |variant: &Variant| match types.get(variant.form.named()?).map(|definition| &definition.kind) {
        Some(DefinitionKind::Object { fields, .. }) => Some(fields.as_slice()),
        _ => None,
    };
    let Some(all) = union.variants.iter().map(fields_of).collect::<Option<Vec<_>>>() else {
        return;
    };
    let of = |key: &String| -> Option<Vec<&Field>> {
        let own = all.iter().map(|fields| fields.iter().find(|field| field.key == *key));
        let own = own.collect::<Option<Vec<_>>>()?;
        let first = own.first()?;
        let form = first.form.clone().not_null();
        own.iter()
            .all(|field| field.form.clone().not_null() == form)
            .then_some(own)
    };
    let common: Vec<_> = union.common.iter().filter_map(of).collect();
    if common.is_empty() {
        return;
    }
    code.blank();
    code.open(format!("impl {name} {{"));
    for (at, fields) in common.iter().enumerate() {
        let Some(first) = fields.first() else { continue };
        if at > 0 {
            code.blank();
        }
        code.docs(&docs::setter(first));
        if first.deprecated {
            code.line("#[deprecated]");
        }
        let of = first.form.clone().not_null().rust_type("");
        code.open(format!("pub fn {}(&self) -> Option<&{of}> {{", first.ident));
        code.open("match self {");
        for (variant, field) in union.variants.iter().zip(fields) {
            let ident = &field.ident;
            let option = !field.required || matches!(field.form, Form::Nullable(_));
            let value = match (option, is_double(field), field.is_boxed) {
                (false, ..) => format!("Some(&value.{ident})"),
                (true, true, true) => format!("value.{ident}.as_ref().and_then(Option::as_deref)"),
                (true, true, false) => format!("value.{ident}.as_ref().and_then(Option::as_ref)"),
                (true, false, true) => format!("value.{ident}.as_deref()"),
                (true, false, false) => format!("value.{ident}.as_ref()"),
            };
            code.line(format!("Self::{}(value) => {value},", variant.ident));
        }
        if union.is_open {
            code.line("Self::Unknown(_) => None,");
        }
        code.close("}");
        code.close("}");
    }
    code.close("}");
}

/// The implementation of `Deserialize`.
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
    let reader = if union.is_any { "any_of" } else { "one_of" };
    code.open(format!(
        "support::{reader}(deserializer, SHAPES, |form, value| match form {{"
    ));
    for (at, variant) in union.variants.iter().enumerate() {
        let read = match variant.form.innermost() {
            Form::Integer(_) => "read_whole",
            _ => "read_form",
        };
        code.line(format!("{at} => support::{read}(value).map(Self::{}),", variant.ident));
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
        Shape::Object {
            required,
            known,
            tags,
            values,
        } => {
            let at = |at: &str, values: &[String]| format!("({}, {})", literal(at), list(values));
            let tags: Vec<_> = tags.iter().map(|(key, values)| at(key, values)).collect();
            let json = |values: &[Value]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
            let values: Vec<_> = values.iter().map(|(key, values)| at(key, &json(values))).collect();
            let (required, known) = (list(required), list(known));
            let (tags, values) = (tags.join(", "), values.join(", "));
            format!("Object {{ required: {required}, known: {known}, tags: &[{tags}], values: &[{values}] }}")
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
    let reference = match (is_double(field), field.is_boxed) {
        (true, true) => "as_ref().and_then(Option::as_deref)",
        (true, false) => "as_ref().and_then(Option::as_ref)",
        (false, true) => "as_deref()",
        (false, false) => "as_ref()",
    };
    code.line(format!("self.{}.{reference}", field.ident));
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
            return if is_double(field) {
                format!("self.{ident}.clone().flatten()")
            } else if is_option {
                format!("self.{ident}.clone()")
            } else {
                format!("Some(self.{ident}.clone())")
            };
        }
        Some(name) if is_newtype(name) => ("|value| value.0.clone()", format!("self.{ident}.0.clone()")),
        Some(_) => ("ToString::to_string", format!("self.{ident}.to_string()")),
    };
    if is_double(field) {
        format!("self.{ident}.as_ref().and_then(Option::as_ref).map({convert})")
    } else if is_option {
        format!("self.{ident}.as_ref().map({convert})")
    } else {
        format!("Some({plain})")
    }
}

/// Whether the field is an option of an option.
fn is_double(field: &Field) -> bool {
    field.distinguishes_null && matches!(field.form, Form::Nullable(_))
}

/// The field of a property that an extension names.
fn of_property<'f>(fields: &'f [Field], property: &str) -> &'f Field {
    let field = fields.iter().find(|field| field.key == property);
    field.unwrap_or_else(|| unreachable!("the lint `failure-extension` refuses a property that does not exist"))
}
