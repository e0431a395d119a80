//! Names of operations, over loopback: which request each method sends. The client is generated from
//! `fixtures/documents/operations.yaml`.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::operations_client::Client;

/// A client, and the first line of its only request.
async fn server() -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = Client::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let line = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(connection.read_u8().await.unwrap());
        }
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        connection.write_all(answer).await.unwrap();
        let head = String::from_utf8(head).unwrap();
        head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned()
    });
    (client, line)
}

macro_rules! sends {
    ($($line:literal: $method:ident($($argument:ident = $value:literal),*))*) => {$(
        let (client, line) = server().await;
        client.$method()$(.$argument($value))*.send().await.ok();
        assert_eq!(line.await.unwrap(), $line, stringify!($method));
    )*};
}

#[tokio::test]
#[allow(deprecated, reason = "that it warns is what the document says")]
async fn each_method_sends_its_request() {
    sends! {
        "GET /": get_root()
        "GET /pets": list()
        "POST /pets": post_pets()
        "DELETE /pets/a": delete_pets_by_pet_id(pet_id = "a")
        "GET /pets/a": get_pets_by_pet_id_2(pet_id = "a")
        "POST /pets/a": get_pets_by_pet_id(pet_id = "a")
        "PUT /pets/a": put_pets_by_pet_id(pet_id = "a")
        "HEAD /pets/a": _7up(pet_id = "a")
        "OPTIONS /pets/a": x(pet_id = "a")
        "PATCH /pets/a": type_(pet_id = "a")
        "TRACE /pets/a": new_operation(pet_id = "a")
        "DELETE /animals/a": delete_animals_by_pet_id(pet_id = "a")
        "TRACE /animals/a": new_operation_2(pet_id = "a")
        "GET /errors": error()
        "PUT /errors": str_ing()
        "POST /errors": string_operation()
        "GET /gr%C3%BC%C3%9Fe": grüße_sagen()
        "GET /do?action=list&it%27s=1&q=x": do_list(q = "x")
        "GET /do?action=a%20b&q=x": do_action(action = "a b", q = "x")
        "GET /do": do_one()
        "GET /do/1": do_a(a = "1")
        "GET /do/2": do_b(b = "2")
    }
}
