//! The files, commands and options in the documentation exist.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const PAGES: [&str; 6] = [
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "codegen/README.md",
    "generated-client/README.md",
    "spec/README.md",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The parts of a page.
struct Page {
    /// The texts in backticks, outside of code blocks.
    spans: Vec<String>,
    /// The lines of code blocks with shell commands.
    commands: Vec<String>,
    /// The targets of links.
    links: Vec<String>,
}

impl Page {
    fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let (mut prose, mut commands, mut block) = (String::new(), Vec::new(), None);
        for line in text.lines() {
            match (line.trim_start().strip_prefix("```"), block) {
                (Some(language), None) => block = Some(language),
                (Some(_), Some(_)) => block = None,
                (None, Some("sh")) => commands.push(line.to_owned()),
                (None, Some(_)) => {}
                (None, None) => prose += &format!("{line}\n"),
            }
        }
        let parts: Vec<_> = prose.split('`').collect();
        let spans: Vec<_> = parts
            .iter()
            .skip(1)
            .step_by(2)
            .map(|span| span.replace('\n', " "))
            .collect();
        let links = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let links = links.map(str::to_owned).collect();
        commands.extend(spans.iter().cloned());
        Self { spans, commands, links }
    }
}

/// All tracked files.
fn files() -> Vec<String> {
    output("git", &["ls-files"]).lines().map(str::to_owned).collect()
}

/// Whether `name` matches `pattern`, in which `*`, `<…>` and `{…}` stand for anything.
fn matches(name: &str, pattern: &[String]) -> bool {
    let [first, rest @ ..] = pattern else {
        return name.is_empty();
    };
    let Some(mut left) = name.strip_prefix(first.as_str()) else {
        return false;
    };
    for (at, part) in rest.iter().enumerate() {
        if at + 1 == rest.len() {
            return left.ends_with(part.as_str());
        }
        let Some(found) = left.find(part.as_str()) else {
            return false;
        };
        left = left.get(found + part.len()..).unwrap_or_default();
    }
    left.is_empty()
}

