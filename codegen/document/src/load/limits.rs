//! How much a document may hold. Values and places are kept in memory many times over, each with the way that leads to
//! it, so a small text can ask for a great deal: by aliases, by depth, and by long keys above many others.

use serde_json::Value;

use super::MAX_BYTES;
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

/// The deepest nesting that is read. Documents of real APIs stay below 40; what walks a document does so with its stack.
pub(super) const MAX_DEPTH: usize = 120;

/// The most values that are read, some ten times as many as the largest published documents hold.
const MAX_NODES: usize = 4_000_000;

/// The most bytes that the pointers to all values may have together.
const MAX_POINTERS: usize = 256 * 1024 * 1024;

/// Something of which a document holds too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Depth,
    Nodes,
    Pointers,
    Aliases,
}

impl Excess {
    /// The finding at `at`, which is where it became too much.
    pub(super) fn finding(self, at: Option<usize>) -> Finding {
        let (message, help) = match self {
            Self::Depth => (
                format!("the document is nested more than {MAX_DEPTH} levels deep"),
                "give what is nested a name of its own in `components`, and refer to it",
            ),
            Self::Nodes => (
                format!("the document holds more than {MAX_NODES} values"),
                "split the document, or drop examples that no reader needs",
            ),
            Self::Pointers => (
                "the document has too long keys above too many values".to_owned(),
                "shorten the keys",
            ),
            Self::Aliases => (
                "the aliases of this document stand for much more than its text".to_owned(),
                "write what the aliases stand for, or refer to it by `$ref`",
            ),
        };
        let span = at.map(|at| at..at);
        Finding::new("too-large", Severity::Error, Pointer::root(), span, message).with_help(help)
    }
}

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    nodes: usize,
    pointers: usize,
}

impl Tally {
    /// Counts one more value at a depth, with a pointer of so many bytes.
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

/// The work that reading a YAML text may be, in values and bytes of theirs: a text without aliases needs at most as many
/// as it has bytes, and a sober use of them a few times that.
pub(super) const fn budget(text: usize) -> usize {
    let sober = text.saturating_mul(4) + 200_000;
    if sober < 8 * MAX_BYTES { sober } else { 8 * MAX_BYTES }
}

/// Brackets that are open in a text at once, those in its prose included. The readers of YAML need time that grows with the
/// square of them, and are not asked about more than these.
const MAX_BRACKETS: usize = 1_000;

/// Looks at the brackets of a YAML text before anybody reads it.
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

/// Counts a document whose aliases are written out.
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
