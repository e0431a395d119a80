//! The files of the package.

use std::path::Path;
use std::process::Command;

use super::rehearsal::cargo;

#[test]
fn the_files_of_the_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(cargo());
    command.args([
        "package",
        "--package",
        "b2c-agent-client",
        "--list",
        "--allow-dirty",
        "--offline",
    ]);
    let output = command.current_dir(root).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    assert!(output.status.success(), "{}", text(&output.stderr));
    // Cargo adds this file if git has a commit.
    let files = text(&output.stdout).replace(".cargo_vcs_info.json\n", "");
    insta::assert_snapshot!(files);
}
