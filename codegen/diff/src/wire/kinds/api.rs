//! Kinds about the API as a whole: servers, components, texts, extensions, and fields that OpenAPI does not know.

use super::{ChangeKind, define_kinds};

define_kinds! {
    API;

    UNJUDGED: "unjudged-change" <-> "unjudged-change", Unknown,
        "`{subject}` of `{at}` changed from {base} to {head}; OpenAPI does not define what that means",
        "OpenAPI and JSON Schema do not know the field, or its value has the wrong type. Some reader of the document may still \
         use it. Schemas that it refers to count as used in both requests and responses.",
        "`collectionFormat: csv` of a parameter";
    WRITTEN_DIFFERENTLY: "written-differently" <-> "written-differently", Text,
        "`{at}` is written differently but means the same",
        "Requests and responses stay the same.",
        "`type: [string, 'null']` becomes `anyOf` of `type: string` and `type: 'null'`";
    REFERENCE_CHANGED: "unresolved-reference-changed" <-> "unresolved-reference-changed", Unknown,
        "unresolved reference at `{at}` changed from {base} to {head}",
        "The reference leads outside the document, to nothing, or back to itself. So its target cannot be compared.",
        "`$ref: common.yaml#/Pet` becomes `$ref: common.yaml#/Animal`";
    BESIDE_REFERENCE: "reference-sibling-changed" <-> "reference-sibling-changed", Text,
        "`{subject}` beside `$ref` at `{at}` changed; OpenAPI 3.0 ignores it",
        "OpenAPI 3.0 tells readers to ignore every field beside `$ref`, so the change has no effect.",
        "`description` beside `$ref`";
    EXTENSION_CHANGED: "extension-changed" <-> "extension-changed", Unknown,
        "extension `{subject}` of `{at}` changed from {base} to {head}",
        "The document does not say what an extension means. Only the programs that read it know.",
        "`x-rate-limit: 10` becomes `x-rate-limit: 5`";
    OPENAPI_VERSION_CHANGED: "openapi-version-changed" <-> "openapi-version-changed", Text,
        "OpenAPI version of the document changed from {base} to {head}",
        "The version of OpenAPI does not change requests or responses. Anything else that differs is listed separately.",
        "`openapi: 3.0.2` becomes `openapi: 3.0.3`";
    API_VERSION_CHANGED: "api-version-changed" <-> "api-version-changed", Text,
        "version of the API changed from {base} to {head}",
        "The API's version is only a label. The verdict looks at the version of the crate.",
        "`info.version` 1.2.0 becomes 1.3.0";
    INFO_CHANGED: "info-changed" <-> "info-changed", Text,
        "`{subject}` of the document changed",
        "Title, contact, license and terms of service do not affect requests or responses.",
        "`info.title: Pets` becomes `info.title: Pet shop`";
    SUMMARY_CHANGED: "summary-changed" <-> "summary-changed", Text,
        "summary of `{at}` changed",
        "Summaries are for people.",
        "`summary: List` becomes `summary: List all pets`";
    DESCRIPTION_CHANGED: "description-changed" <-> "description-changed", Text,
        "description of `{at}` changed",
        "Descriptions are for people. A description may still announce a change of behaviour, so read it.",
        "`description: A pet` becomes `description: A pet for sale`";
    TITLE_CHANGED: "title-changed" <-> "title-changed", Text,
        "title of `{at}` changed from {base} to {head}",
        "Titles are for people. Code generators may name a type after one; the changes in Rust show whether that happened.",
        "`title: Pet` becomes `title: Animal`";
    EXAMPLE_CHANGED: "example-changed" <-> "example-changed", Text,
        "example of `{at}` changed",
        "Examples do not restrict values.",
        "`example: 1` becomes `example: 2`";
    EXTERNAL_DOCS_CHANGED: "external-docs-changed" <-> "external-docs-changed", Text,
        "`externalDocs` of `{at}` changed",
        "External documentation is for people.",
        "another `externalDocs.url`";
    TAG_DEFINITION_CHANGED: "tag-definition-changed" <-> "tag-definition-changed", Text,
        "definition of the tag `{subject}` changed",
        "Tags group operations for people.",
        "a tag gets a description";
    SERVER_ADDED: "server-added" <-> "server-removed", Harmless,
        "server `{subject}` added",
        "Clients can still use the servers that they know.",
        "a second entry below `servers`";
    SERVER_REMOVED: "server-removed" <-> "server-added", Unknown,
        "server `{subject}` removed",
        "The document does not say whether the server was shut down. If only its entry was deleted, clients can still call it.",
        "an entry below `servers` is deleted, or its URL edited";
    SERVERS_REORDERED: "servers-reordered" <-> "servers-reordered", Harmless,
        "order of the servers changed",
        "No server was added or removed. Many tools call the first server by default.",
        "two entries below `servers` swap places";
    BASE_PATH_MOVED: "base-path-moved" <-> "base-path-moved", Harmless,
        "base path of the servers changed from {base} to {head}; the paths changed with it, so the URLs stay the same",
        "Requests stay the same. A caller that sets the base URL must change it together with the paths.",
        "the server `https://example.com` with `/v1/pets` becomes `https://example.com/v1` with `/pets`";
    SERVER_VARIABLE_CHANGED: "server-variable-changed" <-> "server-variable-changed", Unknown,
        "variable `{subject}` of a server changed from {base} to {head}",
        "Clients that use the default of the variable, or one of its values, may now build another URL.",
        "`default: v1` becomes `default: v2`";
    SERVER_VARIABLE_VALUE_ADDED: "server-variable-value-added" <-> "server-variable-value-removed", Harmless,
        "variable `{subject}` of a server may also be {head}",
        "Clients can still use the values that they know.",
        "another value in the `enum` of a variable";
    SERVER_VARIABLE_VALUE_REMOVED: "server-variable-value-removed" <-> "server-variable-value-added", Unknown,
        "variable `{subject}` of a server may no longer be {base}",
        "The document does not say whether the server with this value was shut down.",
        "a value of the `enum` of a variable is deleted";
    COMPONENT_ADDED: "component-added" <-> "component-removed", Harmless,
        "component `{subject}` added",
        "A component is only a name inside the document. Changes in its users are listed separately.",
        "a new entry below `components/schemas`";
    COMPONENT_REMOVED: "component-removed" <-> "component-added", Harmless,
        "component `{subject}` removed",
        "A component is only a name inside the document. Changes in its users are listed separately.",
        "an entry below `components/schemas` is deleted";
    COMPONENT_RENAMED: "component-renamed" <-> "component-renamed", Text,
        "component {base} renamed to {head}",
        "The name of a component is not sent. Code generators name types after it; the changes in Rust list those types.",
        "`components/schemas/Pet` becomes `components/schemas/Animal`, and every `$ref` with it";
}
