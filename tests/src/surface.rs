//! The public API of a crate on disk, for [`openapi_diff::surface`], which reads no files.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use openapi_diff::surface::Surface;

/// Reads the surface of the crate in `folder`.
///
/// # Errors
///
/// If a file of the crate cannot be read or is not Rust.
pub fn of_crate(folder: &Path) -> io::Result<Surface> {
    let mut sources = BTreeMap::new();
    collect(&folder.join("src"), "", &mut sources)?;
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"))?;
    Surface::of_crate(&sources, Some(&manifest)).map_err(io::Error::other)
}

fn collect(folder: &Path, prefix: &str, sources: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| io::Error::other(format!("{name:?} is not text")))?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), sources)?;
        } else if name.ends_with(".rs") {
            sources.insert(format!("{prefix}{name}"), std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}
