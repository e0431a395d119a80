//! How parameters are written: every style of OpenAPI 3.0 in one place.
//!
//! | place | style | list `a`, `b` | with `explode` | object `k: v` | with `explode` |
//! | --- | --- | --- | --- | --- | --- |
//! | path | simple | `a,b` | `a,b` | `k,v` | `k=v` |
//! | path | label | `.a,b` | `.a.b` | `.k,v` | `.k=v` |
//! | path | matrix | `;p=a,b` | `;p=a;p=b` | `;p=k,v` | `;k=v` |
//! | query | form | `p=a,b` | `p=a&p=b` | `p=k,v` | `k=v` |
//! | query | spaceDelimited | `p=a%20b` | as form | `p=k%20v` | as form |
//! | query | pipeDelimited | `p=a%7Cb` | as form | `p=k%7Cv` | as form |
//! | query | deepObject | | `p=a&p=b` | | `p%5Bk%5D=v` |
//! | header | simple | `a,b` | `a,b` | `k,v` | `k=v` |
//! | cookie | form | `p=a,b` | `p=a; p=b` | `p=k,v` | `k=v` |
//!
//! This is the table of the OpenAPI Specification with the corrections of 3.0.4 and RFC 6570. Brackets and pipes are
//! percent-encoded, since a URL cannot hold them (RFC 3986) and servers refuse them. As in RFC 6570, a null is omitted.
//! An empty list or object is omitted too, unless `allowEmptyValue` is set. The table does not cover nested values:
//! `deepObject` nests objects (`p%5Bk%5D%5Bl%5D=v`), repeats the name for a list of scalars and numbers the objects of
//! a list. All other styles write a nested value as JSON.
//!
//! A value that contains a separator of its style would not arrive unchanged, so it is refused.

use percent_encoding::{AsciiSet, utf8_percent_encode};
use secrecy::zeroize::{Zeroize, Zeroizing};
use serde::Serialize;

use super::buffer::Buffer;
use super::encode;
use super::redact::{self, Secrets};
use super::scalar::{self, At, Compound, Sink, Unsuitable};

/// The maximum depth of nested objects in the query.
const MAX_DEPTH: usize = 64;

/// What a document says about a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub(super) name: &'static str,
    pub(super) place: Location,
    style: Style,
    explode: bool,
    reserved: bool,
    empty: bool,
    json: bool,
    pub(super) secret: bool,
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Pipe,
    Deep,
}

impl Parameter {
    const fn new(name: &'static str, place: Location, style: Style, explode: bool) -> Self {
        Self {
            name,
            place,
            style,
            explode,
            reserved: false,
            empty: false,
            json: false,
            secret: false,
        }
    }

    /// A path parameter in the style `simple`.
    pub(crate) const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple, false)
    }

    /// A query parameter in the style `form`, exploded.
    pub(crate) const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, true)
    }

    /// A header in the style `simple`.
    pub(crate) const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, false)
    }

    /// A cookie in the style `form`, exploded.
    pub(crate) const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, true)
    }

    const fn style(self, style: Style, explode: bool) -> Self {
        Self { style, explode, ..self }
    }

    /// In the style `label`.
    pub(crate) const fn label(self) -> Self {
        self.style(Style::Label, false)
    }

    /// In the style `matrix`.
    pub(crate) const fn matrix(self) -> Self {
        self.style(Style::Matrix, false)
    }

    /// In the style `spaceDelimited`.
    pub(crate) const fn space_delimited(self) -> Self {
        self.style(Style::Space, false)
    }

    /// In the style `pipeDelimited`.
    pub(crate) const fn pipe_delimited(self) -> Self {
        self.style(Style::Pipe, false)
    }

    /// In the style `deepObject`.
    pub(crate) const fn deep_object(self) -> Self {
        self.style(Style::Deep, true)
    }

    /// With `explode: true`.
    pub(crate) const fn exploded(self) -> Self {
        self.style(self.style, true)
    }

    /// With `explode: false`.
    pub(crate) const fn joined(self) -> Self {
        self.style(self.style, false)
    }

    /// With `allowReserved: true`: reserved characters stay unencoded unless they would change the meaning of the
    /// query.
    pub(crate) const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// With `allowEmptyValue: true`: an empty list or object is sent as an empty text.
    pub(crate) const fn empty_allowed(self) -> Self {
        Self { empty: true, ..self }
    }

    /// Sent as JSON text.
    pub(crate) const fn json(self) -> Self {
        Self { json: true, ..self }
    }

    /// Marks the value as a secret.
    pub(crate) const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Whether it is a header.
    pub(super) fn is_header(self) -> bool {
        self.place == Location::Header
    }

    /// Its name in messages.
    pub(super) const fn what(self) -> &'static str {
        match self.place {
            Location::Path => "path parameter",
            Location::Query => "query parameter",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
    }

    /// Appends the value to the path, the query or the cookies; the value of a header is written on its own. Returns
    /// the number of parts: no part differs from an empty text.
    pub(super) fn write<T: Serialize + ?Sized>(
        self,
        value: &T,
        out: &mut String,
        secrets: &mut Secrets,
    ) -> Result<usize, Unsuitable> {
        let start = out.len();
        let mut writer = Writer {
            parameter: self,
            out,
            secrets,
            parts: 0,
        };
        if self.json {
            writer.json(value)?;
        } else {
            scalar::take_apart(value, &mut writer)?;
        }
        let parts = writer.parts;
        if self.place == Location::Path {
            check_path(parts, out.get(start..).unwrap_or_default())?;
        }
        Ok(parts)
    }
}

