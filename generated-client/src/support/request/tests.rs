//! What a request is made of before it is sent. That it arrives so is tested on real sockets.

use super::*;
use crate::support::config::Config;

fn transport() -> Transport {
    Transport::new("https://a.example", &Config::default()).unwrap()
}

fn act(transport: &Transport) -> Request<'_> {
    transport.request(Operation {
        id: "act",
        method: Method::GET,
        accept: None,
    })
}

#[test]
fn a_secret_header_is_marked_sensitive() {
    let transport = transport();
    let mut request = act(&transport);
    assert!(request.header("X-Open", "open").is_ok());
    assert!(request.secret_header("X-Key", "canary").is_ok());
    assert_eq!(
        format!("{:?}", request.headers),
        r#"{"x-open": "open", "x-key": Sensitive}"#
    );
}

#[test]
fn a_url_that_is_too_long_is_refused() {
    let transport = transport();
    let rest = "https://a.example/?q=".len();
    for (length, is_refused) in [(MAX_URL - rest, false), (MAX_URL - rest + 1, true)] {
        let mut request = act(&transport);
        assert!(request.query("q", &"x".repeat(length)).is_ok());
        let outcome = request.finish_url().map_err(|fault| fault.to_string());
        let refusal = "The operation `act` was not sent: its URL would be longer than 65534 bytes, so its path or query \
                       parameters are too long. Correct the call.";
        assert_eq!(outcome.err().as_deref(), is_refused.then_some(refusal));
    }
}
