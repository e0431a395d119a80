//! The real binary: exit codes, streams and signals. The other modules test what does not need it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::miniature::{DOCUMENT, Miniature, write};

/// No command takes this long, unless it hangs.
const HANGS: Duration = Duration::from_secs(60);

/// The binary, with `miniature` as its workspace.
fn xtask(miniature: &Miniature, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-under-test"));
    command.current_dir(miniature.path("")).args(arguments);
    // Cargo sets it for this test, whose workspace is another.
    command.env_remove("CARGO_MANIFEST_DIR");
    command
}

pub(crate) fn output(miniature: &Miniature, arguments: &[&str]) -> Output {
    xtask(miniature, arguments).stdin(Stdio::null()).output().unwrap()
}

fn code(miniature: &Miniature, arguments: &[&str]) -> i32 {
    let output = output(miniature, arguments);
    output
        .status
        .code()
        .unwrap_or_else(|| panic!("{arguments:?} was killed: {output:?}"))
}

#[test]
fn every_exit_code() {
    let miniature = Miniature::new();
    assert_eq!(code(&miniature, &["--help"]), 0);
    assert_eq!(code(&miniature, &["lint"]), 0);
    assert_eq!(code(&miniature, &["lint", "--spec", "missing.yaml"]), 1);
    assert_eq!(code(&miniature, &["generate", "--spec", "missing.yaml"]), 1);
    assert_eq!(code(&miniature, &["generate", "--out", "nowhere/code.rs"]), 1);
    assert_eq!(code(&miniature, &[]), 2);
    assert_eq!(code(&miniature, &["lint", "--format", "xml"]), 2);
    assert_eq!(code(&miniature, &["check"]), 4);
    assert_eq!(code(&miniature, &["generate"]), 0);
    assert_eq!(code(&miniature, &["check"]), 0);
    write(miniature.document(), DOCUMENT.replace("a pet", "some pet"));
    assert_eq!(code(&miniature, &["check"]), 4);
    write(miniature.document(), "openapi: [\n");
    for verb in ["lint", "generate", "check"] {
        assert_eq!(code(&miniature, &[verb]), 3, "{verb}");
    }
    fs::remove_file(miniature.path("Cargo.toml")).unwrap();
    assert_eq!(code(&miniature, &["check"]), 1);
}

#[test]
fn cargo_says_where_the_workspace_is() {
    let (miniature, elsewhere) = (Miniature::new(), tempfile::tempdir().unwrap());
    let mut command = xtask(&miniature, &["generate"]);
    command
        .current_dir(elsewhere.path())
        .env("CARGO_MANIFEST_DIR", miniature.path("spec"));
    assert!(command.output().unwrap().status.success());
    assert!(miniature.generated().is_file());
}

#[test]
fn without_a_terminal_there_are_no_colours() {
    let miniature = Miniature::new();
    write(miniature.document(), "openapi: [\n");
    for arguments in [["lint"], ["generate"], ["wrong"], ["--help"]] {
        let output = output(&miniature, &arguments);
        assert!(
            !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
            "{arguments:?}"
        );
    }
}

