//! Splits a value into its fields or elements, which are still values. Forms are built from them.

use serde::ser::{self, Impossible, Serialize, Serializer};

use super::scalar::{Unsuitable, one_text};
use super::upload::{self, Upload};

/// The kinds of values that forms distinguish.
pub(super) enum Class {
    /// Nothing to send.
    Nothing,
    /// One text.
    Scalar,
    /// A file.
    File(Upload),
    /// A list.
    List,
    /// An object.
    Object,
}

/// Receives the parts of a value.
pub(super) trait Visit {
    /// Receives a field of an object.
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable>;
    /// Receives an element of a list.
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable>;
}

/// The kind of `value`.
pub(super) fn class<T: Serialize + ?Sized>(value: &T) -> Result<Class, Unsuitable> {
    value.serialize(Walk { visitor: &mut Ignore })
}

/// Passes the fields or elements of `value` to `visitor`, and returns its kind.
pub(super) fn walk<T: Serialize + ?Sized>(value: &T, visitor: &mut impl Visit) -> Result<Class, Unsuitable> {
    value.serialize(Walk { visitor })
}

struct Ignore;

impl Visit for Ignore {
    fn field<T: Serialize + ?Sized>(&mut self, _: &str, _: &T) -> Result<(), Unsuitable> {
        Ok(())
    }

    fn element<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Unsuitable> {
        Ok(())
    }
}

struct Walk<'v, V> {
    visitor: &'v mut V,
}

impl<'v, V: Visit> Walk<'v, V> {
    fn parts(self, class: Class) -> Parts<'v, V> {
        Parts {
            visitor: self.visitor,
            key: String::new(),
            class,
        }
    }
}

macro_rules! scalars {
    ($($method:ident($kind:ty))*) => {$(
        fn $method(self, _: $kind) -> Result<Class, Unsuitable> {
            Ok(Class::Scalar)
        }
    )*};
}

impl<'v, V: Visit> Serializer for Walk<'v, V> {
    type Ok = Class;
    type Error = Unsuitable;
    type SerializeSeq = Parts<'v, V>;
    type SerializeTuple = Parts<'v, V>;
    type SerializeTupleStruct = Parts<'v, V>;
    type SerializeTupleVariant = Impossible<Class, Unsuitable>;
    type SerializeMap = Parts<'v, V>;
    type SerializeStruct = Parts<'v, V>;
    type SerializeStructVariant = Impossible<Class, Unsuitable>;

    scalars! {
        serialize_bool(bool) serialize_char(char) serialize_str(&str) serialize_f32(f32) serialize_f64(f64)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
        serialize_bytes(&[u8])
    }

    fn serialize_none(self) -> Result<Class, Unsuitable> {
        Ok(Class::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Class, Unsuitable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Class, Unsuitable> {
        Ok(Class::Nothing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Class, Unsuitable> {
        Ok(Class::Nothing)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<Class, Unsuitable> {
        Ok(Class::Scalar)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Class, Unsuitable> {
        if name == upload::MARK {
            return upload::handed_over()
                .map(Class::File)
                .ok_or(Unsuitable("is a file that can no longer be read"));
        }
        value.serialize(self)
    }

    /// Represents the variant as JSON does: an object whose only key is the variant's name.
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Class, Unsuitable> {
        self.visitor.field(variant, value)?;
        Ok(Class::Object)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'v, V>, Unsuitable> {
        Ok(self.parts(Class::List))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'v, V>, Unsuitable> {
        Ok(self.parts(Class::List))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'v, V>, Unsuitable> {
        Ok(self.parts(Class::List))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsuitable> {
        Err(Unsuitable("has a type that a form cannot carry"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'v, V>, Unsuitable> {
        Ok(self.parts(Class::Object))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'v, V>, Unsuitable> {
        Ok(self.parts(Class::Object))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsuitable> {
        Err(Unsuitable("has a type that a form cannot carry"))
    }
}

/// The elements of a list, or the fields of an object.
struct Parts<'v, V> {
    visitor: &'v mut V,
    key: String,
    class: Class,
}

macro_rules! elements {
    ($($trait:ident::$method:ident)*) => {$(
        impl<V: Visit> ser::$trait for Parts<'_, V> {
            type Ok = Class;
            type Error = Unsuitable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
                self.visitor.element(value)
            }

            fn end(self) -> Result<Class, Unsuitable> {
                Ok(self.class)
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
}

impl<V: Visit> ser::SerializeMap for Parts<'_, V> {
    type Ok = Class;
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
        self.visitor.field(&key, value)
    }

    fn end(self) -> Result<Class, Unsuitable> {
        Ok(self.class)
    }
}

impl<V: Visit> ser::SerializeStruct for Parts<'_, V> {
    type Ok = Class;
    type Error = Unsuitable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unsuitable> {
        self.visitor.field(key, value)
    }

    fn end(self) -> Result<Class, Unsuitable> {
        Ok(self.class)
    }
}
