//! Items that exist once per client: the client itself, its constructors, credentials and servers.

use super::OperationText;
use super::code::{Code, literal};
use crate::docs;
use crate::model::{Facts, PathPart, SchemeFacts, SchemeKind, ServerFacts, VariableFacts};

/// Writes the constants that identify the document.
pub(super) fn constants(code: &mut Code, facts: &Facts) {
    code.blank();
    code.line("/// The version of the OpenAPI document that this code was generated from (`info.version`).");
    code.line(format!(
        "pub const DOCUMENT_VERSION: &str = {};",
        literal(&facts.version)
    ));
    code.blank();
    code.line("/// The SHA-256 of that document as JSON, without spaces and with sorted keys.");
    code.line(format!("pub const DOCUMENT_SHA256: &str = {};", literal(&facts.sha256)));
}

/// Writes the client: its constructors, and a method for each operation. `can_stream` says whether a response of one can be
/// a stream.
pub(super) fn client(code: &mut Code, facts: &Facts, operations: &[OperationText], can_stream: bool) {
    let has_credentials = !facts.schemes.is_empty();
    code.blank();
    code.docs(&client_docs(facts));
    code.line("#[derive(Clone, Debug)]");
    if facts.operations.is_empty() {
        code.line("#[allow(dead_code)]");
    }
    code.open("pub struct Client {");
    code.line("pub(crate) transport: support::Transport,");
    if has_credentials {
        code.line("credentials: std::sync::Arc<Credentials>,");
    }
    code.close("}");
    code.blank();
    code.open("impl Client {");
    code.line("/// Creates a client for the server at `base_url` with default settings; see [`with_config`](Self::with_config).");
    code.open("pub fn new(base_url: &str) -> Result<Self, support::ConfigError> {");
    code.line("Self::with_config(base_url, &support::Config::default())");
    code.close("}");
    code.blank();
    code.line(
        "/// Creates a client for the server at `base_url`. `http` to another machine is an error unless `config` allows it.",
    );
    code.line("///");
    code.line("/// The path of every operation is appended to the URL. User info, a query or a fragment is an error.");
    code.line("///");
    code.line("/// # Errors");
    code.line("///");
    code.line("/// If `base_url` is not such a URL, or if TLS cannot be set up.");
    code.open("pub fn with_config(base_url: &str, config: &support::Config) -> Result<Self, support::ConfigError> {");
    code.open("Ok(Self {");
    code.line("transport: support::Transport::new(base_url, config)?,");
    if has_credentials {
        code.line("credentials: Default::default(),");
    }
    code.close("})");
    code.close("}");
    if !facts.servers.is_empty() {
        for_server(code);
    }
    per_call(code);
    if can_stream {
        stall_timeout(code);
    }
    if has_credentials {
        with_credentials(code);
    }
    for operation in operations {
        code.item(&operation.method);
    }
    code.close("}");
}

fn client_docs(facts: &Facts) -> String {
    let mut parts = vec![format!("Client for {}", facts.title)];
    let description = facts.description.iter().map(|text| docs::closed(text).into_owned());
    parts.extend(description.filter(|text| !text.is_empty()));
    if !facts.relative_servers.is_empty() {
        let urls: Vec<_> = facts.relative_servers.iter().map(|url| format!("`{url}`")).collect();
        parts.push(format!(
            "The document has server URLs without a host: {}. Append one of them to the base URL.",
            urls.join(", ")
        ));
    }
    parts.join("\n\n")
}

fn for_server(code: &mut Code) {
    code.blank();
    code.line("/// Creates a client for a server of the document, one of [`servers`].");
    code.line("///");
    code.line("/// # Errors");
    code.line("///");
    code.line("/// If a variable of the server's URL has an invalid value, if the URL is not a valid base URL, or if TLS cannot be");
    code.line("/// set up.");
    code.open(
        "pub fn for_server(server: impl Into<Server>, config: &support::Config) -> Result<Self, support::ConfigError> {",
    );
    code.line("Self::with_config(server.into().0.url()?, config)");
    code.close("}");
}

