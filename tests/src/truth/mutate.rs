//! One change to a document, as an author might make it. What comes out need not be legal: the lints decide.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Makes a change and says which; `None` where the one that was drawn does not fit the document.
pub(super) fn mutate(document: &mut Value, random: &mut Random) -> Option<String> {
    let change = random.pick(CHANGES)?;
    change(document, random)
}

type Change = fn(&mut Value, &mut Random) -> Option<String>;

const CHANGES: &[Change] = &[
    rename_property,
    remove_property,
    add_property,
    add_property,
    toggle_required,
    toggle_required,
    change_type,
    change_type,
    change_format,
    toggle_nullable,
    constrain_text,
    toggle_default,
    wrap_in_array,
    add_enum_value,
    add_enum_value,
    remove_enum_value,
    rename_enum_value,
    rename_operation,
    add_operation,
    add_operation,
    remove_operation,
    add_parameter,
    add_parameter,
    remove_parameter,
    toggle_parameter,
    rename_parameter,
    reference_another,
    rename_schema,
    add_schema,
    remove_response,
    add_response,
    toggle_additional_properties,
    add_alternative,
    describe,
    describe,
];

const NAMES: [&str; 8] = [
    "colour", "weight", "lastSeen", "x-origin", "owner_id", "flags", "type", "noteText",
];

/// Every place below `value` of which `wanted` holds.
fn places(value: &Value, wanted: fn(&Map<String, Value>) -> bool) -> Vec<String> {
    fn walk(value: &Value, at: &str, wanted: fn(&Map<String, Value>) -> bool, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if wanted(map) {
                    found.push(at.to_owned());
                }
                for (key, child) in map {
                    walk(
                        child,
                        &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                        wanted,
                        found,
                    );
                }
            }
            Value::Array(items) => {
                for (index, child) in items.iter().enumerate() {
                    walk(child, &format!("{at}/{index}"), wanted, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", wanted, &mut found);
    found
}

fn pick<'d>(
    document: &'d mut Value,
    random: &mut Random,
    wanted: fn(&Map<String, Value>) -> bool,
) -> Option<(String, &'d mut Map<String, Value>)> {
    let at = random.pick(&places(document, wanted))?.clone();
    let map = document.pointer_mut(&at)?.as_object_mut()?;
    Some((at, map))
}

fn has_properties(map: &Map<String, Value>) -> bool {
    map.get("properties").is_some_and(Value::is_object)
}

fn is_plain(map: &Map<String, Value>) -> bool {
    let plain = map
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|of| ["string", "integer", "number", "boolean"].contains(&of));
    plain && !map.contains_key("enum")
}

fn is_enum(map: &Map<String, Value>) -> bool {
    map.get("enum").is_some_and(Value::is_array)
}

fn is_operation(map: &Map<String, Value>) -> bool {
    map.contains_key("operationId") && map.contains_key("responses")
}

fn is_parameter(map: &Map<String, Value>) -> bool {
    map.contains_key("in") && map.contains_key("name")
}

fn is_free_parameter(map: &Map<String, Value>) -> bool {
    is_parameter(map) && map.get("in") != Some(&json!("path"))
}

fn plain_schema(random: &mut Random) -> Value {
    let schemas = [
        json!({"type": "string"}),
        json!({"type": "integer"}),
        json!({"type": "integer", "format": "int32"}),
        json!({"type": "number"}),
        json!({"type": "boolean"}),
        json!({"type": "string", "nullable": true}),
        json!({"type": "string", "format": "password"}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "object", "properties": {"left": {"type": "string"}, "right": {"type": "integer"}}}),
        json!({"type": "string", "enum": ["low", "high"]}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}}),
        json!({}),
    ];
    random.pick(&schemas).cloned().unwrap_or_default()
}

/// A property's name in the schema `map`.
fn property(map: &Map<String, Value>, random: &mut Random) -> Option<String> {
    let names: Vec<_> = map.get("properties")?.as_object()?.keys().cloned().collect();
    random.pick(&names).cloned()
}

fn required(map: &mut Map<String, Value>) -> Option<&mut Vec<Value>> {
    map.entry("required").or_insert_with(|| json!([])).as_array_mut()
}

fn set_required(map: &mut Map<String, Value>, names: Vec<Value>) {
    match names.is_empty() {
        true => map.remove("required"),
        false => map.insert("required".to_owned(), Value::Array(names)),
    };
}

fn rename_property(document: &mut Value, random: &mut Random) -> Option<String> {
    let new = (*random.pick(&NAMES)?).to_owned();
    let (at, map) = pick(document, random, has_properties)?;
    let old = property(map, random)?;
    let properties = map.get_mut("properties")?.as_object_mut()?;
    let schema = properties.remove(&old)?;
    properties.insert(new.clone(), schema);
    let names = required(map)?
        .iter()
        .map(|name| if *name == json!(old) { json!(new) } else { name.clone() })
        .collect();
    set_required(map, names);
    Some(format!("property {old} of {at} renamed to {new}"))
}

