//! What a type reads it writes, and what is no value of it is refused. The models are generated from
//! `fixtures/documents/exact.yaml`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::exact_client::types::{
    Handover, Notice, Parcel, ParcelChange, Party, Refusal, Route, Search, Selection, Sender, Setting, Share, Tag,
    Tally, TallyMost,
};

fn written<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    // From text as from JSON values: the two have readers of their own.
    let read: T = serde_json::from_value(value.clone()).unwrap();
    let from_text: T = serde_json::from_str(&value.to_string()).unwrap();
    let written = json!(read);
    assert_eq!(json!(from_text), written);
    written
}

fn is_refused<T: DeserializeOwned>(value: &Value) -> bool {
    let from_text = serde_json::from_str::<T>(&value.to_string()).is_err();
    assert_eq!(serde_json::from_value::<T>(value.clone()).is_err(), from_text);
    from_text
}

/// With fields, without any, with other keys, in a list, in a union.
#[test]
fn an_object_is_not_read_from_a_list() {
    assert!(is_refused::<Parcel>(&json!(["7"])));
    assert!(is_refused::<ParcelChange>(&json!([])));
    assert!(is_refused::<Sender>(&json!([])));
    assert!(is_refused::<ParcelChange>(&json!({ "reason": 1, "sender": ["a"] })));
    assert!(is_refused::<Parcel>(
        &json!({ "number": "7", "tree": { "below": [[]] } })
    ));
    let party: Party = serde_json::from_value(json!(["a"])).unwrap();
    assert!(matches!(party, Party::Unknown(_)));
}

#[test]
fn whole_numbers_without_a_format_are_read_wherever_they_are() {
    for number in [json!(5), json!(-5), json!(i64::MIN), json!(i64::MAX), json!(u64::MAX)] {
        for value in [
            json!({ "total": number, "most": number }),
            json!({ "total": number, "most": { "count": number } }),
            json!({ "total": 1, "a": { "parts": number, "b": number } }),
        ] {
            assert_eq!(written::<Tally>(&value), value);
        }
    }
    assert_eq!(
        written::<Tally>(&json!({ "total": 3.0, "most": 4.0 })),
        json!({ "total": 3, "most": 4 })
    );
    assert!(is_refused::<Tally>(&json!({ "total": 0.5 })));
    let tally = Tally::builder().total(5).most(TallyMost::from(7)).build();
    assert_eq!(json!(tally), json!({ "total": 5, "most": 7 }));
    let share = Share::builder().parts(8).extra("rest", 9).build();
    assert_eq!(json!(share), json!({ "parts": 8, "rest": 9 }));
}

/// In what holds a model besides, serde keeps values as its own content before it reads them.
#[test]
fn whole_numbers_are_read_from_what_serde_has_kept() {
    #[derive(Debug, serde::Deserialize, serde::Serialize)]
    struct Record {
        id: String,
        #[serde(flatten)]
        share: Share,
    }
    #[derive(Debug, serde::Deserialize, serde::Serialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Share(Share),
    }
    let value = json!({ "id": "a", "parts": u64::MAX, "rest": i64::MIN });
    assert_eq!(written::<Record>(&value), value);
    let value = json!({ "parts": u64::MAX });
    assert_eq!(written::<Either>(&value), value);
}

#[test]
fn a_discriminator_leads_to_what_is_not_made_of_its_schema() {
    let value = json!({ "by": "locker", "code": "7" });
    assert_eq!(written::<Handover>(&value), value);
    let read: Handover = serde_json::from_value(value).unwrap();
    assert!(matches!(&read, Handover::ByLocker(locker) if locker.code == "7"));
    assert_eq!(read.by().map(String::as_str), Some("locker"));
    assert!(is_refused::<Handover>(&json!({ "by": "hand", "name": 7 })));
    let other = json!({ "by": "post", "stamp": 1 });
    assert_eq!(written::<Handover>(&other), other);
}

