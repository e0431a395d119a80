//! Kinds about security requirements and schemes.

use super::{ChangeKind, define_kinds};

define_kinds! {
    SECURITY;

    SECURITY_ADDED: "security-added" <-> "security-removed", Narrows,
        "credentials are now required: {head}",
        "Requests without credentials were valid.",
        "`security: [{key: []}]` is added";
    SECURITY_REMOVED: "security-removed" <-> "security-added", Widens,
        "credentials are no longer required; before: {base}",
        "Requests with credentials stay valid. Callbacks may come without them.",
        "`security` is deleted, or becomes an empty list";
    SECURITY_BECAME_OPTIONAL: "security-became-optional" <-> "security-became-required", Widens,
        "credentials are now optional",
        "Requests with credentials stay valid. Callbacks may come without them.",
        "`{}` is added to `security`";
    SECURITY_BECAME_REQUIRED: "security-became-required" <-> "security-became-optional", Narrows,
        "credentials are no longer optional",
        "Requests without credentials were valid.",
        "`{}` below `security` is deleted";
    SECURITY_ALTERNATIVE_ADDED: "security-alternative-added" <-> "security-alternative-removed", Widens,
        "authentication by `{subject}` added",
        "The other ways to authenticate stay.",
        "a second entry below `security`";
    SECURITY_ALTERNATIVE_REMOVED: "security-alternative-removed" <-> "security-alternative-added", Narrows,
        "authentication by `{subject}` removed",
        "Clients that authenticate in this way are rejected.",
        "an entry below `security` is deleted or replaced";
    SECURITY_ALTERNATIVE_RELAXED: "security-alternative-relaxed" <-> "security-alternative-tightened", Widens,
        "{head} is now enough to authenticate, instead of {base}",
        "Requests with more credentials than needed stay valid.",
        "`{key: [], token: []}` becomes `{key: []}`";
    SECURITY_ALTERNATIVE_TIGHTENED: "security-alternative-tightened" <-> "security-alternative-relaxed", Narrows,
        "{head} is now needed to authenticate, instead of {base}",
        "Clients that have only the old credentials are rejected.",
        "`{key: []}` becomes `{key: [], token: []}`";
    SECURITY_SCOPE_ADDED: "security-scope-added" <-> "security-scope-removed", Narrows,
        "scope {subject} is now required",
        "Tokens that were enough do not have the scope.",
        "`[read]` becomes `[read, write]`";
    SECURITY_SCOPE_REMOVED: "security-scope-removed" <-> "security-scope-added", Widens,
        "scope {subject} is no longer required",
        "Tokens with more scopes than needed stay valid.",
        "`[read, write]` becomes `[read]`";
    SECURITY_SCHEME_CHANGED: "security-scheme-changed" <-> "security-scheme-changed", Replaces,
        "`{subject}` of the security scheme `{at}` changed from {base} to {head}",
        "Credentials must be sent in another way. Clients that use the old way are rejected.",
        "`in: query` becomes `in: header`";
    SECURITY_URL_CHANGED: "security-url-changed" <-> "security-url-changed", Undecided,
        "`{subject}` of `{at}` changed from {base} to {head}",
        "Clients must get credentials from another URL. The document does not say whether the old URL still works.",
        "another `tokenUrl`";
    SECURITY_FLOW_ADDED: "security-flow-added" <-> "security-flow-removed", Harmless,
        "flow `{subject}` added to `{at}`",
        "The other flows stay valid.",
        "`clientCredentials` beside `implicit`";
    SECURITY_FLOW_REMOVED: "security-flow-removed" <-> "security-flow-added", Replaces,
        "flow `{subject}` removed from `{at}`",
        "Clients that use this flow can no longer get tokens.",
        "`implicit` below `flows` is deleted";
    SCOPE_DEFINED: "scope-defined" <-> "scope-no-longer-defined", Harmless,
        "scope `{subject}` added to `{at}`",
        "No client requests the scope yet.",
        "a new entry below `scopes`";
    SCOPE_NO_LONGER_DEFINED: "scope-no-longer-defined" <-> "scope-defined", Undecided,
        "scope `{subject}` removed from `{at}`",
        "The authorization server decides whether it rejects clients that still request the scope. Operations that now need \
         other scopes are listed separately.",
        "an entry below `scopes` is deleted";
    BEARER_FORMAT_CHANGED: "bearer-format-changed" <-> "bearer-format-changed", Text,
        "`bearerFormat` of `{at}` changed from {base} to {head}",
        "OpenAPI calls it a hint for documentation. Clients send their tokens unchanged.",
        "`bearerFormat: JWT` is added";
}