fn remove_property(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, has_properties)?;
    let name = property(map, random)?;
    map.get_mut("properties")?.as_object_mut()?.remove(&name);
    let names = required(map)?
        .iter()
        .filter(|known| **known != json!(name))
        .cloned()
        .collect();
    set_required(map, names);
    Some(format!("property {name} of {at} removed"))
}

fn add_property(document: &mut Value, random: &mut Random) -> Option<String> {
    let (name, schema, must) = (
        (*random.pick(&NAMES)?).to_owned(),
        plain_schema(random),
        random.below(3) == 0,
    );
    let (at, map) = pick(document, random, has_properties)?;
    map.get_mut("properties")?
        .as_object_mut()?
        .insert(name.clone(), schema.clone());
    if must {
        required(map)?.push(json!(name));
    }
    Some(format!(
        "property {name}: {schema} added to {at}{}",
        if must { ", required" } else { "" }
    ))
}

fn toggle_required(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, has_properties)?;
    let name = json!(property(map, random)?);
    let mut names = required(map)?.clone();
    let was = names.contains(&name);
    if was {
        names.retain(|known| *known != name);
    } else {
        names.push(name.clone());
    }
    set_required(map, names);
    Some(format!(
        "property {name} of {at} {}required",
        if was { "not " } else { "" }
    ))
}

fn change_type(document: &mut Value, random: &mut Random) -> Option<String> {
    let new = plain_schema(random);
    let (at, map) = pick(document, random, is_plain)?;
    let text = format!("{at} became {new}");
    *map = new.as_object()?.clone();
    Some(text)
}

fn change_format(document: &mut Value, random: &mut Random) -> Option<String> {
    let formats = [
        "int32",
        "int64",
        "uint8",
        "double",
        "date",
        "date-time",
        "uuid",
        "password",
        "byte",
    ];
    let format = *random.pick(&formats)?;
    let (at, map) = pick(document, random, is_plain)?;
    map.insert("format".to_owned(), json!(format));
    Some(format!("{at} got the format {format}"))
}

fn toggle_nullable(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, |map| map.contains_key("type"))?;
    let was = map.remove("nullable") == Some(json!(true));
    if !was {
        map.insert("nullable".to_owned(), json!(true));
    }
    Some(format!("{at} {}nullable", if was { "not " } else { "" }))
}

fn constrain_text(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, |map| {
        is_plain(map) && map.get("type") == Some(&json!("string"))
    })?;
    if map.remove("maxLength").is_none() {
        map.insert("maxLength".to_owned(), json!(40));
    }
    Some(format!("the longest text of {at} changed"))
}

fn toggle_default(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, is_plain)?;
    if map.remove("default").is_none() {
        let default = match map.get("type")?.as_str()? {
            "string" => json!("none"),
            "boolean" => json!(true),
            _ => json!(7),
        };
        map.insert("default".to_owned(), default);
    }
    Some(format!("the default of {at} changed"))
}

fn wrap_in_array(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, is_plain)?;
    let items = Value::Object(std::mem::take(map));
    *map = Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), items)]);
    Some(format!("{at} became a list"))
}

fn add_enum_value(document: &mut Value, random: &mut Random) -> Option<String> {
    let value = *random.pick(&["extra", "Unknown", "another-one", "OTHER"])?;
    let (at, map) = pick(document, random, is_enum)?;
    map.get_mut("enum")?.as_array_mut()?.push(json!(value));
    Some(format!("{value} added to the values of {at}"))
}

fn remove_enum_value(document: &mut Value, random: &mut Random) -> Option<String> {
    let index = random.below(4);
    let (at, map) = pick(document, random, is_enum)?;
    let values = map.get_mut("enum")?.as_array_mut()?;
    let gone = (index < values.len()).then(|| values.remove(index))?;
    Some(format!("{gone} removed from the values of {at}"))
}

fn rename_enum_value(document: &mut Value, random: &mut Random) -> Option<String> {
    let index = random.below(4);
    let (at, map) = pick(document, random, is_enum)?;
    let value = map.get_mut("enum")?.as_array_mut()?.get_mut(index)?;
    let text = format!("{value} of {at} renamed");
    *value = json!("renamed");
    Some(text)
}

fn rename_operation(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, is_operation)?;
    let renamed = format!("{}Anew", map.get("operationId")?.as_str()?);
    map.insert("operationId".to_owned(), json!(renamed));
    Some(format!("{at} is called {renamed}"))
}

fn add_operation(document: &mut Value, random: &mut Random) -> Option<String> {
    let (_, map) = pick(document, random, is_operation)?;
    let mut operation = map.clone();
    let id = format!("{}Too", operation.get("operationId")?.as_str()?);
    operation.insert("operationId".to_owned(), json!(id));
    operation.insert(
        "parameters".to_owned(),
        json!([{"name": "limit", "in": "query", "schema": {"type": "integer"}}]),
    );
    document
        .get_mut("paths")?
        .as_object_mut()?
        .insert(format!("/new/{id}"), json!({"post": operation}));
    Some(format!("operation {id} added"))
}

