//! Responses that are complete but not as documented, or far too long.

use b2c_agent_client::ErrorKind::*;
use workspace_tests::faults::Step::{Flood, Read};

use super::answers::{answer, bare, chunked, endless, head, html, json};
use super::row::Acted::{Maybe, No};
use super::row::Kept::{All, Cut, UpToTheLimit};
use super::row::Within::AtOnce;
use super::row::{FLOOD, Row, check, row};

/// A chunk of 64 bytes.
const CHUNK: &[u8] = b"40\r\n                                                                \r\n";

#[rustfmt::skip]
fn too_long() -> Vec<Row> {
    let flood = || Flood(&[b' '; 1024], FLOOD);
    let length = FLOOD as usize;
    vec![
        // The server …                               by doing                                          seen as           status acted  body kept     in time
        row("announces 200 MB with a success",        [Read, head(200, length), flood()],               BodyTooLarge,     200,   Maybe, UpToTheLimit, AtOnce),
        row("announces 200 MB with a refusal",        [Read, head(403, length), flood()],               Status,           403,   No,    UpToTheLimit, AtOnce),
        row("announces 200 MB with a failure",        [Read, head(500, length), flood()],               Status,           500,   Maybe, UpToTheLimit, AtOnce),
        row("announces 200 MB, undocumented",         [Read, head(502, length), flood()],               UnexpectedStatus, 502,   Maybe, UpToTheLimit, AtOnce),
        row("sends 200 MB of chunks with a success",  [Read, chunked(200), Flood(CHUNK, FLOOD)],        BodyTooLarge,     200,   Maybe, UpToTheLimit, AtOnce),
        row("sends 200 MB of chunks with a refusal",  [Read, chunked(403), Flood(CHUNK, FLOOD)],        Status,           403,   No,    UpToTheLimit, AtOnce),
        row("sends 200 MB until it closes, success",  [Read, endless(200), flood()],                    BodyTooLarge,     200,   Maybe, UpToTheLimit, AtOnce),
        row("sends 200 MB until it closes, failure",  [Read, endless(500), flood()],                    Status,           500,   Maybe, UpToTheLimit, AtOnce),
        row("announces as much as a number holds",    [Read, head(200, i64::MAX as usize)],             BodyTooLarge,     200,   Maybe, Cut(""),      AtOnce),
    ]
}

