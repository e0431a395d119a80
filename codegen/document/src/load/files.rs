//! The other files that a document refers to.
//!
//! This crate opens no file. [`gather`] asks its caller for the text of each file that a reference leads to, and for no other
//! file. It asks only for files in the document's folder or below, and never for anything from a network. Loading embeds the
//! values of a file in the document: below [`FILES`], under the file's path. References to the file become local references.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::spans::{FILES, Spans};
use super::{MAX_BYTES, OnError, read};
use crate::finding::Finding;
use crate::pointer::{Pointer, percent_decode};
use crate::source::Source;

/// The limit for the number of files of one document.
const MAX_FILES: usize = 1_000;

/// The target of a reference that does not begin with `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// On another host, or a URI with a scheme such as `urn:`.
    Network,
    /// An absolute path, or a path out of the document's folder.
    Above,
    /// A file: its path relative to the document's folder, and the fragment without its `#`.
    File(String, String),
}

/// Parses a `reference` in the file at `base`, which is empty for the document itself. `None` if it leads into the same file.
pub fn outside(base: &str, reference: &str) -> Option<Outside> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.is_empty() {
        return None;
    }
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if path.starts_with("//") || scheme.is_some_and(is_scheme) {
        return Some(Outside::Network);
    }
    let decoded = percent_decode(path).filter(|path| !path.starts_with('/') && !path.contains(['\\', '\0']));
    let Some(path) = decoded else {
        return Some(Outside::Above);
    };
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Some(Outside::Above);
                }
            }
            part => parts.push(part),
        }
    }
    Some(Outside::File(parts.join("/"), fragment.to_owned()))
}

/// The file that contains the place `pointer`; empty for the document itself.
pub fn file_of(pointer: &Pointer) -> String {
    split(pointer).0.unwrap_or_default()
}

/// The file that contains the place `pointer` (`None` for the document itself), and the place inside that file.
pub fn split(pointer: &Pointer) -> (Option<String>, Pointer) {
    let whole = || (None, pointer.clone());
    let Some(rest) = pointer.as_str().strip_prefix("/x-codegen-files/") else {
        return whole();
    };
    let (file, inside) = match rest.find('/') {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    let file = Pointer::from_escaped(&format!("/{file}")).last();
    (file, Pointer::from_escaped(inside))
}

/// The place `pointer` as a reference in the document: `#/info`, `shared.yaml#/Pet`.
pub fn reference(pointer: &Pointer) -> String {
    match split(pointer) {
        (None, inside) => format!("#{inside}"),
        (Some(file), inside) if inside.as_str().is_empty() => file,
        (Some(file), inside) => format!("{file}#{inside}"),
    }
}

/// Converts a `reference` in the file at `base` to a local reference; `None` if it is local already, or if there is no text
/// for its file.
pub(super) fn localised(source: &Source, base: &str, reference: &str) -> Option<String> {
    let (file, fragment) = match outside(base, reference) {
        None => {
            let fragment = reference.strip_prefix('#')?;
            let is_done = fragment.strip_prefix('/').is_some_and(|rest| rest.starts_with(FILES));
            if base.is_empty() || is_done {
                return None;
            }
            (base.to_owned(), fragment.to_owned())
        }
        Some(Outside::File(file, fragment)) => (file, fragment),
        Some(_) => return None,
    };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    if file == own_name(source) {
        return Some(format!("#{fragment}"));
    }
    source.file(&file)?;
    let place = Pointer::root().child(FILES).child(file);
    Some(format!("#{}{fragment}", encoded(place.as_str())))
}

/// Why there is no text for `file`.
pub fn failure<'s>(source: &'s Source, file: &str) -> Option<&'s str> {
    source.unreadable().get(file).map(String::as_str)
}

/// The document's own file name, by which its other files refer to it.
fn own_name(source: &Source) -> &str {
    source.name().rsplit(['/', '\\', ':']).next().unwrap_or_default()
}

/// Percent-encodes the characters that have a meaning in a fragment.
fn encoded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '#' => "%23".to_owned(),
            ' ' => "%20".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// Asks `read` for the text of every file that `source` refers to, directly or through other files, and adds the texts.
///
/// `read` gets a path relative to the document's folder, with `/` and never with `..`. Its error is the reason why there is no
/// text, and is reported at the references to the file.
#[must_use]
pub fn gather(source: Source, mut read: impl FnMut(&str) -> Result<String, String>) -> Source {
    if !mentions_files(source.text()) {
        return source;
    }
    let mut gathered = source.clone();
    let mut seen: BTreeSet<String> = BTreeSet::from([own_name(&source).to_owned()]);
    let mut open = vec![(String::new(), source)];
    while let Some((base, part)) = open.pop() {
        // A file that cannot be parsed is reported when it is loaded.
        let Ok((value, _, _)) = super::read(&part, OnError::KeepGoing) else {
            continue;
        };
        let mut found = BTreeSet::new();
        files(&value, &base, &mut found);
        for path in found {
            if !seen.insert(path.clone()) {
                continue;
            }
            let text = if seen.len() > MAX_FILES {
                Err(format!("the document consists of more than {MAX_FILES} files"))
            } else {
                read(&path)
            };
            match text {
                Ok(text) if gathered.text().len() + text.len() <= MAX_BYTES => {
                    gathered = gathered.with_file(&path, &text);
                    if let Some(part) = gathered.file(&path) {
                        open.push((path, part));
                    }
                }
                Ok(_) => {
                    gathered = gathered.without_file(
                        &path,
                        format!("with this file, the document has more than {MAX_BYTES} bytes"),
                    );
                }
                Err(why) => gathered = gathered.without_file(&path, why),
            }
        }
    }
    gathered
}

