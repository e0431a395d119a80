//! What the fuzz targets share: inputs are documents, and are mutated as such.

mod mutate;

use openapi_document::Source;
use openapi_document::load::{Document, load};
use libfuzzer_sys::fuzzer_mutate;
use mutate::Random;
use serde_json::Value;

/// What stands between the two documents of an input of the target `diff`. No document holds it.
const BETWEEN: u8 = 0;

/// An input as the text of a document. Its name says nothing of the notation, so the text does.
#[must_use]
pub fn source(data: &[u8]) -> Option<Source> {
    Some(Source::new("fuzz", std::str::from_utf8(data).ok()?))
}

/// An input as two documents; one alone stands on both sides.
#[must_use]
pub fn pair(data: &[u8]) -> Option<(Document, Document)> {
    let (base, head) = halves(data);
    let read = |data| load(source(data)?).ok();
    Some((read(base)?, read(head)?))
}

fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|&byte| byte == BETWEEN) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, data),
    }
}

/// Mutates an input that is one document.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed.into());
    let mutated = if random.below(8) == 0 {
        None
    } else {
        value(&data[..size])
    };
    let Some(mut document) = mutated else {
        return fuzzer_mutate(data, size, max_size);
    };
    let changes = 1 + random.below(4);
    mutate::mutate(&mut document, None, changes, &mut random);
    write(&text(&document, &mut random), data).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
}

/// Mutates one of the two documents of an input.
pub fn mutate_pair(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed.into());
    let new = {
        let (base, head) = halves(&data[..size]);
        let (changes, side) = (1 + random.below(4), random.below(3));
        value(base).zip(value(head)).map(|(mut base, mut head)| {
            let (changed, other) = if side == 0 {
                (&mut base, &head)
            } else {
                (&mut head, &base)
            };
            mutate::mutate(changed, Some(other), changes, &mut random);
            let mut new = text(&base, &mut random);
            new.push(char::from(BETWEEN));
            new + &text(&head, &mut random)
        })
    };
    let written = new.and_then(|new| write(&new, data));
    written.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
}

/// Grafts branches of one document onto another.
pub fn cross(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut random = Random::new(seed.into());
    let Some((mut document, donor)) = value(halves(one).0).zip(value(halves(other).0)) else {
        return 0;
    };
    mutate::mutate(&mut document, Some(&donor), 4, &mut random);
    write(&text(&document, &mut random), out).unwrap_or(0)
}

/// What the text says, before anything is read into it: what `load` puts right is to be mutated, too.
fn value(data: &[u8]) -> Option<Value> {
    serde_json::from_slice(data)
        .ok()
        .or_else(|| serde_yaml::from_slice(data).ok())
}

/// The document as text, now and then as YAML.
fn text(document: &Value, random: &mut Random) -> String {
    let yaml = (random.below(4) == 0).then(|| serde_yaml::to_string(document).ok());
    yaml.flatten().unwrap_or_else(|| document.to_string())
}

/// Writes `text` to the beginning of `data`; `None` where it does not fit.
fn write(text: &str, data: &mut [u8]) -> Option<usize> {
    data.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(text.len())
}
