//! Reads a value that has one of several forms: the form that its tag names, otherwise the one that loses the least of
//! the value.

use std::cell::Cell;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::number::Whole;

/// What a value of a form looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A string. If texts are listed, it is usually one of them.
    Text(&'static [&'static str]),
    /// A list.
    List,
    /// An object.
    Object {
        /// The keys that are required.
        required: &'static [&'static str],
        /// The keys that are allowed.
        known: &'static [&'static str],
        /// The strings that the value at a pointer may be, if it is present. The pointer applies to every item of a list.
        tags: &'static [(&'static str, &'static [&'static str])],
        /// The other values that it must be, as JSON.
        values: &'static [(&'static str, &'static [&'static str])],
    },
    /// Any value.
    #[allow(
        dead_code,
        reason = "only a type with very many shapes has it, and no fixture document has such a type"
    )]
    Any,
}

/// The score of an expected value at a place. It is higher than that of any number of keys.
const TAG: usize = 1 << 20;

impl Shape {
    /// How well a value matches; `None` if it does not.
    fn likeness(&self, value: &Value) -> Option<usize> {
        match (self, value) {
            (Self::Any, _) => Some(0),
            (Self::Boolean, Value::Bool(_)) | (Self::List, Value::Array(_)) => Some(1),
            (Self::Integer, Value::Number(number)) => (!number.is_f64() || is_whole(number)).then_some(2),
            (Self::Number, Value::Number(_)) => Some(1),
            (Self::Text([]), Value::String(_)) => Some(2),
            // An enumeration also accepts unlisted texts, but then every other string type matches as well.
            (Self::Text(texts), Value::String(text)) => Some(if texts.contains(&text.as_str()) { 3 } else { 1 }),
            (
                Self::Object {
                    required,
                    known,
                    tags,
                    values,
                },
                Value::Object(map),
            ) => {
                if !required.iter().all(|key| map.contains_key(*key)) {
                    return None;
                }
                let mut likeness = 1 + known.iter().filter(|key| map.contains_key(**key)).count();
                let is_text = |value: &Value, texts: &[&str]| value.as_str().is_some_and(|text| texts.contains(&text));
                for (pointer, texts) in *tags {
                    likeness += score(value, pointer, &|value| is_text(value, texts))?;
                }
                for (pointer, listed) in *values {
                    likeness += score(value, pointer, &|value| is_listed(value, listed))?;
                }
                Some(likeness)
            }
            _ => None,
        }
    }
}

