//! Parameters on the wire, over loopback: each style of OpenAPI in each place, byte for byte. The client is generated from
//! `fixtures/documents/parameters.yaml`.

use serde_json::{Map, Value, json};

use crate::loopback::Request;
use crate::parameters_client::Client;
use crate::support::{Config, Error, ErrorKind};

type Object = Map<String, Value>;

/// The request of one call, or why it was refused.
macro_rules! wire {
    ($operation:ident $(, $argument:ident = $value:expr)*) => {{
        let (server, url) = crate::loopback::start().await;
        let client = Client::with_config(&url, &Config::default()).unwrap();
        let outcome = client.$operation()$(.$argument($value))*.send().await;
        match outcome {
            Ok(_) => Ok(server.await.unwrap()),
            Err(error) => Err(refusal(&error)),
        }
    }};
}

fn refusal<E>(error: &Error<E>) -> String {
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:#}");
    assert!(!error.may_have_acted());
    error.to_string()
}

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn object(value: &Value) -> Object {
    value.as_object().cloned().unwrap()
}

/// The target of a request that was sent.
fn target(request: Result<Request, String>) -> String {
    request.unwrap().target
}

/// `/operation/one/list/object`, as in the specification's table.
#[tokio::test]
async fn path_styles() {
    let colours = || list(&["blue", "black", "brown"]);
    let rgb = || object(&json!({"G": 200, "R": 100}));
    macro_rules! path {
        ($operation:ident) => {
            target(wire!($operation, one = "blue", list = colours(), object = rgb()))
        };
    }
    assert_eq!(path!(simple), "/simple/blue/blue,black,brown/G,200,R,100");
    assert_eq!(
        path!(simple_exploded),
        "/simpleExploded/blue/blue,black,brown/G=200,R=100"
    );
    assert_eq!(path!(label), "/label/.blue/.blue,black,brown/.G,200,R,100");
    assert_eq!(
        path!(label_exploded),
        "/labelExploded/.blue/.blue.black.brown/.G=200.R=100"
    );
    assert_eq!(
        path!(matrix),
        "/matrix/;one=blue/;list=blue,black,brown/;object=G,200,R,100"
    );
    assert_eq!(
        path!(matrix_exploded),
        "/matrixExploded/;one=blue/;list=blue;list=black;list=brown/;G=200;R=100"
    );
}

#[tokio::test]
async fn query_styles() {
    let colours = || list(&["blue", "black", "brown"]);
    let rgb = || object(&json!({"G": 200, "R": 100}));
    macro_rules! query {
        ($operation:ident) => {
            target(wire!($operation, one = "blue", list = colours(), object = rgb()))
        };
    }
    // The generated code sends an operation's parameters in the document's order.
    assert_eq!(
        query!(form),
        "/form?one=blue&list=blue&list=black&list=brown&G=200&R=100"
    );
    assert_eq!(
        query!(form_joined),
        "/formJoined?one=blue&list=blue,black,brown&object=G,200,R,100"
    );
    assert_eq!(
        query!(space),
        "/space?one=blue&list=blue%20black%20brown&object=G%20200%20R%20100"
    );
    assert_eq!(
        query!(pipe),
        "/pipe?one=blue&list=blue%7Cblack%7Cbrown&object=G%7C200%7CR%7C100"
    );
    assert_eq!(
        query!(pipe_exploded),
        "/pipeExploded?one=blue&list=blue&list=black&list=brown&G=200&R=100"
    );
    assert_eq!(
        query!(deep),
        "/deep?one=blue&list=blue&list=black&list=brown&object%5BG%5D=200&object%5BR%5D=100"
    );
}

#[tokio::test]
async fn headers_and_cookies() {
    let colours = || list(&["blue", "black"]);
    let rgb = || object(&json!({"G": 200, "R": 100}));
    let sent = wire!(header, one = "blue", list = colours(), object = rgb()).unwrap();
    assert_eq!(sent.header("one"), ["blue"]);
    assert_eq!(sent.header("list"), ["blue,black"]);
    assert_eq!(sent.header("object"), ["G,200,R,100"]);
    let sent = wire!(header_exploded, one = "blue", list = colours(), object = rgb()).unwrap();
    assert_eq!(sent.header("list"), ["blue,black"]);
    assert_eq!(sent.header("object"), ["G=200,R=100"]);

    let sent = wire!(cookie, one = "blue==", list = colours(), object = rgb()).unwrap();
    assert_eq!(
        sent.header("cookie"),
        ["one=blue==; list=blue; list=black; G=200; R=100"]
    );
    let sent = wire!(cookie_joined, one = "blue", list = colours(), object = rgb()).unwrap();
    assert_eq!(sent.header("cookie"), ["one=blue; list=blue,black; object=G,200,R,100"]);
    let sent = wire!(cookie).unwrap();
    assert!(sent.header("cookie").is_empty());
}