/// Writes the methods that change the settings of some calls. The client is cheap to clone.
fn per_call(code: &mut Code) {
    code.blank();
    code.line("/// The same client with another timeout for a whole call. With a timeout of zero, no call is sent.");
    code.line("#[must_use]");
    code.open("pub fn with_timeout(&self, limit: std::time::Duration) -> Self {");
    code.line("let mut client = self.clone();");
    code.line("client.transport = client.transport.with_timeout(limit);");
    code.line("client");
    code.close("}");
    code.blank();
    code.line("/// The same client with an additional header. If an operation sets it itself, its calls fail before they are sent.");
    code.line("#[must_use]");
    code.open(
        "pub fn with_header(&self, name: reqwest::header::HeaderName, value: reqwest::header::HeaderValue) -> Self {",
    );
    code.line("let mut client = self.clone();");
    code.line("client.transport = client.transport.with_header(name, value);");
    code.line("client");
    code.close("}");
}

/// Writes the method that changes the timeout of some calls whose responses are streams.
fn stall_timeout(code: &mut Code) {
    code.blank();
    code.line("/// The same client with another timeout for silent streams. With a timeout of zero, no call is sent whose response can");
    code.line("/// be a stream.");
    code.line("#[must_use]");
    code.open("pub fn with_stall_timeout(&self, limit: std::time::Duration) -> Self {");
    code.line("let mut client = self.clone();");
    code.line("client.transport = client.transport.with_stall_timeout(limit);");
    code.line("client");
    code.close("}");
}

fn with_credentials(code: &mut Code) {
    code.blank();
    code.line("/// The same client with these credentials. They replace earlier ones.");
    code.line("///");
    code.line("/// A credential is only sent with the operations that require it.");
    code.line("#[must_use]");
    code.open("pub fn with_credentials(mut self, credentials: Credentials) -> Self {");
    code.line("self.credentials = std::sync::Arc::new(credentials);");
    code.line("self");
    code.close("}");
}

/// Writes the credentials of the security schemes that operations use.
pub(super) fn credentials(code: &mut Code, schemes: &[SchemeFacts]) {
    if schemes.is_empty() {
        return;
    }
    code.blank();
    code.line("/// The credentials of a client: one for each security scheme of the document.");
    code.line("///");
    code.line(
        "/// A credential is a secret: it is never shown, and zeroed when the last client that has it is dropped.",
    );
    code.line("#[derive(Clone, Debug, Default)]");
    code.open("pub struct Credentials {");
    for scheme in schemes {
        code.line(format!("{}: Option<support::Credential>,", scheme.field));
    }
    code.close("}");
    code.blank();
    code.open("impl Credentials {");
    code.line("/// No credentials.");
    code.line("#[must_use]");
    code.open("pub fn new() -> Self {");
    code.line("Self::default()");
    code.close("}");
    for scheme in schemes {
        credential(code, scheme);
    }
    code.close("}");
}

fn credential(code: &mut Code, scheme: &SchemeFacts) {
    let field = &scheme.field;
    let (arguments, value) = match &scheme.kind {
        SchemeKind::Basic => (
            "user: impl Into<support::SecretSource>, password: impl Into<support::SecretSource>",
            "basic(user.into(), password.into())".to_owned(),
        ),
        SchemeKind::Bearer | SchemeKind::AccessToken => (
            "token: impl Into<support::SecretSource>",
            "bearer(token.into())".to_owned(),
        ),
        SchemeKind::Key { location, name } => (
            "key: impl Into<support::SecretSource>",
            format!("{location}({}, key.into())", literal(name)),
        ),
    };
    code.blank();
    code.docs(&credential_docs(scheme));
    code.line("#[must_use]");
    code.open(format!("pub fn {field}(mut self, {arguments}) -> Self {{"));
    code.line(format!("self.{field} = Some(support::Credential::{value});"));
    code.line("self");
    code.close("}");
}