/// The score of the value at a pointer: zero if it is absent, `None` if it belongs to another form.
fn score(value: &Value, pointer: &str, is_right: &dyn Fn(&Value) -> bool) -> Option<usize> {
    let Some(rest) = pointer.strip_prefix('/') else {
        return match value {
            Value::Null => is_right(value).then_some(TAG).or(Some(0)),
            value => is_right(value).then_some(TAG),
        };
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let (token, below) = rest.split_at(end);
    match value {
        Value::Object(map) => {
            let key = token.replace("~1", "/").replace("~0", "~");
            map.get(&key).map_or(Some(0), |value| score(value, below, is_right))
        }
        Value::Array(items) => items.iter().try_fold(0, |most: usize, item| {
            score(item, below, is_right).map(|likeness| most.max(likeness))
        }),
        _ => Some(0),
    }
}

/// Whether a value is one of those listed. Numbers are compared by value.
fn is_listed(value: &Value, listed: &[&str]) -> bool {
    listed.iter().any(|text| {
        let other: Option<Value> = serde_json::from_str(text).ok();
        other.is_some_and(|other| match (value, &other) {
            (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
            (one, other) => one == other,
        })
    })
}

fn is_whole(number: &serde_json::Number) -> bool {
    number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

thread_local! {
    /// The number of nested unions that this thread is reading.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// How many forms it has compared for the outermost one.
    static COMPARED: Cell<usize> = const { Cell::new(0) };
}

/// The maximum number of forms that are compared for a value. Each nested union multiplies their number.
const MAX_COMPARED: usize = 4096;

/// A form that a value can be read as, and the values that it loses.
struct Candidate<T> {
    read: T,
    /// Pointers to the values that are not written again.
    lost: Vec<String>,
}

/// Reads the value as one of the forms. They are tried in order of likeness. The first form that loses nothing is
/// chosen, otherwise the one that loses the least. If a tag of the value names a form, the value must have that form.
/// `read` gets the index of a form, or `usize::MAX` if no form fits or several forms fit parts of the value.
pub(crate) fn one_of<'de, D: Deserializer<'de>, T: Serialize>(
    deserializer: D,
    shapes: &[(usize, Shape)],
    read: impl Fn(usize, Value) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    choose(deserializer, shapes, read, false)
}

/// Like [`one_of`], but the value can have several forms at once. A tag excludes the forms with another tag, and no others.
pub(crate) fn any_of<'de, D: Deserializer<'de>, T: Serialize>(
    deserializer: D,
    shapes: &[(usize, Shape)],
    read: impl Fn(usize, Value) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    choose(deserializer, shapes, read, true)
}

fn choose<'de, D: Deserializer<'de>, T: Serialize>(
    deserializer: D,
    shapes: &[(usize, Shape)],
    read: impl Fn(usize, Value) -> Result<T, serde_json::Error>,
    can_have_several: bool,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let mut forms: Vec<(usize, usize, &Shape)> = shapes
        .iter()
        .filter_map(|(form, shape)| Some((shape.likeness(&value)?, *form, shape)))
        .collect();
    forms.sort_by_key(|(likeness, ..)| std::cmp::Reverse(*likeness));
    // A tag counts more than the values that a form would keep.
    let has_tag = !can_have_several && forms.first().is_some_and(|(likeness, ..)| *likeness >= TAG);
    if has_tag {
        forms.retain(|(likeness, ..)| *likeness >= TAG);
    }
    let mut candidates: Vec<Candidate<T>> = Vec::new();
    let is_alone = forms.len() == 1;
    let mut is_tag_wrong = false;
    for (likeness, form, shape) in forms {
        let Some(read) = nested(|| read(form, value.clone())) else {
            is_tag_wrong |= likeness >= TAG;
            continue;
        };
        let compared = COMPARED.get();
        let lost = if is_alone || compared >= MAX_COMPARED {
            Vec::new()
        } else {
            COMPARED.set(compared + 1);
            lost(&value, &read, shape)
        };
        if lost.is_empty() {
            return Ok(read);
        }
        candidates.push(Candidate { read, lost });
    }
    if has_tag && candidates.is_empty() {
        return Err(D::Error::custom(
            "the value is not valid for the type that its tag names",
        ));
    }
    let best = candidates
        .iter()
        .enumerate()
        .min_by_key(|(_, candidate)| candidate.lost.len());
    if let Some((best, candidate)) = best {
        // If each form loses something that another keeps, the value has several forms at once. It stays JSON if possible, as
        // does a value that is not valid for the form that its tag names.
        let keeps = |other: &Candidate<T>| candidate.lost.iter().any(|pointer| !other.lost.contains(pointer));
        let several = candidates.iter().any(keeps);
        if (several || is_tag_wrong)
            && let Ok(read) = read(usize::MAX, value)
        {
            return Ok(read);
        }
        return Ok(candidates.swap_remove(best).read);
    }
    // The error's text could repeat a value, so it is discarded.
    read(usize::MAX, value).map_err(|_| D::Error::custom("the value has none of the documented types"))
}

/// Reads a form, in which there may be further unions.
fn nested<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    let outer = DEPTH.get();
    if outer == 0 {
        COMPARED.set(0);
    }
    DEPTH.set(outer + 1);
    let read = read().ok();
    DEPTH.set(outer);
    read
}

/// Pointers to the parts of `value` that are missing or different when `read` is written.
fn lost<T: Serialize>(value: &Value, read: &T, shape: &Shape) -> Vec<String> {
    let mut lost = Vec::new();
    match serde_json::to_value(read) {
        Ok(written) => {
            differences(value, Some(&written), &mut String::new(), &mut lost);
            if let (Value::Object(map), Shape::Object { known, .. }) = (value, shape) {
                let is_lost = |key: &str| !known.contains(&key) && written.get(key).is_none();
                let nulls = map.iter().filter(|(key, value)| value.is_null() && is_lost(key));
                lost.extend(nulls.map(|(key, _)| format!("/{key}")));
            }
        }
        Err(_) => lost.push(String::new()),
    }
    lost
}

/// Adds the pointers of differences to `lost`. A missing null is not one, because a form may read null and absent alike.
fn differences(value: &Value, written: Option<&Value>, at: &mut String, lost: &mut Vec<String>) {
    let length = at.len();
    let mut below = |key: &dyn std::fmt::Display, value: &Value, written: Option<&Value>| {
        at.push('/');
        at.push_str(&key.to_string());
        differences(value, written, at, lost);
        at.truncate(length);
    };
    match (value, written) {
        (Value::Null, None) => {}
        (Value::Object(map), Some(Value::Object(written))) => {
            for (key, value) in map {
                below(key, value, written.get(key));
            }
        }
        (Value::Object(map), None) if !map.is_empty() => {
            let before = lost.len();
            for (key, value) in map {
                differences(value, None, &mut format!("{at}/{key}"), lost);
            }
            if lost.len() == before {
                lost.push(at.clone());
            }
        }
        (Value::Array(items), Some(Value::Array(written))) if items.len() == written.len() => {
            for (index, (value, written)) in items.iter().zip(written).enumerate() {
                below(&index, value, Some(written));
            }
        }
        (Value::Number(one), Some(Value::Number(other))) if one.as_f64() == other.as_f64() => {}
        (value, Some(written)) if value == written => {}
        _ => lost.push(at.clone()),
    }
}

/// Reads a value as one form.
pub(crate) fn read_form<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(value)
}

/// Reads a value as a form that consists of whole numbers.
pub(crate) fn read_whole<T: Whole>(value: Value) -> Result<T, serde_json::Error> {
    T::read(value)
}

/// Writes a form together with its tag, for which it has no property.
pub(crate) fn tagged<S: Serializer, T: Serialize>(
    key: &str,
    tag: &str,
    form: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(form).map_err(serde::ser::Error::custom)?;
    if let Value::Object(map) = &mut value {
        map.entry(key).or_insert_with(|| tag.into());
    }
    value.serialize(serializer)
}

/// The error for a value that has none of the forms.
pub(crate) fn no_form() -> serde_json::Error {
    serde_json::Error::custom("none of the documented types")
}