/// Separators inside values are encoded, so that the server can split the values.
#[tokio::test]
async fn separators_in_values() {
    let odd = || list(&["a,b", "c.d", "e;f=g", "h i|j", "k&l/m"]);
    let none = Object::new;
    let some = || object(&json!({"a.b": "c=d"}));
    assert_eq!(
        target(wire!(simple, one = "a,b", list = odd(), object = some())),
        "/simple/a%2Cb/a%2Cb,c.d,e%3Bf%3Dg,h%20i%7Cj,k%26l%2Fm/a.b,c%3Dd"
    );
    assert_eq!(
        target(wire!(label_exploded, one = "a", list = odd(), object = some())),
        "/labelExploded/.a/.a%2Cb.c%2Ed.e%3Bf%3Dg.h%20i%7Cj.k%26l%2Fm/.a%2Eb=c%3Dd"
    );
    assert_eq!(
        target(wire!(form_joined, list = odd(), object = none())),
        "/formJoined?list=a%2Cb,c.d,e%3Bf%3Dg,h%20i%7Cj,k%26l%2Fm"
    );
    assert_eq!(
        target(wire!(reserved, one = "a:/?@!$'()*,;=&+#[]%", list = list(&["x,y"]))),
        "/reserved?one=a:/?@!$%27()*,;=%26%2B%23%5B%5D%25&list=x,y"
    );
    assert_eq!(
        target(wire!(reserved_joined, one = "a,b", list = list(&["x/y", "x,y"]))),
        "/reservedJoined?one=a%2Cb&list=x/y,x%2Cy"
    );
}

/// If a separator cannot be encoded, the value is refused, and nothing is sent.
#[tokio::test]
async fn values_that_would_not_arrive() {
    let separates = "has a part that contains the separator of the parts";
    let refused = |outcome: Result<Request, String>| match outcome {
        Ok(request) => panic!("it was sent: {}", request.target),
        Err(reason) => reason,
    };
    for reason in [
        refused(wire!(space, list = list(&["a b"]))),
        refused(wire!(pipe, list = list(&["a|b"]))),
        refused(wire!(header, list = list(&["a,b"]))),
        refused(wire!(header_exploded, object = object(&json!({"a=b": 1})))),
    ] {
        assert!(reason.contains(separates), "{reason}");
    }
    for value in ["a b", "a;b", "a,b", "a\"b", "a\\b", "ü", "\r\n"] {
        let reason = refused(wire!(cookie, one = value));
        assert!(reason.contains("the cookie `one` contains a character"), "{reason}");
    }
    let none = || list(&[]);
    let reason = refused(wire!(
        simple,
        one = "a",
        list = none(),
        object = object(&json!({"a": 1}))
    ));
    assert!(reason.contains("the path parameter `list` has no value"), "{reason}");
    let reason = refused(wire!(
        simple,
        one = "a",
        list = list(&[""]),
        object = object(&json!({"a": 1}))
    ));
    assert!(reason.contains("the path parameter `list` is empty"), "{reason}");
    for value in [".", "..", "a\\b", "a\nb"] {
        refused(wire!(
            simple,
            one = "a",
            list = list(&[value]),
            object = object(&json!({"a": 1}))
        ));
    }
    // A dot alone would be another path.
    refused(wire!(
        label,
        one = "",
        list = list(&["a"]),
        object = object(&json!({"a": 1}))
    ));
}

/// Nulls, empty lists and empty objects are left out (RFC 6570). An empty text is a value.
#[tokio::test]
async fn nothing_and_next_to_nothing() {
    let holes = || object(&json!({"a": null, "b": "", "c": []}));
    assert_eq!(
        target(wire!(form, one = "", list = list(&[]), object = holes())),
        "/form?one=&b="
    );
    assert_eq!(
        target(wire!(form_joined, list = list(&[]), object = Object::new())),
        "/formJoined"
    );
    assert_eq!(
        target(wire!(empty, one = "", list = list(&[]), object = Object::new())),
        "/empty?one=&list=&object="
    );
    assert_eq!(target(wire!(empty)), "/empty");
    assert_eq!(
        target(wire!(
            matrix,
            one = "",
            list = list(&["", "a"]),
            object = object(&json!({"a": ""}))
        )),
        "/matrix/;one/;list=,a/;object=a,"
    );
    assert_eq!(
        target(wire!(
            matrix_exploded,
            one = "",
            list = list(&["", "a"]),
            object = object(&json!({"a": ""}))
        )),
        "/matrixExploded/;one/;list;list=a/;a"
    );
}

