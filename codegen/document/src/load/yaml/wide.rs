//! Reads YAML values with integers of any length. The value type of `serde_yaml` cannot represent integers beyond 64 bits.
//! Here they become floating-point numbers, as in JSON readers.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::mapping::Entry;
use serde_yaml::value::{Tag, TaggedValue};
use serde_yaml::{Mapping, Value};

use crate::grammar::METHODS;
use crate::load::convert::key_to_json;
use crate::load::trail::Trail;
use crate::pointer::Pointer;

/// Reads a YAML text. A mapping may have a key twice if both values are equal, or if `twice` allows it. `budget` limits the
/// number of values and their bytes, with aliases expanded. If the text exceeds it, the budget is used up.
pub(in crate::load) fn from_yaml(
    text: &str,
    budget: &Cell<usize>,
    twice: Option<&Twice>,
) -> Result<Value, serde_yaml::Error> {
    let wide = Wide {
        budget,
        twice,
        at: &Trail::Root,
    };
    wide.deserialize(serde_yaml::Deserializer::from_str(text))
}

/// Reads a JSON text that may have duplicate keys, as [`from_yaml`] does.
pub(in crate::load) fn from_json(text: &str, twice: Option<&Twice>) -> Result<Value, serde_json::Error> {
    let budget = Cell::new(usize::MAX);
    let wide = Wide {
        budget: &budget,
        twice,
        at: &Trail::Root,
    };
    wide.deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// Duplicate keys, and how each was read.
#[derive(Debug, Default)]
pub(in crate::load) struct Twice(RefCell<HashMap<Pointer, Reading>>);

/// How a duplicate key is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Reading {
    /// All values are equal.
    Same,
    /// Both values are merged.
    Both,
    /// The last value counts, as in most parsers.
    Last,
    /// It is refused: both values are operations, and one of them would be lost.
    Neither,
}

impl Twice {
    /// The places of all duplicate keys.
    pub(in crate::load) fn places(&self) -> Vec<Pointer> {
        self.0.borrow().keys().cloned().collect()
    }

    /// How the key at a place was read. `None` if it is no duplicate.
    pub(in crate::load) fn reading(&self, at: &Pointer) -> Option<Reading> {
        self.0.borrow().get(at).copied()
    }

    /// Notes that the second value of the key at `at` is equal to the first.
    fn same(&self, at: &Trail<'_>) {
        self.0.borrow_mut().entry(at.pointer()).or_insert(Reading::Same);
    }

    /// Reads the second value of the key at `at`.
    fn read(&self, at: &Trail<'_>, first: &mut Value, again: Value) {
        let pointer = at.pointer();
        let depth = pointer.parts().count();
        let top = pointer.parts().next().unwrap_or_default();
        // Maps of paths and components are merged, but not single operations and components.
        let levels = match &*top {
            "paths" | "components" => 3_usize.saturating_sub(depth),
            _ => 0,
        };
        let mut reading = if levels > 0 { Reading::Both } else { Reading::Last };
        merge(first, again, levels, &top, &mut reading);
        if top == "paths" && depth == 3 && pointer.last().is_some_and(|key| METHODS.contains(&key.as_str())) {
            reading = Reading::Neither;
        }
        self.0.borrow_mut().insert(pointer, reading);
    }
}

/// Merges `again` into `first`: mappings down to `levels` are merged, and below that the last value counts.
fn merge(first: &mut Value, again: Value, levels: usize, top: &str, reading: &mut Reading) {
    match (first, again) {
        (Value::Mapping(first), Value::Mapping(again)) if levels > 0 => {
            for (key, value) in again {
                match first.entry(key) {
                    Entry::Vacant(entry) => {
                        entry.insert(value);
                    }
                    Entry::Occupied(entry) if *entry.get() == value => {}
                    Entry::Occupied(mut entry) => {
                        let is_method = entry.key().as_str().is_some_and(|key| METHODS.contains(&key));
                        if top == "paths" && levels == 1 && is_method {
                            *reading = Reading::Neither;
                        }
                        merge(entry.get_mut(), value, levels - 1, top, reading);
                    }
                }
            }
        }
        (first, again) => *first = again,
    }
}

/// The state of reading a value: its place, and what is left of the budget.
#[derive(Clone, Copy)]
struct Wide<'b> {
    budget: &'b Cell<usize>,
    twice: Option<&'b Twice>,
    at: &'b Trail<'b>,
}

impl Wide<'_> {
    fn spend<E: de::Error>(self, cost: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(cost);
        self.budget.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| E::custom("it is too large"))
    }
}

impl<'de> DeserializeSeed<'de> for Wide<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "the loss is the point: a number of this size has no exact form"
)]
impl<'de> Visitor<'de> for Wide<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Number((value as f64).into()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Number((value as f64).into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut sequence = Vec::new();
        loop {
            let at = Trail::Item(self.at, sequence.len());
            let Some(item) = items.next_element_seed(Wide { at: &at, ..self })? else {
                break;
            };
            sequence.push(item);
        }
        Ok(Value::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut mapping = Mapping::new();
        while let Some(key) = entries.next_key_seed(self)? {
            let text = key_to_json(&key).unwrap_or_default();
            let at = Trail::Key(self.at, &text);
            let value = entries.next_value_seed(Wide { at: &at, ..self })?;
            match mapping.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(entry) if *entry.get() == value => {
                    if let Some(twice) = self.twice.filter(|_| text != "<<") {
                        twice.same(&at);
                    }
                }
                Entry::Occupied(mut entry) => match self.twice {
                    // A mapping may have several merge keys. `serde_yaml` reads a list of mappings instead.
                    Some(_) if text == "<<" => {
                        let merged = std::mem::take(entry.get_mut());
                        entry.insert(Value::Sequence(vec![value, merged]));
                    }
                    Some(twice) => twice.read(&at, entry.get_mut(), value),
                    None => return Err(de::Error::custom("a key stands twice in one mapping")),
                },
            }
        }
        Ok(Value::Mapping(mapping))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (tag, content) = data.variant::<String>()?;
        let value = content.newtype_variant_seed(self)?;
        Ok(Value::Tagged(Box::new(TaggedValue {
            tag: Tag::new(tag),
            value,
        })))
    }
}
