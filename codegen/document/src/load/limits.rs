//! Limits for the content of a document. Each value is stored several times, with its pointer, so a small text can need much
//! memory: with aliases, with deep nesting, or with long keys above many values.

use serde_json::Value;

use super::MAX_BYTES;
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

/// The limit for the depth of nesting. Real documents stay below 40. Walks over a document are recursive, so depth needs stack.
pub(super) const MAX_DEPTH: usize = 120;

/// The limit for the number of values, about ten times as many as in the largest published documents.
const MAX_NODES: usize = 4_000_000;

/// The limit for the total length of the pointers to all values, in bytes.
const MAX_POINTERS: usize = 256 * 1024 * 1024;

/// A limit that a document exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Depth,
    Nodes,
    Pointers,
    Aliases,
}

impl Excess {
    /// The finding, at the offset `at` where the limit was exceeded.
    pub(super) fn finding(self, at: Option<usize>) -> Finding {
        let (message, help) = match self {
            Self::Depth => (
                format!("the document is nested more than {MAX_DEPTH} levels deep"),
                "move nested parts to `components`, and refer to them",
            ),
            Self::Nodes => (
                format!("the document contains more than {MAX_NODES} values"),
                "split the document, or remove large examples",
            ),
            Self::Pointers => (
                "the document has too many values below long keys".to_owned(),
                "shorten the keys",
            ),
            Self::Aliases => (
                "the YAML aliases of this document expand to far more than its text".to_owned(),
                "replace the aliases with their values or with `$ref`s",
            ),
        };
        let span = at.map(|at| at..at);
        Finding::new("too-large", Severity::Error, Pointer::root(), span, message).with_help(help)
    }
}

/// The counts so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    nodes: usize,
    pointers: usize,
}

impl Tally {
    /// Counts one more value, at a depth and with a pointer of this length in bytes.
    pub(super) fn count(&mut self, depth: usize, pointer: usize) -> Result<(), Excess> {
        self.nodes += 1;
        self.pointers += pointer;
        match () {
            () if depth > MAX_DEPTH => Err(Excess::Depth),
            () if self.nodes > MAX_NODES => Err(Excess::Nodes),
            () if self.pointers > MAX_POINTERS => Err(Excess::Pointers),
            () => Ok(()),
        }
    }
}

/// The budget for reading a YAML text of this length, in values and their bytes. A text without aliases needs at most its
/// length; a moderate use of aliases needs a few times that.
pub(super) const fn budget(text: usize) -> usize {
    let sober = text.saturating_mul(4) + 200_000;
    if sober < 8 * MAX_BYTES { sober } else { 8 * MAX_BYTES }
}

/// The limit for open brackets in a text, including those in strings and comments. The time of the YAML readers grows with the
/// square of their number.
const MAX_BRACKETS: usize = 1_000;

/// Checks the brackets of a YAML text before it is parsed.
pub(super) fn brackets(text: &str) -> Result<(), (Excess, usize)> {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MAX_BRACKETS {
            return Err((Excess::Depth, at));
        }
    }
    Ok(())
}

/// Checks the limits for a document with expanded aliases.
pub(super) fn measure(value: &Value) -> Result<(), Excess> {
    within(value, 0, 0, &mut Tally::default())
}

fn within(value: &Value, depth: usize, pointer: usize, tally: &mut Tally) -> Result<(), Excess> {
    tally.count(depth, pointer)?;
    match value {
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| within(item, depth + 1, pointer + 4, tally)),
        Value::Object(map) => map
            .iter()
            .try_for_each(|(key, value)| within(value, depth + 1, pointer + key.len() + 1, tally)),
        _ => Ok(()),
    }
}