#[tokio::test]
async fn nested_values() {
    let nested = || object(&json!({"a": {"b": {"c d": 1}, "e": [1, 2]}, "f": [{"g": 1}, {"g": 2}], "h": null}));
    assert_eq!(
        target(wire!(deep, object = nested())),
        "/deep?object%5Ba%5D%5Bb%5D%5Bc%20d%5D=1&object%5Ba%5D%5Be%5D=1&object%5Ba%5D%5Be%5D=2\
         &object%5Bf%5D%5B0%5D%5Bg%5D=1&object%5Bf%5D%5B1%5D%5Bg%5D=2"
    );
    assert_eq!(
        target(wire!(form, object = object(&json!({"a": {"b": 1}, "c": [1, [2]]})))),
        "/form?a=%7B%22b%22%3A1%7D&c=1&c=%5B2%5D"
    );
}

#[tokio::test]
async fn content_is_json() {
    let by = serde_json::from_value::<Vec<crate::parameters_client::types::FilterItem>>(json!([{"by": "ü"}])).unwrap();
    let sent = wire!(
        content,
        json = vec![1, 2],
        filter = crate::parameters_client::types::Filter(by),
        x_filter = object(&json!({"ü": "\u{1F980}"})),
        text = "a,b",
        filter_cookie = json!(7)
    )
    .unwrap();
    assert_eq!(
        sent.target,
        "/content/%5B1%2C2%5D?filter=%5B%7B%22by%22%3A%22%C3%BC%22%7D%5D&text=a%2Cb"
    );
    assert_eq!(sent.header("x-filter"), [r#"{"\u00fc":"\ud83e\udd80"}"#]);
    assert_eq!(sent.header("cookie"), ["filter=7"]);
}

/// Names on the wire are those of the document, even if the names in Rust differ.
#[tokio::test]
async fn names_on_the_wire() {
    let sent = wire!(
        names,
        id = "1",
        a_b = "2",
        send_path = "3",
        undeclared = "4",
        id_query = "5",
        id_header = "6",
        id_cookie = "7",
        type_ = "8",
        ids = vec![9],
        body_query = "10",
        x_shared = "11",
        twice = "12",
        body = "13"
    )
    .unwrap();
    assert_eq!(sent.target, "/names/1/2/3/4?id=5&type=8&ids%5B%5D=9&body=10&twice=12");
    assert_eq!(sent.header("id"), ["6"]);
    assert_eq!(sent.header("cookie"), ["id=7"]);
    assert_eq!(sent.header("x-shared"), ["11"]);
}

/// A path template with a query and a fragment: the query is sent, the fragment is not.
#[tokio::test]
async fn queries_in_templates() {
    assert_eq!(
        target(wire!(queries, kind = "a&b", more = "c")),
        "/queries?kind=a%26b&fixed=a%20b&more=c"
    );
}

/// A secret is sent in every location, and no error message repeats it.
#[tokio::test]
async fn secrets_everywhere() {
    let secret = |text: &str| crate::support::Secret::from(text);
    let sent = wire!(
        secrets,
        key = "canary-1",
        keys = vec![secret("canary-2"), secret("canary-3")],
        x_keys = vec![secret("canary-4"), secret("canary-5")],
        session = "canary-6",
        json = "canary-7"
    )
    .unwrap();
    assert_eq!(
        sent.target,
        "/secrets/;key=canary-1?keys=canary-2,canary-3&json=%22canary-7%22"
    );
    assert_eq!(sent.header("x-keys"), ["canary-4,canary-5"]);
    assert_eq!(sent.header("cookie"), ["session=canary-6"]);
    let sent = wire!(plain_secrets, key = "canary-1", token = "canary&2").unwrap();
    assert_eq!(sent.target, "/secrets/plain/canary-1?token=canary%262");
    let refused = wire!(plain_secrets, key = "canary\\").err().unwrap();
    assert!(refused.contains("`key`") && !refused.contains("canary"), "{refused}");
    let refused = wire!(secrets, key = "canary", session = "canary;").err().unwrap();
    assert!(
        refused.contains("`session`") && !refused.contains("canary"),
        "{refused}"
    );
}
