//! The keys of every object, in the order of the OpenAPI Specification 3.0.3.

use super::Expect::{Anything, Boolean, BooleanOrSchema, Count, Is, IsOrRef, List, Map, Number, OneOf, Text};
use super::{Expect, Field, Object};

const fn may(name: &'static str, expect: Expect) -> Field {
    Field {
        name,
        expect,
        required: false,
        newer: false,
    }
}

const fn must(name: &'static str, expect: Expect) -> Field {
    Field {
        name,
        expect,
        required: true,
        newer: false,
    }
}

/// A key that is new in OpenAPI 3.1.
const fn newer(name: &'static str, expect: Expect) -> Field {
    Field {
        name,
        expect,
        required: false,
        newer: true,
    }
}

pub(super) const fn fields(object: Object) -> &'static [Field] {
    match object {
        Object::OpenApi => OPENAPI,
        Object::Info => INFO,
        Object::Contact => CONTACT,
        Object::License => LICENSE,
        Object::Server => SERVER,
        Object::ServerVariable => SERVER_VARIABLE,
        Object::Components => COMPONENTS,
        Object::PathItem => PATH_ITEM,
        Object::Operation => OPERATION,
        Object::ExternalDocumentation => EXTERNAL_DOCUMENTATION,
        Object::Parameter => PARAMETER,
        Object::RequestBody => REQUEST_BODY,
        Object::MediaType => MEDIA_TYPE,
        Object::Encoding => ENCODING,
        Object::Response => RESPONSE,
        Object::Example => EXAMPLE,
        Object::Link => LINK,
        Object::Header => HEADER,
        Object::Tag => TAG,
        Object::Schema => SCHEMA,
        Object::Discriminator => DISCRIMINATOR,
        Object::Xml => XML,
        Object::SecurityScheme => SECURITY_SCHEME,
        Object::OAuthFlows => OAUTH_FLOWS,
        Object::OAuthFlow => OAUTH_FLOW,
        Object::Paths | Object::Responses | Object::Callback | Object::SecurityRequirement => &[],
    }
}

const OPENAPI: &[Field] = &[
    must("openapi", Text),
    must("info", Is(Object::Info)),
    may("servers", List(&Is(Object::Server))),
    must("paths", Is(Object::Paths)),
    may("components", Is(Object::Components)),
    may("security", List(&Is(Object::SecurityRequirement))),
    may("tags", List(&Is(Object::Tag))),
    may("externalDocs", Is(Object::ExternalDocumentation)),
    // Callbacks are requests by the server.
    newer("webhooks", Map(&Anything)),
    newer("jsonSchemaDialect", Text),
    newer("$self", Text),
];

const INFO: &[Field] = &[
    must("title", Text),
    may("description", Text),
    may("termsOfService", Text),
    may("contact", Is(Object::Contact)),
    may("license", Is(Object::License)),
    must("version", Text),
    newer("summary", Text),
];

const CONTACT: &[Field] = &[may("name", Text), may("url", Text), may("email", Text)];

const LICENSE: &[Field] = &[must("name", Text), may("url", Text), newer("identifier", Text)];

const SERVER: &[Field] = &[
    must("url", Text),
    may("description", Text),
    may("variables", Map(&Is(Object::ServerVariable))),
];

const SERVER_VARIABLE: &[Field] = &[
    may("enum", List(&Text)),
    must("default", Text),
    may("description", Text),
];

const COMPONENTS: &[Field] = &[
    may("schemas", Map(&IsOrRef(Object::Schema))),
    may("responses", Map(&IsOrRef(Object::Response))),
    may("parameters", Map(&IsOrRef(Object::Parameter))),
    may("examples", Map(&IsOrRef(Object::Example))),
    may("requestBodies", Map(&IsOrRef(Object::RequestBody))),
    may("headers", Map(&IsOrRef(Object::Header))),
    may("securitySchemes", Map(&IsOrRef(Object::SecurityScheme))),
    may("links", Map(&IsOrRef(Object::Link))),
    may("callbacks", Map(&IsOrRef(Object::Callback))),
    newer("pathItems", Map(&Is(Object::PathItem))),
];

