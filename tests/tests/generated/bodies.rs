//! Request bodies of every kind, over loopback: they arrive byte for byte. The client is generated from
//! `fixtures/documents/bodies.yaml`.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::bodies_client::Client;
use crate::bodies_client::types::{
    AddPetBody, Pet, SearchBody, SearchBodyAs, SearchBodyPage, SearchBodyWhere, SearchBodyWhereNear, UploadBody,
};
use crate::support::{ErrorKind, Upload};

/// A request as it arrived.
struct Seen {
    head: String,
    body: Vec<u8>,
}

impl Seen {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A client, and its one request as the server receives it. The server answers with `head` and `body`.
async fn answering(head: &str, body: &str) -> (Client, JoinHandle<Seen>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = format!(
        "HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let seen = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let seen = receive(&mut connection).await;
        connection.write_all(answer.as_bytes()).await.unwrap();
        seen
    });
    (Client::new(&format!("http://{address}")).unwrap(), seen)
}

async fn server() -> (Client, JoinHandle<Seen>) {
    answering("200 OK", "").await
}

async fn receive(connection: &mut TcpStream) -> Seen {
    let head = until(connection, b"\r\n\r\n").await;
    let mut seen = Seen {
        head: String::from_utf8(head).unwrap(),
        body: Vec::new(),
    };
    if let Some(length) = seen.header("content-length") {
        seen.body = vec![0; length.parse().unwrap()];
        connection.read_exact(&mut seen.body).await.unwrap();
    } else if seen.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = String::from_utf8(until(connection, b"\r\n").await).unwrap();
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            connection.read_exact(&mut chunk).await.unwrap();
            chunk.truncate(size);
            seen.body.extend(chunk);
            if size == 0 {
                break;
            }
        }
    }
    seen
}

async fn until(connection: &mut TcpStream, end: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end) {
        bytes.push(connection.read_u8().await.unwrap());
    }
    bytes
}

/// A stream of these pieces.
struct Pieces(Vec<Result<&'static str, &'static str>>);

impl futures_core::Stream for Pieces {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.0.remove(0);
        Poll::Ready(Some(piece.map(Into::into).map_err(std::io::Error::other)))
    }
}

fn pet() -> Pet {
    Pet::builder().name("Rex").build()
}

#[tokio::test]
async fn each_media_type_is_a_variant() {
    let table: [(AddPetBody, &str, &str); 6] = [
        (pet().into(), "application/json", r#"{"name":"Rex"}"#),
        (AddPetBody::Form(pet()), "application/x-www-form-urlencoded", "name=Rex"),
        (AddPetBody::TextCsv("name\nRex".to_owned()), "text/csv", "name\nRex"),
        (AddPetBody::Xml("<pet/>".into()), "application/xml", "<pet/>"),
        (
            AddPetBody::ImageAny(Upload::from("x").with_media_type("image/png")),
            "image/png",
            "x",
        ),
        (AddPetBody::ImageAny("x".into()), "application/octet-stream", "x"),
    ];
    for (body, media_type, text) in table {
        let (client, seen) = server().await;
        client.add_pet().body(body).send().await.ok();
        let seen = seen.await.unwrap();
        assert_eq!((seen.header("content-type"), seen.text()), (Some(media_type), text));
    }
}

#[tokio::test]
async fn an_optional_body_can_be_left_out() {
    let (client, seen) = answering("200 OK", "Rex is older now").await;
    let answer = client.change_pet().send().await.unwrap();
    assert_eq!(answer.into_inner(), "Rex is older now");
    let seen = seen.await.unwrap();
    assert_eq!((seen.header("content-type"), seen.text()), (None, ""));

    let (client, seen) = answering("400 Bad", "no such pet").await;
    let error = client
        .change_pet()
        .body(Pet::builder().name("Rex"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.body().map(String::as_str), Some("no such pet"));
    let seen = seen.await.unwrap();
    assert_eq!(seen.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(seen.text(), r#"{"name":"Rex"}"#);
}

#[tokio::test]
async fn a_body_that_is_not_text_is_kept() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = Client::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        receive(&mut connection).await;
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n\xff\xfe";
        connection.write_all(answer).await.unwrap();
    });
    let error = client.change_pet().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.raw_body()),
        (ErrorKind::Decode, Some(&b"\xff\xfe"[..]))
    );
}

#[tokio::test]
async fn form_fields_have_the_documented_styles() {
    let (client, seen) = server().await;
    let near = SearchBodyWhereNear::builder().km(3);
    let place = SearchBodyWhere::builder().city("Zürich").near(near);
    let body = SearchBody::builder()
        .q("x&y")
        .tags(vec!["a".to_owned(), "b".to_owned()])
        .ids(vec![1, 2])
        .where_(place)
        .as_(SearchBodyAs::builder().format("a b"))
        .page(SearchBodyPage::builder().from(7).size(2))
        .token("canary");
    let call = client.search().body(body);
    assert!(!format!("{call:?}").contains("canary"));
    call.send().await.ok();
    assert_eq!(
        seen.await.unwrap().text(),
        "as=%7B%22format%22%3A%22a%20b%22%7D&ids=1,2&from=7&size=2&q=x%26y&tags=a&tags=b&token=canary\
         &where%5Bcity%5D=Z%C3%BCrich&where%5Bnear%5D%5Bkm%5D=3"
    );
}

