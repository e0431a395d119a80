//! Credentials: the schemes that the client can send, and the operations that require them.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::parameter::ParameterFacts;
use crate::names;

/// A security scheme for which the client sends a credential.
#[derive(Clone, Debug)]
pub(crate) struct SchemeFacts {
    /// Its name in the document.
    pub(crate) name: String,
    /// The name of its field and setter.
    pub(crate) field: String,
    /// Its place in the document.
    pub(crate) pointer: Pointer,
    /// The kind of credential, and where it is sent.
    pub(crate) kind: SchemeKind,
    /// The description.
    pub(crate) description: Option<String>,
}

/// The security schemes that a client can send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    /// An API key in a header, the query or a cookie.
    Key {
        /// `header`, `query` or `cookie`.
        location: String,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// A user name and password.
    Basic,
    /// A bearer token.
    Bearer,
    /// An access token from an OAuth 2 flow or an `OpenID` provider.
    AccessToken,
}

impl SchemeKind {
    /// `None` for a scheme that is not sent in a header, the query or a cookie, or that OpenAPI does not describe
    /// completely.
    #[must_use]
    pub(crate) fn of(scheme: &Map<String, Value>) -> Option<Self> {
        let text = |key: &str| scheme.get(key).and_then(Value::as_str);
        match text("type")? {
            "apiKey" => {
                let location = text("in").filter(|place| matches!(*place, "header" | "query" | "cookie"))?;
                let (location, name) = (
                    location.to_owned(),
                    text("name").filter(|name| !name.is_empty())?.to_owned(),
                );
                Some(Self::Key { location, name })
            }
            "http" => match text("scheme")?.to_ascii_lowercase().as_str() {
                "basic" => Some(Self::Basic),
                "bearer" => Some(Self::Bearer),
                _ => None,
            },
            "oauth2" | "openIdConnect" => Some(Self::AccessToken),
            _ => None,
        }
    }
}

/// The credentials that an operation requires.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SecurityFacts {
    /// The ways to authenticate, in the document's order, each with the names of its schemes.
    pub(crate) alternatives: Vec<Vec<String>>,
    /// Whether calls without credentials are accepted too.
    pub(crate) optional: bool,
}

/// The schemes of a document that the client can send, by name.
fn sendable<'d>(
    context: &Context<'d>,
) -> impl Iterator<Item = (&'d String, Pointer, &'d Map<String, Value>, SchemeKind)> {
    let place = Pointer::root().child("components").child("securitySchemes");
    let schemes = context.document.at(&place).and_then(Value::as_object);
    schemes.into_iter().flatten().filter_map(move |(name, scheme)| {
        let (at, scheme) = context.resolve_at(&place.child(name), scheme)?;
        let scheme = scheme.as_object()?;
        Some((name, at, scheme, SchemeKind::of(scheme)?))
    })
}

/// The schemes that an operation requires.
pub(super) fn schemes<'s>(context: &Context<'_>, asked: impl Iterator<Item = &'s SecurityFacts>) -> Vec<SchemeFacts> {
    let asked: BTreeSet<&str> = asked
        .flat_map(|security| security.alternatives.iter().flatten())
        .map(String::as_str)
        .collect();
    let mut taken: BTreeSet<String> = ["clone", "default", "new"].map(ToOwned::to_owned).into();
    let asked = sendable(context).filter(|(name, ..)| asked.contains(name.as_str()));
    asked
        .map(|(name, pointer, scheme, kind)| {
            let field = names::free(&names::method_name(name), "_", &mut taken);
            let description = scheme.get("description").and_then(Value::as_str);
            SchemeFacts {
                name: name.clone(),
                field,
                pointer,
                kind,
                description: description.map(ToOwned::to_owned),
            }
        })
        .collect()
}

/// The credentials that an operation with these parameters requires. A requirement of an undeclared scheme is ignored.
/// For a scheme that the client cannot send, the user configures the connection.
pub(super) fn of_operation(
    context: &Context<'_>,
    operation: &Map<String, Value>,
    parameters: &[ParameterFacts],
) -> SecurityFacts {
    let list = operation
        .get("security")
        .or_else(|| context.document.value.get("security"));
    let declared = context
        .document
        .value
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    let sendable: Vec<_> = sendable(context).map(|(name, _, _, kind)| (name, kind)).collect();
    let mut facts = SecurityFacts::default();
    for requirement in list
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
    {
        let names = requirement
            .keys()
            .filter(|name| declared.is_some_and(|declared| declared.contains_key(*name)));
        let names: Vec<_> = names.collect();
        if names.is_empty() && !requirement.is_empty() {
            continue;
        }
        let sent = names.into_iter().filter(|name| {
            let scheme = sendable.iter().find(|(known, _)| known == name);
            scheme.is_some_and(|(_, kind)| !is_argument(kind, parameters))
        });
        let sent: Vec<_> = sent.cloned().collect();
        if sent.is_empty() {
            facts.optional = true;
        } else if !facts.alternatives.contains(&sent) {
            facts.alternatives.push(sent);
        }
    }
    facts
}

/// Whether a required parameter of the operation sends the same value as the scheme.
fn is_argument(kind: &SchemeKind, parameters: &[ParameterFacts]) -> bool {
    let SchemeKind::Key { location, name } = kind else {
        return false;
    };
    parameters.iter().any(|parameter| {
        let is_named = if location == "header" {
            parameter.name.eq_ignore_ascii_case(name)
        } else {
            parameter.name == *name
        };
        parameter.required && parameter.location == *location && is_named
    })
}
