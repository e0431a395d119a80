//! Makes a crate out of one generated file and a stub of the support code. The stub declares which names of the support code
//! users can also name.

use std::collections::BTreeMap;

use super::item::{ItemKey, Space};

/// The root of the crate, which re-exports generated and support code.
const ROOT: &str = "mod generated; mod support; pub use generated::*; pub use support::*;";

/// The names of `crate::support` in the public API of generated code. `InBand` is for generated code only.
const SUPPORT: &str = "
    pub struct ByteStream; pub struct Config; pub struct ConfigError; pub struct Error; pub struct EventStream;
    pub trait Failure {} pub struct JsonStream; pub struct ResponseValue; pub struct Secret; pub(crate) trait InBand {}
";
const PUBLIC: [&str; 9] = [
    "ByteStream",
    "Config",
    "ConfigError",
    "Error",
    "EventStream",
    "Failure",
    "JsonStream",
    "ResponseValue",
    "Secret",
];

/// The files of the crate for this generated code.
pub(super) fn sources(code: &str) -> BTreeMap<String, String> {
    let files = [("lib.rs", ROOT), ("generated.rs", code), ("support.rs", SUPPORT)];
    files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// Whether an item belongs to the stub.
pub(super) fn is_support(key: &ItemKey) -> bool {
    key.space == Space::Type && PUBLIC.contains(&key.path.as_str())
}
