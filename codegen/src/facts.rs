//! What the finish passes need to know of the author's document, which lowering may have rewritten since.

mod failure;
mod form;
pub(crate) mod naming;
mod operation;
mod parameter;
mod path;
mod request;
mod response;

pub use failure::{FAILURE, FailureFacts, IN_BAND};
pub use form::{FieldFacts, FieldStyle, PartFacts, PartKind};
pub use operation::OperationFacts;
pub use parameter::{ParameterFacts, is_secret};
pub use path::PathPart;
pub(crate) use request::bodies;
pub use request::{BodyFacts, BodyKind, RequestFacts};
pub use response::{Outcome, ResponseBody, ResponseFacts, Status};
pub(crate) use response::{errors, json, successes};

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
    /// Component schemas that say which of their properties tell a failure (`x-failure`), by the name of their Rust type.
    pub failures: BTreeMap<String, FailureFacts>,
    /// Component schemas that may carry a failure in a success (`x-in-band-failure`): Rust type to property.
    pub in_band: BTreeMap<String, String>,
    /// The name of the component that stands for `crate::support::Upload`, if there is a body that needs it.
    pub upload: Option<String>,
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
        let mut operations = OperationFacts::all(&context, &mut taken);
        operation::tell_paths_apart(&mut operations);
        let needs_upload =
            |operation: &OperationFacts| operation.request.as_ref().is_some_and(RequestFacts::needs_upload);
        let upload = operations
            .iter()
            .any(needs_upload)
            .then(|| response::free("Upload", &mut taken));
        Self {
            version: version.unwrap_or_default().to_owned(),
            sha256: print::sha256(&document.value),
            schemas: places.map(|(name, place)| (names::type_name(&name), place)).collect(),
            operations,
            upload,
            failures: schemas()
                .filter_map(|(name, schema)| Some((name, FailureFacts::of(schema.get(FAILURE)?))))
                .collect(),
            in_band: schemas()
                .filter_map(|(name, schema)| Some((name, text(schema.get(IN_BAND)?)?)))
                .collect(),
        }
    }
}
