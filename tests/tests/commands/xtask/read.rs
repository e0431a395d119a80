//! Documents that are not text, and files that are not documents.

use std::fs;

use insta::assert_snapshot;
use xtask::Exit;

use super::miniature::{DOCUMENT, Miniature, write};

#[test]
fn a_document_that_is_not_text_is_a_finding() {
    let miniature = Miniature::new();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases: [(&str, Vec<u8>); 3] = [
        (
            "latin1",
            b"\xef\xbb\xbfopenapi: 3.0.3\r\ninfo:\r\n  title: caf\xe9 # Latin-1\r\n".to_vec(),
        ),
        ("utf16", [vec![0xff, 0xfe], utf16(DOCUMENT)].concat()),
        ("utf16_without_mark", utf16("openapi: 3.0.3\n")),
    ];
    for (name, bytes) in cases {
        write(miniature.document(), bytes);
        let said = miniature.run(&["lint"]);
        assert_eq!(said.exit, Exit::DocumentErrors, "{name}: {}", said.err);
        assert_snapshot!(format!("lint_{name}"), said.redacted());
        assert_eq!(miniature.run(&["generate"]).exit, Exit::DocumentErrors, "{name}");
        assert_eq!(miniature.run(&["check"]).exit, Exit::DocumentErrors, "{name}");
    }
    assert!(!miniature.generated().exists());
}

#[test]
fn a_document_without_end_is_not_read_to_it() {
    let miniature = Miniature::new();
    fs::File::options()
        .write(true)
        .open(miniature.document())
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let said = miniature.run(&["lint"]);
    assert_eq!(said.exit, Exit::DocumentErrors);
    assert_snapshot!("lint_endless", said.redacted());
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let miniature = Miniature::new();
    fs::create_dir(miniature.path("folder.yaml")).unwrap();
    let said = [
        miniature.run(&["lint", "--spec", "missing.yaml"]),
        miniature.run(&["generate", "--spec", "folder.yaml"]),
    ];
    assert!(said.iter().all(|said| said.exit == Exit::Failed));
    let below_a_file = miniature.run(&["lint", "--spec", "spec/openapi.yaml/below"]);
    assert_eq!(below_a_file.exit, Exit::Failed);
    assert!(
        below_a_file
            .err
            .starts_with("error: cannot read spec/openapi.yaml/below: "),
        "{}",
        below_a_file.err
    );
    assert_snapshot!("unreadable", said.map(|said| said.redacted()).concat());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let miniature = Miniature::new();
    let made = std::process::Command::new("mkfifo")
        .arg(miniature.path("pipe.yaml"))
        .status()
        .unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(miniature.path("socket.yaml")).unwrap();
    for name in ["pipe.yaml", "socket.yaml"] {
        let said = miniature.run(&["lint", "--spec", name]);
        let expected = format!("error: cannot read {name}: it is a pipe, a socket or a device, not a file");
        assert_eq!(
            (said.exit, said.err.lines().next()),
            (Exit::Failed, Some(expected.as_str()))
        );
        assert_eq!(miniature.run(&["generate", "--out", name]).exit, Exit::Failed);
    }
}
