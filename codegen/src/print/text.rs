//! Text that is kept until all of it is there. The texts of a chunk lie one behind the other in one piece of memory: by
//! themselves they would lie scattered among what was needed only to make them, and hold all of that apart.

use std::ops::{Deref, Range};
use std::sync::Arc;

use super::section::Piece;

/// A text, by itself or as a part of a longer one.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    whole: Arc<String>,
    range: Range<usize>,
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self {
            range: 0..text.len(),
            whole: Arc::new(text),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

/// The same pieces with their texts in one place.
pub(crate) fn packed(pieces: &[Piece]) -> Vec<Piece> {
    let texts = || pieces.iter().flat_map(Piece::texts);
    let mut whole = String::with_capacity(texts().map(|text| text.len()).sum());
    texts().for_each(|text| whole.push_str(text));
    let whole = Arc::new(whole);
    let mut at = 0;
    let mut pack = |text: &mut Text| {
        let range = at..at + text.len();
        at = range.end;
        *text = Text {
            whole: Arc::clone(&whole),
            range,
        };
    };
    // Copies lie together as well.
    let mut packed = pieces.to_vec();
    packed.iter_mut().flat_map(Piece::texts_mut).for_each(&mut pack);
    packed
}
