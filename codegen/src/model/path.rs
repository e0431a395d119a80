//! Path templates.

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    /// Text that is the same in every request.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

/// Splits a path template. Braces that do not match are text; a lint has refused them before.
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

/// A path template, split into its parts.
pub(super) struct Template {
    /// The part before the query.
    pub(crate) path: Vec<PathPart>,
    /// The query, which some documents have in a path.
    pub(crate) query: Vec<PathPart>,
}

/// Splits a path template that may have a query and a fragment. The fragment is dropped, since it only distinguishes
/// operations. A pair of the query whose value is not a path parameter is dropped, since its parameter is sent
/// separately.
pub(super) fn template(template: &str, is_path_parameter: impl Fn(&str) -> bool) -> Template {
    let template = if template.starts_with('/') {
        template.to_owned()
    } else {
        format!("/{template}")
    };
    let (path, query) = split(&template);
    let is_sent = |pair: &&str| {
        parts(pair).iter().all(|part| match part {
            PathPart::Literal(_) => true,
            PathPart::Parameter(name) => is_path_parameter(name),
        })
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let sent: Vec<_> = pairs.filter(is_sent).collect();
    Template {
        path: parts(path),
        query: parts(&sent.join("&")),
    }
}

/// The names of the parameters in the path, and of those in its query.
pub(super) fn names(template: &str) -> (Vec<String>, Vec<String>) {
    let (path, query) = split(template);
    let names = |text: &str| {
        let parts = parts(text).into_iter();
        let names = parts.filter_map(|part| match part {
            PathPart::Parameter(name) => Some(name),
            PathPart::Literal(_) => None,
        });
        names.collect()
    };
    (names(path), names(query))
}

/// The path and the query of a template. A question mark inside braces does not begin a query.
fn split(template: &str) -> (&str, &str) {
    let mut inside = false;
    let mut query = None;
    for (index, c) in template.char_indices() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            '?' if !inside && query.is_none() => query = Some(index),
            '#' if !inside => {
                let whole = template.get(..index).unwrap_or(template);
                return cut(whole, query);
            }
            _ => {}
        }
    }
    cut(template, query)
}

fn cut(template: &str, at: Option<usize>) -> (&str, &str) {
    let Some(at) = at else { return (template, "") };
    (
        template.get(..at).unwrap_or(template),
        template.get(at + 1..).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::{PathPart, parts, template};

    #[test]
    fn queries_and_fragments_come_off() {
        let of = |text: &str| {
            let template = template(text, |name| name == "id");
            (template.path, template.query)
        };
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let id = || PathPart::Parameter("id".to_owned());
        assert_eq!(
            of("/a/{id}?b={id}&c={c}#d"),
            (vec![literal("/a/"), id()], vec![literal("b="), id()],)
        );
        assert_eq!(of("/#Act"), (vec![literal("/")], vec![]));
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
