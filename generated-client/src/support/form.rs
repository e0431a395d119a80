//! Bodies of `application/x-www-form-urlencoded`: one pair for each field, in the encoding that the document specifies.

use serde::Serialize;

use super::buffer::Buffer;
use super::encode;
use super::fields::{self, Class, Visit};
use super::scalar::{Unsuitable, one_text};

/// The encoding of a form field, if the document specifies one that is not the default.
pub(crate) struct FormField {
    /// The field's name.
    pub(crate) name: &'static str,
    /// How its value is converted to text.
    pub(crate) style: FieldStyle,
    /// The media type of its part in a multipart form.
    pub(crate) media_type: Option<&'static str>,
}

/// How a value is converted to one or more texts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldStyle {
    /// One text for a scalar, one text for each element of a list, JSON for an object.
    Plain,
    /// JSON for every value.
    Json,
    /// One pair for each field of an object, with the field's own name. Other values as `Plain`.
    Fields,
    /// One text with this character between its parts. An object's parts are names and values in turn.
    Joined(char),
    /// One pair for each part of an object, with the part's name in brackets after the field's name.
    Deep,
}

impl FormField {
    pub(super) fn of<'f>(known: &'f [Self], name: &str) -> Option<&'f Self> {
        known.iter().find(|field| field.name == name)
    }
}

/// The text of a form.
pub(super) fn write<T: Serialize + ?Sized>(value: &T, known: &[FormField]) -> Result<Buffer, Unsuitable> {
    let mut form = FormBody {
        known,
        text: Buffer::default(),
    };
    match fields::walk(value, &mut form)? {
        Class::Object | Class::Nothing => Ok(form.text),
        _ => Err(Unsuitable(
            "is not an object, and a form is built from the fields of an object",
        )),
    }
}

/// The JSON of a value.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<Buffer, Unsuitable> {
    let mut json = Buffer::default();
    // The error's text can come from the value's type and repeat a value, so it is discarded.
    serde_json::to_writer(&mut json, value).map_err(|_| Unsuitable("cannot be written as JSON"))?;
    Ok(json)
}

struct FormBody<'k> {
    known: &'k [FormField],
    text: Buffer,
}

impl Visit for FormBody<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        let style = FormField::of(self.known, name).map_or(FieldStyle::Plain, |field| field.style);
        self.put(name, style, value)
    }

    fn element<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Unsuitable> {
        Ok(())
    }
}

impl FormBody<'_> {
    fn put<T: Serialize + ?Sized>(&mut self, name: &str, style: FieldStyle, value: &T) -> Result<(), Unsuitable> {
        match (fields::class(value)?, style) {
            (Class::Nothing, _) => Ok(()),
            (Class::File(_), _) => Err(Unsuitable("contains a file, which a URL-encoded form cannot carry")),
            (_, FieldStyle::Json) => self.json(name, value),
            (Class::Scalar, _) => one_text(value, |text| {
                self.pair(name, text.as_bytes());
                Ok(())
            }),
            (Class::Object, FieldStyle::Plain) => self.json(name, value),
            (_, FieldStyle::Joined(delimiter)) => self.joined(name, delimiter, value),
            (_, style) => {
                let mut inside = Inside {
                    form: self,
                    name,
                    style,
                    count: 0,
                };
                fields::walk(value, &mut inside).map(|_| ())
            }
        }
    }

    fn json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        let json = json(value)?;
        self.pair(name, json.as_ref());
        Ok(())
    }

    /// Writes the texts of a list or an object as one pair. The delimiter belongs to the form, not to a text. It is not
    /// encoded if a form can hold it.
    fn joined<T: Serialize + ?Sized>(&mut self, name: &str, delimiter: char, value: &T) -> Result<(), Unsuitable> {
        let delimiter = match delimiter {
            ',' => ",",
            ' ' => "%20",
            _ => "%7C",
        };
        let mut texts = Texts {
            delimiter,
            text: Buffer::default(),
        };
        fields::walk(value, &mut texts)?;
        self.begin(name);
        self.text.push(texts.text.as_ref());
        Ok(())
    }

    fn pair(&mut self, name: &str, value: &[u8]) {
        self.begin(name);
        push(&mut self.text, value);
    }

    fn begin(&mut self, name: &str) {
        if !self.text.as_ref().is_empty() {
            self.text.push(b"&");
        }
        push(&mut self.text, name.as_bytes());
        self.text.push(b"=");
    }
}

fn push(text: &mut Buffer, value: &[u8]) {
    for piece in encode::encoded(value) {
        text.push(piece.as_bytes());
    }
}

/// The fields or elements of a value that becomes several pairs.
struct Inside<'f, 'k> {
    form: &'f mut FormBody<'k>,
    name: &'f str,
    style: FieldStyle,
    count: usize,
}

impl Visit for Inside<'_, '_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        match self.style {
            FieldStyle::Deep => self
                .form
                .put(&format!("{}[{name}]", self.name), FieldStyle::Deep, value),
            _ => self.form.put(name, FieldStyle::Plain, value),
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        let index = self.count;
        self.count += 1;
        match self.style {
            FieldStyle::Deep => self
                .form
                .put(&format!("{}[{index}]", self.name), FieldStyle::Deep, value),
            _ => self.form.put(self.name, FieldStyle::Plain, value),
        }
    }
}

/// The texts of a value that becomes one pair.
struct Texts {
    delimiter: &'static str,
    text: Buffer,
}

impl Texts {
    fn begin(&mut self) {
        if !self.text.as_ref().is_empty() {
            self.text.push(self.delimiter.as_bytes());
        }
    }
}

impl Visit for Texts {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Unsuitable> {
        if matches!(fields::class(value)?, Class::Nothing) {
            return Ok(());
        }
        self.begin();
        push(&mut self.text, name.as_bytes());
        self.element(value)
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        one_text(value, |text| {
            self.begin();
            push(&mut self.text, text.as_bytes());
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(style: FieldStyle, value: &serde_json::Value) -> String {
        let known = [FormField {
            name: "f",
            style,
            media_type: None,
        }];
        let text = write(&json!({ "f": value, "z": 1 }), &known).unwrap();
        String::from_utf8(text.into_vec()).unwrap()
    }

    #[test]
    fn each_style_has_its_text() {
        let (list, object) = (json!(["a b", "c"]), json!({ "k": 1, "n": null, "l": ["x", "y"] }));
        let flat = json!({ "k": 1, "m": "ü" });
        let table = [
            (FieldStyle::Plain, &list, "f=a%20b&f=c&z=1"),
            (
                FieldStyle::Plain,
                &flat,
                "f=%7B%22k%22%3A1%2C%22m%22%3A%22%C3%BC%22%7D&z=1",
            ),
            (FieldStyle::Json, &list, "f=%5B%22a%20b%22%2C%22c%22%5D&z=1"),
            (FieldStyle::Fields, &flat, "k=1&m=%C3%BC&z=1"),
            (FieldStyle::Joined(','), &list, "f=a%20b,c&z=1"),
            (FieldStyle::Joined('|'), &flat, "f=k%7C1%7Cm%7C%C3%BC&z=1"),
            (
                FieldStyle::Deep,
                &object,
                "f%5Bk%5D=1&f%5Bl%5D%5B0%5D=x&f%5Bl%5D%5B1%5D=y&z=1",
            ),
        ];
        for (style, value, expected) in table {
            assert_eq!(written(style, value), expected, "{value}");
        }
        assert_eq!(written(FieldStyle::Plain, &json!(null)), "z=1");
        assert!(write(&json!([1]), &[]).is_err());
    }
}
