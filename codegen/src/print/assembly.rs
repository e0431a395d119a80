//! Pieces of code, from whichever chunk of the document they come, become the one file in its one order.

use std::collections::BTreeMap;

use super::section::{Addition, Piece};
use super::text::Text;
use crate::emit::{Key, Place};
use crate::finish::Counts;

/// Pieces of code in the order in which they stand.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    pieces: BTreeMap<Key, Piece>,
}

/// Two chunks have written different code under one name, or their frames do not fit: what each of them has written
/// depends on what it was cut off from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conflict;

/// A whole client as text.
pub(crate) struct Assembled {
    /// The text in pieces.
    pub(crate) body: Vec<Text>,
    /// What each finish pass has done to what is in it.
    pub(crate) counts: Counts,
}

impl Assembly {
    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// Where another chunk has written something else under its name.
    pub(crate) fn add(&mut self, piece: Piece) -> Result<(), Conflict> {
        let Some(known) = self.pieces.get_mut(&piece.key) else {
            self.pieces.insert(piece.key.clone(), piece);
            return Ok(());
        };
        if piece.key == Key::Frame {
            // A chunk without operations or models has a smaller frame.
            if markers(&piece) > markers(known) {
                *known = piece;
            }
            return Ok(());
        }
        if known.text == piece.text && known.additions == piece.additions {
            Ok(())
        } else {
            Err(Conflict)
        }
    }

    /// The whole text.
    ///
    /// # Errors
    ///
    /// Where there is no place for a piece in any frame.
    pub(crate) fn finish(mut self) -> Result<Assembled, Conflict> {
        let mut counts = Counts::default();
        self.pieces.values().for_each(|piece| counts.add(&piece.counts));
        let mut frame = self.pieces.remove(&Key::Frame).ok_or(Conflict)?;
        let frame = frame.text.remove(&Place::Models).ok_or(Conflict)?;
        let mut texts: BTreeMap<Place, Vec<Text>> = BTreeMap::new();
        let mut additions = Additions::default();
        for piece in self.pieces.into_values() {
            for (place, text) in piece.text {
                texts.entry(place).or_default().push(text);
            }
            piece.additions.into_iter().for_each(|addition| additions.add(addition));
        }
        texts.insert(Place::Additions, additions.texts());
        let (mut body, mut rest) = (Vec::new(), &*frame);
        for place in Place::ALL {
            let texts = texts.remove(&place).unwrap_or_default();
            match around(rest, place) {
                Some((before, behind)) => {
                    body.push(before.into());
                    body.extend(texts);
                    rest = behind;
                }
                None if texts.iter().all(|text| text.is_empty()) => {}
                None => return Err(Conflict),
            }
        }
        body.push(rest.into());
        Ok(Assembled { body, counts })
    }
}

/// The text before and behind the line of a place's marker. The same text inside a comment is no such line.
fn around(text: &str, place: Place) -> Option<(&str, &str)> {
    let line = format!("const {}: () = ();\n", place.marker());
    text.match_indices(&line).find_map(|(at, _)| {
        let before = text.get(..at)?.trim_end_matches(' ');
        let behind = text.get(at + line.len()..)?;
        before.ends_with('\n').then_some((before, behind))
    })
}

fn markers(frame: &Piece) -> usize {
    let text = frame.text.get(&Place::Models).map(|text| &**text).unwrap_or_default();
    Place::ALL
        .into_iter()
        .filter(|&place| around(text, place).is_some())
        .count()
}

/// What finish passes have added behind the models: by pass, and what stands in one module together.
#[derive(Default)]
struct Additions(BTreeMap<usize, Vec<Group>>);

/// The lines around a module's content, and that content.
type Group = ((String, String), Vec<Text>);

impl Additions {
    fn add(&mut self, addition: Addition) {
        let Addition { pass, module, text } = addition;
        let groups = self.0.entry(pass).or_default();
        match groups.iter_mut().find(|(known, _)| *known == module) {
            Some((_, texts)) => texts.push(text),
            None => groups.push((module, vec![text])),
        }
    }

    fn texts(self) -> Vec<Text> {
        let groups = self.0.into_values().flatten();
        groups
            .flat_map(|((head, foot), texts)| std::iter::once(head.into()).chain(texts).chain([foot.into()]))
            .collect()
    }
}
