//! Multipart bodies that are not forms.

use super::{Step, client_with, header, write};
use crate::streams_client::types::{ArchiveBody, ReplaceArchiveBody, ReplaceArchiveBodyMultipartMixed, Story};
use crate::support::{Config, ErrorKind, Upload};

fn done() -> Vec<Step> {
    vec![write("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")]
}

/// The body with its boundary written as `B`.
fn normalized(head: &str, body: &[u8]) -> (String, String) {
    let media_type = header(head, "content-type").unwrap();
    let boundary = media_type.split("boundary=").nth(1).unwrap().split(';').next().unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    (media_type.replace(boundary, "B"), body.replace(boundary, "B"))
}

/// The first part describes the others, so it is not a file. The header names its media type (RFC 2387).
#[tokio::test]
async fn related_parts_begin_with_a_part_that_is_not_a_file() {
    let (client, server) = client_with(&Config::default(), done()).await;
    let body = ArchiveBody::builder()
        .picture(Upload::from("PNG").with_media_type("image/png").with_file_name("a.png"))
        .story(Story::builder().title("a").build());
    client.archive().body(body).send().await.unwrap();
    let (head, body) = server.await.unwrap();
    let (media_type, body) = normalized(&head, &body);
    assert_eq!(media_type, "multipart/related; boundary=B; type=\"application/json\"");
    assert_eq!(
        body,
        "--B\r\nContent-Disposition: form-data; name=\"story\"\r\nContent-Type: application/json\r\n\r\n{\"title\":\"a\"}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
         --B--\r\n"
    );
}

/// The boundary in the document is not used. Text is labelled as UTF-8.
#[tokio::test]
async fn mixed_parts_have_a_boundary_of_their_own() {
    let (client, server) = client_with(&Config::default(), done()).await;
    let body = ReplaceArchiveBodyMultipartMixed::builder()
        .attachments(vec![Upload::from("1"), Upload::from("2")])
        .remark("ü")
        .stories(vec![
            Story::builder().title("a").build(),
            Story::builder().title("b").build(),
        ])
        .build();
    client.replace_archive().body(body).send().await.unwrap();
    let (head, body) = server.await.unwrap();
    let (media_type, body) = normalized(&head, &body);
    assert_eq!(media_type, "multipart/mixed; boundary=B");
    let part =
        |rest: &str, content: &str| format!("--B\r\nContent-Disposition: form-data; {rest}\r\n\r\n{content}\r\n");
    let file = "name=\"attachments\"; filename=\"attachments\"\r\nContent-Type: image/png";
    let story = "name=\"stories\"\r\nContent-Type: application/json";
    let expected = [
        part("name=\"remark\"\r\nContent-Type: text/plain; charset=utf-8", "ü"),
        part(story, "{\"title\":\"a\"}"),
        part(story, "{\"title\":\"b\"}"),
        part(file, "1"),
        part(file, "2"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
}

/// Parts that the caller has assembled are sent unchanged, if the media type has a boundary.
#[tokio::test]
async fn parts_of_the_callers_own_need_their_boundary() {
    let (client, server) = client_with(&Config::default(), done()).await;
    let parts = |upload: Upload| ReplaceArchiveBody::MultipartDigest(upload);
    let nameless = client
        .replace_archive()
        .body(parts(Upload::from("--b--")))
        .send()
        .await
        .unwrap_err();
    assert_eq!(nameless.kind(), ErrorKind::InvalidRequest);
    assert!(nameless.to_string().contains("`Upload::with_media_type`"), "{nameless}");

    let named = Upload::from("--b--").with_media_type("multipart/digest; boundary=b");
    client.replace_archive().body(parts(named)).send().await.unwrap();
    let (head, body) = server.await.unwrap();
    assert_eq!(header(&head, "content-type"), Some("multipart/digest; boundary=b"));
    assert_eq!(body, b"--b--");
}
