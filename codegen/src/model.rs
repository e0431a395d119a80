//! What a document says about an API, in OpenAPI's terms and with names for Rust.

mod choice;
mod content;
mod failure;
mod form_fields;
pub(crate) mod naming;
mod operation;
mod parameter;
mod path;
mod request;
mod response;
mod response_body;
mod security;
mod server;

pub(crate) use choice::ChoiceFacts;
pub(crate) use content::BodyKind;
pub(crate) use failure::{ECHO, FAILURE, FailureFacts, IN_BAND};
pub(crate) use form_fields::{FieldStyle, PartKind};
pub(crate) use operation::OperationFacts;
pub(crate) use parameter::{ParameterFacts, Style, is_ignored_header, is_same, is_secret};
pub(crate) use path::PathPart;
pub(crate) use request::bodies;
pub(crate) use request::{BodyFacts, RequestFacts};
pub(crate) use response::{Outcome, ResponseFacts, Status};
pub(crate) use response::{errors, successes};
pub(crate) use response_body::json;
pub(crate) use response_body::{ContentFacts, ResponseBody};
pub(crate) use security::{SchemeFacts, SchemeKind};
pub(crate) use server::{ServerFacts, VariableFacts};

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::view::Context;
use openapi_document::{digest, threads};
use serde_json::Value;

use crate::names;

/// What a document says about an API.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Its `info.title`.
    pub(crate) title: String,
    /// Its `info.description`.
    pub(crate) description: Option<String>,
    /// Its `info.version`.
    pub(crate) version: String,
    /// The SHA-256 of its canonical form, in hexadecimal.
    pub sha256: String,
    /// The Rust types of the component schemas, by their names in the document.
    pub(crate) type_names: BTreeMap<String, String>,
    /// The operations, by path and then in the specification's order of methods.
    pub(crate) operations: Vec<OperationFacts>,
    /// The security schemes that an operation requires and that the client can send.
    pub(crate) schemes: Vec<SchemeFacts>,
    /// The servers that have a constructor.
    pub(crate) servers: Vec<ServerFacts>,
    /// The server URLs that have no host.
    pub(crate) relative_servers: Vec<String>,
    /// Component schemas that declare which properties report a failure (`x-failure`), by the name of their Rust type.
    pub(crate) failures: BTreeMap<String, FailureFacts>,
    /// Component schemas of successes that can report a failure (`x-in-band-failure`): Rust type to property.
    pub(crate) in_band: BTreeMap<String, String>,
    /// Component schemas of responses that repeat properties of the request (`x-echo`): Rust type to properties.
    pub(crate) echoes: BTreeMap<String, Vec<String>>,
}

impl Facts {
    /// Reads the model of a document without lint errors.
    pub(crate) fn read(context: &Context<'_>) -> Self {
        let sha256 = || digest::of_document(&context.document.value);
        let (sha256, facts) = threads::both(sha256, || Self::without_sha256(context));
        Self { sha256, ..facts }
    }

    /// [`Self::read`] without the hash of the document.
    pub(crate) fn without_sha256(context: &Context<'_>) -> Self {
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

    /// The names of the types that belong to operations: enumerations of responses and of bodies, and multipart forms
    /// with files.
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
