//! What has become of a value that a type has read and written.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Category;
use super::document::Subject;
use super::places;

/// A difference, and the schemas that speak of the place where it is and of what is around it.
pub(super) struct Difference {
    pub(super) category: Category,
    pub(super) places: BTreeSet<String>,
}

/// What a comparison needs to know.
pub(super) struct Comparison<'d> {
    subject: &'d Subject,
    document: &'d Value,
    differences: Vec<Difference>,
}

/// The differences between what was read and what was written, the type being that of the schema at `root`.
pub(super) fn compare(subject: &Subject, root: &str, read: &Value, written: &Value) -> Vec<Difference> {
    let mut comparison = Comparison {
        subject,
        document: &subject.document,
        differences: Vec::new(),
    };
    let here = places::of_root(&subject.document, root);
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
                        None => {
                            let around = Around {
                                here,
                                all: &around,
                                whole: &Value::Object(read.clone()),
                            };
                            self.missing(&around, &below, key, value);
                        }
                    }
                }
                for (key, value) in written.iter().filter(|(key, _)| !read.contains_key(*key)) {
                    let below = places::step(self.document, here, key, false);
                    if !value.is_null() {
                        self.note(Category::Added, &below, &around);
                    } else if !self.subject.is_received(here) {
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

    fn missing(&mut self, around: &Around<'_>, below: &BTreeSet<String>, key: &str, value: &Value) {
        // What only a server says is read and not sent.
        if places::says(self.document, below, "readOnly") {
            return;
        }
        match value {
            // Absent and null may read alike.
            Value::Null if self.subject.is_received(around.here) => {}
            _ if !self.is_declared(around, key) => self.note(Category::UnknownDropped, below, around.all),
            Value::Null => self.note(Category::AbsentNull, below, around.all),
            Value::Array(items) if items.is_empty() => self.note(Category::AbsentEmpty, below, around.all),
            Value::Object(map) if map.is_empty() => self.note(Category::AbsentEmpty, below, around.all),
            _ => self.note(Category::Lost, below, around.all),
        }
    }

    /// Whether a schema that the whole value is valid for speaks of the member.
    fn is_declared(&self, around: &Around<'_>, key: &str) -> bool {
        places::is_declared(self.document, around.here, key)
            && places::is_declared(self.document, &self.subject.fitting(around.here, around.whole), key)
    }
}

/// Where a member is missing.
struct Around<'v> {
    /// The schemas that speak of the object.
    here: &'v BTreeSet<String>,
    /// Those, and the ones that speak of what the object stands in.
    all: &'v BTreeSet<String>,
    /// The object.
    whole: &'v Value,
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
