//! Takes a parameter's value apart into the texts that URLs, headers and forms can carry, without a detour over a JSON
//! value. What has no agreed form there (an object in a header, a list of lists) is refused.

use std::fmt;

use serde::ser::{self, Impossible, Serialize, Serializer};

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
        Self("cannot be turned into text")
    }
}

/// Takes each name and text that a value is made of.
type Put<'p> = &'p mut dyn FnMut(&str, &str) -> Result<(), Unsuitable>;

/// Which values may be made of others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Room {
    /// One text, or nothing.
    Scalar,
    /// Also a list of texts, which share the name.
    List,
    /// Also an object, whose keys are the names.
    Object,
}

/// Puts the one text of a value. A null puts nothing; a list or an object is refused.
pub(super) fn one_text<T: Serialize + ?Sized>(
    value: &T,
    mut put: impl FnMut(&str) -> Result<(), Unsuitable>,
) -> Result<(), Unsuitable> {
    value.serialize(Texts {
        name: "",
        room: Room::Scalar,
        put: &mut |_, text| put(text),
    })
}

/// Puts each name and text of a value: one pair for a scalar, a pair an element for a list, a pair a key for an object.
/// Nulls put nothing.
pub(super) fn pairs<T: Serialize + ?Sized>(
    name: &str,
    value: &T,
    mut put: impl FnMut(&str, &str) -> Result<(), Unsuitable>,
) -> Result<(), Unsuitable> {
    value.serialize(Texts {
        name,
        room: Room::Object,
        put: &mut put,
    })
}

struct Texts<'n, 'p> {
    name: &'n str,
    room: Room,
    put: Put<'p>,
}

impl<'n, 'p> Texts<'n, 'p> {
    fn list(self) -> Result<Parts<'n, 'p>, Unsuitable> {
        if self.room < Room::List {
            return Err(Unsuitable("is a list where only a single value can stand"));
        }
        Ok(Parts {
            name: self.name,
            key: String::new(),
            room: Room::Scalar,
            put: self.put,
        })
    }

    fn object(self) -> Result<Parts<'n, 'p>, Unsuitable> {
        if self.room < Room::Object {
            return Err(Unsuitable("is an object where only a single value can stand"));
        }
        Ok(Parts {
            name: self.name,
            key: String::new(),
            room: Room::List,
            put: self.put,
        })
    }
}

macro_rules! by_display {
    ($($method:ident($kind:ty))*) => {$(
        fn $method(self, value: $kind) -> Result<(), Unsuitable> {
            (self.put)(self.name, &value.to_string())
        }
    )*};
}

impl<'n, 'p> Serializer for Texts<'n, 'p> {
    type Ok = ();
    type Error = Unsuitable;
    type SerializeSeq = Parts<'n, 'p>;
    type SerializeTuple = Parts<'n, 'p>;
    type SerializeTupleStruct = Parts<'n, 'p>;
    type SerializeTupleVariant = Impossible<(), Unsuitable>;
    type SerializeMap = Parts<'n, 'p>;
    type SerializeStruct = Parts<'n, 'p>;
    type SerializeStructVariant = Impossible<(), Unsuitable>;

    by_display! {
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unsuitable> {
        if !value.is_finite() {
            return Err(Unsuitable("is not a finite number"));
        }
        (self.put)(self.name, &value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unsuitable> {
        if !value.is_finite() {
            return Err(Unsuitable("is not a finite number"));
        }
        (self.put)(self.name, &value.to_string())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unsuitable> {
        (self.put)(self.name, if value { "true" } else { "false" })
    }

    fn serialize_char(self, value: char) -> Result<(), Unsuitable> {
        (self.put)(self.name, value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unsuitable> {
        (self.put)(self.name, value)
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
        (self.put)(self.name, variant)
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
        self.object()?.put(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'n, 'p>, Unsuitable> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'n, 'p>, Unsuitable> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'n, 'p>, Unsuitable> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsuitable> {
        Err(TOO_DEEP)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'n, 'p>, Unsuitable> {
        self.object()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'n, 'p>, Unsuitable> {
        self.object()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsuitable> {
        Err(TOO_DEEP)
    }
}

const TOO_DEEP: Unsuitable = Unsuitable("is nested too deeply for this place");

/// The elements of a list, or the values of an object.
struct Parts<'n, 'p> {
    name: &'n str,
    key: String,
    room: Room,
    put: Put<'p>,
}

impl Parts<'_, '_> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        value.serialize(Texts {
            name,
            room: self.room,
            put: self.put,
        })
    }

    fn put_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put(self.name, value)
    }
}

impl ser::SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl ser::SerializeTuple for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl ser::SerializeTupleStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        self.put_element(value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl ser::SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsuitable> {
        self.key.clear();
        one_text(key, |text| {
            self.key.push_str(text);
            Ok(())
        })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        let key = std::mem::take(&mut self.key);
        self.put(&key, value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl ser::SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Unsuitable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unsuitable> {
        self.put(key, value)
    }

    fn end(self) -> Result<(), Unsuitable> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
