//! Kinds about the API as a whole: its servers, components, texts and extensions, and what nothing else can judge.

use super::{Kind, define_kinds};

define_kinds! {
    API;

    UNJUDGED: "unjudged-change" <-> "unjudged-change",
        [Risky, Risky, Risky],
        "`{at}` has changed in a way that OpenAPI gives no meaning to: from {base} to {head}",
        "The key is not one of OpenAPI 3.0, or its value has a shape that OpenAPI does not know. The change is shown because \
         some reader of the document may act on it; somebody who knows that reader has to judge it.",
        "`contentEncoding: base64` beside `type: string`";
    REFERENCE_CHANGED: "unresolved-reference-changed" <-> "unresolved-reference-changed",
        [Risky, Risky, Risky],
        "`{at}` is a reference that cannot be followed, and it has changed: from {base} to {head}",
        "A reference that leads outside the document, nowhere or in circles cannot be compared by what it stands for.",
        "`$ref: common.yaml#/Pet` becomes `$ref: common.yaml#/Animal`";
    BESIDE_REFERENCE: "reference-sibling-changed" <-> "reference-sibling-changed",
        [Docs, Docs, Docs],
        "`{subject}` beside the reference at `{at}` has changed; readers of OpenAPI 3.0 ignore it",
        "OpenAPI 3.0 tells every reader to ignore what stands beside `$ref`, so the change has no effect.",
        "`description` beside `$ref`";
    EXTENSION_CHANGED: "extension-changed" <-> "extension-changed",
        [Risky, Risky, Risky],
        "the extension `{subject}` of `{at}` has changed from {base} to {head}",
        "An extension means what those who read it agree on, which the document does not say.",
        "`x-rate-limit: 10` becomes `x-rate-limit: 5`";
    OPENAPI_VERSION_CHANGED: "openapi-version-changed" <-> "openapi-version-changed",
        [Docs, Docs, Docs],
        "the document is now written in OpenAPI {head}, before in {base}",
        "The notation of the document says nothing about what travels; what else it changes is listed on its own.",
        "`openapi: 3.0.2` becomes `openapi: 3.0.3`";
    API_VERSION_CHANGED: "api-version-changed" <-> "api-version-changed",
        [Docs, Docs, Docs],
        "the version of the API has changed from {base} to {head}",
        "The version is a label. Whether it fits the change is the verdict's part.",
        "`info.version` 1.2.0 becomes 1.3.0";
    INFO_CHANGED: "info-changed" <-> "info-changed",
        [Docs, Docs, Docs],
        "`{subject}` of the API's description has changed",
        "Title, contact, license and terms are for people.",
        "`info.title: Pets` becomes `info.title: Pet shop`";
    SUMMARY_CHANGED: "summary-changed" <-> "summary-changed",
        [Docs, Docs, Docs],
        "the summary of `{at}` has changed",
        "Texts are for people.",
        "`summary: List` becomes `summary: List all pets`";
    DESCRIPTION_CHANGED: "description-changed" <-> "description-changed",
        [Docs, Docs, Docs],
        "the description of `{at}` has changed",
        "Texts are for people. A text may still announce a change of behaviour, so it is worth reading.",
        "`description: A pet` becomes `description: A pet for sale`";
    TITLE_CHANGED: "title-changed" <-> "title-changed",
        [Docs, Docs, Docs],
        "the title of `{at}` has changed from {base} to {head}",
        "A schema's title is a text on the wire. Code generators may name a type after it; the Rust axis says whether one did.",
        "`title: Pet` becomes `title: Animal`";
    EXAMPLE_CHANGED: "example-changed" <-> "example-changed",
        [Docs, Docs, Docs],
        "an example of `{at}` has changed",
        "Examples show and do not bind.",
        "`example: 1` becomes `example: 2`";
    EXTERNAL_DOCS_CHANGED: "external-docs-changed" <-> "external-docs-changed",
        [Docs, Docs, Docs],
        "the pointer of `{at}` to further documentation has changed",
        "Documentation elsewhere is for people.",
        "another `externalDocs.url`";
    TAG_DEFINITION_CHANGED: "tag-definition-changed" <-> "tag-definition-changed",
        [Docs, Docs, Docs],
        "what the document says about the tag `{subject}` has changed",
        "Tags sort operations for people.",
        "a tag gets a description";
    SERVER_ADDED: "server-added" <-> "server-removed",
        [Compatible, Compatible, Compatible],
        "the server `{subject}` is new",
        "Clients go on using the servers that they know.",
        "a second entry below `servers`";
    SERVER_REMOVED: "server-removed" <-> "server-added",
        [Risky, Risky, Risky],
        "the server `{subject}` is no longer listed",
        "Clients that call it may go on doing so if it only lost its entry; the document does not say whether it is switched off.",
        "an entry below `servers` is deleted, or its URL edited";
    SERVER_VARIABLE_CHANGED: "server-variable-changed" <-> "server-variable-changed",
        [Risky, Risky, Risky],
        "the variable `{subject}` of a server has changed from {base} to {head}",
        "Clients that rely on the variable's default or on one of its values may build another URL now.",
        "`default: v1` becomes `default: v2`";
    COMPONENT_ADDED: "component-added" <-> "component-removed",
        [Compatible, Compatible, Compatible],
        "the component `{subject}` is new",
        "A component is a name inside the document. What uses it is listed on its own.",
        "a new entry below `components/schemas`";
    COMPONENT_REMOVED: "component-removed" <-> "component-added",
        [Compatible, Compatible, Compatible],
        "the component `{subject}` is gone",
        "A component is a name inside the document and does not travel. What used it is listed on its own.",
        "an entry below `components/schemas` is deleted";
    COMPONENT_RENAMED: "component-renamed" <-> "component-renamed",
        [Docs, Docs, Docs],
        "the component {base} is now called {head}",
        "The name of a component does not travel. Code generators name types after it; the Rust axis says what that costs.",
        "`components/schemas/Pet` becomes `components/schemas/Animal`, and every `$ref` with it";
}
