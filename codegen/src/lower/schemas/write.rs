//! Definitions as the component schemas that typify is shown, and what finish passes have to know of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::apart;
use super::define::{Definition, DefinitionKind, Field, Rest};
use super::form::Form;
use super::graph;
use super::resolve::Loss;
use super::scalar;
use crate::facts::{ModelFacts, UnionFacts, VariantFacts};
use crate::names;

/// All definitions, with what has to be known of all to write one.
pub(super) struct Writer<'a> {
    definitions: &'a BTreeMap<String, Definition>,
    /// The types that requests hold.
    sent: BTreeSet<String>,
    /// The types that responses hold.
    received: BTreeSet<String>,
    /// The types that hold a secret.
    secret: BTreeSet<String>,
    pub(super) losses: Vec<Loss>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        definitions: &'a BTreeMap<String, Definition>,
        sent: &BTreeSet<String>,
        received: &BTreeSet<String>,
    ) -> Self {
        Self {
            definitions,
            sent: graph::reachable(definitions, sent),
            received: graph::reachable(definitions, received),
            secret: graph::secret(definitions),
            losses: Vec::new(),
        }
    }

    /// The component schema of the type `name`.
    pub(super) fn schema(&mut self, name: &str, definition: &Definition) -> Value {
        let mut schema = match &definition.kind {
            DefinitionKind::Object { fields, additional } => self.object(name, fields, additional),
            DefinitionKind::Texts { shown, .. } => json!({ "type": "string", "enum": shown }),
            DefinitionKind::Bounded { least, most } => {
                let mut schema = Map::from_iter([("type".to_owned(), Value::from("string"))]);
                for (key, bound) in [("minLength", least), ("maxLength", most)] {
                    if let Some(bound) = bound {
                        schema.insert(key.to_owned(), Value::from(*bound));
                    }
                }
                Value::Object(schema)
            }
            DefinitionKind::Alias(form) => return form.described(definition.description.as_deref(), None),
            DefinitionKind::Union { variants, .. } => {
                let properties: Map<_, _> = variants
                    .iter()
                    .map(|variant| (carrier_key(&variant.ident), Value::Object(variant.form.schema())))
                    .collect();
                let required: Vec<_> = properties.keys().cloned().collect();
                json!({ "type": "object", "properties": properties, "required": required })
            }
        };
        if let (Some(description), Some(map)) = (&definition.description, schema.as_object_mut()) {
            map.insert("description".to_owned(), Value::from(description.as_str()));
        }
        schema
    }

    fn object(&mut self, name: &str, fields: &[Field], additional: &Rest) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let is_required = self.is_required(name, field);
            let form = if is_required {
                field.form.clone()
            } else {
                field.form.clone().not_null()
            };
            let default = self.default(field, &form, is_required);
            properties.insert(
                field.shown.clone(),
                form.described(field.description.as_deref(), default),
            );
            if is_required {
                required.push(field.shown.clone());
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if let Some(map) = schema.as_object_mut() {
            if !required.is_empty() {
                map.insert("required".to_owned(), json!(required));
            }
            match additional {
                Rest::Open => {}
                Rest::Never => {
                    map.insert("additionalProperties".to_owned(), Value::Bool(false));
                }
                Rest::Kept(form) => {
                    map.insert("additionalProperties".to_owned(), Value::Object(form.schema()));
                }
            }
        }
        schema
    }

    /// Whether a value cannot be without the field, on any of the ways that it goes: what is only read is not sent, and what
    /// is only sent does not come back.
    fn is_required(&self, owner: &str, field: &Field) -> bool {
        let absent = field.read_only && self.sent.contains(owner) || field.write_only && self.received.contains(owner);
        field.required && !absent
    }

    /// The default that typify is shown.
    fn default(&mut self, field: &Field, form: &Form, is_required: bool) -> Option<Value> {
        let (at, value) = field.default.as_ref()?;
        if value.is_null() || is_required {
            return None;
        }
        let taken = match form {
            Form::Named(name) => self.of_texts(name, value),
            form => scalar::takes(form, value).then(|| value.clone()),
        };
        if taken.is_none() {
            self.losses.push(Loss {
                at: at.clone(),
                what: "this `default` is not applied by the client: the field is absent where the server leaves it out"
                    .to_owned(),
                degrades: false,
            });
        }
        taken
    }

    /// The default as the enumeration `name` is shown its values.
    fn of_texts(&self, name: &str, value: &Value) -> Option<Value> {
        let text = value.as_str()?;
        let DefinitionKind::Texts { shown, wire } = &self.definitions.get(name)?.kind else {
            return None;
        };
        let shown = shown.iter().find(|shown| wire.get(*shown).unwrap_or(*shown) == text)?;
        Some(Value::from(shown.as_str()))
    }

    /// What finish passes have to know of the type `name`.
    pub(super) fn facts(&self, name: &str, definition: &Definition) -> ModelFacts {
        let mut facts = ModelFacts {
            place: definition.place.clone(),
            deprecated: definition.deprecated,
            ..ModelFacts::default()
        };
        match &definition.kind {
            DefinitionKind::Object { fields, .. } => {
                for field in fields {
                    if field.shown != field.key {
                        facts.wire.insert(field.ident.clone(), field.key.clone());
                    }
                    if field.read_only && self.sent.contains(name) {
                        facts.read_only.insert(field.ident.clone());
                    }
                    if field.deprecated {
                        facts.deprecated_fields.insert(field.ident.clone());
                    }
                }
            }
            DefinitionKind::Texts { wire, .. } => facts.wire.clone_from(wire),
            DefinitionKind::Union { variants, tag } => {
                let variants = variants.iter().map(|variant| {
                    let mut shapes = apart::shapes(self.definitions, &variant.form);
                    if let Some(tag) = tag {
                        apart::tagged(&mut shapes, tag, &variant.tags);
                    }
                    VariantFacts {
                        ident: variant.ident.clone(),
                        field: names::field_name(&carrier_key(&variant.ident)),
                        description: variant.description.clone(),
                        shapes,
                    }
                });
                facts.union = Some(UnionFacts {
                    variants: variants.collect(),
                    tag: tag.clone(),
                    open: !self.secret.contains(name),
                });
            }
            DefinitionKind::Bounded { .. } | DefinitionKind::Alias(_) => {}
        }
        facts
    }
}

/// The property of a union's carrier that stands for the variant `ident`.
fn carrier_key(ident: &str) -> String {
    use heck::ToSnakeCase as _;
    format!("v_{}", ident.to_snake_case())
}
