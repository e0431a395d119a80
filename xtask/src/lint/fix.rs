//! `cargo xtask lint --fix`: applies the edits of findings to the document and to the files that it refers to.

use std::path::{Path, PathBuf};

use codegen::fix::{Fixed, Texts, fix};
use openapi_document::Source;

use crate::console::Console;
use crate::document;
use crate::failure::Failure;
use crate::fs;
use crate::unified::whole;

/// A file that was fixed: its path, its name, and its text before and after.
struct Change<'f> {
    path: PathBuf,
    name: String,
    before: &'f str,
    after: &'f str,
}

/// Fixes the document at `spec`, which was read as `source`, and writes the changed files. A dry run shows the changes instead.
///
/// # Errors
///
/// If a file cannot be read or written.
pub(super) fn run(spec: &Path, source: &Source, dry_run: bool, console: &mut Console<'_>) -> Result<Fixed, Failure> {
    let texts = texts(spec, source)?;
    let fixed = fix(texts.clone());
    let folder = spec.parent().unwrap_or(spec);
    let own = Change {
        path: spec.to_owned(),
        name: texts.name.clone(),
        before: &texts.own,
        after: &fixed.texts.own,
    };
    let files = source.files().filter_map(|(file, start)| {
        Some(Change {
            path: folder.join(file),
            name: source.name_at(start).to_owned(),
            before: texts.files.get(file)?,
            after: fixed.texts.files.get(file)?,
        })
    });
    let changed = std::iter::once(own)
        .chain(files)
        .filter(|change| change.before != change.after);
    for Change {
        path,
        name,
        before,
        after,
    } in changed
    {
        if dry_run {
            let diff = whole((&name, before), (&format!("{name} (fixed)"), after), console.colour.out);
            console.out.write_all(diff.as_bytes())?;
        } else {
            fs::write_atomically(&path, &name, after.as_bytes())?;
        }
    }
    Ok(fixed)
}

/// The files of a document as they are on disk.
fn texts(spec: &Path, source: &Source) -> Result<Texts, Failure> {
    let folder = spec.parent().unwrap_or(spec);
    let files = source.files().map(|(file, _)| {
        let text = document::original(&folder.join(file), file)?;
        Ok((file.to_owned(), text))
    });
    Ok(Texts {
        name: source.name().to_owned(),
        own: document::original(spec, source.name())?,
        files: files.collect::<Result<_, Failure>>()?,
        unreadable: source.unreadable().clone(),
    })
}
