//! The members of objects that schemas name.

use std::collections::HashMap;

use openapi_document::pointer;
use openapi_document::view::{Context, follow};
use serde_json::{Map, Value};

type Schema<'d> = &'d Map<String, Value>;

/// The schemas of a document, with the components that extend others by `allOf`.
pub(in crate::lint) struct Schemas<'d> {
    document: &'d Value,
    /// The extending components, by the address of the extended one.
    heirs: HashMap<*const Map<String, Value>, Vec<&'d Value>>,
}

/// All schemas that describe a value, with those that they refer to and consist of.
#[derive(Default)]
pub(in crate::lint) struct Described<'d> {
    /// The schemas: first those that always describe the value, then those of the forms of unions.
    all: Vec<Schema<'d>>,
    /// How many of them come from no union.
    certain: usize,
    /// Where the schemas of the current form begin.
    start: usize,
    /// The forms of a union: for each, the range of its schemas in `all`.
    forms: Vec<std::ops::Range<usize>>,
    unions: usize,
}

impl<'d> Schemas<'d> {
    pub(in crate::lint) fn new(context: &Context<'d>) -> Self {
        let document = &context.document.value;
        let mut heirs: HashMap<_, Vec<&Value>> = HashMap::new();
        let components = document.pointer("/components/schemas").and_then(Value::as_object);
        let components = components.into_iter().flat_map(Map::values);
        for schema in components.filter_map(|schema| follow(document, schema, |_| {})) {
            for member in list(schema, "allOf")
                .iter()
                .filter(|member| member.get("$ref").is_some())
            {
                if let Some(Value::Object(base)) = follow(document, member, |_| {}) {
                    let heirs = heirs.entry(std::ptr::from_ref(base)).or_default();
                    if !heirs.iter().any(|known| std::ptr::eq(*known, schema)) {
                        heirs.push(schema);
                    }
                }
            }
        }
        Self { document, heirs }
    }

