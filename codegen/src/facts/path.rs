//! Path templates.

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that stands in every request as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
    /// Text of a query that the template ends with.
    Query(String),
    /// The value of the path parameter of this name, behind this name in such a query.
    InQuery {
        /// The name in the query.
        name: String,
        /// The name of the parameter.
        parameter: String,
    },
}

impl PathPart {
    /// The name of the path parameter whose value stands here.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Parameter(name) | Self::InQuery { parameter: name, .. } => Some(name),
            Self::Literal(_) | Self::Query(_) => None,
        }
    }
}

/// Takes a path template apart with what OpenAPI has no place for in it and documents have all the same: a query, whose
/// pairs are sent as one, and a fragment, which tells operations of one path apart and is not sent.
pub(super) fn parts_of_path(template: &str) -> Vec<PathPart> {
    let sent = template.split('#').next().unwrap_or_default();
    let Some((path, query)) = sent.split_once('?') else {
        return parts(sent);
    };
    let mut all = parts(path);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let value = pair.split_once('=');
        let inside = value.and_then(|(name, value)| Some((name, value.strip_prefix('{')?.strip_suffix('}')?)));
        all.push(match inside {
            Some((name, parameter)) => PathPart::InQuery {
                name: name.to_owned(),
                parameter: parameter.to_owned(),
            },
            None => PathPart::Query(pair.to_owned()),
        });
    }
    all
}

/// Takes a path template apart. Braces that do not match are text; a lint has refused them before.
pub(super) fn parts(template: &str) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((literal, (name, behind))) = rest
        .split_once('{')
        .and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
    {
        if !literal.is_empty() {
            parts.push(PathPart::Literal(literal.to_owned()));
        }
        parts.push(PathPart::Parameter(name.to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{PathPart, parts, parts_of_path};

    #[test]
    fn queries_and_fragments_are_no_path() {
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let query = |text: &str| PathPart::Query(text.to_owned());
        let inside = PathPart::InQuery {
            name: "x".to_owned(),
            parameter: "y".to_owned(),
        };
        assert_eq!(parts_of_path("/a#b"), [literal("/a")]);
        assert_eq!(
            parts_of_path("/a?b&x={y}&c=d#e"),
            [literal("/a"), query("b"), inside, query("c=d")]
        );
    }

    #[test]
    fn templates_come_apart() {
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let parameter = |name: &str| PathPart::Parameter(name.to_owned());
        assert_eq!(parts("/a/{b}.json"), [literal("/a/"), parameter("b"), literal(".json")]);
        assert_eq!(parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(parts("/{a"), [literal("/{a")]);
    }
}
