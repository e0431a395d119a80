//! The places at which an object can stand, found by walking the grammar from the document down.

use openapi_document::grammar::{Expect, Object};
use openapi_document::pointer::Pointer;
use serde_json::{Value, json};

use super::values::{beside, is_other_method, keys, names, smallest};

/// Which way what stands at a place travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Travel {
    /// From clients to servers.
    Request,
    /// From servers to clients.
    Response,
    /// Both ways.
    Both,
    /// Nothing uses it.
    Unused,
    /// It is about an operation or the document as a whole.
    Neither,
}

/// An object at a place.
#[derive(Clone, Debug)]
pub struct Site {
    /// What people call it.
    pub name: String,
    /// A document that has it.
    pub document: Value,
    /// Where it stands in that document.
    pub pointer: Pointer,
    /// What it is.
    pub object: Object,
    /// Which way it travels.
    pub travel: Travel,
    /// The outermost schema around it or at it.
    pub schema: Option<Pointer>,
    /// Whether values there are JSON.
    pub is_json: bool,
}

/// So many schemas may stand around another.
const DEEPEST: usize = 1;

/// Every place.
pub(super) fn all() -> Vec<Site> {
    let mut walk = Walk {
        sites: Vec::new(),
        has_variable: false,
    };
    let root = |document: Value| Site {
        name: String::new(),
        document,
        pointer: Pointer::root(),
        object: Object::OpenApi,
        travel: Travel::Neither,
        schema: None,
        is_json: true,
    };
    walk.enter(&root(skeleton("/a")), &[]);
    walk.has_variable = true;
    walk.enter(&root(skeleton("/a/{a}")), &[]);
    walk.sites
}

/// A document with an operation and with what others refer to.
fn skeleton(path: &str) -> Value {
    let operation = |name: &str| json!({"operationId": name, "responses": {"200": {"description": "a"}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "a", "version": "1"},
        "paths": {path: {"post": operation("one")}, "/other": {"get": operation("two")}, "/another": {"put": operation("three")}},
        "components": {
            "schemas": skeleton_schemas(),
            "securitySchemes": {
                "A": {"type": "apiKey", "in": "header", "name": "X-A"},
                "B": {"type": "http", "scheme": "bearer"},
                "O": {"type": "oauth2", "flows": {"clientCredentials": {
                    "tokenUrl": "https://one.example", "scopes": {"read": "a", "write": "b"}}}},
            },
        },
    })
}

/// The schemas that others refer to.
pub(super) fn skeleton_schemas() -> Value {
    json!({
        "P": {"type": "object", "required": ["kind", "p"], "properties": {
            "kind": {"type": "string"}, "other": {"type": "string"}, "p": {"type": "string"}}},
        "Q": {"type": "object", "required": ["kind", "q"], "properties": {
            "kind": {"type": "string"}, "other": {"type": "string"}, "q": {"type": "string"}}},
    })
}

struct Walk {
    sites: Vec<Site>,
    /// Whether the path has a variable: then only its parameter is of interest.
    has_variable: bool,
}

impl Walk {
    fn enter(&mut self, site: &Site, trail: &[(Object, String)]) {
        // The part of the document that has no parameter of the path is walked without it.
        let is_variable = trail.iter().any(|(_, key)| key == "path");
        if !self.has_variable || is_variable {
            self.sites.push(site.clone());
        }
        for (key, expect) in keys(site.object) {
            let Some((object, in_what)) = held(expect) else {
                continue;
            };
            let is_of_other = site.object == Object::Paths && key.contains('{') != self.has_variable;
            if is_of_other
                || !is_entered(trail, site.object, &key, object)
                || site.is_elsewhere() && site.object == Object::Schema
            {
                continue;
            }
            let places: Vec<Pointer> = match in_what {
                Around::Nothing => vec![site.pointer.child(&key)],
                Around::List => vec![site.pointer.child(&key).item(0)],
                Around::Map => {
                    let names = names(site.object, &key).iter();
                    let is_repeated = |(object, key): &(Object, String)| {
                        *object == Object::Components || key == "callbacks" || key == "webhooks"
                    };
                    let most = if key == "content" && trail.iter().any(is_repeated) {
                        1
                    } else {
                        usize::MAX
                    };
                    names
                        .take(most)
                        .map(|name| site.pointer.child(&key).child(name))
                        .collect()
                }
            };
            for place in places {
                for value in smallest(object) {
                    self.child(site, trail, (&key, object), &place, value);
                }
            }
        }
    }

