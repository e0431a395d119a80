//! What the finish passes need to know of the author's document, which lowering may have rewritten since.

mod failure;
mod operation;
mod parameter;
mod path;
mod request;
mod response;
mod security;
mod server;

pub use failure::{FAILURE, FailureFacts, IN_BAND};
pub use operation::OperationFacts;
pub use parameter::{ParameterFacts, Style, is_ignored_header, is_same, is_secret};
pub use path::PathPart;
pub use response::{Outcome, ResponseBody, ResponseFacts, Status};
pub(crate) use response::{errors, json, successes};
pub use security::{SchemeFacts, SchemeKind, SecurityFacts};
pub use server::{ServerFacts, VariableFacts};

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::lint::Context;
use crate::load::Document;
use crate::names;
use crate::pointer::Pointer;
use crate::print;

/// What a document says, in the author's own spelling.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its `info.version`.
    pub version: String,
    /// Its sha256 in its one canonical form, in hexadecimal.
    pub sha256: String,
    /// The places of the component schemas, by the names of their Rust types.
    pub schemas: BTreeMap<String, String>,
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
}

impl Facts {
    /// Reads the facts off a document that the lints have passed.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let context = Context::new(document);
        let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
        let schemas = || {
            schemas
                .into_iter()
                .flatten()
                .map(|(name, schema)| (names::type_name(name), schema))
        };
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let place = Pointer::root().child("components").child("schemas");
        let places = document.value.pointer(place.as_str()).and_then(Value::as_object);
        let places = places
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.clone(), place.child(name).to_string()));
        let version = document.value.pointer("/info/version").and_then(Value::as_str);
        let mut taken: BTreeSet<String> = schemas().map(|(name, _)| name).collect();
        let operations: Vec<_> = context
            .operations()
            .filter_map(|node| OperationFacts::of(&context, &node, &mut taken))
            .collect();
        Self {
            schemes: security::schemes(&context, operations.iter().map(|operation| &operation.security)),
            servers: server::servers(&context),
            relative_servers: server::relative(&context),
            version: version.unwrap_or_default().to_owned(),
            sha256: print::sha256(&document.value),
            schemas: places.map(|(name, place)| (names::type_name(&name), place)).collect(),
            operations,
            failures: schemas()
                .filter_map(|(name, schema)| Some((name, FailureFacts::of(schema.get(FAILURE)?))))
                .collect(),
            in_band: schemas()
                .filter_map(|(name, schema)| Some((name, text(schema.get(IN_BAND)?)?)))
                .collect(),
        }
    }
}
