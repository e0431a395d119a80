//! Path templates.

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that stands in every request as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
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
    use super::{PathPart, parts};

    #[test]
    fn templates_come_apart() {
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let parameter = |name: &str| PathPart::Parameter(name.to_owned());
        assert_eq!(parts("/a/{b}.json"), [literal("/a/"), parameter("b"), literal(".json")]);
        assert_eq!(parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(parts("/{a"), [literal("/{a")]);
    }
}