const PATH_ITEM: &[Field] = &[
    may("$ref", Text),
    may("summary", Text),
    may("description", Text),
    may("get", Is(Object::Operation)),
    may("put", Is(Object::Operation)),
    may("post", Is(Object::Operation)),
    may("delete", Is(Object::Operation)),
    may("options", Is(Object::Operation)),
    may("head", Is(Object::Operation)),
    may("patch", Is(Object::Operation)),
    may("trace", Is(Object::Operation)),
    may("servers", List(&Is(Object::Server))),
    may("parameters", List(&IsOrRef(Object::Parameter))),
];

const OPERATION: &[Field] = &[
    may("tags", List(&Text)),
    may("summary", Text),
    may("description", Text),
    may("externalDocs", Is(Object::ExternalDocumentation)),
    may("operationId", Text),
    may("parameters", List(&IsOrRef(Object::Parameter))),
    may("requestBody", IsOrRef(Object::RequestBody)),
    must("responses", Is(Object::Responses)),
    may("callbacks", Map(&IsOrRef(Object::Callback))),
    may("deprecated", Boolean),
    may("security", List(&Is(Object::SecurityRequirement))),
    may("servers", List(&Is(Object::Server))),
];

const EXTERNAL_DOCUMENTATION: &[Field] = &[may("description", Text), must("url", Text)];

const STYLES: Expect = OneOf(&[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
]);

const PARAMETER: &[Field] = &[
    must("name", Text),
    must("in", OneOf(&["query", "header", "path", "cookie"])),
    may("description", Text),
    may("required", Boolean),
    may("deprecated", Boolean),
    may("allowEmptyValue", Boolean),
    may("style", STYLES),
    may("explode", Boolean),
    may("allowReserved", Boolean),
    may("schema", IsOrRef(Object::Schema)),
    may("example", Anything),
    may("examples", Map(&IsOrRef(Object::Example))),
    may("content", Map(&Is(Object::MediaType))),
];

const REQUEST_BODY: &[Field] = &[
    may("description", Text),
    must("content", Map(&Is(Object::MediaType))),
    may("required", Boolean),
];

const MEDIA_TYPE: &[Field] = &[
    may("schema", IsOrRef(Object::Schema)),
    may("example", Anything),
    may("examples", Map(&IsOrRef(Object::Example))),
    may("encoding", Map(&Is(Object::Encoding))),
];

const ENCODING: &[Field] = &[
    may("contentType", Text),
    may("headers", Map(&IsOrRef(Object::Header))),
    may("style", STYLES),
    may("explode", Boolean),
    may("allowReserved", Boolean),
];

const RESPONSE: &[Field] = &[
    must("description", Text),
    may("headers", Map(&IsOrRef(Object::Header))),
    may("content", Map(&Is(Object::MediaType))),
    may("links", Map(&IsOrRef(Object::Link))),
];

const EXAMPLE: &[Field] = &[
    may("summary", Text),
    may("description", Text),
    may("value", Anything),
    may("externalValue", Text),
];

const LINK: &[Field] = &[
    may("operationRef", Text),
    may("operationId", Text),
    may("parameters", Map(&Anything)),
    may("requestBody", Anything),
    may("description", Text),
    may("server", Is(Object::Server)),
];

const HEADER: &[Field] = &[
    may("description", Text),
    may("required", Boolean),
    may("deprecated", Boolean),
    may("allowEmptyValue", Boolean),
    may("style", STYLES),
    may("explode", Boolean),
    may("allowReserved", Boolean),
    may("schema", IsOrRef(Object::Schema)),
    may("example", Anything),
    may("examples", Map(&IsOrRef(Object::Example))),
    may("content", Map(&Is(Object::MediaType))),
];

const TAG: &[Field] = &[
    must("name", Text),
    may("description", Text),
    may("externalDocs", Is(Object::ExternalDocumentation)),
];

