//! Manifests and lock files as text with places: what a value is, and where in the text it is written. An edit replaces a
//! value at its place, so nothing else in the file changes.

use std::ops::Range;

use toml_edit::{Document, Item, TomlError};

/// A manifest that has been read.
pub(crate) struct Manifest<'t> {
    text: &'t str,
    document: Document<&'t str>,
}

/// A string in a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text<'m> {
    /// Its value.
    pub(crate) value: &'m str,
    /// Its bytes, with the quotes.
    span: Range<usize>,
}

impl<'t> Manifest<'t> {
    /// Reads `text`.
    pub(crate) fn parse(text: &'t str) -> Result<Self, TomlError> {
        let document = Document::parse(text)?;
        Ok(Self { text, document })
    }

    /// The item at the keys of `path`.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| item.get(key))
    }

    /// The string at the keys of `path`.
    pub(crate) fn text_at(&self, path: &[&str]) -> Option<Text<'_>> {
        text(self.at(path)?)
    }

    /// The line of `text`, from 1.
    pub(crate) fn line(&self, text: &Text<'_>) -> usize {
        let before = self.text.get(..text.span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    /// The whole text with each of these strings replaced.
    pub(crate) fn with(&self, mut replacements: Vec<(Text<'_>, String)>) -> String {
        replacements.sort_by_key(|(old, _)| std::cmp::Reverse(old.span.start));
        let mut edited = self.text.to_owned();
        for (old, new) in replacements {
            edited.replace_range(old.span, &format!("\"{new}\""));
        }
        edited
    }
}

/// `item`, if it is a string.
pub(crate) fn text(item: &Item) -> Option<Text<'_>> {
    let (value, span) = (item.as_str()?, item.span()?);
    Some(Text { value, span })
}
