//! Values of path, query and headers.

use b2c_agent_client::ErrorKind;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config as Cases, TestRunner};
use workspace_tests::canary::{self, CANARY};

use super::wire::{PLAIN, Texts, Wire};

/// The places of a caller's text in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Location {
    Path,
    Query,
    Header,
    SecretHeader,
}

impl Location {
    /// The parameter's name in the document.
    fn name(self) -> &'static str {
        match self {
            Self::Path => "fqSiteName",
            Self::Query => "pool",
            Self::Header => "X-AID",
            Self::SecretHeader => "X-JSESSIONID",
        }
    }

    /// Whether a text cannot arrive unchanged at this place.
    fn refuses(self, text: &str) -> bool {
        match self {
            Self::Path => {
                let is_dots = |segment| matches!(segment, "." | "..");
                text.is_empty()
                    || text.split('/').any(is_dots)
                    || text.contains('\\')
                    || text.contains(char::is_control)
            }
            Self::Query => false,
            Self::Header | Self::SecretHeader => {
                let is_trimmed = text.trim_matches([' ', '\t']) == text;
                !is_trimmed || !text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
            }
        }
    }
}

/// Plain texts, except for one.
fn with(place: Location, text: &str) -> Texts<'_> {
    match place {
        Location::Path => Texts { site: text, ..PLAIN },
        Location::Query => Texts {
            pool: Some(text),
            ..PLAIN
        },
        Location::Header => Texts { agent: text, ..PLAIN },
        Location::SecretHeader => Texts { session: text, ..PLAIN },
    }
}

/// Sends `text` at `place`. Panics unless it arrives unchanged or is refused correctly.
fn check(wire: &Wire, place: Location, text: &str) {
    let texts = with(place, text);
    let outcome = wire.call(&texts);
    let requests = wire.server.take_requests();
    if !place.refuses(text) {
        outcome.unwrap_or_else(|error| panic!("{place:?} {text:?} should arrive: {error:#}"));
        let [request] = requests.try_into().expect("a call is one request");
        return wire.check_request(&request, &texts);
    }
    let error = outcome.expect_err("it cannot arrive as it is");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
    assert!(!error.may_have_acted() && requests.is_empty(), "nothing was sent");
    let shown = canary::shown(&error);
    assert!(shown.contains(place.name()), "the message names the parameter: {shown}");
    assert!(!canary::is_in(&shown), "the message repeats the value: {shown}");
}

/// Characters that URLs, headers and programs treat as structure.
#[rustfmt::skip]
const PIECES: [&str; 33] = [
    "", ".", "..", "%2e", "%2E", "%", "%%", "/", "\\", "?", "#", "&", "=", "+", ";", ":", "@", " ", "\t", "\r", "\n",
    "\r\n", "\0", "\u{7f}", "\u{85}", "\u{a0}", "\u{feff}", "\u{2028}", "ü", "\u{1F980}", "\"", "a", CANARY,
];

/// Any text, often made of special pieces.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~\t]{0,32}",
        "[\\x00-\\u{ff}]{0,8}",
        proptest::collection::vec(proptest::sample::select(&PIECES), 0..8).prop_map(|pieces| pieces.concat()),
    ]
}

fn check_any(place: Location) {
    let wire = Wire::open();
    let cases = Cases {
        failure_persistence: None,
        ..Cases::with_cases(1_000)
    };
    let outcome = TestRunner::new(cases).run(&texts(), |text| {
        check(&wire, place, &text);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{place:?}: {failure}"));
}

#[test]
fn any_path_value_arrives_as_it_is_or_is_refused() {
    check_any(Location::Path);
}

#[test]
fn any_query_value_arrives_as_it_is() {
    check_any(Location::Query);
}

#[test]
fn any_header_value_arrives_as_it_is_or_is_refused() {
    check_any(Location::Header);
}

#[test]
fn any_secret_header_value_arrives_as_it_is_or_is_refused() {
    check_any(Location::SecretHeader);
}

/// The expected results for special values are written out here, since the rules above could be wrong.
#[test]
fn special_values() {
    const YES: bool = true;
    const NO: bool = false;
    let (long, with_canary) = ("x".repeat(16_000), format!("{CANARY}\r\nX-Evil: {CANARY}"));
    #[rustfmt::skip]
    let table = [
        // value           arrives in the path, in the query, in a header
        (".",              NO,  YES, YES),
        ("..",             NO,  YES, YES),
        ("...",            YES, YES, YES),
        ("%2e",            YES, YES, YES),
        ("%2E%2e",         YES, YES, YES),
        ("",               NO,  YES, YES),
        ("/",              YES, YES, YES),
        ("../../admin",    NO,  YES, YES),
        ("a/..",           NO,  YES, YES),
        ("a/.b/..c",       YES, YES, YES),
        ("\\",             NO,  YES, YES),
        ("..\\..",         NO,  YES, YES),
        ("?",              YES, YES, YES),
        ("?pool=other",    YES, YES, YES),
        ("#",              YES, YES, YES),
        (" ",              YES, YES, NO),
        ("a b\tc",         NO,  YES, YES),
        (" a",             YES, YES, NO),
        ("a\t",            NO,  YES, NO),
        ("+",              YES, YES, YES),
        ("&pool=other",    YES, YES, YES),
        ("=",              YES, YES, YES),
        (";v=1",           YES, YES, YES),
        ("\0",             NO,  YES, NO),
        ("\r\n",           NO,  YES, NO),
        (&with_canary,     NO,  YES, NO),
        ("\x7f",           NO,  YES, NO),
        ("ü",              YES, YES, NO),
        ("\u{1F980}",      YES, YES, NO),
        ("\u{202e}",       YES, YES, NO),
        (&long,            YES, YES, YES),
    ];
    let wire = Wire::open();
    for (text, in_path, in_query, in_header) in table {
        let arrives = [
            (Location::Path, in_path),
            (Location::Query, in_query),
            (Location::Header, in_header),
            (Location::SecretHeader, in_header),
        ];
        for (place, arrives) in arrives {
            assert_eq!(place.refuses(text), !arrives, "{place:?} {text:?}");
            check(&wire, place, text);
        }
    }
}

/// The longest URL that HTTP libraries handle has 65,534 bytes.
#[test]
fn values_of_the_path_and_the_query_have_a_greatest_length() {
    let wire = Wire::open();
    let target = wire.server.base_url().len() + "/engagement/api/agent//v1/logoff".len();
    for (place, rest) in [(Location::Path, target), (Location::Query, target + "site?pool=".len())] {
        let longest = CANARY.repeat(10_000)[..65_534 - rest].to_owned();
        check(&wire, place, &longest);
        let error = wire
            .call(&with(place, &(longest + "x")))
            .expect_err("it is too long for a URL");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(
            error
                .to_string()
                .contains("its path or query parameters make the URL longer"),
            "{error}"
        );
        assert!(!canary::is_in(&canary::shown(&error)));
        assert_eq!(wire.server.take_requests().len(), 0);
    }
}