fn remove_operation(document: &mut Value, random: &mut Random) -> Option<String> {
    let at = random.pick(&places(document, is_operation))?.clone();
    let (path, method) = at.rsplit_once('/')?;
    document.pointer_mut(path)?.as_object_mut()?.remove(method);
    Some(format!("{at} removed"))
}

fn add_parameter(document: &mut Value, random: &mut Random) -> Option<String> {
    let (name, location) = (
        *random.pick(&["page", "X-Region", "sort_by", "since"])?,
        *random.pick(&["query", "header"])?,
    );
    let (required, schema) = (random.below(2) == 0, plain_schema(random));
    let (at, map) = pick(document, random, is_operation)?;
    let parameters = map.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?;
    parameters.push(json!({"name": name, "in": location, "required": required, "schema": schema}));
    Some(format!("{location} parameter {name}: {schema} added to {at}"))
}

fn remove_parameter(document: &mut Value, random: &mut Random) -> Option<String> {
    let at = random
        .pick(&places(document, |map| {
            map.get("parameters").is_some_and(Value::is_array)
        }))?
        .clone();
    let parameters = document.pointer_mut(&at)?.get_mut("parameters")?.as_array_mut()?;
    let index = random.below(parameters.len());
    let gone = (index < parameters.len()).then(|| parameters.remove(index))?;
    Some(format!("parameter {gone} removed from {at}"))
}

fn toggle_parameter(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, is_free_parameter)?;
    let was = map.get("required") == Some(&json!(true));
    map.insert("required".to_owned(), json!(!was));
    Some(format!("parameter {at} {}required", if was { "not " } else { "" }))
}

fn rename_parameter(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, is_free_parameter)?;
    let renamed = format!("{}-2", map.get("name")?.as_str()?);
    map.insert("name".to_owned(), json!(renamed));
    Some(format!("parameter {at} is called {renamed}"))
}

fn component_schemas(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flat_map(|schemas| schemas.keys().cloned())
        .collect()
}

fn reference_another(document: &mut Value, random: &mut Random) -> Option<String> {
    let name = random.pick(&component_schemas(document))?.clone();
    let (at, map) = pick(document, random, |map| {
        map.get("$ref")
            .and_then(Value::as_str)
            .is_some_and(|target| target.starts_with("#/components/schemas/"))
    })?;
    map.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
    Some(format!("{at} refers to {name}"))
}

fn rename_schema(document: &mut Value, random: &mut Random) -> Option<String> {
    let old = random.pick(&component_schemas(document))?.clone();
    let new = format!("{old}Anew");
    let schemas = document.pointer_mut("/components/schemas")?.as_object_mut()?;
    let schema = schemas.remove(&old)?;
    schemas.insert(new.clone(), schema);
    let text = document.to_string().replace(
        &format!("#/components/schemas/{old}\""),
        &format!("#/components/schemas/{new}\""),
    );
    *document = serde_json::from_str(&text).ok()?;
    Some(format!("schema {old} renamed to {new}"))
}

fn add_schema(document: &mut Value, random: &mut Random) -> Option<String> {
    let schema = plain_schema(random);
    document
        .pointer_mut("/components/schemas")?
        .as_object_mut()?
        .insert("Newcomer".to_owned(), schema.clone());
    Some(format!("schema Newcomer: {schema} added"))
}

fn remove_response(document: &mut Value, random: &mut Random) -> Option<String> {
    let (index, (at, map)) = (random.below(4), pick(document, random, is_operation)?);
    let responses = map.get_mut("responses")?.as_object_mut()?;
    let status = responses.keys().nth(index)?.clone();
    responses.remove(&status);
    Some(format!("response {status} of {at} removed"))
}

fn add_response(document: &mut Value, random: &mut Random) -> Option<String> {
    let (status, schema) = (
        *random.pick(&["202", "204", "409", "5XX", "default"])?,
        plain_schema(random),
    );
    let (at, map) = pick(document, random, is_operation)?;
    let response = match status {
        "204" => json!({"description": "Done."}),
        _ => json!({"description": "More.", "content": {"application/json": {"schema": schema}}}),
    };
    map.get_mut("responses")?
        .as_object_mut()?
        .insert(status.to_owned(), response);
    Some(format!("response {status} of {at} is {schema}"))
}

fn toggle_additional_properties(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, has_properties)?;
    if map.remove("additionalProperties").is_none() {
        map.insert("additionalProperties".to_owned(), json!({"type": "string"}));
    }
    Some(format!("additional properties of {at} changed"))
}

fn add_alternative(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, |map| map.get("oneOf").is_some_and(Value::is_array))?;
    map.get_mut("oneOf")?.as_array_mut()?.push(json!({"type": "boolean"}));
    Some(format!("an alternative added to {at}"))
}

fn describe(document: &mut Value, random: &mut Random) -> Option<String> {
    let (at, map) = pick(document, random, |map| {
        map.get("description").is_some_and(Value::is_string)
    })?;
    map.insert("description".to_owned(), json!("Said in other words."));
    Some(format!("{at} is described in other words"))
}
