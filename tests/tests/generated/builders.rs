//! The arguments of builders' setters, and the JSON of built models. The client is generated from
//! `fixtures/documents/builders.yaml`. The test `required` is about missing values.

use serde_json::json;

use crate::builders_client::Client;
use crate::builders_client::types::{Address, Labels, Parcel, Ping, builder};

fn home() -> Address {
    Address::builder().city("Zürich").build()
}

fn parcel() -> Parcel {
    Parcel::builder().to(home()).weight(3).insurance("full").build()
}

/// The JSON that the client sends for `parcel()`.
const PARCEL: &str =
    r#"{"insurance":"full","kind":"parcel","sealed":true,"to":{"city":"Zürich"},"version":2,"weight":3}"#;

#[test]
fn a_property_with_a_single_value_sets_itself() {
    assert_eq!(serde_json::to_string(&parcel()).unwrap(), PARCEL);
    assert_eq!(
        serde_json::to_value(Ping::builder().build()).unwrap(),
        json!({ "op": "ping" })
    );
}

#[test]
fn a_text_is_taken_as_whatever_it_is_stored_in() {
    let from = |address: Address| (address.city, address.street);
    let expected = || ("Bern".to_owned(), Some("Gasse".to_owned()));
    assert_eq!(
        from(Address::builder().city("Bern").street("Gasse").build()),
        expected()
    );
    let owned = Address::builder().city("Bern".to_owned()).street("Gasse".to_owned());
    assert_eq!(from(owned.build()), expected());
}

#[test]
fn an_option_is_passed_on_as_it_is() {
    let street = |street: Option<&str>| Address::builder().city("Bern").street(street).build().street;
    assert_eq!(street(Some("Gasse")).as_deref(), Some("Gasse"));
    assert_eq!(street(None), None);
    let parcel = Parcel::builder().to(home()).weight(3).insurance(None::<String>);
    let parcel = parcel.gift(Some(true)).sender(Some(home())).build();
    assert_eq!(
        serde_json::to_value(&parcel).unwrap(),
        json!({
            "kind": "parcel", "version": 2, "sealed": true, "to": { "city": "Zürich" }, "weight": 3,
            "insurance": null, "gift": true, "sender": { "city": "Zürich" }
        })
    );
}

/// An optional value that is not set is absent, even if it has a default. A value that is set is present, even if empty.
#[test]
fn what_is_set_is_sent() {
    let empty = builder::Parcel::from(parcel())
        .tags(vec![])
        .via([])
        .extra(json!(null))
        .build();
    let json = serde_json::to_value(&empty).unwrap();
    assert_eq!(
        (&json["tags"], &json["via"], json.get("extra")),
        (&json!([]), &json!([]), Some(&json!(null)))
    );
    let json = serde_json::to_value(parcel()).unwrap();
    assert!(json.get("tags").is_none() && json.get("gift").is_none());
}

#[test]
fn a_builder_converts_to_its_model_and_back() {
    let by_model = Parcel::builder().to(home()).sender(home());
    let by_builder = Parcel::builder().to(Address::builder().city("Zürich"));
    let by_builder = by_builder.sender(Address::builder().city("Zürich"));
    let finished = by_model.weight(3).insurance("full").build();
    assert_eq!(by_builder.weight(3).insurance("full").build(), finished);
    assert_eq!(Parcel::from(builder::Parcel::from(finished.clone())), finished);
    let heavier = builder::Parcel::from(finished).weight(4).build();
    assert_eq!((heavier.weight, heavier.sender), (4, Some(home())));
}

#[test]
fn entries_are_empty_unless_added() {
    let labels = Labels::builder().reason("new");
    assert_eq!(
        serde_json::to_value(labels.clone().build()).unwrap(),
        json!({ "reason": "new" })
    );
    let labels = labels
        .extra("red", 3)
        .extra("red", 4)
        .extra("blue".to_owned(), 1_i64)
        .build();
    assert_eq!(
        serde_json::to_value(&labels).unwrap(),
        json!({ "reason": "new", "red": 4, "blue": 1 })
    );
    assert_eq!(labels.extra["blue"], 1);
}

/// Makes a call, and returns the target and the body of its request.
macro_rules! sent {
    (|$client:ident| $call:expr) => {{
        let (server, url) = crate::loopback::start().await;
        let $client = Client::new(&url).unwrap();
        $call.send().await.unwrap();
        let request = server.await.unwrap();
        (request.target, request.body)
    }};
}

#[tokio::test]
async fn a_request_takes_models_builders_and_options() {
    let expected = ("/depots/7/parcels?note=soon".to_owned(), PARCEL.to_owned());
    let model = sent!(|client| client.send_parcel().body(parcel()).depot("7").note("soon"));
    assert_eq!(model, expected);
    let builder = Parcel::builder().insurance("full").to(home()).weight(3);
    let request = sent!(|client| {
        let request = client.send_parcel().depot("7".to_owned()).note(Some("soon"));
        request.priority(None::<i32>).body(builder)
    });
    assert_eq!(request, expected);

    let labels = Some(Labels::builder().reason("new"));
    let (_, body) = sent!(|client| client.label_depot().depot("7").body(labels));
    assert_eq!(body, r#"{"reason":"new"}"#);
    let (_, body) = sent!(|client| client.label_depot().depot("7").body(None::<Labels>));
    assert_eq!(body, "");
}