    fn child(
        &mut self,
        site: &Site,
        trail: &[(Object, String)],
        (key, object): (&str, Object),
        place: &Pointer,
        value: Value,
    ) {
        let location = value.get("in").and_then(Value::as_str).map(ToOwned::to_owned);
        let is_path = location.as_deref() == Some("path");
        if object == Object::Parameter && is_path != self.has_variable {
            return;
        }
        let mut document = site.document.clone();
        if let Some(parent) = document.pointer_mut(site.pointer.as_str()) {
            beside(site.object, key, parent);
        }
        // What is there already is what the skeleton has.
        let known = document
            .pointer(place.as_str())
            .is_some_and(|_| is_of_skeleton(site.object, key));
        if !known {
            put(&mut document, place, value);
        }
        let mut trail = trail.to_vec();
        trail.push((site.object, key.to_owned()));
        trail.extend(
            location
                .filter(|_| object == Object::Parameter)
                .map(|location| (object, location)),
        );
        let media = place.last().unwrap_or_default();
        let child = Site {
            name: name(site, key, object, &media, &trail),
            document,
            pointer: place.clone(),
            object,
            travel: travel(site, key),
            schema: site
                .schema
                .clone()
                .or_else(|| (object == Object::Schema).then(|| place.clone())),
            is_json: site.is_json
                && (object != Object::MediaType || media == "application/json")
                && !matches!(site.object, Object::Parameter | Object::Header),
        };
        if site.object == Object::Components {
            for (what, travel, used) in uses(key, &child.document) {
                let name = format!("{} ({what})", child.name);
                self.enter(
                    &Site {
                        name,
                        travel,
                        document: used,
                        ..child.clone()
                    },
                    &trail,
                );
            }
        } else {
            self.enter(&child, &trail);
        }
    }
}

fn name(site: &Site, key: &str, object: Object, last: &str, trail: &[(Object, String)]) -> String {
    let around = if site.name.is_empty() {
        String::new()
    } else {
        format!("{} › ", site.name)
    };
    let mark = match object {
        Object::MediaType => format!("{key} {last}"),
        Object::Parameter => trail
            .last()
            .map(|(_, location)| format!("{key} ({location})"))
            .unwrap_or_default(),
        Object::Response => format!("{key} {last}"),
        _ => key.to_owned(),
    };
    format!("{around}{mark}")
}

enum Around {
    Nothing,
    List,
    Map,
}

/// The object that a place holds, and in what.
fn held(expect: Expect) -> Option<(Object, Around)> {
    let object = |expect: &Expect| match expect {
        Expect::Is(object) | Expect::IsOrRef(object) => Some(*object),
        Expect::BooleanOrSchema => Some(Object::Schema),
        _ => None,
    };
    match expect {
        Expect::List(item) => Some((object(item)?, Around::List)),
        Expect::Map(item) => Some((object(item)?, Around::Map)),
        expect => Some((object(&expect)?, Around::Nothing)),
    }
}

/// Whether the walk goes on into what stands behind `key`: as deep as objects differ by where they stand, and no deeper. What
/// is repeated (in a callback, a webhook or a component) is entered for the direction in which it travels, not for each of
/// its parts.
fn is_entered(trail: &[(Object, String)], owner: Object, key: &str, object: Object) -> bool {
    let count = |wanted: Object| trail.iter().filter(|(object, _)| *object == wanted).count();
    let is_below = |wanted: &str| trail.iter().any(|(_, key)| key == wanted);
    let in_components = count(Object::Components) > 0;
    let is_repeated = in_components || count(Object::Callback) > 0 || is_below("webhooks");
    let is_part = is_below("parameters") || is_below("headers") || is_below("encoding");
    let in_schemas = count(Object::Schema);
    match object {
        // Each keyword that holds a schema is entered where schemas are at home, and once in what both sides send.
        Object::Schema if in_schemas > 0 => {
            in_schemas < DEEPEST
                && !is_part
                && !is_below("callbacks")
                && !is_below("webhooks")
                && !is_below("pathItems")
        }
        Object::Operation => !is_other_method(key) && count(Object::Operation) < 2,
        Object::Callback => !is_repeated || owner == Object::Components,
        // A status is as good as another, but for the class.
        Object::Response if owner == Object::Responses => {
            matches!(key, "200" | "default") && !(is_repeated && key == "default")
        }
        Object::PathItem if owner == Object::Paths => key == "/a" || key == "/a/{a}",
        // The content of headers and parts is that of any other.
        Object::Header => !(is_part || is_repeated && owner != Object::Components),
        Object::MediaType => !(is_below("headers") || is_repeated && is_part),
        Object::Encoding | Object::Link | Object::Server | Object::ExternalDocumentation => {
            !is_repeated || owner == Object::Components
        }
        Object::Parameter => !is_repeated || owner != Object::PathItem,
        Object::Example => owner == Object::MediaType && !is_repeated || owner == Object::Components,
        Object::Xml | Object::Discriminator => in_schemas <= 1 && !is_part,
        _ => true,
    }
}

