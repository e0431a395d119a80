//! The servers of a document.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::path::{self, PathPart};
use crate::names;

/// A server with an absolute URL.
#[derive(Clone, Debug)]
pub(crate) struct ServerFacts {
    /// Its place in the document.
    pub(crate) pointer: Pointer,
    /// The name of its type. It is made from the URL, so it stays the same if servers are added or descriptions change.
    pub(crate) name: String,
    /// Its URL, with variables in braces.
    pub(crate) url: String,
    /// The URL in its parts.
    pub(crate) parts: Vec<PathPart>,
    /// The description.
    pub(crate) description: Option<String>,
    /// Its variables, in the order of the URL.
    pub(crate) variables: Vec<VariableFacts>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug)]
pub(crate) struct VariableFacts {
    /// Its name in the document.
    pub(crate) name: String,
    /// The name of its field and setter.
    pub(crate) field: String,
    /// The default value.
    pub(crate) default: String,
    /// The allowed values; empty if every value is allowed.
    pub(crate) values: Vec<String>,
    /// The description.
    pub(crate) description: Option<String>,
}

/// The servers of the document that have a constructor: those with an absolute URL. A URL such as `https://{host}` has
/// none, since it adds nothing to the base URL of a client.
pub(super) fn servers(context: &Context<'_>) -> Vec<ServerFacts> {
    let place = Pointer::root().child("servers");
    let list = context.document.at(&place).and_then(Value::as_array);
    // Names that the servers' module uses without a path.
    let mut taken: BTreeSet<String> = ["Default", "From", "Into", "Self", "Server", "String"]
        .map(ToOwned::to_owned)
        .into();
    let mut urls = BTreeSet::new();
    let mut servers = Vec::new();
    for (index, server) in list.into_iter().flatten().enumerate() {
        let Some(server) = server.as_object() else { continue };
        let Some(url) = server.get("url").and_then(Value::as_str) else {
            continue;
        };
        if !is_worth_a_name(url) || !urls.insert(url) {
            continue;
        }
        let plain = names::type_name(url.split_once("://").map_or(url, |(_, rest)| rest));
        let name = names::free(&plain, "", &mut taken);
        let parts = path::parts(url);
        servers.push(ServerFacts {
            pointer: place.item(index),
            name,
            url: url.to_owned(),
            variables: variables(server, &parts),
            parts,
            description: text(server, "description"),
        });
    }
    servers
}

/// The server URLs that have no host.
pub(super) fn relative(context: &Context<'_>) -> Vec<String> {
    let list = context
        .document
        .at(&Pointer::root().child("servers"))
        .and_then(Value::as_array);
    let urls = list
        .into_iter()
        .flatten()
        .filter_map(|server| server.get("url")?.as_str());
    // `/` adds nothing.
    let relative = urls.filter(|url| !url.contains("://") && !url.is_empty() && *url != "/");
    relative.map(ToOwned::to_owned).collect()
}

fn is_worth_a_name(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") || scheme.starts_with('{');
    let is_one_variable = matches!(
        path::parts(rest.trim_end_matches('/')).as_slice(),
        [PathPart::Parameter(_)]
    );
    is_web && !rest.is_empty() && !is_one_variable
}

fn variables(server: &Map<String, Value>, parts: &[PathPart]) -> Vec<VariableFacts> {
    let none = Map::new();
    let declared = server.get("variables").and_then(Value::as_object).unwrap_or(&none);
    let mut taken: BTreeSet<String> = ["clone", "default", "new", "url"].map(ToOwned::to_owned).into();
    let mut variables: Vec<VariableFacts> = Vec::new();
    for part in parts {
        let PathPart::Parameter(name) = part else { continue };
        if variables.iter().any(|known| known.name == *name) {
            continue;
        }
        let variable = declared.get(name).and_then(Value::as_object).unwrap_or(&none);
        let field = names::free(&names::method_name(name), "_", &mut taken);
        let values = variable.get("enum").and_then(Value::as_array).into_iter().flatten();
        variables.push(VariableFacts {
            name: name.clone(),
            field,
            default: text(variable, "default").unwrap_or_default(),
            values: values.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            description: text(variable, "description"),
        });
    }
    variables
}

fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    map.get(key).and_then(Value::as_str).map(ToOwned::to_owned)
}
