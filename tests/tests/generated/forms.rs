//! A value with one of several forms is read as that form, and written as it was. The models are generated from
//! `fixtures/documents/forms.yaml`.

use serde_json::json;

use crate::forms_client::types::{Animal, Filter, Measure, Resident, ResidentFeeding, ResidentRank};

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_tag_decides() {
    let bird = json!({ "kind": "penguin", "id": "7", "wingspan": 0.8 });
    assert!(matches!(read(bird), Animal::Bird(bird) if bird.wingspan == 0.8));
    assert!(matches!(read(json!({ "kind": "Fish", "id": "8" })), Animal::Fish(_)));
    assert!(matches!(
        read(json!({ "kind": "spider", "legs": 8 })),
        Animal::SomethingElse(_)
    ));
}

/// The fields of a bird without the required one. A value whose tag names a form must have that form.
#[test]
fn a_value_that_is_not_what_its_tag_says_is_refused() {
    let bird = json!({ "kind": "bird", "id": "7", "wingspan": "wide" });
    let error = serde_json::from_value::<Animal>(bird).unwrap_err().to_string();
    assert_eq!(error, "the value is not valid for the type that its tag names");
}

/// An animal can hold a secret, so it is not kept as plain JSON, and no message repeats it.
#[test]
fn a_form_that_is_not_documented_is_refused_where_it_could_hold_a_secret() {
    let error = serde_json::from_value::<Animal>(json!({ "badge": "canary" })).unwrap_err();
    assert_eq!(error.to_string(), "the value has none of the documented types");
}

#[test]
fn without_a_tag_it_is_the_look_that_decides() {
    assert!(matches!(read(json!(2)), ResidentRank::Integer(2)));
    assert!(matches!(read(json!("first")), ResidentRank::String(_)));
    assert!(matches!(read(json!(["noon"])), ResidentFeeding::Array(list) if list == ["noon"]));
    assert!(matches!(read(json!(3)), ResidentFeeding::Integer(3)));
    assert!(matches!(read(json!(1.5)), Measure::Number(number) if number == 1.5));
    assert!(matches!(read(json!(true)), Measure::Boolean(true)));
    let filter = json!({ "and": [{ "not": { "field": "name" } }, { "field": "age" }] });
    let read: Filter = read(filter.clone());
    assert!(matches!(&read, Filter::And(both) if both.and.len() == 2));
    assert_eq!(serde_json::to_value(&read).unwrap(), filter);
}

#[test]
fn what_the_document_does_not_list_survives() {
    let value = json!({ "length": 3 });
    let read: Measure = read(value.clone());
    assert!(matches!(&read, Measure::Unknown(kept) if *kept == value));
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
}

#[test]
fn names_that_collide_keep_their_own_on_the_wire() {
    let value = json!({
        "place": "B2", "first-name": "Ada", "first_name": "Bo", "@id": "9", "*": "!", "visible": false, "fed": 3
    });
    let resident: Resident = read(value.clone());
    assert_eq!(serde_json::to_value(&resident).unwrap(), value);
}

#[test]
fn what_is_only_read_is_not_sent() {
    let bird: Animal = read(json!({ "kind": "bird", "id": "7", "wingspan": 1.0 }));
    assert_eq!(
        serde_json::to_value(&bird).unwrap(),
        json!({ "kind": "bird", "wingspan": 1 })
    );
}
