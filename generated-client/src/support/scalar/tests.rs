use std::collections::BTreeMap;

use serde::Serialize;

use super::*;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    DarkRed,
    Mixed(u8),
    Pair(u8, u8),
}

#[derive(Serialize)]
struct Id(u64);

#[derive(Serialize)]
struct Filter {
    from: Option<i32>,
    tags: Vec<&'static str>,
    #[serde(rename = "is open")]
    open: bool,
}

/// The pairs of a form's field `p`.
struct Pairs(Vec<String>);

impl Sink for Pairs {
    fn opens(&self, at: &At<'_>, what: Compound) -> bool {
        opens_as_form(at, what)
    }

    fn put(&mut self, at: &At<'_>, text: &str) -> Result<(), Unsuitable> {
        self.0.push(format!("{}={text}", name_in_form(at, "p")));
        Ok(())
    }
}

fn all<T: Serialize>(value: T) -> Result<String, &'static str> {
    let mut pairs = Pairs(Vec::new());
    take_apart(&value, &mut pairs).map_err(|problem| problem.0)?;
    Ok(pairs.0.join(" "))
}

fn one<T: Serialize>(value: T) -> Result<Option<String>, &'static str> {
    let mut found = String::new();
    let put = |text: &str| {
        found.push_str(text);
        Ok(())
    };
    one_text(&value, put).map_err(|problem| problem.0)?;
    Ok(Some(found).filter(|text| !text.is_empty()))
}

#[test]
fn scalars_are_one_text() {
    assert_eq!(one("a b"), Ok(Some("a b".to_owned())));
    assert_eq!(one('é'), Ok(Some("é".to_owned())));
    assert_eq!(one(true), Ok(Some("true".to_owned())));
    assert_eq!(one(i64::MIN), Ok(Some("-9223372036854775808".to_owned())));
    assert_eq!(
        one(u128::MAX),
        Ok(Some("340282366920938463463374607431768211455".to_owned()))
    );
    assert_eq!(one(0.1_f32), Ok(Some("0.1".to_owned())));
    assert_eq!(one(1.0_f64), Ok(Some("1".to_owned())));
    assert_eq!(one(Colour::DarkRed), Ok(Some("dark-red".to_owned())));
    assert_eq!(one(Id(7)), Ok(Some("7".to_owned())));
    assert_eq!(one(Some(Some("x"))), Ok(Some("x".to_owned())));
    assert_eq!(
        one(serde_json::json!(9_007_199_254_740_993_u64)),
        Ok(Some("9007199254740993".to_owned()))
    );
}

#[test]
fn nulls_are_nothing() {
    assert_eq!(one(None::<&str>), Ok(None));
    assert_eq!(one(()), Ok(None));
    assert_eq!(one(serde_json::Value::Null), Ok(None));
    assert_eq!(all(None::<&str>), Ok(String::new()));
    assert_eq!(all([Some(1), None, Some(3)]), Ok("p=1 p=3".to_owned()));
}

#[test]
fn lists_and_objects_are_pairs() {
    assert_eq!(all("a"), Ok("p=a".to_owned()));
    assert_eq!(all(vec!["a", "b"]), Ok("p=a p=b".to_owned()));
    assert_eq!(all((1, "b")), Ok("p=1 p=b".to_owned()));
    assert_eq!(all(BTreeMap::from([(1, "a"), (2, "b")])), Ok("1=a 2=b".to_owned()));
    let filter = Filter {
        from: None,
        tags: vec!["x", "y"],
        open: true,
    };
    assert_eq!(all(filter), Ok("tags=x tags=y is open=true".to_owned()));
    assert_eq!(all(Colour::Mixed(3)), Ok("mixed=3".to_owned()));
    assert_eq!(
        all(serde_json::json!({"a": [1, null], "b": null})),
        Ok("a=1".to_owned())
    );
}

#[test]
fn a_value_that_is_nested_deeper_is_json() {
    assert_eq!(one([1]), Ok(Some("[1]".to_owned())));
    assert_eq!(all([[1], [2]]), Ok("p=[1] p=[2]".to_owned()));
    let filter = Filter {
        from: None,
        tags: vec![],
        open: false,
    };
    assert_eq!(
        all(BTreeMap::from([(1, filter)])),
        Ok(r#"1={"from":null,"tags":[],"is open":false}"#.to_owned())
    );
    assert_eq!(all(Colour::Pair(1, 2)), Ok(r#"p={"pair":[1,2]}"#.to_owned()));
}

#[test]
fn a_value_that_is_not_text_is_refused() {
    assert_eq!(one(f64::NAN), Err("is not a finite number"));
    assert_eq!(one(f32::INFINITY), Err("is not a finite number"));
}