#[rustfmt::skip]
fn successes() -> Vec<Row> {
    let deep = "[".repeat(100_000);
    let deep_inside = format!(r#"{{"chatLogoffResult":{{"a":{deep}"#);
    let compressed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";
    vec![
        // The server …                               by sending                                             seen as status acted  body  in time
        row("nests 100,000 lists",                    [Read, json(200, deep)],                               Decode, 200,   Maybe, All,  AtOnce),
        row("nests 100,000 lists in a property",      [Read, json(200, deep_inside)],                        Decode, 200,   Maybe, All,  AtOnce),
        row("sends HTML",                             [Read, html(200)],                                     Decode, 200,   Maybe, All,  AtOnce),
        row("sends no body",                          [Read, bare(200)],                                     Decode, 200,   Maybe, All,  AtOnce),
        row("sends a list",                           [Read, json(200, "[]")],                               Decode, 200,   Maybe, All,  AtOnce),
        row("sends null",                             [Read, json(200, "null")],                             Decode, 200,   Maybe, All,  AtOnce),
        row("sends text for a number",                [Read, json(200, r#"{"sequenceNumber":"47"}"#)],       Decode, 200,   Maybe, All,  AtOnce),
        row("sends a fraction for an integer",        [Read, json(200, r#"{"sequenceNumber":47.5}"#)],       Decode, 200,   Maybe, All,  AtOnce),
        row("sends an integer beyond 64 bits",        [Read, json(200, r#"{"sequenceNumber":9223372036854775808}"#)], Decode, 200, Maybe, All, AtOnce),
        row("sends text for an object",               [Read, json(200, r#"{"chatSystemError":"broken"}"#)],  Decode, 200,   Maybe, All,  AtOnce),
        row("sends bytes that are not UTF-8",         [Read, json(200, b"{\"clientIdString\":\"\xff\"}")],   Decode, 200,   Maybe, All,  AtOnce),
        row("sends JSON and something after it",      [Read, json(200, "{} {}")],                            Decode, 200,   Maybe, All,  AtOnce),
        row("compresses what nobody asked it to",     [Read, answer(200, "application/json\r\nContent-Encoding: gzip", compressed)], Decode, 200, Maybe, All, AtOnce),
    ]
}

#[rustfmt::skip]
fn failures() -> Vec<Row> {
    let latin1 = b"{\"message\":\"gr\xfc\xdfe\"}";
    let deep = "{\"a\":".repeat(100_000);
    vec![
        // The server …                               by sending                                       seen as           status acted  body  in time
        row("refuses without a body: 400",            [Read, bare(400)],                               Status,           400,   No,    All,  AtOnce),
        row("refuses without a body: 403",            [Read, bare(403)],                               Status,           403,   No,    All,  AtOnce),
        row("refuses without a body: 404",            [Read, bare(404)],                               Status,           404,   No,    All,  AtOnce),
        row("fails without a body: 500",              [Read, bare(500)],                               Status,           500,   Maybe, All,  AtOnce),
        row("refuses in HTML: 403",                   [Read, html(403)],                               Status,           403,   No,    All,  AtOnce),
        row("refuses in HTML: 404",                   [Read, html(404)],                               Status,           404,   No,    All,  AtOnce),
        row("refuses in other JSON",                  [Read, json(400, r#"{"exceptionCode":7}"#)],     Status,           400,   No,    All,  AtOnce),
        row("refuses in bytes that are not UTF-8",    [Read, json(403, latin1)],                       Status,           403,   No,    All,  AtOnce),
        row("fails in 100,000 nested objects",        [Read, json(500, deep)],                         Status,           500,   Maybe, All,  AtOnce),
        row("explains a refusal as documented",       [Read, json(403, r#"{"exceptionCode":"ACCESS_DENIED","message":"There is no session."}"#)], Status, 403, No, All, AtOnce),
        row("refuses with a code of its own",         [Read, json(400, r#"{"exceptionCode":"SESSION_BUSY","detail":"Later"}"#)], Status, 400, No, All, AtOnce),
        row("is a gateway that fails in HTML",        [Read, html(502)],                               UnexpectedStatus, 502,   Maybe, All,  AtOnce),
        row("is a gateway that has no server",        [Read, html(503)],                               UnexpectedStatus, 503,   Maybe, All,  AtOnce),
        row("wants to know who asks",                 [Read, bare(401)],                               UnexpectedStatus, 401,   No,    All,  AtOnce),
        row("is a teapot",                            [Read, bare(418)],                               UnexpectedStatus, 418,   No,    All,  AtOnce),
        row("has enough",                             [Read, json(429, "{}")],                         UnexpectedStatus, 429,   No,    All,  AtOnce),
        row("succeeds in another way: 201",           [Read, json(201, "{}")],                         UnexpectedStatus, 201,   Maybe, All,  AtOnce),
        row("succeeds without content: 204",          [Read, endless(204)],                            UnexpectedStatus, 204,   Maybe, All,  AtOnce),
        row("offers a choice: 300",                   [Read, html(300)],                               UnexpectedStatus, 300,   Maybe, All,  AtOnce),
        row("says that nothing has changed: 304",     [Read, endless(304)],                            UnexpectedStatus, 304,   Maybe, All,  AtOnce),
        row("has a status that nobody knows: 999",    [Read, bare(999)],                               UnexpectedStatus, 999,   Maybe, All,  AtOnce),
        row("fails in band",                          [Read, json(200, r#"{"chatSystemError":{"errorCondition":"BAD_REQUEST","text":"No!"}}"#)], InBand, 200, Maybe, All, AtOnce),
        row("fails in band and does not say how",     [Read, json(200, r#"{"chatSystemError":{}}"#)],  InBand,           200,   Maybe, All,  AtOnce),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_are_not_as_documented() {
    let rows = [successes(), failures(), too_long()].into_iter().flatten().collect();
    insta::assert_snapshot!(check(rows).await);
}
