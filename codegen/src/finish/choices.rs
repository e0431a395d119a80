//! Where an operation has several types of success or of error, or sends one of several media types, lowering has made one
//! object of them, with a field for each. There is only ever one of them: here the object becomes the enumeration that it
//! stands for.

use quote::{format_ident, quote};
use syn::{Field, File, Item, ItemEnum, Type, Variant, parse_quote};

use super::{Pass, carriers};
use crate::facts::{self, BodyFacts, BodyKind, Facts, OperationFacts, RequestFacts, ResponseBody, ResponseFacts};
use crate::{lower, names};

pub(super) const PASS: Pass = Pass {
    id: "choices",
    summary: "several types of success, of error or of request body are an enumeration, told apart by status or media type",
    run,
    expected: |facts| Some(facts.unions()),
};

/// An enumeration to be.
struct Choice {
    docs: Vec<String>,
    options: Vec<Choosable>,
    /// Whether a value can be copied and compared. A body that is read as it arrives can not.
    is_plain: bool,
    /// Whether it can be made of its first variant's value without naming the variant.
    is_body: bool,
}

/// A variant to be.
struct Choosable {
    name: String,
    docs: Vec<String>,
    of: Of,
}

/// What a variant holds.
enum Of {
    Nothing,
    Bytes,
    Upload,
    Text,
    /// What the object's field of this name is.
    Field(String),
}

/// The enumeration of this name.
fn choice(facts: &Facts, name: &str) -> Option<Choice> {
    let operation = facts.operation_of_union(name)?;
    if operation.success.union() == Some(name) {
        let responses = facts::successes(&operation.responses);
        return Some(Choice::of_responses(operation, "succeeds", &responses));
    }
    if operation.error.union() == Some(name) {
        let responses = facts::errors(&operation.responses);
        return Some(Choice::of_responses(operation, "fails", &responses));
    }
    let request = operation.request.as_ref()?;
    Some(Choice::of_bodies(operation, request))
}

fn run(file: &mut File, facts: &Facts) -> usize {
    let is_carrier = |name: &str| facts.operation_of_union(name).is_some();
    carriers::replace(file, is_carrier, |name, carrier| {
        let Some(choice) = choice(facts, name) else {
            return Vec::new();
        };
        let fields: Vec<Field> = carrier.fields.iter().cloned().collect();
        let made = choice.item(name, &fields);
        let conversion = choice.conversion(&made);
        std::iter::once(Item::Enum(made)).chain(conversion).collect()
    })
}

impl Choice {
    fn of_responses(operation: &OperationFacts, what: &str, responses: &[&ResponseFacts]) -> Self {
        let head = format!("What `{}` answers when it {what}, by status.", operation.operation_id);
        Self {
            docs: docs(head, &operation.pointer.child("responses")),
            options: responses
                .iter()
                .map(|response| Choosable::of_response(response))
                .collect(),
            is_plain: responses.iter().all(|response| response.body != ResponseBody::Raw),
            is_body: false,
        }
    }

    fn of_bodies(operation: &OperationFacts, request: &RequestFacts) -> Self {
        let head = format!("What `{}` sends, by media type.", operation.operation_id);
        Self {
            docs: docs(head, &operation.pointer.child("requestBody")),
            options: request.bodies.iter().map(Choosable::of_body).collect(),
            is_plain: true,
            is_body: true,
        }
    }

    fn item(&self, name: &str, fields: &[Field]) -> ItemEnum {
        let ident = format_ident!("{name}");
        let variants = self.options.iter().map(|option| option.variant(fields));
        let docs = self.docs.iter().map(|line| super::doc(line));
        let derives = if self.is_plain {
            quote!(Clone, Debug, PartialEq)
        } else {
            quote!(Debug)
        };
        parse_quote! {
            #(#docs)*
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #ident { #(#variants),* }
        }
    }

    /// The conversion from the value that most callers have.
    fn conversion(&self, item: &ItemEnum) -> Option<Item> {
        let (name, first) = (&item.ident, item.variants.first().filter(|_| self.is_body)?);
        let (variant, of) = (&first.ident, &first.fields.iter().next()?.ty);
        Some(parse_quote! {
            impl ::std::convert::From<#of> for #name {
                fn from(value: #of) -> Self {
                    Self::#variant(value)
                }
            }
        })
    }
}

fn docs(head: String, place: &crate::pointer::Pointer) -> Vec<String> {
    vec![head, String::new(), format!("In the OpenAPI document: `#{place}`.")]
}

impl Choosable {
    fn of_response(response: &ResponseFacts) -> Self {
        let text = response
            .description
            .as_deref()
            .unwrap_or("An answer that the document does not describe.");
        Self {
            name: response.status.variant(),
            docs: text.trim().lines().map(ToOwned::to_owned).collect(),
            of: match response.body {
                ResponseBody::Empty => Of::Nothing,
                ResponseBody::Raw => Of::Bytes,
                ResponseBody::Text => Of::Text,
                ResponseBody::Json => Of::Field(names::field_name(&lower::response_property(response.status))),
            },
        }
    }

    fn of_body(body: &BodyFacts) -> Self {
        Self {
            name: body.variant.clone(),
            docs: vec![format!("The body as `{}`.", body.media_type)],
            of: match body.kind {
                BodyKind::Text => Of::Text,
                BodyKind::Bytes => Of::Upload,
                BodyKind::Json | BodyKind::Multipart | BodyKind::Form => {
                    Of::Field(names::field_name(&lower::body_property(body)))
                }
            },
        }
    }

    fn variant(&self, fields: &[Field]) -> Variant {
        let name = format_ident!("{}", self.name);
        let docs = self.docs.iter().map(|line| super::doc(line));
        let of: Type = match &self.of {
            Of::Nothing => return parse_quote!(#(#docs)* #name),
            Of::Bytes => parse_quote!(crate::support::ByteStream),
            Of::Upload => parse_quote!(crate::support::Upload),
            Of::Text => parse_quote!(::std::string::String),
            Of::Field(field) => {
                let mut fields = fields.iter();
                let known = fields.find(|known| known.ident.as_ref().is_some_and(|ident| *ident == *field));
                known.map_or_else(|| parse_quote!(::serde_json::Value), |field| field.ty.clone())
            }
        };
        parse_quote!(#(#docs)* #name(#of))
    }
}
