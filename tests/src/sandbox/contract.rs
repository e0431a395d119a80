//! Checks requests against the document: method, path, parameters, media type and body.
//!
//! It is stricter than a real server, since it must show that a client is exact: it refuses everything that the document
//! does not mention. It names no operation and has no state. A refusal does not repeat a value that the client sent.

use std::sync::Arc;

use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use mime::Mime;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::answer::Answer;
use super::document::{Document, DocumentError, Location, Operation, Parameters, RequestBody};
use super::record::RecordedRequest;
use super::schema;
use crate::secrets::Secrets;

/// Headers that any client may send because of HTTP or tracing. The document must name all others.
const STANDARD_HEADERS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "traceparent",
    "transfer-encoding",
    "user-agent",
];

/// The operations of a document, with the rules for their requests.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    secrets: Arc<Secrets>,
}

/// The parts of a request that keeps the contract. It has no `Debug`, since it holds secrets.
pub(super) struct Call<'c> {
    pub(super) operation: &'c Operation,
    parameters: Parameters,
    body: Option<Value>,
}

impl Call<'_> {
    /// The decoded value of a parameter, empty if an optional one is absent.
    pub(super) fn parameter(&self, location: Location, name: &str) -> &str {
        self.parameters
            .get(&(location, name.to_owned()))
            .map_or("", String::as_str)
    }

    /// A field of the body, `Null` if it or the body is absent.
    pub(super) fn field(&self, name: &str) -> &Value {
        self.body
            .as_ref()
            .and_then(|body| body.get(name))
            .unwrap_or(&Value::Null)
    }
}

/// Why a request breaks the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
    /// For status 405: the methods of the path.
    allow: Option<HeaderValue>,
}

impl Refusal {
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: message.into(),
            allow: None,
        }
    }

    pub(super) fn into_answer(self) -> Answer {
        let code = (self.status == StatusCode::BAD_REQUEST).then_some("BAD_REQUEST");
        let answer = Answer::error(self.status, code, Some(&self.message));
        match self.allow {
            Some(methods) => answer.with_header(ALLOW, methods),
            None => answer,
        }
    }
}

impl Contract {
    /// Reads a document, YAML or JSON.
    ///
    /// # Errors
    /// If the document is not OpenAPI 3.0 or holds something that requests cannot be checked against strictly.
    pub fn read(document: &str) -> Result<Self, DocumentError> {
        let document = Document::parse(document)?;
        let secrets = Secrets::of_document(document.root());
        if let Some(name) = secrets.path_parameters().next() {
            let problem = format!("path parameter `{name}` is secret, but paths are recorded and shown as they are");
            return Err(DocumentError::new(problem));
        }
        Ok(Self {
            operations: document.operations()?,
            secrets: Arc::new(secrets),
        })
    }

    /// The operations in the document's order.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The values that the document marks as secret.
    #[must_use]
    pub fn secrets(&self) -> &Arc<Secrets> {
        &self.secrets
    }

    /// The differences between an answer and the documented answers of the operation; empty if there are none.
    #[must_use]
    pub fn answer_violations(&self, operation_id: &str, answer: &Answer) -> Vec<String> {
        let operation = self.operations.iter().find(|operation| operation.id == operation_id);
        let Some(validator) = operation.and_then(|operation| operation.answers.get(&answer.status())) else {
            return vec![format!(
                "the document has no JSON answer with status {} for it",
                answer.status().as_u16()
            )];
        };
        match serde_json::from_slice(answer.body()) {
            Ok(body) => schema::violations(validator, &body),
            Err(_) => vec!["the body is not JSON".to_owned()],
        }
    }

    /// Splits a request into its parts if it keeps the contract.
    pub(super) fn admit(&self, request: &RecordedRequest) -> Result<Call<'_>, Refusal> {
        let (operation, mut parameters) = self.route(request.method(), request.path())?;
        read_query(request.query(), &mut parameters)?;
        read_headers(request.headers(), &mut parameters)?;
        check_parameters(operation, &parameters)?;
        let body = read_body(operation.body.as_ref(), request)?;
        Ok(Call {
            operation,
            parameters,
            body,
        })
    }

    fn route(&self, method: &Method, path: &str) -> Result<(&Operation, Parameters), Refusal> {
        let fitting: Vec<_> = self
            .operations
            .iter()
            .filter_map(|operation| Some((operation, operation.match_path(path)?)))
            .collect();
        let Some(most) = fitting.iter().map(|(operation, _)| operation.literal_segments()).max() else {
            let message = "The document has no such path.".to_owned();
            return Err(Refusal {
                status: StatusCode::NOT_FOUND,
                message,
                allow: None,
            });
        };
        let (meant, others): (Vec<_>, Vec<_>) = fitting
            .into_iter()
            .filter(|(operation, _)| operation.literal_segments() == most)
            .partition(|(operation, _)| operation.method == *method);
        meant.into_iter().next().ok_or_else(|| {
            let methods: Vec<&str> = others.iter().map(|(operation, _)| operation.method.as_str()).collect();
            Refusal {
                status: StatusCode::METHOD_NOT_ALLOWED,
                message: "The document has this path, but not with this method.".to_owned(),
                allow: methods.join(", ").try_into().ok(),
            }
        })
    }
}

