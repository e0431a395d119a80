//! Turns the recorded changes into the report: joins equal ones, writes messages, looks up places, and sorts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use openapi_document::load::Document;
use openapi_document::pointer::Pointer;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::graph::{Graph, Raw, Role, Roles};
use super::kinds::{
    BECAME_READ_ONLY, ChangeKind, NO_LONGER_READ_ONLY, REQUIRED_BECAME_READ_ONLY, REQUIRED_NO_LONGER_READ_ONLY,
};
use super::places::Both;
use super::reach;
use super::wording::{place_name_in, shown};
use crate::change::{Direction, Position, Severity, WireChange};

/// Recorded changes with the same key become one change.
type JoinKey<'g> = (&'static str, Option<&'g Pointer>, Option<&'g Pointer>, &'g str, &'g str);

struct Joined<'g> {
    raw: &'g Raw,
    operations: BTreeSet<&'g str>,
    /// Whether all affected operations have the stability draft or alpha.
    unstable: bool,
    roles: Roles,
}

/// Makes the report.
pub(super) fn finish(documents: &Both<&Document>, graph: &Graph) -> Vec<WireChange> {
    let mut joined: BTreeMap<JoinKey<'_>, Joined<'_>> = BTreeMap::new();
    reach::changes(graph, |raw, operations, roles| {
        // Renamed path parameters have the same place, so their names must be part of the key.
        let names = if raw.base.is_some() && raw.head.is_some() && raw.subject.is_empty() {
            raw.from.as_str()
        } else {
            ""
        };
        let key = (
            raw.kind.id,
            raw.base.as_ref(),
            raw.head.as_ref(),
            raw.subject.as_str(),
            names,
        );
        let entry = joined.entry(key).or_insert_with(|| Joined {
            raw,
            operations: BTreeSet::new(),
            unstable: true,
            roles: Roles::default(),
        });
        entry
            .operations
            .extend(operations.iter().map(|operation| operation.name.as_str()));
        entry.unstable &= operations.iter().all(|operation| operation.unstable);
        entry.roles = entry.roles.union(roles);
    });
    drop_general(&mut joined);
    let places = places(documents, joined.values().map(|joined| joined.raw));
    let mut changes: Vec<WireChange> = joined
        .into_values()
        .map(|joined| change(documents, &places, &joined))
        .collect();
    changes.sort_by(|a, b| {
        let key = |change: &WireChange| (change.operations.is_empty(), change.operations.first().cloned());
        let worst = b.severity.cmp(&a.severity).then_with(|| key(a).cmp(&key(b)));
        worst.then_with(|| {
            (a.head, a.base, &a.pointer, &a.id, &a.message).cmp(&(b.head, b.base, &b.pointer, &b.id, &b.message))
        })
    });
    changes
}

/// Removes the general kinds for `readOnly` at places that have the more precise kind for a required property.
fn drop_general(joined: &mut BTreeMap<JoinKey<'_>, Joined<'_>>) {
    for (special, general) in [
        (&REQUIRED_BECAME_READ_ONLY, &BECAME_READ_ONLY),
        (&REQUIRED_NO_LONGER_READ_ONLY, &NO_LONGER_READ_ONLY),
    ] {
        let said: HashSet<_> = joined
            .keys()
            .filter(|key| key.0 == special.id)
            .map(|key| (key.1, key.2))
            .collect();
        joined.retain(|key, _| key.0 != general.id || !said.contains(&(key.1, key.2)));
    }
}

/// The places of the changes. Each document is read only once, so a document on one long line is not slower.
fn places<'g>(
    documents: &Both<&Document>,
    changes: impl Iterator<Item = &'g Raw>,
) -> Both<HashMap<&'g Pointer, Position>> {
    let (mut base, mut head) = (Vec::new(), Vec::new());
    for change in changes {
        base.extend(&change.base);
        head.extend(&change.head);
    }
    Both {
        base: places_in(documents.base, base),
        head: places_in(documents.head, head),
    }
}

