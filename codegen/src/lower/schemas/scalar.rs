//! Numbers, texts and enumerations.

use std::collections::BTreeMap;

use serde_json::Value;

use super::form::Form;
use super::gather::{Gathered, Kind};
use super::name::{self, Scope};
use crate::names;

/// The formats of whole numbers that typify has a type for.
const INTEGERS: [&str; 10] = [
    "int8", "uint8", "int16", "uint16", "int", "uint", "int32", "uint32", "int64", "uint64",
];

/// The formats of texts that Rust's own library has a type for.
const ADDRESSES: [&str; 3] = ["ip", "ipv4", "ipv6"];

/// A whole number. `None` where no Rust type holds all that the document allows.
pub(super) fn integer(gathered: &Gathered<'_>) -> Option<Form> {
    let (least, most) = (gathered.minimum, gathered.maximum);
    let format = gathered.format.filter(|format| INTEGERS.contains(format));
    let is_wide = least.is_some_and(|least| least < i64::MIN as f64) || most.is_some_and(|most| most > u64::MAX as f64);
    let is_vast = matches!(
        gathered.format,
        Some("int128" | "uint128" | "int256" | "uint256" | "bigint" | "big-integer")
    );
    if format.is_none() && (is_wide || is_vast) {
        return None;
    }
    // Beyond what i64 holds, but within u64.
    let is_unsigned = format.is_none() && most.is_some_and(|most| most >= i64::MAX as f64 && most > 9.3e18);
    if is_unsigned {
        return least
            .is_some_and(|least| least >= 0.0)
            .then(|| integer_of(Some("uint64"), None, None));
    }
    let whole = |bound: f64| {
        let exact = bound as i64;
        (exact as f64 == bound && bound.abs() < 9.0e15).then_some(exact)
    };
    // A bound that contradicts the format would bring typify to another type than the format's.
    let (minimum, maximum) = match format {
        Some(_) => (least.and_then(whole).filter(|least| *least == 1), None),
        None => (least.and_then(whole), most.and_then(whole)),
    };
    Some(integer_of(format, minimum, maximum))
}

fn integer_of(format: Option<&str>, minimum: Option<i64>, maximum: Option<i64>) -> Form {
    Form::Integer {
        format: format.map(ToOwned::to_owned),
        minimum,
        maximum,
    }
}

/// A text that needs no name; `None` for one whose length is bounded.
pub(super) fn text(gathered: &Gathered<'_>) -> Option<Form> {
    match gathered.format {
        Some("password") => Some(Form::Secret),
        Some(format) if ADDRESSES.contains(&format) => Some(Form::Address(format.to_owned())),
        _ if is_bounded(gathered) => None,
        _ => Some(Form::Text),
    }
}

fn is_bounded(gathered: &Gathered<'_>) -> bool {
    let (least, most) = lengths(gathered);
    // A bound that no text meets is a slip.
    let contradicts = matches!((least, most), (Some(least), Some(most)) if least > most);
    !contradicts && (least.is_some() || most.is_some())
}

/// The bounds on a text's length that say something; typify counts in 32 bits.
pub(super) fn lengths(gathered: &Gathered<'_>) -> (Option<u64>, Option<u64>) {
    let fits = |bound: &u64| *bound < u64::from(u32::MAX);
    let least = gathered.min_length.filter(|least| *least > 0).filter(fits);
    (least, gathered.max_length.filter(fits))
}

/// What a list of values amounts to.
pub(super) enum Listed {
    /// Texts, an enumeration.
    Texts(Vec<String>),
    /// Values of one other kind.
    Of(Kind),
    /// Values of several kinds; the texts among them.
    Mixed(Vec<Kind>, Vec<String>),
    /// Something that has no type.
    Other,
}

/// What the values listed for a schema amount to.
pub(super) fn listed(gathered: &Gathered<'_>, values: &[&Value]) -> Listed {
    let kind = gathered.kind_alone();
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Vec<Kind> = Vec::new();
    for value in values {
        let (value_kind, text) = match value {
            Value::String(text) => (Kind::Text, text.clone()),
            Value::Bool(_) => (Kind::Boolean, value.to_string()),
            Value::Number(number) if number.is_f64() => (Kind::Number, value.to_string()),
            Value::Number(_) => (Kind::Integer, value.to_string()),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => return Listed::Other,
        };
        // YAML reads `no` and `1` as other than text; where the type says that they are text, they are.
        let value_kind = if kind == Some(Kind::Text) {
            Kind::Text
        } else {
            value_kind
        };
        if value_kind == Kind::Text && !texts.contains(&text) {
            texts.push(text);
        }
        if !kinds.contains(&value_kind) {
            kinds.push(value_kind);
        }
    }
    match (kind, kinds.as_slice()) {
        (Some(kind @ (Kind::Integer | Kind::Number | Kind::Boolean)), _) => Listed::Of(kind),
        (None | Some(Kind::Text), [Kind::Text]) => Listed::Texts(texts),
        (None, [kind]) => Listed::Of(*kind),
        (None, [Kind::Integer, Kind::Number] | [Kind::Number, Kind::Integer]) => Listed::Of(Kind::Number),
        (None, [_, ..]) => Listed::Mixed(kinds, texts),
        _ => Listed::Other,
    }
}

/// The values of an enumeration as typify is shown them, and for those that are shown in other words what they are on
/// the wire.
pub(super) fn variants(texts: &[String]) -> (Vec<String>, BTreeMap<String, String>) {
    let plain: Vec<_> = texts.iter().map(|text| names::type_name(text)).collect();
    let unique: std::collections::BTreeSet<_> = plain.iter().collect();
    let readable = texts
        .iter()
        .all(|text| text.chars().any(char::is_alphanumeric) && !text.contains('\''));
    let stable = texts.iter().all(|text| !matches!(text.as_str(), "+1" | "-1"));
    if unique.len() == texts.len() && readable && stable && !unique.iter().any(|name| *name == "Self_") {
        return (texts.to_vec(), BTreeMap::new());
    }
    let mut scope = Scope::of_variants();
    let (mut shown, mut wire) = (Vec::new(), BTreeMap::new());
    for text in texts {
        let first = name::variant(text);
        let name = if scope.claim(&first) {
            first
        } else {
            scope.take(&name::spelt(text))
        };
        wire.insert(name.clone(), text.clone());
        shown.push(name);
    }
    (shown, wire)
}

/// Whether `default` is a value of `form` that typify can write down.
pub(super) fn takes(form: &Form, default: &Value) -> bool {
    match (form, default) {
        (Form::Boolean, Value::Bool(_)) | (Form::Text, Value::String(_)) => true,
        (Form::Number { .. }, Value::Number(number)) => number.as_f64().is_some_and(f64::is_finite),
        (
            Form::Integer {
                format,
                minimum,
                maximum,
            },
            Value::Number(_),
        ) => default.as_i64().is_some_and(|value| {
            let (low, high) = range(format.as_deref());
            low <= value
                && value <= high
                && minimum.is_none_or(|minimum| minimum <= value)
                && maximum.is_none_or(|maximum| value <= maximum)
        }),
        (Form::List(_), Value::Array(items)) => items.is_empty(),
        (Form::Map(_), Value::Object(map)) => map.is_empty(),
        (Form::Nullable(inner), default) => takes(inner, default),
        _ => false,
    }
}

fn range(format: Option<&str>) -> (i64, i64) {
    match format {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("int" | "int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint" | "uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    }
}
