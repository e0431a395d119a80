//! Splits a parameter's value into texts for URLs, headers and forms, without an intermediate JSON value. The style
//! decides how deep it goes and how the texts are joined: see `parameter`. A value that is nested deeper becomes one
//! JSON text, as in OpenAPI's own tools.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};

use super::buffer::Buffer;

/// Why a value cannot be sent at its location. The text completes a sentence that begins with the parameter, and never
/// repeats the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsuitable(pub(super) &'static str);

impl fmt::Display for Unsuitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unsuitable {}

impl ser::Error for Unsuitable {
    /// The message is discarded, since it comes from the value's type and could repeat the value.
    fn custom<T: fmt::Display>(_: T) -> Self {
        NO_TEXT
    }
}

/// The position of a part in the value.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// The whole value.
    Whole,
    /// An element of the list at that position, by index.
    Item(&'a At<'a>, usize),
    /// The value of this key of the object at that position.
    Key(&'a At<'a>, &'a str),
}

impl At<'_> {
    /// The number of lists and objects around it.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Whole => 0,
            Self::Item(outer, _) | Self::Key(outer, _) => outer.depth().saturating_add(1),
        }
    }
}

/// The kinds of values that have parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compound {
    /// A list of elements.
    List,
    /// An object with keys and values.
    Object,
}