    /// All schemas that describe a value of one of `schemas`.
    pub(in crate::lint) fn describe(&self, schemas: &[&'d Value]) -> Described<'d> {
        let mut described = Described::default();
        let mut unions = Vec::new();
        for schema in schemas {
            self.add(schema, true, &mut described, &mut unions);
        }
        described.certain = described.all.len();
        described.unions = unions.len();
        for form in unions.into_iter().flatten() {
            described.start = described.all.len();
            let mut inner = Vec::new();
            self.add(form, true, &mut described, &mut inner);
            // A form can be a union itself. All of its forms together are as good as one here.
            while let Some(forms) = inner.pop() {
                for form in forms {
                    self.add(form, true, &mut described, &mut inner);
                }
            }
            described.forms.push(described.start..described.all.len());
        }
        described
    }

    /// Whether a component with a discriminator and no union stands for others: those that extend it, or those that its mapping
    /// leads to if each has all of its properties.
    pub(in crate::lint) fn is_base(&self, component: Schema<'d>) -> bool {
        let is_other = |other: &&Value| other.as_object().is_some_and(|other| !std::ptr::eq(other, component));
        let heirs = self.heirs.get(&std::ptr::from_ref(component)).into_iter().flatten();
        if heirs.copied().any(|heir| is_other(&heir)) {
            return true;
        }
        let own = self.properties(component);
        let mut mapped = component
            .get("discriminator")
            .into_iter()
            .flat_map(|of| self.mapped(of))
            .peekable();
        let has_all = |other: &'d Value| {
            let other = other
                .as_object()
                .map(|other| self.properties(other))
                .unwrap_or_default();
            own.iter().all(|key| other.contains(key))
        };
        mapped.peek().is_some() && mapped.clone().all(has_all) && mapped.any(|other| is_other(&other))
    }

    /// The properties of a schema and of those that it consists of, without unions.
    fn properties(&self, schema: Schema<'d>) -> Vec<&'d str> {
        let mut described = Described::default();
        self.add_object(schema, false, &mut described, &mut Vec::new());
        let maps = described
            .all
            .iter()
            .filter_map(|schema| schema.get("properties")?.as_object());
        maps.flat_map(Map::keys).map(String::as_str).collect()
    }

    /// Adds a schema and those that it consists of. A base stands for its heirs, unless it is only a part of another schema.
    fn add(&self, schema: &'d Value, whole: bool, described: &mut Described<'d>, unions: &mut Vec<&'d [Value]>) {
        if let Some(Value::Object(schema)) = follow(self.document, schema, |_| {}) {
            self.add_object(schema, whole, described, unions);
        }
    }

    fn add_object(
        &self,
        schema: Schema<'d>,
        whole: bool,
        described: &mut Described<'d>,
        unions: &mut Vec<&'d [Value]>,
    ) {
        let (certain, forms) = described.all.split_at(described.certain);
        let form = forms
            .get(described.start.saturating_sub(described.certain)..)
            .unwrap_or_default();
        if certain.iter().chain(form).any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        described.all.push(schema);
        let members = schema
            .get("allOf")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for member in members {
            self.add(member, whole && members.len() == 1, described, unions);
        }
        let conditions = ["if", "then", "else"].iter().filter_map(|key| schema.get(*key));
        let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
        for condition in conditions.chain(dependent.into_iter().flat_map(Map::values)) {
            self.add(condition, false, described, unions);
        }
        for key in ["oneOf", "anyOf"] {
            match schema.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice) {
                [] => {}
                [only] => self.add(only, whole, described, unions),
                forms => unions.push(forms),
            }
        }
        if let Some(discriminator) = schema.get("discriminator").filter(|_| whole) {
            let heirs = self
                .heirs
                .get(&std::ptr::from_ref(schema))
                .into_iter()
                .flatten()
                .copied();
            for heir in heirs.chain(self.mapped(discriminator)) {
                self.add(heir, true, described, unions);
            }
        }
    }

    /// The components that a discriminator's mapping leads to.
    fn mapped(&self, discriminator: &'d Value) -> impl Iterator<Item = &'d Value> + Clone {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let targets = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
        targets.filter_map(|target| {
            let by_name = self
                .document
                .pointer("/components/schemas")
                .and_then(|all| all.get(target));
            let schema = by_name.or_else(|| pointer::find(self.document, &pointer::fragment(target)?))?;
            follow(self.document, schema, |_| {})
        })
    }
}

impl<'d> Described<'d> {
    /// How many schemas describe the value.
    pub(in crate::lint) fn len(&self) -> usize {
        self.all.len()
    }

    /// The keys of `map` that no schema names. Empty if a schema describes other keys as well, since they are kept then.
    pub(in crate::lint) fn unnamed<'v>(&self, map: &'v Map<String, Value>) -> Vec<&'v str> {
        let (certain, forms) = self.all.split_at(self.certain);
        let is_named = |schemas: &[Schema<'_>], key: &str| schemas.iter().any(|schema| names(schema, key));
        let has_names = |schemas: &[Schema<'_>]| schemas.iter().any(|schema| has_names(schema));
        let of_form = |form: &std::ops::Range<usize>| {
            let range = form.start - self.certain..form.end - self.certain;
            forms.get(range).unwrap_or_default()
        };
        let mut of_forms = self.forms.iter().map(of_form);
        let is_free = |form: &[Schema<'_>]| !has_names(form) && form.iter().all(|schema| may_be_object(schema));
        let keeps_all = self.all.iter().any(|schema| is_open(schema))
            || !has_names(&self.all)
            || self.unions > 1
            || !has_names(certain) && of_forms.clone().any(is_free);
        if keeps_all {
            return Vec::new();
        }
        // If each form lacks a key that another form has, the value is kept as JSON.
        let known = map.keys().filter(|key| is_named(&self.all, key));
        let fits = |form: &[Schema<'_>]| known.clone().all(|key| is_named(certain, key) || is_named(form, key));
        if self.unions > 0 && !of_forms.any(fits) {
            return Vec::new();
        }
        let unnamed = map.keys().filter(|key| !is_named(&self.all, key));
        unnamed.map(String::as_str).collect()
    }

    /// The schemas of the member `key`.
    pub(in crate::lint) fn member(&self, key: &str) -> Vec<&'d Value> {
        let property = |schema: &Schema<'d>| schema.get("properties")?.get(key);
        let named: Vec<_> = self.all.iter().filter_map(property).collect();
        if named.is_empty() {
            // With patterns as well, several schemas can describe the value.
            let is_alone = !self.all.iter().any(|schema| schema.contains_key("patternProperties"));
            let keys = ["additionalProperties", "unevaluatedProperties"];
            let further = keys
                .iter()
                .flat_map(|key| self.all.iter().filter_map(|schema| schema.get(*key)));
            return further.filter(|_| is_alone).collect();
        }
        named
    }

    /// The schemas of the items of a list.
    pub(in crate::lint) fn item(&self) -> Vec<&'d Value> {
        // The items of a tuple stay plain JSON.
        if self.all.iter().any(|schema| schema.contains_key("prefixItems")) {
            return Vec::new();
        }
        self.all.iter().filter_map(|schema| schema.get("items")).collect()
    }
}

fn list<'v>(schema: &'v Value, key: &str) -> &'v [Value] {
    schema.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn names(schema: Schema<'_>, key: &str) -> bool {
    schema
        .get("properties")
        .and_then(|properties| properties.get(key))
        .is_some()
        || schema
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|required| required.iter().any(|name| name == key))
}

fn has_names(schema: Schema<'_>) -> bool {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| !properties.is_empty())
}

/// Whether objects can have further members, which are kept, or whether objects are listed as they are.
fn is_open(schema: Schema<'_>) -> bool {
    let says = |key: &str| schema.get(key).is_some_and(|value| *value != Value::Bool(false));
    says("additionalProperties")
        || says("unevaluatedProperties")
        || says("patternProperties")
        || says("enum") && may_be_object(schema)
}

fn may_be_object(schema: Schema<'_>) -> bool {
    let is_null = schema.get("nullable") == Some(&Value::Bool(true)) && !schema.contains_key("type");
    !is_null && schema.get("type").is_none_or(|kind| kind == "object")
}
