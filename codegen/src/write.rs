//! Stage 5: templates write the client's code in a fixed order and layout. progenitor writes only the structs and
//! enumerations of schemas.
//!
//! ```text
//! constants
//! pub mod types          models, unions, enumerations of responses and bodies
//!     pub mod builder    builders of models
//! credentials, servers, Client, and a method for each operation
//! pub mod builder        builders of requests
//! mod required           traits with the compiler's message for a value that has not been set
//! ```

mod builders;
mod choices;
mod client;
mod code;
mod models;
mod operation;
mod operations;
mod send;
mod setter;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use self::builders::Builder;
use self::code::{Code, literal};
use self::operation::Operation;
use crate::model::Facts;
use crate::schemas::{Definition, Schemas};
use crate::types::Printed;

/// The texts of one type, one for each module that holds a part of it.
#[derive(Debug, Default)]
pub(crate) struct TypeText {
    /// For the module `types`.
    model: String,
    /// For the module `types::builder`.
    builder: String,
    /// For the module `types::builder::values`.
    values: String,
}

/// The code of the type `name`. `printed` is progenitor's struct or enumeration; a union has none.
pub(crate) fn model(name: &str, printed: Option<&Printed<'_>>, facts: &Facts, schemas: &Schemas) -> TypeText {
    let types = &schemas.types;
    let Some(definition) = types.get(name) else {
        unreachable!("`{name}` is one of the types that are written");
    };
    let mut code = Code::at(1);
    if let Some(printed) = printed {
        code.lines(&printed.text);
    }
    models::write(&mut code, name, definition, facts, types);
    let Some(builder) = Builder::of(name, types) else {
        return TypeText {
            model: code.into_text(),
            ..TypeText::default()
        };
    };
    let (mut builders, mut values) = (Code::at(2), Code::at(3));
    builder.write_function(&mut code);
    builder.write(&mut builders);
    builder.write_values(&mut values);
    TypeText {
        model: code.into_text(),
        builder: builders.into_text(),
        values: values.into_text(),
    }
}

/// The whole file below its header. `types` holds the texts of all types by name.
pub(crate) fn client(facts: &Facts, schemas: &Schemas, types: BTreeMap<&str, TypeText>) -> String {
    let operations: Vec<_> = facts
        .operations
        .iter()
        .zip(&schemas.operations)
        .map(|(operation, forms)| Operation {
            facts,
            operation,
            forms,
            types: &schemas.types,
        })
        .collect();
    let mut code = Code::default();
    if !operations.is_empty() {
        code.line("use std::marker::PhantomData;");
    }
    code.line("use crate::support;");
    client::constants(&mut code, facts);
    types_module(&mut code, schemas, &operations, types);
    client::credentials(&mut code, &facts.schemes);
    client::servers(&mut code, &facts.servers);
    client::client(&mut code, facts, &operations);
    if !operations.is_empty() {
        builder_module(&mut code, schemas, &operations);
    }
    required_module(&mut code, schemas, &operations);
    code.into_text()
}