fn check_path(parts: usize, written: &str) -> Result<(), Unsuitable> {
    match (parts, written) {
        (0, _) => Err(Unsuitable("has no value")),
        (_, "") => Err(Unsuitable("is empty")),
        _ => Ok(()),
    }
}

/// Assembles the parts of one parameter.
struct Writer<'w> {
    parameter: Parameter,
    out: &'w mut String,
    secrets: &'w mut Secrets,
    parts: usize,
}

impl Sink for Writer<'_> {
    fn opens(&self, at: &At<'_>, what: Compound) -> bool {
        match self.parameter.style {
            Style::Deep => at.depth() < MAX_DEPTH,
            Style::Form if self.parameter.explode => scalar::opens_as_form(at, what),
            _ => matches!(at, At::Whole),
        }
    }

    fn put(&mut self, at: &At<'_>, text: &str) -> Result<(), Unsuitable> {
        // A whole header value is remembered in the memory that is sent.
        if self.parameter.secret && !(self.parameter.is_header() && matches!(at, At::Whole)) {
            self.secrets.remember(redact::shared(text));
        }
        self.check(at, text)?;
        self.write(at, text)?;
        self.parts = self.parts.saturating_add(1);
        Ok(())
    }

    fn empty(&mut self) -> Result<(), Unsuitable> {
        if self.parameter.empty && self.parameter.place == Location::Query {
            self.put(&At::Whole, "")?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsuitable> {
        let mut json = Buffer::default();
        // The error's text can come from the value's type and repeat a value, so it is discarded.
        let broken = Unsuitable("cannot be written as JSON");
        serde_json::to_writer(&mut json, value).map_err(|_| broken)?;
        let text = std::str::from_utf8(json.as_ref()).map_err(|_| broken)?;
        if text == "null" {
            return Ok(());
        }
        if self.parameter.secret {
            // A server would repeat the text, not its JSON spelling.
            self.secrets.remember(redact::shared(text.trim_matches('"')));
        }
        if self.parameter.place == Location::Header && !text.is_ascii() {
            let mut ascii = Zeroizing::new(String::with_capacity(text.len().saturating_mul(6)));
            encode::push_ascii_json(&mut ascii, text);
            return self.put(&At::Whole, &ascii);
        }
        self.put(&At::Whole, text)
    }

    /// Refuses a text that would not arrive unchanged.
    fn check(&self, at: &At<'_>, text: &str) -> Result<(), Unsuitable> {
        let Parameter { place, style, .. } = self.parameter;
        match place {
            Location::Path if style == Style::Simple && matches!(at, At::Whole) => encode::check_path_value(text)?,
            Location::Path => encode::check_path_part(text)?,
            Location::Header if matches!(at, At::Item(..)) && text.is_empty() => {
                return Err(Unsuitable("has an empty element, which servers ignore"));
            }
            _ => {}
        }
        if matches!(at, At::Whole) {
            return Ok(());
        }
        let key = match at {
            At::Key(_, key) => key,
            _ => "",
        };
        let separators: &[char] = match (place, style) {
            (Location::Header, _) => &[','],
            (_, Style::Space) => &[' '],
            (_, Style::Pipe) => &['|'],
            _ => return Ok(()),
        };
        let is_ambiguous = place == Location::Header && self.parameter.explode && key.contains('=');
        if is_ambiguous || text.contains(separators) || key.contains(separators) {
            return Err(Unsuitable("has a part that contains the separator of the parts"));
        }
        Ok(())
    }

    fn write(&mut self, at: &At<'_>, text: &str) -> Result<(), Unsuitable> {
        let Parameter {
            name, style, explode, ..
        } = self.parameter;
        let key = match at {
            At::Key(_, key) => Some(*key),
            _ => None,
        };
        match (style, explode) {
            (Style::Form, true) => self.pair(scalar::name_in_form(at, name), text),
            (Style::Deep, _) => {
                self.separate();
                self.push(name)?;
                self.push_keys(at)?;
                self.push_sign("=");
                self.push(text)
            }
            (Style::Matrix, true) => {
                self.push_sign(";");
                self.push(key.unwrap_or(name))?;
                if !text.is_empty() {
                    self.push_sign("=");
                }
                self.push(text)
            }
            _ => self.joined(matches!(at, At::Whole), key, text),
        }
    }

    /// Appends a part to the others of one value.
    fn joined(&mut self, is_whole: bool, key: Option<&str>, text: &str) -> Result<(), Unsuitable> {
        let Parameter {
            name, style, explode, ..
        } = self.parameter;
        let separator = match style {
            Style::Space => "%20",
            Style::Pipe => "%7C",
            Style::Label if explode => ".",
            _ => ",",
        };
        if self.parts > 0 {
            self.push_sign(separator);
        } else {
            match style {
                Style::Simple => {}
                Style::Label => self.push_sign("."),
                Style::Matrix => {
                    self.push_sign(";");
                    self.push(name)?;
                    if !is_whole || !text.is_empty() {
                        self.push_sign("=");
                    }
                }
                _ => {
                    self.separate();
                    self.push_name(name)?;
                    self.push_sign("=");
                }
            }
        }
        if let Some(key) = key {
            self.push(key)?;
            self.push_sign(if explode { "=" } else { separator });
        }
        self.push(text)
    }

    fn pair(&mut self, name: &str, text: &str) -> Result<(), Unsuitable> {
        self.separate();
        self.push_name(name)?;
        self.push_sign("=");
        self.push(text)
    }

    /// Writes the separator between two query parameters or two cookies.
    fn separate(&mut self) {
        if !self.out.is_empty() {
            self.push_sign(if self.parameter.place == Location::Cookie {
                "; "
            } else {
                "&"
            });
        }
    }

    /// Writes `[key]` for each key of a part, and `[index]` for an object in a list.
    fn push_keys(&mut self, at: &At<'_>) -> Result<(), Unsuitable> {
        let (outer, is_last) = match at {
            At::Whole => return Ok(()),
            At::Item(outer, _) => (outer, true),
            At::Key(outer, _) => (outer, false),
        };
        if let (At::Item(list, index), false) = (outer, is_last) {
            self.push_keys(list)?;
            self.push_sign(&format!("%5B{index}%5D"));
        } else {
            self.push_keys(outer)?;
        }
        if let At::Key(_, key) = at {
            self.push_sign("%5B");
            self.push(key)?;
            self.push_sign("%5D");
        }
        Ok(())
    }

    fn push_name(&mut self, name: &str) -> Result<(), Unsuitable> {
        if self.parameter.place != Location::Cookie {
            return self.push(name);
        }
        encode::check_cookie_name(name)?;
        self.push_sign(name);
        Ok(())
    }

    /// Appends a text of the value or the document, encoded so that it is not read as structure.
    fn push(&mut self, text: &str) -> Result<(), Unsuitable> {
        let set = self.characters();
        match self.parameter.place {
            Location::Header => encode::check_header_value(text)?,
            Location::Cookie if !self.parameter.json => encode::check_cookie_value(text)?,
            _ => {
                self.make_room(text.len().saturating_mul(3));
                self.out.extend(utf8_percent_encode(text, set));
                return Ok(());
            }
        }
        self.push_sign(text);
        Ok(())
    }

    /// The characters to encode.
    fn characters(&self) -> &'static AsciiSet {
        let Parameter {
            style,
            explode,
            reserved,
            ..
        } = self.parameter;
        match (style, explode) {
            (Style::Label, true) => encode::BETWEEN_DOTS,
            (Style::Form | Style::Deep, true) if reserved => encode::RESERVED,
            _ if reserved => encode::RESERVED_IN_LIST,
            _ => encode::VALUE,
        }
    }

    /// Appends a text without encoding.
    fn push_sign(&mut self, sign: &str) {
        self.make_room(sign.len());
        self.out.push_str(sign);
    }

    /// Moves the written text to larger memory and zeroes the old memory.
    fn make_room(&mut self, bytes: usize) {
        if !self.parameter.secret || self.out.capacity().saturating_sub(self.out.len()) >= bytes {
            return;
        }
        let wanted = self.out.len().saturating_add(bytes);
        let mut roomier = String::with_capacity(wanted.max(self.out.capacity().saturating_mul(2)));
        roomier.push_str(self.out);
        self.out.zeroize();
        *self.out = roomier;
    }
}
