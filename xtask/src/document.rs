//! Reads the document. A document that is not text is a finding, not a failure of the tool.

use std::path::Path;

use openapi_document::load::{MAX_BYTES, gather};
use openapi_document::{Finding, Pointer, Severity, Source};

use crate::failure::Failure;
use crate::fs;

/// The id that `codegen` uses for its findings about text that is not valid.
const RULE: &str = "encoding";

/// A file that was read: the document, or the finding that says why the file is not text.
pub(crate) type Document = Result<Source, Box<(Source, Finding)>>;

/// Reads the document at `path`, which findings call `name`.
///
/// # Errors
///
/// If there is no such file or it cannot be read.
pub(crate) fn read(path: &Path, name: &str) -> Result<Document, Failure> {
    let limit = MAX_BYTES as u64;
    let Some(bytes) = fs::read(path, name, limit + 1)? else {
        let failure = Failure::new(format!("cannot read {name}"), "there is no such file");
        return Err(failure.with_help("name the document with `--spec FILE`"));
    };
    let folder = path.parent().unwrap_or(path);
    Ok(decode(name, bytes).map(|source| gather(source, |file| referenced(folder, file))))
}

/// The text of a file that a document in `folder` refers to. The error says why it cannot be read. A link that leads out
/// of the folder is not followed.
fn referenced(folder: &Path, file: &str) -> Result<String, String> {
    let missing = || "there is no such file".to_owned();
    let path = folder.join(file);
    let real = path.canonicalize().map_err(|_| missing())?;
    let folder = folder.canonicalize().map_err(|_| missing())?;
    if !real.starts_with(folder) {
        return Err("it is a link that leads out of the document's folder".to_owned());
    }
    let bytes = match fs::read(&real, file, MAX_BYTES as u64 + 1) {
        Ok(bytes) => bytes.ok_or_else(missing)?,
        Err(Failure::Reported { message, .. }) => return Err(message),
        Err(Failure::Output(error)) => return Err(error.to_string()),
    };
    text(bytes)
}

/// The content of a file that a document refers to, as text.
pub(crate) fn text(bytes: Vec<u8>) -> Result<String, String> {
    match decode("", bytes) {
        Ok(source) => Ok(source.text().to_owned()),
        Err(refused) => Err(refused.1.message),
    }
}

/// The text of the file at `path` as it is on disk, with its byte order mark and its line ends.
///
/// # Errors
///
/// If there is no such file, it cannot be read, or it is not UTF-8.
pub(crate) fn original(path: &Path, name: &str) -> Result<String, Failure> {
    let what = || format!("cannot read {name}");
    let bytes = fs::read(path, name, MAX_BYTES as u64 + 1)?;
    let bytes = bytes.ok_or_else(|| Failure::new(what(), "there is no such file"))?;
    String::from_utf8(bytes).map_err(|error| Failure::new(what(), error))
}

/// Takes the content of a file as a document, which findings call `name`.
pub(crate) fn decode(name: &str, bytes: Vec<u8>) -> Document {
    if bytes.len() > MAX_BYTES {
        let message = format!("the document is longer than the limit of {MAX_BYTES} bytes");
        return refuse(name, "", message, "split the document, or remove examples");
    }
    if let Some(encoding) = other_encoding(&bytes) {
        let help = format!("save it as UTF-8, for instance with `iconv -f {encoding} -t UTF-8`");
        return refuse(
            name,
            "",
            format!("the document is {encoding}; OpenAPI documents are UTF-8"),
            &help,
        );
    }
    String::from_utf8(bytes).map_or_else(|error| not_utf8(name, &error), |text| Ok(Source::new(name, &text)))
}

/// The encoding that a byte order mark names, if it is not UTF-8. A longer mark can begin like a shorter one.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    let marks: [(&[u8], &str); 4] = [
        (&[0xff, 0xfe, 0, 0], "UTF-32LE"),
        (&[0, 0, 0xfe, 0xff], "UTF-32BE"),
        (&[0xff, 0xfe], "UTF-16LE"),
        (&[0xfe, 0xff], "UTF-16BE"),
    ];
    marks
        .into_iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|(_, encoding)| encoding)
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Document {
    let at = error.utf8_error().valid_up_to();
    let (valid, rest) = error.as_bytes().split_at_checked(at).unwrap_or_default();
    let byte = rest.first().copied().unwrap_or_default();
    let message = format!("the document is not UTF-8: byte {byte:#04x} at offset {at} is not part of a character");
    let help = "save it as UTF-8; it may be in a single-byte encoding, such as ISO-8859-1";
    let mut document = refuse(name, &String::from_utf8_lossy(error.as_bytes()), message, help);
    if let Err(refused) = &mut document {
        // `Source` changes the byte order mark and line ends, so the place is the end of the valid text as `Source` has it.
        let start = Source::new(name, &String::from_utf8_lossy(valid)).text().len();
        refused.1.span = Some(start..start + char::REPLACEMENT_CHARACTER.len_utf8());
    }
    document
}

fn refuse(name: &str, text: &str, message: String, help: &str) -> Document {
    let finding = Finding::new(RULE, Severity::Error, Pointer::root(), None, message).with_help(help);
    Err(Box::new((Source::new(name, text), finding)))
}
