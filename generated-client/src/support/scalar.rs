//! Takes a parameter's value apart into the texts that URLs, headers and forms can carry, without a detour over a JSON
//! value. How deep it goes, and how the texts are put together, is the style's affair: see `parameter`. What is nested
//! deeper than a style knows is one text, its JSON, as OpenAPI's own tools do it.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};

use super::buffer::Buffer;

/// Why a value cannot be sent where it should go, as the end of a sentence that begins with the parameter. It never
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
    /// The message is dropped, since it comes from the value's type and could repeat the value.
    fn custom<T: fmt::Display>(_: T) -> Self {
        NO_TEXT
    }
}

/// Where a part stands in the value that was taken apart.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// It is the value.
    Whole,
    /// It is an element of the list there, by its index.
    Item(&'a At<'a>, usize),
    /// It is what the object there has behind this key.
    Key(&'a At<'a>, &'a str),
}

impl At<'_> {
    /// How many lists and objects are around it.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::Whole => 0,
            Self::Item(outer, _) | Self::Key(outer, _) => outer.depth().saturating_add(1),
        }
    }
}

/// What is made of parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Compound {
    /// Elements.
    List,
    /// Values behind keys.
    Object,
}

/// Takes the parts of a value.
pub(super) trait Sink {
    /// Whether a list or an object that stands there is taken apart. If not, it is one text: its JSON.
    fn opens(&self, at: &At<'_>, what: Compound) -> bool;
    /// Takes a text.
    fn put(&mut self, at: &At<'_>, text: &str) -> Result<(), Unsuitable>;
    /// Takes note that the value is a list or an object without any part.
    fn empty(&mut self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

/// Takes a value apart. Nulls are no parts.
pub(super) fn take_apart<T: Serialize + ?Sized>(value: &T, sink: &mut dyn Sink) -> Result<(), Unsuitable> {
    put(At::Whole, value, sink)
}

/// Puts a value, as its JSON where the sink does not open what it is made of.
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

/// What a list or an object says of itself where it is not to be taken apart.
const CLOSED: Unsuitable = Unsuitable("is a list or an object where only a single value can stand");
const NO_TEXT: Unsuitable = Unsuitable("cannot be turned into text");

/// Puts the one text of a value: of a list or an object its JSON. A null puts nothing.
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

/// Whether a form has pairs for the parts of what stands there: a pair an element for a list, a pair a key for an object,
/// and of a list behind a key a pair an element. What is nested deeper is one text of JSON.
pub(super) fn opens_as_form(at: &At<'_>, what: Compound) -> bool {
    match at {
        At::Whole => true,
        At::Key(At::Whole, _) => what == Compound::List,
        _ => false,
    }
}

/// The name that a part has in a form.
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
        Err(Unsuitable("is made of bytes and not of text"))
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

    /// In JSON an object with the variant's name as its one key; so too here.
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