#[test]
fn what_another_form_knows_is_kept() {
    for value in [
        json!({ "numbers": ["7"], "all": null }),
        json!({ "numbers": ["7"], "none": { "of": null } }),
        json!({ "numbers": ["7"], "none": {}, "all": "a" }),
    ] {
        assert_eq!(written::<Selection>(&value), value);
    }
    let read = |value| serde_json::from_value::<Selection>(value).unwrap();
    assert!(matches!(read(json!({ "numbers": ["7"] })), Selection::Numbers(_)));
    assert!(matches!(
        read(json!({ "numbers": ["7"], "new": 1 })),
        Selection::Numbers(_)
    ));
    assert!(matches!(read(json!({ "all": null })), Selection::Rule(_)));
}

#[test]
fn a_key_that_must_be_sent_is_there_though_it_is_null() {
    assert_eq!(
        written::<Refusal>(&json!({ "reason": null })),
        json!({ "reason": null })
    );
    assert!(is_refused::<Refusal>(&json!({})));
    let refusal = Refusal::builder().reason(None::<String>).build();
    assert_eq!(json!(refusal), json!({ "reason": null }));
}

#[test]
fn what_a_named_form_does_not_know_is_kept_if_another_form_knows_it() {
    for value in [
        json!({ "sort": "title", "draw": "random" }),
        json!({ "draw": "random", "limit": 3 }),
        json!({ "sort": "title", "draw": "random", "limit": 3 }),
    ] {
        assert_eq!(written::<Search>(&value), value);
    }
    let read = |value| serde_json::from_value::<Search>(value).unwrap();
    assert!(matches!(read(json!({ "draw": "random" })), Search::Drawn(_)));
    // What no form knows changes nothing.
    assert!(matches!(read(json!({ "draw": "random", "new": 1 })), Search::Drawn(_)));
    assert!(matches!(read(json!({ "limit": 3 })), Search::Counted(_)));
}

#[test]
fn an_open_form_keeps_what_a_named_form_does_not() {
    let read = |value: Value| {
        assert_eq!(written::<Setting>(&value), value);
        serde_json::from_value::<Setting>(value).unwrap()
    };
    assert!(matches!(read(json!({ "of": "size", "value": 3 })), Setting::Size(_)));
    assert!(matches!(
        read(json!({ "of": "size", "unit": "cm" })),
        Setting::Object(_)
    ));
    assert!(matches!(
        read(json!({ "of": "size", "value": "3" })),
        Setting::Object(_)
    ));
    assert!(matches!(
        read(json!({ "of": "size", "value": 3, "note": "a" })),
        Setting::Unknown(_)
    ));
    // Not valid for the form that the constant names, and more than the others know.
    assert!(matches!(
        read(json!({ "of": "size", "value": [], "note": "a" })),
        Setting::Unknown(_)
    ));
}

#[test]
fn a_form_without_constraints_is_any_value() {
    for value in [json!("a"), json!(7), json!([true]), json!({ "a": null })] {
        assert_eq!(written::<Tag>(&value), value);
    }
}

#[test]
fn what_the_mapping_leaves_out_is_named_by_its_constant_or_its_name() {
    let read = |value: Value| {
        assert_eq!(written::<Notice>(&value), value);
        serde_json::from_value::<Notice>(value).unwrap()
    };
    assert!(matches!(
        read(json!({ "type": "late", "minutes": 5 })),
        Notice::LateNotice(_)
    ));
    assert!(matches!(
        read(json!({ "type": "lost", "claim": "7" })),
        Notice::LostNotice(_)
    ));
    assert!(matches!(
        read(json!({ "type": "ReturnNotice", "sender": "a" })),
        Notice::ReturnNotice(_)
    ));
    assert!(matches!(read(json!({ "type": "new" })), Notice::Unknown(_)));
}

#[test]
fn a_list_that_ends_has_the_type_of_its_items() {
    let ends = vec!["Oslo".to_owned(), "Bergen".to_owned()];
    let route = Route::builder().ends(ends).start(vec!["Oslo".to_owned()]).build();
    let value = json!({ "ends": ["Oslo", "Bergen"], "start": ["Oslo"] });
    assert_eq!(json!(route), value);
    // A condition tests one member, and adds another.
    let value = json!({ "express": "no", "fee": 1.5 });
    assert_eq!(written::<Route>(&value), value);
}