/// Receives the parts of a value.
pub(super) trait Sink {
    /// Whether a list or an object at this position is split. Otherwise it becomes one JSON text.
    fn opens(&self, at: &At<'_>, what: Compound) -> bool;
    /// Receives a text.
    fn put(&mut self, at: &At<'_>, text: &str) -> Result<(), Unsuitable>;
    /// Called if the value is an empty list or object.
    fn empty(&mut self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

/// Splits a value. Nulls are omitted.
pub(super) fn take_apart<T: Serialize + ?Sized>(value: &T, sink: &mut dyn Sink) -> Result<(), Unsuitable> {
    put(At::Whole, value, sink)
}

/// Writes a value. A list or an object that the sink does not split is written as JSON.
fn put<T: Serialize + ?Sized>(at: At<'_>, value: &T, sink: &mut dyn Sink) -> Result<(), Unsuitable> {
    match value.serialize(Texts { at, sink }) {
        Err(CLOSED) => {
            let mut json = Buffer::default();
            serde_json::to_writer(&mut json, value).map_err(|_| NO_TEXT)?;
            sink.put(&at, std::str::from_utf8(json.as_ref()).map_err(|_| NO_TEXT)?)
        }
        outcome => outcome,
    }
}

/// The error for a list or an object where only a scalar is allowed.
const CLOSED: Unsuitable = Unsuitable("is a list or an object where only a single value is allowed");
const NO_TEXT: Unsuitable = Unsuitable("cannot be converted to text");

/// Writes a value as one text; a list or an object as JSON. A null is omitted.
pub(super) fn one_text<T: Serialize + ?Sized>(
    value: &T,
    put: impl FnMut(&str) -> Result<(), Unsuitable>,
) -> Result<(), Unsuitable> {
    take_apart(value, &mut OneText(put))
}

struct OneText<F>(F);

impl<F: FnMut(&str) -> Result<(), Unsuitable>> Sink for OneText<F> {
    fn opens(&self, _: &At<'_>, _: Compound) -> bool {
        false
    }

    fn put(&mut self, _: &At<'_>, text: &str) -> Result<(), Unsuitable> {
        (self.0)(text)
    }
}

/// Whether a form splits a value at this position. It does so for a list, an object, and a list that is a value of an
/// object. A value that is nested deeper becomes one JSON text.
pub(super) fn opens_as_form(at: &At<'_>, what: Compound) -> bool {
    match at {
        At::Whole => true,
        At::Key(At::Whole, _) => what == Compound::List,
        _ => false,
    }
}

/// The name of a part in a form.
pub(super) fn name_in_form<'n>(at: &At<'n>, name: &'n str) -> &'n str {
    match at {
        At::Key(_, key) | At::Item(At::Key(_, key), _) => key,
        _ => name,
    }
}

struct Texts<'p> {
    at: At<'p>,
    sink: &'p mut dyn Sink,
}

impl<'p> Texts<'p> {
    fn text(self, text: &str) -> Result<(), Unsuitable> {
        self.sink.put(&self.at, text)
    }

    fn open(self, what: Compound) -> Result<Parts<'p>, Unsuitable> {
        if !self.sink.opens(&self.at, what) {
            return Err(CLOSED);
        }
        Ok(Parts {
            at: self.at,
            key: String::new(),
            count: 0,
            sink: self.sink,
        })
    }
}

macro_rules! by_display {
    ($($method:ident($kind:ty))*) => {$(
        fn $method(self, value: $kind) -> Result<(), Unsuitable> {
            self.text(&value.to_string())
        }
    )*};
}

impl<'p> Serializer for Texts<'p> {
    type Ok = ();
    type Error = Unsuitable;
    type SerializeSeq = Parts<'p>;
    type SerializeTuple = Parts<'p>;
    type SerializeTupleStruct = Parts<'p>;
    type SerializeTupleVariant = Impossible<(), Unsuitable>;
    type SerializeMap = Parts<'p>;
    type SerializeStruct = Parts<'p>;
    type SerializeStructVariant = Impossible<(), Unsuitable>;

    by_display! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unsuitable> {
        if !value.is_finite() {
            return Err(Unsuitable("is not a finite number"));
        }
        self.text(&value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unsuitable> {
        if !value.is_finite() {
            return Err(Unsuitable("is not a finite number"));
        }
        self.text(&value.to_string())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unsuitable> {
        self.text(if value { "true" } else { "false" })
    }

    fn serialize_char(self, value: char) -> Result<(), Unsuitable> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unsuitable> {
        self.text(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unsuitable> {
        Err(Unsuitable("is bytes, not text"))
    }

    fn serialize_none(self) -> Result<(), Unsuitable> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsuitable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unsuitable> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unsuitable> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unsuitable> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unsuitable> {
        value.serialize(self)
    }

    /// Represents the variant as JSON does: an object whose only key is the variant's name.
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unsuitable> {
        let mut parts = self.open(Compound::Object)?;
        parts.put_key(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'p>, Unsuitable> {
        self.open(Compound::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'p>, Unsuitable> {
        self.open(Compound::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'p>, Unsuitable> {
        self.open(Compound::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsuitable> {
        Err(CLOSED)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'p>, Unsuitable> {
        self.open(Compound::Object)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'p>, Unsuitable> {
        self.open(Compound::Object)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsuitable> {
        Err(CLOSED)
    }
}

/// The elements of a list, or the values of an object.
struct Parts<'p> {
    at: At<'p>,
    key: String,
    count: usize,
    sink: &'p mut dyn Sink,
}

impl Parts<'_> {
    fn put_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        let at = At::Item(&self.at, self.count);
        self.count = self.count.saturating_add(1);
        put(at, value, self.sink)
    }

    fn put_key<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Unsuitable> {
        self.count = self.count.saturating_add(1);
        put(At::Key(&self.at, key), value, self.sink)
    }

    fn close(self) -> Result<(), Unsuitable> {
        match self.at {
            At::Whole if self.count == 0 => self.sink.empty(),
            _ => Ok(()),
        }
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        self.close()
    }
}

impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        self.close()
    }
}

impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        self.close()
    }
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsuitable> {
        self.key.clear();
        let text = &mut self.key;
        one_text(key, |key| {
            text.push_str(key);
            Ok(())
        })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        let key = std::mem::take(&mut self.key);
        self.put_key(&key, value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        self.close()
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unsuitable> {
        self.put_key(key, value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        self.close()
    }
}

#[cfg(test)]
mod tests;