fn places_in<'g>(document: &Document, pointers: Vec<&'g Pointer>) -> HashMap<&'g Pointer, Position> {
    // A report shows lines of the document only, so parts of other files have no line.
    let end = document.source.own_text().len();
    let start = |pointer: &'g Pointer| {
        let start = document.key_span(pointer)?.start;
        (start <= end).then_some((start, pointer))
    };
    let mut starts: Vec<_> = pointers.into_iter().filter_map(start).collect();
    starts.sort();
    starts.dedup();
    let mut characters = document.source.own_text().char_indices().peekable();
    let (mut line, mut column) = (1, 1);
    let mut places = HashMap::with_capacity(starts.len());
    for (start, pointer) in starts {
        while let Some((_, character)) = characters.next_if(|(at, _)| *at < start) {
            (line, column) = if character == '\n' {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
        places.insert(pointer, Position { line, column });
    }
    places
}

fn change(documents: &Both<&Document>, places: &Both<HashMap<&Pointer, Position>>, joined: &Joined<'_>) -> WireChange {
    let raw = joined.raw;
    let (direction, severity) = judge(raw.kind, joined.roles);
    // A draft promises nothing, but clients may still rely on it. So its changes are risky at most.
    let promised = !joined.unstable || joined.operations.is_empty();
    let severity = if promised {
        severity
    } else {
        severity.min(Severity::Risky)
    };
    let root = Pointer::root();
    let pointer = raw.head.as_ref().or(raw.base.as_ref()).unwrap_or(&root);
    WireChange {
        id: raw.kind.id.to_owned(),
        severity,
        direction,
        operations: joined.operations.iter().map(|name| (*name).to_owned()).collect(),
        pointer: shown(pointer),
        message: message(&documents.head.value, raw, direction),
        base: raw.base.as_ref().and_then(|pointer| places.base.get(pointer).copied()),
        head: raw.head.as_ref().and_then(|pointer| places.head.get(pointer).copied()),
        fingerprint: fingerprint(documents, raw),
        accepted: None,
    }
}

/// The direction and severity of a change. With both directions the worse severity counts.
fn judge(kind: &ChangeKind, roles: Roles) -> (Direction, Severity) {
    let direction = match (roles.has(Role::Request), roles.has(Role::Response)) {
        _ if kind.is_text() => Direction::None,
        (true, true) => Direction::Both,
        (true, false) => Direction::Request,
        (false, true) => Direction::Response,
        (false, false) => Direction::None,
    };
    let severity = match direction {
        Direction::Request => kind.request,
        Direction::Response => kind.response,
        Direction::Both => kind.request.max(kind.response),
        Direction::None => kind.neutral,
    };
    (direction, severity)
}

/// The message. If the severities of the two directions differ, it names both.
fn message(head: &Value, raw: &Raw, direction: Direction) -> String {
    let at = place_name_in(head, &raw.at);
    let mut message = String::with_capacity(raw.kind.sentence.len() + at.len());
    let mut rest = raw.kind.sentence;
    while let Some((before, (word, behind))) = rest
        .split_once('{')
        .and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        message.push_str(before);
        message.push_str(match word {
            "at" => &at,
            "subject" => &raw.subject,
            "base" => &raw.from,
            _ => &raw.to,
        });
        rest = behind;
    }
    message.push_str(rest);
    if direction == Direction::Both && raw.kind.request != raw.kind.response {
        let name = |severity| match severity {
            Severity::Docs => "without effect",
            Severity::Compatible => "compatible",
            Severity::Risky => "risky",
            Severity::Breaking => "breaking",
        };
        let (request, response) = (name(raw.kind.request), name(raw.kind.response));
        message.push_str(&format!(" ({request} in requests, {response} in responses)"));
    }
    message
}

/// The first 16 hexadecimal digits of a SHA-256 of the change: its kind, its place in the structure of both documents, and
/// its subject.
fn fingerprint(documents: &Both<&Document>, raw: &Raw) -> String {
    let mut hash = Sha256::new();
    let place = |document: &Document, pointer: &Option<Pointer>| {
        pointer
            .as_ref()
            .map_or_else(String::new, |pointer| structural(&document.value, pointer))
    };
    for part in [
        raw.kind.id,
        &place(documents.base, &raw.base),
        &place(documents.head, &raw.head),
        &raw.subject,
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A place without the order of lists: a parameter is named by location and name, and the index of a last item is left out.
fn structural(document: &Value, pointer: &Pointer) -> String {
    let mut value = Some(document);
    let mut place = String::new();
    let mut tokens = pointer.tokens().peekable();
    while let Some(token) = tokens.next() {
        let parent = value;
        value = match parent {
            Some(Value::Array(list)) => token.parse::<usize>().ok().and_then(|index| list.get(index)),
            Some(parent) => parent.get(&token),
            None => None,
        };
        place.push('/');
        let in_list = parent.is_some_and(Value::is_array);
        let target = value.and_then(|value| openapi_document::view::resolve(document, value));
        let text = |key| target.and_then(|target| target.get(key)).and_then(Value::as_str);
        match (text("in"), text("name")) {
            (Some(location), Some(name)) if in_list => {
                place.push_str(location);
                place.push(':');
                place.push_str(name);
            }
            _ if in_list && tokens.peek().is_none() => {}
            _ => place.push_str(&token),
        }
    }
    place
}