#[test]
fn without_a_terminal_there_is_no_progress() {
    let miniature = Miniature::new();
    let output = output(&miniature, &["generate"]);
    assert!(output.status.success());
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!said.contains(['\r', '\x1b']), "{said:?}");
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let miniature = Miniature::new();
    // More than the capacity of a pipe, so the write fails even if the pipe is closed late.
    let many: String = (0..5_000).map(|n| format!("key{}: {n}\n", n % 2_500)).collect();
    write(miniature.document(), format!("{DOCUMENT}{many}"));
    for format in ["text", "json", "github", "sarif"] {
        let command = &mut xtask(&miniature, &["lint", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(1), ""),
            "{format}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_output_is_a_failure() {
    let miniature = Miniature::new();
    for verb in ["lint", "generate", "check", "--help"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = xtask(&miniature, &[verb]).stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{verb}: {err}");
        assert!(
            err.starts_with("error: cannot write the output: No space left on device"),
            "{verb}: {err}"
        );
    }
    assert!(miniature.generated().is_file(), "the code was written");
}

/// A running `generate --watch` and the lines that it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(miniature: &Miniature) -> Self {
        let mut command = xtask(miniature, &["generate", "--watch"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Self { child, lines }
    }

    /// Reads until a line contains `text`.
    fn until(&self, text: &str) {
        while !self
            .lines
            .recv_timeout(HANGS)
            .unwrap_or_else(|_| panic!("it never said {text:?}"))
            .contains(text)
        {}
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watching_sees_every_way_to_save_a_file() {
    let miniature = Miniature::new();
    let watching = Watching::start(&miniature);
    watching.until("watching spec/openapi.yaml");

    write(miniature.document(), DOCUMENT.replace("a pet", "pet 1"));
    watching.until("wrote generated-client/src/generated.rs");

    // As most editors do: write another file, then rename it.
    write(
        miniature.path("spec/.openapi.yaml.tmp"),
        DOCUMENT.replace("a pet", "pet 2"),
    );
    fs::rename(miniature.path("spec/.openapi.yaml.tmp"), miniature.document()).unwrap();
    watching.until("wrote generated-client/src/generated.rs");

    // As other editors do: move the file away, then write a new one.
    fs::rename(miniature.document(), miniature.path("spec/openapi.yaml~")).unwrap();
    write(miniature.document(), DOCUMENT.replace("a pet", "pet 3"));
    watching.until("wrote generated-client/src/generated.rs");
    assert!(miniature.read("generated-client/src/generated.rs").contains("pet 3"));

    fs::remove_file(miniature.document()).unwrap();
    watching.until("has changed");
    write(miniature.document(), DOCUMENT);
    watching.until("wrote generated-client/src/generated.rs");
}

/// Files that the document refers to are also watched: those of the first run, and those that an edit adds.
#[test]
fn watching_sees_the_files_of_the_document() {
    let miniature = Miniature::new();
    let referring = |file: &str| {
        let name = format!("  schemas:\n    Name:\n      $ref: '{file}#/Name'\n");
        DOCUMENT.replace("  schemas:\n", &name)
    };
    fs::create_dir_all(miniature.path("spec/parts")).unwrap();
    fs::create_dir_all(miniature.path("spec/others")).unwrap();
    let schema = |word: &str| format!("Name: {{ type: object, description: {word} }}\n");
    write(miniature.path("spec/parts/name.yaml"), schema("one"));
    write(miniature.document(), referring("parts/name.yaml"));
    let watching = Watching::start(&miniature);
    watching.until("watching spec/openapi.yaml");

    write(miniature.path("spec/parts/name.yaml"), schema("two"));
    watching.until("a file of spec/openapi.yaml has changed");
    watching.until("wrote generated-client/src/generated.rs");

    // A file that does not exist yet is also watched.
    write(miniature.document(), referring("others/name.yaml"));
    watching.until("spec/openapi.yaml has changed");
    write(miniature.path("spec/others/name.yaml"), schema("three"));
    watching.until("wrote generated-client/src/generated.rs");
    assert!(miniature.read("generated-client/src/generated.rs").contains("three"));
}

#[test]
fn watching_ends_when_its_folder_goes() {
    let miniature = Miniature::new();
    let mut watching = Watching::start(&miniature);
    watching.until("watching spec/openapi.yaml");
    fs::rename(miniature.path("spec"), miniature.path("gone")).unwrap();
    assert_eq!(watching.child.wait().unwrap().code(), Some(1));
}

#[test]
fn the_first_build_is_free_of_http() {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "xtask",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--offline",
            "--locked",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(
        packages.contains(&"progenitor-impl"),
        "the tree is not the one expected: {tree}"
    );
    for heavy in ["reqwest", "tokio", "hyper", "async-std", "smol", "b2c-agent-client"] {
        assert!(!packages.contains(&heavy), "xtask depends on {heavy}");
    }
}