fn read_query(query: Option<&str>, parameters: &mut Parameters) -> Result<(), Refusal> {
    for pair in query.into_iter().flat_map(|query| query.split('&')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(name), Some(value)) = (decoded_query(name), decoded_query(value)) else {
            return Err(Refusal::bad_request("The query string is not UTF-8."));
        };
        insert_once(Location::Query, name, value, parameters)?;
    }
    Ok(())
}

/// The decoded name or value of a query string; `None` if it is not UTF-8.
fn decoded_query(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned())
}

fn read_headers(headers: &HeaderMap, parameters: &mut Parameters) -> Result<(), Refusal> {
    for (name, value) in headers {
        if STANDARD_HEADERS.contains(&name.as_str()) {
            continue;
        }
        let Ok(value) = value.to_str() else {
            return Err(Refusal::bad_request(format!(
                "The value of header `{name}` is not visible ASCII."
            )));
        };
        insert_once(Location::Header, name.as_str().to_owned(), value.to_owned(), parameters)?;
    }
    Ok(())
}

fn insert_once(location: Location, name: String, value: String, parameters: &mut Parameters) -> Result<(), Refusal> {
    let message = format!("The {location} `{name}` is there more than once.");
    match parameters.insert((location, name), value) {
        None => Ok(()),
        Some(_) => Err(Refusal::bad_request(message)),
    }
}

/// Refuses a request with an unknown parameter, without a required one, or with a value that a schema forbids.
fn check_parameters(operation: &Operation, parameters: &Parameters) -> Result<(), Refusal> {
    for (location, name) in parameters.keys() {
        let is_known = operation
            .parameters
            .iter()
            .any(|known| (known.location, &known.name) == (*location, name));
        if !is_known {
            return Err(Refusal::bad_request(format!(
                "The {location} `{name}` is not in the document."
            )));
        }
    }
    for known in &operation.parameters {
        let (location, name) = (known.location, &known.name);
        match parameters.get(&(location, name.clone())) {
            None if known.required => {
                return Err(Refusal::bad_request(format!("The {location} `{name}` is missing.")));
            }
            Some(value) => {
                let violations = known.violations(value);
                if !violations.is_empty() {
                    let message = format!("The {location} `{name}` is not valid: {}.", violations.join("; "));
                    return Err(Refusal::bad_request(message));
                }
            }
            None => {}
        }
    }
    Ok(())
}

fn read_body(documented: Option<&RequestBody>, request: &RecordedRequest) -> Result<Option<Value>, Refusal> {
    let Some(documented) = documented else {
        if request.body().is_empty() && !request.headers().contains_key(CONTENT_TYPE) {
            return Ok(None);
        }
        return Err(Refusal::bad_request(
            "The operation takes no body, but the request has one.",
        ));
    };
    if request.body().is_empty() {
        return if documented.required {
            Err(Refusal::bad_request("The body is missing."))
        } else {
            Ok(None)
        };
    }
    let Some(sent) = request
        .header(CONTENT_TYPE.as_str())
        .and_then(|value| value.parse::<Mime>().ok())
    else {
        return Err(Refusal::bad_request(
            "The header `content-type` is missing or holds no media type.",
        ));
    };
    let Some((_, validator)) = documented
        .content
        .iter()
        .find(|(media_type, _)| is_same(media_type, &sent))
    else {
        let known: Vec<_> = documented
            .content
            .iter()
            .map(|(media_type, _)| format!("`{media_type}`"))
            .collect();
        let message = format!(
            "The header `content-type` is not the documented media type, {}.",
            known.join(" or ")
        );
        return Err(Refusal::bad_request(message));
    };
    let body = serde_json::from_slice(request.body()).map_err(|error| {
        // The error's own text can repeat the value.
        let (line, column) = (error.line(), error.column());
        Refusal::bad_request(format!("The body is not valid JSON, at line {line}, column {column}."))
    })?;
    match schema::violations(validator, &body).as_slice() {
        [] => Ok(Some(body)),
        violations => Err(Refusal::bad_request(format!(
            "The body is not valid: {}.",
            violations.join("; ")
        ))),
    }
}

/// Whether two media types are equal, regardless of their spelling.
fn is_same(left: &Mime, right: &Mime) -> bool {
    fn parameters(media_type: &Mime) -> Vec<(String, String)> {
        let mut parameters: Vec<_> = media_type
            .params()
            .map(|(name, value)| {
                let value = if name == mime::CHARSET {
                    value.as_str().to_ascii_lowercase()
                } else {
                    value.to_string()
                };
                (name.as_str().to_ascii_lowercase(), value)
            })
            .collect();
        parameters.sort();
        parameters
    }
    left.essence_str().eq_ignore_ascii_case(right.essence_str()) && parameters(left) == parameters(right)
}