/// Whether the text may refer to another file, in a `$ref` or in the mapping of a discriminator. This avoids parsing most
/// documents twice.
fn mentions_files(text: &str) -> bool {
    let in_reference = || {
        text.split("$ref").skip(1).any(|rest| {
            let target = rest.trim_start_matches(['"', '\'', ':', ' ', '\t', '\n', '\r']);
            !target.starts_with('#') && !target.is_empty()
        })
    };
    let is_path = |end: usize| {
        let path = text[..end].rsplit(|c: char| c.is_whitespace() || "\"'`(<,{:".contains(c));
        path.into_iter().next().is_some_and(|path| !path.starts_with("//"))
    };
    let has_path = |ending: &str| text.match_indices(ending).any(|(end, _)| is_path(end));
    in_reference() || text.contains("mapping") && [".json", ".yaml", ".yml"].into_iter().any(has_path)
}

/// Finds the files that `$ref`s and discriminator mappings in `value` refer to.
fn files(value: &Value, base: &str, found: &mut BTreeSet<String>) {
    let mut add = |reference: &str| {
        if let Some(Outside::File(path, _)) = outside(base, reference)
            && !path.is_empty()
        {
            found.insert(path);
        }
    };
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                add(reference);
            }
            if let Some(Value::Object(mapping)) = map.get("mapping") {
                // A value of a mapping may also be the name of a component.
                let paths = mapping
                    .values()
                    .filter_map(Value::as_str)
                    .filter(|text| text.contains(['.', '/']));
                paths.for_each(&mut add);
            }
            map.values().for_each(|value| files(value, base, found));
        }
        Value::Array(items) => items.iter().for_each(|value| files(value, base, found)),
        _ => {}
    }
}

/// Reads the files of `source` into `document`. What keeps one from being read is returned by its path.
/// The findings are the errors in files that were read in spite of them.
pub(super) fn embed(
    source: &Source,
    document: &mut Value,
    spans: &mut Spans,
    on_error: OnError,
) -> (BTreeMap<String, String>, Vec<Finding>) {
    let mut broken = BTreeMap::new();
    let mut kept = Vec::new();
    let mut values = Map::new();
    for (path, start) in source.files() {
        let Some(part) = source.file(path) else { continue };
        match read(&part, on_error) {
            Ok((value, places, findings)) => {
                let findings = findings.into_iter().filter(|finding| finding.is_recovered);
                kept.extend(findings.map(|finding| moved(finding, path, start)));
                spans.adopt(path, start, places);
                values.insert(path.to_owned(), value);
            }
            Err(findings) => {
                let why = findings.first().map_or_else(String::new, |finding| {
                    let line = finding.span.as_ref().map_or(1, |span| part.position(span.start).line);
                    format!("line {line}: {}", finding.message)
                });
                broken.insert(path.to_owned(), why);
            }
        }
    }
    if let Some(document) = document.as_object_mut().filter(|_| !values.is_empty()) {
        document.insert(FILES.to_owned(), Value::Object(values));
    }
    (broken, kept)
}

/// A finding about the file at `path` as one about the whole document, in whose text the file begins at `start`.
fn moved(mut finding: Finding, path: &str, start: usize) -> Finding {
    let root = Pointer::root().child(FILES).child(path);
    finding.pointer = Pointer::from_escaped(&format!("{root}{}", finding.pointer));
    let spans = finding.labels.iter_mut().map(|label| &mut label.span);
    for span in spans.chain(&mut finding.span) {
        *span = span.start + start..span.end + start;
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::{Outside, outside};

    #[test]
    fn references_stay_below_the_folder() {
        let file = |path: &str, fragment: &str| Some(Outside::File(path.to_owned(), fragment.to_owned()));
        assert_eq!(outside("", "#/a"), None);
        assert_eq!(outside("", "a.yaml#/b"), file("a.yaml", "/b"));
        assert_eq!(outside("", "./a%20b.yaml"), file("a b.yaml", ""));
        assert_eq!(outside("s/a.yaml", "b.yaml"), file("s/b.yaml", ""));
        assert_eq!(outside("s/a.yaml", "../b.yaml#/c"), file("b.yaml", "/c"));
        for above in [
            "../a.yaml",
            "s/../../a.yaml",
            "/etc/passwd",
            "%2e%2e/a.yaml",
            "..\\a.yaml",
        ] {
            assert_eq!(outside("", above), Some(Outside::Above), "{above}");
        }
        for network in [
            "https://a.example/b.yaml",
            "//a.example/b",
            "file:///etc/passwd",
            "C:/a.yaml",
            "urn:a",
        ] {
            assert_eq!(outside("", network), Some(Outside::Network), "{network}");
        }
    }
}
