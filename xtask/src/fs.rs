//! Reading and writing files, each with an error that says which file it was and why.

use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Reads the regular file at `path`, at most `limit` bytes of it; `None` where there is no such file. `name` is how errors
/// call it. Pipes and devices are refused rather than waited for.
///
/// # Errors
///
/// Where something else than a regular file is there, or reading fails.
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

/// Writes `bytes` to `path` so that whoever reads it at any time finds the old or the new content, whole. A failure leaves
/// the old file and no other behind. `name` is how errors call the file.
///
/// # Errors
///
/// Where the folder does not exist or the file cannot be written or put in place.
pub fn write_atomically(path: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let what = format!("cannot write {name}");
    replace(path, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new(what, "its folder does not exist").with_help("make the folder first"),
        // The whole error would name a temporary file that nobody has asked for.
        kind => Failure::new(what, kind),
    })
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Through a symbolic link the file that it leads to is written, as any other tool would.
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

/// A temporary file is its owner's alone; a source file has whatever permissions the user's umask leaves it.
#[cfg(unix)]
fn open_to_all(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn open_to_all(_: &mut tempfile::Builder<'_, '_>) {}

/// The regular files below `folder`, in order; none where there is no such folder. Symbolic links are not followed, so no
/// walk runs in circles or leaves the folder. `name` is how errors call the folder.
///
/// # Errors
///
/// Where a folder cannot be read.
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
