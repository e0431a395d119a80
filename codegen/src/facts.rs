//! What the finish passes need to know of the author's document, which lowering may have rewritten since.

mod failure;
mod form;
mod index;
mod model;
pub(crate) mod naming;
mod operation;
mod parameter;
mod path;
mod request;
mod response;
mod security;
mod server;

pub use failure::{FAILURE, FailureFacts, IN_BAND};
pub use form::{FieldFacts, FieldStyle, PartFacts, PartKind};
pub use model::{ModelFacts, Shape, UnionFacts, VariantFacts};
pub use operation::OperationFacts;
pub use parameter::{ParameterFacts, Style, is_ignored_header, is_same, is_secret};
pub use path::PathPart;
pub(crate) use request::bodies;
pub use request::{BodyFacts, BodyKind, RequestFacts};
pub use response::{Outcome, ResponseBody, ResponseFacts, Status};
pub(crate) use response::{errors, json, successes};
pub use security::{SchemeFacts, SchemeKind, SecurityFacts};
pub use server::{ServerFacts, VariableFacts};

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::index::Index;
use crate::lint::Context;
use crate::load::Document;
use crate::lower;
use crate::pointer::Pointer;
use crate::{print, threads};

/// What a document says, in the author's own spelling.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its `info.version`.
    pub version: String,
    /// Its sha256 in its one canonical form, in hexadecimal.
    pub sha256: String,
    /// The Rust types of the component schemas, by their names in the document.
    pub type_names: BTreeMap<String, String>,
    /// The types that stand for schemas, by their names; empty before the document is lowered.
    pub models: BTreeMap<String, ModelFacts>,
    /// Whether an operation has a type of the module `types`; `false` before the document is lowered.
    pub operations_name_types: bool,
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
    /// The name of the component that stands for `crate::support::Upload`, if there is a body that needs it.
    pub upload: Option<String>,
    /// The operations by what is named after them.
    index: Index,
}

impl Facts {
    /// Reads the facts off a document that the lints have passed.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self::read(&Context::new(document))
    }

    /// [`of`](Self::of) for whoever looks at the document as well.
    pub(crate) fn read(context: &Context<'_>) -> Self {
        let sha256 = || print::sha256(&context.document.value);
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
        let type_names = lower::type_names(&document.value);
        let place = Pointer::root().child("components").child("schemas");
        let components = document.value.pointer(place.as_str());
        let schemas = || {
            let named = type_names.iter();
            named.filter_map(|(key, name)| Some((name.clone(), components?.get(key)?)))
        };
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let version = document.value.pointer("/info/version").and_then(Value::as_str);
        let mut taken: BTreeSet<String> = type_names.values().cloned().collect();
        let mut operations = OperationFacts::all(context, &mut taken);
        operation::tell_paths_apart(&mut operations);
        let needs_upload =
            |operation: &OperationFacts| operation.request.as_ref().is_some_and(RequestFacts::needs_upload);
        let upload = operations
            .iter()
            .any(needs_upload)
            .then(|| response::free("Upload", &mut taken));
        Self {
            schemes: security::schemes(context, operations.iter().map(|operation| &operation.security)),
            servers: server::servers(context),
            relative_servers: server::relative(context),
            version: version.unwrap_or_default().to_owned(),
            sha256: String::new(),
            models: BTreeMap::new(),
            operations_name_types: false,
            index: Index::of(&operations),
            operations,
            upload,
            failures: schemas()
                .filter_map(|(name, schema)| Some((name, FailureFacts::of(schema.get(FAILURE)?))))
                .collect(),
            in_band: schemas()
                .filter_map(|(name, schema)| Some((name, text(schema.get(IN_BAND)?)?)))
                .collect(),
            type_names,
        }
    }
}
