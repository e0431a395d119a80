//! What has become of a value that a type has read and written.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Category;
use super::places;

/// A difference, and the schemas that speak of the place where it is and of what is around it.
pub(super) struct Difference {
    pub(super) category: Category,
    pub(super) places: BTreeSet<String>,
}

/// What a comparison needs to know.
pub(super) struct Comparison<'d> {
    pub(super) document: &'d Value,
    /// Whether absent and null may read alike: the type is only received.
    pub(super) is_received: bool,
    differences: Vec<Difference>,
}

/// The differences between what was read and what was written, the type being that of the schema at `root`.
pub(super) fn compare(
    document: &Value,
    root: &str,
    is_received: bool,
    read: &Value,
    written: &Value,
) -> Vec<Difference> {
    let mut comparison = Comparison {
        document,
        is_received,
        differences: Vec::new(),
    };
    let here = places::of_root(document, root);
    comparison.value(&here, &BTreeSet::new(), read, written);
    comparison.differences
}

impl Comparison<'_> {
    fn note(&mut self, category: Category, places: &BTreeSet<String>, around: &BTreeSet<String>) {
        self.differences.push(Difference {
            category,
            places: places.union(around).cloned().collect(),
        });
    }

    /// Compares values that `here` speak of, which stand in values that `around` speak of.
    fn value(&mut self, here: &BTreeSet<String>, around: &BTreeSet<String>, read: &Value, written: &Value) {
        match (read, written) {
            (Value::Object(read), Value::Object(written)) => {
                let around: BTreeSet<_> = around.union(here).cloned().collect();
                for (key, value) in read {
                    let below = places::step(self.document, here, key, false);
                    match written.get(key) {
                        Some(other) => self.value(&below, &around, value, other),
                        None => self.missing(here, &below, &around, key, value),
                    }
                }
                for (key, value) in written.iter().filter(|(key, _)| !read.contains_key(*key)) {
                    let below = places::step(self.document, here, key, false);
                    if !value.is_null() {
                        self.note(Category::Added, &below, &around);
                    } else if !self.is_received {
                        self.note(Category::AbsentNull, &below, &around);
                    }
                }
            }
            (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
                let around: BTreeSet<_> = around.union(here).cloned().collect();
                for (index, (read, written)) in read.iter().zip(written).enumerate() {
                    let below = places::step(self.document, here, &index.to_string(), true);
                    self.value(&below, &around, read, written);
                }
            }
            (read, written) if same(read, written) => {}
            // What is a number and no integer is a double, which is what JSON's readers agree on.
            (Value::Number(one), Value::Number(other))
                if one.as_f64() == other.as_f64() && places::is_double(self.document, here) => {}
            _ => self.note(Category::Changed, here, around),
        }
    }

    fn missing(
        &mut self,
        here: &BTreeSet<String>,
        below: &BTreeSet<String>,
        around: &BTreeSet<String>,
        key: &str,
        value: &Value,
    ) {
        // What only a server says is read and not sent.
        if places::says(self.document, below, "readOnly") {
            return;
        }
        match value {
            Value::Null if self.is_received => {}
            Value::Null => self.note(Category::AbsentNull, below, around),
            _ if !places::is_declared(self.document, here, key) => self.note(Category::UnknownDropped, below, around),
            Value::Array(items) if items.is_empty() => self.note(Category::AbsentEmpty, below, around),
            Value::Object(map) if map.is_empty() => self.note(Category::AbsentEmpty, below, around),
            _ => self.note(Category::Lost, below, around),
        }
    }
}

/// Whether two values are the same as JSON: numbers by what they are, not by how they are spelt.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let whole = |number: &serde_json::Number| number.as_i128();
            match (whole(one), whole(other)) {
                (Some(one), Some(other)) => one == other,
                _ => one.as_f64() == other.as_f64(),
            }
        }
        _ => one == other,
    }
}
