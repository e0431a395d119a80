//! Reading and writing files, each with an error that says which file it was and why.

use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Reads at most `limit` bytes of the regular file at `path`; `None` if there is no such file. Errors use `name` for it.
/// Pipes and devices are errors.
///
/// # Errors
///
/// If it is not a regular file, or reading fails.
pub fn read(path: &Path, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
    let failure = |why: &dyn Display| Failure::new(format!("cannot read {name}"), why);
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failure(&error)),
    };
    if metadata.is_dir() {
        return Err(failure(&"it is a folder, not a file"));
    }
    if !metadata.is_file() {
        return Err(
            failure(&"it is a pipe, a socket or a device, not a file").with_help("save the text to a file first")
        );
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| failure(&error))?;
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| failure(&error))?;
    Ok(Some(bytes))
}

/// Writes `bytes` to `path` atomically: a reader finds either the old or the new content. If it fails, the old file is
/// unchanged and no temporary file is left. Errors use `name` for the file.
///
/// # Errors
///
/// If the folder does not exist or the file cannot be written or put in place.
pub fn write_atomically(path: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let what = format!("cannot write {name}");
    replace(path, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new(what, "its folder does not exist").with_help("create the folder first"),
        // The whole error would name the temporary file, which the user does not know.
        kind => Failure::new(what, kind),
    })
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A symbolic link stays: the file that it points to is written.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (Some(folder), Some(file_name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidFilename.into());
    };
    let mut prefix = OsString::from(".");
    prefix.push(file_name);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    let permissions = fs::metadata(path).ok().map(|metadata| metadata.permissions());
    open_to_all(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is private; a source file gets the permissions that the user's umask allows.
#[cfg(unix)]
fn open_to_all(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn open_to_all(_: &mut tempfile::Builder<'_, '_>) {}

/// The regular files below `folder`, in order; none if there is no such folder. Symbolic links are not followed. Errors
/// use `name` for the folder.
///
/// # Errors
///
/// If a folder cannot be read.
pub fn files_below(folder: &Path, name: &str) -> Result<Vec<PathBuf>, Failure> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::new(format!("cannot read a folder in {name}"), error)),
        };
        for entry in entries {
            let sort = |entry: fs::DirEntry| entry.file_type().map(|kind| (entry.path(), kind));
            let (path, kind) = entry
                .and_then(sort)
                .map_err(|error| Failure::new(format!("cannot read {name}"), error))?;
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