fn package(pages: Vec<Upload>) -> UploadBody {
    let history = Upload::from("<history/>").with_part_header("X-Rate-Limit-Limit", "7");
    UploadBody::builder()
        .cover(Upload::from(b"\x89PNG").with_file_name("a \"b\"\r\n.png"))
        .label(vec!["new".to_owned(), "used".to_owned()])
        .pages(pages)
        .history(history)
        .pet(pet())
        .count(2)
        .tags(vec!["x".to_owned(), "ü".to_owned()])
        .secret("canary")
        .build()
}

/// The bytes of `package` on the wire.
fn expected(boundary: &str) -> Vec<u8> {
    let parts: [(&str, &[u8]); 10] = [
        ("name=\"count\"\r\n", b"2"),
        (
            "name=\"cover\"; filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/png\r\n",
            b"\x89PNG",
        ),
        (
            "name=\"history\"; filename=\"history\"\r\nContent-Type: application/xml; charset=utf-8\r\nX-Rate-Limit-Limit: 7\r\n",
            b"<history/>",
        ),
        (
            "name=\"label\"\r\nContent-Type: application/json\r\n",
            b"[\"new\",\"used\"]",
        ),
        (
            "name=\"pages\"; filename=\"1.txt\"\r\nContent-Type: text/plain\r\n",
            b"one",
        ),
        (
            "name=\"pages\"; filename=\"pages\"\r\nContent-Type: application/octet-stream\r\n",
            b"two",
        ),
        (
            "name=\"pet\"\r\nContent-Type: application/json\r\n",
            b"{\"name\":\"Rex\"}",
        ),
        ("name=\"secret\"\r\n", b"canary"),
        ("name=\"tags\"\r\n", b"x"),
        ("name=\"tags\"\r\n", "ü".as_bytes()),
    ];
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n").into_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    body
}

fn boundary(seen: &Seen) -> &str {
    let media_type = seen.header("content-type").unwrap();
    media_type.strip_prefix("multipart/form-data; boundary=").unwrap()
}

#[tokio::test]
async fn files_are_parts_of_a_form() {
    let first = || {
        Upload::from("one")
            .with_file_name("1.txt")
            .with_media_type("text/plain")
    };
    let (client, seen) = server().await;
    let body = package(vec![first(), "two".into()]);
    assert!(!format!("{body:?}").contains("canary") && !format!("{body:?}").contains("PNG"));
    client.upload().body(body).send().await.ok();
    let in_memory = seen.await.unwrap();
    assert!(in_memory.header("content-length").is_some());
    assert_eq!(in_memory.body, expected(boundary(&in_memory)));

    let (client, seen) = server().await;
    let stream = Upload::stream(Pieces(vec![Ok("t"), Ok("wo")]));
    client
        .upload()
        .body(package(vec![first(), stream.clone()]))
        .send()
        .await
        .ok();
    let streamed = seen.await.unwrap();
    assert_eq!(streamed.header("transfer-encoding"), Some("chunked"));
    assert_eq!(streamed.body, expected(boundary(&streamed)));
    assert_ne!(boundary(&in_memory), boundary(&streamed));

    let (client, _) = server().await;
    let again = client.upload().body(package(vec![stream])).send().await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::InvalidRequest);
    assert!(again.to_string().contains("a stream that was already sent"), "{again}");
}

#[tokio::test]
async fn a_form_that_cannot_be_written_is_refused() {
    let (client, _) = server().await;
    let mut body = package(Vec::new());
    body.cover = Upload::from("x").with_media_type("image/png\r\nX: y");
    let error = client.upload().body(body).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

/// If a stream fails, the request is visibly incomplete for every server.
#[tokio::test]
async fn a_stream_that_fails_breaks_the_request_off() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = Client::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).await.ok();
        bytes
    });
    let stream = Upload::stream(Pieces(vec![Ok("some"), Err("the disk is gone")]));
    let error = client.upload().body(package(vec![stream])).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!server.await.unwrap().ends_with(b"0\r\n\r\n"));
}

#[tokio::test]
async fn bytes_and_texts_are_sent_as_they_are() {
    let (client, seen) = server().await;
    let stream = Upload::stream(Pieces(vec![Ok("a"), Ok("b")])).with_media_type("video/mp4");
    client.raw().body(stream).send().await.ok();
    let seen = seen.await.unwrap();
    assert_eq!((seen.header("content-type"), seen.text()), (Some("video/mp4"), "ab"));

    let (client, seen) = server().await;
    client.replace_note().body("ü").send().await.ok();
    let seen = seen.await.unwrap();
    assert_eq!((seen.header("content-type"), seen.text()), (Some("text/plain"), "ü"));

    let (client, seen) = server().await;
    client.nothing().send().await.ok();
    assert_eq!(seen.await.unwrap().header("content-type"), None);

    // A DELETE with a body, and a body with the media type of JSON whose schema is binary.
    let (client, seen) = answering("200 OK", "[").await;
    let bytes = client.remove_pets().body(vec!["Rex".to_owned()]).send().await.unwrap();
    assert_eq!(bytes.into_inner().collect(10).await.unwrap(), b"[");
    let seen = seen.await.unwrap();
    assert!(seen.head.starts_with("DELETE /pets "));
    assert_eq!(seen.text(), r#"["Rex"]"#);
}
