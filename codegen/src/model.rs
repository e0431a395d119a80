//! What a document says of an API, in terms of OpenAPI and with the names that Rust has for it.

mod choice;
mod content;
mod failure;
mod form;
pub(crate) mod naming;
mod operation;
mod parameter;
mod path;
mod request;
mod response;
mod response_body;
mod security;
mod server;

pub use choice::ChoiceFacts;
pub use content::BodyKind;
pub use failure::{ECHO, FAILURE, FailureFacts, IN_BAND};
pub use form::{FieldFacts, FieldStyle, PartFacts, PartKind};
pub use operation::OperationFacts;
pub use parameter::{ParameterFacts, Style, is_ignored_header, is_same, is_secret};
pub use path::PathPart;
pub(crate) use request::bodies;
pub use request::{BodyFacts, RequestFacts};
pub use response::{Outcome, ResponseFacts, Status};
pub(crate) use response::{errors, successes};
pub(crate) use response_body::json;
pub use response_body::{ContentFacts, ResponseBody};
pub use security::{SchemeFacts, SchemeKind, SecurityFacts};
pub use server::{ServerFacts, VariableFacts};

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::load::Document;
use openapi_document::view::Context;
use openapi_document::{digest, threads};
use serde_json::Value;

use crate::names;

/// What a document says, in the author's own spelling.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its `info.title`.
    pub title: String,
    /// Its `info.description`.
    pub description: Option<String>,
    /// Its `info.version`.
    pub version: String,
    /// Its sha256 in its one canonical form, in hexadecimal.
    pub sha256: String,
    /// The Rust types of the component schemas, by their names in the document.
    pub type_names: BTreeMap<String, String>,
    /// The operations, by path and then in the specification's order of methods.
    pub operations: Vec<OperationFacts>,
    /// The security schemes that some operation asks for and that the client can send.
    pub schemes: Vec<SchemeFacts>,
    /// The servers that constructors are made for.
    pub servers: Vec<ServerFacts>,
    /// The server URLs that have no host.
    pub relative_servers: Vec<String>,
    /// Component schemas that say which of their properties tell a failure (`x-failure`), by the name of their Rust type.
    pub failures: BTreeMap<String, FailureFacts>,
    /// Component schemas that may carry a failure in a success (`x-in-band-failure`): Rust type to property.
    pub in_band: BTreeMap<String, String>,
    /// Component schemas of answers that repeat properties of the request (`x-echo`): Rust type to properties.
    pub echoes: BTreeMap<String, Vec<String>>,
}

impl Facts {
    /// Reads the facts off a document that the lints have passed.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self::read(&Context::new(document))
    }

    /// [`of`](Self::of) for whoever looks at the document as well.
    pub(crate) fn read(context: &Context<'_>) -> Self {
        let sha256 = || digest::of_document(&context.document.value);
        if context.document.source.is_large() {
            let (sha256, facts) = threads::both(sha256, || Self::beside_sha256(context));
            return Self { sha256, ..facts };
        }
        Self {
            sha256: sha256(),
            ..Self::beside_sha256(context)
        }
    }

    fn beside_sha256(context: &Context<'_>) -> Self {
        let document = context.document;
        let type_names = names::type_names(&document.value);
        let components = document.value.pointer("/components/schemas");
        let schemas = || {
            let named = type_names.iter();
            named.filter_map(|(key, name)| Some((name.clone(), components?.get(key)?)))
        };
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let info = |key: &str| document.value.pointer("/info")?.get(key).and_then(text);
        let mut taken: BTreeSet<String> = type_names.values().cloned().collect();
        let operations = OperationFacts::all(context, &mut taken);
        Self {
            schemes: security::schemes(context, operations.iter().map(|operation| &operation.security)),
            servers: server::servers(context),
            relative_servers: server::relative(context),
            title: info("title").unwrap_or_default(),
            description: info("description"),
            version: info("version").unwrap_or_default(),
            sha256: String::new(),
            operations,
            failures: schemas()
                .filter_map(|(name, schema)| Some((name, FailureFacts::of(schema.get(FAILURE)?))))
                .collect(),
            in_band: schemas()
                .filter_map(|(name, schema)| Some((name, text(schema.get(IN_BAND)?)?)))
                .collect(),
            echoes: schemas()
                .filter_map(|(name, schema)| {
                    let properties = schema.get(ECHO)?.as_array()?;
                    Some((name, properties.iter().filter_map(text).collect()))
                })
                .collect(),
            type_names,
        }
    }

    /// The names of the types that operations have of their own: enumerations of answers and of bodies, and forms in which
    /// there are files.
    pub(crate) fn own_types(&self) -> impl Iterator<Item = &str> {
        self.operations.iter().flat_map(|operation| {
            let successes = operation.choices.iter().map(|choice| &choice.success);
            let outcomes = successes.chain([&operation.error]).filter_map(Outcome::union);
            let request = operation.request.iter();
            let bodies = request.flat_map(|request| {
                let parts = request.bodies.iter().filter(|body| !body.parts.is_empty());
                parts
                    .map(|body| body.type_name.as_str())
                    .chain(request.union.as_deref())
            });
            outcomes.chain(bodies)
        })
    }
}
