//! The page in a browser: it opens, filters and jumps, and sends no request.

use openapi_diff::show::Format;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::browser::{Browser, installed};
use super::example::Example;

/// The ids of the visible findings, in the order of the index.
const SHOWN: &str = "[...document.querySelectorAll('#index li:not([hidden]) a')].map(a => a.hash.slice(1)).filter(id => { \
     const r = document.getElementById(id).getBoundingClientRect(); return r.height > 0; })";
/// The selected finding, if it is in the window.
const CURRENT: &str = "(() => { const e = document.querySelector('article[aria-current]'); if (!e) return null; \
     const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight ? e.id : 'out of sight: ' + e.id; })()";

fn page(example: &Example) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut file = std::fs::File::create(folder.path().join("diff.html")).unwrap();
    std::io::Write::write_all(&mut file, example.show(Format::Html).as_bytes()).unwrap();
    folder
}

#[test]
fn it_opens_filters_and_jumps() {
    let Some(program) = installed() else { return };
    let folder = page(&Example::new());
    let mut browser = Browser::open(&program, &folder.path().join("diff.html"), "");

    let all = json!(["w1", "w2", "w3", "w4", "w5", "w6", "w7", "r1", "r2", "r3"]);
    assert_eq!(browser.evaluate(SHOWN), all);
    assert_eq!(
        browser.evaluate("document.querySelector('#shown').textContent"),
        json!("10 of 10")
    );

    // Filters by mouse: breaking changes, then those in Rust only.
    for value in ["risky", "compatible", "docs"] {
        browser.click(&format!("input[value={value}]"));
    }
    assert_eq!(browser.evaluate(SHOWN), json!(["w1", "w2", "w3", "r1", "r2"]));
    browser.click("input[value=wire]");
    assert_eq!(browser.evaluate(SHOWN), json!(["r1", "r2"]));
    assert_eq!(browser.evaluate("location.hash"), json!("#severity=breaking&axis=rust"));
    browser.evaluate("location.hash = ''");
    wait(&mut browser, SHOWN, &all);

    // Keys: down, up, and into the filter.
    for (key, id) in [("j", "w1"), ("j", "w2"), ("j", "w3"), ("k", "w2")] {
        browser.press(key);
        assert_eq!(browser.evaluate(CURRENT), json!(id));
    }
    browser.press("/");
    for key in "gears".chars() {
        browser.press(&key.to_string());
    }
    assert_eq!(
        browser.evaluate("document.querySelector('#query').value"),
        json!("gears")
    );
    assert_eq!(browser.evaluate(SHOWN), json!(["w2", "w4", "r2"]));
    browser.press("Escape");
    browser.press("j");
    assert_eq!(browser.evaluate(CURRENT), json!("w4"));
    browser.press("j");
    browser.press("j");
    assert_eq!(browser.evaluate(CURRENT), json!("r2"), "the last stays the last");
    assert_eq!(browser.evaluate("location.hash"), json!("#q=gears&at=r2"));

    // The change in Rust links to its cause, even if the filter hides the cause.
    browser.evaluate("location.hash = '#axis=rust&at=r1'");
    wait(&mut browser, CURRENT, &json!("r1"));
    browser.click("#r1 a");
    assert_eq!(browser.evaluate(CURRENT), json!("w1"));

    nothing_went_wrong(&browser);
}

#[test]
fn an_address_leads_to_what_it_was_copied_from() {
    let Some(program) = installed() else { return };
    let folder = page(&Example::new());
    let mut browser = Browser::open(&program, &folder.path().join("diff.html"), "#severity=risky,docs&at=w4");
    assert_eq!(browser.evaluate(SHOWN), json!(["w4", "w6", "w7"]));
    assert_eq!(browser.evaluate(CURRENT), json!("w4"));

    // Findings are below their lines, on the side that they are about.
    let line = "(id => { const row = document.getElementById(id).closest('tr').previousElementSibling; \
                return [...row.cells].map(cell => cell.textContent.trim()); })";
    assert_eq!(browser.evaluate(&format!("{line}('w4')[3]")), json!("format: int64"));
    browser.evaluate("location.hash = ''");
    wait(
        &mut browser,
        "document.querySelectorAll('article[hidden]').length",
        &json!(0),
    );
    assert_eq!(browser.evaluate(&format!("{line}('w1')[1]")), json!("delete:"));

    // Unchanged lines unfold.
    let hidden = "document.querySelectorAll('tbody[hidden]').length";
    let folds = browser.evaluate(hidden).as_u64().unwrap();
    assert!(folds > 0);
    browser.click(".fold button");
    assert_eq!(browser.evaluate(hidden), json!(folds - 1));

    // Colours follow the system's setting.
    let colour = "getComputedStyle(document.body).backgroundColor";
    let light = browser.evaluate(colour);
    browser.call(
        "Emulation.setEmulatedMedia",
        &json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]}),
    );
    assert_ne!(browser.evaluate(colour), light);
    nothing_went_wrong(&browser);
}

/// Waits until an expression has a value, since the browser reports a new address with a delay.
fn wait(browser: &mut Browser, expression: &str, expected: &Value) {
    for _ in 0..500 {
        if browser.evaluate(expression) == *expected {
            return;
        }
        browser.evaluate("new Promise(done => setTimeout(done, 20))");
    }
    assert_eq!(browser.evaluate(expression), *expected);
}

/// Checks that there is no exception, no policy violation, and no request except for the page.
fn nothing_went_wrong(browser: &Browser) {
    let of = |method: &str| {
        browser
            .events
            .iter()
            .filter(|event| event["method"] == json!(method))
            .collect::<Vec<_>>()
    };
    assert!(
        of("Runtime.exceptionThrown").is_empty(),
        "{:?}",
        of("Runtime.exceptionThrown")
    );
    assert!(of("Log.entryAdded").is_empty(), "{:?}", of("Log.entryAdded"));
    let requests = of("Network.requestWillBeSent");
    let urls: Vec<_> = requests
        .iter()
        .map(|event| event["params"]["request"]["url"].as_str().unwrap())
        .collect();
    assert!(urls.len() == 1 && urls[0].starts_with("file://"), "{urls:?}");
}
