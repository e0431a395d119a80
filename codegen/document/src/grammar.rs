//! The grammar of an OpenAPI 3.0 document: where each object may be, and which keys it has.
//!
//! The grammar is one table from the OpenAPI Specification 3.0.3, section 4.7, with the keys of 3.1 that have no equivalent
//! in 3.0. Everything that must know the kind of a node uses this table: the checks for misspelt keys, wrong types and missing
//! keys, and the walk over all objects. The table does not tell which keys the generator supports.

mod table;
mod walk;

pub use walk::{Node, Nodes, Problem, ProblemKind, Reference, walk};

use crate::pointer::Pointer;

/// The objects of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Object {
    /// The OpenAPI Object: the document itself.
    OpenApi,
    /// Metadata about the API.
    Info,
    /// Contact information.
    Contact,
    /// License information.
    License,
    /// A server.
    Server,
    /// A variable in a server's URL.
    ServerVariable,
    /// The reusable objects.
    Components,
    /// The paths; its keys are path templates.
    Paths,
    /// The operations of one path.
    PathItem,
    /// One operation.
    Operation,
    /// A pointer to documentation elsewhere.
    ExternalDocumentation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// A media type of a body, a parameter or a header.
    MediaType,
    /// The encoding of one property of a form.
    Encoding,
    /// The responses of an operation; its keys are statuses.
    Responses,
    /// One response.
    Response,
    /// A callback; its keys are runtime expressions.
    Callback,
    /// An example.
    Example,
    /// A link.
    Link,
    /// A header.
    Header,
    /// A tag.
    Tag,
    /// A schema.
    Schema,
    /// The property that selects a schema of `oneOf` or `anyOf`.
    Discriminator,
    /// The XML form of a property.
    Xml,
    /// A security scheme.
    SecurityScheme,
    /// The flows of OAuth 2.
    OAuthFlows,
    /// One flow of OAuth 2.
    OAuthFlow,
    /// The security schemes that a request needs; its keys are their names.
    SecurityRequirement,
}

/// What is allowed in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Any value.
    Anything,
    /// A string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Boolean,
    /// A non-negative integer.
    Count,
    /// A number.
    Number,
    /// This object.
    Is(Object),
    /// This object, or a Reference Object with this object as its target.
    IsOrRef(Object),
    /// `true`, `false` or a schema, as in `additionalProperties`.
    BooleanOrSchema,
    /// An array.
    List(&'static Expect),
    /// An object with keys of the author's choice.
    Map(&'static Expect),
}

/// A key that an object may have.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// The value that is expected.
    pub expect: Expect,
    /// Whether it is required.
    pub required: bool,
    /// Whether it is new in OpenAPI 3.1.
    pub newer: bool,
}

impl Object {
    /// The object's name in the OpenAPI Specification, without the word "Object".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI",
            Self::Info => "Info",
            Self::Contact => "Contact",
            Self::License => "License",
            Self::Server => "Server",
            Self::ServerVariable => "Server Variable",
            Self::Components => "Components",
            Self::Paths => "Paths",
            Self::PathItem => "Path Item",
            Self::Operation => "Operation",
            Self::ExternalDocumentation => "External Documentation",
            Self::Parameter => "Parameter",
            Self::RequestBody => "Request Body",
            Self::MediaType => "Media Type",
            Self::Encoding => "Encoding",
            Self::Responses => "Responses",
            Self::Response => "Response",
            Self::Callback => "Callback",
            Self::Example => "Example",
            Self::Link => "Link",
            Self::Header => "Header",
            Self::Tag => "Tag",
            Self::Schema => "Schema",
            Self::Discriminator => "Discriminator",
            Self::Xml => "XML",
            Self::SecurityScheme => "Security Scheme",
            Self::OAuthFlows => "OAuth Flows",
            Self::OAuthFlow => "OAuth Flow",
            Self::SecurityRequirement => "Security Requirement",
        }
    }

    /// Its name with an article, for messages: `an Operation Object`.
    #[must_use]
    pub fn described(self) -> String {
        let name = self.name();
        let article = if name == "XML" || name.starts_with(['A', 'E', 'I', 'O']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {name} Object")
    }

    /// Whether an object of this kind has a meaning without any key. Loading adds the required keys that such an object lacks.
    #[must_use]
    pub const fn may_be_empty(self) -> bool {
        !matches!(
            self,
            Self::Parameter | Self::SecurityScheme | Self::Tag | Self::Server | Self::Discriminator
        )
    }

    /// Its key in `components`: `schemas` for a schema; `None` for an object that cannot be a component.
    #[must_use]
    pub fn component_kind(self) -> Option<&'static str> {
        let holds = |field: &&Field| matches!(field.expect, Expect::Map(Expect::IsOrRef(object)) if *object == self);
        Self::Components.fields().iter().find(holds).map(|field| field.name)
    }

    /// The fixed keys that it may have. Extensions (`x-…`), which every object with fixed keys may have, are not listed.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        table::fields(self)
    }

    /// The field for a fixed key; `None` for a key of the author's choice and for an unknown key.
    #[must_use]
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| is_name(field.name, key))
    }

    /// What is expected as the value of `key`, whether the key is fixed or the author's choice.
    #[must_use]
    pub fn behind(self, key: &str) -> Option<Expect> {
        self.field(key)
            .map(|field| field.expect)
            .or_else(|| self.patterned(key))
    }

    /// What is expected as the value of a key of the author's choice; `None` if the object allows no such key.
    #[must_use]
    pub fn patterned(self, key: &str) -> Option<Expect> {
        match self {
            Self::Paths if key.starts_with('/') => Some(Expect::Is(Self::PathItem)),
            Self::Responses if key == "default" || is_status(key) => Some(Expect::IsOrRef(Self::Response)),
            Self::Callback if !key.starts_with("x-") => Some(Expect::Is(Self::PathItem)),
            Self::SecurityRequirement => Some(Expect::List(&Expect::Text)),
            _ => None,
        }
    }
}

/// Whether `key` is `name`. This is called for every key of a document and many names, so the first letter is compared first.
pub fn is_name(name: &str, key: &str) -> bool {
    name.as_bytes().first() == key.as_bytes().first() && name == key
}

/// What is expected at `pointer`, without following references; `None` if the table has no such place.
#[must_use]
pub fn expected_at(pointer: &Pointer) -> Option<Expect> {
    let mut expect = Expect::Is(Object::OpenApi);
    for token in pointer.parts() {
        expect = match expect {
            Expect::List(item) | Expect::Map(item) => *item,
            Expect::Is(object) | Expect::IsOrRef(object) => object.behind(&token)?,
            Expect::BooleanOrSchema => Object::Schema.behind(&token)?,
            _ => return None,
        };
    }
    Some(expect)
}

/// Whether a reference at which `object` is expected may lead to `pointer`: the table has this object there, or it does not say
/// what is there.
#[must_use]
pub fn may_have(pointer: &Pointer, object: Object) -> bool {
    match expected_at(pointer) {
        None | Some(Expect::Anything) => true,
        Some(Expect::Is(there) | Expect::IsOrRef(there)) => there == object,
        Some(Expect::BooleanOrSchema) => object == Object::Schema,
        Some(_) => false,
    }
}

/// Whether `key` is a status code (`404`) or a range of them (`4XX`).
#[must_use]
pub fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    let [first, rest @ ..] = bytes else { return false };
    (b'1'..=b'5').contains(first) && rest.len() == 2 && (rest == b"XX" || rest.iter().all(u8::is_ascii_digit))
}

/// The HTTP methods that a Path Item Object may hold, in the specification's order.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
