//! A publication from end to end: the real `cargo publish` to a registry on loopback, and a separate project that logs off
//! with the published crate. No request leaves the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use workspace_tests::DOCUMENT;
use workspace_tests::registry::{Registry, mirror};
use workspace_tests::sandbox::Sandbox;
use xtask::fs::write_atomically;

const CRATE: &str = "b2c-agent-client";
const TOKEN: &str = "token-that-nobody-may-see";
const CONSUMER: &str = r#"
use b2c_agent_client::{Client, Secret, Session};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let client = Client::new(&arguments[1])?;
    client.log_off(&Session::new("site", "12", Secret::from(arguments[2].as_str()))).await?;
    println!("logged off with a client made from document {}", b2c_agent_client::DOCUMENT_SHA256);
    Ok(())
}
"#;

/// The cargo that runs this test.
pub(crate) fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

pub(crate) fn write(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    write_atomically(path, "a test's file", text.as_bytes()).unwrap();
}

/// A registry, a copy of the crate to publish, and a cargo that uses no other registry.
struct Rehearsal {
    registry: Registry,
    folder: TempDir,
    /// Kept between runs: the dependencies and their compiled code.
    kept: PathBuf,
}

impl Rehearsal {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal");
        let (mirror, folder) = (kept.join("crates-io"), tempfile::tempdir().unwrap());
        fs::create_dir_all(&mirror).unwrap();
        mirror::fill(&mirror, &root, &cargo()).unwrap();

        let registry = Registry::start(TOKEN).unwrap();
        let config = format!(
            "[source.crates-io]\nreplace-with = \"mirror\"\n[source.mirror]\nlocal-registry = '{}'\n\
             [net]\nretry = 2\n",
            mirror.display()
        );
        write(kept.join("home/config.toml"), &config);

        copy(
            &root.join("generated-client"),
            &folder.path().join("workspace/generated-client"),
        );
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        // Only the crate is published, so the copy has no other member.
        let manifest: String = manifest
            .split_inclusive('\n')
            .map(|line| match line.split_once(" = ") {
                Some(("members", _)) => "members = [\"generated-client\"]\n",
                Some(("default-members", _)) => "",
                _ => line,
            })
            .collect();
        write(folder.path().join("workspace/Cargo.toml"), &manifest);
        let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
        write(folder.path().join("workspace/Cargo.lock"), &lock);
        Self { registry, folder, kept }
    }

    fn cargo(&self, folder: &str) -> Command {
        let mut command = Command::new(cargo());
        command
            .current_dir(self.folder.path().join(folder))
            .env("CARGO_HOME", self.kept.join("home"))
            .env("CARGO_TARGET_DIR", self.kept.join("target"))
            .env("CARGO_REGISTRIES_REHEARSAL_INDEX", self.registry.index())
            .env("CARGO_REGISTRIES_REHEARSAL_TOKEN", TOKEN)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0")
            .env("NO_PROXY", "127.0.0.1");
        for (name, _) in std::env::vars().filter(|(name, _)| is_of_this_build(name)) {
            command.env_remove(name);
        }
        command
    }

    fn publish(&self, more: &[&str]) -> Output {
        let mut command = self.cargo("workspace");
        command.args(["publish", "--package", CRATE, "--registry", "rehearsal"]);
        // Loopback needs no TLS, and its library takes longer to build than everything else. `.ci/run client` builds the
        // package with it.
        command.arg("--no-default-features");
        output(command.args(more))
    }

    fn set_version(&self, from: &str, to: &str) {
        for file in ["workspace/Cargo.toml", "workspace/generated-client/Cargo.toml"] {
            let path = self.folder.path().join(file);
            let text = fs::read_to_string(&path).unwrap();
            let old = format!("version = \"{from}\"");
            assert!(text.contains(&old), "{file} does not say {from}");
            write(path, &text.replace(&old, &format!("version = \"{to}\"")));
        }
    }

    fn versions(&self) -> Vec<String> {
        let releases = self.registry.releases(CRATE);
        let version = |value: &serde_json::Value| value["vers"].as_str().unwrap().to_owned();
        releases.iter().map(|release| version(&release.entry)).collect()
    }
}

