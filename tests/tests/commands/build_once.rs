//! `cargo xtask generate` and `cargo test --workspace` build their common crates with the same features, and so only once.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed expectation is a test's report")]

use std::collections::BTreeSet;
use std::process::Command;

/// The packages that a command builds, each with its features.
fn built(scope: &[&str], edges: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--no-dedupe", "--prefix", "none"])
        .args(["--format", "{p} [{f}]", "--edges", edges])
        .args(scope)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    tree.lines().map(str::to_owned).collect()
}

#[test]
fn two_commands_build_the_same_crates() {
    let all = built(&["--workspace"], "normal,build,dev");
    let first = built(&["--package", "xtask"], "normal,build");
    let own = built(&["--package", "workspace-tests"], "normal,build,dev");
    assert!(first.len() > 50, "the tree is not the one expected: {first:#?}");
    for (command, some) in [("cargo xtask", first), ("cargo test -p workspace-tests", own)] {
        let twice: Vec<_> = some.difference(&all).collect();
        assert!(
            twice.is_empty(),
            "`{command}` builds these with other features than `cargo test --workspace`, and so all that depends on \
             them: {twice:#?}\nDeclare the features in xtask/Cargo.toml."
        );
    }
}