fn types_module(code: &mut Code, schemas: &Schemas, operations: &[Operation<'_>], types: BTreeMap<&str, TypeText>) {
    let mut choices = Code::at(1);
    for operation in operations {
        choices::write(&mut choices, operation.operation, operation.forms, &schemas.types);
    }
    let choices = choices.into_text();
    let has_builders = types.values().any(|text| !text.builder.is_empty());
    code.blank();
    code.line("/// The types of requests and responses.");
    allow_deprecated(code, schemas);
    code.open("pub mod types {");
    if has_builders {
        code.line("use std::marker::PhantomData;");
    }
    if types
        .values()
        .map(|text| &text.model)
        .chain([&choices])
        .any(|text| code::mentions(text, "support"))
    {
        code.line("use crate::support;");
    }
    // Each text is dropped once it is written, so that a large client is in memory once.
    let (mut builders, mut values) = (Vec::new(), Vec::new());
    for text in types.into_values() {
        code.item(&text.model);
        builders.push(text.builder);
        values.push(text.values);
    }
    code.item(&choices);
    if has_builders {
        code.blank();
        code.line("/// Builders of models.");
        code.open("pub mod builder {");
        builder_imports(code, &builders, "super::super");
        builders.into_iter().for_each(|builder| code.item(&builder));
        values_module(code, values);
        code.close("}");
    }
    code.close("}");
}

/// The builders of requests.
fn builder_module(code: &mut Code, schemas: &Schemas, operations: &[Operation<'_>]) {
    let (mut builders, mut values) = (Vec::new(), Vec::new());
    for operation in operations {
        let (mut builder, mut fields) = (Code::at(1), Code::at(2));
        operation.write_builder(&mut builder);
        operation.write_values(&mut fields);
        builders.push(builder.into_text());
        values.push(fields.into_text());
    }
    code.blank();
    code.line("/// Builders of requests.");
    allow_deprecated(code, schemas);
    code.open("pub mod builder {");
    builder_imports(code, &builders, "super");
    builders.into_iter().for_each(|builder| code.item(&builder));
    values_module(code, values);
    code.close("}");
}

/// The imports that builders need. `root` is the path from them to the root of the file.
fn builder_imports(code: &mut Code, builders: &[String], root: &str) {
    let mentions = |name: &str| builders.iter().any(|builder| code::mentions(builder, name));
    code.line("use std::marker::PhantomData;");
    let names: Vec<_> = ["required", "types"]
        .into_iter()
        .filter(|name| mentions(name))
        .collect();
    match names.as_slice() {
        [] => {}
        [only] => code.line(format!("use {root}::{only};")),
        several => code.line(format!("use {root}::{{{}}};", several.join(", "))),
    }
    if mentions("support") {
        code.line("use crate::support;");
    }
}

/// The values that have been set. They are in a struct of their own, so that a setter that changes a builder's type
/// moves one value.
fn values_module(code: &mut Code, values: Vec<String>) {
    let mentions = |name: &str| values.iter().any(|values| code::mentions(values, name));
    if values.iter().all(String::is_empty) {
        return;
    }
    code.blank();
    code.open("mod values {");
    if mentions("types") {
        code.line("use super::super::types;");
    }
    if mentions("support") {
        code.line("use crate::support;");
    }
    values.into_iter().for_each(|values| code.item(&values));
    code.close("}");
}

/// The traits that require values to be set.
fn required_module(code: &mut Code, schemas: &Schemas, operations: &[Operation<'_>]) {
    let mut names: BTreeSet<&str> = operations.iter().flat_map(Operation::required).collect();
    let builders = schemas
        .types
        .keys()
        .filter_map(|name| Builder::of(name, &schemas.types));
    names.extend(builders.flat_map(|builder| builder.required().collect::<Vec<_>>()));
    if names.is_empty() {
        return;
    }
    code.blank();
    code.line("// One trait for each required value. The last method of a builder requires that each one is set.");
    code.line("#[doc(hidden)]");
    code.line("#[allow(non_camel_case_types)]");
    code.open("pub mod required {");
    code.line("use crate::support::Set;");
    for name in names {
        let message = literal(&format!("`{name}` is required and has not been set"));
        let label = literal(&format!("call `.{name}(…)` before this"));
        code.line(format!(
            "#[diagnostic::on_unimplemented(message = {message}, label = {label})]"
        ));
        code.line(format!("pub trait {name} {{}}"));
        code.line(format!("impl {name} for Set {{}}"));
    }
    code.close("}");
}

/// Writes the attribute that allows generated code to use deprecated items.
fn allow_deprecated(code: &mut Code, schemas: &Schemas) {
    if schemas.types.values().any(Definition::has_deprecated) {
        code.line("#[allow(deprecated)]");
    }
}