/// Whether an environment variable is about the workspace's own build. The commands here must not inherit it.
fn is_of_this_build(name: &str) -> bool {
    let proxy = name.to_ascii_lowercase().ends_with("_proxy") && name != "NO_PROXY";
    proxy || name.starts_with("CARGO_PKG_") || ["CARGO_MANIFEST_DIR", "RUSTFLAGS", "CARGO_BUILD_TARGET"].contains(&name)
}

/// Runs a command, and checks that its output does not show the token.
fn output(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    for stream in [&output.stdout, &output.stderr] {
        assert!(!String::from_utf8_lossy(stream).contains(TOKEN), "the token is shown");
    }
    output
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn fails(output: &Output) -> String {
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it went well: {err}");
    err
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The current version of the workspace's client.
fn version() -> String {
    let manifest = include_str!("../../../../generated-client/Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    version.unwrap().trim_end_matches('"').to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_from_end_to_end() {
    let rehearsal = Rehearsal::new();
    let version = version();
    let published = vec![version.clone()];

    // The network fails while the index is read, and then during the upload.
    rehearsal.registry.break_next("/index/", usize::MAX);
    let broken = fails(&rehearsal.publish(&["--no-verify"]));
    assert!(broken.contains("failed to download from"), "{broken}");
    rehearsal.registry.break_next("/api/", usize::MAX);
    let broken = fails(&rehearsal.publish(&["--no-verify"]));
    assert!(
        broken.contains("failed to publish") && broken.contains("Empty reply"),
        "{broken}"
    );
    assert_eq!(rehearsal.versions(), Vec::<String>::new());
    rehearsal.registry.break_next("/", 0);

    // Nothing was published, so the same command works now. Cargo builds the package from its own archive first.
    succeeds(&rehearsal.publish(&[]));
    assert_eq!(rehearsal.versions(), published);

    let again = fails(&rehearsal.publish(&["--no-verify"]));
    assert!(again.contains("already exists"), "{again}");
    rehearsal.set_version(&version, "0.0.1");
    let below = fails(&rehearsal.publish(&["--no-verify"]));
    assert!(below.contains("0.0.1 is not above"), "{below}");
    assert_eq!(rehearsal.versions(), published);

    consume(&rehearsal, &version).await;
}

/// A project that only uses the registry builds with the crate and logs off.
async fn consume(rehearsal: &Rehearsal, version: &str) {
    let manifest = format!(
        "[package]\nname = \"consumer\"\nedition = \"2024\"\n[dependencies]\n\
         {CRATE} = {{ version = \"{version}\", registry = \"rehearsal\", default-features = false }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n[workspace]\n"
    );
    write(rehearsal.folder.path().join("consumer/Cargo.toml"), &manifest);
    write(rehearsal.folder.path().join("consumer/src/main.rs"), CONSUMER);

    let sandbox = Sandbox::start(DOCUMENT).await.unwrap();
    let ticket = sandbox.open_session("site", "12");
    let mut command = rehearsal.cargo("consumer");
    command.args(["run", "--quiet", "--", &sandbox.base_url(), &ticket.session_id]);
    let said = succeeds(&output(&mut command));
    assert!(said.contains(b2c_agent_client::DOCUMENT_SHA256), "{said}");
    assert_eq!(sandbox.sessions(), []);
}

#[test]
fn a_wrong_token_publishes_nothing() {
    let rehearsal = Rehearsal::new();
    let mut command = rehearsal.cargo("workspace");
    command.env("CARGO_REGISTRIES_REHEARSAL_TOKEN", "another-token");
    command.args(["publish", "--no-verify", "--package", CRATE, "--registry", "rehearsal"]);
    let refused = fails(&output(&mut command));
    assert!(
        refused.contains("This token may not publish here.") && !refused.contains("another-token"),
        "{refused}"
    );
    assert_eq!(rehearsal.versions(), Vec::<String>::new());
}
