//! One generated file as a crate: with a stub of the support code that says which of the names that the generator writes
//! users can name, too.

use std::collections::BTreeMap;

use super::item::{Key, Space};

/// The crate's root: what it publishes of generated and support code.
const ROOT: &str = "mod generated; mod support; pub use generated::*; pub use support::*;";

/// The names of `crate::support` that finished code mentions in public places. `InBand` is for generated code alone.
const SUPPORT: &str = "
    pub struct ByteStream; pub struct Config; pub struct ConfigError; pub struct Error; pub trait Failure {}
    pub struct ResponseValue; pub struct Secret; pub(crate) trait InBand {}
";
const PUBLIC: [&str; 7] = [
    "ByteStream",
    "Config",
    "ConfigError",
    "Error",
    "Failure",
    "ResponseValue",
    "Secret",
];

/// The files of a crate made of this generated code.
pub(super) fn sources(code: &str) -> BTreeMap<String, String> {
    let files = [("lib.rs", ROOT), ("generated.rs", code), ("support.rs", SUPPORT)];
    files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// Whether an item is one of the stub's.
pub(super) fn is_support(key: &Key) -> bool {
    key.space == Space::Type && PUBLIC.contains(&key.path.as_str())
}