fn is_of_skeleton(owner: Object, key: &str) -> bool {
    matches!(
        (owner, key),
        (Object::OpenApi, "info" | "paths" | "components")
            | (Object::PathItem, "post")
            | (Object::Operation, "responses")
            | (Object::Responses, "200")
    ) || owner == Object::Paths
}

/// Puts `value` at `place`, with the objects and lists around it that are not there yet.
pub(super) fn put(document: &mut Value, place: &Pointer, value: Value) {
    let mut at = document;
    for token in place.tokens() {
        if at.is_null() {
            *at = if token == "0" { json!([]) } else { json!({}) };
        }
        at = match at {
            Value::Array(list) => {
                let index = token.parse::<usize>().unwrap_or_default();
                while list.len() <= index {
                    list.push(Value::Null);
                }
                &mut list[index]
            }
            Value::Object(map) => map.entry(token).or_insert(Value::Null),
            _ => return,
        };
    }
    *at = value;
}

fn travel(site: &Site, key: &str) -> Travel {
    if site.travel == Travel::Unused {
        return Travel::Unused;
    }
    let flipped = |travel: Travel| match travel {
        Travel::Request => Travel::Response,
        Travel::Response => Travel::Request,
        other => other,
    };
    let is_called_back = site.name.contains("callbacks") || site.name.contains("webhooks");
    let towards = match (site.object, key) {
        (Object::Operation | Object::PathItem, "parameters") | (Object::Operation, "requestBody") => Travel::Request,
        (Object::Operation, "responses") => Travel::Response,
        _ => return site.travel,
    };
    if is_called_back { flipped(towards) } else { towards }
}

/// Where a component is used, and which way it travels then, with the document that uses it.
fn uses(section: &str, document: &Value) -> Vec<(&'static str, Travel, Value)> {
    let reference = json!({"$ref": format!("#/components/{section}/A")});
    let at = |places: &[(&str, Value)]| {
        let mut document = document.clone();
        for (place, value) in places {
            put(&mut document, &Pointer::from_escaped(place), value.clone());
        }
        document
    };
    let post = "/paths/~1a/post";
    let body = (
        format!("{post}/requestBody"),
        json!({"content": {"application/json": {"schema": reference}}}),
    );
    let answer = format!("{post}/responses/200");
    let given = (
        answer.clone(),
        json!({"description": "a", "content": {"application/json": {"schema": reference}}}),
    );
    let inside = |key: &str| json!({"description": "a", key: {"A": reference}});
    let mut uses = vec![("unused", Travel::Unused, document.clone())];
    uses.extend(match section {
        "schemas" => {
            let (body, given) = ((body.0.as_str(), body.1), (given.0.as_str(), given.1));
            vec![
                ("in requests", Travel::Request, at(std::slice::from_ref(&body))),
                ("in responses", Travel::Response, at(std::slice::from_ref(&given))),
                ("in both", Travel::Both, at(&[body, given])),
            ]
        }
        "responses" => vec![("used", Travel::Response, at(&[(&answer, reference)]))],
        "parameters" => vec![(
            "used",
            Travel::Request,
            at(&[(&format!("{post}/parameters"), json!([reference]))]),
        )],
        "requestBodies" => vec![(
            "used",
            Travel::Request,
            at(&[(&format!("{post}/requestBody"), reference)]),
        )],
        "headers" => vec![("used", Travel::Response, at(&[(&answer, inside("headers"))]))],
        "links" => vec![("used", Travel::Response, at(&[(&answer, inside("links"))]))],
        "callbacks" => vec![(
            "used",
            Travel::Neither,
            at(&[(&format!("{post}/callbacks"), json!({"a": reference}))]),
        )],
        "securitySchemes" => vec![("used", Travel::Request, at(&[("/security", json!([{"A": []}]))]))],
        "pathItems" => vec![("used", Travel::Neither, at(&[("/paths/~1b", reference)]))],
        _ => Vec::new(),
    });
    uses
}

impl Site {
    /// Whether a schema that stands here also stands where the walk goes deeper.
    fn is_elsewhere(&self) -> bool {
        let is_both = self.travel == Travel::Both;
        let is_body = self.name.ends_with("content application/json › schema") && !self.name.contains("default");
        !(is_both || is_body && self.is_main())
    }

    /// Whether it is neither in a component nor in what the server calls.
    pub(super) fn is_main(&self) -> bool {
        !["components", "callbacks", "webhooks"]
            .iter()
            .any(|word| self.name.contains(word))
    }
}
