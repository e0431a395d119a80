//! Kinds about the API as a whole: its servers, components, texts and extensions, and what nothing else can judge.

use super::{Kind, define_kinds};

define_kinds! {
    API;

    UNJUDGED: "unjudged-change" <-> "unjudged-change", Unknown,
        "`{subject}` of `{at}`, to which OpenAPI gives no meaning, changed from {base} to {head}",
        "The key is not one that OpenAPI or JSON Schema knows, or its value has another shape. Some reader of the document may act \
         on it. What it refers to counts as used in both directions.",
        "`collectionFormat: csv` of a parameter";
    WRITTEN_DIFFERENTLY: "written-differently" <-> "written-differently", Text,
        "`{at}` written differently, means the same",
        "The same values travel and are read in the same way.",
        "`type: [string, 'null']` becomes `anyOf` of `type: string` and `type: 'null'`";
    REFERENCE_CHANGED: "unresolved-reference-changed" <-> "unresolved-reference-changed", Unknown,
        "`{at}`, a reference that cannot be followed, changed from {base} to {head}",
        "A reference that leads outside the document, nowhere or in circles cannot be compared by what it stands for.",
        "`$ref: common.yaml#/Pet` becomes `$ref: common.yaml#/Animal`";
    BESIDE_REFERENCE: "reference-sibling-changed" <-> "reference-sibling-changed", Text,
        "`{subject}` beside the reference at `{at}` changed; readers of OpenAPI 3.0 ignore it",
        "OpenAPI 3.0 tells every reader to ignore what stands beside `$ref`, so the change has no effect.",
        "`description` beside `$ref`";
    EXTENSION_CHANGED: "extension-changed" <-> "extension-changed", Unknown,
        "extension `{subject}` of `{at}` changed from {base} to {head}",
        "An extension means what those who read it agree on, which the document does not say.",
        "`x-rate-limit: 10` becomes `x-rate-limit: 5`";
    OPENAPI_VERSION_CHANGED: "openapi-version-changed" <-> "openapi-version-changed", Text,
        "OpenAPI version of the document changed from {base} to {head}",
        "The notation of the document says nothing about what travels; what else it changes is listed on its own.",
        "`openapi: 3.0.2` becomes `openapi: 3.0.3`";
    API_VERSION_CHANGED: "api-version-changed" <-> "api-version-changed", Text,
        "version of the API changed from {base} to {head}",
        "The version is a label. Whether it fits the change is the verdict's part.",
        "`info.version` 1.2.0 becomes 1.3.0";
    INFO_CHANGED: "info-changed" <-> "info-changed", Text,
        "`{subject}` of the API's description changed",
        "Title, contact, license and terms are for people.",
        "`info.title: Pets` becomes `info.title: Pet shop`";
    SUMMARY_CHANGED: "summary-changed" <-> "summary-changed", Text,
        "summary of `{at}` changed",
        "Texts are for people.",
        "`summary: List` becomes `summary: List all pets`";
    DESCRIPTION_CHANGED: "description-changed" <-> "description-changed", Text,
        "description of `{at}` changed",
        "Texts are for people. A text may still announce a change of behaviour, so it is worth reading.",
        "`description: A pet` becomes `description: A pet for sale`";
    TITLE_CHANGED: "title-changed" <-> "title-changed", Text,
        "title of `{at}` changed from {base} to {head}",
        "A schema's title is a text on the wire. Code generators may name a type after it; the Rust axis says whether one did.",
        "`title: Pet` becomes `title: Animal`";
    EXAMPLE_CHANGED: "example-changed" <-> "example-changed", Text,
        "example of `{at}` changed",
        "Examples show and do not bind.",
        "`example: 1` becomes `example: 2`";
    EXTERNAL_DOCS_CHANGED: "external-docs-changed" <-> "external-docs-changed", Text,
        "link from `{at}` to further documentation changed",
        "Documentation elsewhere is for people.",
        "another `externalDocs.url`";
    TAG_DEFINITION_CHANGED: "tag-definition-changed" <-> "tag-definition-changed", Text,
        "description of the tag `{subject}` changed",
        "Tags sort operations for people.",
        "a tag gets a description";
    SERVER_ADDED: "server-added" <-> "server-removed", Harmless,
        "server `{subject}` added",
        "Clients go on using the servers that they know.",
        "a second entry below `servers`";
    SERVER_REMOVED: "server-removed" <-> "server-added", Unknown,
        "server `{subject}` removed",
        "Clients that call it may go on doing so if it only lost its entry; the document does not say whether it is switched off.",
        "an entry below `servers` is deleted, or its URL edited";
    SERVERS_REORDERED: "servers-reordered" <-> "servers-reordered", Harmless,
        "order of the servers changed",
        "All of them stay. Many tools call the first one unless they are told otherwise.",
        "two entries below `servers` swap places";
    BASE_PATH_MOVED: "base-path-moved" <-> "base-path-moved", Harmless,
        "base path of the servers changed from {base} to {head}, and every path with it: the URLs stay the same",
        "The requests are the same. A caller that sets the base URL itself has to change it together with the paths.",
        "the server `https://example.com` with `/v1/pets` becomes `https://example.com/v1` with `/pets`";
    SERVER_VARIABLE_CHANGED: "server-variable-changed" <-> "server-variable-changed", Unknown,
        "variable `{subject}` of a server changed from {base} to {head}",
        "Clients that rely on the variable's default or on one of its values may build another URL now.",
        "`default: v1` becomes `default: v2`";
    COMPONENT_ADDED: "component-added" <-> "component-removed", Harmless,
        "component `{subject}` added",
        "A component is a name inside the document. What uses it is listed on its own.",
        "a new entry below `components/schemas`";
    COMPONENT_REMOVED: "component-removed" <-> "component-added", Harmless,
        "component `{subject}` removed",
        "A component is a name inside the document and does not travel. What used it is listed on its own.",
        "an entry below `components/schemas` is deleted";
    COMPONENT_RENAMED: "component-renamed" <-> "component-renamed", Text,
        "component {base} renamed to {head}",
        "The name of a component does not travel. Code generators name types after it; the Rust axis says what that costs.",
        "`components/schemas/Pet` becomes `components/schemas/Animal`, and every `$ref` with it";
}