fn credential_docs(scheme: &SchemeFacts) -> String {
    let name = &scheme.name;
    let what = match &scheme.kind {
        SchemeKind::Basic => format!("`{name}`: a user's name and password."),
        SchemeKind::Bearer => format!("`{name}`: a bearer token."),
        SchemeKind::AccessToken => {
            format!("`{name}`: an access token, sent as a bearer token. The client does not obtain it.")
        }
        SchemeKind::Key { location, name: key } if location == "query" => {
            format!("`{name}`: an API key, sent as the query parameter `{key}`.")
        }
        SchemeKind::Key { location, name: key } => format!("`{name}`: an API key, sent as the {location} `{key}`."),
    };
    let description = scheme.description.iter().map(|text| docs::closed(text).into_owned());
    let parts = std::iter::once(what)
        .chain(description)
        .chain([docs::place(&scheme.pointer)]);
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Writes the servers of the document.
pub(super) fn servers(code: &mut Code, servers: &[ServerFacts]) {
    if servers.is_empty() {
        return;
    }
    code.blank();
    code.line("/// A server of the document, one of [`servers`], for [`Client::for_server`].");
    code.line("#[derive(Clone, Debug, PartialEq, Eq)]");
    code.line("pub struct Server(support::ServerUrl);");
    code.blank();
    code.line("/// The servers of the document.");
    code.open("pub mod servers {");
    code.line("use super::{Server, support};");
    for known in servers {
        server(code, known);
    }
    code.close("}");
}

fn server(code: &mut Code, server: &ServerFacts) {
    let name = &server.name;
    code.blank();
    let description = server.description.iter().map(|text| docs::closed(text).into_owned());
    let parts = description.chain([format!("Its URL: `{}`.", server.url), docs::place(&server.pointer)]);
    code.docs(&parts.collect::<Vec<_>>().join("\n\n"));
    if server.variables.is_empty() {
        code.line("#[derive(Clone, Copy, Debug, PartialEq, Eq)]");
        code.line(format!("pub struct {name};"));
    } else {
        code.line("#[derive(Clone, Debug, PartialEq, Eq)]");
        code.open(format!("pub struct {name} {{"));
        for variable in &server.variables {
            code.line(format!("{}: String,", variable.field));
        }
        code.close("}");
        variables(code, name, &server.variables);
    }
    let argument = if server.variables.is_empty() { "_" } else { "server" };
    code.blank();
    code.open(format!("impl From<{name}> for Server {{"));
    code.open(format!("fn from({argument}: {name}) -> Self {{"));
    code.line("let url = support::ServerUrl::default();");
    for part in &server.parts {
        match part {
            PathPart::Literal(text) => code.line(format!("let url = url.literal({});", literal(text))),
            PathPart::Parameter(name) => {
                let variable = server.variables.iter().find(|variable| variable.name == *name);
                let variable = variable.unwrap_or_else(|| unreachable!("every variable of a URL is among them"));
                let values: Vec<_> = variable.values.iter().map(|value| literal(value)).collect();
                code.line(format!(
                    "let url = url.variable({}, &server.{}, &[{}]);",
                    literal(name),
                    variable.field,
                    values.join(", ")
                ));
            }
        }
    }
    code.line("Self(url)");
    code.close("}");
    code.close("}");
}

fn variables(code: &mut Code, name: &str, variables: &[VariableFacts]) {
    code.blank();
    code.open(format!("impl {name} {{"));
    code.line("/// Creates the server with the document's default for each variable.");
    code.line("#[must_use]");
    code.open("pub fn new() -> Self {");
    code.open("Self {");
    for variable in variables {
        code.line(format!(
            "{}: {}.to_owned(),",
            variable.field,
            literal(&variable.default)
        ));
    }
    code.close("}");
    code.close("}");
    for variable in variables {
        code.blank();
        code.docs(&variable_docs(variable));
        code.line("#[must_use]");
        code.open(format!(
            "pub fn {}(mut self, value: impl Into<String>) -> Self {{",
            variable.field
        ));
        code.line(format!("self.{} = value.into();", variable.field));
        code.line("self");
        code.close("}");
    }
    code.close("}");
    code.blank();
    code.open(format!("impl Default for {name} {{"));
    code.open("fn default() -> Self {");
    code.line("Self::new()");
    code.close("}");
    code.close("}");
}

fn variable_docs(variable: &VariableFacts) -> String {
    let default = &variable.default;
    let values: Vec<_> = variable.values.iter().map(|value| format!("`{value}`")).collect();
    let values = match (values.as_slice(), default.as_str()) {
        ([], "") => "Any value.".to_owned(),
        ([], default) => format!("Default: `{default}`."),
        (values, default) => format!("One of {}. Default: `{default}`.", values.join(", ")),
    };
    let name = format!("The variable `{}` of the URL", variable.name);
    format!("{}\n\n{values}", docs::named(&name, variable.description.as_deref()))
}
