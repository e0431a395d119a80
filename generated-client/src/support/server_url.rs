//! The base URL of a server from the document, built from its template and the values of its variables.

use super::config::ConfigError;

/// A base URL that is being built. An invalid value is reported when a client is created with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerUrl {
    text: String,
    /// The first variable with an invalid value.
    refused: Option<&'static str>,
}

impl ServerUrl {
    /// Appends a part of the document's template.
    #[must_use]
    pub(crate) fn literal(mut self, literal: &str) -> Self {
        self.text.push_str(literal);
        self
    }

    /// Appends the value of a variable: one of `values`, or any value if `values` is empty. A value before the path
    /// must not contain characters that end the host name. No value may contain characters that end the path.
    #[must_use]
    pub(crate) fn variable(mut self, name: &'static str, value: &str, values: &[&str]) -> Self {
        let authority = self.text.split_once("://").map_or(self.text.as_str(), |(_, rest)| rest);
        let is_in_path = authority.contains('/');
        let fits = |char: char| {
            char.is_alphanumeric() || matches!(char, '-' | '.' | '_' | ':' | '~') || (is_in_path && char == '/')
        };
        let is_known = values.is_empty() || values.contains(&value);
        if !is_known || !value.chars().all(fits) {
            self.refused.get_or_insert(name);
        }
        self.text.push_str(value);
        self
    }

    /// The URL.
    pub(crate) fn url(&self) -> Result<&str, ConfigError> {
        match self.refused {
            Some(name) => Err(ConfigError::ServerVariable { name }),
            None => Ok(&self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(region: &str, base: &str) -> Result<String, String> {
        let url = ServerUrl::default()
            .literal("https://")
            .variable("region", region, &[])
            .literal(".a.example/")
            .variable("base", base, &["v1", "v1/x", "..?"]);
        url.url().map(str::to_owned).map_err(|error| format!("{error:?}"))
    }

    #[test]
    fn variables_cannot_leave_their_place() {
        assert_eq!(url("eu", "v1").as_deref(), Ok("https://eu.a.example/v1"));
        assert_eq!(url("eu", "v1/x").as_deref(), Ok("https://eu.a.example/v1/x"));
        for region in ["evil.example/", "a@b", "a?b", "a#b", "a\\b", "a b", "a\nb", "a%2Fb"] {
            assert!(
                url(region, "v1").is_err_and(|error| error.contains("region")),
                "{region}"
            );
        }
        for base in ["v2", "", "..?"] {
            assert!(url("eu", base).is_err_and(|error| error.contains("base")), "{base}");
        }
    }
}
