//! Kinds about security requirements and schemes.

use super::{Kind, define_kinds};

define_kinds! {
    SECURITY;

    SECURITY_ADDED: "security-added" <-> "security-removed", Narrows,
        "credentials are now required: {head}",
        "Requests without credentials were right.",
        "`security: [{key: []}]` is added";
    SECURITY_REMOVED: "security-removed" <-> "security-added", Widens,
        "credentials are no longer required, before: {base}",
        "Requests with credentials stay right.",
        "`security` is deleted, or becomes an empty list";
    SECURITY_BECAME_OPTIONAL: "security-became-optional" <-> "security-became-required", Widens,
        "credentials are now optional",
        "Requests with credentials stay right.",
        "`{}` is added to `security`";
    SECURITY_BECAME_REQUIRED: "security-became-required" <-> "security-became-optional", Narrows,
        "credentials are no longer optional",
        "Requests without credentials were right.",
        "`{}` below `security` is deleted";
    SECURITY_ALTERNATIVE_ADDED: "security-alternative-added" <-> "security-alternative-removed", Widens,
        "authentication by `{subject}` added",
        "The other ways stay.",
        "a second entry below `security`";
    SECURITY_ALTERNATIVE_REMOVED: "security-alternative-removed" <-> "security-alternative-added", Narrows,
        "authentication by `{subject}` removed",
        "Clients that authenticate in this way are refused.",
        "an entry below `security` is deleted or replaced";
    SECURITY_ALTERNATIVE_RELAXED: "security-alternative-relaxed" <-> "security-alternative-tightened", Widens,
        "authentication by {base} reduced to {head}",
        "Requests that have more credentials than needed stay right.",
        "`{key: [], token: []}` becomes `{key: []}`";
    SECURITY_ALTERNATIVE_TIGHTENED: "security-alternative-tightened" <-> "security-alternative-relaxed", Narrows,
        "authentication by {base} extended to {head}",
        "Clients that have only the old credentials are refused.",
        "`{key: []}` becomes `{key: [], token: []}`";
    SECURITY_SCOPE_ADDED: "security-scope-added" <-> "security-scope-removed", Narrows,
        "scope {subject} is now required",
        "Tokens that were enough lack it.",
        "`[read]` becomes `[read, write]`";
    SECURITY_SCOPE_REMOVED: "security-scope-removed" <-> "security-scope-added", Widens,
        "scope {subject} is no longer required",
        "Tokens with more scopes than needed stay right.",
        "`[read, write]` becomes `[read]`";
    SECURITY_SCHEME_CHANGED: "security-scheme-changed" <-> "security-scheme-changed", Replaces,
        "`{subject}` of the security scheme `{at}` changed from {base} to {head}",
        "Credentials travel in another way or place, so clients that follow the old one are refused.",
        "`in: query` becomes `in: header`";
    SECURITY_URL_CHANGED: "security-url-changed" <-> "security-url-changed", Undecided,
        "`{subject}` of `{at}` changed from {base} to {head}",
        "Clients ask elsewhere for credentials now. Whether the old place goes on answering the document does not say.",
        "another `tokenUrl`";
    SECURITY_FLOW_ADDED: "security-flow-added" <-> "security-flow-removed", Harmless,
        "flow `{subject}` of `{at}` added",
        "The other flows stay.",
        "`clientCredentials` beside `implicit`";
    SECURITY_FLOW_REMOVED: "security-flow-removed" <-> "security-flow-added", Replaces,
        "flow `{subject}` of `{at}` removed",
        "Clients that get their tokens by this flow get none.",
        "`implicit` below `flows` is deleted";
    SCOPE_DEFINED: "scope-defined" <-> "scope-no-longer-defined", Harmless,
        "scope `{subject}` of `{at}` added",
        "No client asks for it yet.",
        "a new entry below `scopes`";
    SCOPE_NO_LONGER_DEFINED: "scope-no-longer-defined" <-> "scope-defined", Undecided,
        "scope `{subject}` of `{at}` removed",
        "Whether a client that goes on asking for it is refused depends on the authorization server. Operations that need \
         other scopes now are listed on their own.",
        "an entry below `scopes` is deleted";
    BEARER_FORMAT_CHANGED: "bearer-format-changed" <-> "bearer-format-changed", Text,
        "`bearerFormat` of `{at}` changed from {base} to {head}",
        "OpenAPI calls it a hint for documentation; clients treat a token as it is.",
        "`bearerFormat: JWT` is added";
}
