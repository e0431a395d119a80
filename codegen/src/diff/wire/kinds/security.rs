//! Kinds about security requirements and schemes.

use super::{Kind, define_kinds};

define_kinds! {
    SECURITY;

    SECURITY_ADDED: "security-added" <-> "security-removed",
        [Breaking, Breaking, Compatible],
        "credentials are needed now: {head}",
        "Requests without credentials were right.",
        "`security: [{key: []}]` is added";
    SECURITY_REMOVED: "security-removed" <-> "security-added",
        [Compatible, Compatible, Compatible],
        "credentials are no longer needed; before: {base}",
        "Requests with credentials stay right.",
        "`security` is deleted, or becomes an empty list";
    SECURITY_BECAME_OPTIONAL: "security-became-optional" <-> "security-became-required",
        [Compatible, Compatible, Compatible],
        "credentials are optional now",
        "Requests with credentials stay right.",
        "`{}` is added to `security`";
    SECURITY_BECAME_REQUIRED: "security-became-required" <-> "security-became-optional",
        [Breaking, Breaking, Compatible],
        "credentials are no longer optional",
        "Requests without credentials were right.",
        "`{}` below `security` is deleted";
    SECURITY_ALTERNATIVE_ADDED: "security-alternative-added" <-> "security-alternative-removed",
        [Compatible, Compatible, Compatible],
        "`{subject}` is a new way to authenticate",
        "The other ways stay.",
        "a second entry below `security`";
    SECURITY_ALTERNATIVE_REMOVED: "security-alternative-removed" <-> "security-alternative-added",
        [Breaking, Breaking, Compatible],
        "`{subject}` is no longer a way to authenticate",
        "Clients that authenticate in this way are refused.",
        "an entry below `security` is deleted or replaced";
    SECURITY_SCOPE_ADDED: "security-scope-added" <-> "security-scope-removed",
        [Breaking, Breaking, Compatible],
        "the scope {subject} is needed now",
        "Tokens that were enough lack it.",
        "`[read]` becomes `[read, write]`";
    SECURITY_SCOPE_REMOVED: "security-scope-removed" <-> "security-scope-added",
        [Compatible, Compatible, Compatible],
        "the scope {subject} is no longer needed",
        "Tokens with more scopes than needed stay right.",
        "`[read, write]` becomes `[read]`";
    SECURITY_SCHEME_CHANGED: "security-scheme-changed" <-> "security-scheme-changed",
        [Breaking, Breaking, Compatible],
        "`{subject}` of the security scheme `{at}` has changed from {base} to {head}",
        "Credentials travel in another way or place, so clients that follow the old one are refused.",
        "`in: query` becomes `in: header`";
    SECURITY_URL_CHANGED: "security-url-changed" <-> "security-url-changed",
        [Risky, Risky, Compatible],
        "`{subject}` of `{at}` has changed from {base} to {head}",
        "Clients ask elsewhere for credentials now. Whether the old place goes on answering the document does not say.",
        "another `tokenUrl`";
    SECURITY_FLOW_ADDED: "security-flow-added" <-> "security-flow-removed",
        [Compatible, Compatible, Compatible],
        "the flow `{subject}` of `{at}` is new",
        "The other flows stay.",
        "`clientCredentials` beside `implicit`";
    SECURITY_FLOW_REMOVED: "security-flow-removed" <-> "security-flow-added",
        [Breaking, Breaking, Compatible],
        "the flow `{subject}` of `{at}` is gone",
        "Clients that get their tokens by this flow get none.",
        "`implicit` below `flows` is deleted";
    SCOPE_DEFINED: "scope-defined" <-> "scope-no-longer-defined",
        [Compatible, Compatible, Compatible],
        "the scope `{subject}` of `{at}` is new",
        "No client asks for it yet.",
        "a new entry below `scopes`";
    SCOPE_NO_LONGER_DEFINED: "scope-no-longer-defined" <-> "scope-defined",
        [Risky, Risky, Compatible],
        "the scope `{subject}` of `{at}` is gone",
        "Whether a client that goes on asking for it is refused depends on the authorization server. Operations that need \
         other scopes now are listed on their own.",
        "an entry below `scopes` is deleted";
    BEARER_FORMAT_CHANGED: "bearer-format-changed" <-> "bearer-format-changed",
        [Docs, Docs, Docs],
        "`bearerFormat` of `{at}` has changed from {base} to {head}",
        "OpenAPI calls it a hint for documentation; clients treat a token as it is.",
        "`bearerFormat: JWT` is added";
}
