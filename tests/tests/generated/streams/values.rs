//! Streams of JSON values: one on each line, or one in each record.

use super::{chunk, chunked_head, client, head, write};
use crate::streams_client::types::FollowEditsJsonSeqSuccess;
use crate::support::ErrorKind;

/// Lines end with LF or CRLF and may be empty. The last one may have no end of line.
#[tokio::test]
async fn a_value_a_line() {
    let steps = vec![
        chunked_head("application/x-ndjson"),
        chunk("{\"title\":\"a\"}\n\r\n{\"tit"),
        chunk("le\":\"b\"}\r\n[]\n{\"title\":\"ü\"}"),
        write("0\r\n\r\n"),
    ];
    let client = client(steps).await;
    let mut stories = client.list_stories().send().await.unwrap().into_inner();
    assert_eq!(stories.next().await.unwrap().unwrap().title, "a");
    assert_eq!(stories.next().await.unwrap().unwrap().title, "b");
    let wrong = stories.next().await.unwrap().unwrap_err();
    assert_eq!((wrong.kind(), wrong.raw_body()), (ErrorKind::Decode, Some(&b"[]"[..])));
    assert!(wrong.to_string().contains("line 4 of the stream"), "{wrong}");
    assert_eq!(stories.next().await.unwrap().unwrap().title, "ü");
    assert!(stories.next().await.is_none() && stories.next().await.is_none());
}

/// A value that is cut off by a broken connection is an error.
#[tokio::test]
async fn half_a_line_is_an_error() {
    let steps = vec![
        chunked_head("application/x-ndjson"),
        chunk("{\"title\":\"a\"}\n{}"),
        write("9\r\n"),
    ];
    let client = client(steps).await;
    let mut stories = client.list_stories().send().await.unwrap().into_inner();
    assert_eq!(stories.next().await.unwrap().unwrap().title, "a");
    assert_eq!(stories.next().await.unwrap().unwrap_err().kind(), ErrorKind::Transport);
    assert!(stories.next().await.is_none());
}

/// Records begin with RS. If one cannot be read, the others still can (RFC 7464, section 2.3).
#[tokio::test]
async fn a_value_a_record() {
    let steps = vec![
        head("200 OK", "application/json-seq"),
        write("\u{1e}{\"line\":1}\n\u{1e}\u{1e}{\n\"line\":2}\n\u{1e}{\"li\u{1e}{\"line\":3}\n"),
    ];
    let client = client(steps).await;
    let answer = client.follow_edits().id("a").send_for_json_seq().await.unwrap();
    let FollowEditsJsonSeqSuccess::Status200(mut edits) = answer.into_inner() else {
        panic!("it was answered with status 200");
    };
    assert_eq!(edits.next().await.unwrap().unwrap().line, Some(1));
    assert_eq!(edits.next().await.unwrap().unwrap().line, Some(2));
    let cut = edits.next().await.unwrap().unwrap_err();
    assert!(cut.to_string().contains("record 3 of the stream"), "{cut}");
    assert_eq!(edits.next().await.unwrap().unwrap().line, Some(3));
    assert!(edits.next().await.is_none());
}