const SCHEMA: &[Field] = &[
    may("title", Text),
    may("multipleOf", Number),
    may("maximum", Number),
    may("exclusiveMaximum", Boolean),
    may("minimum", Number),
    may("exclusiveMinimum", Boolean),
    may("maxLength", Count),
    may("minLength", Count),
    may("pattern", Text),
    may("maxItems", Count),
    may("minItems", Count),
    may("uniqueItems", Boolean),
    may("maxProperties", Count),
    may("minProperties", Count),
    may("required", List(&Text)),
    may("enum", List(&Anything)),
    may(
        "type",
        OneOf(&["array", "boolean", "integer", "number", "object", "string"]),
    ),
    may("allOf", List(&IsOrRef(Object::Schema))),
    may("oneOf", List(&IsOrRef(Object::Schema))),
    may("anyOf", List(&IsOrRef(Object::Schema))),
    may("not", IsOrRef(Object::Schema)),
    may("items", IsOrRef(Object::Schema)),
    may("properties", Map(&IsOrRef(Object::Schema))),
    may("additionalProperties", BooleanOrSchema),
    may("description", Text),
    may("format", Text),
    may("default", Anything),
    may("nullable", Boolean),
    may("discriminator", Is(Object::Discriminator)),
    may("readOnly", Boolean),
    may("writeOnly", Boolean),
    may("xml", Is(Object::Xml)),
    may("externalDocs", Is(Object::ExternalDocumentation)),
    may("example", Anything),
    may("deprecated", Boolean),
    newer("$schema", Text),
    newer("$id", Text),
    newer("$anchor", Text),
    newer("$dynamicAnchor", Text),
    newer("$dynamicRef", Text),
    newer("$comment", Text),
    newer("$vocabulary", Anything),
    newer("$defs", Map(&IsOrRef(Object::Schema))),
    newer("if", IsOrRef(Object::Schema)),
    newer("then", IsOrRef(Object::Schema)),
    newer("else", IsOrRef(Object::Schema)),
    newer("dependentSchemas", Map(&IsOrRef(Object::Schema))),
    newer("dependentRequired", Map(&List(&Text))),
    newer("prefixItems", List(&IsOrRef(Object::Schema))),
    newer("contains", IsOrRef(Object::Schema)),
    newer("minContains", Count),
    newer("maxContains", Count),
    newer("patternProperties", Map(&IsOrRef(Object::Schema))),
    newer("propertyNames", IsOrRef(Object::Schema)),
    newer("unevaluatedItems", BooleanOrSchema),
    newer("unevaluatedProperties", BooleanOrSchema),
    newer("contentEncoding", Text),
    newer("contentMediaType", Text),
    newer("contentSchema", IsOrRef(Object::Schema)),
];

const DISCRIMINATOR: &[Field] = &[must("propertyName", Text), may("mapping", Map(&Text))];

const XML: &[Field] = &[
    may("name", Text),
    may("namespace", Text),
    may("prefix", Text),
    may("attribute", Boolean),
    may("wrapped", Boolean),
];

const SECURITY_SCHEME: &[Field] = &[
    must(
        "type",
        OneOf(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]),
    ),
    may("description", Text),
    may("name", Text),
    may("in", OneOf(&["query", "header", "cookie"])),
    may("scheme", Text),
    may("bearerFormat", Text),
    may("flows", Is(Object::OAuthFlows)),
    may("openIdConnectUrl", Text),
];

const OAUTH_FLOWS: &[Field] = &[
    may("implicit", Is(Object::OAuthFlow)),
    may("password", Is(Object::OAuthFlow)),
    may("clientCredentials", Is(Object::OAuthFlow)),
    may("authorizationCode", Is(Object::OAuthFlow)),
];

const OAUTH_FLOW: &[Field] = &[
    may("authorizationUrl", Text),
    may("tokenUrl", Text),
    may("refreshUrl", Text),
    must("scopes", Map(&Text)),
];
