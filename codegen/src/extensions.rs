//! Checks whether the extensions `x-failure`, `x-in-band-failure` and `x-echo` can take effect, which depends on the Rust types
//! of the schemas. If one cannot, it is reported, because the client would take a failure for a success.

use openapi_document::finding::{Finding, Recovery, Severity};
use openapi_document::load::Document;
use openapi_document::pointer::Pointer;

use crate::model::{ChoiceFacts, ECHO, FAILURE, Facts, IN_BAND, OperationFacts, ResponseBody};
use crate::schemas::{Definition, DefinitionKind, Field, Form, OperationForms, Schemas};

const RULE: &str = "failure-extension";

/// The findings about extensions of schemas (errors) and about responses to which they do not apply (warnings).
pub(crate) fn check(document: &Document, facts: &Facts, schemas: &Schemas) -> Vec<Finding> {
    let checker = Checker {
        document,
        facts,
        schemas,
    };
    let mut findings = Vec::new();
    for name in facts.failures.keys() {
        findings.extend(checker.object(name, FAILURE).err().map(|finding| *finding));
    }
    for (name, property) in &facts.in_band {
        findings.extend(checker.in_band(name, property));
    }
    for (name, properties) in &facts.echoes {
        findings.extend(checker.echo(name, properties));
    }
    for (operation, forms) in facts.operations.iter().zip(&schemas.operations) {
        findings.extend(checker.answers(operation, forms));
    }
    findings
}

struct Checker<'a> {
    document: &'a Document,
    facts: &'a Facts,
    schemas: &'a Schemas,
}

impl<'a> Checker<'a> {
    /// The fields of the object with the extension `key`.
    fn object(&self, name: &str, key: &str) -> Result<&'a [Field], Box<Finding>> {
        match self.schemas.types.get(name) {
            Some(Definition {
                kind: DefinitionKind::Object { fields, .. },
                ..
            }) => Ok(fields),
            Some(definition) => {
                let message =
                    format!("`{key}` is supported on objects with properties only, and this schema is not one");
                Err(Box::new(self.error(&definition.place, key, message)))
            }
            None => unreachable!("`{name}` is a component schema"),
        }
    }

    fn in_band(&self, name: &str, property: &str) -> Option<Finding> {
        let fields = match self.object(name, IN_BAND) {
            Ok(fields) => fields,
            Err(finding) => return Some(*finding),
        };
        let field = fields.iter().find(|field| field.key == property);
        let can_be_absent = |field: &Field| !field.required || matches!(field.form, Form::Nullable(_));
        let tells = |field: &Field| {
            field
                .form
                .named()
                .is_some_and(|of| self.facts.failures.contains_key(of))
        };
        if field.is_some_and(|field| can_be_absent(field) && tells(field)) {
            return None;
        }
        let message = format!(
            "`{property}` cannot indicate a failure: it must be optional or nullable, and refer to a component schema with `{FAILURE}`"
        );
        Some(self.error(&self.place(name), IN_BAND, message))
    }

    fn echo(&self, name: &str, properties: &[String]) -> Option<Finding> {
        let fields = match self.object(name, ECHO) {
            Ok(fields) => fields,
            Err(finding) => return Some(*finding),
        };
        let is_usable = |property: &String| fields.iter().any(|field| field.key == *property && !field.is_boxed);
        let property = properties.iter().find(|property| !is_usable(property))?;
        let message = format!("`{property}` cannot be compared with the request: its schema contains this schema");
        Some(self.error(&self.place(name), ECHO, message))
    }

    /// The findings about an operation's responses whose schema has an extension that does not apply to them.
    fn answers(&self, operation: &OperationFacts, forms: &OperationForms) -> Vec<Finding> {
        let mut findings = Vec::new();
        let successes = crate::model::successes(&operation.responses);
        let asked = operation.choices.iter().zip(&forms.responses);
        let asked = asked.flat_map(|(choice, forms)| {
            let responses = operation.responses.iter().zip(forms);
            responses.map(move |(response, form)| (choice, response, form))
        });
        for (choice, response, form) in asked {
            let is_success = successes.iter().any(|success| std::ptr::eq(*success, response));
            let is_json = choice.content(response).body == ResponseBody::Json;
            let Some(form) = form.as_ref().filter(|_| is_success && is_json) else {
                continue;
            };
            let (direct, end) = (as_is(form), self.end(form));
            if end.is_some_and(|end| self.facts.in_band.contains_key(end)) && direct != end {
                let message = format!(
                    "`{IN_BAND}` is not checked in this response: it refers to the schema by another name, or may be null"
                );
                findings.push(self.finding(Severity::Warning, &response.pointer, message));
            }
            let echoes = end.and_then(|end| self.facts.echoes.get(end));
            for property in echoes.into_iter().flatten() {
                // Without a request body, there is nothing to repeat.
                let is_asked = operation.request.is_some();
                if is_asked && !self.is_compared(operation, choice, forms, direct, property) {
                    let message = format!(
                        "`{ECHO}` does not compare `{property}` here: it needs one required JSON request body with a property of that name and type, and a single success type"
                    );
                    findings.push(self.finding(Severity::Warning, &response.pointer, message));
                }
            }
        }
        // Choices of media types share responses, so remove duplicates.
        let mut distinct: Vec<Finding> = Vec::new();
        for finding in findings {
            if !distinct.contains(&finding) {
                distinct.push(finding);
            }
        }
        distinct
    }

    fn is_compared(
        &self,
        operation: &OperationFacts,
        choice: &ChoiceFacts,
        forms: &OperationForms,
        answer: Option<&str>,
        key: &str,
    ) -> bool {
        let request = operation
            .request
            .as_ref()
            .filter(|request| request.required && request.union.is_none());
        let sent = request.and_then(|_| as_is(forms.bodies.first()?));
        let field = |name: Option<&str>| {
            let definition = self.schemas.types.get(name?)?;
            let DefinitionKind::Object { fields, .. } = &definition.kind else {
                return None;
            };
            let field = fields.iter().find(|field| field.key == key && !field.is_boxed)?;
            Some(field.form.clone().not_null())
        };
        let forms = field(sent).zip(field(answer));
        choice.success.union().is_none() && forms.is_some_and(|(sent, repeated)| sent == repeated)
    }

    /// The type that a form resolves to, aliases followed.
    fn end(&self, form: &'a Form) -> Option<&'a str> {
        let name = form.named()?;
        match &self.schemas.types.get(name)?.kind {
            // An alias never leads to another alias.
            DefinitionKind::Alias(form) => form.named().or(Some(name)),
            _ => Some(name),
        }
    }

    fn place(&self, name: &str) -> Pointer {
        let definition = self.schemas.types.get(name);
        definition
            .map(|definition| definition.place.clone())
            .unwrap_or_default()
    }

    fn finding(&self, severity: Severity, place: &Pointer, message: String) -> Finding {
        Finding::new(
            RULE,
            severity,
            self.document.author(place),
            self.document.key_span(place),
            message,
        )
        .with_help("make the response refer to the schema directly, and make the schema a plain object")
    }

    /// The error about the extension `key` of the schema at `schema`.
    fn error(&self, schema: &Pointer, key: &str, message: String) -> Finding {
        let place = schema.child(key);
        let how = format!("`{key}` is left out here");
        let finding = self.finding(Severity::Error, &place, message);
        finding.with_recovery(Recovery {
            how,
            ..Recovery::remove(place)
        })
    }
}

/// The name of a form that is just a named type.
fn as_is(form: &Form) -> Option<&str> {
    match form {
        Form::Named(name) => Some(name),
        _ => None,
    }
}