/// The fixed parts of a path with placeholders.
fn pattern(path: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in path.chars() {
        match c {
            '*' | '<' | '{' => {
                depth += usize::from(c != '*');
                parts.push(String::new());
            }
            '>' | '}' => depth -= 1,
            c if depth == 0 => parts.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    parts
}

/// Files that a user may create.
const OPTIONAL: [&str; 1] = ["accepted-changes.yaml"];

fn is_path(span: &str) -> bool {
    const ENDINGS: [&str; 7] = [".rs", ".md", ".yaml", ".yml", ".toml", ".snap", ".lock"];
    let is_plain = !span.contains([' ', ':', '(', '=', '$', '~', '"', '[', '#', '@', ',', '…', '\\']);
    let is_local = ENDINGS
        .iter()
        .any(|ending| span.ends_with(ending) && span.len() > ending.len())
        || span
            .split_once('/')
            .is_some_and(|(folder, _)| !folder.is_empty() && root().join(folder).is_dir());
    is_plain && is_local && !OPTIONAL.contains(&span) && !span.starts_with(['*', '/', '.'])
        || span.starts_with(".ci/")
        || span.starts_with(".github/")
}

#[test]
fn every_path_exists() {
    let files = files();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for file in &files {
        folders.extend(
            Path::new(file)
                .ancestors()
                .skip(1)
                .map(|folder| folder.display().to_string()),
        );
    }
    let all: Vec<_> = files.iter().chain(&folders).collect();
    let mut checked = 0;
    for page in PAGES {
        let Page { spans, .. } = Page::read(page);
        for span in spans.iter().filter(|span| is_path(span)) {
            checked += 1;
            let wanted = span.trim_start_matches("./").trim_end_matches('/');
            let (exact, below) = (pattern(wanted), pattern(&format!("*/{wanted}")));
            let is_there = all.iter().any(|path| matches(path, &exact) || matches(path, &below));
            assert!(is_there, "{page}: there is no `{span}`");
        }
    }
    assert!(checked > 40, "only {checked} paths were found");
}

#[test]
fn every_link_leads_somewhere() {
    for page in PAGES {
        let folder = root().join(page).parent().unwrap().to_owned();
        for link in Page::read(page).links {
            if link.contains("://") || link.starts_with('#') {
                continue;
            }
            let file = link.split('#').next().unwrap();
            assert!(folder.join(file).exists(), "{page}: the link {link} leads nowhere");
        }
    }
}

/// Every constant that a page names is in the code.
#[test]
fn every_constant_exists() {
    let mut code = String::new();
    for file in files().iter().filter(|file| !file.ends_with(".md")) {
        code += &fs::read_to_string(root().join(file)).unwrap_or_default();
    }
    for page in PAGES {
        for span in Page::read(page).spans {
            let is_constant = span.len() > 3 && span.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            assert!(!is_constant || code.contains(&span), "{page}: there is no `{span}`");
        }
    }
}

/// The help texts of the commands of `cargo xtask`, by name.
fn helps() -> BTreeMap<String, String> {
    let xtask = env!("CARGO_BIN_EXE_xtask-under-test");
    let all = output(xtask, &["--help"]);
    let names = all.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = names.take_while(|line| !line.is_empty());
    let names = names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let named = names.map(|name| (name.to_owned(), output(xtask, &[name, "--help"])));
    named.collect()
}

/// The options in a help text.
fn options(help: &str) -> BTreeSet<String> {
    let lines = help.lines().filter_map(|line| line.trim_start().split_once("--"));
    let options = lines.filter(|(before, _)| before.is_empty() || before.starts_with('-'));
    let options = options.filter_map(|(_, rest)| rest.split_whitespace().next());
    options.map(|name| format!("--{name}")).collect()
}

/// The targets of the workspace, as `kind name` and as `package kind name`.
fn targets() -> BTreeSet<String> {
    let metadata = output(
        env!("CARGO"),
        &["metadata", "--no-deps", "--offline", "--format-version", "1"],
    );
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let mut targets = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        targets.insert(format!("package {name}"));
        for target in package["targets"].as_array().unwrap() {
            let (kind, name) = (target["kind"][0].as_str().unwrap(), target["name"].as_str().unwrap());
            let kind = if kind == "lib" { "example" } else { kind };
            targets.insert(format!("{kind} {name}"));
        }
    }
    targets
}

#[test]
fn every_command_exists() {
    let (helps, targets) = (helps(), targets());
    let mut checked = 0;
    for page in PAGES {
        for line in Page::read(page).commands {
            let line = line.split(" #").next().unwrap();
            let words: Vec<_> = line.split_whitespace().skip_while(|word| word.contains('=')).collect();
            match words.as_slice() {
                ["cargo", "xtask", command, arguments @ ..] => {
                    checked += 1;
                    let help = helps.get(*command);
                    let help = help.unwrap_or_else(|| panic!("{page}: there is no command: {line}"));
                    let known = options(help);
                    for option in arguments.iter().filter(|word| word.starts_with("--")) {
                        assert!(known.contains(*option), "{page}: there is no option {option}: {line}");
                    }
                }
                ["cargo", "test" | "run" | "bench" | "build", arguments @ ..] => {
                    checked += 1;
                    for pair in arguments.windows(2) {
                        let [kind, name] = pair else { continue };
                        let kind = match *kind {
                            "-p" | "--package" => "package",
                            "--test" | "--bench" | "--example" | "--bin" => kind.trim_start_matches('-'),
                            _ => continue,
                        };
                        let is_there = targets.contains(&format!("{kind} {name}"));
                        assert!(is_there, "{page}: there is no {kind} {name}: {line}");
                    }
                }
                [".ci/run", parts @ ..] | ["bash", ".ci/run", parts @ ..] => {
                    checked += 1;
                    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
                    for part in parts.iter().filter(|part| !part.starts_with("PART")) {
                        let is_there = script.contains(&format!("\n#   {part} "));
                        assert!(is_there, "{page}: .ci/run has no part {part}");
                    }
                }
                _ => {}
            }
        }
    }
    assert!(checked > 20, "only {checked} commands were found");
}

/// The table of options in README.md has every option of every command, and no others.
#[test]
fn the_table_of_options_is_complete() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rows = readme
        .lines()
        .skip_while(|line| !line.starts_with("| option |"))
        .skip(2);
    let mut documented: BTreeSet<(String, String)> = BTreeSet::new();
    for row in rows.take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.split('|').collect();
        let words = cells[1].split(['`', ' ', ',']).filter(|word| word.starts_with("--"));
        let commands: Vec<_> = cells[2].split('`').skip(1).step_by(2).collect();
        for option in words {
            documented.extend(
                commands
                    .iter()
                    .map(|command| ((*command).to_owned(), option.to_owned())),
            );
        }
    }
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for (command, help) in helps() {
        let options = options(&help).into_iter().filter(|option| option != "--help");
        known.extend(options.map(|option| (command.clone(), option)));
    }
    assert_eq!(documented, known);
}
